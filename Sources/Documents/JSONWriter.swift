/// Writes JSON text, in UTF-8.
///
/// A value that could not be read is written as the string `(unread)`, so that a reader of the text sees that something
/// stands there. Numbers are written with the fewest digits that read back as the same number.
public struct JSONWriter: Sendable {
  /// How the text is laid out.
  public enum Layout: Sendable {
    /// Without any white space.
    case compact
    /// A member or element a line, two spaces a level, no newline at the end.
    case pretty
  }

  /// How the text is laid out.
  public var layout: Layout
  /// Whether members are written in the order of their names (of their Unicode scalars) rather than their own order.
  public var sortedNames: Bool

  /// A writer of that layout and order.
  public init(_ layout: Layout = .compact, sortedNames: Bool = false) {
    self.layout = layout
    self.sortedNames = sortedNames
  }

  /// The text of a value, as bytes.
  public func bytes(_ value: JSONValue) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(256)
    write(value, level: 0, to: &output)
    return output
  }

  /// The text of a value.
  public func string(_ value: JSONValue) -> String { String(decoding: bytes(value), as: UTF8.self) }

  /// The text of a value that lies so deep in what is written around it.
  public func string(_ value: JSONValue, level: Int) -> String {
    var output: [UInt8] = []
    write(value, level: level, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private func write(_ value: JSONValue, level: Int, to output: inout [UInt8]) {
    switch value {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): output.append(contentsOf: value.description.utf8)
    // JSON has no other numbers, and JSONValue promises to hold none; were one there, null is the least wrong.
    case .number(let value): output.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
    case .string(let text): Self.write(text, to: &output)
    case .array(let elements): write(elements, level: level, to: &output)
    case .object(let object): write(object, level: level, to: &output)
    case .unread: output.append(contentsOf: "\"(unread)\"".utf8)
    }
  }

  private func write(_ elements: [JSONValue], level: Int, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "["))
    var isFirst = true
    for element in elements {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      breakLine(level + 1, &output)
      write(element, level: level + 1, to: &output)
    }
    if !isFirst { breakLine(level, &output) }
    output.append(UInt8(ascii: "]"))
  }

  private func write(_ object: JSONObject, level: Int, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    func write(_ member: JSONObject.Member) {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      breakLine(level + 1, &output)
      Self.write(member.name, to: &output)
      output.append(UInt8(ascii: ":"))
      if layout == .pretty { output.append(UInt8(ascii: " ")) }
      self.write(member.value, level: level + 1, to: &output)
    }
    if sortedNames {
      for member in object.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) { write(member) }
    } else {
      for member in object { write(member) }
    }
    if !isFirst { breakLine(level, &output) }
    output.append(UInt8(ascii: "}"))
  }

  private func breakLine(_ level: Int, _ output: inout [UInt8]) {
    guard layout == .pretty else { return }
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
  }

  private static func write(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { bytes in
      var plain = 0
      for (offset, byte) in bytes.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[plain..<offset]))
        escape(byte, to: &output)
        plain = offset + 1
      }
      output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[plain...]))
    }
    output.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x22, 0x5C: output.append(byte)
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x09: output.append(UInt8(ascii: "t"))
    case 0x0A: output.append(UInt8(ascii: "n"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    case 0x0D: output.append(UInt8(ascii: "r"))
    default:
      let digits = String(byte, radix: 16)
      output.append(contentsOf: "u00".utf8)
      if byte < 0x10 { output.append(UInt8(ascii: "0")) }
      output.append(contentsOf: digits.utf8)
    }
  }
}
