/// Texts that are computed of others, as both languages compute them.
enum KnownText {
  // MARK: Base64

  /// The bytes in Base64.
  static func base64(_ bytes: [UInt8], isForURL: Bool = false, pads: Bool = true) -> String {
    let letters =
      Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
      + (isForURL ? [0x2D, 0x5F] : [0x2B, 0x2F])
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let bits = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for index in 0..<4 where index <= part.count || pads {
        result.append(index <= part.count ? letters[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes that a text in Base64 stands for; nil where it is not written as it should be.
  static func bytes(ofBase64 text: String, isForURL: Bool = false, wantsPadding: Bool = true) -> [UInt8]? {
    var letters = Array(text.utf8)
    let padding = letters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    letters.removeLast(padding)
    guard letters.count % 4 != 1, padding <= 2,
      (letters.count + padding) % 4 == 0 || !wantsPadding && padding == 0
    else { return nil }
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for letter in letters {
      let value: UInt8
      switch letter {
      case 0x41...0x5A: value = letter - 0x41
      case 0x61...0x7A: value = letter - 0x61 + 26
      case 0x30...0x39: value = letter - 0x30 + 52
      case isForURL ? 0x2D : 0x2B: value = 62
      case isForURL ? 0x5F : 0x2F: value = 63
      default: return nil
      }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    // Bits that are left over have no byte.
    return bits & (1 << UInt32(count) - 1) == 0 ? result : nil
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  // MARK: Percent signs

  private static let letters = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  /// A text with a percent sign for each byte that is neither a letter, a digit nor one of some others.
  static func percentEncoded(_ text: String, keeping others: String, spaceIsPlus: Bool = false) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let kept = letters.union(others.utf8)
    var result: [UInt8] = []
    for byte in text.utf8 {
      if kept.contains(byte) {
        result.append(byte)
      } else if spaceIsPlus, byte == 0x20 {
        result.append(UInt8(ascii: "+"))
      } else {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes behind percent signs, other than those of some characters; nil where a sign has no two digits behind it, and
  /// that is no mistake that is left as it stands.
  static func percentDecoded(_ text: String, leaving others: String = "", isLenient: Bool = false) -> String? {
    let bytes = Array(text.utf8)
    func digit(_ place: Int) -> UInt8? {
      guard place < bytes.count else { return nil }
      switch bytes[place] {
      case 0x30...0x39: return bytes[place] - 0x30
      case 0x41...0x46: return bytes[place] - 0x41 + 10
      case 0x61...0x66: return bytes[place] - 0x61 + 10
      default: return nil
      }
    }
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "%") else {
        result.append(bytes[place])
        place += 1
        continue
      }
      guard let high = digit(place + 1), let low = digit(place + 2) else {
        guard isLenient else { return nil }
        result.append(bytes[place])
        place += 1
        continue
      }
      let byte = high << 4 | low
      if others.utf8.contains(byte) { result += bytes[place..<place + 3] } else { result.append(byte) }
      place += 3
    }
    return String(validating: result, as: UTF8.self)
  }

  /// ECMAScript, "URI Handling Functions"; nil where they throw.
  static func uriCoded(_ text: String, by function: String) -> String? {
    let marks = "-_.!~*'()"
    let reserved = ";/?:@&=+$,#"
    return switch function {
    case "encodeURIComponent": percentEncoded(text, keeping: marks)
    case "encodeURI": percentEncoded(text, keeping: marks + reserved)
    case "decodeURI": percentDecoded(text, leaving: reserved)
    default: percentDecoded(text)
    }
  }

  // MARK: Numbers

  /// A number with so many places behind the point, of two that are as near the larger one; nil where that is not followed.
  static func fixed(_ number: Double, _ places: Double, tiesToEven: Bool = false) -> String? {
    guard number.isFinite, abs(number) < 1e15, (0...20).contains(places), places == places.rounded() else { return nil }
    // `-0` and what is rounded to it the languages write differently.
    guard number != 0 || number.sign == .plus else { return nil }
    let count = Int(places)
    var scaled = UInt128(number.magnitude.significandBitPattern)
    if number.magnitude.isNormal { scaled |= 1 << 52 }
    for _ in 0..<count { scaled *= 10 }
    let exponent = number.magnitude == 0 ? 0 : Int(number.magnitude.exponent) - 52
    if exponent >= 0 {
      scaled <<= UInt128(exponent)
    } else if exponent > -127 {
      let rest = scaled & ((1 << UInt128(-exponent)) - 1)
      let half: UInt128 = 1 << UInt128(-exponent - 1)
      scaled >>= UInt128(-exponent)
      if rest > half || rest == half && (!tiesToEven || scaled % 2 == 1) { scaled += 1 }
    } else {
      scaled = 0
    }
    var digits = String(scaled)
    if number < 0, scaled == 0 { return nil }
    if digits.utf8.count <= count { digits = String(repeating: "0", count: count + 1 - digits.utf8.count) + digits }
    let whole = digits.dropLast(count)
    return (number < 0 ? "-" : "") + whole + (count > 0 ? "." + digits.suffix(count) : "")
  }
}
