import Documents

/// A tie between resources that rules see as a member: `LambdaFunctionAssociations[].Version` is the version that the
/// association names, `Version.ExecutionRole` its role.
///
/// A relation is expanded only where an expression names it, so ties may run in circles.
public struct Relation: Sendable {
  /// How it is known where a relation leads.
  public enum Target: Sendable {
    /// The object that has it names one resource.
    case key(@Sendable (_ object: JSONObject) -> ResourceKey?)
    /// A member of the object that has it is the ARN of one resource, whose id it says, or that id. One of the same name in
    /// another account than the ARN's is not meant; an id says no account.
    case named(member: String, by: @Sendable (_ arn: String) -> (key: ResourceKey, account: String)?)
    /// A member of the object that has it is the ARN of one resource, of which the last part need not be its id.
    case arn(member: String)
    /// The resource names others by id, in whichever region they are.
    case ids(@Sendable (_ key: ResourceKey, _ properties: JSONObject) -> [String])
    /// A member of the object that has it says one of the hosts of each of those that it leads to.
    case matching(member: String, far: @Sendable (_ properties: JSONObject) -> [String])
    /// Those of the target's type that have one of these relations, by path and name, and lead here.
    case inverse([String])
    /// All resources of the target's type.
    case all
  }

  /// The resource of a type that an ARN's last part names.
  static func name(_ type: ResourceType) -> @Sendable (_ arn: String) -> (key: ResourceKey, account: String)? {
    { ARN($0).map { (.init(type, $0.resourceName), $0.account) } }
  }

  /// The Lambda function that an ARN names.
  static let functionName: @Sendable (_ arn: String) -> (key: ResourceKey, account: String)? = {
    LambdaARN($0).map { ($0.functionKey, $0.account) }
  }

  /// The type of resource that has it.
  public let source: ResourceType
  /// The members that lead from the root to the object that gets it, lists passed through.
  public let path: [String]
  /// The name of the member that is added there.
  public let name: String
  /// The type of resource that it leads to.
  public let type: ResourceType
  /// What has to be read to know where it leads.
  public let groups: [AttributeGroup]
  /// How it is known where it leads.
  public let target: Target
  /// The members of the tie itself, which stand among those of the resource that it leads to.
  public let ownMembers: Set<String>

  /// Whether AWS refuses the object that has it where what it leads to is not in the account.
  public let isEnforced: Bool

  /// Whether it leads to any number of resources, so that the member is a list.
  public var isList: Bool {
    switch target {
    case .key, .named, .arn: false
    case .ids, .matching, .inverse, .all: true
    }
  }

  /// Whether a member of the object that has it may say where it leads.
  public func isSaid(by member: String) -> Bool {
    switch target {
    case .named(let own, _), .arn(let own), .matching(let own, _): own == member
    case .key, .ids: true
    case .inverse, .all: false
    }
  }

  /// The path and the name, as other relations name it: `Origins.Bucket`.
  public var identifier: String { (path + [name]).joined(separator: ".") }

  /// A relation of these parts.
  init(
    _ source: ResourceType, at path: String = "", _ name: String, to type: ResourceType, from groups: [AttributeGroup],
    own ownMembers: Set<String> = [], isEnforced: Bool = false, _ target: Target
  ) {
    self.source = source
    self.path = path.split(separator: ".").map(String.init)
    self.name = name
    self.type = type
    self.groups = groups
    self.target = target
    self.ownMembers = ownMembers
    self.isEnforced = isEnforced
  }
}
