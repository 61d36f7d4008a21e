/// Text from outside within Markdown, where nothing in it is markup, a link, a mention or a reference to an issue.
enum MarkdownText {
  /// Running text, on one line.
  static func prose(_ text: String) -> String { escaped(text, isCode: false) }

  /// A name or a value, on one line. GitHub looks for mentions, references and formulas everywhere but in code, and code
  /// between backticks cannot hold everything, above all not in a table.
  static func code(_ text: String) -> String { text.isEmpty ? "" : "<code>\(escaped(text, isCode: true))</code>" }

  private static func escaped(_ text: String, isCode: Bool) -> String {
    SafeText.sentence(text).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&", "<", ">", "\"", "'": result += Markup.escaped(String(scalar))
      // A zero-width space parts the sign from the name, so that nobody is called and nothing is referred to.
      case "@", "#": result += isCode ? "\\\(scalar)" : "\\\(scalar)&#8203;"
      // Entities, since a backslash before these does not keep GitHub from making links and formulas.
      case ":", "$", ".": result += isLinking(scalar, in: text) ? "&#\(scalar.value);" : String(scalar)
      case "\\", "`", "*", "_", "[", "]", "(", ")", "{", "}", "!", "|", "~", "+", "=":
        result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isLinking(_ scalar: Unicode.Scalar, in text: String) -> Bool {
    switch scalar {
    case ":": text.contains("://")
    case ".": text.lowercased().contains("www.")
    default: true
    }
  }
}
