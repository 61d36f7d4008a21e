/// A module of Python: the text of one file, parsed.
///
/// The Python Language Reference 3.14. What is accepted is what `ast.parse` accepts: what the compiler refuses later,
/// such as a `return` outside of functions, is not refused here.
public struct PythonModule: Sendable {
  /// The statements.
  public let body: [Statement]
  private let lines: PythonLines

  /// Brackets and blocks that are nested deeper than this are not read. CPython refuses 200 brackets and 100 blocks.
  public static let maximumDepth = 200

  /// Parses a file, which is UTF-8 unless it says otherwise.
  ///
  /// - Throws: ``PythonSyntaxError``, with its place.
  public init(_ source: [UInt8]) throws(PythonSyntaxError) {
    do {
      var parser = try Parser(source)
      body = try parser.module()
      lines = PythonLines(source)
    } catch {
      let place = PythonLines(source).place(of: error.offset)
      throw PythonSyntaxError(
        reason: error.reason, message: error.message, offset: error.offset, line: place.line, column: place.column)
    }
  }

  /// The line and the column in characters, both from 1, of a byte.
  public func place(of offset: Int) -> (line: Int, column: Int) { lines.place(of: offset) }
}

/// Why a text is no module, or is not read as one.
public struct PythonSyntaxError: Error, Sendable, Hashable {
  /// Why it is not read.
  public enum Reason: Sendable, Hashable {
    /// It is not Python 3.14.
    case syntax
    /// It is nested too deeply, or in another encoding than UTF-8.
    case unsupported
  }

  /// The reason.
  public let reason: Reason
  /// What is wrong, as half a sentence.
  public let message: String
  /// The byte at which it is wrong.
  public let offset: Int
  /// The line, from 1, of that byte.
  public let line: Int
  /// The column, from 1, in characters of Unicode.
  public let column: Int
}

/// An error on its way out of the parser, which does not know lines.
struct Failure: Error {
  var reason = PythonSyntaxError.Reason.syntax
  let message: String
  let offset: Int
}

/// Where the lines of a text begin: after LF, CR or CR LF.
struct PythonLines: Sendable {
  private let source: [UInt8]
  private let starts: [Int]

  init(_ source: [UInt8]) {
    self.source = source
    var starts = [0]
    source.withUnsafeBufferPointer { bytes in
      for index in bytes.indices {
        let isEnd = bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
        if bytes[index] == 0x0A || isEnd { starts.append(index + 1) }
      }
    }
    self.starts = starts
  }

  func place(of offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), source.count)
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    // Bytes that go on with a character are not counted.
    let column = source[starts[low]..<offset].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    return (low + 1, column)
  }
}
