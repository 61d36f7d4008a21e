extension Parser {
  /// A `match` statement, where it is one: `match` is a name elsewhere.
  mutating func matchStatement() throws(Failure) -> Statement.Kind? {
    let subject: Expression? = try attempt { (parser) throws(Failure) in
      try parser.advance()
      let subject = try parser.expressions(stars: true, names: true)
      guard try parser.take(.colon), parser.token.kind == .newline else { return nil }
      try parser.advance()
      guard parser.token.kind == .indent else { return nil }
      try parser.advance()
      return parser.name == "case" ? subject : nil
    }
    guard let subject else { return nil }
    return try nested { (parser) throws(Failure) in
      var cases: [Statement.MatchCase] = []
      while parser.name == "case" {
        try parser.advance()
        let pattern = try parser.openPattern()
        let test = try parser.take(.if) ? try parser.namedExpression() : nil
        cases.append(Statement.MatchCase(pattern: pattern, guardTest: test, body: try parser.block()))
      }
      guard parser.token.kind == .dedent else { throw parser.failure("case is missing") }
      try parser.advance()
      return .match(subject, cases)
    }
  }

  /// A pattern, or several that are a sequence.
  private mutating func openPattern() throws(Failure) -> Pattern {
    let first = try patternOrStar()
    var isSequence = false
    if case .star = first { isSequence = true }
    guard self.is(.comma) || isSequence else { return first }
    guard self.is(.comma) else { throw failure("a comma is missing") }
    var elements = [first]
    while try take(.comma) {
      if self.is(.colon) || self.is(.if) { break }
      elements.append(try patternOrStar())
    }
    return .sequence(elements)
  }

  private mutating func patternOrStar() throws(Failure) -> Pattern {
    guard try take(.star) else { return try pattern() }
    let name = try expectName()
    return .star(name == "_" ? nil : name)
  }

  private mutating func pattern() throws(Failure) -> Pattern {
    try nested { (parser) throws(Failure) in
      var options = [try parser.closedPattern()]
      while try parser.take(.bar) { options.append(try parser.closedPattern()) }
      let pattern = options.count == 1 ? options[0] : .or(options)
      guard try parser.take(.as) else { return pattern }
      let name = try parser.expectName()
      guard name != "_" else { throw parser.failure("_ is no name of a pattern") }
      return .named(pattern, name)
    }
  }

  private mutating func closedPattern() throws(Failure) -> Pattern {
    let start = token.start
    switch token.kind {
    case .name(let name):
      try advance()
      guard self.is(.dot) || self.is(.openParenthesis) else { return .capture(name == "_" ? nil : name) }
      var value = Expression(kind: .name(name), offset: start)
      var links: [Expression.Link] = []
      while try take(.dot) {
        let offset = token.start
        links.append(Expression.Link(access: .attribute(try expectName()), offset: offset))
      }
      if !links.isEmpty { value = Expression(kind: .chain(value, links), offset: start) }
      return self.is(.openParenthesis) ? try instancePattern(value) : .value(value)
    case .mark(.openParenthesis), .mark(.openBracket):
      let isList = self.is(.openBracket)
      let end: Mark = isList ? .closeBracket : .closeParenthesis
      try advance()
      var elements: [Pattern] = []
      var hasComma = false
      while !self.is(end) {
        elements.append(try patternOrStar())
        guard try take(.comma) else { break }
        hasComma = true
      }
      try expect(end)
      if !isList, !hasComma, let first = elements.first {
        if case .star = first { throw failure("a comma is missing") }
        return first
      }
      return .sequence(elements)
    case .mark(.openBrace): return try mappingPattern()
    default: return .value(try literal())
    }
  }

  private mutating func instancePattern(_ type: Expression) throws(Failure) -> Pattern {
    try advance()
    var positional: [Pattern] = []
    var keywords: [(name: String, value: Pattern)] = []
    while !self.is(.closeParenthesis) {
      let keyword: String? = try attempt { (parser) throws(Failure) in
        guard let name = parser.name else { return nil }
        try parser.advance()
        return try parser.take(.assign) ? name : nil
      }
      if let keyword {
        keywords.append((keyword, try pattern()))
      } else {
        guard keywords.isEmpty else { throw failure("a pattern without a name follows one with a name") }
        positional.append(try pattern())
      }
      guard try take(.comma) else { break }
    }
    try expect(.closeParenthesis)
    return .instance(type, positional, keywords: keywords)
  }

  private mutating func mappingPattern() throws(Failure) -> Pattern {
    try advance()
    var items: [(key: Expression, value: Pattern)] = []
    var rest: String?
    while !self.is(.closeBrace) {
      if try take(.power) {
        guard rest == nil else { throw failure("a second ** stands here") }
        rest = try expectName()
        guard rest != "_" else { throw failure("_ is no name of a pattern") }
      } else {
        guard rest == nil else { throw failure("nothing follows **") }
        let key: Expression
        if name != nil {
          key = try primary()
          guard case .chain(_, let links) = key.kind,
            links.allSatisfy({ if case .attribute = $0.access { true } else { false } })
          else { throw failure("a key is a literal, or a name with dots", at: key.offset) }
        } else {
          key = try literal()
        }
        try expect(.colon)
        items.append((key, try pattern()))
      }
      guard try take(.comma) else { break }
    }
    try expect(.closeBrace)
    return .mapping(items, rest: rest)
  }

  /// A number, perhaps complex, a text, or one of the three constants.
  private mutating func literal() throws(Failure) -> Expression {
    let start = token.start
    switch token.kind {
    case .string, .bytes:
      let value = try atom()
      if case .formatted = value.kind { throw failure("a pattern is no f-string", at: start) }
      return value
    case .keyword(.none), .keyword(.true), .keyword(.false): return try atom()
    case .integer, .float, .imaginary, .mark(.minus):
      let isNegative = try take(.minus)
      var value = try number()
      if isNegative { value = Expression(kind: .unary([.minus], value), offset: start) }
      guard self.is(.plus) || self.is(.minus) else { return value }
      let operation: BinaryOperator = self.is(.plus) ? .add : .subtract
      try advance()
      let right = try number()
      guard case .imaginary = right.kind else { throw failure("the imaginary part is missing", at: right.offset) }
      let operations = [Expression.BinaryOperation(operation: operation, operand: right)]
      return Expression(kind: .binary(value, operations), offset: start)
    default: throw failure("a pattern is missing")
    }
  }

  private mutating func number() throws(Failure) -> Expression {
    switch token.kind {
    case .integer, .float, .imaginary: try atom()
    default: throw failure("a number is missing")
    }
  }
}
