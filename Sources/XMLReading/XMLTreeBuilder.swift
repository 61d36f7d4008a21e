import CLibXML2
import Documents

/// Builds the element tree from the parser's events: no tree of the library's own is made, so there is none to free.
///
/// Lives on one thread for one document.
final class XMLTreeBuilder {
  private struct Frame {
    var element: XMLElement
    var namespace: UnsafePointer<xmlChar>?
    var hasChildElements = false
  }

  private let depthLimit: Int
  private var context: xmlParserCtxtPtr?
  private var frames: [Frame] = []
  private var root: XMLElement?
  private var text: [UInt8] = []
  private var failure: XMLReadingError?
  /// The library keeps every name of a document once, so that its address stands for it.
  private var names: [UnsafePointer<xmlChar>: String] = [:]

  init(depthLimit: Int) {
    self.depthLimit = depthLimit
    frames.reserveCapacity(16)
  }

  /// Reads the document that the context holds.
  func parse(with context: xmlParserCtxtPtr) {
    guard let handler = context.pointee.sax else { return }
    self.context = context
    defer { self.context = nil }
    // Without NOENT, `&amp;` in an attribute would stay `&#38;`; there are no other entities to replace.
    xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
    handler.pointee = Self.handler
    context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    xmlParseDocument(context)
    if failure == nil, context.pointee.wellFormed == 0 || context.pointee.nsWellFormed == 0 {
      fail(.malformed, "not well-formed")
    }
  }

  /// The root element, once ``parse(with:)`` is through.
  func result() throws(XMLReadingError) -> XMLElement {
    if let failure { throw failure }
    guard let root, frames.isEmpty else {
      throw XMLReadingError(.malformed, line: 0, message: "the document has no root element")
    }
    return root
  }

  private func fail(_ reason: XMLReadingError.Reason, _ message: String, line: Int? = nil) {
    if failure == nil {
      let line = line ?? context.map { Int(xmlSAX2GetLineNumber($0)) } ?? 0
      failure = XMLReadingError(reason, line: line, message: message)
    }
    if let context { xmlStopParser(context) }
  }

  private func name(_ pointer: UnsafePointer<xmlChar>) -> String {
    if let name = names[pointer] { return name }
    let name = String(cString: pointer)
    names[pointer] = name
    return name
  }

  private func startElement(
    _ localName: UnsafePointer<xmlChar>, namespace: UnsafePointer<xmlChar>?, attributeCount: Int,
    attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard failure == nil else { return }
    guard frames.count < depthLimit else { return fail(.tooDeep, "more than \(depthLimit) elements deep") }
    if let parent = frames.indices.last {
      frames[parent].hasChildElements = true
      takeText()
    }
    var element = XMLElement(name(localName))
    if namespace != frames.last?.namespace { element.namespace = namespace.map(name) ?? "" }
    if let attributes {
      for start in stride(from: 0, to: attributeCount * 5, by: 5) {
        guard let localName = attributes[start], let value = attributes[start + 3], let end = attributes[start + 4]
        else { continue }
        let attribute = attributes[start + 1].map { "\(name($0)):\(name(localName))" } ?? name(localName)
        let text = String(decoding: UnsafeBufferPointer(start: value, count: end - value), as: UTF8.self)
        element.attributes.append(XMLElement.Attribute(name: attribute, value: text))
      }
    }
    frames.append(Frame(element: element, namespace: namespace))
  }

  private func endElement() {
    guard failure == nil, !frames.isEmpty else { return }
    takeText()
    let element = frames.removeLast().element
    if let parent = frames.indices.last {
      frames[parent].element.nodes.append(.element(element))
    } else {
      root = element
    }
  }

  private func characters(_ characters: UnsafePointer<xmlChar>, count: Int) {
    guard failure == nil, !frames.isEmpty else { return }
    text.append(contentsOf: UnsafeBufferPointer(start: characters, count: count))
  }

  /// Moves the text read so far into the innermost element.
  private func takeText() {
    guard !text.isEmpty, let last = frames.indices.last else { return }
    defer { text.removeAll(keepingCapacity: true) }
    let isSpace = text.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
    if isSpace, frames[last].hasChildElements { return }
    frames[last].element.nodes.append(.text(String(decoding: text, as: UTF8.self)))
  }

  private static func builder(_ userData: UnsafeMutableRawPointer?) -> XMLTreeBuilder? {
    userData.map { Unmanaged<XMLTreeBuilder>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Only these events are handled: without handlers for declarations and entities there is nothing to expand or fetch.
  private static var handler: xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = XML_SAX2_MAGIC
    handler.internalSubset = { userData, _, _, _ in
      XMLTreeBuilder.builder(userData)?.fail(.documentType, "a document type declaration is not accepted")
    }
    handler.startElementNs = { userData, localName, _, namespace, _, _, count, _, attributes in
      guard let localName else { return }
      XMLTreeBuilder.builder(userData)?.startElement(
        localName, namespace: namespace, attributeCount: Int(count), attributes: attributes)
    }
    handler.endElementNs = { userData, _, _, _ in XMLTreeBuilder.builder(userData)?.endElement() }
    handler.characters = { userData, characters, count in
      guard let characters else { return }
      XMLTreeBuilder.builder(userData)?.characters(characters, count: Int(count))
    }
    handler.cdataBlock = handler.characters
    handler.serror = { userData, error in
      guard let error, error.pointee.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
      let text = error.pointee.message.map { String(cString: $0) } ?? "not well-formed"
      let message = text.split(separator: "\n").first.map(String.init) ?? "not well-formed"
      XMLTreeBuilder.builder(userData)?.fail(.malformed, message, line: Int(error.pointee.line))
    }
    return handler
  }
}
