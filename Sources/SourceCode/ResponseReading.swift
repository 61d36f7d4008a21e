/// The responses that a handler makes: the objects it returns, itself or through its helpers.
struct ResponseReading: Sendable {
  /// An object that is returned and has the key that was asked for.
  struct Response: Sendable, Hashable {
    /// The place of its opening brace.
    let brace: Int
    /// Where the key stands.
    let keyPosition: SourcePosition
    /// The key's value.
    let value: Range<Int>
  }

  private let program: Program
  /// The braces of the objects that are returned.
  private let objects: [Int]
  /// Where the functions' bodies begin.
  private let bodies: Set<Int>

  init(_ program: Program, handler: String) {
    self.program = program
    bodies = Set(program.functions.map(\.body.lowerBound))
    objects = ReturnSearch(program).objects(from: handler)
  }

  /// The returned objects with that key.
  func responses(key: String) -> [Response] {
    objects.compactMap { brace in
      guard let entry = entries(of: brace).first(where: { $0.key == key }) else { return nil }
      return Response(brace: brace, keyPosition: program[entry.place].position, value: entry.value)
    }
  }

  /// The literal values of that key among the returned objects, in ascending order.
  func statusCodes(key: String) -> [Int] {
    var codes: Set<Int> = []
    var visited: Set<Int> = []
    for response in responses(key: key) { codes.formUnion(integers(response.value, &visited)) }
    // What is assigned to the key of a returned object afterwards counts too.
    for name in names(of: objects) { codes.formUnion(assigned(to: key, of: name)) }
    return codes.filter { (100...599).contains($0) }.sorted()
  }

  private struct Entry {
    let key: String
    /// The place of the key.
    let place: Int
    let value: Range<Int>
  }

  /// The entries of an object, those of what is spread into it before its own.
  private func entries(of brace: Int) -> [Entry] {
    var visited: Set<Int> = []
    return entries(of: brace, &visited)
  }

  private func entries(of brace: Int, _ visited: inout Set<Int>) -> [Entry] {
    guard visited.insert(brace).inserted else { return [] }
    var own: [Entry] = []
    var spread: [Entry] = []
    for element in program.elements(inBracket: brace) {
      guard let first = element.first(where: { program[$0].kind != .newline }) else { continue }
      let token = program[first]
      if token.isPunctuator("...") || token.isPunctuator("**") {
        for inner in objectBraces(first + 1..<element.upperBound) { spread += entries(of: inner, &visited) }
      } else if token.kind == .identifier || token.kind == .string || token.kind == .number {
        if first + 1 < element.upperBound, program[first + 1].isPunctuator(":") {
          // In Python, a bare word before the colon is a variable, not a key.
          let key = program.language == .python && token.kind == .identifier ? nil : token.text
          if let key { own.append(Entry(key: key, place: first, value: first + 2..<element.upperBound)) }
        } else if program.language == .javaScript, element.count == 1, token.kind == .identifier {
          own.append(Entry(key: token.text, place: first, value: element))
        }
      } else if token.isPunctuator("["), program.end(ofBracket: first) < element.upperBound,
        program[program.end(ofBracket: first)].isPunctuator(":")
      {
        let value = program.end(ofBracket: first) + 1..<element.upperBound
        own.append(Entry(key: "[computed]", place: first, value: value))
      }
    }
    return spread.filter { one in !own.contains { $0.key == one.key } } + own
  }

  /// The braces of the objects that an expression is, or is a name for.
  private func objectBraces(_ span: Range<Int>) -> [Int] {
    var visited: Set<String> = []
    return objectBraces(span, &visited)
  }

  private func objectBraces(_ span: Range<Int>, _ visited: inout Set<String>) -> [Int] {
    let span = program.unwrapped(span)
    guard let first = span.first else { return [] }
    if program[first].isPunctuator("{"), program.end(ofBracket: first) == span.upperBound { return [first] }
    guard span.count == 1, program[first].kind == .identifier, visited.insert(program[first].text).inserted else {
      return []
    }
    return (program.bindings[program[first].text] ?? []).flatMap { objectBraces($0, &visited) }
  }

  /// Where the headers of a response have plain texts for values.
  func plainHeaders(of response: Response) -> [SourcePosition] {
    guard let headers = entries(of: response.brace).first(where: { $0.key == "headers" }) else { return [] }
    // In an object, a shorthand's value is a name of that name.
    return objectBraces(headers.value).flatMap { brace in
      entries(of: brace).filter { isText($0.value) }.map { program[$0.value.lowerBound].position }
    }
  }

  /// Whether an expression is a text, or a number, whatever its value.
  private func isText(_ span: Range<Int>, depth: Int = 0) -> Bool {
    let span = program.unwrapped(span)
    guard let first = span.first else { return false }
    let token = program[first]
    let next = first + 1 < span.upperBound ? program[first + 1] : program[-1]
    switch token.kind {
    case .string, .template, .number:
      // `'a,b'.split(',')` is a list, `'a' ? …` is something else.
      return !next.isPunctuator("?") && !next.isWord("if") && !next.isPunctuator(".")
    case .identifier:
      if ["String", "str"].contains(token.text), next.isPunctuator("(") {
        return program.end(ofBracket: first + 1) == span.upperBound
      }
      guard span.count == 1, depth < 4, let bound = program.onlyBinding(of: token.text) else { return false }
      return isText(bound, depth: depth + 1)
    default: return false
    }
  }

