extension Parser {
  // MARK: Functions

  /// After `function`.
  mutating func parseFunction(
    at start: Int32, isAsync: Bool, isDeclaration: Bool, nameIsOptional: Bool = false
  ) throws(Failure) -> Int32 {
    try enter()
    defer { depth -= 1 }
    var function = Function()
    function.start = start
    function.isAsync = isAsync
    function.isGenerator = try take(.star)
    var name: Int32 = -1
    if token == .name, isDeclaration {
      name = lexer.value
      function.binding = try parseBindingName(.function)
    } else if isDeclaration, !nameIsOptional {
      throw unexpected()
    }
    let outer = context
    defer { context = outer }
    openScope(.function, at: isDeclaration ? self.start : start)
    enterFunction(&function)
    if token == .name, !isDeclaration {
      // The name is bound within, unless something else is.
      name = lexer.value
      if isReserved(name) { throw unexpected() }
      function.binding = addName(.binding, name, at: self.start)
      declare(name, .ownName, at: self.start)
      try advance()
    }
    function.name = name
    try parseParameters(&function)
    try parseFunctionBody(&function)
    return addFunction(function, flags: isDeclaration ? .declaration : [])
  }

  /// A method, from its parameters on.
  mutating func parseMethod(at start: Int32, _ modifiers: Modifiers, name: Int32) throws(Failure) -> Int32 {
    try enter()
    defer { depth -= 1 }
    var function = Function()
    function.start = start
    function.name = name
    function.isAsync = modifiers.isAsync
    function.isGenerator = modifiers.isGenerator
    let outer = context
    defer { context = outer }
    openScope(.function, at: self.start)
    enterFunction(&function)
    guard token == .openParenthesis else { throw unexpected() }
    try parseParameters(&function)
    let isMisfit =
      modifiers.op == .get ? !function.parameters.isEmpty : modifiers.op == .set && function.parameters.count != 1
    if isMisfit {
      throw failure("a getter has no parameter and a setter one", at: start)
    }
    try parseFunctionBody(&function)
    return addFunction(function, flags: [])
  }

  /// After the parameters of an arrow function, which were read as expressions.
  mutating func parseArrow(at start: Int32, parameters: [Int32], isAsync: Bool) throws(Failure) -> Int32 {
    try expect(.arrow)
    var function = Function()
    function.start = start
    function.isArrow = true
    function.isAsync = isAsync
    let outer = context
    defer { context = outer }
    openScope(.function, at: start)
    enterFunction(&function)
    for parameter in parameters { try makeBindingPattern(parameter, .parameter) }
    let mark = pending.count
    pending.append(contentsOf: parameters)
    function.parameters = takeList(from: mark)
    if token == .openBrace {
      try parseFunctionBody(&function)
    } else {
      function.isExpressionBody = true
      function.isStrict = context.isStrict
      function.body = try parseInitializer()
      function.end = Int32(lexer.previousEnd)
      closeScope(end: function.end, of: .function(functions.count))
    }
    arrow = addFunction(function, flags: [])
    return arrow
  }

  private mutating func enterFunction(_ function: inout Function) {
    context.isAsync = function.isAsync
    context.isGenerator = function.isGenerator
    context.allowsAwait = function.isAsync
    context.allowsReturn = true
    context.loops = 0
    context.switches = 0
    context.labels = []
  }

  private mutating func parseParameters(_ function: inout Function) throws(Failure) {
    try expect(.openParenthesis)
    let mark = pending.count
    while token != .closeParenthesis {
      let start = start
      if try take(.ellipsis) {
        let target = try parseBindingTarget(.parameter)
        pending.append(add(.rest, at: start, a: target))
        guard token == .closeParenthesis else { throw unexpected() }
        break
      }
      pending.append(try parseBindingElement(.parameter))
      if token != .closeParenthesis { try expect(.comma) }
    }
    try advance()
    function.parameters = takeList(from: mark)
  }

