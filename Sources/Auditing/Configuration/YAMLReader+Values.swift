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
    note("`true` or `false` was expected here.")
    return nil
  }

  /// One of the words that a type names.
  func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> Choice? where Choice.RawValue == String {
    guard let text else { return nil }
    if let value = Choice(rawValue: text) { return value }
    let known = Choice.allCases.map(\.rawValue)
    note("\"\(text)\" is none of \(known.joined(separator: ", ")).\(Suggestion.phrase(for: text, among: known))")
    return nil
  }
}
