import Documents

/// Builds the element tree.
final class XMLTreeBuilder: XMLBuilder {
  private struct Frame {
    var element: XMLElement
    var namespace: String?
  }

  private var frames: [Frame] = []
  /// The root element, once the document is through.
  private(set) var root: XMLElement?

  override func begin(_ name: Int, _ details: XMLTagDetails) -> Bool {
    var element = XMLElement(text(ofName: name))
    let namespace = details.namespace
    if namespace != frames.last?.namespace { element.namespace = namespace ?? "" }
    element.attributes = details.attributes.map { XMLElement.Attribute(name: $0.name, value: $0.value) }
    frames.append(Frame(element: element, namespace: namespace))
    return true
  }

  override func add(_ text: String) { frames[frames.count - 1].element.nodes.append(.text(text)) }

  override func end() {
    let element = frames.removeLast().element
    if let parent = frames.indices.last {
      frames[parent].element.nodes.append(.element(element))
    } else {
      root = element
    }
  }
}
