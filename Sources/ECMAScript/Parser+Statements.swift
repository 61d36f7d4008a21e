extension Parser {
  /// Reads the directives at the begin of a program or function.
  mutating func parseDirectives() throws(Failure) {
    while token == .string {
      let statement = try parseStatement(isTopLevel: open.count == 1)
      pending.append(statement)
      let value = node(statement)
      guard value.kind == .expression else { return }
      let text = node(value.a)
      guard text.kind == .string, !text.flags.contains(.parenthesized) else { return }
      // A directive is one only as it is written.
      let raw = lexer.bytes[Int(text.start) + 1..<min(Int(text.start) + 11, lexer.count)]
      if raw.elementsEqual("use strict".utf8), Int(text.start) + 12 <= lexer.bytes.count { context.isStrict = true }
    }
  }

  mutating func parseStatement(isTopLevel: Bool = false, isEmbedded: Bool = false) throws(Failure) -> Int32 {
    try enter()
    defer { depth -= 1 }
    let start = start
    switch token {
    case .openBrace: return try parseBlock()
    case .semicolon:
      try advance()
      return add(.empty, at: start)
    case .name where !lexer.hasEscape:
      if let word = Word(rawValue: lexer.value) {
        if let statement = try parseStatement(word, isTopLevel: isTopLevel, isEmbedded: isEmbedded) { return statement }
      }
    default: break
    }
    return try parseExpressionStatement()
  }

  /// A statement that begins with that word; nil where it is an expression.
  private mutating func parseStatement(
    _ word: Word, isTopLevel: Bool, isEmbedded: Bool
  ) throws(Failure) -> Int32? {
    let start = start
    switch word {
    case .var:
      try advance()
      return try parseVariables(.var, at: start)
    case .const:
      if isEmbedded { throw unexpected() }
      try advance()
      return try parseVariables(.const, at: start)
    case .let:
      guard try letBeginsDeclaration(isEmbedded: isEmbedded) else { return nil }
      try advance()
      return try parseVariables(.let, at: start)
    case .function:
      if isEmbedded, context.isStrict { throw unexpected() }
      try advance()
      return try parseFunction(at: start, isAsync: false, isDeclaration: true)
    case .async:
      let mark = lexer.mark
      try advance()
      if isWord(.function), !lexer.newlineBefore {
        if isEmbedded { throw unexpected() }
        try advance()
        return try parseFunction(at: start, isAsync: true, isDeclaration: true)
      }
      lexer.goBack(to: mark)
      return nil
    case .class:
      if isEmbedded { throw unexpected() }
      return try parseClass(isDeclaration: true)
    case .if: return try parseIf()
    case .for: return try parseFor()
    case .while:
      try advance()
      let test = try parseParenthesized()
      let body = try parseLoopBody()
      return add(.while, at: start, a: test, b: body)
    case .do:
      try advance()
      let body = try parseLoopBody()
      try expectWord(.while)
      let test = try parseParenthesized()
      _ = try take(.semicolon)
      return add(.doWhile, at: start, a: test, b: body)
    case .return:
      guard context.allowsReturn else { throw unexpected() }
      try advance()
      var value: Int32 = -1
      if token != .semicolon, token != .closeBrace, token != .end, !lexer.newlineBefore {
        value = try parseExpression()
      }
      try endStatement()
      return add(.return, at: start, a: value)
    case .throw:
      try advance()
      if lexer.newlineBefore { throw unexpected() }
      let value = try parseExpression()
      try endStatement()
      return add(.throw, at: start, a: value)
    case .break, .continue: return try parseJump(word)
    case .try: return try parseTry()
    case .switch: return try parseSwitch()
    case .with:
      if context.isStrict { throw unexpected() }
      try advance()
      hasDynamicScope = true
      let object = try parseParenthesized()
      let body = try parseStatement(isEmbedded: true)
      return add(.with, at: start, a: object, b: body)
    case .debugger:
      try advance()
      try endStatement()
      return add(.debugger, at: start)
    case .import:
      let mark = lexer.mark
      try advance()
      if token == .openParenthesis || token == .dot {
        lexer.goBack(to: mark)
        return nil
      }
      guard isTopLevel, goal == .module || goal == .cloudFrontFunction else {
        throw failure("an import stands outside of a module", at: start)
      }
      return try parseImport(at: start)
    case .export:
      guard isTopLevel, goal == .module || goal == .cloudFrontFunction else {
        throw failure("an export stands outside of a module", at: start)
      }
      try advance()
      return try parseExport(at: start)
    default: return nil
    }
  }

  /// Whether the `let` here begins a declaration.
  private mutating func letBeginsDeclaration(isEmbedded: Bool) throws(Failure) -> Bool {
    let mark = lexer.mark
    try advance()
    defer { lexer.goBack(to: mark) }
    switch token {
    case .openBracket: return true
    case .openBrace: return !isEmbedded || !lexer.newlineBefore
    case .name:
      if isWord(.in) || isWord(.instanceof) { return false }
      return !isEmbedded || !lexer.newlineBefore
    default: return false
    }
  }

  private mutating func parseExpressionStatement() throws(Failure) -> Int32 {
    let start = start
    let isName = token == .name
    let expression = try parseExpression()
    if isName, token == .colon, node(expression).kind == .identifier, !node(expression).flags.contains(.parenthesized) {
      try advance()
      let label = node(expression).a
      // A label is no use of a name.
      if uses.last == expression { uses.removeLast() }
      if context.labels.contains(label) { throw failure("this label stands around itself", at: start) }
      context.labels.append(label)
      defer { context.labels.removeLast() }
      let body = try parseStatement(isEmbedded: !isWord(.function))
      return add(.labeled, at: start, a: label, b: body)
    }
    try endStatement()
    return add(.expression, at: start, a: expression)
  }

  mutating func parseBlock() throws(Failure) -> Int32 {
    let start = start
    try expect(.openBrace)
    openScope(.block, at: start)
    let mark = pending.count
    while token != .closeBrace {
      if token == .end { throw unexpected() }
      pending.append(try parseStatement())
    }
    let block = listNode(.block, at: start, from: mark)
    closeScope(end: self.start + 1, of: .node(block))
    try advance()
    return block
  }

  private mutating func parseParenthesized() throws(Failure) -> Int32 {
    try expect(.openParenthesis)
    let value = try parseExpression()
    try expect(.closeParenthesis)
    return value
  }

  private mutating func parseLoopBody() throws(Failure) -> Int32 {
    context.loops += 1
    defer { context.loops -= 1 }
    return try parseStatement(isEmbedded: true)
  }

  // MARK: Declarations

  /// After `var`, `let` or `const`.
  private mutating func parseVariables(_ op: Operator, at start: Int32) throws(Failure) -> Int32 {
    let mark = pending.count
    try parseDeclarators(op, inFor: false)
    try endStatement()
    return listNode(.variables, at: start, op: op, from: mark)
  }

  private mutating func parseDeclarators(_ op: Operator, inFor: Bool) throws(Failure) {
    repeat {
      let start = start
      let target = try parseBindingTarget(Self.bindingKind(op))
      var value: Int32 = -1
      if try take(.assign) {
        value = try parseInitializer()
      } else if !inFor || !(isWord(.of) || isWord(.in)) {
        if op == .const || node(target).kind != .binding {
          throw failure("this declaration has no value", at: start)
        }
      }
      pending.append(add(.declarator, at: start, a: target, b: value))
    } while try take(.comma)
  }

  private static func bindingKind(_ op: Operator) -> Binding.Kind { op == .var ? .var : op == .let ? .let : .const }

  // MARK: Control

  private mutating func parseIf() throws(Failure) -> Int32 {
    let start = start
    let mark = pending.count
    while true {
      try advance()
      pending.append(try parseParenthesized())
      pending.append(try parseStatement(isEmbedded: true))
      guard try takeWord(.else) else { break }
      // `else if` goes on with the same list.
      if isWord(.if) { continue }
      pending.append(try parseStatement(isEmbedded: true))
      break
    }
    return listNode(.if, at: start, from: mark)
  }

  private mutating func parseFor() throws(Failure) -> Int32 {
    let start = start
    try advance()
    var isAwait = false
    if isWord(.await) {
      guard context.allowsAwait else { throw unexpected() }
      isAwait = true
      try advance()
    }
    let scopeStart = self.start
    try expect(.openParenthesis)
    openScope(.block, at: scopeStart)
    let statement = try parseForRest(at: start, isAwait: isAwait)
    closeScope(end: Int32(lexer.previousEnd), of: .node(statement))
    return statement
  }

  private mutating func parseForRest(at start: Int32, isAwait: Bool) throws(Failure) -> Int32 {
    var first: Int32 = -1
    let firstStart = self.start
    if token != .semicolon {
      allowsIn = false
      var op = Operator.none
      if isWord(.var) {
        op = .var
      } else if isWord(.const) {
        op = .const
      } else if isWord(.let), try letBeginsDeclaration(isEmbedded: false) {
        op = .let
      }
      if op != .none {
        try advance()
        let mark = pending.count
        try parseDeclarators(op, inFor: true)
        allowsIn = true
        first = listNode(.variables, at: firstStart, op: op, from: mark)
        if (isWord(.of) || isWord(.in)), node(first).b == 1 {
          return try parseForEach(first, at: start, isAwait: isAwait)
        }
      } else {
        let saved = patternOnly
        patternOnly = -1
        first = try parseCoveredExpression()
        allowsIn = true
        if isWord(.of) || isWord(.in) {
          try makeAssignmentTarget(first)
          patternOnly = saved
          return try parseForEach(first, at: start, isAwait: isAwait)
        }
        try checkNoPattern()
        patternOnly = saved
      }
    }
    if isAwait { throw unexpected() }
    try expect(.semicolon)
    let test = token == .semicolon ? -1 : try parseExpression()
    try expect(.semicolon)
    let update = token == .closeParenthesis ? -1 : try parseExpression()
    try expect(.closeParenthesis)
    let body = try parseLoopBody()
    let mark = pending.count
    pending.append(contentsOf: [first, test, update, body])
    return listNode(.for, at: start, from: mark)
  }

  private mutating func parseForEach(_ target: Int32, at start: Int32, isAwait: Bool) throws(Failure) -> Int32 {
    let isOf = isWord(.of)
    if isAwait, !isOf { throw unexpected() }
    try advance()
    let object = isOf ? try parseAssignment() : try parseExpression()
    try expect(.closeParenthesis)
    let body = try parseLoopBody()
    let mark = pending.count
    pending.append(contentsOf: [target, object, body])
    return listNode(isOf ? .forOf : .forIn, at: start, flags: isAwait ? .isAwait : [], from: mark)
  }

  private mutating func parseJump(_ word: Word) throws(Failure) -> Int32 {
    let start = start
    try advance()
    var label: Int32 = -1
    if token == .name, !lexer.newlineBefore, !isReserved(lexer.value) {
      label = lexer.value
      guard context.labels.contains(label) else { throw failure("there is no such label around", at: self.start) }
      try advance()
    } else if context.loops == 0, word == .continue || context.switches == 0 {
      throw failure("there is no loop around", at: start)
    }
    try endStatement()
    return add(word == .break ? .break : .continue, at: start, a: label)
  }

  private mutating func parseTry() throws(Failure) -> Int32 {
    let start = start
    try advance()
    let block = try parseBlock()
    var parameter: Int32 = -1
    var handler: Int32 = -1
    var finalizer: Int32 = -1
    let catchStart = self.start
    var catchScope: (scope: OpenScope, end: Int32)?
    if try takeWord(.catch) {
      openScope(.catch, at: catchStart)
      if try take(.openParenthesis) {
        parameter = try parseBindingTarget(.catch)
        try expect(.closeParenthesis)
      }
      handler = try parseBlock()
      catchScope = (open.removeLast(), Int32(lexer.previousEnd))
    }
    if try takeWord(.finally) { finalizer = try parseBlock() }
    if handler < 0, finalizer < 0 { throw unexpected() }
    let mark = pending.count
    pending.append(contentsOf: [block, parameter, handler, finalizer])
    let statement = listNode(.try, at: start, from: mark)
    if let (scope, end) = catchScope {
      open.append(scope)
      closeScope(end: end, of: .node(statement))
    }
    return statement
  }

  private mutating func parseSwitch() throws(Failure) -> Int32 {
    let start = start
    try advance()
    let mark = pending.count
    pending.append(try parseParenthesized())
    let scopeStart = self.start
    try expect(.openBrace)
    openScope(.block, at: scopeStart)
    context.switches += 1
    defer { context.switches -= 1 }
    var hasDefault = false
    while token != .closeBrace {
      let caseStart = self.start
      var test: Int32 = -1
      if try takeWord(.default) {
        if hasDefault { throw failure("there is a default already", at: caseStart) }
        hasDefault = true
      } else {
        try expectWord(.case)
        test = try parseExpression()
      }
      try expect(.colon)
      let statements = pending.count
      while token != .closeBrace, !isWord(.case), !isWord(.default) {
        if token == .end { throw unexpected() }
        pending.append(try parseStatement())
      }
      let node = listNode(.case, at: caseStart, c: test, from: statements)
      pending.append(node)
    }
    let statement = listNode(.switch, at: start, from: mark)
    closeScope(end: self.start + 1, of: .node(statement))
    try advance()
    return statement
  }

  // MARK: Modules

  /// After `import`.
  private mutating func parseImport(at start: Int32) throws(Failure) -> Int32 {
    let mark = pending.count
    if token != .string {
      if token == .name {
        let local = try parseBindingName(.import)
        pending.append(add(.importSpecifier, at: node(local).start, a: Word.default.rawValue, b: local))
        if try !take(.comma) { return try finishImport(at: start, from: mark) }
      }
      if token == .star {
        let place = self.start
        try advance()
        try expectWord(.as)
        let local = try parseBindingName(.import)
        pending.append(add(.importSpecifier, at: place, b: local))
      } else {
        try expect(.openBrace)
        while token != .closeBrace {
          let place = self.start
          guard token == .name || token == .string else { throw unexpected() }
          let isName = token == .name
          let mark = lexer.mark
          let name = lexer.value
          try advance()
          var local: Int32
          if try takeWord(.as) {
            local = try parseBindingName(.import)
          } else {
            guard isName else { throw unexpected() }
            lexer.goBack(to: mark)
            local = try parseBindingName(.import)
          }
          pending.append(add(.importSpecifier, at: place, a: name, b: local))
          if token != .closeBrace { try expect(.comma) }
        }
        try advance()
      }
      return try finishImport(at: start, from: mark)
    }
    return try finishImport(at: start, from: mark, isBare: true)
  }

  private mutating func finishImport(at start: Int32, from mark: Int, isBare: Bool = false) throws(Failure) -> Int32 {
    if !isBare { try expectWord(.from) }
    let module = try parseModuleName()
    try endStatement()
    return listNode(.import, at: start, c: module, from: mark)
  }

  /// A module's name with the attributes that may follow.
  private mutating func parseModuleName() throws(Failure) -> Int32 {
    guard token == .string else { throw unexpected() }
    let module = lexer.value
    try advance()
    if isWord(.with) || (token == .name && !lexer.newlineBefore && nameIs("assert")) {
      try advance()
      try expect(.openBrace)
      while token != .closeBrace {
        guard token == .name || token == .string else { throw unexpected() }
        try advance()
        try expect(.colon)
        guard token == .string else { throw unexpected() }
        try advance()
        if token != .closeBrace { try expect(.comma) }
      }
      try advance()
    }
    return module
  }

  private func nameIs(_ text: String) -> Bool {
    lexer.bytes[lexer.start..<max(lexer.start, lexer.next)].elementsEqual(text.utf8)
  }

  /// After `export`.
  private mutating func parseExport(at start: Int32) throws(Failure) -> Int32 {
    if try takeWord(.default) {
      let valueStart = self.start
      if try takeWord(.function) {
        let value = try parseFunction(at: valueStart, isAsync: false, isDeclaration: true, nameIsOptional: true)
        return add(.exportDefault, at: start, a: value)
      }
      if isWord(.class) {
        return add(.exportDefault, at: start, a: try parseClass(isDeclaration: true, nameIsOptional: true))
      }
      if isWord(.async) {
        let mark = lexer.mark
        try advance()
        if isWord(.function), !lexer.newlineBefore {
          try advance()
          let value = try parseFunction(at: valueStart, isAsync: true, isDeclaration: true, nameIsOptional: true)
          return add(.exportDefault, at: start, a: value)
        }
        lexer.goBack(to: mark)
      }
      let value = try parseInitializer()
      try endStatement()
      return add(.exportDefault, at: start, a: value)
    }
    if try take(.star) {
      var name: Int32 = -1
      if try takeWord(.as) {
        guard token == .name || token == .string else { throw unexpected() }
        name = lexer.value
        try advance()
      }
      try expectWord(.from)
      let module = try parseModuleName()
      try endStatement()
      return add(.exportAll, at: start, a: name, c: module)
    }
    if token == .openBrace { return try parseExportList(at: start) }
    let declaration = try parseStatement()
    switch node(declaration).kind {
    case .variables: break
    case .function, .class: break
    default: throw failure("this cannot be exported", at: start)
    }
    return add(.exportDeclaration, at: start, a: declaration)
  }

  private mutating func parseExportList(at start: Int32) throws(Failure) -> Int32 {
    try advance()
    let mark = pending.count
    while token != .closeBrace {
      let place = self.start
      guard token == .name || token == .string else { throw unexpected() }
      let name = lexer.value
      var exported = name
      // A use of the name, unless a module follows.
      let use = addName(.identifier, name, at: place)
      try advance()
      if try takeWord(.as) {
        guard token == .name || token == .string else { throw unexpected() }
        exported = lexer.value
        try advance()
      }
      pending.append(add(.exportSpecifier, at: place, a: name, b: use, c: exported))
      if token != .closeBrace { try expect(.comma) }
    }
    try advance()
    var module: Int32 = -1
    if try takeWord(.from) { module = try parseModuleName() }
    try endStatement()
    return listNode(.exportNamed, at: start, c: module, from: mark)
  }
}
