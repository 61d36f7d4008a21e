/// Bytes to tokens, one at a time, since the grammar decides whether a `/` divides.
///
/// ECMA-262, 12.
struct Lexer: ~Copyable {
  /// The text with zeros after it, so that looking ahead needs no bounds.
  let bytes: UnsafeBufferPointer<UInt8>
  let count: Int
  let goal: Program.Goal
  var names: NameTable
  /// Where the next token is looked for.
  var next = 0

  // The token.
  var token = Token.end
  var start = 0
  /// Where the token before ended.
  var previousEnd = 0
  var newlineBefore = false
  /// The name of a name; the value of a string or the digits of a BigInt, as a name.
  var value: Int32 = -1
  var number = 0.0
  /// The flags of a regular expression as a name.
  var flags: Int32 = -1
  /// Whether a name or a string has escapes, so that it is no word of the language and no directive.
  var hasEscape = false
  /// Whether a number or string is written in the octal form that strict code refuses.
  var isOctal = false
  /// Of a piece of a template: whether `${` follows.
  var hasSubstitution = false

  init(_ source: [UInt8], goal: Program.Goal) {
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: source.count + 16)
    memory.initialize(repeating: 0)
    _ = memory.update(fromContentsOf: source)
    bytes = UnsafeBufferPointer(memory)
    count = source.count
    self.goal = goal
    names = NameTable()
    if source.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
    if bytes[next] == 0x23, bytes[next + 1] == 0x21 { skipLine() }
  }

  deinit { bytes.deallocate() }

  /// A place to go back to.
  struct Mark {
    let next: Int
    let token: Token
    let start: Int
    let previousEnd: Int
    let newlineBefore: Bool
    let value: Int32
    let number: Double
    let flags: Int32
    let hasEscape: Bool
    let isOctal: Bool
  }

  var mark: Mark {
    Mark(
      next: next, token: token, start: start, previousEnd: previousEnd, newlineBefore: newlineBefore, value: value,
      number: number, flags: flags, hasEscape: hasEscape, isOctal: isOctal)
  }

  mutating func goBack(to mark: Mark) {
    next = mark.next
    token = mark.token
    start = mark.start
    previousEnd = mark.previousEnd
    newlineBefore = mark.newlineBefore
    value = mark.value
    number = mark.number
    flags = mark.flags
    hasEscape = mark.hasEscape
    isOctal = mark.isOctal
  }

  func failure(_ message: String, at offset: Int) -> Parser.Failure {
    Parser.Failure(reason: .syntax, message: message, offset: Int32(min(offset, count)))
  }

  // MARK: Space

  private mutating func skipLine() {
    while next < count, !isLineEnd(at: next) { next += 1 }
  }

  /// Whether a line ends here.
  @inline(__always)
  func isLineEnd(at index: Int) -> Bool {
    let byte = bytes[index]
    if byte == 0x0A || byte == 0x0D { return true }
    return byte == 0xE2 && bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8
  }

  @inline(__always)
  private mutating func skipSpace() throws(Parser.Failure) {
    newlineBefore = previousEnd == 0
    while true {
      switch bytes[next] {
      case 0x20, 0x09, 0x0B, 0x0C: next += 1
      case 0x0A, 0x0D:
        next += 1
        newlineBefore = true
      case 0x2F:
        if bytes[next + 1] == 0x2F {
          skipLine()
        } else if bytes[next + 1] == 0x2A {
          try skipComment()
        } else {
          return
        }
      case 0x3C:  // <!--
        guard goal != .module, bytes[next + 1] == 0x21, bytes[next + 2] == 0x2D, bytes[next + 3] == 0x2D else { return }
        skipLine()
      case 0x2D:  // -->
        guard goal != .module, newlineBefore, bytes[next + 1] == 0x2D, bytes[next + 2] == 0x3E else { return }
        skipLine()
      case 0x80...0xFF:
        let (scalar, length) = scalar(at: next)
        switch scalar {
        case "\u{A0}", "\u{FEFF}", "\u{1680}", "\u{2000}"..."\u{200A}", "\u{202F}", "\u{205F}", "\u{3000}":
          next += length
        case "\u{2028}", "\u{2029}":
          next += length
          newlineBefore = true
        default: return
        }
      default: return
      }
    }
  }

  private mutating func skipComment() throws(Parser.Failure) {
    let from = next
    next += 2
    while next < count {
      if bytes[next] == 0x2A, bytes[next + 1] == 0x2F {
        next += 2
        return
      }
      if isLineEnd(at: next) { newlineBefore = true }
      next += 1
    }
    throw failure("this comment does not end", at: from)
  }

  /// The character at a place, and how many bytes it has; U+FFFD of one byte for what is no UTF-8.
  func scalar(at index: Int) -> (Unicode.Scalar, Int) {
    let first = bytes[index]
    func tail(_ distance: Int) -> UInt32? {
      let byte = bytes[index + distance]
      return byte & 0xC0 == 0x80 ? UInt32(byte & 0x3F) : nil
    }
    switch first {
    case 0..<0x80: return (Unicode.Scalar(first), 1)
    case 0xC2...0xDF:
      if let a = tail(1) { return (Unicode.Scalar(UInt32(first & 0x1F) << 6 | a) ?? "\u{FFFD}", 2) }
    case 0xE0...0xEF:
      if let a = tail(1), let b = tail(2) {
        let value = UInt32(first & 0x0F) << 12 | a << 6 | b
        if value >= 0x800, let scalar = Unicode.Scalar(value) { return (scalar, 3) }
      }
    case 0xF0...0xF4:
      if let a = tail(1), let b = tail(2), let c = tail(3) {
        let value = UInt32(first & 0x07) << 18 | a << 12 | b << 6 | c
        if value >= 0x10000, let scalar = Unicode.Scalar(value) { return (scalar, 4) }
      }
    default: break
    }
    return ("\u{FFFD}", 1)
  }

  // MARK: Tokens

  /// Reads the next token. A `/` is taken as a division; ``rescanRegularExpression()`` takes it as the other.
  mutating func advance() throws(Parser.Failure) {
    previousEnd = next
    try skipSpace()
    start = next
    guard next < count else {
      token = .end
      return
    }
    let byte = bytes[next]
    if Self.isNameStart(byte) {
      try scanName()
      return
    }
    switch byte {
    case 0x7B: single(.openBrace)
    case 0x7D: single(.closeBrace)
    case 0x28: single(.openParenthesis)
    case 0x29: single(.closeParenthesis)
    case 0x5B: single(.openBracket)
    case 0x5D: single(.closeBracket)
    case 0x3B: single(.semicolon)
    case 0x2C: single(.comma)
    case 0x3A: single(.colon)
    case 0x7E: single(.tilde)
    case 0x60: single(.template)
    case 0x22, 0x27: try scanString(quote: byte)
    case 0x30...0x39: try scanNumber()
    case 0x2E:
      if (0x30...0x39).contains(bytes[next + 1]) {
        try scanNumber()
      } else if bytes[next + 1] == 0x2E, bytes[next + 2] == 0x2E {
        multiple(.ellipsis, 3)
      } else {
        single(.dot)
      }
    case 0x3F:
      if bytes[next + 1] == 0x3F {
        bytes[next + 2] == 0x3D ? multiple(.coalesceAssign, 3) : multiple(.coalesce, 2)
      } else if bytes[next + 1] == 0x2E, !(0x30...0x39).contains(bytes[next + 2]) {
        multiple(.optional, 2)
      } else {
        single(.question)
      }
    case 0x23:
      next += 1
      guard Self.isNameStart(bytes[next]) || bytes[next] == 0x5C || bytes[next] >= 0x80 else {
        throw failure("a `#` begins no token here", at: start)
      }
      try scanName()
      token = .privateName
    case 0x5C, 0x80...0xFF: try scanName()
    default: try scanOperator(byte)
    }
  }

  @inline(__always)
  private mutating func single(_ token: Token) {
    self.token = token
    next += 1
  }

  @inline(__always)
  private mutating func multiple(_ token: Token, _ length: Int) {
    self.token = token
    next += length
  }

  private mutating func scanOperator(_ byte: UInt8) throws(Parser.Failure) {
    let second = bytes[next + 1]
    let third = bytes[next + 2]
    let isAssignment = second == 0x3D
    switch byte {
    case 0x3D:  // =
      if isAssignment {
        third == 0x3D ? multiple(.strictEqual, 3) : multiple(.equal, 2)
      } else {
        second == 0x3E ? multiple(.arrow, 2) : single(.assign)
      }
    case 0x21:  // !
      if isAssignment {
        third == 0x3D ? multiple(.strictNotEqual, 3) : multiple(.notEqual, 2)
      } else {
        single(.not)
      }
    case 0x2B:
      second == 0x2B ? multiple(.increment, 2) : isAssignment ? multiple(.plusAssign, 2) : single(.plus)
    case 0x2D:
      second == 0x2D ? multiple(.decrement, 2) : isAssignment ? multiple(.minusAssign, 2) : single(.minus)
    case 0x2A:
      if second == 0x2A {
        third == 0x3D ? multiple(.powerAssign, 3) : multiple(.power, 2)
      } else {
        isAssignment ? multiple(.starAssign, 2) : single(.star)
      }
    case 0x2F: isAssignment ? multiple(.slashAssign, 2) : single(.slash)
    case 0x25: isAssignment ? multiple(.percentAssign, 2) : single(.percent)
    case 0x26:
      if second == 0x26 {
        third == 0x3D ? multiple(.andAssign, 3) : multiple(.and, 2)
      } else {
        isAssignment ? multiple(.ampersandAssign, 2) : single(.ampersand)
      }
    case 0x7C:
      if second == 0x7C {
        third == 0x3D ? multiple(.orAssign, 3) : multiple(.or, 2)
      } else {
        isAssignment ? multiple(.barAssign, 2) : single(.bar)
      }
    case 0x5E: isAssignment ? multiple(.caretAssign, 2) : single(.caret)
    case 0x3C:
      if second == 0x3C {
        third == 0x3D ? multiple(.shiftLeftAssign, 3) : multiple(.shiftLeft, 2)
      } else {
        isAssignment ? multiple(.lessOrEqual, 2) : single(.less)
      }
    case 0x3E:
      if second == 0x3E {
        if third == 0x3E {
          bytes[next + 3] == 0x3D ? multiple(.shiftRightUnsignedAssign, 4) : multiple(.shiftRightUnsigned, 3)
        } else {
          third == 0x3D ? multiple(.shiftRightAssign, 3) : multiple(.shiftRight, 2)
        }
      } else {
        isAssignment ? multiple(.greaterOrEqual, 2) : single(.greater)
      }
    default: throw failure("no token begins like this", at: start)
    }
  }

  // MARK: Names

  /// Whether a name may begin with a byte below 128, without the backslash. Each byte of a text is asked for: the bits of
  /// two constants cost less than a table.
  @inline(__always)
  private static func isNameStart(_ byte: UInt8) -> Bool {
    byte >= 0x40 ? byte < 0x80 && nameLetters >> UInt64(byte & 0x3F) & 1 == 1 : byte == 0x24
  }

  /// Whether a name may go on with it.
  @inline(__always)
  private static func isNamePart(_ byte: UInt8) -> Bool {
    byte >= 0x40
      ? byte < 0x80 && nameLetters >> UInt64(byte & 0x3F) & 1 == 1 : byte == 0x24 || (byte >= 0x30 && byte <= 0x39)
  }

  /// Letters and `_`, counted from `@`.
  @inline(__always)
  private static var nameLetters: UInt64 { 0x07FF_FFFE_87FF_FFFE }

  private mutating func scanName() throws(Parser.Failure) {
    let from = next
    var hash = NameTable.emptyHash
    var index = next
    while Self.isNamePart(bytes[index]) {
      hash = NameTable.hash(hash, bytes[index])
      index += 1
    }
    token = .name
    hasEscape = false
    if bytes[index] < 0x80, bytes[index] != 0x5C {
      next = index
      value = names.intern(from..<index, hash: hash, source: bytes)
      return
    }
    var text: [UInt8] = []
    while next < count {
      let place = next
      var (scalar, length) = self.scalar(at: next)
      if scalar == "\\" {
        hasEscape = true
        guard bytes[next + 1] == 0x75 else { throw failure("a backslash stands here", at: next) }
        next += 2
        guard let code = scanUnicodeEscape(), let escaped = Unicode.Scalar(code) else {
          throw failure("this escape is no character", at: place)
        }
        (scalar, length) = (escaped, 0)
        if !Self.isPart(scalar, first: text.isEmpty) {
          throw failure("this character cannot stand in a name", at: place)
        }
      } else if !Self.isPart(scalar, first: text.isEmpty) {
        if text.isEmpty { throw failure("no token begins like this", at: next) }
        break
      }
      next += length
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    value = names.intern(text, source: bytes)
  }

  private static func isPart(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
    if scalar.value < 0x80 {
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      return first ? isNameStart(byte) : isNamePart(byte)
    }
    if scalar == "\u{FFFD}" { return false }
    if !first, scalar == "\u{200C}" || scalar == "\u{200D}" { return true }
    return first ? scalar.properties.isIDStart : scalar.properties.isIDContinue
  }

  /// After `\u`: four digits, or any number in braces.
  private mutating func scanUnicodeEscape() -> UInt32? {
    if bytes[next] == 0x7B {
      next += 1
      var code: UInt32 = 0
      let from = next
      while let digit = Self.hexadecimal(bytes[next]) {
        code = code * 16 + digit
        if code > 0x10FFFF { return nil }
        next += 1
      }
      guard next > from, bytes[next] == 0x7D else { return nil }
      next += 1
      return code
    }
    return scanHexadecimal(4)
  }

  private mutating func scanHexadecimal(_ digits: Int) -> UInt32? {
    var code: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = Self.hexadecimal(bytes[next]) else { return nil }
      code = code * 16 + digit
      next += 1
    }
    return code
  }

  static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x37
    case 0x61...0x66: UInt32(byte) - 0x57
    default: nil
    }
  }

  // MARK: Numbers

  private mutating func scanNumber() throws(Parser.Failure) {
    token = .number
    isOctal = false
    let from = next
    if bytes[next] == 0x30 {
      let radix: UInt32? =
        switch bytes[next + 1] | 0x20 {
        case 0x78: 16
        case 0x6F: 8
        case 0x62: 2
        default: nil
        }
      if let radix {
        next += 2
        try scanDigits(radix: radix)
        if bytes[next] == 0x6E { return try finishBigInt(from) }
        return try finishNumber()
      }
      if (0x30...0x39).contains(bytes[next + 1]) {
        isOctal = true
        var end = next
        while (0x30...0x39).contains(bytes[end]) { end += 1 }
        if !bytes[next..<end].contains(where: { $0 > 0x37 }) {
          next += 1
          try scanDigits(radix: 8)
          return try finishNumber()
        }
      }
    }
    // Integers of up to 15 digits are exact.
    var integer = 0
    while (0x30...0x39).contains(bytes[next]), next - from < 15 {
      integer = integer * 10 + Int(bytes[next] - 0x30)
      next += 1
    }
    switch bytes[next] {
    case 0x30...0x39, 0x2E, 0x5F, 0x45, 0x65, 0x6E: break
    default:
      number = Double(integer)
      return try finishNumber()
    }
    var text: [UInt8] = Array(bytes[from..<next])
    try scanDecimalDigits(into: &text)
    if bytes[next] == 0x6E, !isOctal { return try finishBigInt(from) }
    if bytes[next] == 0x2E {
      text.append(0x2E)
      next += 1
      if bytes[next] == 0x5F { throw failure("a `_` stands between two digits", at: next) }
      try scanDecimalDigits(into: &text)
    }
    if bytes[next] | 0x20 == 0x65 {
      text.append(0x65)
      next += 1
      if bytes[next] == 0x2B || bytes[next] == 0x2D {
        text.append(bytes[next])
        next += 1
      }
      guard Self.isDigit(bytes[next]) else { throw failure("this exponent has no digits", at: next) }
      try scanDecimalDigits(into: &text)
    }
    if text.first == 0x2E { text.insert(0x30, at: 0) }
    if let place = text.firstIndex(of: 0x2E), place + 1 == text.count || text[place + 1] == 0x65 {
      text.insert(0x30, at: place + 1)
    }
    number = Double(String(decoding: text, as: UTF8.self)) ?? .nan
    try finishNumber()
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private mutating func scanDecimalDigits(into text: inout [UInt8]) throws(Parser.Failure) {
    while Self.isDigit(bytes[next]) || bytes[next] == 0x5F {
      if bytes[next] == 0x5F {
        guard next > start, Self.isDigit(bytes[next - 1]), Self.isDigit(bytes[next + 1]), !isOctal else {
          throw failure("a `_` stands between two digits", at: next)
        }
      } else {
        text.append(bytes[next])
      }
      next += 1
    }
  }

  private mutating func scanDigits(radix: UInt32) throws(Parser.Failure) {
    let from = next
    number = 0
    while true {
      if bytes[next] == 0x5F, !isOctal {
        guard next > from, bytes[next - 1] != 0x5F, (Self.hexadecimal(bytes[next + 1]) ?? 99) < radix else {
          throw failure("a `_` stands between two digits", at: next)
        }
      } else if let digit = Self.hexadecimal(bytes[next]), digit < radix {
        number = number * Double(radix) + Double(digit)
      } else {
        break
      }
      next += 1
    }
    if next == from { throw failure("this number has no digits", at: start) }
  }

  private mutating func finishBigInt(_ from: Int) throws(Parser.Failure) {
    token = .bigInt
    value = names.intern(bytes[from..<next].filter { $0 != 0x5F }, source: bytes)
    next += 1
    try finishNumber()
  }

  /// No name follows a number at once.
  private func finishNumber() throws(Parser.Failure) {
    let byte = bytes[next]
    if Self.isNamePart(byte) || byte == 0x5C || (byte >= 0x80 && Self.isPart(scalar(at: next).0, first: true)) {
      throw failure("this number goes on with something else", at: next)
    }
  }

  // MARK: Strings

  private mutating func scanString(quote: UInt8) throws(Parser.Failure) {
    token = .string
    hasEscape = false
    isOctal = false
    next += 1
    let from = next
    var hash = NameTable.emptyHash
    while true {
      let byte = bytes[next]
      if byte == quote {
        value = names.intern(from..<next, hash: hash, source: bytes)
        next += 1
        return
      }
      if byte == 0x5C { break }
      if byte == 0x0A || byte == 0x0D || (byte == 0 && next >= count) {
        throw failure("this string does not end on its line", at: start)
      }
      hash = NameTable.hash(hash, byte)
      next += 1
    }
    hasEscape = true
    var text = Array(bytes[from..<next])
    while bytes[next] != quote {
      let byte = bytes[next]
      if byte == 0x5C {
        let place = next
        next += 1
        guard try scanEscape(into: &text, inTemplate: false) else {
          throw failure("this escape means nothing", at: place)
        }
      } else if byte == 0x0A || byte == 0x0D || next >= count {
        throw failure("this string does not end on its line", at: start)
      } else {
        text.append(byte)
        next += 1
      }
    }
    next += 1
    value = names.intern(text, source: bytes)
  }

  /// After a backslash. False where the escape means nothing.
  private mutating func scanEscape(into text: inout [UInt8], inTemplate: Bool) throws(Parser.Failure) -> Bool {
    guard next < count else { throw failure("this text does not end", at: start) }
    let byte = bytes[next]
    next += 1
    switch byte {
    case 0x6E: text.append(0x0A)
    case 0x74: text.append(0x09)
    case 0x72: text.append(0x0D)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x76: text.append(0x0B)
    case 0x0D: if bytes[next] == 0x0A { next += 1 }
    case 0x0A: break
    case 0x78:
      guard let code = scanHexadecimal(2) else { return false }
      append(code, to: &text)
    case 0x75:
      guard var code = scanUnicodeEscape() else { return false }
      // A pair of surrogates is one character.
      if (0xD800..<0xDC00).contains(code), bytes[next] == 0x5C, bytes[next + 1] == 0x75 {
        let place = next
        next += 2
        if let low = scanUnicodeEscape(), (0xDC00..<0xE000).contains(low) {
          code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        } else {
          next = place
        }
      }
      append(code, to: &text)
    case 0x30...0x37:
      if byte == 0x30, !(0x30...0x39).contains(bytes[next]) {
        text.append(0)
        return true
      }
      isOctal = true
      if inTemplate { return false }
      var code = UInt32(byte - 0x30)
      var digits = 1
      while digits < (byte <= 0x33 ? 3 : 2), (0x30...0x37).contains(bytes[next]) {
        code = code * 8 + UInt32(bytes[next] - 0x30)
        next += 1
        digits += 1
      }
      append(code, to: &text)
    case 0x38, 0x39:
      isOctal = true
      if inTemplate { return false }
      text.append(byte)
    case 0xE2 where isLineEnd(at: next - 1): next += 2
    default:
      text.append(byte)
    }
    return true
  }

  private func append(_ code: UInt32, to text: inout [UInt8]) {
    text.append(contentsOf: UTF8.encode(Unicode.Scalar(code) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter)
  }

  /// Reads the piece of a template that begins at ``next``, up to its `${` or its end; ``value`` is -1 where an escape
  /// means nothing, as tagged templates allow.
  mutating func scanTemplatePiece() throws(Parser.Failure) {
    var text: [UInt8] = []
    var isValid = true
    var from = next
    hasEscape = false
    while true {
      guard next < count else { throw failure("this template does not end", at: start) }
      let byte = bytes[next]
      if byte == 0x60 || (byte == 0x24 && bytes[next + 1] == 0x7B) {
        text.append(contentsOf: bytes[from..<next])
        hasSubstitution = byte == 0x24
        next += hasSubstitution ? 2 : 1
        value = isValid ? names.intern(text, source: bytes) : -1
        return
      }
      if byte == 0x5C {
        hasEscape = true
        text.append(contentsOf: bytes[from..<next])
        next += 1
        if try !scanEscape(into: &text, inTemplate: true) { isValid = false }
        from = next
      } else if byte == 0x0D {
        text.append(contentsOf: bytes[from..<next])
        text.append(0x0A)
        next += bytes[next + 1] == 0x0A ? 2 : 1
        from = next
      } else {
        next += 1
      }
    }
  }

  // MARK: Regular expressions

  /// Reads the token again, which is `/` or `/=`, as a regular expression.
  mutating func rescanRegularExpression() throws(Parser.Failure) {
    next = start + 1
    var inClass = false
    while true {
      guard next < count, !isLineEnd(at: next) else {
        throw failure("this regular expression does not end on its line", at: start)
      }
      let byte = bytes[next]
      if byte == 0x5C {
        next += 1
        if next >= count || isLineEnd(at: next) {
          throw failure("this regular expression does not end on its line", at: start)
        }
      } else if byte == 0x5B {
        inClass = true
      } else if byte == 0x5D {
        inClass = false
      } else if byte == 0x2F, !inClass {
        break
      }
      next += 1
    }
    let pattern = names.intern(Array(bytes[start + 1..<next]), source: bytes)
    next += 1
    let from = next
    while Self.isNamePart(bytes[next]) {
      let flag = bytes[next]
      guard "dgimsuvy".utf8.contains(flag), !bytes[from..<next].contains(flag) else {
        throw failure("a regular expression has no such flag, or not twice", at: next)
      }
      next += 1
    }
    flags = names.intern(Array(bytes[from..<next]), source: bytes)
    value = pattern
    token = .regularExpression
  }
}
