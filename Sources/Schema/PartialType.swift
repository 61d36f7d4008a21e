/// A type of Terraform or of CloudFormation that says part of a resource which another one declares, such as
/// `aws_iam_role_policy` or `AWS::S3::BucketPolicy`.
public struct PartialType: Sendable {
  /// The attribute that names the resource.
  public enum Owner: Sendable, Hashable {
    /// Its id, or what ends in it behind a slash.
    case id(String)
    /// A list of those.
    case ids(String)
    /// Its ARN, in which the id does not stand.
    case arn(String)

    /// The attribute.
    public var attribute: String {
      switch self {
      case .id(let name), .ids(let name), .arn(let name): name
      }
    }
  }

  /// Members of an element, each with the attribute that says it.
  public typealias Attributes = [(member: String, attribute: String)]

  /// What it says of the member.
  public enum Content: Sendable {
    /// What it is, by an attribute.
    case value(String)
    /// What it is, by the attributes of the type itself.
    case structure
    /// An element of the list that it is. What no attribute says of its key is what AWS calls it.
    case element(Attributes)
    /// All elements of the list, as an attribute lists them.
    case elements(String, Attributes)
    /// The keys of all elements that the list may have, as an attribute lists them.
    case keys(String)
    /// What an element says that names it: the member, the attribute that says it, and the one by which it is named.
    case named(member: String, attribute: String, by: String)
  }

  /// What names the resource; `nil` where elements of resources name this.
  public let owner: Owner?
  /// The member of the resource.
  public let member: String
  /// What it says of that.
  public let content: Content

  init(of owner: Owner?, _ member: String, _ content: Content) {
    self.owner = owner
    self.member = member
    self.content = content
  }

  /// All of them by their names, each with the type that it says something of.
  public static let all: [String: (type: ResourceType, part: PartialType)] = Dictionary(
    uniqueKeysWithValues: ResourceType.allCases.flatMap { type in
      type.schema.partialTypes.map { ($0.key, (type: type, part: $0.value)) }
    })
}
