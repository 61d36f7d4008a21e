extension Parser {
  // MARK: Simple statements

  mutating func simpleStatement() throws(Failure) -> Statement.Kind {
    guard case .keyword(let keyword) = token.kind else {
      if name == "type", let alias = try typeAlias() { return alias }
      return try expressionStatement()
    }
    switch keyword {
    case .pass:
      try advance()
      return .pass
    case .break:
      try advance()
      return .break
    case .continue:
      try advance()
      return .continue
    case .return:
      try advance()
      return .return(isAtEnd ? nil : try expressions(stars: true))
    case .raise:
      try advance()
      if isAtEnd { return .raise(nil, from: nil) }
      let value = try expression()
      return .raise(value, from: try take(.from) ? try expression() : nil)
    case .assert:
      try advance()
      let test = try expression()
      return .assert(test, try take(.comma) ? try expression() : nil)
    case .del: return try deletion()
    case .global:
      try advance()
      return .global(try names())
    case .nonlocal:
      try advance()
      return .nonlocal(try names())
    case .import: return try importStatement()
    case .from: return try importFromStatement()
    default: return try expressionStatement()
    }
  }

  private var isAtEnd: Bool { token.kind == .newline || self.is(.semicolon) }

  private mutating func names() throws(Failure) -> [String] {
    var names = [try expectName()]
    while try take(.comma) { names.append(try expectName()) }
    return names
  }

  private mutating func deletion() throws(Failure) -> Statement.Kind {
    try advance()
    let start = token.start
    let target = try expressions(stars: false)
    try check(target, as: .deletion, at: start)
    if case .tuple(let elements) = target.kind, !target.isParenthesized { return .delete(elements) }
    return .delete([target])
  }

  /// `type X = …`, where it is one: `type` is a name elsewhere.
  private mutating func typeAlias() throws(Failure) -> Statement.Kind? {
    try attempt { (parser) throws(Failure) in
      try parser.advance()
      guard let name = parser.name else { return nil }
      try parser.advance()
      try parser.typeParameters()
      guard try parser.take(.assign) else { return nil }
      return .typeAlias(name, try parser.expression())
    }
  }

  private mutating func importStatement() throws(Failure) -> Statement.Kind {
    try advance()
    var names: [Statement.ImportedName] = []
    repeat {
      let start = token.start
      let name = try dottedName()
      names.append(Statement.ImportedName(name: name, alias: try take(.as) ? try expectName() : nil, offset: start))
    } while try take(.comma)
    return .import(names)
  }

  private mutating func dottedName() throws(Failure) -> String {
    var name = try expectName()
    while try take(.dot) { name += "." + (try expectName()) }
    return name
  }

  private mutating func importFromStatement() throws(Failure) -> Statement.Kind {
    try advance()
    var level = 0
    while self.is(.dot) || self.is(.ellipsis) {
      level += self.is(.dot) ? 1 : 3
      try advance()
    }
    let module = level > 0 && self.is(.import) ? "" : try dottedName()
    try expect(.import)
    if try take(.star) { return .importFrom(level: level, module: module, names: nil) }
    let isParenthesized = try take(.openParenthesis)
    var names: [Statement.ImportedName] = []
    repeat {
      if isParenthesized, !names.isEmpty, self.is(.closeParenthesis) { break }
      let start = token.start
      let name = try expectName()
      names.append(Statement.ImportedName(name: name, alias: try take(.as) ? try expectName() : nil, offset: start))
    } while try take(.comma)
    if isParenthesized { try expect(.closeParenthesis) }
    return .importFrom(level: level, module: module, names: names)
  }

  /// An expression, an assignment, or an annotation.
  private mutating func expressionStatement() throws(Failure) -> Statement.Kind {
    let start = token.start
    let first = try yieldOrExpressions()
    guard case .mark(let mark) = token.kind else { return .expression(first) }
    if mark == .assign {
      var values = [first]
      while try take(.assign) {
        try check(values[values.count - 1], as: .assignment, at: start)
        values.append(try yieldOrExpressions())
      }
      let value = values.removeLast()
      return .assignment(targets: values, value)
    }
    if let operation = mark.augmented {
      try check(first, as: .single, at: start)
      try advance()
      return .augmentedAssignment(first, operation, try yieldOrExpressions())
    }
    if mark == .colon {
      try check(first, as: .single, at: start)
      try advance()
      let annotation = try expression()
      return .annotatedAssignment(first, annotation: annotation, try take(.assign) ? try yieldOrExpressions() : nil)
    }
    return .expression(first)
  }

  // MARK: Targets

  /// What a value is about to be.
  enum Use { case assignment, single, deletion }

  /// Refuses what nothing can be assigned to.
  func check(_ target: Expression, as use: Use, at start: Int) throws(Failure) {
    switch target.kind {
    case .name: return
    case .chain(_, let links):
      switch links.last?.access {
      case .attribute, .item: return
      default: break
      }
    case .tuple(let elements), .list(let elements):
      guard use != .single else { break }
      for element in elements { try check(element, as: use, at: start) }
      return
    case .starred(let element) where use == .assignment:
      if case .starred = element.kind { break }
      return try check(element, as: use, at: start)
    default: break
    }
    throw failure("nothing can be assigned to this", at: target.offset)
  }

  // MARK: Compound statements

  mutating func compoundStatement() throws(Failure) -> Statement.Kind? {
    if self.is(.at) {
      let decorators = try decorators()
      let isAsync = try take(.async)
      if self.is(.def) { return try function(decorators, isAsync: isAsync) }
      if self.is(.class), !isAsync { return try classStatement(decorators) }
      throw failure("a function or a class is missing")
    }
    guard case .keyword(let keyword) = token.kind else {
      return name == "match" ? try matchStatement() : nil
    }
    switch keyword {
    case .if: return try ifStatement()
    case .while:
      try advance()
      let test = try namedExpression()
      return .while(test, try block(), otherwise: try elseBlock())
    case .for: return try forStatement(isAsync: false)
    case .try: return try tryStatement()
    case .with: return try withStatement(isAsync: false)
    case .def: return try function([], isAsync: false)
    case .class: return try classStatement([])
    case .async:
      try advance()
      if self.is(.def) { return try function([], isAsync: true) }
      if self.is(.for) { return try forStatement(isAsync: true) }
      if self.is(.with) { return try withStatement(isAsync: true) }
      throw failure("nothing that is async follows")
    default: return nil
    }
  }

  private mutating func elseBlock() throws(Failure) -> [Statement] {
    try take(.else) ? try block() : []
  }

  private mutating func ifStatement() throws(Failure) -> Statement.Kind {
    var branches: [Statement.Branch] = []
    while self.is(.if) && branches.isEmpty || self.is(.elif) {
      try advance()
      let test = try namedExpression()
      branches.append(Statement.Branch(test: test, body: try block()))
    }
    return .if(branches, otherwise: try elseBlock())
  }

  private mutating func forStatement(isAsync: Bool) throws(Failure) -> Statement.Kind {
    try advance()
    let target = try loopTarget()
    try expect(.in)
    let iterable = try expressions(stars: true)
    let body = try block()
    return .for(
      Statement.Loop(
        target: target, iterable: iterable, body: body, otherwise: try elseBlock(), isAsync: isAsync))
  }

  private mutating func tryStatement() throws(Failure) -> Statement.Kind {
    try advance()
    let body = try block()
    var handlers: [Statement.ExceptionHandler] = []
    while try take(.except) {
      let isGroup = try take(.star)
      var type: Expression?
      var name: String?
      if !self.is(.colon) {
        let start = token.start
        var types = [try expression()]
        // PEP 758: several types without parentheses, where no name follows.
        while try take(.comma) { types.append(try expression()) }
        type = types.count == 1 ? types[0] : Expression(kind: .tuple(types), offset: start)
        if try take(.as) {
          guard types.count == 1 else { throw failure("several types stand in parentheses") }
          name = try expectName()
        }
      } else if isGroup {
        throw failure("the type is missing")
      }
      if let last = handlers.last, last.isGroup != isGroup { throw failure("except and except* do not mix") }
      if let last = handlers.last, last.type == nil { throw failure("the except without a type is the last") }
      handlers.append(Statement.ExceptionHandler(type: type, name: name, isGroup: isGroup, body: try block()))
    }
    let otherwise = handlers.isEmpty ? [] : try elseBlock()
    let finally = try take(.finally) ? try block() : []
    guard !handlers.isEmpty || !finally.isEmpty else { throw failure("except or finally is missing") }
    return .try(Statement.Try(body: body, handlers: handlers, otherwise: otherwise, finally: finally))
  }

  private mutating func withStatement(isAsync: Bool) throws(Failure) -> Statement.Kind {
    try advance()
    if self.is(.openParenthesis) {
      let items: [Statement.WithItem]? = try attempt { (parser) throws(Failure) in
        try parser.advance()
        var items: [Statement.WithItem] = []
        repeat {
          if parser.is(.closeParenthesis), !items.isEmpty { break }
          items.append(try parser.withItem())
        } while try parser.take(.comma)
        guard try parser.take(.closeParenthesis), parser.is(.colon) else { return nil }
        return items
      }
      if let items { return .with(items, try block(), isAsync: isAsync) }
    }
    var items = [try withItem()]
    while try take(.comma) { items.append(try withItem()) }
    return .with(items, try block(), isAsync: isAsync)
  }

  private mutating func withItem() throws(Failure) -> Statement.WithItem {
    let context = try expression()
    guard try take(.as) else { return Statement.WithItem(context: context, target: nil) }
    let start = token.start
    let target = try primary()
    try check(target, as: .assignment, at: start)
    return Statement.WithItem(context: context, target: target)
  }

  // MARK: Functions and classes

  private mutating func decorators() throws(Failure) -> [Expression] {
    var decorators: [Expression] = []
    while try take(.at) {
      decorators.append(try namedExpression())
      guard token.kind == .newline else { throw failure("the line of the decorator should end here") }
      try advance()
    }
    return decorators
  }

  private mutating func function(_ decorators: [Expression], isAsync: Bool) throws(Failure) -> Statement.Kind {
    try advance()
    let name = try expectName()
    try typeParameters()
    try expect(.openParenthesis)
    let parameters = try parameters(end: .closeParenthesis, areTyped: true)
    try expect(.closeParenthesis)
    let returns = try take(.arrow) ? try expression() : nil
    return .function(
      FunctionDefinition(
        name: name, decorators: decorators, parameters: parameters, returns: returns, body: try block(),
        isAsync: isAsync))
  }

  private mutating func classStatement(_ decorators: [Expression]) throws(Failure) -> Statement.Kind {
    try advance()
    let name = try expectName()
    try typeParameters()
    let arguments = self.is(.openParenthesis) ? try arguments() : []
    return .class(
      ClassDefinition(name: name, decorators: decorators, arguments: arguments, body: try block()))
  }

  /// `[T: int = str, *Ts, **P]`, which is read and not kept.
  mutating func typeParameters() throws(Failure) {
    guard try take(.openBracket) else { return }
    repeat {
      if self.is(.closeBracket) { break }
      let isStarred = self.is(.star)
      if self.is(.star) || self.is(.power) { try advance() }
      _ = try expectName()
      if try take(.colon) { _ = try expression() }
      if try take(.assign) { _ = isStarred ? try starredExpression() : try expression() }
    } while try take(.comma)
    try expect(.closeBracket)
  }

  /// The parameters up to a mark, which is not taken.
  mutating func parameters(end: Mark, areTyped: Bool) throws(Failure) -> Parameters {
    var result = Parameters()
    var isKeywordOnly = false
    var hasDefault = false
    var isBare = false
    func parameter(
      _ parser: inout Parser, isList: Bool = false, takesDefault: Bool = true
    ) throws(Failure) -> Parameters.Parameter {
      let name = try parser.expectName()
      var annotation: Expression?
      if areTyped, try parser.take(.colon) {
        annotation = isList ? try parser.starredExpression() : try parser.expression()
      }
      var value: Expression?
      if takesDefault, try parser.take(.assign) { value = try parser.expression() }
      return Parameters.Parameter(name: name, annotation: annotation, defaultValue: value)
    }
    while !self.is(end) {
      if try take(.power) {
        guard !isBare else { throw failure("names follow a bare *") }
        result.dictionary = try parameter(&self, takesDefault: false)
        _ = try take(.comma)
        guard self.is(end) else { throw failure("nothing follows **") }
        break
      }
      if self.is(.slash) {
        guard !isKeywordOnly, result.positionalOnlyCount == 0, !result.positional.isEmpty else {
          throw failure("/ does not belong here")
        }
        try advance()
        result.positionalOnlyCount = result.positional.count
      } else if self.is(.star) {
        guard !isKeywordOnly else { throw failure("a second * stands here") }
        try advance()
        isKeywordOnly = true
        if self.is(.comma) {
          isBare = true
        } else {
          result.list = try parameter(&self, isList: true, takesDefault: false)
        }
      } else {
        let next = try parameter(&self)
        if isKeywordOnly {
          isBare = false
          result.keywordOnly.append(next)
        } else {
          guard next.defaultValue != nil || !hasDefault else {
            throw failure("a parameter without a default follows one with a default")
          }
          hasDefault = next.defaultValue != nil
          result.positional.append(next)
        }
      }
      guard try take(.comma) else { break }
    }
    guard !isBare else { throw failure("names follow a bare *") }
    return result
  }
}
