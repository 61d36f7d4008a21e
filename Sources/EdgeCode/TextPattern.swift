/// A regular expression for a text that is known, as JavaScript and Python read it.
///
/// It knows characters, classes, groups and their names, alternatives, quantifiers, what stands at the ends and what may
/// follow; a pattern with anything else is refused, and so is a text on which the two languages have rules of their own.
/// It tries one way after the other, as they do, up to a bound of steps.
struct TextPattern {
  enum Dialect { case javaScript, python }

  /// What was found: where it stands, and where its groups do. The first of them is all of it.
  struct Match {
    let groups: [Range<Int>?]
    var range: Range<Int> { groups[0] ?? 0..<0 }
  }

  enum Search {
    case found(Match), none
    /// It takes more steps than are followed.
    case undecided
  }

  /// How many steps one search takes at most.
  static let maximumSteps = 20_000
  /// How many steps all that is found in a text takes at most.
  static let maximumStepsInAll = 200_000
  /// How long texts and patterns are.
  static let maximumText = 10_000
  static let maximumPattern = 500
  private static let maximumInstructions = 4000

  fileprivate indirect enum Part {
    case unit(UInt32)
    case set(UnitSet)
    case sequence([Part])
    case either([Part])
    case repeated(Part, minimum: Int, maximum: Int, isLazy: Bool, groups: Range<Int>)
    case group(Part, Int)
    case test(Test)
    case ahead(Part, isNegated: Bool)
  }

  fileprivate enum Test { case start, end, lineStart, lineEnd, endOrLastLine, boundary, noBoundary }

  fileprivate enum Instruction {
    case unit(UInt32)
    case set(UnitSet)
    case test(Test)
    case split(Int, Int)
    case jump(Int)
    case save(Int)
    case clear(Range<Int>)
    case ahead(end: Int, isNegated: Bool)
    case done
  }

  /// The numbers of the groups that have names, in the order in which they stand.
  let names: [(name: String, group: Int)]
  /// How many groups there are, with the whole.
  let groupCount: Int
  private let program: [Instruction]
  private let dialect: Dialect
  private let ignoresCase: Bool
  private let wantsASCII: Bool

  init?(_ pattern: String, flags: String = "", dialect: Dialect = .javaScript) {
    guard pattern.utf8.count <= Self.maximumPattern, flags.allSatisfy("gimsud".contains) else { return nil }
    var parser = PatternParser(pattern, flags: flags, dialect: dialect)
    guard let root = parser.parse() else { return nil }
    names = parser.names
    groupCount = parser.groupCount
    self.dialect = dialect
    ignoresCase = flags.contains("i")
    wantsASCII = ignoresCase || dialect == .python && parser.hasClasses
    if ignoresCase, !pattern.utf8.allSatisfy({ $0 < 0x80 }) { return nil }
    var program: [Instruction] = []
    guard Self.compile(.group(root, 0), into: &program, dialect), program.count < Self.maximumInstructions else {
      return nil
    }
    self.program = program + [.done]
  }

  /// A text as it is searched; nil for one that is not.
  func units(of text: String) -> [UInt32]? {
    guard text.utf8.count <= Self.maximumText else { return nil }
    let units = text.unicodeScalars.map(\.value)
    // JavaScript counts what lies beyond the first plane twice.
    if dialect == .javaScript, units.contains(where: { $0 > 0xFFFF }) { return nil }
    if wantsASCII, units.contains(where: { $0 >= 0x80 }) { return nil }
    return units
  }

