/// A word, a text or a sign of JavaScript.
struct JavaScriptToken: Sendable, Hashable {
  /// What it is.
  enum Kind: Sendable, Hashable {
    case identifier
    case number
    /// Its text is the value, escapes undone.
    case string
    /// A template without substitutions counts as a string; of one with them this stands for each literal part.
    case template
    case regularExpression
    case punctuator
  }

  let kind: Kind
  let text: String
  /// From 1.
  let line: Int
  /// In characters, from 1.
  let column: Int
}

/// Takes JavaScript apart into tokens, comments left out. What is not JavaScript comes out as punctuators; nothing fails.
///
/// Follows ECMA-262, clause 12, as far as telling code from comments, strings, templates and regular expressions needs it.
struct JavaScriptTokenizer {
  private let text: [Character]
  private var position = 0
  private var line = 1
  private var lineStart = 0
  private var tokens: [JavaScriptToken] = []
  /// How many braces are open within each substitution of a template that is open.
  private var substitutions: [Int] = []

  /// The tokens of a text.
  static func tokens(_ text: String) -> [JavaScriptToken] {
    var tokenizer = JavaScriptTokenizer(text: Array(text))
    tokenizer.run()
    return tokenizer.tokens
  }

  private init(text: [Character]) { self.text = text }

  private func peek(_ offset: Int = 0) -> Character? {
    position + offset < text.count ? text[position + offset] : nil
  }

  private mutating func advance() {
    if text[position].isNewline {
      line += 1
      lineStart = position + 1
    }
    position += 1
  }

  private mutating func run() {
    while let character = peek() {
      if character.isWhitespace {
        advance()
      } else if character == "/", peek(1) == "/" {
        while peek()?.isNewline == false { advance() }
      } else if character == "/", peek(1) == "*" {
        skipComment()
      } else if character == "'" || character == "\"" {
        readString(character)
      } else if character == "`" {
        readTemplate()
      } else if character == "}", substitutions.last == 0 {
        substitutions.removeLast()
        readTemplate()
      } else if character == "/", isExpressionExpected {
        readRegularExpression()
      } else if character.isNumber || (character == "." && peek(1)?.isNumber == true) {
        read(.number) { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
      } else if isNamePart(character) {
        read(.identifier, isNamePart)
      } else {
        readPunctuator(character)
      }
    }
  }

  private func isNamePart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "$"
  }

  private mutating func skipComment() {
    position += 2
    while let character = peek() {
      if character == "*", peek(1) == "/" {
        position += 2
        return
      }
      advance()
    }
  }

  private mutating func read(_ kind: JavaScriptToken.Kind, _ isPart: (Character) -> Bool) {
    let start = (position, line, column)
    while let character = peek(), isPart(character) { position += 1 }
    add(kind, String(text[start.0..<position]), at: (start.1, start.2))
  }

  private mutating func readPunctuator(_ character: Character) {
    if let open = substitutions.last {
      if character == "{" { substitutions[substitutions.count - 1] = open + 1 }
      if character == "}" { substitutions[substitutions.count - 1] = open - 1 }
    }
    add(.punctuator, String(character), at: (line, column))
    advance()
  }

  private mutating func readString(_ quote: Character) {
    let start = (line, column)
    var value = ""
    position += 1
    while let character = peek(), character != quote, !character.isNewline {
      if character == "\\" { readEscape(into: &value) } else { value.append(character); position += 1 }
    }
    if peek() == quote { position += 1 }
    add(.string, value, at: start)
  }

  /// Reads on from a backquote, or from the brace that ends a substitution.
  private mutating func readTemplate() {
    let start = (line, column)
    let isWhole = peek() == "`"
    var value = ""
    position += 1
    while let character = peek() {
      if character == "`" {
        position += 1
        return add(isWhole ? .string : .template, value, at: start)
      }
      if character == "$", peek(1) == "{" {
        position += 2
        substitutions.append(0)
        return add(.template, value, at: start)
      }
      if character == "\\" { readEscape(into: &value) } else { value.append(character); advance() }
    }
    add(.template, value, at: start)
  }

  private mutating func readEscape(into value: inout String) {
    position += 1
    guard let character = peek() else { return }
    switch character {
    case "n": value.append("\n")
    case "t": value.append("\t")
    case "r": value.append("\r")
    case "x", "u":
      if let scalar = readCodePoint(character) { return value.unicodeScalars.append(scalar) }
      value.append(character)
    case let newline where newline.isNewline: break
    default: value.append(character)
    }
    advance()
  }

  /// `\x41`, `\u0041` or `\u{41}`; moves past it where it is one.
  private mutating func readCodePoint(_ kind: Character) -> Unicode.Scalar? {
    var digits: ArraySlice<Character>
    var end: Int
    if kind == "u", peek(1) == "{" {
      guard let close = text[position...].firstIndex(of: "}") else { return nil }
      digits = text[(position + 2)..<close]
      end = close + 1
    } else {
      end = position + 1 + (kind == "x" ? 2 : 4)
      guard end <= text.count else { return nil }
      digits = text[(position + 1)..<end]
    }
    guard let number = UInt32(String(digits), radix: 16), let scalar = Unicode.Scalar(number) else { return nil }
    position = end
    return scalar
  }

  private mutating func readRegularExpression() {
    let start = (position, line, column)
    position += 1
    var isClass = false
    while let character = peek(), !character.isNewline {
      if character == "\\" {
        position += 1
        if peek() == nil { break }
      } else if character == "[" {
        isClass = true
      } else if character == "]" {
        isClass = false
      } else if character == "/", !isClass {
        position += 1
        break
      }
      position += 1
    }
    while peek()?.isLetter == true { position += 1 }
    add(.regularExpression, String(text[start.0..<min(position, text.count)]), at: (start.1, start.2))
  }

  /// Whether a slash begins a regular expression here: where a value may begin, not where one has just ended.
  private var isExpressionExpected: Bool {
    guard let last = tokens.last else { return true }
    switch last.kind {
    case .number, .string, .template, .regularExpression: return false
    case .identifier: return Self.keywordsBeforeExpressions.contains(last.text)
    case .punctuator: return ![")", "]", "}"].contains(last.text)
    }
  }

  private static let keywordsBeforeExpressions: Set<String> = [
    "return", "typeof", "case", "do", "else", "in", "of", "instanceof", "new", "void", "delete", "throw", "await",
    "yield",
  ]

  private var column: Int { position - lineStart + 1 }

  private mutating func add(_ kind: JavaScriptToken.Kind, _ text: String, at place: (line: Int, column: Int)) {
    tokens.append(JavaScriptToken(kind: kind, text: text, line: place.line, column: place.column))
  }
}
