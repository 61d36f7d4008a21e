/// What a member of a resource holds, as far as that is known without reading one.
public indirect enum MemberKind: Sendable {
  /// A text or a time; `values` has those that AWS's model lists, where it lists any.
  case scalar(values: [String])
  /// A number.
  case number
  /// `true` or `false`.
  case boolean
  /// What only its owner knows.
  case open
  /// A policy document, with the elements of the policy language.
  case policy
  /// A list of such values.
  case list(MemberKind)
  /// An object of which all members are known.
  case structure(KnownStructure)
}

/// The members of a resource, or of a structure within one, as rules may name them: those of the schema, and relations
/// to other resources.
public struct KnownStructure: Sendable {
  /// The type of resource that it is, or that it is within.
  public let type: ResourceType
  /// Whether relations count, as they do for rules and not for baselines.
  private let hasRelations: Bool
  private let node: SchemaNode
  /// The members of the tie that led here.
  private let tieMembers: Set<String>

  /// A resource of that type.
  ///
  /// - Parameter hasRelations: Whether relations to other resources count as members.
  public init(_ type: ResourceType, hasRelations: Bool = true) {
    self.init(type, type.schema.root, hasRelations: hasRelations)
  }

  private init(
    _ type: ResourceType, _ node: SchemaNode, hasRelations: Bool, tieMembers: Set<String> = []
  ) {
    self.type = type
    self.node = node
    self.hasRelations = hasRelations
    self.tieMembers = tieMembers
  }

  /// The members that lead there from the resource, lists passed through; empty for the resource itself.
  public var path: [String] { node.path }

  /// The names of all members.
  public var names: [String] { node.names + relations.map(\.name) + tieMembers.sorted() }

  /// What the member of that name holds; `nil` where there is none.
  public subscript(name: String) -> MemberKind? {
    if let relation = relations.first(where: { $0.name == name }) {
      let target = KnownStructure(
        relation.type, relation.type.schema.root, hasRelations: true, tieMembers: relation.ownMembers)
      return relation.isList ? .list(.structure(target)) : .structure(target)
    }
    if node.names.contains(name) { return kind(of: node.member(name)) }
    return tieMembers.contains(name) ? .scalar(values: []) : nil
  }

  private var relations: [Relation] { hasRelations ? type.schema.relations.filter { $0.path == node.path } : [] }

  private func kind(of node: SchemaNode) -> MemberKind {
    switch node.shape {
    case .scalar(let values): .scalar(values: values)
    case .number: .number
    case .boolean: .boolean
    case .open: .open
    case .policy: .policy
    case .list(_, let element): .list(kind(of: element))
    case .structure: .structure(KnownStructure(type, node, hasRelations: hasRelations))
    }
  }
}

extension KnownStructure: CustomStringConvertible {
  /// `AWS::CloudFront::Distribution`, or `Origins of AWS::CloudFront::Distribution`.
  public var description: String {
    path.isEmpty ? type.rawValue : "\(path.joined(separator: ".")) of \(type.rawValue)"
  }
}
