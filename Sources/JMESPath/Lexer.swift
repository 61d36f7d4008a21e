import Documents

/// A word of an expression.
struct Token {
  enum Kind: Equatable {
    case end, dot, star, flatten, filter, leftBracket, rightBracket, leftBrace, rightBrace, leftParenthesis
    case rightParenthesis, comma, colon, current, ampersand, and, or, pipe, not
    case comparator(Expression.Comparator)
    case number(Int)
    case identifier(String)
    case quotedIdentifier(String)
    case literal(JSONValue)
  }

  let kind: Kind
  /// Where it stands, in scalars.
  let range: Range<Int>

  var offset: Int { range.lowerBound }
}

/// Splits the text of an expression into tokens.
struct Lexer {
  private let expression: String
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ expression: String) {
    self.expression = expression
    scalars = Array(expression.unicodeScalars)
  }

  mutating func tokens() throws(JMESPathError) -> [Token] {
    var tokens: [Token] = []
    while true {
      while position < scalars.count, " \t\n\r".unicodeScalars.contains(scalars[position]) { position += 1 }
      let start = position
      guard let kind = try next() else {
        tokens.append(Token(kind: .end, range: scalars.count..<scalars.count))
        return tokens
      }
      tokens.append(Token(kind: kind, range: start..<position))
    }
  }

  /// Put together scalar by scalar: what takes them all at once is not specialized, and takes many times as long.
  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    for scalar in scalars { text.unicodeScalars.append(scalar) }
    return text
  }

  /// The text of scalars of which each is one byte.
  private func asciiText(_ range: Range<Int>) -> String {
    String(unsafeUninitializedCapacity: range.count) { bytes in
      for (place, index) in range.enumerated() { bytes[place] = UInt8(truncatingIfNeeded: scalars[index].value) }
      return range.count
    }
  }

  private func failure(_ message: String, at offset: Int) -> JMESPathError {
    JMESPathError(.syntax, message, in: expression, at: offset)
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard position < scalars.count, scalars[position] == scalar else { return false }
    position += 1
    return true
  }

  private mutating func next() throws(JMESPathError) -> Token.Kind? {
    guard position < scalars.count else { return nil }
    let start = position
    let scalar = scalars[position]
    position += 1
    switch scalar {
    case ".": return .dot
    case "*": return .star
    case "]": return .rightBracket
    case ",": return .comma
    case ":": return .colon
    case "@": return .current
    case "(": return .leftParenthesis
    case ")": return .rightParenthesis
    case "{": return .leftBrace
    case "}": return .rightBrace
    case "[": return take("]") ? .flatten : take("?") ? .filter : .leftBracket
    case "|": return take("|") ? .or : .pipe
    case "&": return take("&") ? .and : .ampersand
    case "<": return .comparator(take("=") ? .lessOrEqual : .less)
    case ">": return .comparator(take("=") ? .greaterOrEqual : .greater)
    case "!": return take("=") ? .comparator(.notEqual) : .not
    case "=":
      guard take("=") else { throw failure("'=' is no operator; equality is written '=='", at: start) }
      return .comparator(.equal)
    case "'": return .literal(.string(try rawString(from: start)))
    case "`": return .literal(try literal(from: start))
    case "\"": return .quotedIdentifier(try quotedIdentifier(from: start))
    case "-", "0"..."9": return .number(try number(from: start))
    case "a"..."z", "A"..."Z", "_":
      while position < scalars.count, Self.continuesIdentifier(scalars[position]) { position += 1 }
      return .identifier(asciiText(start..<position))
    default: throw failure("the character '\(scalar)' has no meaning here", at: start)
    }
  }

  private static func continuesIdentifier(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }

  private mutating func number(from start: Int) throws(JMESPathError) -> Int {
    while position < scalars.count, ("0"..."9").contains(scalars[position]) { position += 1 }
    let text = asciiText(start..<position)
    if text == "-" { throw failure("'-' is only the sign of an index", at: start) }
    guard let number = Int(text) else { throw failure("the index is too large", at: start) }
    return number
  }

  /// The scalars up to the delimiter; a backslash takes the one after it along, whatever it is.
  private mutating func delimited(
    by delimiter: Unicode.Scalar, from start: Int, _ what: String
  ) throws(JMESPathError) -> ArraySlice<Unicode.Scalar> {
    while position < scalars.count, scalars[position] != delimiter { position += scalars[position] == "\\" ? 2 : 1 }
    guard position < scalars.count else { throw failure("the \(what) is not closed", at: start) }
    defer { position += 1 }
    return scalars[(start + 1)..<position]
  }

  /// The text with the backslash before each delimiter taken away.
  private static func unescaped(_ scalars: ArraySlice<Unicode.Scalar>, _ delimiter: Unicode.Scalar) -> String {
    var result = String.UnicodeScalarView()
    for (index, scalar) in zip(scalars.indices, scalars) {
      if scalar == "\\", index + 1 < scalars.endIndex, scalars[index + 1] == delimiter { continue }
      result.append(scalar)
    }
    return String(result)
  }

  private mutating func rawString(from start: Int) throws(JMESPathError) -> String {
    Self.unescaped(try delimited(by: "'", from: start, "string"), "'")
  }

  private mutating func literal(from start: Int) throws(JMESPathError) -> JSONValue {
    let text = Self.unescaped(try delimited(by: "`", from: start, "literal"), "`")
    do {
      return try JSONReader.read(text)
    } catch {
      // JMESPath once took a literal that is no JSON as a string, and the AWS CLI still does.
      let trimmed = text.drop { " \t\n\r".contains($0) }
      if let value = try? JSONReader.read("\"\(trimmed)\"") { return value }
      throw failure("the literal is no JSON: \(error.message)", at: start)
    }
  }

  private mutating func quotedIdentifier(from start: Int) throws(JMESPathError) -> String {
    let body = try delimited(by: "\"", from: start, "name")
    do {
      return try JSONReader.read("\"\(Self.text(body))\"").string ?? ""
    } catch {
      throw failure("the name in quotes is no JSON string: \(error.message)", at: start)
    }
  }
}
