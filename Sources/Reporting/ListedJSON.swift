import Documents

/// Writes a JSON document with a long list in it piece by piece, so that neither the list nor its text is held.
enum ListedJSON {
  /// - Parameters:
  ///   - document: The document, whose first empty list of that name stands for the list.
  ///   - name: The name.
  ///   - elements: The elements of the list.
  ///   - level: How deep the elements lie in the document.
  ///   - sink: Gets the text, piece by piece.
  static func write(
    _ document: JSONValue, placing elements: some Sequence<JSONValue>, at name: String, level: Int,
    to sink: (String) throws -> Void
  ) rethrows {
    let writer = JSONWriter(.pretty)
    let text = writer.string(document)
    var rest = text[...]
    var isFirst = true
    if let place = text.firstRange(of: "\"\(name)\": []") {
      let bracket = text.index(before: place.upperBound)
      let indent = String(repeating: " ", count: 2 * level)
      for element in elements {
        if isFirst { try sink(SafeText.json(String(text[..<bracket]))) }
        try sink((isFirst ? "\n" : ",\n") + indent + SafeText.json(writer.string(element, level: level)))
        isFirst = false
      }
      if !isFirst {
        rest = text[bracket...]
        try sink("\n" + indent.dropLast(2))
      }
    }
    // JSON lets characters pass that a terminal acts on; as escapes they say the same.
    try sink(SafeText.json(String(rest)) + "\n")
  }
}
