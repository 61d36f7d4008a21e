/// Takes the text of a module apart, token by token; The Python Language Reference, 2.
struct Lexer {
  let source: [UInt8]
  var position = 0

  /// The columns of the blocks that are open: with tabs to the next multiple of 8, and with tabs as one column. A line
  /// has to be compared alike by both.
  private var indents: [(column: Int, other: Int)] = [(0, 0)]
  /// Tokens that stand at the same place: dedents, or one indent.
  private var pending = 0
  private var isLineStart = true
  private var endedLine = true
  private var brackets: [UInt8] = []
  /// How many brackets are open at the beginning of each replacement field of an f-string that is being read.
  private var fields: [Int] = []

  init(_ source: [UInt8]) throws(Failure) {
    self.source = source
    let hasMark = source.starts(with: [0xEF, 0xBB, 0xBF])
    if hasMark { position = 3 }
    try checkEncoding(hasMark: hasMark)
    guard String(validating: source, as: UTF8.self) != nil else {
      throw Failure(reason: .unsupported, message: "the file is not in UTF-8", offset: 0)
    }
  }

  private subscript(offset: Int) -> UInt8 {
    offset < source.count ? source[offset] : 0
  }

  private func failure(_ message: String, at offset: Int? = nil) -> Failure {
    Failure(message: message, offset: offset ?? position)
  }

