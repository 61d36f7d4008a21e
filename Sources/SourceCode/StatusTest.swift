/// A comparison that only a response status of 400 or above makes interesting.
public struct StatusTest: Sendable, Hashable {
  /// The status it is compared with.
  public let status: Int
  /// Where the status stands.
  public let position: SourcePosition
}

extension Program {
  /// The texts that stand in the program, in lower case.
  var texts: Set<String> { Set(tokens.lazy.filter { $0.kind == .string }.map { $0.text.lowercased() }) }

  private static let comparisons: Set<String> = ["==", "===", "!=", "!==", ">=", ">", "<", "<="]

  /// The comparisons of a response's status with one of 400 and above, in order.
  ///
  /// `< 400` is no such test: it asks for success.
  var statusTests: [StatusTest] {
    var result: Set<StatusTest> = []
    for index in tokens.indices {
      let token = tokens[index]
      if token.kind == .punctuator, Self.comparisons.contains(token.text) {
        let isBefore = isStatus(endingAt: index - 1)
        guard isBefore || isStatus(startingAt: index + 1), let status = self[isBefore ? index + 1 : index - 1].integer
        else { continue }
        // With the number on the left, the order turns round.
        let order = isBefore ? token.text : String(token.text.map { $0 == "<" ? ">" : $0 == ">" ? "<" : $0 })
        let least = order == ">" ? status + 1 : status
        if (400...599).contains(least), !order.hasPrefix("<") {
          result.insert(StatusTest(status: least, position: self[isBefore ? index + 1 : index - 1].position))
        }
      } else if token.isWord("in") || token.isWord("includes") || token.isWord("indexOf") {
        result.formUnion(membershipTests(at: index))
      } else if token.isWord("switch") || token.isWord("match") {
        result.formUnion(caseTests(at: index))
      }
    }
    return result.sorted { $0.position < $1.position }
  }

  /// `status in (403, 404)`, `[403, 404].includes(status)`.
  private func membershipTests(at index: Int) -> [StatusTest] {
    var open: Int?
    if language == .python, tokens[index].isWord("in") {
      let before = self[index - 1].isWord("not") ? index - 2 : index - 1
      if isStatus(endingAt: before), self[index + 1].isOpening { open = index + 1 }
    } else if self[index - 1].isPunctuator("."), self[index - 2].isPunctuator("]"), isStatus(startingAt: index + 2) {
      open = partners[index - 2]
    }
    return open.map { elements(inBracket: $0).compactMap(errorStatus) } ?? []
  }

  /// `switch (response.status) { case 404: … }`, `match response['status']: case '404': …`
  private func caseTests(at index: Int) -> [StatusTest] {
    let body: Span
    if language == .javaScript {
      guard self[index + 1].isPunctuator("("), isStatus(endingAt: end(ofBracket: index + 1) - 2) else { return [] }
      let brace = end(ofBracket: index + 1)
      guard self[brace].isPunctuator("{") else { return [] }
      body = brace + 1..<max(brace + 1, end(ofBracket: brace) - 1)
    } else {
      guard tokens[index].startsLine, let colon = tokens[index...].firstIndex(where: { $0.isPunctuator(":") }),
        isStatus(endingAt: colon - 1)
      else { return [] }
      let column = tokens[index].position.column
      let rest = tokens[(colon + 1)...].firstIndex { $0.startsLine && $0.position.column <= column }
      body = colon + 1..<(rest ?? tokens.count)
    }
    return body.compactMap { tokens[$0].isWord("case") ? errorStatus($0 + 1..<$0 + 2) : nil }
  }

  private func errorStatus(_ span: Span) -> StatusTest? {
    guard span.count == 1, let status = self[span.lowerBound].integer, (400...599).contains(status) else { return nil }
    return StatusTest(status: status, position: self[span.lowerBound].position)
  }

  /// Whether the expression that ends here is the status of the response: `response.status`, `int(response['status'])`,
  /// or a name for it.
  private func isStatus(endingAt index: Int) -> Bool {
    var visited: Set<String> = []
    return isStatus(endingAt: index, &visited)
  }

  private func isStatus(endingAt index: Int, _ visited: inout Set<String>) -> Bool {
    let token = self[index]
    if token.isPunctuator(")"), let open = partners[index],
      ["parseInt", "Number", "String", "int", "str"].contains(self[open - 1].text)
    {
      // Of `parseInt(status, 10)`, the first argument.
      return elements(inBracket: open).first.map { isStatus(endingAt: $0.upperBound - 1, &visited) } ?? false
    }
    if token.isPunctuator("]"), partners[index] == index - 2, Self.statusKeys.contains(self[index - 1].text) {
      return isResponse(endingAt: index - 3, &visited)
    }
    // `response.get('status')`
    if token.isPunctuator(")"), let open = partners[index], self[open - 1].isWord("get"),
      Self.statusKeys.contains(self[open + 1].text)
    {
      return isResponse(endingAt: open - 3, &visited)
    }
    guard token.kind == .identifier else { return false }
    if self[index - 1].isPunctuator(".") || self[index - 1].isPunctuator("?.") {
      return Self.statusKeys.contains(token.text) && isResponse(endingAt: index - 2, &visited)
    }
    guard let values = bindings[token.text] else { return Self.statusKeys.contains(token.text) }
    // A name for something else is not it, whatever it is called.
    guard visited.insert(token.text).inserted else { return false }
    return values.contains { $0.count > 1 && isStatus(endingAt: $0.upperBound - 1, &visited) }
  }

  private static let statusKeys: Set<String> = ["status", "statusCode"]

  private func isStatus(startingAt index: Int) -> Bool {
    var end = index + 1
    while end < tokens.count {
      if self[end].isPunctuator(".") || self[end].isPunctuator("?.") {
        end += 2
      } else if (self[end].isPunctuator("[") || self[end].isPunctuator("(")) && !self[end].startsLine {
        end = self.end(ofBracket: end)
      } else {
        break
      }
    }
    return isStatus(endingAt: end - 1)
  }

  /// Whether the expression that ends here is the event's response, or a name for it.
  private func isResponse(endingAt index: Int, _ visited: inout Set<String>) -> Bool {
    let token = self[index]
    if token.isPunctuator("]"), partners[index] == index - 2 { return self[index - 1].text == "response" }
    guard token.kind == .identifier else { return false }
    if self[index - 1].isPunctuator(".") || self[index - 1].isPunctuator("?.") { return token.text == "response" }
    guard let values = bindings[token.text] else { return token.text == "response" }
    guard visited.insert("response \(token.text)").inserted else { return false }
    return values.contains { $0.count > 1 && isResponse(endingAt: $0.upperBound - 1, &visited) }
  }
}
