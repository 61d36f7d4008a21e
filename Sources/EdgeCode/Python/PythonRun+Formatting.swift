/// Values written into texts: by f-strings, `str.format` and `%`.
extension PythonRun {
  /// The text of a number with a point, as `repr` writes it; nil where that is another form.
  static func text(of number: Double) -> String? {
    guard number.isFinite, number == 0 ? number.sign == .plus : (1e-4..<1e15).contains(abs(number)) else { return nil }
    return "\(number)"
  }

  /// What `repr` makes of a simple value; nil for others.
  func representation(of value: PythonValue) -> String? {
    switch resolved(value) {
    case .string(let text):
      let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x27 && $0 != 0x5C }
      return isPlain ? "'\(text)'" : nil
    case .int, .float, .bool, .none: return text(of: value)
    default: return nil
    }
  }

  /// A value as a format and a conversion want it; nil where that is not followed. The Python Standard Library, "Format
  /// Specification Mini-Language".
  func formatted(_ value: PythonValue, _ format: String, _ conversion: String?) -> String? {
    switch conversion {
    case nil: return format.isEmpty ? text(of: value) : formatted(value, format)
    case "s": return text(of: value).flatMap { format.isEmpty ? $0 : formatted(.string($0), format) }
    case "r": return representation(of: value).flatMap { format.isEmpty ? $0 : formatted(.string($0), format) }
    default: return nil
    }
  }

  /// The parts of a format.
  private struct Format {
    var fill: Character?
    var align: Character?
    var sign: Character?
    var isAlternate = false
    var width = 0
    var group: Character?
    var precision: Int?
    var type: Character?

    init?(_ text: String) {
      var rest = Array(text)[...]
      let aligns: Set<Character> = ["<", ">", "^", "="]
      if rest.count > 1, aligns.contains(rest[rest.startIndex + 1]) {
        fill = rest.removeFirst()
        align = rest.removeFirst()
      } else if let first = rest.first, aligns.contains(first) {
        align = rest.removeFirst()
      }
      if let first = rest.first, "+- ".contains(first) { sign = rest.removeFirst() }
      if rest.first == "#" {
        isAlternate = true
        rest.removeFirst()
      }
      if rest.first == "0", fill == nil {
        fill = "0"
        align = align ?? "="
      }
      func number() -> Int? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        return Int(String(digits))
      }
      width = number() ?? 0
      if let first = rest.first, first == "," || first == "_" { group = rest.removeFirst() }
      if rest.first == "." {
        rest.removeFirst()
        guard let number = number() else { return nil }
        precision = number
      }
      type = rest.popFirst()
      guard rest.isEmpty, width < 1000 else { return nil }
    }
  }

  private func formatted(_ value: PythonValue, _ text: String) -> String? {
    guard let format = Format(text) else { return nil }
    var sign = ""
    var body: String
    var align: Character = ">"
    switch plain(value) {
    case .string(let text):
      guard format.type == nil || format.type == "s", format.sign == nil, format.group == nil, !format.isAlternate,
        format.align != "="
      else { return nil }
      body = format.precision.map { String(String.UnicodeScalarView(text.unicodeScalars.prefix($0))) } ?? text
      align = "<"
    case .int(let number):
      guard number != .min else { return nil }
      switch format.type {
      case nil, "d": body = String(abs(number))
      case "x", "X", "o", "b":
        guard format.group == nil, let type = format.type else { return nil }
        let bases: [Character: Int] = ["x": 16, "X": 16, "o": 8, "b": 2]
        body = String(abs(number), radix: bases[type] ?? 10, uppercase: type == "X")
        if format.isAlternate { sign = "0\(type)" }
      case "f", "F", "%":
        guard abs(number) < 1 << 50 else { return nil }
        return formatted(.float(Double(number)), text)
      default: return nil
      }
      guard format.precision == nil, !format.isAlternate || !sign.isEmpty else { return nil }
      if number < 0 { sign = "-" + sign } else if let plus = format.sign, plus != "-" { sign = "\(plus)" + sign }
    case .float(let number):
      guard !format.isAlternate, let type = format.type, "fF%".contains(type),
        let made = KnownText.fixed(
          type == "%" ? abs(number) * 100 : abs(number), Double(format.precision ?? 6), tiesToEven: true)
      else { return nil }
      body = made + (type == "%" ? "%" : "")
      if number.sign == .minus { sign = "-" } else if let plus = format.sign, plus != "-" { sign = "\(plus)" }
    default: return nil
    }
    if let group = format.group {
      // Zeros that fill it up would be grouped too.
      guard format.fill != "0" else { return nil }
      let whole = body.prefix { $0.isNumber }
      var grouped = ""
      for (place, digit) in whole.enumerated() {
        if place > 0, (whole.count - place) % 3 == 0 { grouped.append(group) }
        grouped.append(digit)
      }
      body = grouped + body.dropFirst(whole.count)
    }
    let missing = max(0, format.width - sign.count - body.unicodeScalars.count)
    func padding(_ count: Int) -> String { String(repeating: format.fill ?? " ", count: count) }
    switch format.align ?? align {
    case "<": return sign + body + padding(missing)
    case "^": return padding(missing / 2) + sign + body + padding(missing - missing / 2)
    case "=": return sign + padding(missing) + body
    default: return padding(missing) + sign + body
    }
  }

  /// `text % values`; nil where that is not followed.
  func percent(_ template: String, _ values: PythonValue) -> String? {
    var given = [values]
    var next = 0
    let mapping = object(values)
    if let several = mapping, case .tuple = several.kind {
      guard several.isOpen == nil else { return nil }
      given = several.elements
    }
    let letters = Array(template)
    var result = ""
    var place = 0
    var usesNames = false
    while place < letters.count {
      guard letters[place] == "%" else {
        result.append(letters[place])
        place += 1
        continue
      }
      place += 1
      var name: String?
      if place < letters.count, letters[place] == "(", let end = letters[place...].firstIndex(of: ")") {
        name = String(letters[place + 1..<end])
        place = end + 1
      }
      let start = place
      while place < letters.count, "-+ 0#".contains(letters[place]) { place += 1 }
      let flags = letters[start..<place]
      let widthStart = place
      while place < letters.count, letters[place].isASCII, letters[place].isNumber || letters[place] == "." {
        place += 1
      }
      let width = String(letters[widthStart..<place])
      guard place < letters.count else { return nil }
      let type = letters[place]
      place += 1
      if type == "%" {
        guard flags.isEmpty, width.isEmpty, name == nil else { return nil }
        result += "%"
        continue
      }
      var value: PythonValue
      if let name {
        usesNames = true
        guard let mapping, case .dictionary = mapping.kind, mapping.isOpen == nil, mapping.part == nil,
          let entry = mapping.entries.first(where: { $0.key == .string(name) }), !entry.isOptional
        else { return nil }
        value = entry.value
      } else {
        guard next < given.count else { return nil }
        value = given[next]
        next += 1
      }
      guard !flags.contains("#"), !flags.contains(" ") else { return nil }
      var form = flags.contains("-") ? "<" : flags.contains("0") && type != "s" && type != "r" ? "" : ">"
      if flags.contains("+"), type != "s", type != "r" { form += "+" }
      if form.isEmpty || form == "+" { form += "0" }
      switch type {
      case "s", "r":
        guard let text = type == "s" ? self.text(of: value) : representation(of: value) else { return nil }
        value = .string(text)
        form += width
      case "d", "i":
        guard case .int = plain(value), !width.contains(".") else { return nil }
        form += width + "d"
      case "x", "X", "o":
        guard case .int = plain(value), !width.contains(".") else { return nil }
        form += width + String(type)
      case "f": form += width + "f"
      default: return nil
      }
      guard let made = formatted(value, form, nil) else { return nil }
      result += made
    }
    // What is left over is an error.
    return usesNames || next == given.count ? result : nil
  }

  /// `template.format(…)`; nil where that is not followed.
  func filled(_ template: String, _ arguments: PythonArguments) throws -> String? {
    guard !arguments.isOpen else { return nil }
    let letters = Array(template)
    var result = ""
    var place = 0
    var next = 0
    while place < letters.count {
      let letter = letters[place]
      place += 1
      guard letter == "{" || letter == "}" else {
        result.append(letter)
        continue
      }
      if place < letters.count, letters[place] == letter {
        result.append(letter)
        place += 1
        continue
      }
      guard letter == "{", let end = letters[place...].firstIndex(of: "}") else { return nil }
      let field = letters[place..<end]
      place = end + 1
      guard !field.contains("{") else { return nil }
      let colon = field.firstIndex(of: ":") ?? field.endIndex
      var name = String(field[..<colon])
      var conversion: String?
      if let mark = name.firstIndex(of: "!") {
        conversion = String(name[name.index(after: mark)...])
        name = String(name[..<mark])
      }
      let first = name.prefix { $0 != "." && $0 != "[" }
      var value: PythonValue?
      if first.isEmpty {
        value = next < arguments.positional.count ? arguments.positional[next] : nil
        next += 1
      } else if let index = Int(first) {
        value = arguments.positional.indices.contains(index) ? arguments.positional[index] : nil
      } else {
        value = arguments.keywords.first { $0.name == first }?.value
      }
      var rest = name.dropFirst(first.count)
      while let known = value, let mark = rest.popFirst() {
        if mark == "." {
          let member = rest.prefix { $0 != "." && $0 != "[" }
          rest = rest.dropFirst(member.count)
          value = try attribute(known, String(member))
        } else {
          guard mark == "[", let end = rest.firstIndex(of: "]") else { return nil }
          let key = String(rest[..<end])
          rest = rest[rest.index(after: end)...]
          value = try item(known, Int(key).map { .int($0) } ?? .string(key))
        }
      }
      let format = colon < field.endIndex ? String(field[(colon + 1)...]) : ""
      guard let value, special(of: value) == nil, let made = formatted(value, format, conversion) else { return nil }
      result += made
    }
    return result
  }

  /// A method by which a class of the code writes its instances.
  private func special(of value: PythonValue) -> PythonValue? {
    guard let object = object(value), let type = object.madeBy ?? type(of: object) else { return nil }
    return ["__format__", "__str__", "__repr__"].lazy.compactMap { self.typeMember(type, $0) }.first
  }
}
