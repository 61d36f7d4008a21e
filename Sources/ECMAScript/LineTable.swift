import Synchronization

/// Where the lines of a text begin; found when first asked for.
///
/// ECMA-262, 12.3: lines end in LF, CR, CR LF, U+2028 or U+2029.
final class LineTable: Sendable {
  private let starts = Mutex<[Int]?>(nil)

  func place(of offset: Int, in source: [UInt8]) -> (line: Int, column: Int) {
    let starts = starts.withLock { known in
      let starts = known ?? Self.starts(of: source)
      known = starts
      return starts
    }
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

  private static func starts(of source: [UInt8]) -> [Int] {
    var starts = [0]
    source.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        switch byte {
        case 0x0A: starts.append(index)
        case 0x0D:
          if index < bytes.count, bytes[index] == 0x0A { index += 1 }
          starts.append(index)
        case 0xE2 where index + 1 < bytes.count && bytes[index] == 0x80 && bytes[index + 1] & 0xFE == 0xA8:
          index += 2
          starts.append(index)
        default: break
        }
      }
    }
    return starts
  }
}
