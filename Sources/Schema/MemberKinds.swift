import Documents
import Synchronization

/// Of which kind each member of a resource is, as AWS's models have it: an answer with a text where a number belongs is
/// none, whatever a rule would make of that text.
///
/// Members that no model has may hold anything: AWS may be ahead of this build.
public final class MemberKinds: Sendable {
  private indirect enum ValueType: Sendable {
    case text, integer, number, boolean, time
    case list(ValueType)
    case structure(MemberKinds)
    /// What only its owner knows, such as a policy document.
    case open
  }

  private let names: [String]
  /// In the order of their names.
  private let kinds: [ValueType]
  /// Where the names stand in the object that was looked at last: most objects have the names of the one before.
  private let last = Mutex<(shape: JSONNames, places: [Int?])?>(nil)

  /// The kinds of all members of a type.
  public static func of(_ type: ResourceType) -> MemberKinds { table[type] }

  private static let table = OnDemand<ResourceType, MemberKinds> { type in
    MemberKinds(structure: type.rawValue, of: type.schema, at: [], within: [])
  }

  private init(structure name: String, of schema: ResourceSchema, at path: [String], within outer: [String]) {
    let members = Structures.members(of: name)
    names = members.map(\.name)
    kinds = members.map { entry in
      Self.kind(entry.member.type, of: schema, at: path + [entry.name], within: outer + [name])
    }
  }

  private static func kind(
    _ type: Substring, of schema: ResourceSchema, at path: [String], within outer: [String]
  ) -> ValueType {
    if schema.policies.contains(path.joined(separator: ".")) { return .open }
    if type.hasPrefix("[") {
      let element = Structures.Member(String(type.dropFirst().dropLast()))
      return .list(kind(element.type, of: schema, at: path, within: outer))
    }
    let name = String(type)
    if Structures.has(name) {
      // A structure that holds itself is open from there on.
      if outer.contains(name) { return .open }
      return .structure(MemberKinds(structure: name, of: schema, at: path, within: outer))
    }
    switch type.prefix(while: { $0 != "<" }) {
    case "text": return .text
    case "integer": return .integer
    case "number": return .number
    case "boolean": return .boolean
    case "time": return .time
    default: return .open
    }
  }

  /// A member of an object that is of another kind, and what it should be: `MemorySize is no number`; `nil` where
  /// all are as they should be. What is null is not there.
  public func fault(in object: JSONObject) -> String? {
    for (number, place) in places(in: object.shape).enumerated() {
      guard let place, !object.values[place].isNull else { continue }
      if let fault = Self.fault(in: object.values[place], kinds[number]) { return "\(names[number])\(fault)" }
    }
    return nil
  }

  private func places(in shape: JSONNames) -> [Int?] {
    last.withLock { last in
      if let last, last.shape === shape { return last.places }
      let places = names.map(shape.position(of:))
      last = (shape, places)
      return places
    }
  }

  private static func fault(in value: JSONValue, _ kind: ValueType) -> String? {
    switch (kind, value) {
    case (_, .unread), (.open, _), (.text, .string), (.integer, .integer), (.number, .integer), (.number, .number),
      (.boolean, .bool), (.time, .string), (.time, .integer), (.time, .number):
      return nil
    case (.integer, .number(let number)): return Int(exactly: number) == nil ? " is no whole number of 64 bits" : nil
    case (.structure(let members), .object(let object)): return members.fault(in: object).map { ".\($0)" }
    case (.list(let element), .array(let elements)):
      for value in elements {
        if let fault = fault(in: value, element) { return fault.hasPrefix(" ") ? " has an entry that\(fault)" : fault }
      }
      return nil
    case (.text, _): return " is no text"
    case (.integer, _), (.number, _): return " is no number"
    case (.boolean, _): return " is neither true nor false"
    case (.time, _): return " is no time"
    case (.list, _): return " is no list"
    case (.structure, _): return " is no structure"
    }
  }
}
