import Documents
import Estate

/// A pattern for resources that fits none.
public struct UnfitPattern: Error, Sendable, Hashable, CustomStringConvertible {
  /// The pattern, as it was given.
  public let pattern: String
  /// What was probably meant, nearest first.
  public let guesses: [String]

  /// A pattern that fits nothing, and what may have been meant.
  public init(pattern: String, guesses: [String]) {
    self.pattern = pattern
    self.guesses = guesses
  }

  /// What is wrong, and what was probably meant.
  public var description: String {
    let quoted = guesses.map { "\"\($0)\"" }
    let guess = quoted.isEmpty ? "" : " Did you mean \(quoted.joined(separator: " or "))?"
    return "\"\(pattern)\" fits no resource by its id, name, alias, comment, Lambda function name or ARN.\(guess)"
  }
}

extension ResourceFilter {
  /// The patterns that fit nothing in some estates, by any name; none where a list is missing that may hold what is meant.
  ///
  /// - Parameters:
  ///   - estates: What was read.
  ///   - names: What else there is, by the names of each: resources that are declared and not there.
  public func unfit(in estates: Estate..., besides names: [[String]] = []) -> [UnfitPattern] {
    let isPartial = estates.contains { $0.gaps.contains { !$0.hides.isEmpty } }
    if isEmpty || isPartial { return [] }
    let known = estates.flatMap { $0.resources.values.map(\.names) + $0.absences.map { [$0.id] } } + names
    return patterns.compactMap { pattern in
      let glob = Glob(pattern)
      if known.contains(where: { $0.contains(where: glob.matches) }) { return nil }
      // Domains have no case.
      let alone = ResourceFilter([pattern])
      if estates.contains(where: { $0.resources.values.contains(where: alone.matches) }) { return nil }
      return UnfitPattern(pattern: pattern, guesses: Self.guesses(for: pattern, among: known))
    }
  }

  /// The nearest name, else names that hold what was written, at most three.
  private static func guesses(for pattern: String, among known: [[String]]) -> [String] {
    let text = pattern.filter { $0 != "*" && $0 != "?" }.lowercased()
    if text.isEmpty { return [] }
    // ARNs are all alike for the most part.
    let names = Set(known.joined().filter { !$0.hasPrefix("arn:") }).sorted()
    if let nearest = Suggestion.nearest(to: text, among: names) { return [nearest] }
    return Array(names.filter { $0.lowercased().contains(text) }.prefix(3))
  }
}

extension Auditor {
  /// The patterns of its filter that fit neither a resource of an estate nor one that is declared.
  public func unfitPatterns(in estate: Estate) -> [UnfitPattern] {
    filter.unfit(
      in: estate,
      besides: declarations.map { [$0.selector.id, $0.selector.alias, $0.selector.name].compactMap(\.self) })
  }
}
