import ECMAScript

/// What methods of texts, and functions that make or read texts and numbers, give.
extension Evaluator {
  func textValue(of value: Value, made: Bool) -> Atom {
    for atom in value.atoms { if case .text(let origin) = atom { return .text(made ? origin.made : origin) } }
    return .text(.none)
  }

  func textMethod(_ name: String, _ this: Value, _ arguments: [Value]) -> Value {
    if name == "@@Symbol.iterator" { return makeIterator(over: this) }
    if let text = this.string, let value = patternMethod(name, text, arguments) { return value }
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
    case "toString", "valueOf": return .string(text)
    case "normalize": return text.utf8.allSatisfy { $0 < 0x80 } ? .string(text) : .text
    // What a sigma becomes depends on where it stands.
    case "toLowerCase", "toLocaleLowerCase":
      return text.unicodeScalars.contains("Σ") ? .text : .string(text.lowercased())
    case "toUpperCase", "toLocaleUpperCase": return .string(text.uppercased())
    case "trim": return .string(text.trimmed)
    case "trimStart", "trimLeft": return .string(text.trimmed(atStart: true, atEnd: false))
    case "trimEnd", "trimRight": return .string(text.trimmed(atStart: false, atEnd: true))
    case "startsWith", "endsWith":
      guard case .string(let part)? = first.map(textAtom), !isPattern(arguments[0]) else { return .truth }
      let wanted = Array(part.utf16)
      if name == "startsWith" {
        return .bool(units.dropFirst(max(0, index(second, 0))).starts(with: wanted))
      }
      return .bool(units.prefix(max(0, index(second, units.count))).reversed().starts(with: wanted.reversed()))
    case "includes", "indexOf":
      guard case .string(let part)? = first.map(textAtom), !isPattern(arguments[0]) else {
        return name == "includes" ? .truth : .number
      }
      let start = min(max(0, index(second, 0)), units.count)
      let place = Self.find(Array(part.utf16), in: Array(units[start...]), last: false).map { $0 + start }
      return name == "includes" ? .bool(place != nil) : .number(Double(place ?? -1))
    case "lastIndexOf":
      guard case .string(let part)? = first.map(textAtom), second == nil else { return .number }
      return .number(Double(Self.find(Array(part.utf16), in: units, last: true) ?? -1))
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
      guard units.indices.contains(place) else { return name == "charCodeAt" ? .number(.nan) : .undefined }
      if name == "codePointAt", UTF16.isLeadSurrogate(units[place]), place + 1 < units.count {
        let pair = String(decoding: units[place...place + 1], as: UTF16.self).unicodeScalars
        if pair.count == 1, let scalar = pair.first { return .number(Double(scalar.value)) }
      }
      return .number(Double(units[place]))
    case "split":
      if first == nil || first == .undefined { return makeArray([.string(text)]) }
      guard case .string(let separator)? = first, units.count < 10_000 else {
        return makeArray([.text], isExact: false)
      }
      let most = index(second, .max)
      guard most >= 0 else { return makeArray([.text], isExact: false) }
      if separator.isEmpty { return makeArray(units.prefix(most).map { string([$0]) }) }
      return makeArray(Self.split(text, separator).prefix(most).map { .string($0) })
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
    case "localeCompare":
      // Of letters of one size the order is that of the alphabet, wherever one is.
      guard case .string(let other)? = first, second == nil else { return .number }
      if text == other { return .number(0) }
      let isPlain = (text + other).utf8.allSatisfy { (0x61...0x7A).contains($0) }
      return isPlain ? .number(text < other ? -1 : 1) : .number
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

  private func isPattern(_ value: Value) -> Bool {
    if case .object? = value.only { true } else { false }
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
    case "split":
      let pieces = makeArray([Value(.text(origin.part))], isExact: false)
      // Between separators there is a piece at least, be it empty.
      if arguments.count == 1, case .string(let separator)? = arguments[0].only, !separator.isEmpty,
        case .object(let id)? = pieces.only
      {
        heap[id].isFilled = true
      }
      return pieces
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
    switch radix?.only {
    case .number(let number)? where number == number.rounded() && abs(number) < 1e6: base = Int(number)
    case nil where radix == nil, .undefined?, .null?: base = 0
    default: return .number
    }
    guard base == 0 || (2...36).contains(base) else { return .number(.nan) }
    return value.map { atom in
      guard case .string(let text) = textAtom(atom) else { return .numeral }
      var rest = Substring(text.trimmed)
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
    case "round":
      let number = known.first ?? .nan
      let whole = number.rounded(.down)
      return .number(number - whole >= 0.5 ? whole + 1 : whole)
    case "trunc": return .number((known.first ?? .nan).rounded(.towardZero))
    case "abs": return .number(abs(known.first ?? .nan))
    case "min", "max":
      if known.contains(where: \.isNaN) { return .number(.nan) }
      return .number(name == "min" ? known.min() ?? .infinity : known.max() ?? -.infinity)
    case "sqrt": return .number((known.first ?? .nan).squareRoot())
    case "sign": return .number(known.first.map { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 } ?? .nan)
    case "pow" where known.count > 1: return Self.power(known[0], known[1]).map { .number($0) } ?? .number
    case "imul":
      let parts = (0..<2).map { $0 < known.count ? Self.int32(known[$0]) : 0 }
      return .number(Double(parts[0] &* parts[1]))
    default: return .number
    }
  }

  // MARK: Texts of numbers

  /// What `parseFloat` reads at the beginning of a text.
  static func leadingNumber(of text: String) -> Double {
    let letters = Array(text.utf8)
    var place = 0
    func digits() -> Bool {
      let start = place
      while place < letters.count, (0x30...0x39).contains(letters[place]) { place += 1 }
      return place > start
    }
    func take(_ choices: String) -> Bool {
      guard place < letters.count, choices.utf8.contains(letters[place]) else { return false }
      place += 1
      return true
    }
    let isNegative = letters.first == UInt8(ascii: "-")
    _ = take("+-")
    if text.utf8.dropFirst(place).starts(with: "Infinity".utf8) { return isNegative ? -.infinity : .infinity }
    var hasDigits = digits()
    let whole = place
    if take(".") {
      hasDigits = digits() || hasDigits
      // `1.` is a number, and `.` none.
      if place == whole + 1 { place = whole }
    }
    guard hasDigits else { return .nan }
    let end = place
    if take("eE") {
      _ = take("+-")
      if !digits() { place = end }
    }
    return Double(String(decoding: letters[..<place], as: UTF8.self).drop { $0 == "+" }) ?? .nan
  }

  /// The text of a number in another base, or with so many places.
  func numberText(_ path: String, _ this: Value, _ argument: Value) -> Value {
    guard case .number(let number)? = this.only,
      argument.isUndefined || argument.only.map({ known($0) != nil }) == true,
      case .number(let given) = self.number(argument.isUndefined ? .number(0) : argument.first)
    else { return .text }
    if path.hasSuffix(".toFixed") { return KnownText.fixed(number, given).map { .string($0) } ?? .text }
    if path.hasSuffix(".toString"), number == number.rounded(), abs(number) < 9e15, given == given.rounded(),
      (2...36).contains(given)
    {
      return .string(String(Int64(number), radix: Int(given)))
    }
    return .text
  }

  /// `String.fromCharCode` and `String.fromCodePoint`.
  func characters(_ codes: [Value], isExact: Bool, ofPoints: Bool) -> Value {
    var units: [UInt16] = []
    for code in codes {
      guard isExact, case .number(let number)? = code.only.map({ self.number($0) }), number == number.rounded(),
        (0...0x10FFFF).contains(number)
      else { return .text }
      if number > 0xFFFF {
        guard ofPoints else { return .text }
        guard let scalar = Unicode.Scalar(UInt32(number)) else { return .text }
        units += Array(String(scalar).utf16)
      } else {
        units.append(UInt16(number))
      }
    }
    // Halves of characters are no text here.
    return String(validating: units, as: UTF16.self).map { .string($0) } ?? .text
  }

  /// `String.raw`.
  func raw(_ strings: Value, _ values: [Value], isExact: Bool) -> Value {
    let pieces = elements(of: member(strings, .string("raw")))
    guard pieces.isExact, pieces.others == nil, isExact else { return .text }
    var result = Value.string("")
    for (place, piece) in pieces.known.enumerated() {
      result = binary(.add, result, toText(piece))
      if place < pieces.known.count - 1, place < values.count { result = binary(.add, result, toText(values[place])) }
    }
    return result
  }
}
