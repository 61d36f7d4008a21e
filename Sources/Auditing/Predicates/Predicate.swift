import Documents

/// What may be expected of a value. A new one is a case here, its judgement, and a line in ``operandKind``.
public enum Predicate: String, Sendable, CaseIterable {
  /// The same, as JSON compares; order in lists counts.
  case equals
  /// Not the same; also where there is no value.
  case notEquals
  /// One of a list.
  case `in`
  /// A number no greater; no value is not.
  case atMost
  /// A number no smaller; no value is not.
  case atLeast
  /// A value that JMESPath holds for true: not null, false, or empty.
  case present
  /// A value that JMESPath holds for false: null, false, or empty.
  case absent
  /// Text that a regular expression finds something in.
  case matches
  /// A list that has, for each wanted pattern (`*` and `?` as in file names), an element that fits it.
  case covers
  /// A trust policy that lets each of the services assume the role.
  case trusts
}

/// What came of judging a value.
enum Judgement: Sendable, Hashable {
  case holds
  case fails
  /// It cannot be told from the value alone; the reason is for a person.
  case undecided(String)
}

/// What a predicate takes.
enum OperandKind: Sendable {
  /// Anything.
  case value
  /// A list.
  case list
  /// A number.
  case number
  /// `true`, which only completes the YAML.
  case flag
  /// A regular expression.
  case pattern
}

extension Predicate {
  /// What it takes.
  var operandKind: OperandKind {
    switch self {
    case .equals, .notEquals: .value
    case .in, .covers, .trusts: .list
    case .atMost, .atLeast: .number
    case .present, .absent: .flag
    case .matches: .pattern
    }
  }

  /// Judges a value that was read.
  func judge(_ actual: JSONValue, against operand: JSONValue) -> Judgement {
    switch self {
    case .equals: actual == operand ? .holds : .fails
    case .notEquals: actual != operand ? .holds : .fails
    case .in: operand.array?.contains(actual) == true ? .holds : .fails
    case .atMost: compare(actual, operand, <=)
    case .atLeast: compare(actual, operand, >=)
    case .present: actual.isTruthy ? .holds : .fails
    case .absent: actual.isTruthy ? .fails : .holds
    case .matches: matches(actual, operand)
    case .covers: covers(actual, operand)
    case .trusts: trusts(actual, operand)
    }
  }

  /// The expectation as a report shows it: the value itself for `equals`, else the predicate with its operand.
  func expected(_ operand: JSONValue) -> JSONValue {
    self == .equals ? operand : [rawValue: operand]
  }

  private func compare(_ actual: JSONValue, _ operand: JSONValue, _ holds: (Double, Double) -> Bool) -> Judgement {
    guard let actual = actual.double, let operand = operand.double else { return .fails }
    return holds(actual, operand) ? .holds : .fails
  }
}

extension JSONValue {
  /// Truth as JMESPath sees it: null, false and whatever is empty is false.
  var isTruthy: Bool {
    switch self {
    case .null, .bool(false): false
    case .string(let text): !text.isEmpty
    case .array(let elements): !elements.isEmpty
    case .object(let object): !object.isEmpty
    case .bool, .integer, .number, .unread: true
    }
  }
}
