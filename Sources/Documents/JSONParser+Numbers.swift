extension JSONParser {
  /// Powers of ten that a double holds exactly.
  private static let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// The number at the cursor.
  mutating func number() throws(JSONFailure) -> JSONValue {
    let first = cursor
    var place = cursor
    let isNegative = place.pointee == UInt8(ascii: "-")
    if isNegative { place += 1 }
    let digits = place
    var magnitude: UInt64 = 0
    while place < end, case let digit = place.pointee &- UInt8(ascii: "0"), digit < 10 {
      magnitude = magnitude &* 10 &+ UInt64(digit)
      place += 1
    }
    let digitCount = place - digits
    guard digitCount > 0 else { throw expected("a digit", at: place) }
    if digits.pointee == UInt8(ascii: "0"), digitCount > 1 {
      throw wrong("a number has no leading zeros", at: digits)
    }
    if place == end || !Self.continuesNumber(place.pointee) {
      if digitCount <= 18 {
        cursor = place
        return .integer(isNegative ? -Int(magnitude) : Int(magnitude))
      }
      if let integer = Int(Self.text(first, place)) {
        cursor = place
        return .integer(integer)
      }
    }
    return try fraction(first, from: place, isNegative: isNegative, magnitude: magnitude, digitCount: digitCount)
  }

  @inline(__always)
  private static func continuesNumber(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
  }

  private static func text(_ first: UnsafePointer<UInt8>, _ last: UnsafePointer<UInt8>) -> String {
    String(decoding: UnsafeBufferPointer(start: first, count: last - first), as: UTF8.self)
  }

  private mutating func fraction(
    _ first: UnsafePointer<UInt8>, from digitsEnd: UnsafePointer<UInt8>, isNegative: Bool, magnitude: UInt64,
    digitCount: Int
  ) throws(JSONFailure) -> JSONValue {
    var place = digitsEnd
    var magnitude = magnitude
    var digitCount = digitCount
    var exponent = 0
    if place < end, place.pointee == UInt8(ascii: ".") {
      place += 1
      let fraction = place
      while place < end, case let digit = place.pointee &- UInt8(ascii: "0"), digit < 10 {
        magnitude = magnitude &* 10 &+ UInt64(digit)
        place += 1
      }
      guard place > fraction else { throw expected("a digit after the decimal point", at: place) }
      digitCount += place - fraction
      exponent = fraction - place
    }
    if place < end, place.pointee | 0x20 == UInt8(ascii: "e") { exponent += try self.exponent(&place) }
    cursor = place
    // Below 2^53 the digits, and up to 10^22 the power, are exact, so one operation rounds once: correctly.
    if digitCount <= 18, magnitude < 1 << 53, abs(exponent) <= 22 {
      let power = Self.exactPowers[abs(exponent)]
      let value = exponent < 0 ? Double(magnitude) / power : Double(magnitude) * power
      // `31536e3`, as minifiers write it, is a whole number, and is written on as one.
      if exponent >= 0, value < 0x1p53, value > 0 || !isNegative { return .integer(Int(isNegative ? -value : value)) }
      return .number(isNegative ? -value : value)
    }
    guard let value = Double(Self.text(first, place)), value.isFinite else {
      throw wrong("the number is too large", at: first)
    }
    return .number(value)
  }

  private func exponent(_ place: inout UnsafePointer<UInt8>) throws(JSONFailure) -> Int {
    place += 1
    let isNegative = place < end && place.pointee == UInt8(ascii: "-")
    if place < end, isNegative || place.pointee == UInt8(ascii: "+") { place += 1 }
    let first = place
    var exponent = 0
    while place < end, case let digit = place.pointee &- UInt8(ascii: "0"), digit < 10 {
      // Larger ones only have to stay out of the exact range.
      if exponent < 100_000_000 { exponent = exponent * 10 + Int(digit) }
      place += 1
    }
    guard place > first else { throw expected("a digit of the exponent", at: place) }
    return isNegative ? -exponent : exponent
  }
}
