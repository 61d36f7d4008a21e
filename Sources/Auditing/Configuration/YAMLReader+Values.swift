import Documents

/// What single values may be.
extension YAMLReader {
  /// What a member of this mapping says; notes an issue where it is missing.
  func required<Value>(
    _ name: String, in members: [String: YAMLReader], _ read: (YAMLReader) -> Value?
  ) -> Value? {
    if let member = members[name] { return read(member) }
    // Of what is no mapping, it has been said already.
    if node.mapping != nil { note("`\(name)` is missing.") }
    return nil
  }

  /// Text that says something.
  var words: String? {
    guard let text else { return nil }
    if json.isNull || text.allSatisfy(\.isWhitespace) {
      note("Text was expected here, and this is empty.")
      return nil
    }
    return text
  }

  /// `true` or `false`.
  var flag: Bool? {
    if node.scalar != nil, let value = json.bool { return value }
    note("`true` or `false` was expected here.\(node.scalar.map { Self.remark(onWord: $0.string) } ?? "")")
    return nil
  }

  /// What is to be said of a text where a boolean is expected, and YAML 1.1 took it for one; nothing of other texts.
  static func remark(onWord text: String) -> String {
    ["yes", "no", "on", "off", "y", "n"].contains(text.lowercased()) ? " In YAML 1.2 \"\(text)\" is text." : ""
  }

  /// One of the words that a type names.
  func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> Choice? where Choice.RawValue == String {
    guard let text else { return nil }
    if let value = Choice(rawValue: text) { return value }
    let known = Choice.allCases.map(\.rawValue)
    note("\"\(text)\" is not one of \(known.joined(separator: ", ")).\(Suggestion.phrase(for: text, among: known))")
    return nil
  }
}
