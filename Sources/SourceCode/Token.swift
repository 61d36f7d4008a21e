/// A word of a program, without comments and spaces.
struct Token: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case identifier, number
    /// A text known as it stands; ``Token/text`` holds it with escapes undone.
    case string
    /// A text with parts that are computed.
    case template
    case regularExpression
    case punctuator
    /// The end of a statement in Python.
    case newline
  }

  let kind: Kind
  let text: String
  let position: SourcePosition
  /// Whether it is the first one on its line.
  let startsLine: Bool

  func isPunctuator(_ text: String) -> Bool { kind == .punctuator && self.text == text }

  func isWord(_ text: String) -> Bool { kind == .identifier && self.text == text }

  var isOpening: Bool { kind == .punctuator && ["(", "[", "{", "${"].contains(text) }

  var isClosing: Bool { kind == .punctuator && [")", "]", "}"].contains(text) }

  /// The value of an integer, or of a text of digits only.
  var integer: Int? {
    switch kind {
    case .number: Int(text.filter { $0 != "_" })
    case .string: text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    default: nil
    }
  }
}

/// Walks over a text, counting lines and columns.
struct SourceScanner {
  let scalars: [Unicode.Scalar]
  var offset = 0
  private(set) var line = 1
  private var lineStart = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  var isAtEnd: Bool { offset >= scalars.count }

  var position: SourcePosition { SourcePosition(line: line, column: offset - lineStart + 1) }

  /// The character so many places on, or a NUL past the end.
  func peek(_ distance: Int = 0) -> Unicode.Scalar {
    offset + distance < scalars.count ? scalars[offset + distance] : "\0"
  }

  func starts(with text: String) -> Bool { scalars[offset...].starts(with: text.unicodeScalars) }

  @discardableResult mutating func next() -> Unicode.Scalar {
    guard offset < scalars.count else { return "\0" }
    let scalar = scalars[offset]
    offset += 1
    // CR LF is one end of line.
    if Self.isLineEnd(scalar), !(scalar == "\r" && peek() == "\n") {
      line += 1
      lineStart = offset
    }
    return scalar
  }

  mutating func skip(_ count: Int) { for _ in 0..<count { next() } }

  mutating func skipToLineEnd() { while !isAtEnd, !Self.isLineEnd(peek()) { next() } }

  /// Takes what passes the test.
  mutating func take(while test: (Unicode.Scalar) -> Bool) -> String {
    let start = offset
    while !isAtEnd, test(peek()) { next() }
    return text(from: start)
  }

  func text(from start: Int) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start..<min(offset, scalars.count)])
    return String(view)
  }

  /// The number here, in any of the notations that JavaScript and Python share.
  mutating func takeNumber() -> String {
    let start = offset
    var last: Unicode.Scalar = " "
    while !isAtEnd {
      let scalar = peek()
      let isSign = (scalar == "+" || scalar == "-") && (last == "e" || last == "E") && scalars[start] != "0"
      guard Self.isIdentifierPart(scalar) || scalar == "." || isSign else { break }
      last = next()
    }
    return text(from: start)
  }

  /// What the escape means whose backslash was just taken.
  mutating func takeEscape() -> String {
    let scalar = next()
    func hexadecimal(_ count: Int) -> String? {
      guard offset + count <= scalars.count else { return nil }
      let digits = scalars[offset..<offset + count].reduce(into: "") { $0.unicodeScalars.append($1) }
      guard let value = UInt32(digits, radix: 16) else { return nil }
      return Unicode.Scalar(value).map { String(Character($0)) } ?? "\u{FFFD}"
    }
    switch scalar {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "v": return "\u{B}"
    case "0": return "\0"
    case "x", "u", "U":
      if scalar == "u", peek() == "{" {
        next()
        let digits = take { $0 != "}" && !Self.isLineEnd($0) }
        next()
        return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? "\u{FFFD}"
      }
      let count = scalar == "x" ? 2 : scalar == "u" ? 4 : 8
      guard let text = hexadecimal(count) else { return String(Character(scalar)) }
      skip(count)
      return text
    case _ where Self.isLineEnd(scalar):
      if scalar == "\r", peek() == "\n" { next() }
      return ""
    default: return String(Character(scalar))
    }
  }

  static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r" || scalar == "\u{2028}" || scalar == "\u{2029}"
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  static func isIdentifierStart(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_" || scalar == "$"
      || (scalar.value >= 0x80 && scalar.properties.isXIDStart)
  }

  static func isIdentifierPart(_ scalar: Unicode.Scalar) -> Bool {
    isIdentifierStart(scalar) || isDigit(scalar) || (scalar.value >= 0x80 && scalar.properties.isXIDContinue)
  }
}
