import Transport

/// The header lines of an answer, as they come in.
struct ResponseHead {
  /// The lines of the last head; those of a `100 Continue` before it are forgotten.
  private(set) var lines: [HTTPHeader] = []
  /// The declared length of the body; 0 where none is declared.
  private(set) var contentLength = 0
  private var isComplete = false

  /// Takes one line, line end included.
  mutating func append(_ line: UnsafeRawBufferPointer) {
    let line = Self.trimmed(line[...])
    if line.isEmpty {
      isComplete = true
    } else if line.starts(with: "HTTP/".utf8) {
      self = ResponseHead()
      lines.reserveCapacity(16)
    } else if !isComplete, let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      let name = String(decoding: line[..<colon], as: UTF8.self)
      let value = String(decoding: Self.trimmed(line[(colon + 1)...]), as: UTF8.self)
      lines.append(HTTPHeader(name, value))
      if name.utf8.count == 14, name.lowercased() == "content-length" { contentLength = max(0, Int(value) ?? 0) }
    }
    // Lines after the head are the trailers of a chunked body; no AWS API puts an answer there.
  }

  private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
    let isSpace: (UInt8) -> Bool = { [9, 10, 13, 32].contains($0) }
    guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
    else { return bytes[bytes.endIndex...] }
    return bytes[first...last]
  }
}
