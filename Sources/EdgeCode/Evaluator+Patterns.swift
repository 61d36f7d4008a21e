import ECMAScript

/// What regular expressions find in texts that are known.
extension Evaluator {
  /// A regular expression of the code; nil where it is not known, or not followed.
  private func pattern(_ value: Value?) -> TextPattern? {
    guard case .object(let id)? = value?.only, case .regularExpression = heap[id].kind,
      let source = heap[id].properties["source"]?.value.string, let flags = heap[id].properties["flags"]?.value.string
    else { return nil }
    if let known = patterns[source + "/" + flags] { return known }
    let pattern = TextPattern(source, flags: flags)
    // Without bound, each text that is made an expression would be kept.
    if patterns.count < 1000 { patterns[source + "/" + flags] = .some(pattern) }
    return pattern
  }

  private func flags(_ value: Value?) -> String? {
    guard case .object(let id)? = value?.only else { return nil }
    return heap[id].properties["flags"]?.value.string
  }

  /// Whether a regular expression goes on where it found something the last time.
  private func isGlobal(_ value: Value?) -> Bool { flags(value)?.contains("g") == true }

  /// `test` and `exec`: what is found in a text. Those that go on from where they were keep the place.
  func execute(_ expression: Value, _ argument: Value, isTest: Bool) -> Value {
    guard case .object(let id)? = expression.only, case .regularExpression = heap[id].kind else {
      return isTest ? .truth : Value([.null] + found(of: textValue(of: argument, made: true)).atoms)
    }
    let goesOn = flags(expression).map { $0.contains("g") || $0.contains("y") } ?? true
    if !goesOn, isTest, !argument.rest.isEmpty {
      return argument.flatMap { self.execute(expression, Value($0), isTest: true) }
    }
    var start: Int? = 0
    // One of the module remembers where it has ended from one call of the handler to the next.
    if goesOn, Int(id) < objectsOfModules { start = nil }
    if goesOn, let last = heap[id].properties["lastIndex"]?.value {
      if case .number(let number)? = last.only, number >= 0 { start = Int(min(number, 1e6)) } else { start = nil }
    }
    guard let start, let pattern = pattern(expression), case .string(let text)? = argument.only.map(textAtom),
      let units = pattern.units(of: text)
    else {
      if goesOn { keep(.number, asLastIndexOf: id) }
      return isTest ? .truth : Value([.null] + found(of: textValue(of: argument, made: true)).atoms)
    }
    switch start > units.count ? .none : pattern.search(units, from: start, steps: &steps) {
    case .undecided:
      if goesOn { keep(.number, asLastIndexOf: id) }
      return isTest ? .truth : Value([.null] + found(of: .text(.none)).atoms)
    case .none:
      if goesOn { keep(.number(0), asLastIndexOf: id) }
      return isTest ? .bool(false) : .null
    case .found(let match):
      if goesOn { keep(.number(Double(match.range.upperBound)), asLastIndexOf: id) }
      return isTest ? .bool(true) : list(of: match, pattern, units)
    }
  }

  private func keep(_ place: Value, asLastIndexOf id: ObjectID) {
    heap[id].properties["lastIndex"] = Property(value: place, isHidden: true, place: here)
  }

  /// What a method of a text that is known gives which looks for a regular expression, or calls a function with what it
  /// finds; nil where that is not known.
  func patternMethod(_ name: String, _ text: String, _ arguments: [Value]) -> Value? {
    guard let first = arguments.first, text.utf8.count <= TextPattern.maximumText else { return nil }
    let second = arguments.count > 1 ? arguments[1] : Value.undefined
    switch name {
    case "replace", "replaceAll":
      guard isCallable(second) || second.only.map(isPlain) == true else { return nil }
      guard let (pattern, units, matches) = matches(first, in: text, isAll: name == "replaceAll") else { return nil }
      return replace(matches, of: pattern, in: units, by: second)
    case "match":
      guard let pattern = pattern(first), let units = pattern.units(of: text) else { return nil }
      if isGlobal(first) {
        guard let matches = pattern.all(in: units, steps: &steps) else { return nil }
        keep(first)
        if matches.isEmpty { return .null }
        return makeArray(matches.map { .string(TextPattern.text(units[$0.range])) })
      }
      switch pattern.search(units, from: 0, steps: &steps) {
      case .undecided: return nil
      case .none: return .null
      case .found(let match): return list(of: match, pattern, units)
      }
    case "matchAll":
      guard isGlobal(first), let pattern = pattern(first), let units = pattern.units(of: text),
        lastIndexIsZero(first), let matches = pattern.all(in: units, steps: &steps)
      else { return nil }
      return makeIterator(over: makeArray(matches.map { list(of: $0, pattern, units) }))
    case "search":
      guard let pattern = pattern(first), let units = pattern.units(of: text) else { return nil }
      switch pattern.search(units, from: 0, steps: &steps) {
      case .undecided: return nil
      case .none: return .number(-1)
      case .found(let match): return .number(Double(match.range.lowerBound))
      }
    case "split":
      guard second.isUndefined, let pattern = pattern(first), let units = pattern.units(of: text) else { return nil }
      return split(units, by: pattern)
    default: return nil
    }
  }

