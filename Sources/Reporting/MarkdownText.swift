/// Text from outside within Markdown, where nothing in it is markup, a link, a mention or a reference to an issue.
enum MarkdownText {
  /// Running text, on one line.
  static func prose(_ text: String) -> String { escaped(text, isCode: false) }

  /// A name or a value, on one line. GitHub looks for mentions, references and formulas everywhere but in code, and code
  /// between backticks cannot hold everything, above all not in a table.
  static func code(_ text: String) -> String { text.isEmpty ? "" : "<code>\(escaped(text, isCode: true))</code>" }

  private static func escaped(_ text: String, isCode: Bool) -> String {
    // A backslash does not keep GitHub from making links of addresses, so their signs are entities.
    let isAddress = text.contains("://")
    let isHost = text.lowercased().contains("www.")
    return SafeText.sentence(text).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&", "<", ">", "\"", "'": result += Markup.escaped(String(scalar))
      // A zero-width space parts the sign from the name, so that nobody is called and nothing is referred to.
      case "@", "#": result += isCode ? "\\\(scalar)" : "\\\(scalar)&#8203;"
      // With two of them on a line GitHub would set a formula.
      case "$": result += "&#36;"
      case ":" where isAddress: result += "&#58;"
      case "." where isHost: result += "&#46;"
      case "\\", "`", "*", "_", "[", "]", "(", ")", "{", "}", "!", "|", "~", "+", "=": result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
