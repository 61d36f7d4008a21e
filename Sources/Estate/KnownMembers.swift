import Documents

/// What a member of a resource holds, as far as that is known without reading one.
public indirect enum MemberKind: Sendable {
  /// A text, a number or a boolean.
  case scalar
  /// What only its owner knows, such as a policy document.
  case open
  /// A list of such values.
  case list(MemberKind)
  /// An object of which all members are known.
  case structure(KnownStructure)
}

/// The members of a resource, or of a structure within one, as rules may name them: those of AWS's service models, what
/// collectors add, and ties to other resources.
public struct KnownStructure: Sendable {
  /// The kind of resource that it is, or that it is within.
  public let type: ResourceType
  /// The members that lead there from the resource, lists passed through; empty for the resource itself.
  public let path: [String]
  private let members: JSONObject
  /// The members of the tie that led here.
  private let tieMembers: Set<String>

  /// A resource of that kind.
  public init(_ type: ResourceType) { self.init(type, [], type.rawValue) }

  private init(_ type: ResourceType, _ path: [String], _ name: String, tieMembers: Set<String> = []) {
    self.type = type
    self.path = path
    self.tieMembers = tieMembers
    members = Self.structures[name].object ?? [:]
  }

  /// The names of all members.
  public var names: [String] { members.names + relations.map(\.name) + tieMembers.sorted() }

  /// What the member of that name holds; `nil` where there is none.
  public subscript(name: String) -> MemberKind? {
    if let relation = relations.first(where: { $0.name == name }) {
      let target = KnownStructure(
        relation.target, [], relation.target.rawValue, tieMembers: relation.ownMembers)
      return relation.isList ? .list(.structure(target)) : .structure(target)
    }
    if let kind = members[name]?.string { return self.kind(kind[...], of: name) }
    return tieMembers.contains(name) ? .scalar : nil
  }

  private var relations: [Relation] { Relation.all.filter { $0.source == type && $0.path == path } }

  /// A kind as the file of structures writes it.
  private func kind(_ text: Substring, of name: String) -> MemberKind {
    if text.isEmpty { return .scalar }
    if text == "*" { return .open }
    if text.hasPrefix("[") { return .list(kind(text.dropFirst().dropLast(), of: name)) }
    return .structure(KnownStructure(type, path + [name], String(text)))
  }

  /// The structures of all kinds of resource, which `scripts/members` writes; read where somebody asks.
  private static let structures = (try? JSONReader.read(PackageResources.Members_json)) ?? .null
}

extension KnownStructure: CustomStringConvertible {
  /// `AWS::CloudFront::Distribution`, or `Origins of AWS::CloudFront::Distribution`.
  public var description: String {
    path.isEmpty ? type.rawValue : "\(path.joined(separator: ".")) of \(type.rawValue)"
  }
}
