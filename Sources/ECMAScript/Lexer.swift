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
  static func isNameStart(_ byte: UInt8) -> Bool {
    byte >= 0x40 ? byte < 0x80 && nameLetters >> UInt64(byte & 0x3F) & 1 == 1 : byte == 0x24
  }

  /// Whether a name may go on with it.
  @inline(__always)
  static func isNamePart(_ byte: UInt8) -> Bool {
    byte >= 0x40
      ? byte < 0x80 && nameLetters >> UInt64(byte & 0x3F) & 1 == 1 : byte == 0x24 || (byte >= 0x30 && byte <= 0x39)
  }

  /// Letters and `_`, counted from `@`.
  @inline(__always)
  private static var nameLetters: UInt64 { 0x07FF_FFFE_87FF_FFFE }

  mutating func scanName() throws(Parser.Failure) {
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

  static func isPart(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
    if scalar.value < 0x80 {
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      return first ? isNameStart(byte) : isNamePart(byte)
    }
    if scalar == "\u{FFFD}" { return false }
    if !first, scalar == "\u{200C}" || scalar == "\u{200D}" { return true }
    return first ? scalar.properties.isIDStart : scalar.properties.isIDContinue
  }

  /// After `\u`: four digits, or any number in braces.
  mutating func scanUnicodeEscape() -> UInt32? {
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

  mutating func scanHexadecimal(_ digits: Int) -> UInt32? {
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
}