  /// The integers that an expression may be: literals, those of both branches of a choice, constants, what is passed
  /// for a parameter.
  ///
  /// - Parameter visited: Where the expressions begin that were looked at, so that none is twice.
  private func integers(_ span: Range<Int>, _ visited: inout Set<Int>) -> Set<Int> {
    let span = program.unwrapped(span)
    guard let first = span.first else { return [] }
    if span.count == 1 {
      if let value = program[first].integer { return [value] }
      guard program[first].kind == .identifier else { return [] }
      return visited.insert(first).inserted ? values(of: program[first].text, at: first, &visited) : []
    }
    if ["String", "str", "int", "Number", "parseInt"].contains(program[first].text),
      program[first + 1].isPunctuator("("),
      program.end(ofBracket: first + 1) == span.upperBound
    {
      return program.elements(inBracket: first + 1).first.map { integers($0, &visited) } ?? []
    }
    return branches(of: span).reduce(into: []) { $0.formUnion(integers($1, &visited)) }
  }

  /// Both branches of `a ? b : c`, or of `b if a else c`; what may be of `a || b`.
  private func branches(of span: Range<Int>) -> [Range<Int>] {
    // Longer than any choice among status codes; keeps choices nested without end from exhausting the stack.
    guard span.count < 1000 else { return [] }
    var cuts: [(place: Int, text: String)] = []
    var place = span.lowerBound
    while place < span.upperBound {
      let token = program[place]
      if ["?", ":", "||", "??"].contains(token.text) && token.kind == .punctuator
        || ["if", "else", "or"].contains(token.text) && token.kind == .identifier
      {
        cuts.append((place, token.text))
      }
      place = token.isOpening ? program.end(ofBracket: place) : place + 1
    }
    guard !cuts.isEmpty else { return [] }
    var result: [Range<Int>] = []
    var start = span.lowerBound
    for (cut, text) in cuts + [(span.upperBound, "")] {
      // What stands before `?`, and between `if` and `else`, is the question.
      let isQuestion = text == "?" || text == "else"
      if !isQuestion, start < cut { result.append(start..<cut) }
      start = cut + 1
    }
    return result
  }

  /// What a name may be: what it is bound to, or what callers pass for it.
  private func values(of name: String, at place: Int, _ visited: inout Set<Int>) -> Set<Int> {
    var result: Set<Int> = []
    for bound in program.bindings[name] ?? [] where !bound.contains(place) {
      result.formUnion(integers(bound, &visited))
    }
    guard let function = program.namedFunction(around: place), let functionName = function.name,
      let index = function.parameters.firstIndex(where: { $0.name == name })
    else { return result }
    var isLeftOut = false
    for call in program.tokens.indices
    where program.tokens[call].isWord(functionName) && program[call + 1].isPunctuator("(") && !isDeclaration(call) {
      let arguments = program.elements(inBracket: call + 1)
      let named = arguments.first {
        $0.count > 2 && program[$0.lowerBound].isWord(name) && program[$0.lowerBound + 1].isPunctuator("=")
      }
      if program.language == .python, let named {
        result.formUnion(integers(named.lowerBound + 2..<named.upperBound, &visited))
      } else if index < arguments.count {
        result.formUnion(integers(arguments[index], &visited))
      } else {
        isLeftOut = true
      }
    }
    if isLeftOut, let value = function.parameters[index].defaultValue { result.formUnion(integers(value, &visited)) }
    return result
  }

  /// Whether a name and its parentheses declare a function rather than call it.
  private func isDeclaration(_ index: Int) -> Bool {
    if program[index - 1].isWord("function") || program[index - 1].isWord("def") { return true }
    let after = program.end(ofBracket: index + 1)
    return program.language == .javaScript && bodies.contains(after + 1)
  }

  /// The names that returned objects are bound to.
  private func names(of objects: [Int]) -> [String] {
    program.bindings.filter { $0.value.contains { span in objects.contains(program.unwrapped(span).lowerBound) } }.map(
      \.key)
  }

  /// The integers assigned to a key of a name: `name.key = 404`, `name['key'] = 404`.
  private func assigned(to key: String, of name: String) -> Set<Int> {
    program.tokens.indices.reduce(into: []) { codes, index in
      guard program.tokens[index].isWord(name), !program.isMember(index) else { return }
      var end = index + 1
      if program[end].isPunctuator("."), program[end + 1].isWord(key) {
        end += 2
      } else if program[end].isPunctuator("["), program[end + 1].text == key, program[end + 2].isPunctuator("]") {
        end += 3
      } else {
        return
      }
      guard program[end].isPunctuator("=") else { return }
      var visited: Set<Int> = []
      codes.formUnion(integers(program.expression(at: end + 1), &visited))
    }
  }
}
