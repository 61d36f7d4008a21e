/// Reads YAML 1.2 text that somebody wrote, or sent.
///
/// One document, with the tags of the core schema. Aliases are followed, and what they repeat is counted, so that a few
/// lines cannot stand for more than memory holds; nothing recurses as deep as the text says. Keys and tags are not looked
/// into: that is for ``YAMLNode`` and whoever reads it.
public enum YAMLDocument {
  /// What a document may not exceed.
  public struct Limits: Sendable, Hashable {
    /// How many bytes the text may have.
    public var bytes: Int
    /// How many values there may be, each as often as aliases repeat it.
    public var values: Int
    /// How deep values may lie within one another, aliases followed.
    public var depth: Int

    /// These limits.
    public init(bytes: Int = 32 << 20, values: Int = 1_000_000, depth: Int = 200) {
      self.bytes = bytes
      self.values = values
      self.depth = depth
    }
  }

  /// The root of the one document of a text; `nil` for an empty text, or one of comments only. It may begin with a byte
  /// order mark (YAML 1.2.2, 5.2).
  ///
  /// - Parameter takesLocalTags: Whether tags of an application's own, such as `!Ref`, are handed on, and not refused.
  /// - Throws: ``YAMLReadingError`` for what is no YAML, and for more than the limits allow.
  public static func read(
    _ text: String, limits: Limits = Limits(), takesLocalTags: Bool = false
  ) throws(YAMLReadingError) -> YAMLNode? {
    guard text.utf8.count <= limits.bytes else {
      throw YAMLReadingError(reason: .limit, line: 1, column: 1, message: "more than \(limits.bytes) bytes")
    }
    var text = text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
    return try text.withUTF8 { bytes in
      Result { () throws(YAMLReadingError) in
        guard let composer = YAMLComposer(bytes, limits: limits, takesLocalTags: takesLocalTags) else {
          throw YAMLReadingError(
            reason: .malformed, line: 1, column: 1, message: "there is no memory left to read it")
        }
        return try composer.document()
      }
    }.get()
  }
}
