/// Lets equal parts of many trees be one: what ten thousand resources of an estate say in the same words is held once.
///
/// It remembers what came last, as much of it as is worth its memory: what comes again and again stays known.
public struct SharedParts: Sendable {
  /// How many parts are remembered before those that did not come again are forgotten.
  private static let limit = 8_192

  /// A part whose own parts are shared already, so that two are the same where these are.
  private struct Part: Hashable {
    let value: JSONValue

    static func == (left: Part, right: Part) -> Bool {
      switch (left.value, right.value) {
      case (.string(let left), .string(let right)): left.isSameText(as: right)
      case (.array(let left), .array(let right)): left.count == right.count && zip(left, right).allSatisfy(isSame)
      case (.object(let left), .object(let right)):
        left.count == right.count
          && zip(left, right).allSatisfy { $0.name.isSameText(as: $1.name) && isSame($0.value, $1.value) }
      default: false
      }
    }

    func hash(into hasher: inout Hasher) {
      switch value {
      case .string(let text): hasher.combine(text)
      case .array(let elements):
        hasher.combine(elements.count)
        for element in elements { Self.hash(element, into: &hasher) }
      case .object(let object):
        hasher.combine(object.count)
        // What has as many members mostly has the same names.
        for member in object { Self.hash(member.value, into: &hasher) }
      default: break
      }
    }

    /// Whether two values are the same, and not only equal: `1` is not `1.0`.
    private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
      switch (left, right) {
      case (.null, .null): true
      case (.bool(let left), .bool(let right)): left == right
      case (.integer(let left), .integer(let right)): left == right
      case (.number(let left), .number(let right)): left == right
      case (.unread(let left), .unread(let right)): left == right
      case (.string(let left), .string(let right)): left.isSameText(as: right)
      case (.array(let left), .array(let right)): left.address == right.address
      case (.object(let left), .object(let right)): left.address == right.address
      default: false
      }
    }

    private static func hash(_ value: JSONValue, into hasher: inout Hasher) {
      switch value {
      case .bool(let value): hasher.combine(value)
      case .integer(let value): hasher.combine(value)
      case .number(let value): hasher.combine(value)
      case .string(let text): hasher.combine(text)
      case .array(let elements): hasher.combine(elements.address)
      case .object(let object): hasher.combine(object.address)
      case .null, .unread: break
      }
    }
  }

  private var recent: Set<Part> = []
  private var earlier: Set<Part> = []

  /// Nothing yet.
  public init() {}

  /// The same members, of equal values and names to those of others one; in no more memory than they take.
  public mutating func members(of object: JSONObject) -> JSONObject {
    var members: [JSONObject.Member] = []
    members.reserveCapacity(object.count)
    for member in object {
      members.append(JSONObject.Member(name: text(member.name), value: value(member.value)))
    }
    return JSONObject(uniqueMembers: members)
  }

  /// The same value, of equal ones one. Trees are no deeper than their readers let them be.
  public mutating func value(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(self.text(text))
    case .array(let elements) where !elements.isEmpty:
      known(.array(elements.map { self.value($0) }))
    case .object(let object) where !object.isEmpty: known(.object(members(of: object)))
    default: value
    }
  }

  private mutating func text(_ text: String) -> String {
    // What is this short lies in the value itself.
    if text.utf8.count <= 15 { return text }
    if case .string(let known) = known(.string(text)) { return known }
    return text
  }

  private mutating func known(_ value: JSONValue) -> JSONValue {
    let part = Part(value: value)
    let (isNew, member) = recent.insert(earlier.isEmpty ? part : earlier.remove(part) ?? part)
    if isNew, recent.count >= Self.limit { (earlier, recent) = (recent, []) }
    return member.value
  }
}

extension Array {
  /// Where its elements lie, by which an array that is known to be alive is told from all others.
  fileprivate var address: UInt { withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } }
}
