/// A statement that evaluates a text which stands in it: `eval("…")`, as webpack writes modules for development.
public struct EvaluatedText: Sendable {
  /// The bytes of the call.
  public let range: Range<Int>
  /// The text.
  public let text: String
}

extension Program {
  /// The statements that evaluate texts, in their order.
  public var evaluatedTexts: [EvaluatedText] {
    guard hasDynamicScope else { return [] }
    var found: [EvaluatedText] = []
    for statement in nodes where statement.kind == .expression {
      let chain = nodes[Int(statement.a)]
      guard chain.kind == .chain, chain.b == 2 else { continue }
      let links = list(chain).map { nodes[Int($0)] }
      guard links[0].kind == .identifier, links[0].b < 0, text(links[0].a) == "eval", links[1].kind == .call,
        links[1].b == 1, let argument = list(links[1]).first.map({ nodes[Int($0)] }), argument.kind == .string,
        let end = endOfCall(after: Int(argument.start))
      else { continue }
      found.append(EvaluatedText(range: Int(links[0].start)..<end, text: text(argument.a)))
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The end of a call whose one argument is the literal of a text that begins at a byte.
  private func endOfCall(after start: Int) -> Int? {
    var index = start + 1
    while index < source.count, source[index] != source[start] { index += source[index] == UInt8(ascii: "\\") ? 2 : 1 }
    index += 1
    while index < source.count, [0x20, 0x09, 0x0A, 0x0D].contains(source[index]) { index += 1 }
    return index < source.count && source[index] == UInt8(ascii: ")") ? index + 1 : nil
  }

  /// The program with texts in the place of the calls that evaluate them.
  ///
  /// - Throws: ``SyntaxError`` where the whole is no program then.
  public func evaluating(_ texts: [EvaluatedText]) throws(SyntaxError) -> Program {
    var whole: [UInt8] = []
    var position = 0
    for one in texts {
      whole += source[position..<one.range.lowerBound]
      whole += Array("\n\(one.text)\n".utf8)
      position = one.range.upperBound
    }
    whole += source[position...]
    return try Program(whole, goal: goal)
  }
}
