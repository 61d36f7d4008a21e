/// A tree of data with JSON's shape: what the APIs answer, what a snapshot holds and what rules are judged on.
///
/// Beside JSON's own kinds it knows ``unread(_:)``, the place of a value that exists but could not be read. Everything
/// that computes on a tree has to carry that on, so that what could not be verified never looks like an answer.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// A number written without fraction and exponent that fits 64 bits.
  case integer(Int)
  /// Every other number. Never holds a NaN or an infinity.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
  /// A value that could not be read; the number names the gap, an index into the estate's gaps, that is the reason.
  case unread(Int)
}

extension JSONValue {
  /// The first gap in this or anything inside it.
  public var firstGap: Int? {
    switch self {
    case .unread(let gap): gap
    case .array(let elements): elements.lazy.compactMap(\.firstGap).first
    case .object(let object): object.lazy.compactMap(\.value.firstGap).first
    default: nil
    }
  }
}

extension JSONValue: Equatable {
  /// Two trees are equal when they say the same: `1` equals `1.0`, and the order of an object's members does not count.
  /// Texts are equal when their scalars are.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.integer(let left), .number(let right)), (.number(let right), .integer(let left)): Int(exactly: right) == left
    case (.string(let left), .string(let right)): left.isSameText(as: right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    case (.unread(let left), .unread(let right)): left == right
    default: false
    }
  }
}

extension JSONValue: Hashable {
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .integer(let value): hasher.combine(Double(value))
    case .number(let value): hasher.combine(value)
    case .string(let value): hasher.combine(value)
    case .array(let values): hasher.combine(values)
    case .object(let object): hasher.combine(object)
    case .unread(let gap): hasher.combine(gap)
    }
  }
}

extension JSONValue {
  /// The text of a string, else `nil`.
  public var string: String? { if case .string(let value) = self { value } else { nil } }

  /// The value of an integer, or of a number without fraction that fits, else `nil`.
  public var integer: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The value of any number, else `nil`.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The value of a boolean, else `nil`.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The elements of an array, else `nil`.
  public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  /// The members of an object, else `nil`.
  public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// Whether this is `null`.
  public var isNull: Bool { if case .null = self { true } else { false } }

  /// The member of that name; `null` where this is no object or has no such member.
  public subscript(name: String) -> JSONValue { object?[name] ?? .null }

  /// The element at that index; `null` where this is no array or has no such element.
  public subscript(index: Int) -> JSONValue {
    guard let array, array.indices.contains(index) else { return .null }
    return array[index]
  }

  /// The value at a path; `null` where there is none. Elements have no names here, and are found by number alone.
  public subscript(path: DocumentPath) -> JSONValue {
    path.steps.reduce(self) { value, step in
      switch step {
      case .member(let name): value[name]
      case .index(let index): value[index]
      case .element(let name): Int(name).map { value[$0] } ?? .null
      }
    }
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}
