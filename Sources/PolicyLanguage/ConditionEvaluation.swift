import Documents

extension PolicyCondition {
  /// Whether a request passes this condition, in a statement of that effect.
  func holds(
    in context: PolicyRequestContext, version: PolicyDocument.Version, effect: PolicyStatement.Effect
  ) -> Truth {
    let value = context[key]
    if comparison.comparison == .null {
      switch value {
      case .unknown: return .unknown("\(key) is not known")
      case .absent, .values([]): return Truth(values.contains { $0.lowercased() == "true" })
      case .values, .including, .oneOf, .matching, .every: return Truth(values.contains { $0.lowercased() == "false" })
      }
    }
    switch value {
    case .absent, .values([]):
      if comparison.quantifier == .forAllValues || comparison.ifExists { return .yes }
      return Truth(comparison.isNegated && comparison.quantifier == nil)
    case .values(let given):
      return holds(of: given, in: context, version: version)
    case .including(let given):
      // What is settled by those that are known stays so, whichever come besides: one is enough for a yes, or for a no.
      let answer = holds(of: given, in: context, version: version)
      let isSettled = needsAll ? answer == .no : answer == .yes
      return isSettled ? answer : .unknown("\(key) may have more values than \(given.joined(separator: ", "))")
    case .oneOf(let possible):
      let answers = possible.map { holds(of: [$0], in: context, version: version) }
      guard let first = answers.first, answers.allSatisfy({ $0 == first }) else {
        return .unknown("\(key) is one of \(possible.joined(separator: ", "))")
      }
      return first
    case .matching(let pattern):
      // Sure only where every value that the key may have passes, or none does.
      switch reach(over: pattern, except: [], version: version) {
      case .all: return Truth(!comparison.isNegated)
      case .none: return Truth(comparison.isNegated)
      case .some: return .unknown("\(key) is known to match \(pattern) only")
      }
    case .every(let pattern, let others):
      let reach = reach(over: pattern, except: others, version: version)
      let (holdsOfAll, holdsOfSome) =
        comparison.isNegated ? (reach == .none, reach != .all) : (reach == .all, reach != .none)
      return Truth(effect == .allow ? holdsOfAll : holdsOfSome)
    case .unknown:
      return .unknown("\(key) is not known")
    }
  }

  /// Whether each of several values has to pass, rather than one of them.
  private var needsAll: Bool {
    comparison.quantifier == .forAllValues || (comparison.quantifier == nil && comparison.isNegated)
  }

  private func holds(
    of given: [String], in context: PolicyRequestContext, version: PolicyDocument.Version
  ) -> Truth {
    let tests = given.map { given in
      let match = values.some { matches(given, $0, context: context, version: version) }
      return comparison.isNegated ? !match : match
    }
    return needsAll ? tests.every { $0 } : tests.some { $0 }
  }

  /// How many of the values that a pattern stands for the condition's own values take in.
  private enum Reach { case all, some, none }

  private func reach(over pattern: String, except others: [String], version: PolicyDocument.Version) -> Reach {
    let folds = comparison.comparison == .stringIgnoringCase
    let possible = WildcardPattern(folds ? pattern.lowercased() : pattern, version: .v2008)
    let others = others.map { WildcardPattern($0, version: .v2008) }
    var reach = Reach.none
    for value in values {
      var own = WildcardPattern(folds ? value.lowercased() : value, version: version)
      switch comparison.comparison {
      case .string, .stringIgnoringCase: own = own.withoutWildcards
      case .stringLike: break
      case .arn:
        let (mine, theirs) = (ResourcePattern(own), ResourcePattern(possible))
        if mine.covers(theirs) { return .all }
        if mine.intersects(theirs) { reach = .some }
        continue
      default: return .some
      }
      if own.covers(possible) { return .all }
      if own.intersects(possible), !others.contains(where: { $0.covers(own) }) { reach = .some }
    }
    return reach
  }