  /// What is known well enough to make a text of it, or to look for it.
  private func isPlain(_ atom: Atom) -> Bool {
    switch atom {
    case .undefined, .null, .bool, .number, .string: true
    default: false
    }
  }

  /// A search from the beginning puts the place back.
  private func keep(_ expression: Value) {
    if case .object(let id)? = expression.only, heap[id].properties["lastIndex"] != nil {
      keep(.number(0), asLastIndexOf: id)
    }
  }

  private func lastIndexIsZero(_ expression: Value) -> Bool {
    guard case .object(let id)? = expression.only, let last = heap[id].properties["lastIndex"]?.value else {
      return true
    }
    return last.only == .number(0)
  }

  /// What is to be replaced: by a regular expression, or by a text.
  private func matches(
    _ wanted: Value, in text: String, isAll: Bool
  ) -> (pattern: TextPattern?, units: [UInt32], matches: [TextPattern.Match])? {
    if let pattern = pattern(wanted) {
      guard let units = pattern.units(of: text), !isAll || isGlobal(wanted) else { return nil }
      if isGlobal(wanted) {
        guard let matches = pattern.all(in: units, steps: &steps) else { return nil }
        keep(wanted)
        return (pattern, units, matches)
      }
      switch pattern.search(units, from: 0, steps: &steps) {
      case .undecided: return nil
      case .none: return (pattern, units, [])
      case .found(let match): return (pattern, units, [match])
      }
    }
    guard let atom = wanted.only, isPlain(atom), case .string(let part) = textAtom(atom), !part.isEmpty else {
      return nil
    }
    let pieces = Self.split(text, part)
    let units = text.unicodeScalars.map(\.value)
    let length = part.unicodeScalars.count
    guard units.allSatisfy({ $0 <= 0xFFFF }) else { return nil }
    var matches: [TextPattern.Match] = []
    var place = 0
    for piece in pieces.dropLast() where isAll || matches.isEmpty {
      place += piece.unicodeScalars.count
      matches.append(TextPattern.Match(groups: [place..<place + length]))
      place += length
    }
    return (nil, units, matches)
  }

  /// The text with something else in the place of what was found.
  private func replace(
    _ matches: [TextPattern.Match], of pattern: TextPattern?, in units: [UInt32], by replacement: Value
  ) -> Value? {
    steps += units.count / 16
    var result = Value.string("")
    var place = 0
    for match in matches {
      let range = match.range
      result = binary(.add, result, .string(TextPattern.text(units[place..<range.lowerBound])))
      place = range.upperBound
      if isCallable(replacement) {
        var given = match.groups.map { $0.map { Value.string(TextPattern.text(units[$0])) } ?? .undefined }
        given += [.number(Double(range.lowerBound)), .string(TextPattern.text(units[...]))]
        if let pattern, !pattern.names.isEmpty { given.append(groups(of: match, pattern, units)) }
        let made = toText(call(replacement, this: .undefined, given))
        if isDead { return .undefined }
        result = binary(.add, result, made)
      } else {
        guard case .string(let template)? = replacement.only.map(textAtom) else { return nil }
        result = binary(.add, result, .string(Self.expanded(template, match, pattern, units)))
      }
      if case .string(let text)? = result.only, text.utf8.count > 100_000 { return .text }
    }
    return binary(.add, result, .string(TextPattern.text(units[place...])))
  }

