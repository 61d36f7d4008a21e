extension Parser {
  // MARK: Whole expressions

  /// An expression with commas, which is no pattern.
  mutating func parseExpression() throws(Failure) -> Int32 {
    let saved = allowsIn
    allowsIn = true
    defer { allowsIn = saved }
    return try parseUncoveredExpression()
  }

  private mutating func parseUncoveredExpression() throws(Failure) -> Int32 {
    let saved = patternOnly
    patternOnly = -1
    let expression = try parseCoveredExpression()
    try checkNoPattern()
    patternOnly = saved
    return expression
  }

  /// An expression with commas, which may turn out to be a pattern.
  mutating func parseCoveredExpression() throws(Failure) -> Int32 {
    let start = start
    let first = try parseAssignment()
    guard token == .comma else { return first }
    let mark = pending.count
    pending.append(first)
    while try take(.comma) { pending.append(try parseAssignment()) }
    return listNode(.sequence, at: start, from: mark)
  }

  /// An expression without commas, which is no pattern.
  mutating func parseInitializer() throws(Failure) -> Int32 {
    let saved = patternOnly
    patternOnly = -1
    let expression = try parseAssignment()
    try checkNoPattern()
    patternOnly = saved
    return expression
  }

  /// An initializer in which `in` is an operator, wherever it stands.
  mutating func parseInnerInitializer() throws(Failure) -> Int32 {
    let saved = allowsIn
    allowsIn = true
    defer { allowsIn = saved }
    return try parseInitializer()
  }

  func checkNoPattern() throws(Failure) {
    if patternOnly >= 0 { throw failure("this stands in a pattern only", at: patternOnly) }
  }

  /// An expression without commas, which may turn out to be a pattern.
  mutating func parseAssignment() throws(Failure) -> Int32 {
    try enter()
    defer { depth -= 1 }
    if isWord(.yield), context.isGenerator { return try parseYield() }
    let start = start
    arrowStart = lexer.start
    let saved = patternOnly
    let target = try parseConditional()
    guard let op = Self.assignment(token), target != arrow else { return target }
    if op == .assign {
      // A pattern takes what only patterns hold.
      let kind = node(target).kind
      if kind == .object || kind == .array { patternOnly = saved }
      try makeAssignmentTarget(target)
    } else {
      guard isSimpleTarget(target) else { throw failure("nothing can be assigned to this", at: start) }
    }
    try advance()
    let value = try parseInitializer()
    return add(.assignment, at: start, op: op, a: target, b: value)
  }

  private static func assignment(_ token: Token) -> Operator? {
    switch token {
    case .assign: .assign
    case .plusAssign: .add
    case .minusAssign: .subtract
    case .starAssign: .multiply
    case .slashAssign: .divide
    case .percentAssign: .remainder
    case .powerAssign: .power
    case .shiftLeftAssign: .shiftLeft
    case .shiftRightAssign: .shiftRight
    case .shiftRightUnsignedAssign: .shiftRightUnsigned
    case .ampersandAssign: .bitAnd
    case .barAssign: .bitOr
    case .caretAssign: .bitXor
    case .andAssign: .and
    case .orAssign: .or
    case .coalesceAssign: .coalesce
    default: nil
    }
  }

  private mutating func parseYield() throws(Failure) -> Int32 {
    let start = start
    try advance()
    if lexer.newlineBefore { return add(.yield, at: start) }
    switch token {
    case .closeBrace, .closeParenthesis, .closeBracket, .comma, .semicolon, .colon, .end:
      return add(.yield, at: start)
    case .name where isWord(.in) || isWord(.of): return add(.yield, at: start)
    default: break
    }
    let delegates = try take(.star)
    let value = try parseInitializer()
    return add(.yield, at: start, flags: delegates ? .delegates : [], a: value)
  }

  private mutating func parseConditional() throws(Failure) -> Int32 {
    let start = start
    let test = try parseBinary(0)
    guard token == .question, test != arrow else { return test }
    let mark = pending.count
    pending.append(test)
    while try take(.question) {
      pending.append(try parseInnerInitializer())
      try expect(.colon)
      // What follows the colon is an assignment expression; where it is another condition, the list goes on.
      arrowStart = lexer.start
      if isWord(.yield), context.isGenerator {
        pending.append(try parseYield())
        break
      }
      let otherwiseStart = self.start
      var otherwise = try parseBinary(0)
      if otherwise != arrow, let op = Self.assignment(token) {
        if op == .assign { try makeAssignmentTarget(otherwise) }
        guard op == .assign || isSimpleTarget(otherwise) else {
          throw failure("nothing can be assigned to this", at: otherwiseStart)
        }
        try advance()
        let value = try parseInitializer()
        otherwise = add(.assignment, at: otherwiseStart, op: op, a: otherwise, b: value)
        pending.append(otherwise)
        break
      }
      pending.append(otherwise)
      if otherwise == arrow { break }
    }
    return listNode(.conditional, at: start, from: mark)
  }

  // MARK: Operators

  /// How tightly a binary operator binds; -1 for what is none.
  private static let precedences: [Int8] = {
    var table = [Int8](repeating: -1, count: 256)
    for (level, tokens) in [
      [Token.coalesce], [.or], [.and], [.bar], [.caret], [.ampersand],
      [.equal, .notEqual, .strictEqual, .strictNotEqual], [.less, .lessOrEqual, .greater, .greaterOrEqual],
      [.shiftLeft, .shiftRight, .shiftRightUnsigned], [.plus, .minus], [.star, .slash, .percent], [.power],
    ].enumerated() {
      for token in tokens { table[Int(token.rawValue)] = Int8(level) }
    }
    return table
  }()

  private static let operators: [Operator] = {
    var table = [Operator](repeating: .none, count: 256)
    let pairs: [(Token, Operator)] = [
      (.coalesce, .coalesce), (.or, .or), (.and, .and), (.bar, .bitOr), (.caret, .bitXor), (.ampersand, .bitAnd),
      (.equal, .equal), (.notEqual, .notEqual), (.strictEqual, .strictEqual), (.strictNotEqual, .strictNotEqual),
      (.less, .less), (.lessOrEqual, .lessOrEqual), (.greater, .greater), (.greaterOrEqual, .greaterOrEqual),
      (.shiftLeft, .shiftLeft), (.shiftRight, .shiftRight), (.shiftRightUnsigned, .shiftRightUnsigned),
      (.plus, .add), (.minus, .subtract), (.star, .multiply), (.slash, .divide), (.percent, .remainder),
      (.power, .power),
    ]
    for (token, op) in pairs { table[Int(token.rawValue)] = op }
    return table
  }()

  private static let relational: Int8 = 7

  @inline(__always)
  private var precedence: Int8 {
    if token == .name {
      if isWord(.instanceof) || (allowsIn && isWord(.in)) { return Self.relational }
      return -1
    }
    return Self.precedences[Int(token.rawValue)]
  }

  private var binaryOperator: Operator {
    token == .name ? isWord(.in) ? .in : .instanceOf : Self.operators[Int(token.rawValue)]
  }

  /// Operands and operators that bind at least that tightly. Operators of one level make one node.
  private mutating func parseBinary(_ minimum: Int8) throws(Failure) -> Int32 {
    let start = start
    var left = try parseUnary()
    if left == arrow { return left }
    while true {
      let level = precedence
      guard level >= minimum else { return left }
      let mark = pending.count
      pending.append(left)
      let op = binaryOperator
      switch op {
      case .and, .or, .coalesce:
        while precedence == level {
          try advance()
          pending.append(try parseBinary(level + 1))
        }
        left = listNode(.logical, at: start, op: op, from: mark)
      case .power:
        let kind = node(left).kind
        if kind == .unary || kind == .await, !node(left).flags.contains(.parenthesized) {
          throw failure("a unary operator stands before `**`", at: start)
        }
        try enter()
        try advance()
        pending.append(Int32(op.rawValue))
        pending.append(try parseBinary(level))
        depth -= 1
        left = listNode(.binary, at: start, from: mark)
      default:
        while precedence == level {
          pending.append(Int32(binaryOperator.rawValue))
          try advance()
          pending.append(try parseBinary(level + 1))
        }
        left = listNode(.binary, at: start, from: mark)
      }
    }
  }

  private mutating func parseUnary() throws(Failure) -> Int32 {
    let start = start
    let op: Operator
    switch token {
    case .not: op = .not
    case .tilde: op = .bitNot
    case .plus: op = .plus
    case .minus: op = .minus
    case .increment: op = .increment
    case .decrement: op = .decrement
    case .privateName:
      let name = lexer.value
      try advance()
      guard isWord(.in) else { throw unexpected() }
      return add(.privateName, at: start, a: name)
    case .name where !lexer.hasEscape && lexer.value <= Word.await.rawValue:
      switch Word(rawValue: lexer.value) {
      case .typeof: op = .typeOf
      case .void: op = .void
      case .delete: op = .delete
      case .await where context.allowsAwait:
        try enter()
        defer { depth -= 1 }
        try advance()
        let value = try parseUnary()
        return add(.await, at: start, a: value)
      default: return try parsePostfix()
      }
    default: return try parsePostfix()
    }
    try enter()
    defer { depth -= 1 }
    try advance()
    arrowStart = -1
    let operand = try parseUnary()
    if op == .increment || op == .decrement {
      guard isSimpleTarget(operand) else { throw failure("nothing can be assigned to this", at: start) }
      return add(.update, at: start, op: op, flags: .prefix, a: operand)
    }
    if op == .delete, context.isStrict, node(operand).kind == .identifier {
      throw failure("strict code deletes no name", at: start)
    }
    return add(.unary, at: start, op: op, a: operand)
  }

  private mutating func parsePostfix() throws(Failure) -> Int32 {
    let start = start
    let operand = try parseLeftHandSide()
    guard token == .increment || token == .decrement, !lexer.newlineBefore, operand != arrow else { return operand }
    guard isSimpleTarget(operand) else { throw failure("nothing can be assigned to this", at: start) }
    let op: Operator = token == .increment ? .increment : .decrement
    try advance()
    return add(.update, at: start, op: op, a: operand)
  }

  private func isSimpleTarget(_ target: Int32) -> Bool {
    let value = node(target)
    switch value.kind {
    case .identifier:
      return !context.isStrict || (value.a != Word.eval.rawValue && value.a != Word.arguments.rawValue)
    case .chain: return endsInMember(value)
    default: return false
    }
  }

  private func endsInMember(_ chain: Node) -> Bool {
    let links = lists[Int(chain.a + 1)..<Int(chain.a + chain.b)]
    guard let last = links.last else { return false }
    if links.contains(where: { node($0).flags.contains(.optional) }) { return false }
    switch node(last).kind {
    case .member, .index, .privateMember: return true
    // Annex B: `f() = 1` fails when it runs, in sloppy code.
    case .call: return !context.isStrict
    default: return false
    }
  }

  // MARK: Members and calls

  private mutating func parseLeftHandSide() throws(Failure) -> Int32 {
    let start = start
    let mayBeArrow = arrowStart == lexer.start
    let isAsync = mayBeArrow && isWord(.async)
    let base = try parsePrimary()
    if base == arrow { return base }
    return try parseLinks(base, at: start, asyncArrow: isAsync && node(base).kind == .identifier, allowsCalls: true)
  }

  /// The expression after `extends`.
  mutating func parseHeritage(at start: Int32) throws(Failure) -> Int32 {
    let base = try parsePrimary()
    return try parseLinks(base, at: start, asyncArrow: false, allowsCalls: true)
  }

  /// What follows a base: members, indices, calls, templates; all in one node.
  private mutating func parseLinks(
    _ base: Int32, at start: Int32, asyncArrow: Bool, allowsCalls: Bool
  ) throws(Failure) -> Int32 {
    let mark = pending.count
    pending.append(base)
    var isOptionalChain = false
    links: while true {
      let linkStart = self.start
      switch token {
      case .dot:
        try advance()
        pending.append(try parseMemberName(at: linkStart, flags: []))
      case .optional where allowsCalls:
        isOptionalChain = true
        try advance()
        switch token {
        case .openParenthesis:
          let arguments = try parseArguments(at: linkStart, flags: .optional)
          pending.append(arguments)
        case .openBracket:
          try advance()
          let index = try parseExpression()
          try expect(.closeBracket)
          pending.append(add(.index, at: linkStart, flags: .optional, a: index))
        default: pending.append(try parseMemberName(at: linkStart, flags: .optional))
        }
      case .openBracket:
        try advance()
        let index = try parseExpression()
        try expect(.closeBracket)
        pending.append(add(.index, at: linkStart, a: index))
      case .openParenthesis where allowsCalls:
        if asyncArrow, pending.count == mark + 1, !lexer.newlineBefore {
          let saved = patternOnly
          patternOnly = -1
          let arguments = try parseCoveredArguments(at: linkStart)
          if token == .arrow, !lexer.newlineBefore {
            patternOnly = saved
            pending.removeLast()
            // `async` itself is no use of a name here.
            if let place = uses.lastIndex(of: base) { uses.remove(at: place) }
            return try parseArrow(at: start, parameters: lists(of: arguments), isAsync: true)
          }
          try checkNoPattern()
          patternOnly = saved
          pending.append(arguments)
        } else {
          if node(base).kind == .identifier, pending.count == mark + 1, node(base).a == Word.eval.rawValue {
            hasDynamicScope = true
          }
          pending.append(try parseArguments(at: linkStart, flags: []))
        }
      case .template:
        if isOptionalChain { throw unexpected() }
        let template = try parseTemplate()
        pending.append(add(.tagged, at: linkStart, a: template))
      default: break links
      }
    }
    if pending.count == mark + 1 {
      pending.removeLast()
      return base
    }
    return listNode(.chain, at: start, from: mark)
  }

  private func lists(of node: Int32) -> [Int32] {
    let node = self.node(node)
    return Array(lists[Int(node.a)..<Int(node.a + node.b)])
  }

  private mutating func parseMemberName(at start: Int32, flags: Node.Flags) throws(Failure) -> Int32 {
    let name = lexer.value
    switch token {
    case .name:
      try advance()
      return add(.member, at: start, flags: flags, a: name)
    case .privateName:
      try advance()
      return add(.privateMember, at: start, flags: flags, a: name)
    default: throw unexpected()
    }
  }

  private mutating func parseArguments(at start: Int32, flags: Node.Flags) throws(Failure) -> Int32 {
    let saved = patternOnly
    patternOnly = -1
    let arguments = try parseCoveredArguments(at: start)
    try checkNoPattern()
    patternOnly = saved
    nodes[Int(arguments)].flags = flags
    return arguments
  }

  private mutating func parseCoveredArguments(at start: Int32) throws(Failure) -> Int32 {
    let saved = allowsIn
    allowsIn = true
    defer { allowsIn = saved }
    try advance()
    let mark = pending.count
    while token != .closeParenthesis {
      pending.append(try parseElement())
      if token != .closeParenthesis { try expect(.comma) }
    }
    try advance()
    return listNode(.call, at: start, from: mark)
  }

  /// An argument or an element: an expression or a spread.
  mutating func parseElement() throws(Failure) -> Int32 {
    let start = start
    guard try take(.ellipsis) else { return try parseAssignment() }
    let value = try parseAssignment()
    return add(.spread, at: start, a: value)
  }

  mutating func parseNew() throws(Failure) -> Int32 {
    try enter()
    defer { depth -= 1 }
    let start = start
    try advance()
    if try take(.dot) {
      guard isWord(.target) else { throw unexpected() }
      try advance()
      return add(.newTarget, at: start)
    }
    let calleeStart = self.start
    arrowStart = -1
    if isWord(.import) { throw unexpected() }
    let base = isWord(.new) ? try parseNew() : try parsePrimary()
    let callee = try parseLinks(base, at: calleeStart, asyncArrow: false, allowsCalls: false)
    if token == .optional { throw unexpected() }
    let mark = pending.count
    pending.append(callee)
    if token == .openParenthesis {
      let saved = (patternOnly, allowsIn)
      (patternOnly, allowsIn) = (-1, true)
      try advance()
      while token != .closeParenthesis {
        pending.append(try parseElement())
        if token != .closeParenthesis { try expect(.comma) }
      }
      try advance()
      try checkNoPattern()
      (patternOnly, allowsIn) = saved
    }
    return listNode(.new, at: start, from: mark)
  }
}