  static func text(_ units: ArraySlice<UInt32>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: units.lazy.compactMap(Unicode.Scalar.init))
    return String(text)
  }

  /// What is found first from a place on, or at that place. Counts its steps.
  func search(_ units: [UInt32], from start: Int, isAnchored: Bool = false, steps: inout Int) -> Search {
    var left = Self.maximumSteps
    defer { steps += (Self.maximumSteps - left) / 8 }
    return search(units, from: start, isAnchored: isAnchored, left: &left)
  }

  /// The same, of steps that several searches have together.
  func search(_ units: [UInt32], from start: Int, isAnchored: Bool = false, left: inout Int) -> Search {
    for place in start...max(start, isAnchored ? start : units.count) where place <= units.count {
      var groups = [Range<Int>?](repeating: nil, count: groupCount)
      switch run(from: 0, at: place, units, &groups, &left) {
      case true?: return .found(Match(groups: groups))
      case nil: return .undecided
      case false?: continue
      }
    }
    return .none
  }

  /// All that is found, one behind the other; nil where that is not known.
  func all(in units: [UInt32], steps: inout Int) -> [Match]? {
    var matches: [Match] = []
    var place = 0
    var left = Self.maximumStepsInAll
    defer { steps += (Self.maximumStepsInAll - left) / 8 }
    while place <= units.count {
      switch search(units, from: place, left: &left) {
      case .undecided: return nil
      case .none: return matches
      case .found(let match):
        // Behind nothing, Python looks for something at the same place.
        if dialect == .python, match.range.isEmpty { return nil }
        matches.append(match)
        place = match.range.isEmpty ? match.range.upperBound + 1 : match.range.upperBound
      }
    }
    return matches
  }

  // MARK: Running

  /// A way that is left to try.
  private struct Way {
    let instruction: Int
    let place: Int
    let starts: [Int]
    let groups: [Range<Int>?]
  }

  private func run(
    from first: Int, at start: Int, _ units: [UInt32], _ groups: inout [Range<Int>?], _ left: inout Int
  ) -> Bool? {
    var ways: [Way] = []
    var next = first
    var place = start
    var starts = [Int](repeating: 0, count: groupCount)
    let known = groups
    while true {
      left -= 1
      if left < 0 { return nil }
      var fits = true
      switch program[next] {
      case .unit(let unit):
        fits = place < units.count && isSame(units[place], unit)
        place += 1
        next += 1
      case .set(let set):
        fits = place < units.count && set.contains(units[place], ignoresCase: ignoresCase)
        place += 1
        next += 1
      case .test(let test):
        fits = holds(test, at: place, units)
        next += 1
      case .split(let preferred, let other):
        left -= groupCount / 8
        ways.append(Way(instruction: other, place: place, starts: starts, groups: groups))
        next = preferred
      case .jump(let target): next = target
      case .save(let slot):
        if slot % 2 == 0 { starts[slot / 2] = place } else { groups[slot / 2] = starts[slot / 2]..<place }
        next += 1
      case .clear(let cleared):
        for group in cleared { groups[group] = nil }
        next += 1
      case .ahead(let end, let isNegated):
        // How deep these stand in each other the pattern says, not the text.
        var inner = groups
        guard let follows = run(from: next + 1, at: place, units, &inner, &left) else { return nil }
        fits = follows != isNegated
        if follows, !isNegated { groups = inner }
        next = end
      case .done: return true
      }
      guard !fits else { continue }
      guard let way = ways.popLast() else {
        groups = known
        return false
      }
      (next, place, starts, groups) = (way.instruction, way.place, way.starts, way.groups)
    }
  }

  private func isSame(_ left: UInt32, _ right: UInt32) -> Bool {
    left == right || ignoresCase && UnitSet.lowered(left) == UnitSet.lowered(right)
  }

  private func holds(_ test: Test, at place: Int, _ units: [UInt32]) -> Bool {
    func isLineEnd(_ unit: UInt32) -> Bool {
      unit == 10 || dialect == .javaScript && [13, 0x2028, 0x2029].contains(unit)
    }
    switch test {
    case .start: return place == 0
    case .end: return place == units.count
    case .lineStart: return place == 0 || isLineEnd(units[place - 1])
    case .lineEnd: return place == units.count || isLineEnd(units[place])
    case .endOrLastLine: return place == units.count || place == units.count - 1 && units[place] == 10
    case .boundary, .noBoundary:
      let before = place > 0 && UnitSet.word.contains(units[place - 1], ignoresCase: false)
      let behind = place < units.count && UnitSet.word.contains(units[place], ignoresCase: false)
      return (before != behind) == (test == .boundary)
    }
  }

  // MARK: Compiling

  private static func compile(_ part: Part, into program: inout [Instruction], _ dialect: Dialect) -> Bool {
    guard program.count < maximumInstructions else { return false }
    switch part {
    case .unit(let unit): program.append(.unit(unit))
    case .set(let set): program.append(.set(set))
    case .test(let test): program.append(.test(test))
    case .sequence(let parts): return parts.allSatisfy { compile($0, into: &program, dialect) }
    case .either(let options):
      var ends: [Int] = []
      for (index, option) in options.enumerated() {
        let split = program.count
        if index < options.count - 1 { program.append(.split(split + 1, 0)) }
        guard compile(option, into: &program, dialect) else { return false }
        guard index < options.count - 1 else { break }
        ends.append(program.count)
        program.append(.jump(0))
        program[split] = .split(split + 1, program.count)
      }
      for end in ends { program[end] = .jump(program.count) }
    case .group(let inner, let number):
      program.append(.save(number * 2))
      guard compile(inner, into: &program, dialect) else { return false }
      program.append(.save(number * 2 + 1))
    case .ahead(let inner, let isNegated):
      let start = program.count
      program.append(.done)
      guard compile(inner, into: &program, dialect) else { return false }
      program.append(.done)
      program[start] = .ahead(end: program.count, isNegated: isNegated)
    case .repeated(let inner, let minimum, let maximum, let isLazy, let groups):
      // What a round makes of nothing the languages say differently.
      guard !mayBeEmpty(inner) else { return false }
      func round() -> Bool {
        if dialect == .javaScript, !groups.isEmpty { program.append(.clear(groups)) }
        return compile(inner, into: &program, dialect)
      }
      for _ in 0..<minimum where !round() { return false }
      func split(at place: Int, over end: Int) -> Instruction {
        isLazy ? .split(end, place + 1) : .split(place + 1, end)
      }
      if maximum == .max {
        let start = program.count
        program.append(.jump(0))
        guard round() else { return false }
        program.append(.jump(start))
        program[start] = split(at: start, over: program.count)
      } else {
        var starts: [Int] = []
        for _ in minimum..<max(minimum, maximum) {
          starts.append(program.count)
          program.append(.jump(0))
          guard round() else { return false }
        }
        for start in starts { program[start] = split(at: start, over: program.count) }
      }
    }
    return true
  }

  private static func mayBeEmpty(_ part: Part) -> Bool {
    switch part {
    case .unit, .set: false
    case .test, .ahead: true
    case .sequence(let parts): parts.allSatisfy(mayBeEmpty)
    case .either(let options): options.contains(where: mayBeEmpty)
    case .repeated(let inner, let minimum, _, _, _): minimum == 0 || mayBeEmpty(inner)
    case .group(let inner, _): mayBeEmpty(inner)
    }
  }
}

