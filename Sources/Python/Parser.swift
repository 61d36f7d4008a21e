/// Parses tokens by recursive descent; The Python Language Reference, 10.
///
/// Recursion goes as deep as brackets and blocks do, which ``PythonModule/maximumDepth`` bounds.
struct Parser {
  var lexer: Lexer
  var token: Token
  private var depth = 0

  init(_ source: [UInt8]) throws(Failure) {
    lexer = try Lexer(source)
    token = Token(kind: .end, start: 0, end: 0)
    try advance()
  }

  // MARK: Tokens

  mutating func advance() throws(Failure) { token = try lexer.next() }

  func `is`(_ mark: Mark) -> Bool { token.kind == .mark(mark) }
  func `is`(_ keyword: Keyword) -> Bool { token.kind == .keyword(keyword) }

  /// The text of a name that stands here.
  var name: String? { if case .name(let name) = token.kind { name } else { nil } }

  mutating func take(_ mark: Mark) throws(Failure) -> Bool {
    guard self.is(mark) else { return false }
    try advance()
    return true
  }

  mutating func take(_ keyword: Keyword) throws(Failure) -> Bool {
    guard self.is(keyword) else { return false }
    try advance()
    return true
  }

  mutating func expect(_ mark: Mark) throws(Failure) {
    guard try take(mark) else { throw failure("\(mark.rawValue) is missing") }
  }

  mutating func expect(_ keyword: Keyword) throws(Failure) {
    guard try take(keyword) else { throw failure("\(keyword.rawValue) is missing") }
  }

  mutating func expectName() throws(Failure) -> String {
    guard let name else { throw failure("a name is missing") }
    try advance()
    return name
  }

  func failure(_ message: String, at offset: Int? = nil) -> Failure {
    Failure(message: message, offset: offset ?? token.start)
  }

  /// Does something one level deeper.
  mutating func nested<Result>(
    _ body: (inout Parser) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= PythonModule.maximumDepth else {
      throw Failure(reason: .unsupported, message: "it is nested too deeply", offset: token.start)
    }
    return try body(&self)
  }

  /// Tries something, and goes back where it does not fit.
  mutating func attempt<Result>(
    _ body: (inout Parser) throws(Failure) -> Result?
  ) throws(Failure) -> Result? {
    let before = self
    do {
      if let result = try body(&self) { return result }
    } catch  where error.reason == .syntax {
    } catch {
      throw error
    }
    self = before
    return nil
  }

  // MARK: Statements

  mutating func module() throws(Failure) -> [Statement] {
    var statements: [Statement] = []
    while token.kind != .end {
      guard token.kind != .indent else { throw failure("the line is indented, and nothing before it asks for that") }
      try statement(into: &statements)
    }
    return statements
  }

  /// A block: an indented one, or simple statements on the same line.
  mutating func block() throws(Failure) -> [Statement] {
    try expect(.colon)
    return try nested { (parser) throws(Failure) in
      var statements: [Statement] = []
      guard parser.token.kind == .newline else {
        try parser.simpleStatements(into: &statements)
        return statements
      }
      try parser.advance()
      guard parser.token.kind == .indent else { throw parser.failure("an indented block is missing") }
      try parser.advance()
      while parser.token.kind != .dedent {
        guard parser.token.kind != .end else { break }
        guard parser.token.kind != .indent else {
          throw parser.failure("the line is indented, and nothing before it asks for that")
        }
        try parser.statement(into: &statements)
      }
      if parser.token.kind == .dedent { try parser.advance() }
      return statements
    }
  }

  private mutating func statement(into statements: inout [Statement]) throws(Failure) {
    let start = token.start
    if let kind = try compoundStatement() {
      statements.append(Statement(kind: kind, offset: start))
    } else {
      try simpleStatements(into: &statements)
    }
  }

  private mutating func simpleStatements(into statements: inout [Statement]) throws(Failure) {
    repeat {
      let start = token.start
      statements.append(Statement(kind: try simpleStatement(), offset: start))
      guard try take(.semicolon) else { break }
    } while token.kind != .newline
    guard token.kind == .newline else { throw failure("the statement should end here") }
    try advance()
  }
}
