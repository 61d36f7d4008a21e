/// Reads JSON text, strictly as RFC 8259 has it.
///
/// Refused are invalid UTF-8, escapes of lone surrogates, control characters in strings, text after the value, leading
/// zeros, numbers too large for a double, and everything else that is no JSON, such as `NaN` or comments. A byte order
/// mark of UTF-8 at the start is skipped, as the RFC permits.
public enum JSONReader {
  /// What to do with an object that has two members of one name.
  public enum DuplicateNames: Sendable {
    /// The later value counts, in the place of the earlier, as most readers do.
    case lastWins
    /// The document is refused, as IAM refuses a policy.
    case refused
  }

  /// How deep arrays and objects may nest.
  public static let maximumDepth = 512

  /// The value that these bytes write.
  ///
  /// Integers that fit 64 bits become ``JSONValue/integer(_:)``, all other numbers the nearest
  /// ``JSONValue/number(_:)``.
  ///
  /// - Throws: `JSONReadingError` with the place where the text stops being JSON.
  public static func read(
    _ bytes: [UInt8], duplicateNames: DuplicateNames = .lastWins
  ) throws(JSONReadingError) -> JSONValue {
    try bytes.withUnsafeBufferPointer { buffer in readResult(buffer, duplicateNames) }.get()
  }

  /// The value that this text writes; see ``read(_:duplicateNames:)-([UInt8],_)``.
  ///
  /// - Throws: `JSONReadingError` with the place where the text stops being JSON.
  public static func read(
    _ text: String, duplicateNames: DuplicateNames = .lastWins
  ) throws(JSONReadingError) -> JSONValue {
    var text = text
    return try text.withUTF8 { buffer in readResult(buffer, duplicateNames) }.get()
  }

  private static func readResult(
    _ buffer: UnsafeBufferPointer<UInt8>, _ duplicateNames: DuplicateNames
  ) -> Result<JSONValue, JSONReadingError> {
    guard let start = buffer.baseAddress, !buffer.isEmpty else {
      return .failure(JSONReadingError(JSONFailure(offset: 0, reason: .expected("a JSON value")), in: buffer))
    }
    var parser = JSONParser(start: start, count: buffer.count, duplicateNames: duplicateNames)
    do {
      return .success(try parser.document())
    } catch {
      return .failure(JSONReadingError(error, in: buffer))
    }
  }
}
