/// Primary expressions: names, literals, parentheses, arrays and objects.
extension Parser {
  // MARK: Primary expressions

  func isReserved(_ name: Int32) -> Bool {
    if name > Word.await.rawValue { return false }
    if name <= Word.lastReserved { return true }
    if name == Word.await.rawValue { return context.allowsAwait || goal == .module }
    if name == Word.yield.rawValue, context.isGenerator { return true }
    return context.isStrict && name >= Word.firstStrict && name <= Word.lastStrict
  }

  mutating func parsePrimary() throws(Failure) -> Int32 {
    let start = start
    switch token {
    case .name: return try parseNamed()
    case .number:
      if lexer.isOctal, context.isStrict { throw failure("strict code has no octal numbers of this form", at: start) }
      numbers.append(lexer.number)
      try advance()
      return add(.number, at: start, a: Int32(numbers.count - 1))
    case .bigInt:
      let value = lexer.value
      try advance()
      return add(.bigInt, at: start, a: value)
    case .string:
      if lexer.isOctal, context.isStrict { throw failure("strict code has no octal escapes", at: start) }
      let value = lexer.value
      let flags: Node.Flags = lexer.isOctal ? .octal : []
      try advance()
      return add(.string, at: start, flags: flags, a: value)
    case .template:
      let template = try parseTemplate()
      let pieces = node(template)
      for index in stride(from: Int(pieces.a), to: Int(pieces.a + pieces.b), by: 2) where lists[index] < 0 {
        throw failure("an escape in this template means nothing", at: start)
      }
      return template
    case .openParenthesis: return try parseParentheses()
    case .openBracket: return try parseArray()
    case .openBrace: return try parseObject()
    case .slash, .slashAssign:
      try lexer.rescanRegularExpression()
      let (pattern, flags) = (lexer.value, lexer.flags)
      try advance()
      return add(.regularExpression, at: start, a: pattern, b: flags)
    default: throw unexpected()
    }
  }

  private mutating func parseNamed() throws(Failure) -> Int32 {
    let start = start
    let name = lexer.value
    let mayBeArrow = arrowStart == lexer.start
    if name <= Word.await.rawValue || name == Word.async.rawValue, let word = Word(rawValue: name) {
      if lexer.hasEscape {
        if isReserved(name) { throw failure("a word of the language is written with escapes", at: start) }
      } else {
        switch word {
        case .function:
          try advance()
          return try parseFunction(at: start, isAsync: false, isDeclaration: false)
        case .async:
          let mark = lexer.mark
          try advance()
          if !lexer.newlineBefore {
            if isWord(.function) {
              try advance()
              return try parseFunction(at: start, isAsync: true, isDeclaration: false)
            }
            if mayBeArrow, token == .name, !isReserved(lexer.value) || isWord(.await) {
              let parameterStart = self.start
              let parameter = lexer.value
              let between = lexer.mark
              try advance()
              if token == .arrow, !lexer.newlineBefore {
                let use = addName(.identifier, parameter, at: parameterStart)
                return try parseArrow(at: start, parameters: [use], isAsync: true)
              }
              lexer.goBack(to: between)
            }
          }
          lexer.goBack(to: mark)
        case .this: return try parseWord(.this)
        case .null: return try parseWord(.null)
        case .true: return try parseWord(.true)
        case .false: return try parseWord(.false)
        case .class: return try parseClass(isDeclaration: false)
        case .new: return try parseNew()
        case .super:
          let value = try parseWord(.super)
          guard token == .dot || token == .openBracket || token == .openParenthesis else { throw unexpected() }
          return value
        case .import: return try parseImportExpression()
        default: break
        }
      }
      if isReserved(name) { throw unexpected() }
    }
    let use = addName(.identifier, name, at: start)
    try advance()
    if token == .arrow, mayBeArrow, !lexer.newlineBefore {
      return try parseArrow(at: start, parameters: [use], isAsync: false)
    }
    return use
  }

  private mutating func parseWord(_ kind: Node.Kind) throws(Failure) -> Int32 {
    let node = add(kind, at: start)
    try advance()
    return node
  }

  private mutating func parseImportExpression() throws(Failure) -> Int32 {
    let start = start
    try advance()
    if try take(.dot) {
      guard isWord(.meta), goal == .module else { throw unexpected() }
      try advance()
      return add(.importMeta, at: start)
    }
    try expect(.openParenthesis)
    let specifier = try parseInnerInitializer()
    var options: Int32 = -1
    if try take(.comma), token != .closeParenthesis {
      options = try parseInnerInitializer()
      _ = try take(.comma)
    }
    try expect(.closeParenthesis)
    return add(.importCall, at: start, a: specifier, b: options)
  }

  mutating func parseTemplate() throws(Failure) -> Int32 {
    let start = start
    let mark = pending.count
    var flags: Node.Flags = []
    while true {
      try lexer.scanTemplatePiece()
      pending.append(lexer.value)
      if lexer.hasEscape { flags.insert(.escaped) }
      if !lexer.hasSubstitution { break }
      try advance()
      pending.append(try parseExpression())
      guard token == .closeBrace else { throw unexpected() }
      lexer.next = lexer.start + 1
    }
    try advance()
    return listNode(.template, at: start, flags: flags, from: mark)
  }

