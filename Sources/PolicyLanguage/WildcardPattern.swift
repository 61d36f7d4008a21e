/// A text with wildcards and policy variables: `arn:aws:s3:::home/${aws:username}/*`.
struct WildcardPattern: Sendable, Hashable {
  enum Symbol: Sendable, Hashable {
    case scalar(Unicode.Scalar)
    /// `?`, any one character.
    case one
    /// `*`, any run of characters, the empty one included.
    case many
    /// A policy variable, by what stands between the braces.
    case variable(String)
  }

  var symbols: [Symbol]

  init(symbols: [Symbol]) { self.symbols = symbols }

  /// The text as it stands, wildcards being ordinary characters.
  init(literal text: String) { symbols = text.unicodeScalars.map(Symbol.scalar) }

  /// The pattern that a policy says; the old version of the language has no variables.
  init(_ text: String, version: PolicyDocument.Version) {
    guard version == .v2012, Self.mayHaveVariables(text) else {
      symbols = text.unicodeScalars.map(Self.symbol)
      return
    }
    symbols = []
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.popFirst() {
      if scalar == "$", rest.first == "{", let end = rest.firstIndex(of: "}") {
        let name = String(rest[rest.index(after: rest.startIndex)..<end])
        // `${*}`, `${?}` and `${$}` are the characters themselves.
        if ["*", "?", "$"].contains(name), let special = name.unicodeScalars.first {
          symbols.append(.scalar(special))
        } else {
          symbols.append(.variable(name))
        }
        rest = rest[rest.index(after: end)...]
      } else {
        symbols.append(Self.symbol(scalar))
      }
    }
  }

  /// Whether some version of the language sees variables in a text.
  static func mayHaveVariables(_ text: String) -> Bool { text.utf8.contains(UInt8(ascii: "$")) }

  /// Whether some version of the language sees more in a text than its characters.
  static func mayVary(_ text: String) -> Bool {
    text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "$") }
  }

  private static func symbol(_ scalar: Unicode.Scalar) -> Symbol {
    scalar == "*" ? .many : scalar == "?" ? .one : .scalar(scalar)
  }

  var hasWildcard: Bool { symbols.contains { $0 == .one || $0 == .many } }

  var hasVariable: Bool { symbols.contains { if case .variable = $0 { true } else { false } } }

  /// Whether every text that the other pattern matches is matched by this one: never says so wrongly.
  func covers(_ other: WildcardPattern) -> Bool { covers(other.symbols[...]) }

  func covers(_ text: ArraySlice<Symbol>) -> Bool {
    var mine = 0
    var theirs = text.startIndex
    var retry: (mine: Int, theirs: Int)?
    while theirs < text.endIndex {
      if mine < symbols.count, symbols[mine] == .many {
        retry = (mine + 1, theirs)
        mine += 1
      } else if mine < symbols.count, Self.covers(symbols[mine], text[theirs]) {
        mine += 1
        theirs += 1
      } else if let (start, last) = retry {
        retry = (start, last + 1)
        mine = start
        theirs = last + 1
      } else {
        return false
      }
    }
    return symbols[mine...].allSatisfy { $0 == .many }
  }

  private static func covers(_ mine: Symbol, _ theirs: Symbol) -> Bool {
    if mine == .one, case .scalar = theirs { return true }
    return mine == theirs && mine != .many
  }

  /// Whether some text is matched by both; a variable may stand for any text.
  func intersects(_ other: WildcardPattern) -> Bool { Self.intersects(symbols[...], other.symbols[...]) }

  static func intersects(_ left: ArraySlice<Symbol>, _ right: ArraySlice<Symbol>) -> Bool {
    func isRun(_ symbol: Symbol) -> Bool {
      if case .variable = symbol { true } else { symbol == .many }
    }
    // What both begin with as text needs no table.
    let common = zip(left, right).prefix { $0 == $1 && !isRun($0) }.count
    let left = Array(left.dropFirst(common))
    let right = Array(right.dropFirst(common))
    if left.isEmpty, right.isEmpty { return true }
    // reachable[j]: what is left of both, from i and from j, can be matched by one text. Filled from the ends.
    var below = [Bool](repeating: false, count: right.count + 1)
    for i in stride(from: left.count, through: 0, by: -1) {
      var row = [Bool](repeating: false, count: right.count + 1)
      for j in stride(from: right.count, through: 0, by: -1) {
        let mine = i < left.count ? left[i] : nil
        let theirs = j < right.count ? right[j] : nil
        switch (mine, theirs) {
        case (nil, nil): row[j] = true
        case (let mine?, _) where isRun(mine): row[j] = below[j] || (theirs != nil && row[j + 1])
        case (_, let theirs?) where isRun(theirs): row[j] = row[j + 1] || (mine != nil && below[j])
        case let (mine?, theirs?): row[j] = (mine == theirs || mine == .one || theirs == .one) && below[j + 1]
        default: row[j] = false
        }
      }
      below = row
    }
    return below[0]
  }
}

extension WildcardPattern {
  /// The six parts of an ARN; `nil` where the pattern does not begin like one.
  var partsOfARN: [WildcardPattern]? {
    guard symbols.starts(with: Self.startOfARN) else { return nil }
    let segments = symbols.split(separator: .scalar(":"), maxSplits: 5, omittingEmptySubsequences: false)
    var parts = segments.map { WildcardPattern(symbols: Array($0)) }
    while parts.count < 6 { parts.append(WildcardPattern(symbols: [.many])) }
    return parts
  }

  private static let startOfARN = WildcardPattern(literal: "arn:").symbols
}

/// A pattern for resources: `*`, or an ARN whose six parts match one by one.
///
/// IAM User Guide, "IAM JSON policy elements: Resource": a wildcard does not reach over a colon into the next part, but
/// in the last part it spans colons and slashes; parts that are missing are completed by `*`.
struct ResourcePattern: Sendable, Hashable {
  private var parts: [WildcardPattern]

  init(_ pattern: WildcardPattern) { parts = pattern.partsOfARN ?? [pattern] }

  /// Several wildcards in a row are one, as everywhere in a pattern.
  var isEverything: Bool {
    parts.count == 1 && !parts[0].symbols.isEmpty && parts[0].symbols.allSatisfy { $0 == .many }
  }

  var hasVariable: Bool { parts.contains(where: \.hasVariable) }

  func covers(_ other: ResourcePattern) -> Bool {
    if isEverything { return true }
    return parts.count == other.parts.count && zip(parts, other.parts).allSatisfy { $0.covers($1) }
  }

  func intersects(_ other: ResourcePattern) -> Bool {
    if isEverything || other.isEverything { return true }
    return parts.count == other.parts.count && zip(parts, other.parts).allSatisfy { $0.intersects($1) }
  }
}
