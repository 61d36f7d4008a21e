import Documents

/// A file in the form of `~/.aws/config`: sections of keys and values, which may hold one level of keys and values more.
///
/// Follows <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>, and the AWS CLI where that is silent: what
/// follows a value on its line is part of it, comments have lines of their own.
public struct ConfigurationFile: Sendable {
  /// The value of a key.
  public struct Value: Sendable, Hashable {
    /// The text, without blanks around it; empty where the value is nested.
    public var text: String
    /// The keys and values on the indented lines below.
    public var nested: [String: String] = [:]
    /// Where the key stands.
    public let mark: SourceMark
  }

  /// The keys of each section by its name as written, quotes undone and inner blanks made one; keys are in lower case.
  public private(set) var sections: [String: [String: Value]] = [:]
  /// The names of the sections, in the order in which they stand.
  public private(set) var order: [String] = []

  /// A file without sections.
  public init() {}

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - text: What the file holds.
  ///   - file: Its name, for errors.
  /// - Throws: ``ConfigurationError`` with the first line that is neither section, key nor comment.
  public init(_ text: String, file: String) throws(ConfigurationError) {
    var section: String?
    var key: String?
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      let line = number == 1 && line.first == "\u{FEFF}" ? line.dropFirst() : line
      let content = line.trimmed
      if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
      let mark = SourceMark(file: file, line: number)
      if line.first?.isWhitespace == true {
        guard let section, let key else { throw ConfigurationError("an indented line follows no key", at: mark) }
        try sections[section, default: [:]][key]?.append(content, at: mark)
      } else if content.hasPrefix("[") {
        let name = try Self.sectionName(content, at: mark)
        if sections.updateValue(sections[name] ?? [:], forKey: name) == nil { order.append(name) }
        section = name
        key = nil
      } else {
        guard let section else { throw ConfigurationError("a key stands before the first [section]", at: mark) }
        let (name, value) = try Self.pair(content, at: mark)
        sections[section, default: [:]][name] = Value(text: value, mark: mark)
        key = name
      }
    }
  }

  private static func sectionName(_ content: Substring, at mark: SourceMark) throws(ConfigurationError) -> String {
    guard let close = content.firstIndex(of: "]") else {
      throw ConfigurationError("the section has no closing ]", at: mark)
    }
    let rest = content[content.index(after: close)...].trimmed
    guard rest.isEmpty || rest.hasPrefix("#") || rest.hasPrefix(";") else {
      throw ConfigurationError("text follows the section's ]", at: mark)
    }
    let inside = content[content.index(after: content.startIndex)..<close].trimmed
    guard let quote = inside.firstIndex(where: { $0 == "\"" || $0 == "'" }) else {
      let words = inside.split(whereSeparator: \.isWhitespace)
      guard !words.isEmpty else { throw ConfigurationError("the section has no name", at: mark) }
      return words.joined(separator: " ")
    }
    let quoted = inside[inside.index(after: quote)...]
    guard quoted.last == inside[quote] else { throw ConfigurationError("the section's quote is not closed", at: mark) }
    return (inside[..<quote].split(whereSeparator: \.isWhitespace) + [quoted.dropLast()]).joined(separator: " ")
  }

  fileprivate static func pair(
    _ content: Substring, at mark: SourceMark
  ) throws(ConfigurationError) -> (String, String) {
    guard let equals = content.firstIndex(of: "=") else {
      throw ConfigurationError("expected 'key = value'", at: mark)
    }
    let name = content[..<equals].trimmed
    guard !name.isEmpty else { throw ConfigurationError("expected a key before '='", at: mark) }
    return (name.lowercased(), String(content[content.index(after: equals)...].trimmed))
  }
}

extension ConfigurationFile.Value {
  /// Takes in an indented line: a key and value of its own below an empty value, else more text.
  fileprivate mutating func append(_ content: Substring, at mark: SourceMark) throws(ConfigurationError) {
    if text.isEmpty {
      let (name, value) = try ConfigurationFile.pair(content, at: mark)
      nested[name] = value
    } else {
      text += "\n" + content
    }
  }
}

extension Substring {
  /// Without blanks around it.
  fileprivate var trimmed: Substring {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return self[first...last]
  }
}
