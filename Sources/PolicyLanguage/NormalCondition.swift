/// A condition in its normal form: keys in lower case, values as the operator reads them, one of several operators that
/// say the same.
struct NormalCondition: Sendable, Hashable {
  var comparison: ConditionOperator
  var key: String
  var values: Set<String>

  init(_ condition: PolicyCondition, version: PolicyDocument.Version) {
    let original = condition.comparison
    var comparison = original.comparison
    // A pattern without wildcards compares like a text, an ARN among them.
    let patterns = condition.values.map { WildcardPattern($0, version: version) }
    let isPlain = !patterns.contains { $0.hasWildcard || $0.hasVariable }
    if comparison == .stringLike, isPlain { comparison = .string }
    if comparison == .arn, isPlain, condition.values.allSatisfy(Self.isWholeARN) { comparison = .string }
    key = condition.key.lowercased()
    values = Set(condition.values.map { Self.normal($0, comparison) })
    self.comparison = ConditionOperator(
      comparison, isNegated: original.isNegated, ifExists: original.ifExists, quantifier: original.quantifier)
  }

  private static func isWholeARN(_ text: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return parts.count == 6 && parts[0] == "arn"
  }

  private static func normal(_ text: String, _ comparison: ConditionOperator.Comparison) -> String {
    switch comparison {
    case .bool, .null, .stringIgnoringCase: return text.lowercased()
    case .numeric:
      // Beyond 2^53 a Double no longer tells integers apart.
      guard let number = ConditionValues.number(text), number.magnitude < 9_007_199_254_740_992 else { return text }
      return String(number)
    case .date: return ConditionValues.instant(text).map { String($0) } ?? text
    case .address:
      return AddressBlock(text)?.description ?? text
    case .string, .stringLike, .arn, .binary: return text
    }
  }

  /// Whether it has several values of which each passes by itself.
  var isAlternative: Bool {
    values.count > 1 && !comparison.isNegated && comparison.quantifier != .forAllValues
      && comparison.comparison != .null
  }

  /// Whether every request that passes this condition passes the other: never says so wrongly.
  func implies(_ other: NormalCondition, version: PolicyDocument.Version) -> Bool {
    guard key == other.key, comparison.isNegated == other.comparison.isNegated,
      comparison.quantifier == other.comparison.quantifier, other.comparison.ifExists || !comparison.ifExists
    else { return false }
    if comparison.comparison == other.comparison.comparison {
      if comparison.isNegated ? other.values.isSubset(of: values) : values.isSubset(of: other.values) { return true }
    }
    // A set that is named is among those that a pattern takes in.
    guard !comparison.isNegated, [.string, .stringLike, .arn].contains(comparison.comparison) else { return false }
    func pattern(_ text: String, _ comparison: ConditionOperator.Comparison) -> WildcardPattern {
      let pattern = WildcardPattern(text, version: version)
      return comparison == .string ? pattern.withoutWildcards : pattern
    }
    let mine = values.map { pattern($0, comparison.comparison) }
    let theirs = other.values.map { pattern($0, other.comparison.comparison) }
    switch other.comparison.comparison {
    case .stringLike where comparison.comparison != .arn:
      return mine.allSatisfy { one in theirs.contains { $0.covers(one) } }
    case .arn where comparison.comparison != .stringLike:
      return mine.allSatisfy { one in theirs.contains { ResourcePattern($0).covers(ResourcePattern(one)) } }
    default: return false
    }
  }
}

extension NormalCondition: CustomStringConvertible {
  /// The condition in one line.
  var description: String { "\(comparison) \(key) = \(values.sorted().joined(separator: ", "))" }
}
