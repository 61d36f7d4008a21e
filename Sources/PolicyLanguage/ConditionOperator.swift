/// An operator of a condition block, such as `ForAnyValue:StringNotLikeIfExists`.
///
/// IAM User Guide, "IAM JSON policy elements: Condition operators".
public struct ConditionOperator: Sendable, Hashable {
  /// The order that a number or a date must have to the policy's value.
  public enum Relation: Sendable, Hashable {
    case equal, less, lessOrEqual, greater, greaterOrEqual
  }

  /// What is compared, and how.
  public enum Comparison: Sendable, Hashable {
    case string, stringIgnoringCase, stringLike
    case numeric(Relation)
    case date(Relation)
    case bool, binary, address, arn, null
  }

  /// How a key with several values is tested.
  public enum Quantifier: String, Sendable, Hashable {
    /// Every value must pass; a key without values passes.
    case forAllValues = "ForAllValues"
    /// One value must pass.
    case forAnyValue = "ForAnyValue"
  }

  /// The comparison of the positive form.
  public let comparison: Comparison
  /// Whether no value may match, instead of one.
  public let isNegated: Bool
  /// Whether an absent key passes (`…IfExists`).
  public let ifExists: Bool
  /// How a key with several values is tested.
  public let quantifier: Quantifier?

  static let bases: [(name: String, comparison: Comparison, isNegated: Bool)] = [
    ("StringEquals", .string, false), ("StringNotEquals", .string, true),
    ("StringEqualsIgnoreCase", .stringIgnoringCase, false), ("StringNotEqualsIgnoreCase", .stringIgnoringCase, true),
    ("StringLike", .stringLike, false), ("StringNotLike", .stringLike, true),
    ("NumericEquals", .numeric(.equal), false), ("NumericNotEquals", .numeric(.equal), true),
    ("NumericLessThan", .numeric(.less), false), ("NumericLessThanEquals", .numeric(.lessOrEqual), false),
    ("NumericGreaterThan", .numeric(.greater), false), ("NumericGreaterThanEquals", .numeric(.greaterOrEqual), false),
    ("DateEquals", .date(.equal), false), ("DateNotEquals", .date(.equal), true),
    ("DateLessThan", .date(.less), false), ("DateLessThanEquals", .date(.lessOrEqual), false),
    ("DateGreaterThan", .date(.greater), false), ("DateGreaterThanEquals", .date(.greaterOrEqual), false),
    ("Bool", .bool, false), ("BinaryEquals", .binary, false),
    ("IpAddress", .address, false), ("NotIpAddress", .address, true),
    // ArnEquals and ArnLike behave identically, says the guide.
    ("ArnLike", .arn, false), ("ArnNotLike", .arn, true), ("ArnEquals", .arn, false), ("ArnNotEquals", .arn, true),
    ("Null", .null, false),
  ]

  /// The operator of that name, in whatever case; `nil` where IAM knows none.
  public init?(_ text: String) {
    var name = text.lowercased()
    var quantifier: Quantifier?
    for candidate in [Quantifier.forAllValues, .forAnyValue] {
      let prefix = candidate.rawValue.lowercased() + ":"
      if name.hasPrefix(prefix) {
        quantifier = candidate
        name.removeFirst(prefix.count)
        break
      }
    }
    let ifExists = name.hasSuffix("ifexists")
    if ifExists { name.removeLast("ifexists".count) }
    guard let base = Self.bases.first(where: { $0.name.lowercased() == name }), !(ifExists && base.comparison == .null)
    else { return nil }
    self.init(base.comparison, isNegated: base.isNegated, ifExists: ifExists, quantifier: quantifier)
  }

  init(_ comparison: Comparison, isNegated: Bool = false, ifExists: Bool = false, quantifier: Quantifier? = nil) {
    self.comparison = comparison
    self.isNegated = isNegated
    self.ifExists = ifExists
    self.quantifier = quantifier
  }

  /// Whether an absent key keeps it from passing, so that it narrows a statement.
  public var requiresKey: Bool { !isNegated && !ifExists && quantifier != .forAllValues && comparison != .null }
}

extension ConditionOperator: CustomStringConvertible {
  /// The operator as IAM spells it.
  public var description: String {
    let base = Self.bases.first { $0.comparison == comparison && $0.isNegated == isNegated }?.name ?? ""
    return (quantifier.map { "\($0.rawValue):" } ?? "") + base + (ifExists ? "IfExists" : "")
  }
}
