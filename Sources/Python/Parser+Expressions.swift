extension Parser {
  // MARK: Lists of expressions

  mutating func yieldOrExpressions() throws(Failure) -> Expression {
    self.is(.yield) ? try yieldExpression() : try expressions(stars: true)
  }

  /// One expression, or several that are a tuple.
  mutating func expressions(stars: Bool, names: Bool = false) throws(Failure) -> Expression {
    let start = token.start
    let first = try element(stars: stars, names: names)
    guard self.is(.comma) else { return first }
    var elements = [first]
    while try take(.comma) {
      guard beginsExpression else { break }
      elements.append(try element(stars: stars, names: names))
    }
    return Expression(kind: .tuple(elements), offset: start)
  }

  private mutating func element(stars: Bool, names: Bool) throws(Failure) -> Expression {
    if stars, self.is(.star) { return try starredExpression() }
    return names ? try namedExpression() : try expression()
  }

  /// `*values`, or an expression.
  mutating func starredExpression() throws(Failure) -> Expression {
    let start = token.start
    guard try take(.star) else { return try expression() }
    return Expression(kind: .starred(try binary(0)), offset: start)
  }

  /// Whether the token can begin an expression, so that a comma before it was not the last one.
  private var beginsExpression: Bool {
    switch token.kind {
    case .name, .integer, .float, .imaginary, .string, .bytes, .format: true
    case .keyword(let keyword):
      switch keyword {
      case .none, .true, .false, .lambda, .not, .await, .yield: true
      default: false
      }
    case .mark(let mark):
      switch mark {
      case .openParenthesis, .openBracket, .openBrace, .minus, .plus, .tilde, .star, .ellipsis: true
      default: false
      }
    default: false
    }
  }

  private mutating func yieldExpression() throws(Failure) -> Expression {
    let start = token.start
    try advance()
    if try take(.from) { return Expression(kind: .yieldFrom(try expression()), offset: start) }
    let value = beginsExpression ? try expressions(stars: true) : nil
    return Expression(kind: .yield(value), offset: start)
  }

  // MARK: Expressions by rank

  /// `name := value`, or an expression.
  mutating func namedExpression() throws(Failure) -> Expression {
    let value = try expression()
    guard self.is(.walrus), case .name(let name) = value.kind, !value.isParenthesized else { return value }
    try advance()
    return Expression(kind: .named(name, try expression()), offset: value.offset)
  }

  mutating func expression() throws(Failure) -> Expression {
    try nested { (parser) throws(Failure) in
      let start = parser.token.start
      if parser.is(.lambda) { return try parser.lambda() }
      var value = try parser.disjunction()
      guard parser.is(.if) else { return value }
      var alternatives: [Expression.Alternative] = []
      while try parser.take(.if) {
        let test = try parser.disjunction()
        alternatives.append(Expression.Alternative(value: value, test: test))
        try parser.expect(.else)
        if parser.is(.lambda) {
          value = try parser.lambda()
          break
        }
        value = try parser.disjunction()
      }
      return Expression(kind: .conditional(alternatives, otherwise: value), offset: start)
    }
  }

  private mutating func lambda() throws(Failure) -> Expression {
    let start = token.start
    try advance()
    let parameters = try parameters(end: .colon, areTyped: false)
    try expect(.colon)
    return Expression(kind: .lambda(parameters, try expression()), offset: start)
  }

  private mutating func disjunction() throws(Failure) -> Expression {
    let first = try conjunction()
    guard self.is(.or) else { return first }
    var operands = [first]
    while try take(.or) { operands.append(try conjunction()) }
    return Expression(kind: .or(operands), offset: first.offset)
  }

  private mutating func conjunction() throws(Failure) -> Expression {
    let first = try inversion()
    guard self.is(.and) else { return first }
    var operands = [first]
    while try take(.and) { operands.append(try inversion()) }
    return Expression(kind: .and(operands), offset: first.offset)
  }

  private mutating func inversion() throws(Failure) -> Expression {
    let start = token.start
    var operators: [UnaryOperator] = []
    while try take(.not) { operators.append(.not) }
    let value = try comparison()
    return operators.isEmpty ? value : Expression(kind: .unary(operators, value), offset: start)
  }

  private mutating func comparison() throws(Failure) -> Expression {
    let first = try binary(0)
    var comparisons: [Expression.Comparison] = []
    while let operation = try comparisonOperator() {
      comparisons.append(Expression.Comparison(operation: operation, operand: try binary(0)))
    }
    return comparisons.isEmpty ? first : Expression(kind: .comparison(first, comparisons), offset: first.offset)
  }

  private mutating func comparisonOperator() throws(Failure) -> ComparisonOperator? {
    let operation: ComparisonOperator
    switch token.kind {
    case .mark(.equal): operation = .equal
    case .mark(.notEqual): operation = .notEqual
    case .mark(.less): operation = .less
    case .mark(.lessOrEqual): operation = .lessOrEqual
    case .mark(.greater): operation = .greater
    case .mark(.greaterOrEqual): operation = .greaterOrEqual
    case .keyword(.in): operation = .in
    case .keyword(.is):
      try advance()
      return try take(.not) ? .isNot : .is
    case .keyword(.not):
      try advance()
      try expect(.in)
      return .notIn
    default: return nil
    }
    try advance()
    return operation
  }

  /// Operators of at least that rank.
  mutating func binary(_ lowest: Int) throws(Failure) -> Expression {
    var left = try factor()
    while case .mark(let mark) = token.kind, let (rank, _) = mark.binary, rank >= lowest {
      var operations: [Expression.BinaryOperation] = []
      while case .mark(let mark) = token.kind, let next = mark.binary, next.rank == rank {
        try advance()
        operations.append(Expression.BinaryOperation(operation: next.operation, operand: try binary(rank + 1)))
      }
      left = Expression(kind: .binary(left, operations), offset: left.offset)
    }
    return left
  }

  private mutating func factor() throws(Failure) -> Expression {
    let start = token.start
    var operators: [UnaryOperator] = []
    while case .mark(let mark) = token.kind, let operation = Self.signs[mark] {
      operators.append(operation)
      try advance()
    }
    var value: Expression
    if try take(.await) {
      value = Expression(kind: .await(try primary()), offset: start)
    } else {
      value = try primary()
    }
    if try take(.power) {
      let exponent = try nested { (parser) throws(Failure) in try parser.factor() }
      value = Expression(kind: .power(value, exponent), offset: value.offset)
    }
    return operators.isEmpty ? value : Expression(kind: .unary(operators, value), offset: start)
  }

  private static let signs: [Mark: UnaryOperator] = [.plus: .plus, .minus: .minus, .tilde: .invert]

  /// A value with what is taken of it.
  mutating func primary() throws(Failure) -> Expression {
    let base = try atom()
    var links: [Expression.Link] = []
    while case .mark(let mark) = token.kind {
      let start = token.start
      switch mark {
      case .dot:
        try advance()
        let offset = token.start
        links.append(Expression.Link(access: .attribute(try expectName()), offset: offset))
      case .openParenthesis: links.append(Expression.Link(access: .call(try arguments()), offset: start))
      case .openBracket: links.append(Expression.Link(access: .item(try subscripts()), offset: start))
      default: return links.isEmpty ? base : Expression(kind: .chain(base, links), offset: base.offset)
      }
    }
    return links.isEmpty ? base : Expression(kind: .chain(base, links), offset: base.offset)
  }

  // MARK: Calls and subscripts

  mutating func arguments() throws(Failure) -> [Expression.Argument] {
    try expect(.openParenthesis)
    var arguments: [Expression.Argument] = []
    var hasKeyword = false
    var hasDictionary = false
    while !self.is(.closeParenthesis) {
      if try take(.star) {
        guard !hasDictionary else { throw failure("* follows **") }
        arguments.append(Expression.Argument(form: .list, value: try expression()))
      } else if try take(.power) {
        hasDictionary = true
        arguments.append(Expression.Argument(form: .dictionary, value: try expression()))
      } else {
        let value = try namedExpression()
        if self.is(.assign), case .name(let name) = value.kind, !value.isParenthesized {
          try advance()
          hasKeyword = true
          arguments.append(Expression.Argument(form: .keyword(name), value: try expression()))
        } else if self.is(.for) || self.is(.async) {
          let value = try comprehension(.generator, value, nil, at: value.offset)
          guard arguments.isEmpty, self.is(.closeParenthesis) else { throw failure("the generator needs parentheses") }
          arguments.append(Expression.Argument(form: .positional, value: value))
        } else {
          guard !hasKeyword, !hasDictionary else { throw failure("an argument without a name follows one with a name") }
          arguments.append(Expression.Argument(form: .positional, value: value))
        }
      }
      guard try take(.comma) else { break }
    }
    try expect(.closeParenthesis)
    return arguments
  }

  private mutating func subscripts() throws(Failure) -> Expression.Subscript {
    try expect(.openBracket)
    let first = try subscript1()
    var isStarred = false
    if case .index(let value) = first, case .starred = value.kind { isStarred = true }
    guard self.is(.comma) || isStarred else {
      try expect(.closeBracket)
      return first
    }
    var elements = [first]
    while try take(.comma) {
      if self.is(.closeBracket) { break }
      elements.append(try subscript1())
    }
    try expect(.closeBracket)
    return .several(elements)
  }

  private mutating func subscript1() throws(Failure) -> Expression.Subscript {
    if self.is(.star) { return .index(try starredExpression()) }
    func part(_ parser: inout Parser) throws(Failure) -> Expression? {
      parser.is(.colon) || parser.is(.comma) || parser.is(.closeBracket) ? nil : try parser.expression()
    }
    var first: Expression?
    if !self.is(.colon) {
      let value = try namedExpression()
      guard self.is(.colon) else { return .index(value) }
      first = value
      if case .named = value.kind, !value.isParenthesized { throw failure("a slice has no names") }
    }
    try expect(.colon)
    let last = try part(&self)
    let step = try take(.colon) ? try part(&self) : nil
    return .slice(first, last, step)
  }

  // MARK: Atoms

  mutating func atom() throws(Failure) -> Expression {
    let start = token.start
    let kind: Expression.Kind
    switch token.kind {
    case .name(let name): kind = .name(name)
    case .integer(let value): kind = .integer(value)
    case .float(let value): kind = .float(value)
    case .imaginary: kind = .imaginary
    case .keyword(.none): kind = .none
    case .keyword(.true): kind = .bool(true)
    case .keyword(.false): kind = .bool(false)
    case .mark(.ellipsis): kind = .ellipsis
    case .string, .bytes, .format: return try strings()
    case .mark(.openParenthesis): return try parenthesized()
    case .mark(.openBracket): return try list()
    case .mark(.openBrace): return try braces()
    default: throw failure("an expression is missing")
    }
    try advance()
    return Expression(kind: kind, offset: start)
  }

  private mutating func parenthesized() throws(Failure) -> Expression {
    let start = token.start
    try advance()
    if try take(.closeParenthesis) {
      return Expression(kind: .tuple([]), offset: start, isParenthesized: true)
    }
    var value: Expression
    if self.is(.yield) {
      value = try yieldExpression()
    } else {
      let first = self.is(.star) ? try starredExpression() : try namedExpression()
      if self.is(.for) || self.is(.async) {
        value = try comprehension(.generator, first, nil, at: start)
      } else if self.is(.comma) {
        var elements = [first]
        while try take(.comma) {
          if self.is(.closeParenthesis) { break }
          elements.append(self.is(.star) ? try starredExpression() : try namedExpression())
        }
        value = Expression(kind: .tuple(elements), offset: start)
      } else if case .starred = first.kind {
        throw failure("* does not stand alone in parentheses", at: first.offset)
      } else {
        value = first
      }
    }
    try expect(.closeParenthesis)
    value.isParenthesized = true
    return value
  }

  private mutating func list() throws(Failure) -> Expression {
    let start = token.start
    try advance()
    var elements: [Expression] = []
    while !self.is(.closeBracket) {
      let value = self.is(.star) ? try starredExpression() : try namedExpression()
      if elements.isEmpty, self.is(.for) || self.is(.async) {
        let result = try comprehension(.list, value, nil, at: start)
        try expect(.closeBracket)
        return result
      }
      elements.append(value)
      guard try take(.comma) else { break }
    }
    try expect(.closeBracket)
    return Expression(kind: .list(elements), offset: start)
  }

  /// A dictionary or a set.
  private mutating func braces() throws(Failure) -> Expression {
    let start = token.start
    try advance()
    var items: [Expression.DictionaryItem] = []
    var elements: [Expression] = []
    while !self.is(.closeBrace) {
      if elements.isEmpty, try take(.power) {
        items.append(Expression.DictionaryItem(key: nil, value: try binary(0)))
      } else {
        let first = self.is(.star) ? try starredExpression() : try namedExpression()
        let isFirst = items.isEmpty && elements.isEmpty
        var isItem = false
        if self.is(.colon), elements.isEmpty {
          if case .starred = first.kind { throw failure("* stands before a key", at: first.offset) }
          if case .named = first.kind, !first.isParenthesized { throw failure("a key has no name", at: first.offset) }
          isItem = true
        }
        if isItem {
          try advance()
          let value = try expression()
          if isFirst, self.is(.for) || self.is(.async) {
            let result = try comprehension(.dictionary, first, value, at: start)
            try expect(.closeBrace)
            return result
          }
          items.append(Expression.DictionaryItem(key: first, value: value))
        } else {
          guard items.isEmpty else { throw failure("a value is missing") }
          if isFirst, self.is(.for) || self.is(.async) {
            let result = try comprehension(.set, first, nil, at: start)
            try expect(.closeBrace)
            return result
          }
          elements.append(first)
        }
      }
      guard try take(.comma) else { break }
    }
    try expect(.closeBrace)
    return Expression(kind: elements.isEmpty ? .dictionary(items) : .set(elements), offset: start)
  }

  private mutating func comprehension(
    _ kind: Expression.ComprehensionKind, _ element: Expression, _ value: Expression?, at start: Int
  ) throws(Failure) -> Expression {
    if case .starred = element.kind { throw failure("* does not stand in a comprehension", at: element.offset) }
    var clauses: [Expression.ComprehensionClause] = []
    while self.is(.for) || self.is(.async) {
      let isAsync = try take(.async)
      try expect(.for)
      let target = try loopTarget()
      try expect(.in)
      let iterable = try disjunctionOnly()
      var conditions: [Expression] = []
      while try take(.if) { conditions.append(try conditionOnly()) }
      clauses.append(
        Expression.ComprehensionClause(target: target, iterable: iterable, conditions: conditions, isAsync: isAsync))
    }
    return Expression(
      kind: .comprehension(kind, element: element, value: value, clauses: clauses), offset: start)
  }

  private mutating func disjunctionOnly() throws(Failure) -> Expression {
    try nested { (parser) throws(Failure) in try parser.disjunction() }
  }

  /// A condition of a comprehension, which is no conditional expression.
  private mutating func conditionOnly() throws(Failure) -> Expression { try disjunctionOnly() }

  /// What a `for` assigns to.
  mutating func loopTarget() throws(Failure) -> Expression {
    let start = token.start
    func target(_ parser: inout Parser) throws(Failure) -> Expression {
      let start = parser.token.start
      guard try parser.take(.star) else { return try parser.primary() }
      return Expression(kind: .starred(try parser.primary()), offset: start)
    }
    let first = try target(&self)
    guard self.is(.comma) else {
      try check(first, as: .assignment, at: start)
      return first
    }
    var elements = [first]
    while try take(.comma) {
      guard beginsExpression else { break }
      elements.append(try target(&self))
    }
    let result = Expression(kind: .tuple(elements), offset: start)
    try check(result, as: .assignment, at: start)
    return result
  }

  // MARK: Texts

  /// Texts that stand one after the other are one.
  private mutating func strings() throws(Failure) -> Expression {
    let start = token.start
    var text = ""
    var bytes: [UInt8] = []
    var parts: [Expression.FormatPart] = []
    var kinds: Set<Int> = []
    var isFormatted = false
    while true {
      switch token.kind {
      case .string(let more):
        kinds.insert(0)
        text += more
        try advance()
      case .bytes(let more):
        kinds.insert(1)
        bytes += more
        try advance()
      case .format(let opening):
        kinds.insert(opening.isTemplate ? 2 : 0)
        isFormatted = true
        if !text.isEmpty { parts.append(.text(text)) }
        text = ""
        try nested { (parser) throws(Failure) in
          try parser.formatParts(opening, isFormat: false, start: parser.token.start, into: &parts)
        }
        try advance()
      default:
        guard kinds.count == 1 else { throw failure("texts of several kinds are put together", at: start) }
        if kinds == [1] { return Expression(kind: .bytes(bytes), offset: start) }
        guard isFormatted else { return Expression(kind: .string(text), offset: start) }
        if !text.isEmpty { parts.append(.text(text)) }
        return Expression(kind: .formatted(parts, isTemplate: kinds == [2]), offset: start)
      }
    }
  }

  /// The parts of an f-string, or of the format of one of its fields, up to and with what ends them. The token is the
  /// one before, and stays; the next one is yet to be read.
  private mutating func formatParts(
    _ opening: FormatOpening, isFormat: Bool, start: Int, into parts: inout [Expression.FormatPart]
  ) throws(Failure) {
    while true {
      let (text, end) = try lexer.formatText(opening, isFormat: isFormat, start: start)
      if !text.isEmpty { parts.append(.text(text)) }
      guard end == .field else { return }
      let begin = lexer.position
      try advance()
      let value = try nested { (parser) throws(Failure) in try parser.yieldOrExpressions() }
      var shown: String?
      if self.is(.assign) {
        try advance()
        shown = String(decoding: lexer.source[begin..<token.start], as: UTF8.self)
      }
      var conversion: String?
      if try take(.exclamation) {
        conversion = try expectName()
        guard ["r", "s", "a"].contains(conversion) else { throw failure("the conversion is not one of r, s and a") }
      }
      var format: [Expression.FormatPart] = []
      if self.is(.colon) {
        try nested { (parser) throws(Failure) in
          try parser.formatParts(opening, isFormat: true, start: start, into: &format)
        }
      } else {
        guard self.is(.closeBrace) else { throw failure("} is missing") }
        lexer.endField()
      }
      parts.append(.value(value, text: shown, conversion: conversion, format: format))
    }
  }
}
