/// A regular expression for texts of a few characters, such as statuses: each place and each part of the pattern is
/// tried at most once, so that no pattern takes longer than its length times that of the text.
///
/// It knows characters, classes, groups, alternatives and quantifiers; a pattern with anything else is refused.
struct ShortPattern {
  private indirect enum Part {
    case character((Character) -> Bool)
    case sequence([Part])
    case either([Part])
    case repeated(Part, minimum: Int, maximum: Int)
    case start, end
  }

  private let root: Part
  private let ignoresCase: Bool

  init?(_ pattern: String, flags: String) {
    guard pattern.utf8.count <= 200 else { return nil }
    ignoresCase = flags.contains("i")
    var rest = Array(ignoresCase ? pattern.lowercased() : pattern)[...]
    guard let root = Self.alternatives(&rest, depth: 0), rest.isEmpty else { return nil }
    self.root = root
  }

  /// Whether it finds something in a text.
  func matches(_ text: String) -> Bool {
    let characters = Array(ignoresCase ? text.lowercased() : text)
    return !Self.ends(root, from: Set(0...characters.count), in: characters).isEmpty
  }

  /// Where a part may end that begins at one of some places: sets of places instead of trying one after the other.
  private static func ends(_ part: Part, from starts: Set<Int>, in text: [Character]) -> Set<Int> {
    if starts.isEmpty { return [] }
    switch part {
    case .character(let fits): return Set(starts.filter { $0 < text.count && fits(text[$0]) }.map { $0 + 1 })
    case .sequence(let parts): return parts.reduce(starts) { ends($1, from: $0, in: text) }
    case .either(let parts): return parts.reduce(into: []) { $0.formUnion(ends($1, from: starts, in: text)) }
    case .start: return starts.contains(0) ? [0] : []
    case .end: return starts.contains(text.count) ? [text.count] : []
    case .repeated(let inner, let minimum, let maximum):
      var places = starts
      var result: Set<Int> = minimum == 0 ? starts : []
      var count = 0
      while count < min(maximum, text.count + minimum + 1) {
        places = ends(inner, from: places, in: text)
        count += 1
        if places.isEmpty { break }
        if count >= minimum {
          if places.isSubset(of: result) { break }
          result.formUnion(places)
        }
      }
      return result
    }
  }

  // MARK: Parsing

  private static func alternatives(_ rest: inout ArraySlice<Character>, depth: Int) -> Part? {
    guard depth < 20 else { return nil }
    var options: [Part] = []
    var parts: [Part] = []
    while let next = rest.first, next != ")" {
      if next == "|" {
        rest.removeFirst()
        options.append(.sequence(parts))
        parts = []
        continue
      }
      guard let atom = atom(&rest, depth: depth), let part = quantified(atom, &rest) else { return nil }
      parts.append(part)
    }
    options.append(.sequence(parts))
    return options.count == 1 ? options[0] : .either(options)
  }

  private static func atom(_ rest: inout ArraySlice<Character>, depth: Int) -> Part? {
    guard let next = rest.popFirst() else { return nil }
    switch next {
    case "^": return .start
    case "$": return .end
    case ".": return .character { $0 != "\n" && $0 != "\r" }
    case "(":
      if rest.first == "?" {
        rest.removeFirst()
        guard rest.popFirst() == ":" else { return nil }
      }
      guard let inner = alternatives(&rest, depth: depth + 1), rest.popFirst() == ")" else { return nil }
      return inner
    case "[": return characterClass(&rest).map { .character($0) }
    case "\\": return rest.popFirst().flatMap(escape).map { .character($0) }
    case "*", "+", "?", "{", "}", "]": return nil
    default: return .character { $0 == next }
    }
  }

  private static func escape(_ letter: Character) -> ((Character) -> Bool)? {
    switch letter {
    case "d": return { $0.isASCII && $0.isNumber }
    case "D": return { !($0.isASCII && $0.isNumber) }
    case "w": return { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    case "W": return { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
    case "s": return { $0.isWhitespace }
    case "S": return { !$0.isWhitespace }
    default: return letter.isLetter || letter.isNumber ? nil : { $0 == letter }
    }
  }

  private static func characterClass(_ rest: inout ArraySlice<Character>) -> ((Character) -> Bool)? {
    var tests: [(Character) -> Bool] = []
    let isNegated = rest.first == "^"
    if isNegated { rest.removeFirst() }
    while let next = rest.popFirst() {
      if next == "]" { return { character in tests.contains { $0(character) } != isNegated } }
      if next == "\\" {
        guard let letter = rest.popFirst(), let test = escape(letter) else { return nil }
        tests.append(test)
      } else if rest.first == "-", rest.count > 1, rest[rest.startIndex + 1] != "]" {
        rest.removeFirst()
        guard let last = rest.popFirst(), last != "\\", next <= last else { return nil }
        tests.append { next <= $0 && $0 <= last }
      } else {
        tests.append { $0 == next }
      }
    }
    return nil
  }

  private static func quantified(_ part: Part, _ rest: inout ArraySlice<Character>) -> Part? {
    let result: Part
    switch rest.first {
    case "*": result = .repeated(part, minimum: 0, maximum: .max)
    case "+": result = .repeated(part, minimum: 1, maximum: .max)
    case "?": result = .repeated(part, minimum: 0, maximum: 1)
    case "{":
      guard let close = rest.firstIndex(of: "}") else { return nil }
      let bounds = String(rest[rest.index(after: rest.startIndex)..<close])
        .split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      guard let minimum = bounds[0], minimum <= 50, bounds.count <= 2 else { return nil }
      let maximum = bounds.count == 1 ? minimum : bounds[1] ?? .max
      rest = rest[close...]
      result = .repeated(part, minimum: minimum, maximum: maximum)
    default: return part
    }
    rest.removeFirst()
    if rest.first == "?" { rest.removeFirst() }
    return result
  }
}
