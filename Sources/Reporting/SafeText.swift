import Documents

/// Text from outside, made fit to be shown: names and comments in AWS may hold escape sequences that would move the
/// cursor, forge lines or turn the reading direction.
public enum SafeText {
  /// The text with every character that does something rather than being seen written as its escape: `\u001b`, `\n`.
  ///
  /// The joiners that emoji and Indic scripts need stay.
  static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isActive) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar.isActive { result += escape(scalar) } else { result.unicodeScalars.append(scalar) }
    }
  }

  /// A sentence on one line: runs of spaces and line breaks become one space, the rest is ``escaped(_:)``.
  public static func sentence(_ text: String) -> String {
    escaped(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }

  /// Text of several lines, each a sentence, without those that are empty.
  static func lines(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { sentence(String($0)) }.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// A string as JSON writes it, quotes included, except that nothing active is left in it.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.isActive: result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// JSON text with active characters inside its strings escaped, those that JSON itself lets pass included.
  ///
  /// A workflow's runner takes `##[` for a command wherever it stands. Line feeds stay: between tokens they are layout, and inside strings JSON has escaped them already.
  public static func json(_ text: String) -> String {
    let text = text.contains("##[") ? text.replacing("##[", with: "#\\u0023[") : text
    guard text.unicodeScalars.contains(where: { $0 != "\n" && $0.isActive }) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar != "\n", scalar.isActive { result += escape(scalar) } else { result.unicodeScalars.append(scalar) }
    }
  }

  /// A line that the runner of a GitHub workflow takes for no command: those begin with two colons, or hold `##[`.
  public static func inert(_ line: String) -> String {
    var line = line.contains("##[") ? line.replacing("##[", with: "#\\u0023[") : line
    let start = line.prefix { $0.isWhitespace }
    if line[start.endIndex...].hasPrefix("::") { line = "\(start)\\u003a:\(line[start.endIndex...].dropFirst(2))" }
    return line
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      // Beyond the first plane JSON writes two surrogates.
      return String(scalar).utf16.reduce(into: "") { text, unit in
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }
}
