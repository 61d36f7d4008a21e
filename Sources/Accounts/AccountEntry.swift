import Credentials
import Documents

/// An account that is to be audited, and how to get into it.
public struct AccountEntry: Sendable, Hashable {
  /// Its number: twelve digits.
  public var id: String
  /// What people call it; empty where nobody says.
  public var name: String
  /// The profile whose credentials are used; `nil` for those of whoever runs this.
  public var profile: String?
  /// The roles to assume, one with the credentials of the other; none where the credentials are good for the account.
  public var roles: [String]
  /// What the trust policies of the roles ask of other accounts.
  public var externalID: String?
  /// The name of the session; `nil` for one with the time in it.
  public var sessionName: String?
  /// The region of regional services; `nil` for that of whoever runs this.
  public var region: String?
  /// What is said of it.
  public var tags: [String: String]

  /// An account of these parts.
  public init(
    id: String, name: String = "", profile: String? = nil, roles: [String] = [], externalID: String? = nil,
    sessionName: String? = nil, region: String? = nil, tags: [String: String] = [:]
  ) {
    self.id = id
    self.name = name
    self.profile = profile
    self.roles = roles
    self.externalID = externalID
    self.sessionName = sessionName
    self.region = region
    self.tags = tags
  }

  /// The roles as they are assumed, in a partition such as `aws`: a name is that of a role of the account. Each is
  /// told the external id, as c7n-org does: a trust policy that does not ask for one does not mind.
  public func assumedRoles(in partition: String) -> [AssumedRole] {
    roles.map { role in
      AssumedRole(
        arn: role.hasPrefix("arn:") ? role : "arn:\(partition):iam::\(id):role/\(role)", sessionName: sessionName,
        externalID: externalID)
    }
  }

  /// Whether it is what a pattern, `*` and `?` as in file names, means by its number or its name.
  func isMeant(by glob: (String) -> Bool) -> Bool { glob(id) || !name.isEmpty && glob(name) }
}