  private mutating func parseFunctionBody(_ function: inout Function) throws(Failure) {
    let saved = allowsIn
    allowsIn = true
    defer { allowsIn = saved }
    let start = start
    try expect(.openBrace)
    let mark = pending.count
    try parseDirectives()
    while token != .closeBrace {
      if token == .end { throw unexpected() }
      pending.append(try parseStatement())
    }
    function.isStrict = context.isStrict
    function.body = listNode(.block, at: start, from: mark)
    function.end = self.start + 1
    closeScope(end: function.end, of: .function(functions.count))
    // The token after the body is read as the code around it takes it.
    try advance()
  }

  private mutating func addFunction(_ function: Function, flags: Node.Flags) -> Int32 {
    functions.append(function)
    return add(.function, at: function.start, flags: flags, a: Int32(functions.count - 1))
  }

  // MARK: Classes

  mutating func parseClass(isDeclaration: Bool, nameIsOptional: Bool = false) throws(Failure) -> Int32 {
    try enter()
    defer { depth -= 1 }
    let start = start
    try advance()
    var value = Class()
    let wasStrict = context.isStrict
    context.isStrict = true
    defer { context.isStrict = wasStrict }
    if token == .name, !isWord(.extends) {
      value.name = lexer.value
      if isDeclaration {
        value.binding = try parseBindingName(.class)
      } else {
        if isReserved(value.name) { throw unexpected() }
        openScope(.class, at: start)
        declare(value.name, .ownName, at: self.start)
        value.binding = addName(.binding, value.name, at: self.start)
        try advance()
      }
    } else if isDeclaration, !nameIsOptional {
      throw unexpected()
    }
    let hasScope = !isDeclaration && value.binding >= 0
    if try takeWord(.extends) {
      let base = self.start
      arrowStart = -1
      value.base = try parseHeritage(at: base)
    }
    try expect(.openBrace)
    let mark = pending.count
    while token != .closeBrace {
      if try take(.semicolon) { continue }
      if token == .end { throw unexpected() }
      pending.append(try parseClassMember())
    }
    value.members = takeList(from: mark)
    let end = self.start + 1
    if hasScope { closeScope(end: end, of: .class(classes.count)) }
    context.isStrict = wasStrict
    try advance()
    classes.append(value)
    return add(.class, at: start, flags: isDeclaration ? .declaration : [], a: Int32(classes.count - 1))
  }

  private mutating func parseClassMember() throws(Failure) -> Int32 {
    let start = start
    var flags: Node.Flags = []
    if isWord(.static) {
      let mark = lexer.mark
      try advance()
      switch token {
      case .openParenthesis, .assign, .semicolon, .closeBrace: lexer.goBack(to: mark)
      case .openBrace: return try parseStaticBlock(at: start)
      default: flags.insert(.isStatic)
      }
    }
    var modifiers = try parseModifiers()
    let key = try parseKey()
    if key.isPrivate { flags.insert(.isPrivate) }
    let isMethod =
      modifiers.isAsync || modifiers.isGenerator || modifiers.op != .initialize || token == .openParenthesis
    if isMethod {
      if modifiers.op == .initialize { modifiers.op = .method }
      let method = try parseMethod(at: start, modifiers, name: key.name)
      return add(.classMember, at: start, op: modifiers.op, flags: flags, a: key.name, b: method, c: key.computed)
    }
    var value: Int32 = -1
    if try take(.assign) {
      let (outer, savedIn) = (context, allowsIn)
      defer { (context, allowsIn) = (outer, savedIn) }
      context.allowsAwait = false
      context.isGenerator = false
      allowsIn = true
      value = try parseInitializer()
    }
    try endStatement()
    return add(.classMember, at: start, op: .field, flags: flags, a: key.name, b: value, c: key.computed)
  }

