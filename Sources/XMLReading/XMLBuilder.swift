import CLibXML2

/// Makes something of a document while it is read: the parser's events, checked and put into words.
///
/// Lives on one thread for one document. Subclasses say what is made of elements; no tree of the library's own is made,
/// so there is none to free.
open class XMLBuilder {
  private var context: xmlParserCtxtPtr?
  private var failure: XMLReadingError?
  /// Whether each open element has child elements; text of white space only is dropped beside them.
  private var hasChildElements: [Bool] = []
  /// How many elements are open within one that is skipped, itself included.
  private var skippedDepth = 0
  private var text: [UInt8] = []
  private var depthLimit = 0
  private var isComplete = false
  /// The library keeps every name of a document once, so that its address stands for it.
  private var names: [UnsafePointer<xmlChar>: String] = [:]

  /// A builder that has seen nothing.
  public init() { hasChildElements.reserveCapacity(16) }

  /// An element begins.
  ///
  /// - Returns: Whether it is of interest; where it is not, nothing is heard of what it holds, nor of its end.
  open func begin(_ name: String, namespace: String?, attributes: XMLAttributes) -> Bool { true }

  /// Text stands between the last event and the next.
  open func add(_ text: String) {}

  /// The innermost open element ends.
  open func end() {}

  /// How many bytes the parser is given at a time.
  private static let slice = 64 << 10

  /// Reads a document through a push parser.
  ///
  /// - Throws: ``XMLReadingError`` for anything but one whole, well-formed document within the limits.
  func parse(_ bytes: [UInt8], with context: xmlParserCtxtPtr, depthLimit: Int) throws(XMLReadingError) {
    guard let handler = context.pointee.sax else { return }
    self.context = context
    self.depthLimit = depthLimit
    defer { self.context = nil }
    // Without NOENT, `&amp;` in an attribute would stay `&#38;`; there are no other entities to replace.
    xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
    handler.pointee = Self.handler
    context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    bytes.withUnsafeBufferPointer { buffer in
      for start in stride(from: 0, to: buffer.count, by: Self.slice) where failure == nil {
        let count = min(Self.slice, buffer.count - start)
        buffer.baseAddress?.advanced(by: start).withMemoryRebound(to: CChar.self, capacity: count) {
          _ = xmlParseChunk(context, $0, Int32(count), 0)
        }
      }
    }
    if failure == nil { xmlParseChunk(context, nil, 0, 1) }
    if failure == nil, context.pointee.wellFormed == 0 || context.pointee.nsWellFormed == 0 {
      fail(.malformed, "not well-formed")
    }
    if let failure { throw failure }
    guard isComplete else {
      throw XMLReadingError(.malformed, line: 0, message: "the document has no root element")
    }
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
    guard hasChildElements.count + skippedDepth < depthLimit else {
      return fail(.tooDeep, "more than \(depthLimit) elements deep")
    }
    if skippedDepth > 0 {
      skippedDepth += 1
      return
    }
    if let parent = hasChildElements.indices.last {
      hasChildElements[parent] = true
      takeText()
    }
    let attributes = XMLAttributes(count: attributeCount, pointer: attributes, name: name)
    if begin(name(localName), namespace: namespace.map(name), attributes: attributes) {
      hasChildElements.append(false)
    } else {
      skippedDepth = 1
    }
  }

  private func endElement() {
    guard failure == nil else { return }
    if skippedDepth > 0 {
      skippedDepth -= 1
      return
    }
    takeText()
    hasChildElements.removeLast()
    end()
    isComplete = hasChildElements.isEmpty
  }

  private func characters(_ characters: UnsafePointer<xmlChar>, count: Int) {
    guard failure == nil, skippedDepth == 0, !hasChildElements.isEmpty else { return }
    text.append(contentsOf: UnsafeBufferPointer(start: characters, count: count))
  }

  /// Hands on the text read so far.
  private func takeText() {
    guard !text.isEmpty else { return }
    defer { text.removeAll(keepingCapacity: true) }
    let isSpace = text.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
    if isSpace, hasChildElements.last == true { return }
    add(String(decoding: text, as: UTF8.self))
  }

  private static func builder(_ userData: UnsafeMutableRawPointer?) -> XMLBuilder? {
    userData.map { Unmanaged<XMLBuilder>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Only these events are handled: without handlers for declarations and entities there is nothing to expand or fetch.
  private static var handler: xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = XML_SAX2_MAGIC
    handler.internalSubset = { userData, _, _, _ in
      XMLBuilder.builder(userData)?.fail(.documentType, "a document type declaration is not accepted")
    }
    handler.startElementNs = { userData, localName, _, namespace, _, _, count, _, attributes in
      guard let localName else { return }
      XMLBuilder.builder(userData)?.startElement(
        localName, namespace: namespace, attributeCount: Int(count), attributes: attributes)
    }
    handler.endElementNs = { userData, _, _, _ in XMLBuilder.builder(userData)?.endElement() }
    handler.characters = { userData, characters, count in
      guard let characters else { return }
      XMLBuilder.builder(userData)?.characters(characters, count: Int(count))
    }
    handler.cdataBlock = handler.characters
    handler.serror = { userData, error in
      guard let error, error.pointee.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
      let text = error.pointee.message.map { String(cString: $0) } ?? "not well-formed"
      let message = text.split(separator: "\n").first.map(String.init) ?? "not well-formed"
      XMLBuilder.builder(userData)?.fail(.malformed, message, line: Int(error.pointee.line))
    }
    return handler
  }
}

/// The attributes of an element that begins, read out only where somebody asks.
public struct XMLAttributes {
  let count: Int
  let pointer: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  let name: (UnsafePointer<xmlChar>) -> String

  /// Names with their prefixes, and values, in order; namespace declarations left out.
  public var pairs: [(name: String, value: String)] {
    guard let pointer else { return [] }
    return stride(from: 0, to: count * 5, by: 5).compactMap { start in
      guard let localName = pointer[start], let value = pointer[start + 3], let end = pointer[start + 4] else {
        return nil
      }
      let text = String(decoding: UnsafeBufferPointer(start: value, count: end - value), as: UTF8.self)
      return (pointer[start + 1].map { "\(name($0)):\(name(localName))" } ?? name(localName), text)
    }
  }
}
