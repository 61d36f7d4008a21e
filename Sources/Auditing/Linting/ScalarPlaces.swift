import Documents

/// Finds the places of characters of a YAML scalar in the text of its file.
struct ScalarPlaces {
  private let lines: [[Unicode.Scalar]]

  init(_ text: String) {
    lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
  }

  /// The place of the Unicode scalar at that offset; the beginning of the YAML scalar where escapes hide it.
  func mark(of offset: Int, in reader: YAMLReader) -> SourceMark {
    guard let scalar = reader.node.scalar else { return reader.mark }
    let value = Array(scalar.string.unicodeScalars)
    var (line, column) = (reader.mark.line - 1, reader.mark.column - 1)
    switch scalar.style {
    case .literal, .folded: (line, column) = (line + 1, 0)
    case .singleQuoted, .doubleQuoted: column += 1
    case .plain: break
    }
    // Folding changes nothing but spaces.
    for index in value.indices.prefix(offset + 1) where !value[index].properties.isWhitespace {
      while line < lines.count, column >= lines[line].count || lines[line][column].properties.isWhitespace {
        (line, column) = column >= lines[line].count ? (line + 1, 0) : (line, column + 1)
      }
      guard line < lines.count, lines[line][column] == value[index] else { return reader.mark }
      if index == offset { return SourceMark(file: reader.file, line: line + 1, column: column + 1) }
      column += 1
    }
    return reader.mark
  }
}
