import ECMAScript

/// What methods of texts, and functions that make or read texts and numbers, give.
extension Evaluator {
  func textValue(of value: Value, made: Bool) -> Atom {
    for atom in value.atoms { if case .text(let origin) = atom { return .text(made ? origin.made : origin) } }
    return .text(.none)
  }

  func textMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    // Callbacks of `replace` and the like.
    for argument in arguments where isCallable(argument) {
      maybe { _ = self.call(argument, this: .undefined, [.text, .text, .text]) }
    }
    if name == "toString", case .unknown? = this.only { return .text }
    if name == "concat" { return arguments.reduce(toText(this)) { binary(.add, $0, toText($1)) } }
    if this.atoms.count > 1 { return this.flatMap { textMethod(name, Value($0), arguments) } }
    let receiver = textAtom(this.first)
    guard case .string(let text) = receiver else {
      if case .unknown(let reason) = this.first { return .unknown(reason) }
      return unknownTextMethod(name, receiver, arguments)
    }
    let known = arguments.map { $0.only.map { atom in self.known(atom) } ?? nil }
    if known.contains(where: { $0 == nil }) { return unknownTextMethod(name, .text(.none), arguments) }
    let first = known.first ?? nil
    let second = known.count > 1 ? known[1] : nil
    let units = Array(text.utf16)
    func string(_ units: ArraySlice<UInt16>) -> Value { .string(String(decoding: units, as: UTF16.self)) }
    func index(_ atom: Atom?, _ fallback: Int) -> Int {
      guard let atom, atom != .undefined, case .number(let number) = number(atom), !number.isNaN else {
        return fallback
      }
      return Int(max(-1e9, min(1e9, number)))
    }
    switch name {
    case "toString", "valueOf", "normalize": return .string(text)
    case "toLowerCase", "toLocaleLowerCase": return .string(text.lowercased())
    case "toUpperCase", "toLocaleUpperCase": return .string(text.uppercased())
    case "trim": return .string(text.trimmedASCII)
    case "trimStart", "trimLeft": return .string(String(text.drop { $0.isWhitespace }))
    case "startsWith":
      guard case .string(let part)? = first.map(textAtom), second == nil else { return .truth }
      return .bool(text.hasPrefix(part) || part.isEmpty)
    case "endsWith":
      guard case .string(let part)? = first.map(textAtom), second == nil else { return .truth }
      return .bool(text.hasSuffix(part) || part.isEmpty)
    case "includes", "indexOf", "lastIndexOf":
      guard case .string(let part)? = first.map(textAtom), second == nil else {
        return name == "includes" ? .truth : .number
      }
      let place = Self.find(Array(part.utf16), in: units, last: name == "lastIndexOf")
      return name == "includes" ? .bool(place != nil) : .number(Double(place ?? -1))
    case "slice", "substring", "substr":
      var from = index(first, 0)
      var to = index(second, units.count)
      if name == "substring" {
        (from, to) = (max(0, min(from, units.count)), max(0, min(to, units.count)))
        if from > to { swap(&from, &to) }
      } else {
        if from < 0 { from = max(0, units.count + from) }
        if name == "substr" {
          to = second == nil ? units.count : from + max(0, to)
        } else if to < 0 {
          to = units.count + to
        }
        (from, to) = (min(from, units.count), min(to, units.count))
      }
      return from < to ? string(units[from..<to]) : .string("")
    case "charAt", "at":
      var place = index(first, 0)
      if name == "at", place < 0 { place += units.count }
      guard place >= 0, place < units.count else { return name == "at" ? .undefined : .string("") }
      return string(units[place..<place + 1])
    case "charCodeAt", "codePointAt":
      let place = index(first, 0)
      return place >= 0 && place < units.count ? .number(Double(units[place])) : .number(.nan)
    case "split":
      if first == nil || first == .undefined { return makeArray([.string(text)]) }
      guard case .string(let separator)? = first, units.count < 10_000 else {
        return makeArray([.text], isExact: false)
      }
      var limit = Int.max
      if let second, second != .undefined {
        guard case .number(let number) = second, number >= 0, number < 1e6 else {
          return makeArray([.text], isExact: false)
        }
        limit = Int(number)
      }
      if separator.isEmpty { return makeArray(units.prefix(limit).map { string([$0]) }) }
      return makeArray(Self.split(text, separator).prefix(limit).map { .string($0) })
    case "repeat":
      let count = index(first, 0)
      return count >= 0 && count * text.utf8.count < 10_000 ? .string(String(repeating: text, count: count)) : .text
    case "padStart", "padEnd":
      let count = index(first, 0) - units.count
      var filler = " "
      if case .string(let given)? = second { filler = given }
      guard count > 0, !filler.isEmpty, count < 1000 else { return .string(text) }
      let padding = String(String(repeating: filler, count: count).prefix(count))
      return .string(name == "padStart" ? padding + text : text + padding)
    case "replace", "replaceAll":
      guard case .string(let pattern)? = first, case .string(let replacement)? = second, !replacement.contains("$"),
        !pattern.isEmpty, units.count < 10_000
      else { return .text }
      let parts = Self.split(text, pattern)
      if name == "replaceAll" { return .string(parts.joined(separator: replacement)) }
      if parts.count < 2 { return .string(text) }
      return .string(parts[0] + replacement + parts.dropFirst().joined(separator: pattern))
    case "localeCompare": return .number
    case "match":
      if case .object(let id)? = arguments.first?.only, let matches = matches(id, .string(text)) {
        return matches ? found(of: .text(.none)) : .null
      }
      return unknownTextMethod(name, .text(.none), arguments)
    case "search":
      if case .object(let id)? = arguments.first?.only, matches(id, .string(text)) == false { return .number(-1) }
      return .number
    default: return unknownTextMethod(name, receiver, arguments)
    }
  }

  /// What a regular expression finds: texts by place and by name.
  func found(of text: Atom) -> Value {
    let entry = Value([text, .undefined])
    let list = makeArray([entry], isExact: false)
    let groups = makeObject()
    heap[groups].wildcard = entry
    guard case .object(let id)? = list.only else { return list }
    let members = ["groups": Value([.object(groups), .undefined]), "index": .number, "input": Value(text)]
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      heap[id].properties[name] = Property(value: value, isHidden: true, place: here)
    }
    return list
  }

  /// An argument that is known well enough to compute with it.
  private func known(_ atom: Atom) -> Atom? {
    switch atom {
    case .undefined, .null, .bool, .number, .string: atom
    case .object(let id): if case .regularExpression = heap[id].kind { atom } else { nil }
    default: nil
    }
  }

  private func unknownTextMethod(_ name: String, _ receiver: Atom, _ arguments: [Value]) -> Value {
    noteQueryMethod(name, of: receiver)
    if name == "repeat" { noteRisk() }
    var origin = TextOrigin.none
    if case .text(let known) = receiver { origin = known }
    switch name {
    case "toString", "valueOf": return Value(.text(origin))
    case "startsWith", "endsWith", "includes": return .truth
    case "indexOf", "lastIndexOf", "search", "charCodeAt", "codePointAt", "localeCompare", "length": return .number
    case "split": return makeArray([Value(.text(origin.part))], isExact: false)
    case "match":
      return Value(found(of: .text(origin.part)).atoms + [.null])
    case "matchAll": return makeArray([found(of: .text(origin.part))], isExact: false)
    case "at": return Value([.text(origin.part), .undefined])
    default: return Value(.text(origin.made))
    }
  }

  static func find(_ part: [UInt16], in units: [UInt16], last: Bool) -> Int? {
    guard part.count <= units.count, units.count < 100_000 else { return nil }
    if part.isEmpty { return last ? units.count : 0 }
    let places = 0...(units.count - part.count)
    func isHere(_ place: Int) -> Bool {
      units[place] == part[0] && units[place..<place + part.count].elementsEqual(part)
    }
    return last ? places.last(where: isHere) : places.first(where: isHere)
  }

  static func split(_ text: String, _ separator: String) -> [String] {
    let units = Array(text.utf16)
    let part = Array(separator.utf16)
    var pieces: [String] = []
    var from = 0
    var place = 0
    while place + part.count <= units.count {
      if units[place] == part[0], units[place..<place + part.count].elementsEqual(part) {
        pieces.append(String(decoding: units[from..<place], as: UTF16.self))
        place += part.count
        from = place
      } else {
        place += 1
      }
    }
    pieces.append(String(decoding: units[from...], as: UTF16.self))
    return pieces
  }

  func parseInteger(_ value: Value, _ radix: Value?) -> Value {
    let base: Int
    if case .number(let number)? = radix?.only { base = Int(max(0, min(36, number))) } else { base = 10 }
    guard base == 0 || (2...36).contains(base) else { return .number(.nan) }
    return value.map { atom in
      guard case .string(let text) = textAtom(atom) else { return .numeral }
      var rest = Substring(text.trimmedASCII)
      var sign = 1.0
      if let first = rest.first, first == "-" || first == "+" {
        sign = first == "-" ? -1 : 1
        rest = rest.dropFirst()
      }
      var radix = base == 0 ? 10 : base
      if rest.hasPrefix("0x") || rest.hasPrefix("0X"), base == 16 || radix == 10 && base == 0 {
        rest = rest.dropFirst(2)
        radix = 16
      }
      var result = 0.0
      var count = 0
      for character in rest {
        guard let digit = character.hexDigitValue ?? character.asciiValue.map({ Int($0 | 0x20) - 87 }), digit >= 0,
          digit < radix
        else { break }
        result = result * Double(radix) + Double(digit)
        count += 1
      }
      return .number(count == 0 ? .nan : sign * result)
    }
  }

  func mathFunction(_ name: String, _ arguments: [Value]) -> Value {
    let numbers = arguments.map { value -> Double? in
      if case .number(let number)? = value.only.map({ self.number($0) }) { number } else { nil }
    }
    guard !numbers.contains(where: { $0 == nil }) else { return .number }
    let known = numbers.compactMap(\.self)
    switch name {
    case "floor": return .number((known.first ?? .nan).rounded(.down))
    case "ceil": return .number((known.first ?? .nan).rounded(.up))
    case "round": return .number(((known.first ?? .nan) + 0.5).rounded(.down))
    case "trunc": return .number((known.first ?? .nan).rounded(.towardZero))
    case "abs": return .number(abs(known.first ?? .nan))
    case "min": return .number(known.min() ?? .infinity)
    case "max": return .number(known.max() ?? -.infinity)
    default: return .number
    }
  }
}
