import Documents

extension YAMLNode.Scalar {
  /// The value of a scalar without a tag, after YAML 1.2's core schema: quoted, it is text; plain, it may be more.
  public var value: JSONValue { style == .plain ? Self.coreSchema(string) : .string(string) }

  /// The value that a plain scalar of that text is, after YAML 1.2, chapter 10.3.2, "Tag Resolution".
  ///
  /// `.inf` and `.nan`, which JSON has no numbers for, stay text, and so does what the core schema takes for text: `yes`,
  /// `on`, `1_000`, `0b1`.
  public static func coreSchema(_ text: String) -> JSONValue {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    default: number(text) ?? .string(text)
    }
  }

  private static func number(_ text: String) -> JSONValue? {
    let bytes = text.utf8
    guard let first = bytes.first, isDigit(first) || first == plus || first == minus || first == dot else { return nil }
    // `0o` and `0x` take no sign.
    for (prefix, radix) in [("0o", 8), ("0x", 16)] where text.hasPrefix(prefix) {
      let digits = bytes.dropFirst(2)
      guard !digits.isEmpty, digits.allSatisfy({ isDigit($0, radix) }) else { return nil }
      if let value = Int(text.dropFirst(2), radix: radix) { return .integer(value) }
      let value = digits.reduce(0.0) { $0 * Double(radix) + Double(hexDigit($1)) }
      return value.isFinite ? .number(value) : nil
    }
    let unsigned = first == plus || first == minus ? bytes.dropFirst() : bytes[...]
    if !unsigned.isEmpty, unsigned.allSatisfy({ isDigit($0) }), let value = Int(text) { return .integer(value) }
    return isDecimal(unsigned) ? Double(text).flatMap { $0.isFinite ? .number($0) : nil } : nil
  }

  /// `(\. [0-9]+ | [0-9]+ (\. [0-9]*)?) ([eE] [-+]? [0-9]+)?`
  private static func isDecimal(_ text: Substring.UTF8View) -> Bool {
    var rest = text
    func digits() -> Int {
      let count = rest.prefix { isDigit($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    let whole = digits()
    if rest.first == dot {
      rest = rest.dropFirst()
      if digits() == 0, whole == 0 { return false }
    } else if whole == 0 {
      return false
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == plus || rest.first == minus { rest = rest.dropFirst() }
      if digits() == 0 { return false }
    }
    return rest.isEmpty
  }

  private static let (plus, minus, dot) = (UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."))

  private static func isDigit(_ byte: UInt8, _ radix: Int = 10) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): hexDigit(byte) < radix
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
    default: false
    }
  }

  private static func hexDigit(_ byte: UInt8) -> Int {
    byte < UInt8(ascii: "A") ? Int(byte) - 0x30 : Int(byte | 0x20) - 0x57
  }
}
