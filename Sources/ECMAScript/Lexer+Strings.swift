/// Strings, pieces of templates, and regular expressions.
extension Lexer {
  mutating func scanString(quote: UInt8) throws(Parser.Failure) {
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
  mutating func scanEscape(into text: inout [UInt8], inTemplate: Bool) throws(Parser.Failure) -> Bool {
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

  func append(_ code: UInt32, to text: inout [UInt8]) {
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
