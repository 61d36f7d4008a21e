import Synchronization

/// Where the lines of a text begin; found when first asked for.
///
/// ECMA-262, 12.3: lines end in LF, CR, CR LF, U+2028 or U+2029.
final class LineTable: Sendable {
  /// A place whose line and column are known: the begin of each line, and places within long ones.
  private struct Mark {
    let offset: Int
    let line: Int
    let column: Int
  }

  /// How far marks are from each other at most, so that asking for many places on one long line costs little.
  private static let distance = 1024

  private let marks = Mutex<[Mark]?>(nil)

  func place(of offset: Int, in source: [UInt8]) -> (line: Int, column: Int) {
    let marks = marks.withLock { known in
      let marks = known ?? Self.marks(of: source)
      known = marks
      return marks
    }
    let offset = min(max(offset, 0), source.count)
    var low = 0
    var high = marks.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if marks[middle].offset <= offset { low = middle } else { high = middle }
    }
    // Bytes that go on with a character are not counted.
    let column = source[marks[low].offset..<offset].reduce(marks[low].column) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    return (marks[low].line, column)
  }

  /// Whether eight bytes are characters of ASCII other than LF and CR.
  @inline(__always)
  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    // A byte that is zero after the exclusive or borrows from its highest bit.
    func has(_ byte: UInt64) -> Bool {
      let rest = word ^ (ones &* byte)
      return (rest &- ones) & ~rest & highs != 0
    }
    return word & highs == 0 && !has(0x0A) && !has(0x0D)
  }

  private static func marks(of source: [UInt8]) -> [Mark] {
    var marks = [Mark(offset: 0, line: 1, column: 1)]
    var line = 1
    var column = 1
    var last = 0
    source.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        // Most of a long line is eight bytes after the other of ASCII in which no line ends.
        while index + 8 <= bytes.count, index - last < distance - 8, isPlain(bytes, at: index) {
          index += 8
          column += 8
        }
        guard index < bytes.count else { break }
        let byte = bytes[index]
        index += 1
        var isLineEnd = false
        switch byte {
        case 0x0A: isLineEnd = true
        case 0x0D:
          if index < bytes.count, bytes[index] == 0x0A { index += 1 }
          isLineEnd = true
        case 0xE2 where index + 1 < bytes.count && bytes[index] == 0x80 && bytes[index + 1] & 0xFE == 0xA8:
          index += 2
          isLineEnd = true
        default: break
        }
        if isLineEnd {
          line += 1
          column = 1
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
        if isLineEnd || (index - last >= distance && (index == bytes.count || bytes[index] & 0xC0 != 0x80)) {
          marks.append(Mark(offset: index, line: line, column: column))
          last = index
        }
      }
    }
    return marks
  }
}