/// A set of characters.
struct UnitSet {
  private let ranges: [ClosedRange<UInt32>]
  private let isNegated: Bool

  init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
    self.ranges = ranges
    self.isNegated = isNegated
  }

  func contains(_ unit: UInt32, ignoresCase: Bool = false) -> Bool {
    let isIn =
      ranges.contains { $0.contains(unit) }
      || ignoresCase && ranges.contains { $0.contains(Self.lowered(unit)) || $0.contains(Self.raised(unit)) }
    return isIn != isNegated
  }

  static func lowered(_ unit: UInt32) -> UInt32 { (0x41...0x5A).contains(unit) ? unit + 32 : unit }
  static func raised(_ unit: UInt32) -> UInt32 { (0x61...0x7A).contains(unit) ? unit - 32 : unit }

  /// White space of ECMAScript.
  static let space = UnitSet([
    9...13, 32...32, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F,
    0x3000...0x3000, 0xFEFF...0xFEFF,
  ])
  /// White space of Python: `str.isspace`.
  static let pythonSpace = UnitSet([
    9...13, 28...32, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
    0x205F...0x205F, 0x3000...0x3000,
  ])
  static let word = UnitSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])

  /// What a letter behind a backslash means; nil for a letter that means no class.
  static func ranges(of letter: UInt32, _ dialect: TextPattern.Dialect) -> [ClosedRange<UInt32>]? {
    let spaces = dialect == .python ? pythonSpace.ranges : space.ranges
    switch Unicode.Scalar(letter) {
    case "d": return [0x30...0x39]
    case "w": return word.ranges
    case "s": return spaces
    case "D": return complement([0x30...0x39])
    case "W": return complement(word.ranges)
    case "S": return complement(spaces)
    default: return nil
    }
  }

  /// All that is in none of some ranges, which stand in their order.
  private static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    return result + [next...0x10FFFF]
  }
}

