/// An XML element with all that it held: the wire tree that a repair edits and sends back.
///
/// Names are local names; a namespace other than the parent's is kept beside them. Comments and processing instructions
/// are not kept: no AWS API gives them meaning.
public struct XMLElement: Sendable, Hashable {
  /// What an element holds.
  public enum Node: Sendable, Hashable {
    case element(XMLElement)
    /// Text with every escape undone.
    case text(String)
  }

  /// A name and its value, such as `xsi:type`.
  public struct Attribute: Sendable, Hashable {
    /// The name with its prefix, if it has one.
    public let name: String
    /// The value with every escape undone.
    public var value: String

    /// An attribute of that name and value.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The local name.
  public let name: String
  /// The namespace, where it differs from that of the parent (of the root: where there is one).
  public var namespace: String?
  /// The attributes in order, namespace declarations left out.
  public var attributes: [Attribute]
  /// Elements and text, in order.
  public var nodes: [Node]

  /// An element of that name with these contents.
  public init(_ name: String, namespace: String? = nil, attributes: [Attribute] = [], nodes: [Node] = []) {
    self.name = name
    self.namespace = namespace
    self.attributes = attributes
    self.nodes = nodes
  }

  /// An element that holds nothing but text.
  public init(_ name: String, text: String) {
    self.init(name, nodes: text.isEmpty ? [] : [.text(text)])
  }

  /// The child elements, in order.
  public var children: [XMLElement] {
    nodes.compactMap { if case .element(let element) = $0 { element } else { nil } }
  }

  /// The text directly inside, joined.
  public var text: String {
    nodes.reduce(into: "") { if case .text(let text) = $1 { $0 += text } }
  }

  /// The first child element of that name.
  public func first(_ name: String) -> XMLElement? {
    for case .element(let element) in nodes where element.name == name { return element }
    return nil
  }
}