  private mutating func parseStaticBlock(at start: Int32) throws(Failure) -> Int32 {
    var function = Function()
    function.start = start
    let outer = context
    defer { context = outer }
    openScope(.function, at: self.start)
    enterFunction(&function)
    context.allowsReturn = false
    try parseFunctionBody(&function)
    let node = addFunction(function, flags: [])
    return add(.staticBlock, at: start, a: node)
  }

  // MARK: Patterns

  /// A name that is bound here.
  mutating func parseBindingName(_ kind: Binding.Kind) throws(Failure) -> Int32 {
    guard token == .name, !isReserved(lexer.value) else { throw unexpected() }
    if context.isStrict, lexer.value == Word.eval.rawValue || lexer.value == Word.arguments.rawValue {
      throw failure("strict code does not bind this name", at: start)
    }
    if kind.isLexical, kind != .import, lexer.value == Word.let.rawValue { throw unexpected() }
    let node = addName(.binding, lexer.value, at: start)
    declare(lexer.value, kind, at: start)
    try advance()
    return node
  }

  /// A name or a pattern.
  mutating func parseBindingTarget(_ kind: Binding.Kind) throws(Failure) -> Int32 {
    let start = start
    switch token {
    case .openBracket:
      try enter()
      defer { depth -= 1 }
      try advance()
      let mark = pending.count
      while token != .closeBracket {
        if try take(.comma) {
          pending.append(-1)
          continue
        }
        let elementStart = self.start
        if try take(.ellipsis) {
          let target = try parseBindingTarget(kind)
          pending.append(add(.rest, at: elementStart, a: target))
          guard token == .closeBracket else { throw unexpected() }
          break
        }
        pending.append(try parseBindingElement(kind))
        if token != .closeBracket { try expect(.comma) }
      }
      try advance()
      return listNode(.arrayPattern, at: start, from: mark)
    case .openBrace:
      try enter()
      defer { depth -= 1 }
      try advance()
      let mark = pending.count
      while token != .closeBrace {
        pending.append(try parseBindingProperty(kind))
        if token != .closeBrace { try expect(.comma) }
      }
      try advance()
      return listNode(.objectPattern, at: start, from: mark)
    default: return try parseBindingName(kind)
    }
  }

  private mutating func parseBindingProperty(_ kind: Binding.Kind) throws(Failure) -> Int32 {
    let start = start
    if try take(.ellipsis) {
      let target = try parseBindingName(kind)
      guard token == .closeBrace else { throw unexpected() }
      return add(.rest, at: start, a: target)
    }
    let isName = token == .name
    let mark = lexer.mark
    let key = try parseKey()
    if key.isPrivate { throw failure("a private name stands in a pattern", at: start) }
    if try take(.colon) {
      let value = try parseBindingElement(kind)
      return add(.property, at: start, op: .initialize, a: key.name, b: value, c: key.computed)
    }
    guard isName else { throw unexpected() }
    lexer.goBack(to: mark)
    let value = try parseBindingElement(kind)
    return add(.property, at: start, op: .initialize, flags: .shorthand, a: key.name, b: value)
  }

  /// A name or pattern, and the value that it has otherwise.
  private mutating func parseBindingElement(_ kind: Binding.Kind) throws(Failure) -> Int32 {
    let start = start
    let target = try parseBindingTarget(kind)
    guard try take(.assign) else { return target }
    let saved = allowsIn
    allowsIn = true
    defer { allowsIn = saved }
    let value = try parseInitializer()
    return add(.defaulted, at: start, a: target, b: value)
  }

  /// Makes an expression what a value is assigned to: a pattern, a name or a member.
  mutating func makeAssignmentTarget(_ index: Int32) throws(Failure) {
    let value = node(index)
    switch value.kind {
    case .identifier:
      if context.isStrict, value.a == Word.eval.rawValue || value.a == Word.arguments.rawValue {
        throw failure("strict code does not bind this name", at: value.start)
      }
    case .chain where endsInAssignableMember(value): break
    case .array, .object:
      if value.flags.contains(.parenthesized) { throw failure("a pattern stands in parentheses", at: value.start) }
      try makePattern(index, nil)
    default: throw failure("nothing can be assigned to this", at: value.start)
    }
  }

