extension Program {
  /// The functions of a JavaScript program, in every notation.
  func javaScriptFunctions() -> [Function] {
    var result: [Function] = []
    for index in tokens.indices {
      let token = tokens[index]
      if token.isWord("function"), !isMember(index) {
        var open = index + 1
        if self[open].isPunctuator("*") { open += 1 }
        var name: String?
        if self[open].kind == .identifier {
          name = self[open].text
          open += 1
        }
        let before = self[index - 1].isWord("async") ? index - 1 : index
        guard let body = block(afterParameters: open) else { continue }
        result.append(
          Function(
            name: name ?? boundName(before: before), parameters: parameters(inBracket: open), body: body,
            isExpression: false))
      } else if token.isPunctuator("=>") {
        var start = index - 1
        var parameters: [Function.Parameter] = []
        if self[start].isPunctuator(")"), let open = partners[start] {
          start = open
          parameters = self.parameters(inBracket: open)
        } else if self[start].kind == .identifier {
          parameters = [Function.Parameter(name: self[start].text, defaultValue: nil)]
        }
        if self[start - 1].isWord("async") { start -= 1 }
        let isBlock = self[index + 1].isPunctuator("{")
        let body = isBlock ? index + 2..<max(index + 2, end(ofBracket: index + 1) - 1) : expression(at: index + 1)
        result.append(
          Function(name: boundName(before: start), parameters: parameters, body: body, isExpression: !isBlock))
      } else if token.kind == .identifier, !Self.statements.contains(token.text), self[index + 1].isPunctuator("("),
        !self[index - 1].isWord("function"), !self[index - 1].isPunctuator("."), !self[index - 1].isWord("new"),
        let body = block(afterParameters: index + 1)
      {
        // A method: `name(…) {…}`. A call that a block follows on the next line is none, for a method has no semicolon
        // to leave out.
        result.append(
          Function(name: token.text, parameters: parameters(inBracket: index + 1), body: body, isExpression: false))
      }
    }
    return result
  }

  private static let statements: Set<String> = ["if", "for", "while", "switch", "catch", "with", "function"]

  private func block(afterParameters open: Int) -> Span? {
    guard self[open].isPunctuator("("), partners[open] != nil else { return nil }
    let brace = end(ofBracket: open)
    guard self[brace].isPunctuator("{"), !self[brace].startsLine else { return nil }
    return brace + 1..<max(brace + 1, end(ofBracket: brace) - 1)
  }

  /// The name that a function expression gets by standing after `name =` or `name:`.
  private func boundName(before index: Int) -> String? {
    guard self[index - 1].isPunctuator("=") || self[index - 1].isPunctuator(":") else { return nil }
    let name = self[index - 2]
    return name.kind == .identifier || name.kind == .string ? name.text : nil
  }

  /// The functions of a Python program.
  func pythonFunctions() -> [Function] {
    tokens.indices.compactMap { index in
      guard tokens[index].isWord("def"), self[index + 1].kind == .identifier, self[index + 2].isPunctuator("(") else {
        return nil
      }
      // The line begins with `def`, or with `async` before it.
      let column = (self[index - 1].isWord("async") ? self[index - 1] : tokens[index]).position.column
      var start = end(ofBracket: index + 2)
      while start < tokens.count, !tokens[start].isPunctuator(":"), tokens[start].kind != .newline {
        start = tokens[start].isOpening ? end(ofBracket: start) : start + 1
      }
      guard self[start].isPunctuator(":") else { return nil }
      var end = start + 1
      while end < tokens.count, !(tokens[end].startsLine && tokens[end].position.column <= column) { end += 1 }
      return Function(
        name: tokens[index + 1].text, parameters: parameters(inBracket: index + 2), body: start + 1..<end,
        isExpression: false)
    }
  }