  /// ECMAScript, "GetSubstitution".
  private static func expanded(
    _ template: String, _ match: TextPattern.Match, _ pattern: TextPattern?, _ units: [UInt32]
  ) -> String {
    guard template.contains("$") else { return template }
    let letters = Array(template.unicodeScalars)
    var result = String.UnicodeScalarView()
    func append(_ range: Range<Int>?) { if let range { result += TextPattern.text(units[range]).unicodeScalars } }
    func digit(_ place: Int) -> Int? {
      place < letters.count && (0x30...0x39).contains(letters[place].value) ? Int(letters[place].value) - 0x30 : nil
    }
    var place = 0
    while place < letters.count {
      guard letters[place] == "$", place + 1 < letters.count else {
        result.append(letters[place])
        place += 1
        continue
      }
      var length = 2
      switch letters[place + 1] {
      case "$": result.append("$")
      case "&": append(match.range)
      case "`": append(0..<match.range.lowerBound)
      case "'": append(match.range.upperBound..<units.count)
      case "<" where pattern?.names.isEmpty == false:
        if let end = letters[place...].firstIndex(of: ">") {
          let name = String(String.UnicodeScalarView(letters[place + 2..<end]))
          if let group = pattern?.names.first(where: { $0.name == name })?.group { append(match.groups[group]) }
          length = end + 1 - place
        } else {
          result += "$<".unicodeScalars
        }
      default:
        let count = match.groups.count
        if let first = digit(place + 1), let second = digit(place + 2), (1..<count).contains(first * 10 + second) {
          append(match.groups[first * 10 + second])
          length = 3
        } else if let first = digit(place + 1), (1..<count).contains(first) {
          append(match.groups[first])
        } else {
          result.append("$")
          length = 1
        }
      }
      place += length
    }
    return String(result)
  }

  /// ECMAScript, "RegExp.prototype [ %Symbol.split% ]".
  private func split(_ units: [UInt32], by pattern: TextPattern) -> Value? {
    var pieces: [Value] = []
    if units.isEmpty {
      switch pattern.search(units, from: 0, isAnchored: true, steps: &steps) {
      case .undecided: return nil
      case .none: return makeArray([.string("")])
      case .found: return makeArray([])
      }
    }
    var start = 0
    var place = 0
    var left = TextPattern.maximumStepsInAll
    defer { steps += (TextPattern.maximumStepsInAll - left) / 8 }
    while place < units.count {
      switch pattern.search(units, from: place, isAnchored: true, left: &left) {
      case .undecided: return nil
      case .none: place += 1
      case .found(let match):
        let end = min(match.range.upperBound, units.count)
        if end == start {
          place += 1
          continue
        }
        pieces.append(.string(TextPattern.text(units[start..<place])))
        pieces += match.groups.dropFirst().map { $0.map { .string(TextPattern.text(units[$0])) } ?? .undefined }
        start = end
        place = end
      }
    }
    return makeArray(pieces + [.string(TextPattern.text(units[start...]))])
  }

  /// What was found, as `exec` tells of it.
  private func list(of match: TextPattern.Match, _ pattern: TextPattern, _ units: [UInt32]) -> Value {
    let list = makeArray(match.groups.map { $0.map { .string(TextPattern.text(units[$0])) } ?? .undefined })
    guard case .object(let id)? = list.only else { return list }
    let members: [(String, Value)] = [
      ("groups", pattern.names.isEmpty ? .undefined : groups(of: match, pattern, units)),
      ("index", .number(Double(match.range.lowerBound))), ("input", .string(TextPattern.text(units[...]))),
    ]
    for (name, value) in members {
      heap[id].properties[name] = Property(value: value, isHidden: true, place: here)
    }
    return list
  }

  /// The groups that have names, by these.
  private func groups(of match: TextPattern.Match, _ pattern: TextPattern, _ units: [UInt32]) -> Value {
    let id = makeObject()
    for (name, group) in pattern.names {
      let value = match.groups[group].map { Value.string(TextPattern.text(units[$0])) } ?? .undefined
      heap[id].properties[name] = Property(value: value, place: here)
    }
    return .object(id)
  }
}
