/// Takes Python apart into tokens. The Python Language Reference, "Lexical analysis"; what is no Python is skipped.
///
/// The end of a logical line is a ``Token/Kind/newline``; indentation shows in the columns.
struct PythonTokenizer {
  private var scanner: SourceScanner
  private var tokens: [Token] = []
  private var depth = 0

  static func tokens(of text: String) -> [Token] {
    var tokenizer = PythonTokenizer(scanner: SourceScanner(text))
    tokenizer.run()
    return tokenizer.tokens
  }

  private init(scanner: SourceScanner) { self.scanner = scanner }

  private static let punctuators = [
    "**=", "//=", ">>=", "<<=", "...", "->", ":=", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "&=", "|=",
    "^=", "@=", "**", "//", "<<", ">>",
  ]

  private mutating func run() {
    while !scanner.isAtEnd {
      let scalar = scanner.peek()
      if scalar == "#" {
        scanner.skipToLineEnd()
      } else if scalar == "\\" {
        // A line goes on after a backslash at its end.
        scanner.next()
        if scanner.starts(with: "\r\n") { scanner.next() }
        scanner.next()
      } else if SourceScanner.isLineEnd(scalar) {
        let position = scanner.position
        scanner.next()
        if depth == 0, let last = tokens.last, last.kind != .newline { add(.newline, "", position) }
      } else if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        scanner.next()
      } else if let prefix = stringPrefix() {
        takeString(prefix: prefix)
      } else if SourceScanner.isDigit(scalar) || (scalar == "." && SourceScanner.isDigit(scanner.peek(1))) {
        let start = scanner.position
        add(.number, scanner.takeNumber(), start)
      } else if SourceScanner.isIdentifierStart(scalar) {
        let start = scanner.position
        add(.identifier, scanner.take(while: SourceScanner.isIdentifierPart), start)
      } else {
        let start = scanner.position
        let text = Self.punctuators.first { scanner.starts(with: $0) } ?? String(Character(scalar))
        scanner.skip(text.unicodeScalars.count)
        if ["(", "[", "{"].contains(text) { depth += 1 }
        if [")", "]", "}"].contains(text) { depth = max(0, depth - 1) }
        add(.punctuator, text, start)
      }
    }
    if tokens.last?.kind != .newline { add(.newline, "", scanner.position) }
  }

  private mutating func add(_ kind: Token.Kind, _ text: String, _ position: SourcePosition) {
    let startsLine = tokens.last.map { $0.kind == .newline } ?? true
    tokens.append(Token(kind: kind, text: text, position: position, startsLine: startsLine))
  }

  /// The letters before a quote here, in lower case; `nil` where no string begins.
  private func stringPrefix() -> String? {
    var prefix = ""
    for distance in 0...2 {
      let scalar = scanner.peek(distance)
      if scalar == "\"" || scalar == "'" {
        return ["", "r", "u", "b", "f", "t", "br", "rb", "fr", "rf", "tr", "rt"].contains(prefix) ? prefix : nil
      }
      prefix += String(Character(scalar)).lowercased()
    }
    return nil
  }

  private mutating func takeString(prefix: String) {
    let start = scanner.position
    scanner.skip(prefix.unicodeScalars.count)
    let quote = String(Character(scanner.peek()))
    let end = scanner.starts(with: quote + quote + quote) ? quote + quote + quote : quote
    scanner.skip(end.unicodeScalars.count)
    let isRaw = prefix.contains("r")
    let isFormatted = prefix.contains("f") || prefix.contains("t")
    var isComputed = false
    var text = ""
    while !scanner.isAtEnd, !scanner.starts(with: end) {
      if end.count == 1, SourceScanner.isLineEnd(scanner.peek()) { break }
      if isFormatted, scanner.starts(with: "{{") || scanner.starts(with: "}}") {
        text.unicodeScalars.append(scanner.next())
        scanner.next()
        continue
      }
      let scalar = scanner.next()
      if isFormatted, scalar == "{" {
        isComputed = true
        skipComputedPart(end: end)
      } else if scalar == "\\" {
        if isRaw {
          text.unicodeScalars.append(scalar)
          if !scanner.isAtEnd { text.unicodeScalars.append(scanner.next()) }
        } else {
          text += scanner.takeEscape()
        }
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    if scanner.starts(with: end) { scanner.skip(end.unicodeScalars.count) }
    add(isComputed ? .template : .string, isComputed ? "" : text, start)
  }

  /// Skips what stands between the braces of a formatted string, where since Python 3.12 the same quotes may stand.
  private mutating func skipComputedPart(end: String) {
    var depth = 1
    while !scanner.isAtEnd, depth > 0 {
      if end.count == 1, SourceScanner.isLineEnd(scanner.peek()) { return }
      let scalar = scanner.peek()
      if scalar == "\"" || scalar == "'" {
        // Before Python 3.12 the string's own quote ends it; afterwards it begins a string that ends before the brace.
        let rest = scanner.scalars[(scanner.offset + 1)...].prefix { !SourceScanner.isLineEnd($0) && $0 != "}" }
        guard rest.contains(scalar) else { return }
        scanner.next()
        while !scanner.isAtEnd, scanner.peek() != scalar, !SourceScanner.isLineEnd(scanner.peek()) { scanner.next() }
        scanner.next()
        continue
      }
      scanner.next()
      if scalar == "{" { depth += 1 }
      if scalar == "}" { depth -= 1 }
    }
  }
}