  private func endsInAssignableMember(_ chain: Node) -> Bool {
    let links = lists[Int(chain.a + 1)..<Int(chain.a + chain.b)]
    if links.contains(where: { node($0).flags.contains(.optional) }) { return false }
    switch links.last.map({ node($0).kind }) {
    case .member, .index, .privateMember: return true
    case .call: return !context.isStrict
    default: return false
    }
  }

  /// Makes an expression a pattern that binds names.
  mutating func makeBindingPattern(_ index: Int32, _ kind: Binding.Kind) throws(Failure) {
    let value = node(index)
    if value.flags.contains(.parenthesized) { throw failure("a parameter stands in parentheses", at: value.start) }
    switch value.kind {
    case .identifier:
      if isReserved(value.a) { throw failure("this is no name for a parameter", at: value.start) }
      nodes[Int(index)].kind = .binding
      declare(value.a, kind, at: value.start)
    case .array, .object, .assignment, .spread: try makePattern(index, kind)
    default: throw failure("this is no parameter", at: value.start)
    }
  }

  private mutating func makeElement(_ index: Int32, _ kind: Binding.Kind?) throws(Failure) {
    if let kind {
      try makeBindingPattern(index, kind)
    } else if node(index).kind == .assignment, !node(index).flags.contains(.parenthesized) {
      try makePattern(index, nil)
    } else {
      try makeAssignmentTarget(index)
    }
  }

  private mutating func makePattern(_ index: Int32, _ kind: Binding.Kind?) throws(Failure) {
    let value = node(index)
    let range = Int(value.a)..<Int(value.a + max(value.b, 0))
    switch value.kind {
    case .assignment:
      guard value.op == .assign else { throw failure("this is no pattern", at: value.start) }
      nodes[Int(index)].kind = .defaulted
      // The target was made one when the `=` was read, but for names that are to be bound.
      if let kind { try rebind(value.a, kind) }
    case .array:
      nodes[Int(index)].kind = .arrayPattern
      for place in range where lists[place] >= 0 {
        let element = lists[place]
        if node(element).kind == .spread {
          if place != range.upperBound - 1 { throw failure("nothing follows the rest", at: node(element).start) }
          nodes[Int(element)].kind = .rest
          try makeElement(node(element).a, kind)
        } else {
          try makeElement(element, kind)
        }
      }
    case .object:
      nodes[Int(index)].kind = .objectPattern
      for place in range {
        let element = lists[place]
        if node(element).kind == .spread {
          if place != range.upperBound - 1 { throw failure("nothing follows the rest", at: node(element).start) }
          nodes[Int(element)].kind = .rest
          try makeElement(node(element).a, kind)
        } else if node(element).op == .initialize {
          try makeElement(node(element).b, kind)
        } else {
          throw failure("a method stands in a pattern", at: node(element).start)
        }
      }
    case .spread:
      nodes[Int(index)].kind = .rest
      try makeElement(value.a, kind)
    default: throw failure("this is no pattern", at: value.start)
    }
  }

  /// Binds the names of what has been made an assignment pattern already.
  private mutating func rebind(_ index: Int32, _ kind: Binding.Kind) throws(Failure) {
    let value = node(index)
    let range = Int(value.a)..<Int(value.a + max(value.b, 0))
    switch value.kind {
    case .identifier: try makeBindingPattern(index, kind)
    case .defaulted, .rest: try rebind(value.a, kind)
    case .arrayPattern: for place in range where lists[place] >= 0 { try rebind(lists[place], kind) }
    case .objectPattern:
      for place in range {
        let element = node(lists[place])
        try rebind(element.kind == .rest ? element.a : element.b, kind)
      }
    default: throw failure("this is no parameter", at: value.start)
    }
  }
}
