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
        left.shape === right.shape && zip(left.values, right.values).allSatisfy(isSame)
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
        hasher.combine(ObjectIdentifier(object.shape))
        for value in object.values { Self.hash(value, into: &hasher) }
      default: break
      }
    }

    private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
      switch (left, right) {
      case (.array(let left), .array(let right)): left.address == right.address
      case (.object(let left), .object(let right)):
        left.values.address == right.values.address && left.shape === right.shape
      default: left.isSameScalar(as: right)
      }
    }

    private static func hash(_ value: JSONValue, into hasher: inout Hasher) {
      switch value {
      case .bool(let value): hasher.combine(value)
      case .integer(let value): hasher.combine(value)
      case .number(let value): hasher.combine(value)
      case .string(let text): hasher.combine(text)
      case .array(let elements): hasher.combine(elements.address)
      case .object(let object): hasher.combine(object.values.address)
      case .null, .unread: break
      }
    }
  }

  /// Names that are equal where they are the same ones in the same order.
  private struct Shape: Hashable {
    let names: JSONNames

    static func == (left: Shape, right: Shape) -> Bool { left.names.isSame(as: right.names) }

    func hash(into hasher: inout Hasher) {
      // What has as many names and begins and ends alike is mostly of one shape.
      hasher.combine(names.list.count)
      hasher.combine(names.list.first.map(ExactName.init))
      hasher.combine(names.list.last.map(ExactName.init))
    }
  }

  private var shapes: Set<Shape> = []
  private var recent: Set<Part> = []
  private var earlier: Set<Part> = []

  /// Nothing yet.
  public init() {}

  /// The same members, of equal values and names to those of others one; in no more memory than they take.
  public mutating func members(of object: JSONObject) -> JSONObject {
    JSONObject(names: names(object.shape), values: object.values.map { value($0) })
  }

  /// Lets an object share its names with those that have the same ones.
  public mutating func shareNames(of object: inout JSONObject) {
    object = JSONObject(names: names(object.shape), values: object.values)
  }

  /// The same names, of equal ones one.
  private mutating func names(_ names: JSONNames) -> JSONNames {
    if shapes.count >= Self.limit { shapes = [] }
    return shapes.insert(Shape(names: names)).memberAfterInsert.names
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

extension [JSONValue] {
  /// Where its elements lie, by which an array that is known to be alive is told from all others.
  var address: UInt { withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } }

  /// Whether both are one, which says the same as comparing them all.
  func isSameStorage(as other: [JSONValue]) -> Bool { address == other.address && count == other.count }
}
