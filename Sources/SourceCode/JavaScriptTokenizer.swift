/// Takes JavaScript apart into tokens. ECMAScript 2022, clause 12; what is no JavaScript is skipped, never refused.
///
/// A template with computed parts becomes a ``Token/Kind/template``, followed by each part between `${` and `}`.
struct JavaScriptTokenizer {
  private enum Brace {
    case block, object, template
  }

  private var scanner: SourceScanner
  private var tokens: [Token] = []
  private var braces: [Brace] = []
  /// For each open parenthesis, whether a statement may follow its end, as after `if (…)`.
  private var parentheses: [Bool] = []
  /// Whether a slash here would begin a regular expression rather than divide.
  private var expectsOperand = true

  static func tokens(of text: String) -> [Token] {
    var tokenizer = JavaScriptTokenizer(scanner: SourceScanner(text))
    tokenizer.run()
    return tokenizer.tokens
  }

  private init(scanner: SourceScanner) { self.scanner = scanner }

  private static let punctuators = [
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "&&",
    "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
  ]

  /// Words after which an operand stands.
  private static let operators: Set<String> = [
    "return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "instanceof", "do", "else", "await",
    "yield", "default", "extends",
  ]

  private mutating func run() {
    if scanner.starts(with: "#!") { scanner.skipToLineEnd() }
    while !scanner.isAtEnd {
      let scalar = scanner.peek()
      if scanner.starts(with: "//") {
        scanner.skipToLineEnd()
      } else if scanner.starts(with: "/*") {
        scanner.skip(2)
        while !scanner.isAtEnd, !scanner.starts(with: "*/") { scanner.next() }
        scanner.skip(2)
      } else if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        scanner.next()
      } else if scalar == "\"" || scalar == "'" {
        takeString(scalar)
      } else if scalar == "`" {
        let start = scanner.position
        scanner.next()
        takeTemplate(start: start)
      } else if SourceScanner.isDigit(scalar) || (scalar == "." && SourceScanner.isDigit(scanner.peek(1))) {
        let start = scanner.position
        add(.number, scanner.takeNumber(), start)
      } else if SourceScanner.isIdentifierStart(scalar) || scalar == "#" || scalar == "\\" {
        takeWord()
      } else if scalar == "/", expectsOperand {
        takeRegularExpression()
      } else {
        takePunctuator()
      }
    }
  }

  private mutating func add(
    _ kind: Token.Kind, _ text: String, _ position: SourcePosition, expectsOperand: Bool = false
  ) {
    let startsLine = tokens.last.map { $0.position.line < position.line } ?? true
    tokens.append(Token(kind: kind, text: text, position: position, startsLine: startsLine))
    self.expectsOperand = expectsOperand
  }

  private mutating func takeWord() {
    let start = scanner.position
    let offset = scanner.offset
    scanner.next()
    _ = scanner.take(while: SourceScanner.isIdentifierPart)
    let word = scanner.text(from: offset)
    let isMember = tokens.last.map { $0.isPunctuator(".") || $0.isPunctuator("?.") } ?? false
    add(.identifier, word, start, expectsOperand: !isMember && Self.operators.contains(word))
  }

  private mutating func takeString(_ quote: Unicode.Scalar) {
    let start = scanner.position
    scanner.next()
    var text = ""
    while !scanner.isAtEnd, scanner.peek() != quote, scanner.peek() != "\n", scanner.peek() != "\r" {
      let scalar = scanner.next()
      if scalar == "\\" { text += scanner.takeEscape() } else { text.unicodeScalars.append(scalar) }
    }
    if scanner.peek() == quote { scanner.next() }
    add(.string, text, start)
  }

  /// Takes a template's text up to its end or its next computed part.
  private mutating func takeTemplate(start: SourcePosition?) {
    var text = ""
    while !scanner.isAtEnd, scanner.peek() != "`" {
      if scanner.starts(with: "${") {
        if let start { add(.template, "", start) }
        add(.punctuator, "${", scanner.position, expectsOperand: true)
        scanner.skip(2)
        braces.append(.template)
        return
      }
      let scalar = scanner.next()
      if scalar == "\\" { text += scanner.takeEscape() } else { text.unicodeScalars.append(scalar) }
    }
    scanner.next()
    if let start { add(.string, text, start) }
    expectsOperand = false
  }

  private mutating func takeRegularExpression() {
    let start = scanner.position
    let offset = scanner.offset
    scanner.next()
    var isInClass = false
    while !scanner.isAtEnd, !SourceScanner.isLineEnd(scanner.peek()) {
      let scalar = scanner.next()
      if scalar == "\\" {
        scanner.next()
      } else if scalar == "[" {
        isInClass = true
      } else if scalar == "]" {
        isInClass = false
      } else if scalar == "/", !isInClass {
        break
      }
    }
    _ = scanner.take(while: SourceScanner.isIdentifierPart)
    add(.regularExpression, scanner.text(from: offset), start)
  }

  private mutating func takePunctuator() {
    let start = scanner.position
    var text = Self.punctuators.first { scanner.starts(with: $0) } ?? String(Character(scanner.peek()))
    // `a?.5:b` has no optional chain.
    if text == "?.", SourceScanner.isDigit(scanner.peek(2)) { text = "?" }
    let previous = tokens.last
    scanner.skip(text.unicodeScalars.count)
    switch text {
    case "(":
      parentheses.append(
        previous.map { ["if", "while", "for", "with"].contains($0.text) && $0.kind == .identifier } ?? false)
      add(.punctuator, text, start, expectsOperand: true)
    case ")": add(.punctuator, text, start, expectsOperand: parentheses.popLast() ?? false)
    case "{":
      // Where an operand is due, and no statement, a brace opens an object.
      let opensStatement =
        previous.map { [")", ";", "{", "}", "=>"].contains($0.text) && $0.kind == .punctuator } ?? true
      let isAfterWord = previous.map { ["else", "do"].contains($0.text) && $0.kind == .identifier } ?? false
      braces.append(expectsOperand && !opensStatement && !isAfterWord ? .object : .block)
      add(.punctuator, text, start, expectsOperand: true)
    case "}":
      let brace = braces.popLast()
      add(.punctuator, text, start, expectsOperand: brace == .block)
      if brace == .template { takeTemplate(start: nil) }
    case "]": add(.punctuator, text, start)
    case "++", "--": add(.punctuator, text, start, expectsOperand: expectsOperand)
    default: add(.punctuator, text, start, expectsOperand: true)
    }
  }
}
