/// The language of a source text.
public enum SourceLanguage: Sendable, Hashable {
  case javaScript, python
}

/// As much of a program's structure as the questions of this room need: brackets, functions, what names are bound to
/// and what functions return. Not a parser: it never fails, and what it does not understand it leaves out.
struct Program: Sendable {
  typealias Span = Range<Int>

  /// A function with its parameters and its body.
  struct Function: Sendable {
    struct Parameter: Sendable {
      let name: String
      let defaultValue: Span?
    }

    /// The name it is declared by or bound to.
    var name: String?
    let parameters: [Parameter]
    /// The statements, or the one expression, of the body.
    let body: Span
    let isExpression: Bool
  }

  let language: SourceLanguage
  let tokens: [Token]
  /// For each bracket, the place of the one that closes or opens it.
  let partners: [Int: Int]
  var functions: [Function] = []
  /// For each token, the innermost function with a name around it.
  var owners: [Int?] = []
  /// What each name is bound to, by `name = …`, in order.
  var bindings: [String: [Span]] = [:]
  /// Names that also get values otherwise: parameters, loops, destructuring, `+=`.
  var openNames: Set<String> = []

  init(_ code: String, language: SourceLanguage) {
    self.language = language
    switch language {
    case .javaScript: tokens = JavaScriptTokenizer.tokens(of: code)
    case .python: tokens = PythonTokenizer.tokens(of: code)
    }
    partners = Self.partners(in: tokens)
    switch language {
    case .javaScript: functions = javaScriptFunctions()
    case .python: functions = pythonFunctions()
    }
    collectOwners()
    collectBindings()
  }

  private static func partners(in tokens: [Token]) -> [Int: Int] {
    var partners: [Int: Int] = [:]
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      if token.isOpening { open.append(index) }
      if token.isClosing, let start = open.popLast() {
        partners[start] = index
        partners[index] = start
      }
    }
    return partners
  }

  /// The token at a place, or one that is nothing.
  subscript(_ index: Int) -> Token {
    tokens.indices.contains(index)
      ? tokens[index]
      : Token(kind: .newline, text: "", position: SourcePosition(line: 0, column: 0), startsLine: true)
  }

  /// The place after the bracket that closes the one here.
  func end(ofBracket index: Int) -> Int { partners[index].map { $0 > index ? $0 + 1 : tokens.count } ?? tokens.count }

  /// Whether the word here is the name of a member, as in `a.name` or `{name: …}`.
  func isMember(_ index: Int) -> Bool {
    if self[index - 1].isPunctuator(".") || self[index - 1].isPunctuator("?.") { return true }
    guard language == .javaScript, self[index + 1].isPunctuator(":") else { return false }
    return self[index - 1].isPunctuator("{") || self[index - 1].isPunctuator(",")
  }

  private static let binary: Set<String> = [
    "+", "-", "*", "/", "%", "**", "=", "==", "===", "!=", "!==", "<", ">", "<=", ">=", "&&", "||", "??", "?", ":", ".",
    "?.", "=>", "&", "|", "^", "<<", ">>", ">>>", "(", "[",
  ]

  /// The expression that begins here, up to a comma, a semicolon, a bracket that closes or the end of the statement.
  func expression(at start: Int) -> Span {
    var index = start
    while index < tokens.count {
      let token = tokens[index]
      if token.isClosing || token.kind == .newline || token.isPunctuator(";") || token.isPunctuator(",") { break }
      // A semicolon that is left out: a new line that cannot go on with what stands before it.
      if language == .javaScript, index > start, token.startsLine, !Self.continues(tokens[index - 1], token) { break }
      index = token.isOpening ? end(ofBracket: index) : index + 1
    }
    return start..<max(start, min(index, tokens.count))
  }

  private static func continues(_ last: Token, _ next: Token) -> Bool {
    if next.kind == .punctuator, binary.contains(next.text) { return true }
    if next.isWord("in") || next.isWord("instanceof") { return true }
    // Inside a template, what follows `${…}` stands in the same text.
    if next.isPunctuator("${") { return true }
    if last.kind == .punctuator { return ![")", "]", "}", "++", "--"].contains(last.text) }
    return ["await", "typeof", "new", "void", "delete", "in", "instanceof", "async"].contains(last.text)
      && last.kind == .identifier
  }

  /// The expressions between the bracket here and the one that closes it, split at commas.
  func elements(inBracket index: Int) -> [Span] {
    let close = partners[index] ?? tokens.count
    var result: [Span] = []
    var start = index + 1
    var place = start
    while place < close {
      if tokens[place].isPunctuator(",") {
        result.append(start..<place)
        start = place + 1
      }
      place = tokens[place].isOpening ? max(end(ofBracket: place), place + 1) : place + 1
    }
    if start < close { result.append(start..<close) }
    return result
  }

  /// An expression without the brackets and words around it that leave its value alone.
  func unwrapped(_ span: Span) -> Span {
    var span = span
    while let first = span.first {
      if self[first].isPunctuator("("), end(ofBracket: first) == span.upperBound {
        span = first + 1..<max(first + 1, span.upperBound - 1)
      } else if self[first].isWord("await") {
        span = first + 1..<span.upperBound
      } else {
        break
      }
    }
    return span
  }

  /// The innermost function with a name whose body holds that place.
  func namedFunction(around index: Int) -> Function? {
    owners.indices.contains(index) ? owners[index].map { functions[$0] } : nil
  }

  /// The text that an expression is known to be: a literal, or a name that is bound once, to a literal.
  func constantText(_ span: Span) -> String? {
    let span = unwrapped(span)
    guard let first = span.first, span.count == 1 else { return nil }
    if tokens[first].kind == .string { return tokens[first].text }
    guard tokens[first].kind == .identifier, let bound = onlyBinding(of: tokens[first].text) else { return nil }
    let value = unwrapped(bound)
    guard let only = value.first, value.count == 1, tokens[only].kind == .string else { return nil }
    return tokens[only].text
  }

  /// What a name is bound to, where that happens once and it gets no value otherwise.
  func onlyBinding(of name: String) -> Span? {
    guard let all = bindings[name], all.count == 1, !openNames.contains(name) else { return nil }
    return all[0]
  }
}
