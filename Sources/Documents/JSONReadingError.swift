/// Why a text is not the JSON document it should be, and where.
public struct JSONReadingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// The column in characters (Unicode scalars), from 1.
  public let column: Int
  /// The offset in bytes, from 0.
  public let offset: Int
  /// What was expected there, or what is wrong with what stands there. Quotes no more than one character of the text.
  public let message: String

  /// `line 3, column 7 (byte 41): expected ',' or ']', found 'x'`.
  public var description: String { "line \(line), column \(column) (byte \(offset)): \(message)" }

  init(_ failure: JSONFailure, in bytes: UnsafeBufferPointer<UInt8>) {
    let offset = min(failure.offset, bytes.count)
    var line = 1
    var column = 1
    for byte in bytes[..<offset] {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.line = line
    self.column = column
    self.offset = offset
    message =
      switch failure.reason {
      case .expected(let what): "expected \(what), found \(Self.found(at: offset, in: bytes))"
      case .wrong(let what): "\(what)"
      }
  }

  private static func found(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard offset < bytes.count else { return "the end of the text" }
    let character = String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self).unicodeScalars.first
    guard let character, character.value >= 0x20, character.value != 0x7F else {
      return "the control character 0x" + String(bytes[offset], radix: 16, uppercase: true)
    }
    return character == "\u{FFFD}" ? "a byte that is not UTF-8" : "'\(character)'"
  }
}

/// A failure while reading: small, so that throwing it costs the hot path nothing; lines are counted afterwards.
struct JSONFailure: Error {
  enum Reason {
    case expected(StaticString)
    case wrong(StaticString)
  }

  let offset: Int
  let reason: Reason
}
