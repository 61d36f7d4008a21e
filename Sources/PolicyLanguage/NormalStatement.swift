/// A statement in its normal form: sets instead of lists, one spelling for what IAM does not tell apart.
struct NormalStatement: Sendable, Hashable {
  /// What one element and its negation say; both `nil` where neither was written.
  struct Scope<Element: Hashable & Sendable>: Sendable, Hashable {
    var only: Set<Element>?
    var allBut: Set<Element>?

    /// One scope for each element; a negation does not come apart.
    var parts: [Scope] {
      guard let only, only.count > 1 else { return [self] }
      return only.map { Scope(only: [$0], allBut: allBut) }
    }
  }

  var effect: PolicyStatement.Effect
  var principals: Scope<PolicyPrincipal>
  var actions: Scope<String>
  var resources: Scope<String>
  var conditions: Set<NormalCondition>

  init(_ statement: PolicyStatement, version: PolicyDocument.Version, _ names: PrincipalNames) {
    effect = statement.effect
    // To name nobody is to leave the principal out.
    func canonical(_ principals: [PolicyPrincipal]?) -> Set<PolicyPrincipal>? {
      principals.flatMap { $0.isEmpty ? nil : Set($0.map(names.canonical)) }
    }
    principals = Scope(only: canonical(statement.principals), allBut: canonical(statement.notPrincipals))
    actions = Scope(
      only: statement.actions.map { Set($0.map { $0.lowercased() }) },
      allBut: statement.notActions.map { Set($0.map { $0.lowercased() }) })
    resources = Scope(only: statement.resources.map(Set.init), allBut: statement.notResources.map(Set.init))
    conditions = Set(statement.conditions.map { NormalCondition($0, version: version) })
  }

  /// The elements that a statement can be taken apart by.
  enum Element: CaseIterable {
    case action, principal, resource
  }

  /// This statement, one value of that element at a time.
  func parts(by element: Element) -> [NormalStatement] {
    switch element {
    case .action: actions.parts.map { with(\.actions, $0) }
    case .principal: principals.parts.map { with(\.principals, $0) }
    case .resource: resources.parts.map { with(\.resources, $0) }
    }
  }

  /// How many parts a statement has by all its conditions that is taken apart by them.
  private static let mostParts = 4_096

  /// This statement, one value of one of its conditions at a time; empty where none has several, or where there would be
  /// too many parts in all.
  var partsByCondition: [NormalStatement] {
    let several = conditions.filter(\.isAlternative)
    var count = 1
    for condition in several { count = min(count * condition.values.count, Self.mostParts + 1) }
    guard count <= Self.mostParts, let first = several.min(by: { $0.description < $1.description }) else { return [] }
    return first.values.sorted().map { value in
      var condition = first
      condition.values = [value]
      var copy = self
      copy.conditions.remove(first)
      copy.conditions.insert(condition)
      return copy
    }
  }

  private func with<Value>(_ element: WritableKeyPath<NormalStatement, Value>, _ value: Value) -> NormalStatement {
    var copy = self
    copy[keyPath: element] = value
    return copy
  }

  /// Whether every request that matches the other statement matches this one: never says so wrongly.
  func covers(_ other: NormalStatement, version: PolicyDocument.Version) -> Bool {
    coversConditions(of: other, version: version)
      && Element.allCases.allSatisfy { covers($0, of: other, version: version) }
  }

  func coversConditions(of other: NormalStatement, version: PolicyDocument.Version) -> Bool {
    conditions.allSatisfy { mine in other.conditions.contains { $0.implies(mine, version: version) } }
  }

  func covers(_ element: Element, of other: NormalStatement, version: PolicyDocument.Version) -> Bool {
    switch element {
    case .action:
      actions.covers(
        other.actions, covers: { Self.isPattern($0) && Self.pattern($0).covers(Self.pattern($1)) },
        intersects: { Self.pattern($0).intersects(Self.pattern($1)) }, isEverything: { $0 == "*" })
    case .principal:
      principals.covers(
        other.principals, covers: { $0 == $1 || $0 == .anyone || ($0.isEveryService && $1.isService) },
        isEverything: { $0 == .anyone })
    case .resource:
      resources.covers(
        other.resources,
        covers: { Self.isPattern($0) && Self.resource($0, version).covers(Self.resource($1, version)) },
        intersects: { Self.resource($0, version).intersects(Self.resource($1, version)) }, isEverything: { $0 == "*" })
    }
  }

  /// Whether a text may match more than itself: it has wildcards, or is an ARN whose missing parts are completed.
  private static func isPattern(_ text: String) -> Bool {
    var colons = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") { return true }
      if byte == UInt8(ascii: ":") { colons += 1 }
    }
    return colons < 5 && text.hasPrefix("arn:")
  }

  private static func pattern(_ text: String) -> WildcardPattern { WildcardPattern(text, version: .v2008) }

  private static func resource(_ text: String, _ version: PolicyDocument.Version) -> ResourcePattern {
    ResourcePattern(WildcardPattern(text, version: version))
  }
}

extension PolicyPrincipal {
  fileprivate var isService: Bool { if case .service = self { true } else { false } }
  fileprivate var isEveryService: Bool { self == .service("*") }
}

extension NormalStatement.Scope {
  /// - Parameter intersects: Whether two elements may have something in common; without it, they always may.
  fileprivate func covers(
    _ other: Self, covers: (Element, Element) -> Bool, intersects: (Element, Element) -> Bool = { _, _ in true },
    isEverything: (Element) -> Bool
  ) -> Bool {
    if self == other { return true }
    switch (only, allBut) {
    case (let mine?, nil):
      if let theirs = other.only {
        return theirs.allSatisfy { one in mine.contains(one) || mine.contains { covers($0, one) } }
      }
      return other.allBut != nil && mine.contains(where: isEverything)
    case (nil, let mine?):
      if let theirs = other.only { return theirs.allSatisfy { one in !mine.contains { intersects($0, one) } } }
      guard let theirs = other.allBut else { return false }
      return mine.allSatisfy { one in theirs.contains(one) || theirs.contains { covers($0, one) } }
    default: return false
    }
  }
}

extension NormalStatement: CustomStringConvertible {
  /// The statement in one line, as a person would say it.
  var description: String {
    func say<Element>(_ scope: Scope<Element>, _ word: String) -> String {
      func list(_ values: Set<Element>) -> String { values.map { "\($0)" }.sorted().joined(separator: ", ") }
      let only = scope.only.map { " \(word)\(list($0))" } ?? ""
      return only + (scope.allBut.map { " \(word)all but \(list($0))" } ?? "")
    }
    let tests = conditions.map(\.description).sorted().joined(separator: " and ")
    return effect.rawValue + say(actions, "") + say(resources, "on ")
      + say(principals, effect == .allow ? "to " : "for ")
      + (tests.isEmpty ? "" : " if \(tests)")
  }
}
