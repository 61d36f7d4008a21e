import Documents

/// A parser by operator precedence, with the binding powers of the reference implementation.
struct Parser {
  /// How deep an expression may nest; deeper ones are refused rather than risk the stack.
  static let maximumDepth = 200

  private let expression: String
  private let functions: FunctionTable
  private let tokens: [Token]
  private var position = 0
  /// How many calls of ``parse(above:)`` are under way.
  private var depth = 0
  /// How high the trees are that the current call has read so far.
  private var height = 0

  init(_ expression: String, functions: FunctionTable) throws(JMESPathError) {
    self.expression = expression
    self.functions = functions
    var lexer = Lexer(expression)
    tokens = try lexer.tokens()
  }

  mutating func parse() throws(JMESPathError) -> Expression {
    guard current != .end else { throw failure("the expression is empty") }
    let result = try parse(above: 0)
    guard current == .end else { throw unexpected("the end of the expression") }
    return result
  }

  private var token: Token { tokens[position] }
  private var current: Token.Kind { tokens[position].kind }

  private func failure(_ message: String, _ reason: JMESPathError.Reason = .syntax, at offset: Int? = nil)
    -> JMESPathError
  {
    JMESPathError(reason, message, in: expression, at: offset ?? token.offset)
  }

  private func unexpected(_ wanted: String) -> JMESPathError {
    let written = String(expression.unicodeScalars.dropFirst(token.offset).prefix(token.range.count))
    return failure("expected \(wanted), found \(current == .end ? "the end of the expression" : "'\(written)'")")
  }

  private mutating func advance() { position += 1 }

  private mutating func match(_ kind: Token.Kind, _ wanted: String) throws(JMESPathError) {
    guard current == kind else { throw unexpected(wanted) }
    advance()
  }

  private static func bindingPower(_ kind: Token.Kind) -> Int {
    switch kind {
    case .pipe: 1
    case .or: 2
    case .and: 3
    case .comparator: 5
    case .flatten: 9
    // Everything below 10 ends a projection.
    case .star: 20
    case .filter: 21
    case .dot: 40
    case .not: 45
    case .leftBrace: 50
    case .leftBracket: 55
    case .leftParenthesis: 60
    default: 0
    }
  }

  /// An expression of operators that bind tighter than `power`.
  private mutating func parse(above power: Int) throws(JMESPathError) -> Expression {
    let outerHeight = height
    depth += 1
    height = 0
    guard depth <= Self.maximumDepth else { throw tooDeep }
    var left = try prefix()
    height += 1
    while power < Self.bindingPower(current) {
      left = try infix(left)
      height += 1
      guard height <= Self.maximumDepth else { throw tooDeep }
    }
    depth -= 1
    height = max(height, outerHeight)
    return left
  }

  private var tooDeep: JMESPathError { failure("the expression nests deeper than \(Self.maximumDepth) levels") }

  private mutating func prefix() throws(JMESPathError) -> Expression {
    let token = token
    if token.kind != .end { advance() }
    switch token.kind {
    case .literal(let value): return .literal(value)
    case .current: return .current
    case .identifier(let name):
      return current == .leftParenthesis ? try call(name, at: token.offset) : .field(name, offset: token.offset)
    case .quotedIdentifier(let name):
      if current == .leftParenthesis { throw failure("the name of a function has no quotes", at: token.offset) }
      return .field(name, offset: token.offset)
    case .star:
      return .valueProjection(.current, current == .rightBracket ? .current : try projected(above: 20))
    case .filter: return try filter(.current)
    case .flatten: return .projection(.flatten(.current), try projected(above: 9))
    case .leftBrace: return try multiselectHash()
    case .leftBracket: return try prefixBracket()
    case .leftParenthesis:
      let inner = try parse(above: 0)
      try match(.rightParenthesis, "')'")
      return inner
    case .not: return .not(try parse(above: 45))
    case .ampersand:
      throw failure("'&' stands only before an argument of a function; 'and' is written '&&'", at: token.offset)
    default:
      position = token.kind == .end ? position : position - 1
      throw unexpected("an expression")
    }
  }

  private mutating func infix(_ left: Expression) throws(JMESPathError) -> Expression {
    let token = token
    advance()
    switch token.kind {
    case .dot:
      if current == .star {
        advance()
        return .valueProjection(left, try projected(above: 40))
      }
      return .subexpression(left, try afterDot(above: 40))
    case .pipe: return .pipe(left, try parse(above: 1))
    case .or: return .or(left, try parse(above: 2))
    case .and: return .and(left, try parse(above: 3))
    case .comparator(let comparator): return .comparison(left, comparator, try parse(above: 5))
    case .flatten: return .projection(.flatten(left), try projected(above: 9))
    case .filter: return try filter(left)
    case .leftBracket:
      if let index = try indexOrSlice(left) { return index }
      try match(.star, "an index, a slice or '*'")
      try match(.rightBracket, "']'")
      return .projection(left, try projected(above: 20))
    case .leftParenthesis: throw failure("only a name can be called", at: token.offset)
    default:
      position -= 1
      throw unexpected("an operator")
    }
  }

