import CLibXML2
import Documents

/// Reads XML that came over a network, so hostile until proven otherwise.
///
/// Reads XML 1.0 with namespaces. Nothing is fetched, a document type declaration is refused, and with it every entity but
/// the five that XML itself defines. Text of white space only is dropped beside child elements.
public enum XMLReader {
  /// What a document may not exceed.
  public struct Limits: Sendable, Hashable {
    /// How many elements may lie inside one another.
    public var depth: Int
    /// How many bytes a document may have.
    public var bytes: Int
    /// How many bytes a tag, a comment or a section of character data may have.
    public var markup: Int
    /// How many attributes a tag may have, and how many namespaces may be declared in any place.
    public var attributes: Int

    /// These limits.
    public init(depth: Int = 128, bytes: Int = 64 << 20, markup: Int = 64 << 10, attributes: Int = 64) {
      self.depth = depth
      self.bytes = bytes
      self.markup = markup
      self.attributes = attributes
    }
  }

  /// Reads one whole document and gives its root element. Keeps nothing between calls and may be called from any thread.
  ///
  /// - Throws: ``XMLReadingError`` for anything but one whole, well-formed document within the limits.
  public static func read(_ bytes: [UInt8], limits: Limits = Limits()) throws(XMLReadingError) -> XMLElement {
    let builder = XMLTreeBuilder()
    try read(bytes, into: builder, limits: limits)
    guard let root = builder.root else {
      throw XMLReadingError(.malformed, line: 0, message: "the document has no root element")
    }
    return root
  }

  /// Reads one whole document into a builder, which is to be used only where nothing is thrown.
  ///
  /// - Throws: ``XMLReadingError`` for anything but one whole, well-formed document within the limits.
  public static func read(
    _ bytes: [UInt8], into builder: XMLBuilder, limits: Limits = Limits()
  ) throws(XMLReadingError) {
    guard bytes.count <= limits.bytes else {
      throw XMLReadingError(.tooLarge, line: 0, message: "more than \(limits.bytes) bytes")
    }
    guard !bytes.isEmpty else { throw XMLReadingError(.malformed, line: 0, message: "the document is empty") }
    _ = library
    try builder.parse(bytes, limits: limits)
  }

  /// The library's own one-time start-up, which it wants to happen on one thread.
  private static let library: Void = xmlInitParser()
}