  /// `(…)`: an expression, or the parameters of an arrow function.
  private mutating func parseParentheses() throws(Failure) -> Int32 {
    let start = start
    let mayBeArrow = arrowStart == lexer.start
    let saved = (patternOnly, allowsIn)
    (patternOnly, allowsIn) = (-1, true)
    try advance()
    let mark = pending.count
    var endsInComma = false
    var hasRest = false
    while token != .closeParenthesis {
      endsInComma = false
      if hasRest { throw unexpected() }
      let elementStart = self.start
      if try take(.ellipsis) {
        hasRest = true
        let target = try parseAssignment()
        pending.append(add(.spread, at: elementStart, a: target))
      } else {
        pending.append(try parseAssignment())
      }
      if token != .closeParenthesis {
        try expect(.comma)
        endsInComma = true
      }
    }
    try advance()
    if token == .arrow, mayBeArrow, !lexer.newlineBefore, !(hasRest && endsInComma) {
      (patternOnly, allowsIn) = saved
      let parameters = Array(pending[mark...])
      pending.removeLast(pending.count - mark)
      return try parseArrow(at: start, parameters: parameters, isAsync: false)
    }
    if endsInComma || hasRest || pending.count == mark { throw unexpected() }
    try checkNoPattern()
    (patternOnly, allowsIn) = saved
    var value = pending[mark]
    if pending.count == mark + 1 {
      pending.removeLast()
    } else {
      value = listNode(.sequence, at: node(value).start, from: mark)
    }
    nodes[Int(value)].flags.insert(.parenthesized)
    // What stands in parentheses is no arrow function that is read just now: operators may follow.
    if value == arrow { arrow = -1 }
    return value
  }

  private mutating func parseArray() throws(Failure) -> Int32 {
    let start = start
    let saved = allowsIn
    allowsIn = true
    defer { allowsIn = saved }
    try advance()
    let mark = pending.count
    while token != .closeBracket {
      if try take(.comma) {
        pending.append(-1)
        continue
      }
      pending.append(try parseElement())
      if token != .closeBracket { try expect(.comma) }
    }
    let array = listNode(.array, at: start, from: mark)
    try advance()
    return array
  }

  // MARK: Objects

  /// The name or computed key of a property or of a member of a class.
  struct Key {
    var name: Int32 = -1
    var computed: Int32 = -1
    var isPrivate = false
  }

  mutating func parseKey() throws(Failure) -> Key {
    var key = Key()
    switch token {
    case .name, .string: key.name = lexer.value
    case .privateName:
      key.name = lexer.value
      key.isPrivate = true
    case .number: key.name = lexer.names.intern(Array(NumberText.text(of: lexer.number).utf8), source: lexer.bytes)
    case .bigInt: key.name = lexer.value
    case .openBracket:
      try advance()
      key.computed = try parseInnerInitializer()
      guard token == .closeBracket else { throw unexpected() }
    default: throw unexpected()
    }
    try advance()
    return key
  }

  private mutating func parseObject() throws(Failure) -> Int32 {
    let start = start
    let saved = allowsIn
    allowsIn = true
    defer { allowsIn = saved }
    try advance()
    let mark = pending.count
    while token != .closeBrace {
      pending.append(try parseProperty())
      if token != .closeBrace { try expect(.comma) }
    }
    let object = listNode(.object, at: start, from: mark)
    try advance()
    return object
  }

  /// What stands before the name of a method.
  struct Modifiers {
    var op = Operator.initialize
    var isAsync = false
    var isGenerator = false
  }

  /// Reads `get`, `set`, `async` and `*`, where they stand before a name and are none themselves.
  mutating func parseModifiers() throws(Failure) -> Modifiers {
    var modifiers = Modifiers()
    if token == .name, !lexer.hasEscape {
      let word = Word(rawValue: lexer.value)
      if word == .get || word == .set || word == .async {
        let mark = lexer.mark
        try advance()
        let isName: Bool
        switch token {
        case .comma, .colon, .openParenthesis, .closeBrace, .assign, .semicolon, .end: isName = true
        case .star: isName = word != .async
        default: isName = word == .async && lexer.newlineBefore
        }
        if isName {
          lexer.goBack(to: mark)
        } else if word == .async {
          modifiers.isAsync = true
        } else {
          modifiers.op = word == .get ? .get : .set
        }
      }
    }
    if token == .star, modifiers.op == .initialize {
      try advance()
      modifiers.isGenerator = true
    }
    return modifiers
  }

  private mutating func parseProperty() throws(Failure) -> Int32 {
    let start = start
    if try take(.ellipsis) {
      let value = try parseAssignment()
      return add(.spread, at: start, a: value)
    }
    var modifiers = try parseModifiers()
    let isPlainName = token == .name
    let keyStart = self.start
    let name = lexer.value
    let hasEscape = lexer.hasEscape
    let key = try parseKey()
    if key.isPrivate { throw failure("a private name stands in an object", at: keyStart) }
    let isMethod =
      modifiers.isAsync || modifiers.isGenerator || modifiers.op != .initialize || token == .openParenthesis
    if isMethod {
      if modifiers.op == .initialize { modifiers.op = .method }
      let method = try parseMethod(at: start, modifiers, name: key.name)
      return add(.property, at: start, op: modifiers.op, a: key.name, b: method, c: key.computed)
    }
    if try take(.colon) {
      let value = try parseAssignment()
      return add(.property, at: start, op: .initialize, a: key.name, b: value, c: key.computed)
    }
    guard isPlainName, !isReserved(name) || (hasEscape && !isReserved(name)) else { throw unexpected() }
    var value = addName(.identifier, name, at: keyStart)
    if token == .assign {
      if patternOnly < 0 { patternOnly = self.start }
      try advance()
      let saved = patternOnly
      let otherwise = try parseInitializer()
      patternOnly = saved
      value = add(.assignment, at: keyStart, op: .assign, a: value, b: otherwise)
    }
    return add(.property, at: start, op: .initialize, flags: .shorthand, a: key.name, b: value)
  }
}
