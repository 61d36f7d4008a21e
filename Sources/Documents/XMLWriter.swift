/// A text that XML 1.0 cannot write, in whatever form: a control character or a noncharacter.
public struct XMLWritingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The element that holds the text.
  public let element: String
  /// The character that has no place in XML.
  public let character: Unicode.Scalar

  /// What cannot be written, and where; the text itself is not shown.
  public var description: String {
    "XML cannot carry the character U+\(String(character.value, radix: 16, uppercase: true)) in element \(element)"
  }
}

/// Writes an element tree as XML in UTF-8, without adding any white space: what was read goes back as it was.
public struct XMLWriter: Sendable {
  /// Whether the text starts with an XML declaration.
  public var declaration: Bool
  /// The namespaces of the prefixes that attributes may bear. A reader leaves declarations out, so each is declared
  /// again on the outermost element that needs it. A prefix that is missing here is written undeclared.
  public var prefixes: [String: String]

  /// A writer; AWS uses no other prefix than `xsi`.
  public init(
    declaration: Bool = false, prefixes: [String: String] = ["xsi": "http://www.w3.org/2001/XMLSchema-instance"]
  ) {
    self.declaration = declaration
    self.prefixes = prefixes
  }

  /// The text of an element, as bytes.
  ///
  /// - Throws: `XMLWritingError` where a text holds a character that XML 1.0 has no way to write.
  public func bytes(_ element: XMLElement) throws(XMLWritingError) -> [UInt8] {
    var output: [UInt8] = []
    if declaration { output.append(contentsOf: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8) }
    try write(element, namespace: nil, declared: [], to: &output)
    return output
  }

  private func write(
    _ element: XMLElement, namespace: String?, declared: Set<String>, to output: inout [UInt8]
  ) throws(XMLWritingError) {
    var declared = declared
    output.append(UInt8(ascii: "<"))
    output.append(contentsOf: element.name.utf8)
    if let own = element.namespace, own != namespace ?? "" {
      try write(attribute: "xmlns", own, of: element, to: &output)
    }
    for attribute in element.attributes {
      if let colon = attribute.name.firstIndex(of: ":") {
        let prefix = String(attribute.name[..<colon])
        if let uri = prefixes[prefix], declared.insert(prefix).inserted {
          try write(attribute: "xmlns:\(prefix)", uri, of: element, to: &output)
        }
      }
      try write(attribute: attribute.name, attribute.value, of: element, to: &output)
    }
    if element.nodes.isEmpty {
      output.append(contentsOf: "/>".utf8)
      return
    }
    output.append(UInt8(ascii: ">"))
    for node in element.nodes {
      switch node {
      case .text(let text): try escape(text, inAttribute: false, of: element, to: &output)
      case .element(let child):
        try write(child, namespace: element.namespace ?? namespace, declared: declared, to: &output)
      }
    }
    output.append(contentsOf: "</".utf8)
    output.append(contentsOf: element.name.utf8)
    output.append(UInt8(ascii: ">"))
  }

  private func write(
    attribute name: String, _ value: String, of element: XMLElement, to output: inout [UInt8]
  ) throws(XMLWritingError) {
    output.append(UInt8(ascii: " "))
    output.append(contentsOf: name.utf8)
    output.append(contentsOf: "=\"".utf8)
    try escape(value, inAttribute: true, of: element, to: &output)
    output.append(UInt8(ascii: "\""))
  }

  private func escape(
    _ text: String, inAttribute: Bool, of element: XMLElement, to output: inout [UInt8]
  ) throws(XMLWritingError) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output.append(contentsOf: "&amp;".utf8)
      case "<": output.append(contentsOf: "&lt;".utf8)
      case ">": output.append(contentsOf: "&gt;".utf8)
      // A parser turns a bare carriage return into a newline, and in attributes all three into spaces.
      case "\r": output.append(contentsOf: "&#13;".utf8)
      case "\n" where inAttribute: output.append(contentsOf: "&#10;".utf8)
      case "\t" where inAttribute: output.append(contentsOf: "&#9;".utf8)
      case "\"" where inAttribute: output.append(contentsOf: "&quot;".utf8)
      case "\n", "\t", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
        output.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
      default: throw XMLWritingError(element: element.name, character: scalar)
      }
    }
  }
}