  private mutating func prefixBracket() throws(JMESPathError) -> Expression {
    if let index = try indexOrSlice(.current) { return index }
    if current == .star, tokens[position + 1].kind == .rightBracket {
      position += 2
      return .projection(.current, try projected(above: 20))
    }
    return try multiselectList()
  }

  private mutating func indexOrSlice(_ left: Expression) throws(JMESPathError) -> Expression? {
    if case .number(let index) = current, tokens[position + 1].kind != .colon {
      advance()
      try match(.rightBracket, "']'")
      return .subexpression(left, .index(index))
    }
    let start = token.offset
    var parts: [Int?] = [nil]
    while current != .rightBracket {
      switch current {
      case .colon where parts.count < 3: parts.append(nil)
      case .number(let number) where parts[parts.count - 1] == nil: parts[parts.count - 1] = number
      default:
        // Neither a number nor a colon came first: this is no slice.
        if parts.count == 1, parts[0] == nil { return nil }
        throw unexpected("a slice such as [0:10:2]")
      }
      advance()
    }
    guard parts.count > 1 else { return nil }
    advance()
    let step = parts.count == 3 ? parts[2] ?? 1 : 1
    if step == 0 { throw failure("the step of a slice cannot be 0", .invalidValue, at: start) }
    return .projection(
      .subexpression(left, .slice(start: parts[0], stop: parts[1], step: step)), try projected(above: 20))
  }

  private mutating func filter(_ left: Expression) throws(JMESPathError) -> Expression {
    let condition = try parse(above: 0)
    try match(.rightBracket, "']' after the condition")
    let right = current == .flatten ? .current : try projected(above: 21)
    return .filter(left, right, condition: condition)
  }

  /// What a projection does with each element.
  private mutating func projected(above power: Int) throws(JMESPathError) -> Expression {
    switch current {
    case let kind where Self.bindingPower(kind) < 10: return .current
    case .leftBracket, .filter: return try parse(above: power)
    case .dot:
      advance()
      return try afterDot(above: power)
    default: throw unexpected("'.', '[' or an operator")
    }
  }

  private mutating func afterDot(above power: Int) throws(JMESPathError) -> Expression {
    switch current {
    case .identifier, .quotedIdentifier, .star: return try parse(above: power)
    case .leftBracket:
      advance()
      return try multiselectList()
    case .leftBrace:
      advance()
      return try multiselectHash()
    default: throw unexpected("a name, '*', '[' or '{' after '.'")
    }
  }

  private mutating func multiselectList() throws(JMESPathError) -> Expression {
    var elements = [try parse(above: 0)]
    while current == .comma {
      advance()
      elements.append(try parse(above: 0))
    }
    try match(.rightBracket, "',' or ']'")
    return .multiselectList(elements)
  }

  private mutating func multiselectHash() throws(JMESPathError) -> Expression {
    var pairs: [JMESPath.Expression.Pair] = []
    repeat {
      if !pairs.isEmpty { advance() }
      let name: String
      switch current {
      case .identifier(let text), .quotedIdentifier(let text): name = text
      default: throw unexpected("a name")
      }
      advance()
      try match(.colon, "':'")
      pairs.append(JMESPath.Expression.Pair(name: name, expression: try parse(above: 0)))
    } while current == .comma
    try match(.rightBrace, "',' or '}'")
    return .multiselectHash(pairs)
  }

  private mutating func call(_ name: String, at offset: Int) throws(JMESPathError) -> Expression {
    guard let function = functions[name] else {
      let hint = Suggestion.nearest(to: name, among: functions.names).map { "; did you mean \($0)()?" } ?? ""
      throw failure("there is no function \(name)()\(hint)", .unknownFunction, at: offset)
    }
    advance()
    var arguments: [Expression] = []
    while current != .rightParenthesis {
      if !arguments.isEmpty { try match(.comma, "',' or ')'") }
      if current == .ampersand {
        advance()
        arguments.append(.reference(try parse(above: 0)))
      } else {
        arguments.append(try parse(above: 0))
      }
    }
    advance()
    if let problem = function.problem(withCount: arguments.count) {
      throw failure("\(name)() \(problem)", .invalidArity, at: offset)
    }
    for (index, argument) in arguments.enumerated() {
      let isReference = if case .reference = argument { true } else { false }
      guard isReference != function.parameter(index).contains(.expression) else { continue }
      let wanted = isReference ? "a value" : "an expression with '&' before it"
      throw failure("\(name)() takes \(wanted) as its argument \(index + 1)", .invalidType, at: offset)
    }
    return .call(name, arguments, offset: offset)
  }
}
