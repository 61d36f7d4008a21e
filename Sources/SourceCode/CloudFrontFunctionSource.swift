/// The code of a CloudFront function, and what can be told from it.
///
/// Follows <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html>.
public struct CloudFrontFunctionSource: Sendable {
  private let tokens: [JavaScriptToken]

  /// The code as text.
  public init(code: String) { tokens = JavaScriptTokenizer.tokens(code) }

  /// The ids of the key value stores that it opens, sorted; `*` for one that the text does not name: the one that is
  /// associated, or one whose id is worked out.
  public var keyValueStoresOpened: [String] {
    let modules = moduleNames
    var ids: Set<String> = []
    for index in tokens.indices where isMember("kvs", at: index, of: modules) {
      ids.insert(id(fromArgumentAt: index + 4))
    }
    return ids.sorted()
  }

  /// Whether it uses what only runtime 2.0 has: async functions, await, promises.
  public var usesAsync: Bool {
    tokens.indices.contains { index in
      guard tokens[index].kind == .identifier, !isMemberName(index) else { return false }
      switch tokens[index].text {
      case "async": return text(index + 1) == "function" || text(index + 1) == "(" || text(index + 2) == "="
      case "await": return true
      case "Promise": return text(index + 1) == "."
      default: return false
      }
    }
  }

  /// The names under which the `cloudfront` module is known: `import cf from 'cloudfront'`, or `require('cloudfront')`.
  private var moduleNames: Set<String> {
    var names: Set<String> = []
    for index in tokens.indices {
      if text(index) == "import", text(index + 2) == "from", string(index + 3) == "cloudfront" {
        names.insert(text(index + 1))
      }
      if text(index + 1) == "=", text(index + 2) == "require", string(index + 4) == "cloudfront" {
        names.insert(text(index))
      }
    }
    return names
  }

  /// Whether `module.name(` stands here.
  private func isMember(_ name: String, at index: Int, of modules: Set<String>) -> Bool {
    tokens[index].kind == .identifier && modules.contains(tokens[index].text) && !isMemberName(index)
      && text(index + 1) == "." && text(index + 2) == name && text(index + 3) == "("
  }

  private func id(fromArgumentAt index: Int) -> String {
    guard text(index + 1) == ")" || text(index + 1) == "," else { return "*" }
    if let literal = string(index) { return literal }
    guard index < tokens.count, tokens[index].kind == .identifier else { return "*" }
    return binding(of: tokens[index].text) ?? "*"
  }

  /// The string that a name is bound to, where it is bound once and never assigned again.
  private func binding(of name: String) -> String? {
    var values: [String?] = []
    for index in tokens.indices where tokens[index].kind == .identifier && tokens[index].text == name {
      guard text(index + 1) == "=", text(index + 2) != "=", !isMemberName(index) else { continue }
      let isWhole = [";", ",", "}", ""].contains(text(index + 3)) || startsLine(index + 3)
      values.append(isWhole ? string(index + 2) : nil)
    }
    return values.count == 1 ? values[0] : nil
  }

  private func startsLine(_ index: Int) -> Bool {
    index < tokens.count && tokens[index].line > tokens[index - 1].line && tokens[index].kind == .identifier
  }

  /// Whether the word is a member's name (`a.b`) rather than one of its own.
  private func isMemberName(_ index: Int) -> Bool { index > 0 && tokens[index - 1].text == "." }

  /// The text of a word or sign; nothing for a string, so that code in strings is no code.
  private func text(_ index: Int) -> String {
    guard tokens.indices.contains(index), [.identifier, .punctuator].contains(tokens[index].kind) else { return "" }
    return tokens[index].text
  }

  private func string(_ index: Int) -> String? {
    tokens.indices.contains(index) && tokens[index].kind == .string ? tokens[index].text : nil
  }
}
