/// Text from outside within Markdown, where nothing in it is markup, a link, a mention or a reference to an issue.
enum MarkdownText {
  /// Running text, on one line; what stands between backticks is code.
  static func prose(_ text: String) -> String {
    let parts = SafeText.sentence(text).split(separator: "`", omittingEmptySubsequences: false)
    var result = ""
    for (index, part) in parts.enumerated() {
      // The last one has no partner where their number is odd.
      let isCode = index % 2 == 1 && index < parts.count - 1
      if isCode {
        result += code(String(part))
      } else {
        result += (index > 0 && index % 2 == 1 ? "&#96;" : "") + escaped(String(part))
      }
    }
    return result
  }

  /// A name or a value, on one line. GitHub looks for mentions, references and formulas everywhere but in code, and code
  /// between backticks cannot hold everything, above all not in a table.
  static func code(_ text: String) -> String {
    text.isEmpty ? "" : "<code>\(escaped(SafeText.sentence(text), isCode: true))</code>"
  }

  /// A line within `<pre>`, its spaces kept; a line that ends up empty would end what is HTML.
  static func verbatim(_ line: String) -> String {
    // In the log of a job of GitHub, what begins with two colons is a command.
    let text = escaped(SafeText.escaped(line), isCode: true).replacing("::", with: "&#58;:")
    return text.allSatisfy(\.isWhitespace) ? "&#160;" : text
  }

  /// What means something is written as an entity, which is the same within HTML, where a backslash would be seen.
  private static func escaped(_ text: String, isCode: Bool = false) -> String {
    let isAddress = text.contains("://")
    let isHost = text.lowercased().contains("www.")
    var before: Unicode.Scalar?
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      defer { before = scalar }
      switch scalar {
      case "&", "<", ">", "\"", "'": result += Markup.escaped(String(scalar))
      // A zero-width space parts the sign from the name, so that nobody is called and nothing is referred to; behind a
      // letter, as in Lambda@Edge, nobody is.
      case "@", "#": result += entity(scalar) + (isCode || before.map(isWord) == true && scalar == "@" ? "" : "&#8203;")
      // With two of them on a line GitHub would set a formula; a backslash does not keep it from making links of
      // addresses.
      case "$": result += entity(scalar)
      case ":" where isAddress, "." where isHost: result += entity(scalar)
      case "\\", "`", "*", "_", "[", "]", "|", "~": result += entity(scalar)
      // What begins a line may begin a list or underline a title.
      case "-", "+", "=", "(", ")", "!", "{", "}": result += before == nil ? entity(scalar) : String(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  private static func entity(_ scalar: Unicode.Scalar) -> String { "&#\(scalar.value);" }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
