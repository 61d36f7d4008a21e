/// Numbers, in all the ways in which they are written.
extension Lexer {
  mutating func scanNumber() throws(Parser.Failure) {
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

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  mutating func scanDecimalDigits(into text: inout [UInt8]) throws(Parser.Failure) {
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

  mutating func scanDigits(radix: UInt32) throws(Parser.Failure) {
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

  mutating func finishBigInt(_ from: Int) throws(Parser.Failure) {
    token = .bigInt
    value = names.intern(bytes[from..<next].filter { $0 != 0x5F }, source: bytes)
    next += 1
    try finishNumber()
  }

  /// No name follows a number at once.
  func finishNumber() throws(Parser.Failure) {
    let byte = bytes[next]
    if Self.isNamePart(byte) || byte == 0x5C || (byte >= 0x80 && Self.isPart(scalar(at: next).0, first: true)) {
      throw failure("this number goes on with something else", at: next)
    }
  }
}
