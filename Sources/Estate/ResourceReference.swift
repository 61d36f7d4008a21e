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

  /// A reference of these parts.
  public init(type: ResourceType, id: String, arn: String = "", account: String = "", region: String = "global") {
    self.type = type
    self.id = id
    self.arn = arn
    self.account = account
    self.region = region
  }
}
