// Stands in for the reader that `Documents` is getting, so that PolicyLanguage builds before it lands. Delete it then.

/// Why a text is not the JSON that was asked for.
public struct JSONReadingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, and where.
  public let description: String
}

/// Reads JSON text (RFC 8259).
public enum JSONReader {
  /// What happens to an object that names a member twice.
  public enum DuplicateNames: Sendable {
    case refused
  }

  /// The value that the UTF-8 text says.
  ///
  /// - Throws: ``JSONReadingError`` where the text is not one JSON value or names a member twice.
  public static func read(
    _ bytes: [UInt8], duplicateNames: DuplicateNames
  ) throws(JSONReadingError) -> JSONValue {
    var reader = ShimReader(bytes: bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == bytes.count else { throw reader.error("text after the value") }
    return value
  }
}

private struct ShimReader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  func error(_ reason: String) -> JSONReadingError { JSONReadingError(description: "\(reason) at byte \(position)") }

  var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

  mutating func skipSpace() { while [0x20, 0x09, 0x0A, 0x0D].contains(next) { position += 1 } }

  mutating func take(_ byte: Character) -> Bool {
    skipSpace()
    guard next == byte.asciiValue else { return false }
    position += 1
    return true
  }

  mutating func value(depth: Int) throws(JSONReadingError) -> JSONValue {
    guard depth < 128 else { throw error("nested too deeply") }
    if take("{") { return try object(depth: depth) }
    if take("[") {
      var values: [JSONValue] = []
      if take("]") { return .array(values) }
      repeat { values.append(try value(depth: depth + 1)) } while take(",")
      guard take("]") else { throw error("expected ] or ,") }
      return .array(values)
    }
    if take("\"") { return .string(try string()) }
    for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
    where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    let start = position
    while position < bytes.count, "+-.eE0123456789".utf8.contains(next) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text) else { throw error("expected a value") }
    return .number(number)
  }

  mutating func object(depth: Int) throws(JSONReadingError) -> JSONValue {
    var object = JSONObject()
    if take("}") { return .object(object) }
    repeat {
      guard take("\"") else { throw error("expected a name") }
      let name = try string()
      guard object[name] == nil else { throw error("the name \(name) stands twice") }
      guard take(":") else { throw error("expected :") }
      object[name] = try value(depth: depth + 1)
    } while take(",")
    guard take("}") else { throw error("expected } or ,") }
    return .object(object)
  }

  mutating func string() throws(JSONReadingError) -> String {
    var text: [UInt8] = []
    while position < bytes.count, next != 0x22 {
      guard next >= 0x20 else { throw error("control character in a string") }
      if next == 0x5C {
        position += 1
        let escapes: [Character: UInt8] = ["n": 10, "t": 9, "r": 13, "b": 8, "f": 12, "\"": 34, "\\": 92, "/": 47]
        let escape = Character(Unicode.Scalar(next))
        if let byte = escapes[escape] {
          text.append(byte)
        } else if escape == "u", position + 4 < bytes.count,
          let unit = UInt32(String(decoding: bytes[position + 1...position + 4], as: UTF8.self), radix: 16)
        {
          text += Array(String(Unicode.Scalar(unit).map(Character.init) ?? "\u{FFFD}").utf8)
          position += 4
        } else {
          throw error("bad escape")
        }
      } else {
        text.append(next)
      }
      position += 1
    }
    guard position < bytes.count else { throw error("unfinished string") }
    position += 1
    return String(decoding: text, as: UTF8.self)
  }
}
