import Foundation

/// Keys that sign requests. Never prints its secrets.
public struct Credentials: Sendable, Hashable {
  /// The access key id; public.
  public let accessKeyID: String
  /// The secret; never leaves this process.
  public let secretAccessKey: String
  /// The token of temporary credentials.
  public let sessionToken: String?
  /// When they stop being accepted; `nil` for long-lived keys.
  public let expiration: Date?
  /// The account they belong to, where their source says so.
  public let accountID: String?

  /// Credentials of these parts.
  public init(
    accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Date? = nil,
    accountID: String? = nil
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
    self.accountID = accountID
  }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "Credentials(\(accessKeyID))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