  private func matches(
    _ given: String, _ value: String, context: PolicyRequestContext, version: PolicyDocument.Version
  ) -> Truth {
    switch comparison.comparison {
    case .string, .stringIgnoringCase, .stringLike, .arn:
      return matchesText(given, value, context: context, version: version)
    case .numeric(let relation): return Truth(ordered(given, value, relation, ConditionValues.number))
    case .date(let relation): return Truth(ordered(given, value, relation, ConditionValues.instant))
    case .bool: return Truth(given.lowercased() == value.lowercased())
    case .binary: return Truth(given == value)
    case .address:
      guard let given = AddressBlock(given), let block = AddressBlock(value) else { return .no }
      return Truth(block.contains(given))
    case .null: return .no
    }
  }

  private func matchesText(
    _ given: String, _ value: String, context: PolicyRequestContext, version: PolicyDocument.Version
  ) -> Truth {
    let folds = comparison.comparison == .stringIgnoringCase
    if isPlain(value) {
      return Truth(folds ? given.lowercased().isSameText(as: value.lowercased()) : given.isSameText(as: value))
    }
    let hasWildcards = comparison.comparison == .stringLike || comparison.comparison == .arn
    var pattern = WildcardPattern(folds ? value.lowercased() : value, version: version)
    if !hasWildcards { pattern = pattern.withoutWildcards }
    guard let resolved = pattern.resolved(in: context) else { return .no }
    pattern = resolved
    let text = WildcardPattern(literal: folds ? given.lowercased() : given)
    if comparison.comparison == .arn {
      return ResourcePattern(pattern).matches(ResourcePattern(text), reason: "a policy variable of \(key) is not known")
    }
    if pattern.covers(text) { return .yes }
    return pattern.hasVariable && pattern.intersects(text)
      ? .unknown("a policy variable in \(value) is not known") : .no
  }

  /// Whether a value is matched by nothing but itself, as most are: that is compared sooner than a pattern is made.
  private func isPlain(_ value: String) -> Bool {
    // An ARN with fewer parts is completed by wildcards.
    let isWhole = comparison.comparison != .arn || value.utf8.count(where: { $0 == UInt8(ascii: ":") }) >= 5
    return isWhole && !WildcardPattern.mayVary(value)
  }

  private func ordered(
    _ given: String, _ value: String, _ relation: ConditionOperator.Relation, _ read: (String) -> Double?
  ) -> Bool {
    guard let given = read(given), let value = read(value) else { return false }
    return switch relation {
    case .equal: given == value
    case .less: given < value
    case .lessOrEqual: given <= value
    case .greater: given > value
    case .greaterOrEqual: given >= value
    }
  }
}

extension WildcardPattern {
  /// The pattern for operators that take `*` and `?` as ordinary characters.
  var withoutWildcards: WildcardPattern {
    WildcardPattern(symbols: symbols.map { $0 == .many ? .scalar("*") : $0 == .one ? .scalar("?") : $0 })
  }

  /// The pattern with the values of its variables, as far as they are known; `nil` where one has no value, for then
  /// nothing matches. IAM User Guide, "IAM policy elements: Variables and tags".
  func resolved(in context: PolicyRequestContext) -> WildcardPattern? {
    guard hasVariable else { return self }
    var result: [Symbol] = []
    for symbol in symbols {
      guard case .variable(let name) = symbol else {
        result.append(symbol)
        continue
      }
      // `${aws:username, 'nobody'}` has a default value.
      let parts = name.split(separator: ",", maxSplits: 1)
      let key = parts.first.map { String($0.filter { $0 != " " }) } ?? ""
      switch context[key] {
      case .values(let values) where values.count == 1: result += WildcardPattern(literal: values[0]).symbols
      case .absent, .values([]):
        guard parts.count == 2 else { return nil }
        let quoted = parts[1].drop { $0 == " " }.dropFirst()
        result += WildcardPattern(literal: String(quoted.prefix { $0 != "'" })).symbols
      case .unknown, .oneOf, .matching, .every, .values, .including: result.append(symbol)
      }
    }
    return WildcardPattern(symbols: result)
  }
}

extension ResourcePattern {
  /// Whether all that the other pattern matches is matched; for the given reason unknown where variables decide.
  func matches(_ other: ResourcePattern, reason: @autoclosure () -> String) -> Truth {
    if covers(other) { return .yes }
    return hasVariable && intersects(other) ? .unknown(reason()) : .no
  }
}
