import Documents
import Testing

@testable import Schema

/// Each answer has to hold what AWS's model requires: out of the schema, for each type, group and structure.
@Suite struct `The members that AWS requires` {
  /// A value for what a node holds; each list has two elements, since the second one is as much an answer as the first.
  private static func sample(_ node: SchemaNode) -> JSONValue {
    switch node.shape {
    case .scalar, .open, .policy: "x"
    case .number: 1
    case .boolean: true
    case .list(_, let element): [sample(element), sample(element)]
    case .structure(let members):
      .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, sample($0.value)) }))
    }
  }

  /// The paths of required members, at any depth.
  private static func required(_ node: SchemaNode, at path: [String]) -> [[String]] {
    switch node.shape {
    case .structure(let members):
      members.flatMap { name, member in
        (member.isRequired ? [path + [name]] : []) + required(member, at: path + [name])
      }
    case .list(_, let element): required(element, at: path)
    case .scalar, .number, .boolean, .open, .policy: []
    }
  }

  private static func without(_ path: ArraySlice<String>, _ value: JSONValue) -> JSONValue {
    guard let name = path.first else { return value }
    switch value {
    case .array(let elements): return .array(elements.dropLast() + [without(path, elements[elements.count - 1])])
    case .object(var object):
      object[name] = path.count == 1 ? nil : without(path.dropFirst(), object[name] ?? .null)
      return .object(object)
    default: return value
    }
  }

  @Test(arguments: ResourceType.allCases)
  func `are missed where they are missing, and only there`(type: ResourceType) throws {
    let whole = Self.sample(type.schema.root)
    let object = try #require(whole.object)
    var missed: Set<[String]> = []
    for group in type.schema.groups {
      #expect(RequiredMembers.of(group)?.missing(from: object) == nil, "\(group.name)")
      for path in Self.required(type.schema.root, at: []) {
        let broken = try #require(Self.without(path[...], whole).object)
        guard let found = RequiredMembers.of(group)?.missing(from: broken) else { continue }
        #expect(found == path.joined(separator: "."), "\(group.name)")
        missed.insert(path)
      }
    }
    // Each is brought by some group, so that nothing that is required goes unnoticed.
    #expect(missed == Set(Self.required(type.schema.root, at: [])))
  }

  @Test func `are missing from a structure that is a text`() {
    let group = DistributionSchema.configuration
    let members: JSONObject = ["CallerReference": "r", "Logging": "on"]
    #expect(RequiredMembers.of(group)?.missing(from: members)?.hasPrefix("Logging.") ?? true)
    #expect(RequiredMembers.of(DistributionSchema.summary)?.missing(from: ["DefaultCacheBehavior": "x"]) != nil)
  }
}