  private func parameters(inBracket open: Int) -> [Function.Parameter] {
    guard self[open].isPunctuator("(") else { return [] }
    return elements(inBracket: open).map { element in
      let name = element.first { tokens[$0].kind == .identifier }.map { tokens[$0].text } ?? ""
      let equals = element.first { tokens[$0].isPunctuator("=") }
      return Function.Parameter(name: name, defaultValue: equals.map { $0 + 1..<element.upperBound })
    }
  }

  /// Fills in which function with a name each place belongs to.
  mutating func collectOwners() {
    owners = Array(repeating: nil, count: tokens.count)
    let named = functions.indices.filter { functions[$0].name != nil }
    let sorted = named.sorted { left, right in
      let (left, right) = (functions[left].body, functions[right].body)
      return (left.lowerBound, right.upperBound) < (right.lowerBound, left.upperBound)
    }
    var open: [Int] = []
    var next = sorted.makeIterator()
    var coming = next.next()
    for index in tokens.indices {
      while let function = coming, functions[function].body.lowerBound <= index {
        open.append(function)
        coming = next.next()
      }
      while let last = open.last, functions[last].body.upperBound <= index { open.removeLast() }
      owners[index] = open.last
    }
  }

  /// Fills in what names are bound to.
  mutating func collectBindings() {
    for function in functions { openNames.formUnion(function.parameters.map(\.name)) }
    for index in tokens.indices where tokens[index].kind == .punctuator {
      let text = tokens[index].text
      let target = self[index - 1]
      switch text {
      case "=":
        // In Python, `name=value` between parentheses is an argument.
        if target.kind == .identifier, !isMember(index - 1), !(language == .python && isArgument(index)) {
          bindings[target.text, default: []].append(expression(at: index + 1))
        } else if target.isClosing, let open = partners[index - 1], !isSubscript(open) {
          openNames.formUnion(names(in: open..<index))
        }
      case ":":
        // `name: type = value`
        guard language == .python, target.kind == .identifier, target.startsLine else { continue }
        var equals = index + 1
        while self[equals].kind != .newline, !self[equals].isPunctuator("=") {
          equals = self[equals].isOpening ? end(ofBracket: equals) : equals + 1
        }
        if self[equals].isPunctuator("=") {
          bindings[target.text, default: []].append(expression(at: equals + 1))
        }
      case "++", "--":
        openNames.formUnion([target, self[index + 1]].filter { $0.kind == .identifier }.map(\.text))
      case _ where text.count > 1 && text.hasSuffix("=") && !["==", "===", "!=", "!==", "<=", ">="].contains(text):
        if target.kind == .identifier { openNames.insert(target.text) }
      default: break
      }
    }
    for index in tokens.indices where tokens[index].kind == .identifier && !isMember(index) {
      // `for (const x of …)`, `for x in …`, `catch (x)`, `let x;`, `with … as x`
      switch tokens[index].text {
      case "for" where language == .python:
        openNames.formUnion(names(in: index + 1..<(tokens[index...].firstIndex { $0.isWord("in") } ?? index + 1)))
      case "of", "in", "catch":
        guard language == .javaScript else { continue }
        openNames.formUnion([self[index - 1], self[index + 2]].filter { $0.kind == .identifier }.map(\.text))
      case "as" where language == .python:
        openNames.insert(self[index + 1].text)
      default: break
      }
    }
  }

  private func names(in span: Span) -> [String] {
    tokens[span.clamped(to: tokens.indices)].filter { $0.kind == .identifier }.map(\.text)
  }

  private func isSubscript(_ open: Int) -> Bool {
    guard self[open].isPunctuator("["), !self[open].startsLine || language == .python else { return false }
    let before = self[open - 1]
    return before.isClosing || before.kind == .string
      || (before.kind == .identifier && !["const", "let", "var"].contains(before.text))
  }

  private func isArgument(_ index: Int) -> Bool {
    var place = index - 1
    while place >= 0, tokens[place].kind != .newline {
      if tokens[place].isClosing, let open = partners[place], open < place {
        place = open - 1
        continue
      }
      if tokens[place].isOpening { return true }
      place -= 1
    }
    return false
  }
}
