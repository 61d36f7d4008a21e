/// Finds the objects that a handler returns: literally, by name, by a callback, or by the result of a helper.
struct ReturnSearch {
  private let program: Program

  init(_ program: Program) { self.program = program }

  /// The places of the braces of these objects, in order.
  func objects(from handler: String) -> [Int] {
    let all = results()
    let named = Set(program.functions.compactMap(\.name))
    var reached: Set<String> = [handler]
    var waiting = [handler]
    // Without the handler, all that is returned counts.
    guard named.contains(handler) else {
      return Set(all.flatMap { objects(in: $0.value).braces }).sorted()
    }
    var braces: Set<Int> = []
    while let name = waiting.popLast() {
      for result in all where result.function == name {
        let found = objects(in: result.value)
        braces.formUnion(found.braces)
        for call in found.calls where named.contains(call) && reached.insert(call).inserted { waiting.append(call) }
      }
    }
    return braces.sorted()
  }

  /// Every value that is returned or handed to a callback, with the function with a name around it.
  private func results() -> [(function: String?, value: Range<Int>)] {
    var result: [(String?, Range<Int>)] = []
    for index in program.tokens.indices where program.tokens[index].kind == .identifier && !program.isMember(index) {
      let function = { program.namedFunction(around: index)?.name }
      if program.tokens[index].text == "return" {
        // A value on the next line is not returned.
        if program.language == .javaScript, program[index + 1].startsLine { continue }
        result.append((function(), program.expression(at: index + 1)))
      } else if ["callback", "cb"].contains(program.tokens[index].text), program[index + 1].isPunctuator("(") {
        let arguments = program.elements(inBracket: index + 1)
        if arguments.count == 2 { result.append((function(), arguments[1])) }
      } else if program.tokens[index].text == "resolve", program[index + 1].isPunctuator("(") {
        // The executor of a promise that the function returns.
        if let value = program.elements(inBracket: index + 1).first { result.append((function(), value)) }
      }
    }
    for function in program.functions where function.isExpression {
      // The arrow's own name, or that of the function around it.
      result.append((function.name ?? program.namedFunction(around: function.body.lowerBound)?.name, function.body))
    }
    return result
  }

  /// The objects that an expression may be, and the functions whose results it may be.
  private func objects(in span: Range<Int>) -> (braces: Set<Int>, calls: Set<String>) {
    var visited: Set<Int> = []
    return objects(in: span, &visited)
  }

  private func objects(in span: Range<Int>, _ visited: inout Set<Int>) -> (braces: Set<Int>, calls: Set<String>) {
    var braces: Set<Int> = []
    var calls: Set<String> = []
    let span = program.unwrapped(span)
    // The bound keeps brackets nested without end from exhausting the stack.
    guard visited.count < 1000, visited.insert(span.lowerBound).inserted else { return (braces, calls) }
    var index = span.lowerBound
    while index < span.upperBound {
      let token = program[index]
      // A function is no response; what it returns is looked at as its own.
      if token.isPunctuator("=>") || token.isWord("function") || token.isWord("lambda") { break }
      if token.isOpening {
        let end = program.end(ofBracket: index)
        if token.text == "{", !program[end].isPunctuator("."), !program[end].isPunctuator("[") { braces.insert(index) }
        // Parentheses that only group.
        if token.text == "(", index == span.lowerBound || program[index - 1].kind == .punctuator {
          let inner = objects(in: index + 1..<max(index + 1, end - 1), &visited)
          braces.formUnion(inner.braces)
          calls.formUnion(inner.calls)
        }
        index = end
        continue
      }
      if token.kind == .identifier, !program.isMember(index) || program[index - 1].isPunctuator(".") {
        let isWhole = !program[index + 1].isPunctuator(".") && !program[index + 1].isPunctuator("[")
        if program[index + 1].isPunctuator("(") {
          calls.insert(token.text)
        } else if isWhole, !program.isMember(index) {
          for bound in program.bindings[token.text] ?? [] where !bound.contains(index) {
            let inner = objects(in: bound, &visited)
            braces.formUnion(inner.braces)
            calls.formUnion(inner.calls)
          }
        }
      }
      index += 1
    }
    return (braces, calls)
  }
}
