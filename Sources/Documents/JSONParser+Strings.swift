extension JSONParser {
  /// A string as it was found.
  enum ScannedString {
    /// Without escapes: the bytes of the document themselves, checked to be UTF-8.
    case plain(UnsafePointer<UInt8>, Int)
    /// With its escapes undone, in ``scratch``.
    case escaped
  }

  /// Passes the string at the cursor, which stands on its opening quote.
  @inline(__always)
  mutating func scanString() throws(JSONFailure) -> ScannedString {
    let first = cursor + 1
    var place = first
    while true {
      Self.skipPlain(&place, end)
      guard place < end else { throw expected("'\"' to close the string", at: end) }
      let byte = place.pointee
      if byte == UInt8(ascii: "\"") {
        cursor = place + 1
        return .plain(first, place - first)
      }
      if byte == UInt8(ascii: "\\") { return try scanEscaped(first, from: place) }
      if byte < 0x20 { throw wrong("a control character in a string has to be escaped", at: place) }
      place += byte < 0x80 ? 1 : try sequenceLength(at: place)
    }
  }

  /// Moves over bytes that need no look of their own, eight at a time.
  @inline(__always)
  private static func skipPlain(_ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    while end - place >= 8 {
      let word = UnsafeRawPointer(place).loadUnaligned(as: UInt64.self)
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      let special = (quotes &- ones) | (slashes &- ones) | (word &- ones &* 0x20) | word
      let found = special & highs
      if found != 0 {
        // The lowest marked byte is certainly special; higher marks may be borrows and are looked at again.
        place += UInt64(littleEndian: found).trailingZeroBitCount >> 3
        return
      }
      place += 8
    }
    while place < end, place.pointee >= 0x20, place.pointee < 0x80, place.pointee != 0x22, place.pointee != 0x5C {
      place += 1
    }
  }

  @inline(never)
  private mutating func scanEscaped(
    _ first: UnsafePointer<UInt8>, from slash: UnsafePointer<UInt8>
  ) throws(JSONFailure) -> ScannedString {
    scratch.removeAll(keepingCapacity: true)
    var plain = first
    var place = slash
    while true {
      Self.skipPlain(&place, end)
      guard place < end else { throw expected("'\"' to close the string", at: end) }
      let byte = place.pointee
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        scratch.append(contentsOf: UnsafeBufferPointer(start: plain, count: place - plain))
        if byte == UInt8(ascii: "\"") {
          cursor = place + 1
          return .escaped
        }
        try undoEscape(&place)
        plain = place
      } else if byte < 0x20 {
        throw wrong("a control character in a string has to be escaped", at: place)
      } else {
        place += byte < 0x80 ? 1 : try sequenceLength(at: place)
      }
    }
  }

  private mutating func undoEscape(_ place: inout UnsafePointer<UInt8>) throws(JSONFailure) {
    let slash = place
    guard end - place >= 2 else { throw expected("an escaped character", at: end) }
    let letter = place[1]
    place += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(letter)
    case UInt8(ascii: "b"): scratch.append(0x08)
    case UInt8(ascii: "f"): scratch.append(0x0C)
    case UInt8(ascii: "n"): scratch.append(0x0A)
    case UInt8(ascii: "r"): scratch.append(0x0D)
    case UInt8(ascii: "t"): scratch.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal(&place)
      if (0xD800...0xDBFF).contains(code) {
        guard end - place >= 2, place[0] == UInt8(ascii: "\\"), place[1] == UInt8(ascii: "u") else {
          throw wrong("a surrogate without its other half", at: slash)
        }
        place += 2
        let low = try hexadecimal(&place)
        guard (0xDC00...0xDFFF).contains(low) else { throw wrong("a surrogate without its other half", at: slash) }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw wrong("a surrogate without its other half", at: slash) }
      scratch.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
    default: throw expected("one of \" \\ / b f n r t u after the backslash", at: slash + 1)
    }
  }

  private func hexadecimal(_ place: inout UnsafePointer<UInt8>) throws(JSONFailure) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard place < end else { throw expected("four hexadecimal digits after \\u", at: end) }
      let digit: UInt8
      switch place.pointee {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = place.pointee - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = place.pointee - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = place.pointee - UInt8(ascii: "A") + 10
      default: throw expected("four hexadecimal digits after \\u", at: place)
      }
      code = code << 4 | UInt32(digit)
      place += 1
    }
    return code
  }

  /// The length of the UTF-8 sequence at a byte of 0x80 or above (table 3-7 of the Unicode standard).
  private func sequenceLength(at place: UnsafePointer<UInt8>) throws(JSONFailure) -> Int {
    let lead = place.pointee
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw wrong("a byte that is not UTF-8", at: place)
    }
    guard end - place >= length, second.contains(place[1]) else { throw wrong("a byte that is not UTF-8", at: place) }
    for offset in 2..<max(length, 2) where place[offset] & 0xC0 != 0x80 {
      throw wrong("a byte that is not UTF-8", at: place)
    }
    return length
  }
}
