import Signing

/// Tells whether somebody has changed a file that the tool wrote: its first line holds a digest of the others.
public enum WrittenFile {
  private static let beginning = "# Written by audit; sha256 of the lines below: "

  /// A text with that line before it.
  public static func sealed(_ text: String) -> String { "\(beginning)\(digest(text[...]))\n\(text)" }

  /// Whether a text is as it was written. Line ends count alike, since version control may change them.
  public static func isUntouched(_ text: String) -> Bool {
    let text = text.replacing("\r\n", with: "\n")
    guard text.hasPrefix(beginning), let end = text.firstIndex(of: "\n") else { return false }
    return text[..<end].dropFirst(beginning.count) == digest(text[text.index(after: end)...])
  }

  private static func digest(_ text: Substring) -> String { Digest.sha256Hex(Array(text.utf8)) }
}
