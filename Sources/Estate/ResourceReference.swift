import Schema

/// Which resource: enough to find it again in the estate and in the console.
public struct ResourceReference: Sendable, Hashable {
  /// The kind.
  public let type: ResourceType
  /// The id as AWS users know it (contract: "Resource types"); `*` for all of that kind that could not be listed.
  public let id: String
  /// The ARN; empty where none is known.
  public let arn: String
  /// The account; empty where none is known.
  public let account: String
  /// The region; `global` for global services.
  public let region: String
  /// Whether the account is another one than the one that is read.
  public let isOfOtherAccount: Bool

  /// A reference of these parts.
  ///
  /// - Parameter reader: The account that is read, where that may be another one.
  public init(
    type: ResourceType, id: String, arn: String = "", account: String = "", region: String = "global",
    readFrom reader: String = ""
  ) {
    self.type = type
    self.id = id
    self.arn = arn
    self.account = account
    self.region = region
    isOfOtherAccount = !account.isEmpty && !reader.isEmpty && account != reader
  }
}