/// Reads a regular expression.
private struct PatternParser {
  private let units: [Unicode.Scalar]
  private var place = 0
  private let flags: String
  private let dialect: TextPattern.Dialect
  private(set) var names: [(name: String, group: Int)] = []
  private(set) var groupCount = 1
  /// Whether it names classes of characters, of which Python has more.
  private(set) var hasClasses = false

  init(_ pattern: String, flags: String, dialect: TextPattern.Dialect) {
    units = Array(pattern.unicodeScalars)
    self.flags = flags
    self.dialect = dialect
  }

  private var next: Unicode.Scalar? { place < units.count ? units[place] : nil }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard place + wanted.count <= units.count, Array(units[place..<place + wanted.count]) == wanted else {
      return false
    }
    place += wanted.count
    return true
  }

  mutating func parse() -> TextPattern.Part? {
    guard units.allSatisfy({ $0.value <= 0xFFFF }), let root = alternatives(depth: 0), place == units.count else {
      return nil
    }
    return root
  }

  private mutating func alternatives(depth: Int) -> TextPattern.Part? {
    guard depth < 20 else { return nil }
    var options: [TextPattern.Part] = []
    var parts: [TextPattern.Part] = []
    while let next, next != ")" {
      if take("|") {
        options.append(.sequence(parts))
        parts = []
        continue
      }
      let first = groupCount
      guard let atom = atom(depth: depth), let part = quantified(atom, first..<groupCount) else { return nil }
      parts.append(part)
    }
    options.append(.sequence(parts))
    return options.count == 1 ? options[0] : .either(options)
  }

  private mutating func atom(depth: Int) -> TextPattern.Part? {
    guard let unit = next else { return nil }
    place += 1
    switch unit {
    case "^": return .test(flags.contains("m") ? .lineStart : .start)
    case "$": return .test(flags.contains("m") ? .lineEnd : dialect == .python ? .endOrLastLine : .end)
    case ".":
      if flags.contains("s") { return .set(UnitSet([], isNegated: true)) }
      let ends: [ClosedRange<UInt32>] = dialect == .python ? [10...10] : [10...10, 13...13, 0x2028...0x2029]
      return .set(UnitSet(ends, isNegated: true))
    case "(": return group(depth: depth)
    case "[": return characterClass()
    case "\\":
      guard let letter = next else { return nil }
      switch letter {
      // Whether there is none in an empty text, the versions of Python say differently.
      case "B" where dialect == .python: return nil
      case "b", "B":
        place += 1
        hasClasses = true
        return .test(letter == "b" ? .boundary : .noBoundary)
      case "A" where dialect == .python, "Z" where dialect == .python:
        place += 1
        return .test(letter == "A" ? .start : .end)
      default: return escape().map { $0.set.map { .set(UnitSet($0)) } ?? .unit($0.unit) }
      }
    case "*", "+", "?", "{", "}", "]": return nil
    default: return .unit(unit.value)
    }
  }

  private mutating func group(depth: Int) -> TextPattern.Part? {
    var number: Int?
    var ahead: Bool?
    if take("?") {
      if take("=") {
        ahead = false
      } else if take("!") {
        ahead = true
      } else if !take(":") {
        guard take(dialect == .python ? "P<" : "<"), let end = units[place...].firstIndex(of: ">") else { return nil }
        let name = String(String.UnicodeScalarView(units[place..<end]))
        guard let start = name.utf8.first, !(0x30...0x39).contains(start),
          name.utf8.allSatisfy({ UnitSet.word.contains(UInt32($0), ignoresCase: false) }),
          !names.contains(where: { $0.name == name })
        else { return nil }
        place = end + 1
        names.append((name, groupCount))
        number = groupCount
      }
    } else {
      number = groupCount
    }
    if number != nil { groupCount += 1 }
    guard groupCount < 100, let inner = alternatives(depth: depth + 1), take(")") else { return nil }
    if let ahead { return .ahead(inner, isNegated: ahead) }
    return number.map { .group(inner, $0) } ?? inner
  }

  /// What stands behind a backslash: a class, or a character.
  private mutating func escape() -> (set: [ClosedRange<UInt32>]?, unit: UInt32)? {
    guard let letter = next else { return nil }
    place += 1
    if let set = UnitSet.ranges(of: letter.value, dialect) {
      hasClasses = true
      return (set, 0)
    }
    switch letter {
    case "n": return (nil, 10)
    case "r": return (nil, 13)
    case "t": return (nil, 9)
    case "v": return (nil, 11)
    case "f": return (nil, 12)
    case "0":
      if let next, (0x30...0x39).contains(next.value) { return nil }
      return (nil, 0)
    case "x", "u":
      let count = letter == "x" ? 2 : 4
      guard place + count <= units.count,
        let unit = UInt32(String(String.UnicodeScalarView(units[place..<place + count])), radix: 16),
        !(0xD800...0xDFFF).contains(unit), units[place] != "+", units[place] != "-",
        // What a letter is of which there are two sizes beyond ASCII, the languages say differently.
        unit < 0x80 || !flags.contains("i")
      else { return nil }
      place += count
      return (nil, unit)
    default:
      let isName = UnitSet.word.contains(letter.value, ignoresCase: false) || letter.value >= 0x80
      // With u, only what means something without a backslash may have one.
      let isRefused = flags.contains("u") && !"^$\\.*+?()[]{}|/-".unicodeScalars.contains(letter)
      return isName || isRefused ? nil : (nil, letter.value)
    }
  }

  private mutating func characterClass() -> TextPattern.Part? {
    var ranges: [ClosedRange<UInt32>] = []
    let isNegated = take("^")
    // As the first of a class it is its end in one language, and a character in the other.
    if next == "]" { return nil }
    while let unit = next {
      if take("]") { return .set(UnitSet(ranges, isNegated: isNegated)) }
      guard let first = member() else { return nil }
      guard unit != "[" || dialect == .javaScript, next == "-", place + 1 < units.count, units[place + 1] != "]" else {
        if unit == "[", dialect == .python { return nil }
        ranges += first.set ?? [first.unit...first.unit]
        continue
      }
      place += 1
      guard first.set == nil, let last = member(), last.set == nil, first.unit <= last.unit else { return nil }
      ranges.append(first.unit...last.unit)
    }
    return nil
  }

  /// A member of a class.
  private mutating func member() -> (set: [ClosedRange<UInt32>]?, unit: UInt32)? {
    guard let unit = next else { return nil }
    place += 1
    guard unit == "\\" else { return (nil, unit.value) }
    if take("b") { return (nil, 8) }
    return escape()
  }

  private mutating func quantified(_ part: TextPattern.Part, _ groups: Range<Int>) -> TextPattern.Part? {
    var bounds: (Int, Int)
    switch next {
    case "*": bounds = (0, .max)
    case "+": bounds = (1, .max)
    case "?": bounds = (0, 1)
    case "{":
      guard let close = units[place...].firstIndex(of: "}") else { return nil }
      let parts = String(String.UnicodeScalarView(units[place + 1..<close]))
        .split(separator: ",", omittingEmptySubsequences: false)
        .map { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int($0) : nil }
      guard let minimum = parts[0], (0...100).contains(minimum), parts.count <= 2 else { return nil }
      bounds = (minimum, minimum)
      if parts.count == 2 {
        guard let maximum = String(String.UnicodeScalarView(units[place..<close])).hasSuffix(",") ? .max : parts[1],
          maximum >= minimum, maximum == .max || maximum <= 100
        else { return nil }
        bounds.1 = maximum
      }
      place = close
    default: return part
    }
    place += 1
    let isLazy = take("?")
    if let next, "*+?{".unicodeScalars.contains(next) { return nil }
    return .repeated(part, minimum: bounds.0, maximum: bounds.1, isLazy: isLazy, groups: groups)
  }
}
