/// Reads a text as JSON, and nothing else; RFC 8259. Numbers are kept as they are written, since Python tells 4.03e2 from 403.
struct JSONReader {
  /// What a text in JSON stands for.
  indirect enum Value {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([Value])
    case object([(String, Value)])
  }

  private let bytes: [UInt8]
  private var place = 0
  /// Whether there is more in it than is read: many levels, great numbers, half characters. It may be JSON for all that.
  private(set) var isBeyond = false

  init(_ text: String) { bytes = Array(text.utf8) }

  /// All of it; nil where it is no JSON, or ``isBeyond``.
  mutating func document() -> Value? {
    guard let value = value(depth: 0) else { return nil }
    skipBlanks()
    return place == bytes.count ? value : nil
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let next, [0x20, 0x09, 0x0A, 0x0D].contains(next) { place += 1 }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes[place...].starts(with: wanted) else { return false }
    place += wanted.count
    return true
  }

  private mutating func value(depth: Int) -> Value? {
    skipBlanks()
    guard let next else { return nil }
    guard depth < 64 else {
      isBeyond = true
      return nil
    }
    switch next {
    case UInt8(ascii: "{"):
      place += 1
      var members: [(String, Value)] = []
      skipBlanks()
      if take("}") { return .object([]) }
      while true {
        skipBlanks()
        guard let name = text() else { return nil }
        skipBlanks()
        guard take(":"), let value = value(depth: depth + 1) else { return nil }
        members.append((name, value))
        skipBlanks()
        if take("}") { return .object(members) }
        guard take(",") else { return nil }
      }
    case UInt8(ascii: "["):
      place += 1
      var items: [Value] = []
      skipBlanks()
      if take("]") { return .list([]) }
      while true {
        guard let value = value(depth: depth + 1) else { return nil }
        items.append(value)
        skipBlanks()
        if take("]") { return .list(items) }
        guard take(",") else { return nil }
      }
    case UInt8(ascii: "\""): return text().map(Value.text)
    default:
      if take("true") { return .bool(true) }
      if take("false") { return .bool(false) }
      if take("null") { return .null }
      return number()
    }
  }

  private mutating func number() -> Value? {
    let start = place
    func digits() -> Int {
      let first = place
      while let next, (0x30...0x39).contains(next) { place += 1 }
      return place - first
    }
    _ = take("-")
    let hasZero = next == 0x30
    let count = digits()
    guard count > 0, !hasZero || count == 1 else { return nil }
    var isInteger = true
    if take(".") {
      isInteger = false
      guard digits() > 0 else { return nil }
    }
    if take("e") || take("E") {
      isInteger = false
      if !take("-") { _ = take("+") }
      guard digits() > 0 else { return nil }
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isInteger {
      isBeyond = Int(text) == nil
      return Int(text).map(Value.integer)
    }
    return Double(text).map(Value.number)
  }

  private mutating func text() -> String? {
    guard take("\"") else { return nil }
    var units: [UInt16] = []
    var from = place
    func upToHere() -> String.UTF16View { String(decoding: bytes[from..<place], as: UTF8.self).utf16 }
    while let next {
      switch next {
      case UInt8(ascii: "\""):
        units += upToHere()
        place += 1
        let text = String(validating: units, as: UTF16.self)
        isBeyond = text == nil
        return text
      case 0..<0x20: return nil
      case UInt8(ascii: "\\"):
        units += upToHere()
        guard place + 1 < bytes.count else { return nil }
        let letter = bytes[place + 1]
        place += 2
        let simple: [UInt8: UInt16] = [
          0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
        ]
        if let unit = simple[letter] {
          units.append(unit)
        } else {
          guard letter == UInt8(ascii: "u"), place + 4 <= bytes.count,
            bytes[place..<place + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
          else { return nil }
          units.append(unit)
          place += 4
        }
        from = place
      default: place += 1
      }
    }
    return nil
  }
}
