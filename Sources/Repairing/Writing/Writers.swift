import Estate

extension Part.Kind {
  /// What reads and writes parts of this kind.
  var writer: any PartWriter {
    switch self {
    default: fatalError()
    }
  }
}
