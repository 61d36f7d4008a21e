import CPCRE2

/// A regular expression as Perl has them (PCRE2), compiled. A match ends after a bound of steps: nested repetition, in a
/// rule or in what is matched, takes no longer than that.
///
/// <https://www.pcre.org/current/doc/html/pcre2syntax.html>
final class RegularExpression: @unchecked Sendable {
  /// What a pattern and a match may take.
  struct Limits {
    /// How long a pattern may be, in bytes.
    var pattern = 10_000
    /// How many steps a match may take, as PCRE2 counts them.
    var steps = 1_000_000
    /// How much memory a match may take to go back to, in KiB.
    var memory = 65_536
  }

  // Only read once it is compiled, which the library allows from any number of threads.
  private let code: OpaquePointer
  private let limits: Limits

  /// Compiles a pattern.
  ///
  /// - Parameter isUnicode: Whether classes such as `\d` have all that is so in Unicode.
  /// - Throws: ``RegularExpressionError`` where it is none, or is too long.
  init(_ pattern: String, limits: Limits = Limits(), isUnicode: Bool = true) throws(RegularExpressionError) {
    self.limits = limits
    guard pattern.utf8.count <= limits.pattern else {
      throw RegularExpressionError("it is longer than \(limits.pattern) bytes")
    }
    var error: Int32 = 0
    var offset = 0
    let options =
      PCRE2_UTF | (isUnicode ? PCRE2_UCP : 0) | PCRE2_NEVER_BACKSLASH_C
      // `$` is the end, and not before a line break at the end as well.
      | PCRE2_DOLLAR_ENDONLY
    var text = pattern
    let compiled = text.withUTF8 { pcre2_compile_8($0.baseAddress, $0.count, options, &error, &offset, nil) }
    guard let compiled else { throw RegularExpressionError("\(Self.message(error)), at byte \(offset)") }
    code = compiled
  }

  deinit { pcre2_code_free_8(code) }

  /// Whether it finds something in a text.
  ///
  /// - Throws: ``RegularExpressionError`` where that takes more than the limits.
  func finds(in text: String) throws(RegularExpressionError) -> Bool {
    guard let context = pcre2_match_context_create_8(nil), let match = pcre2_match_data_create_8(1, nil) else {
      throw RegularExpressionError("there is no memory left to match it")
    }
    defer {
      pcre2_match_data_free_8(match)
      pcre2_match_context_free_8(context)
    }
    pcre2_set_match_limit_8(context, UInt32(limits.steps))
    pcre2_set_heap_limit_8(context, UInt32(limits.memory))
    var text = text
    // A Swift string is valid UTF-8, so that the library need not look.
    let result = text.withUTF8 {
      pcre2_match_8(code, $0.baseAddress, $0.count, 0, PCRE2_NO_UTF_CHECK, match, context)
    }
    switch result {
    case 0...: return true
    case PCRE2_ERROR_NOMATCH: return false
    case PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_DEPTHLIMIT:
      throw RegularExpressionError("it takes more than \(limits.steps) steps on this text")
    default: throw RegularExpressionError(Self.message(result))
    }
  }

  private static func message(_ code: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = pcre2_get_error_message_8(code, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer.prefix(Int(count)), as: UTF8.self) : "error \(code)"
  }
}

/// A pattern as Java has them, which a text has to fit as a whole. What Java and Perl read differently is not taken.
public struct WholePattern: Sendable {
  private let expression: RegularExpression

  /// Compiles a pattern.
  ///
  /// - Throws: ``RegularExpressionError`` where it is none, is too long, or is not read as Java does.
  public init(_ pattern: String) throws(RegularExpressionError) {
    // Classes within classes, and what two of them have in common.
    if pattern.contains("&&") { throw RegularExpressionError("it has &&, which is read otherwise by Java") }
    expression = try RegularExpression("\\A(?:\(pattern))\\z", isUnicode: false)
  }

  /// Whether a text fits.
  ///
  /// - Throws: ``RegularExpressionError`` where that takes too many steps.
  public func fits(_ text: String) throws(RegularExpressionError) -> Bool { try expression.finds(in: text) }
}

/// Why a pattern is no regular expression, or gives no answer.
public struct RegularExpressionError: Error, Hashable, CustomStringConvertible {
  /// What is wrong, without a full stop.
  public let description: String

  init(_ description: String) { self.description = description }
}