  /// A comment in the first two lines may name an encoding (PEP 263).
  private func checkEncoding(hasMark: Bool) throws(Failure) {
    var start = position
    for _ in 0..<2 {
      let line = source[start...].prefix { $0 != 0x0A && $0 != 0x0D }
      start = min(line.endIndex + 1, source.count)
      let text = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0C || $0 >= 0x80 }
      guard text.first == UInt8(ascii: "#") else {
        if !text.isEmpty { return }
        continue
      }
      // `coding` and a colon or an equals sign.
      guard line.count < 400, let range = Self.range(of: Array("coding".utf8), in: line) else { continue }
      var rest = line[range.upperBound...]
      guard rest.first == UInt8(ascii: ":") || rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
      let name = String(decoding: rest.prefix { Self.isNamePart($0) || $0 == 0x2D || $0 == 0x2E }, as: UTF8.self)
        .lowercased()
      guard ["utf-8", "utf8", "utf_8", "ascii", "us-ascii", "utf-8-sig", "utf-8-unix"].contains(name) || name.isEmpty
      else {
        throw Failure(
          reason: hasMark ? .syntax : .unsupported, message: "the file is in the encoding \(name)", offset: 0)
      }
      return
    }
  }

  private static func range(of text: [UInt8], in line: ArraySlice<UInt8>) -> Range<Int>? {
    guard line.count >= text.count else { return nil }
    return (line.startIndex...line.endIndex - text.count).lazy.map { $0..<$0 + text.count }
      .first { line[$0].elementsEqual(text) }
  }

  // MARK: Tokens

  /// The next token.
  mutating func next() throws(Failure) -> Token {
    if pending < 0 {
      pending += 1
      return Token(kind: .dedent, start: position, end: position)
    }
    while true {
      if isLineStart, brackets.isEmpty {
        isLineStart = false
        if let token = try indentation() { return token }
      }
      try skipBlanks()
      guard position < source.count else { return atEnd() }
      let byte = source[position]
      if byte == UInt8(ascii: "#") {
        while position < source.count, source[position] != 0x0A, source[position] != 0x0D { position += 1 }
        continue
      }
      if byte == 0x0A || byte == 0x0D {
        let start = position
        skipLineEnd()
        guard brackets.isEmpty else { continue }
        isLineStart = true
        if endedLine { continue }
        endedLine = true
        return Token(kind: .newline, start: start, end: position)
      }
      endedLine = false
      return try token(byte)
    }
  }

  private mutating func atEnd() -> Token {
    if !endedLine {
      endedLine = true
      isLineStart = true
      return Token(kind: .newline, start: position, end: position)
    }
    if indents.count > 1 {
      indents.removeLast()
      return Token(kind: .dedent, start: position, end: position)
    }
    return Token(kind: .end, start: position, end: position)
  }

  private mutating func skipLineEnd() {
    if source[position] == 0x0D, self[position + 1] == 0x0A { position += 1 }
    position += 1
  }

  /// Blanks, and backslashes at the end of lines.
  private mutating func skipBlanks() throws(Failure) {
    while true {
      switch self[position] {
      case 0x20, 0x09, 0x0C: position += 1
      case UInt8(ascii: "\\") where self[position + 1] == 0x0A || self[position + 1] == 0x0D:
        position += 1
        skipLineEnd()
        guard position < source.count else { throw failure("the text ends after a backslash") }
      default: return
      }
    }
  }

  /// Compares the blanks before a line with the blocks that are open; lines without tokens do not count.
  private mutating func indentation() throws(Failure) -> Token? {
    var column = 0
    var other = 0
    while position < source.count {
      switch source[position] {
      case 0x20:
        column += 1
        other += 1
      case 0x09:
        column = (column / 8 + 1) * 8
        other += 1
      case 0x0C:
        column = 0
        other = 0
      case UInt8(ascii: "\\") where self[position + 1] == 0x0A || self[position + 1] == 0x0D:
        // The blanks before the backslash are what counts.
        position += 1
        skipLineEnd()
        let before = (column, other)
        while [0x20, 0x09, 0x0C].contains(self[position]) { position += 1 }
        (column, other) = before
        continue
      default:
        let byte = source[position]
        if byte == UInt8(ascii: "#") || byte == 0x0A || byte == 0x0D { return nil }
        return try block(column, other)
      }
      position += 1
    }
    return nil
  }

  private mutating func block(_ column: Int, _ other: Int) throws(Failure) -> Token? {
    guard let last = indents.last else { return nil }
    if column == last.column {
      guard other == last.other else { throw failure("tabs and blanks do not agree") }
      return nil
    }
    if column > last.column {
      guard other > last.other else { throw failure("tabs and blanks do not agree") }
      guard indents.count < 100 else { throw failure("there are too many blocks in blocks") }
      indents.append((column, other))
      return Token(kind: .indent, start: position, end: position)
    }
    while let last = indents.last, column < last.column {
      indents.removeLast()
      pending -= 1
    }
    guard let last = indents.last, column == last.column else { throw failure("the line ends no block that is open") }
    guard other == last.other else { throw failure("tabs and blanks do not agree") }
    pending += 1
    return Token(kind: .dedent, start: position, end: position)
  }

  private mutating func token(_ byte: UInt8) throws(Failure) -> Token {
    let start = position
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: ".") where Self.isDigit(self[position + 1]): return try number()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return try string(prefix: start..<start)
    default: break
    }
    if Self.isNamePart(byte) {
      var isASCII = true
      while position < source.count, Self.isNamePart(source[position]) {
        isASCII = isASCII && source[position] < 0x80
        position += 1
      }
      if position - start <= 2, self[position] == UInt8(ascii: "\"") || self[position] == UInt8(ascii: "'") {
        let prefix = source[start..<position].map { $0 | 0x20 }
        if Self.prefixes.contains(prefix) { return try string(prefix: start..<position) }
      }
      let text = String(decoding: source[start..<position], as: UTF8.self)
      if let keyword = Keyword.byText[text] { return Token(kind: .keyword(keyword), start: start, end: position) }
      if !isASCII { try checkName(text, at: start) }
      return Token(kind: .name(text), start: start, end: position)
    }
    return try mark(byte)
  }

  private func checkName(_ text: String, at start: Int) throws(Failure) {
    for (index, scalar) in text.unicodeScalars.enumerated() where scalar.value >= 0x80 {
      let isPart =
        index == 0
        ? scalar.properties.isXIDStart || scalar.properties.isIDStart
        : scalar.properties.isXIDContinue || scalar.properties.isIDContinue
      guard isPart else { throw failure("\(text) is no name", at: start) }
    }
  }

  private static let prefixes: Set<[UInt8]> = Set(
    ["r", "b", "u", "f", "t", "rb", "br", "fr", "rf", "tr", "rt"].map { Array($0.utf8) })

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == 0x5F || isDigit(byte) || byte >= 0x80
  }

  private mutating func mark(_ byte: UInt8) throws(Failure) -> Token {
    let start = position
    // At the level of a replacement field a colon begins its format.
    let isField = fields.last == brackets.count
    func found(_ length: Int) -> Mark? {
      guard start + length <= source.count else { return nil }
      return Mark(rawValue: String(decoding: source[start..<start + length], as: UTF8.self))
    }
    if byte == UInt8(ascii: ":"), isField {
      position += 1
      return Token(kind: .mark(.colon), start: start, end: position)
    }
    guard byte < 0x80, let mark = found(3) ?? found(2) ?? found(1), mark != .exclamation || isField else {
      throw failure(byte == 0 ? "there is a zero byte" : "this character begins nothing")
    }
    position += mark.rawValue.utf8.count
    switch mark {
    case .openParenthesis, .openBracket, .openBrace:
      guard brackets.count < PythonModule.maximumDepth else { throw failure("there are too many brackets in brackets") }
      brackets.append(byte)
    case .closeParenthesis, .closeBracket, .closeBrace:
      let opening: [Mark: Character] = [.closeParenthesis: "(", .closeBracket: "[", .closeBrace: "{"]
      guard let last = brackets.popLast(), last == opening[mark]?.asciiValue else {
        throw failure("\(mark.rawValue) closes nothing", at: start)
      }
    // What closes a replacement field is taken note of by whoever reads the f-string.
    default: break
    }
    return Token(kind: .mark(mark), start: start, end: position)
  }

  // MARK: Numbers

  private mutating func number() throws(Failure) -> Token {
    let start = position
    var kind: Token.Kind
    let second = self[position + 1] | 0x20
    if source[position] == UInt8(ascii: "0"), let radix = [0x78: 16, 0x6F: 8, 0x62: 2][Int(second)] {
      position += 2
      if self[position] == UInt8(ascii: "_") { position += 1 }
      let digits = try digits(radix: radix)
      guard !digits.isEmpty else { throw failure("digits are missing") }
      kind = .integer(Int(String(decoding: digits, as: UTF8.self), radix: radix))
    } else {
      kind = try decimal()
    }
    if self[position] | 0x20 == UInt8(ascii: "j"), case .integer = kind, second != 0x78, second != 0x6F, second != 0x62
    {
      position += 1
      kind = .imaginary
    } else if self[position] | 0x20 == UInt8(ascii: "j"), case .float = kind {
      position += 1
      kind = .imaginary
    } else if case .integer(let value) = kind, value != 0, source[start] == UInt8(ascii: "0"),
      Self.isDigit(source[min(start + 1, position - 1)]), position > start + 1
    {
      throw failure("a number begins with a zero", at: start)
    }
    if Self.isNamePart(self[position]) { try checkWordAfterNumber() }
    return Token(kind: kind, start: start, end: position)
  }

  /// `1if x else y` is accepted; other words may not follow a number.
  private func checkWordAfterNumber() throws(Failure) {
    let rest = source[position...].prefix(4)
    let words = ["and", "else", "for", "if", "in", "is", "not", "or"]
    guard words.contains(where: { rest.starts(with: $0.utf8) }) else { throw failure("a number ends in a letter") }
  }

  private mutating func decimal() throws(Failure) -> Token.Kind {
    let start = position
    _ = try digits(radix: 10)
    var isFloat = false
    if self[position] == UInt8(ascii: ".") {
      isFloat = true
      position += 1
      if Self.isDigit(self[position]) { _ = try digits(radix: 10) }
    }
    if self[position] | 0x20 == UInt8(ascii: "e") {
      let sign = self[position + 1] == UInt8(ascii: "+") || self[position + 1] == UInt8(ascii: "-") ? 1 : 0
      if Self.isDigit(self[position + 1 + sign]) {
        isFloat = true
        position += 1 + sign
        _ = try digits(radix: 10)
      }
    }
    var text = String(decoding: source[start..<position].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    guard isFloat else { return .integer(Int(text)) }
    // `1.`, `.5` and `1.e5`, which Swift does not read.
    if text.hasPrefix(".") { text = "0" + text }
    if let point = text.firstIndex(of: "."), !(text[text.index(after: point)...].first?.isNumber ?? false) {
      text.insert("0", at: text.index(after: point))
    }
    return .float(Double(text) ?? .infinity)
  }

  /// Digits, with single underscores between them.
  private mutating func digits(radix: Int) throws(Failure) -> [UInt8] {
    var digits: [UInt8] = []
    while true {
      let byte = self[position]
      if byte == UInt8(ascii: "_"), !digits.isEmpty {
        position += 1
        guard isDigit(self[position], radix) else { throw failure("a digit is missing") }
        continue
      }
      guard isDigit(byte, radix) else { break }
      digits.append(byte)
      position += 1
    }
    if radix < 10, Self.isDigit(self[position]) { throw failure("this digit is too large") }
    return digits
  }

  private func isDigit(_ byte: UInt8, _ radix: Int) -> Bool {
    if radix == 16 { return Self.isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }
    return byte >= 0x30 && Int(byte) < 0x30 + radix
  }

  // MARK: Strings

  private mutating func string(prefix: Range<Int>) throws(Failure) -> Token {
    let start = prefix.lowerBound
    let letters = Set(source[prefix].map { $0 | 0x20 })
    let isRaw = letters.contains(UInt8(ascii: "r"))
    let isBytes = letters.contains(UInt8(ascii: "b"))
    let quote = source[position]
    let isTriple = self[position + 1] == quote && self[position + 2] == quote
    position += isTriple ? 3 : 1
    if letters.contains(UInt8(ascii: "f")) || letters.contains(UInt8(ascii: "t")) {
      let opening = FormatOpening(
        quote: quote, isTriple: isTriple, isRaw: isRaw, isTemplate: letters.contains(UInt8(ascii: "t")))
      return Token(kind: .format(opening), start: start, end: position)
    }
    var text: [UInt8] = []
    while true {
      guard position < source.count else { throw failure("the text is not closed", at: start) }
      let byte = source[position]
      if byte == quote, !isTriple || self[position + 1] == quote && self[position + 2] == quote { break }
      if byte == UInt8(ascii: "\\") {
        try escape(into: &text, isRaw: isRaw, isBytes: isBytes)
        continue
      }
      if byte == 0x0A || byte == 0x0D {
        guard isTriple else { throw failure("the text is not closed", at: start) }
        skipLineEnd()
        text.append(0x0A)
        continue
      }
      guard !isBytes || byte < 0x80 else { throw failure("bytes are written in ASCII") }
      guard byte != 0 else { throw failure("there is a zero byte") }
      text.append(byte)
      position += 1
    }
    position += isTriple ? 3 : 1
    let kind: Token.Kind = isBytes ? .bytes(text) : .string(String(decoding: text, as: UTF8.self))
    return Token(kind: kind, start: start, end: position)
  }

  /// What stands after a backslash.
  private mutating func escape(into text: inout [UInt8], isRaw: Bool, isBytes: Bool) throws(Failure) {
    let start = position
    position += 1
    guard position < source.count else { throw failure("the text is not closed", at: start) }
    let byte = source[position]
    if byte == 0x0A || byte == 0x0D {
      skipLineEnd()
      if isRaw { text += [UInt8(ascii: "\\"), 0x0A] }
      return
    }
    guard !isBytes || byte < 0x80 else { throw failure("bytes are written in ASCII") }
    position += 1
    if isRaw {
      text += [UInt8(ascii: "\\"), byte]
      return
    }
    let simple: [Character: UInt8] = [
      "\\": 0x5C, "'": 0x27, "\"": 0x22, "a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11,
    ]
    let character = Character(Unicode.Scalar(byte))
    if let value = simple[character] {
      text.append(value)
    } else if byte >= 0x30, byte <= 0x37 {
      var value = Int(byte - 0x30)
      for _ in 0..<2 where self[position] >= 0x30 && self[position] <= 0x37 {
        value = value * 8 + Int(source[position] - 0x30)
        position += 1
      }
      append(value, to: &text, isBytes)
    } else if character == "x" {
      append(try hexadecimal(2, at: start), to: &text, isBytes)
    } else if !isBytes, character == "u" || character == "U" {
      let value = try hexadecimal(character == "u" ? 4 : 8, at: start)
      guard value <= 0x10FFFF else { throw failure("there is no such character", at: start) }
      append(value, to: &text, false)
    } else if !isBytes, character == "N" {
      guard self[position] == UInt8(ascii: "{") else {
        throw failure("the name of the character is missing", at: start)
      }
      let name = source[position...].prefix(200)
      guard let end = name.firstIndex(of: UInt8(ascii: "}")), end > position + 1 else {
        throw failure("the name of the character is missing", at: start)
      }
      // The names of characters are not known here.
      position = end + 1
      append(0xFFFD, to: &text, false)
    } else {
      // Other backslashes stand for themselves.
      text += [UInt8(ascii: "\\"), byte]
    }
  }

  private mutating func hexadecimal(_ count: Int, at start: Int) throws(Failure) -> Int {
    var value = 0
    for _ in 0..<count {
      guard isDigit(self[position], 16), let digit = Character(Unicode.Scalar(self[position])).hexDigitValue else {
        throw failure("the escape is cut off", at: start)
      }
      value = value * 16 + digit
      position += 1
    }
    return value
  }

  private func append(_ value: Int, to text: inout [UInt8], _ isBytes: Bool) {
    if isBytes {
      text.append(UInt8(truncatingIfNeeded: value))
    } else {
      // A half of a pair alone has no UTF-8.
      let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
      text += Array(String(Character(scalar)).utf8)
    }
  }

  // MARK: f-strings

  /// What ended the text of an f-string.
  enum FormatEnd { case quote, field, formatEnd }

  /// The text of an f-string up to the next replacement field or its end; of the format of a field, up to its brace.
  mutating func formatText(
    _ opening: FormatOpening, isFormat: Bool, start: Int
  ) throws(Failure) -> (text: String, end: FormatEnd) {
    var text: [UInt8] = []
    let quote = opening.quote
    func result(_ end: FormatEnd) -> (text: String, end: FormatEnd) { (String(decoding: text, as: UTF8.self), end) }
    while true {
      guard position < source.count else { throw failure("the text is not closed", at: start) }
      let byte = source[position]
      switch byte {
      case quote where !opening.isTriple || self[position + 1] == quote && self[position + 2] == quote:
        guard !isFormat else { throw failure("a brace is missing") }
        position += opening.isTriple ? 3 : 1
        return result(.quote)
      case UInt8(ascii: "{"):
        if !isFormat, self[position + 1] == byte {
          text.append(byte)
          position += 2
          continue
        }
        guard brackets.count < PythonModule.maximumDepth else {
          throw failure("there are too many brackets in brackets")
        }
        brackets.append(byte)
        fields.append(brackets.count)
        position += 1
        return result(.field)
      case UInt8(ascii: "}"):
        if isFormat {
          position += 1
          _ = brackets.popLast()
          _ = fields.popLast()
          return result(.formatEnd)
        }
        guard self[position + 1] == byte else { throw failure("} closes nothing") }
        text.append(byte)
        position += 2
      case UInt8(ascii: "\\"):
        if opening.isRaw || self[position + 1] == UInt8(ascii: "{") || self[position + 1] == UInt8(ascii: "}") {
          text.append(byte)
          position += 1
          // A quote after a backslash does not end raw text.
          if self[position] == quote || self[position] == UInt8(ascii: "\\") {
            text.append(source[position])
            position += 1
          }
        } else {
          try escape(into: &text, isRaw: false, isBytes: false)
        }
      case 0x0A, 0x0D:
        guard opening.isTriple else { throw failure("the text is not closed", at: start) }
        skipLineEnd()
        text.append(0x0A)
      case 0: throw failure("there is a zero byte")
      default:
        text.append(byte)
        position += 1
      }
    }
  }

  /// Notes that the brace that was read as the last token ended a replacement field.
  mutating func endField() { _ = fields.popLast() }
}
