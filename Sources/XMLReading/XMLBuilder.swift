import CLibXML2

/// Makes something of a document while it is read: the parser's events, checked and put into words.
///
/// Lives on one thread for one document. Subclasses say what is made of elements; no tree of the library's own is made,
/// so there is none to free.
open class XMLBuilder {
  private var context: xmlParserCtxtPtr?
  private var unread = UnsafeRawBufferPointer(start: nil, count: 0)
  /// How many bytes the library has taken since the last event. Its time grows by the square of what is in one tag.
  private var taken = 0
  // Unchecked, as checks made a tenth of all instructions: only the functions of `ParserPosition` change it, and they call nobody.
  @exclusivity(unchecked) private var position = ParserPosition()

  /// A builder that has seen nothing.
  public init() {}

  /// An element begins.
  ///
  /// - Parameters:
  ///   - name: The number of its name; see ``text(ofName:)``.
  ///   - details: What else its tag says.
  /// - Returns: Whether it is of interest; where it is not, nothing is heard of what it holds, nor of its end.
  open func begin(_ name: Int, _ details: XMLTagDetails) -> Bool { true }

  /// Text stands between the last event and the next.
  open func add(_ text: String) {}

  /// The innermost open element ends.
  open func end() {}

  /// The name of that number. Names are numbered from 0 in the order in which a document brings them.
  public final func text(ofName number: Int) -> String { position.names[number].text }

  /// Reads a document.
  ///
  /// The library fetches the bytes as it needs them, so that it never holds a copy of all of them. Fed through its push
  /// parser, it would look for the end of each tag twice.
  ///
  /// - Throws: ``XMLReadingError`` for anything but one whole, well-formed document within the limits.
  func parse(_ bytes: [UInt8], limits: XMLReader.Limits) throws(XMLReadingError) {
    position.limits = limits
    bytes.withUnsafeBytes { bytes in
      unread = bytes
      parse()
      unread = UnsafeRawBufferPointer(start: nil, count: 0)
    }
    if let failure = position.failure { throw failure }
    guard position.isComplete else {
      throw XMLReadingError(.malformed, line: 0, message: "the document has no root element")
    }
  }

  private func parse() {
    let read: xmlInputReadCallback = { userData, target, count in
      var read: Int32 = -1
      XMLBuilder.with(userData) { read = $0.read(target, count: Int(count)) }
      return read
    }
    let userData = Unmanaged.passUnretained(self).toOpaque()
    guard let context = xmlCreateIOParserCtxt(nil, nil, read, nil, userData, XML_CHAR_ENCODING_NONE),
      let handler = context.pointee.sax
    else { return fail(.malformed, "there is no memory left to read it") }
    self.context = context
    defer {
      self.context = nil
      xmlFreeParserCtxt(context)
    }
    // Without NOENT, `&amp;` in an attribute would stay `&#38;`; there are no other entities to replace.
    xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
    handler.pointee = Self.handler
    context.pointee.userData = userData
    xmlParseDocument(context)
    if context.pointee.wellFormed == 0 || context.pointee.nsWellFormed == 0 { fail(.malformed, "not well-formed") }
  }

  /// Gives the library its next bytes; returns how many.
  private func read(_ target: UnsafeMutablePointer<CChar>?, count: Int) -> Int32 {
    let next = UnsafeRawBufferPointer(rebasing: unread.prefix(count))
    taken += next.count
    if taken > position.limits.markup {
      note(.tooLarge, "more than \(position.limits.markup) bytes in one tag or section")
      // The parser may not be stopped here: it still works on what it has, and finds no more.
      return -1
    }
    UnsafeMutableRawBufferPointer(start: target, count: count).copyMemory(from: next)
    unread = UnsafeRawBufferPointer(rebasing: unread.dropFirst(count))
    return Int32(next.count)
  }

  private func fail(_ reason: XMLReadingError.Reason, _ message: String, line: Int? = nil) {
    note(reason, message, line: line)
    if let context { xmlStopParser(context) }
  }

  private func note(_ reason: XMLReadingError.Reason, _ message: String, line: Int? = nil) {
    if position.failure != nil { return }
    let line = line ?? context.map { Int(xmlSAX2GetLineNumber($0)) } ?? 0
    position.failure = XMLReadingError(reason, line: line, message: message)
  }

  private func startElement(
    _ localName: UnsafePointer<xmlChar>, _ details: XMLTagDetails, namespaces: Int32
  ) {
    taken = 0
    switch position.start(localName, attributes: details.count, namespaces: Int(namespaces)) {
    case .skipped: break
    case .tooDeep: fail(.tooDeep, "more than \(position.limits.depth) elements deep")
    case .tooMany: fail(.tooLarge, "more than \(position.limits.attributes) attributes or namespaces in one place")
    case .element(let name, let text):
      if let text { add(text) }
      if !begin(name, details) { position.skip() }
    }
  }

  private func endElement() {
    taken = 0
    guard case .element(_, let text) = position.end() else { return }
    if let text { add(text) }
    end()
  }

  private func characters(_ characters: UnsafePointer<xmlChar>, count: Int) {
    taken = 0
    position.add(UnsafeBufferPointer(start: characters, count: count))
  }

  /// Hands on an event. ``parse()`` holds the builder for as long as there are any, so it is not counted for each.
  private static func with(_ userData: UnsafeMutableRawPointer?, _ handle: (XMLBuilder) -> Void) {
    if let userData { Unmanaged<XMLBuilder>.fromOpaque(userData)._withUnsafeGuaranteedRef(handle) }
  }

  /// Only these events are handled: without handlers for declarations and entities there is nothing to expand or fetch.
  private static var handler: xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = XML_SAX2_MAGIC
    handler.internalSubset = { userData, _, _, _ in
      XMLBuilder.with(userData) { $0.fail(.documentType, "a document type declaration is not accepted") }
    }
    handler.startElementNs = { userData, localName, _, namespace, namespaces, _, count, _, attributes in
      guard let localName else { return }
      let details = XMLTagDetails(namespacePointer: namespace, count: Int(count), pointer: attributes)
      XMLBuilder.with(userData) { $0.startElement(localName, details, namespaces: namespaces) }
    }
    handler.endElementNs = { userData, _, _, _ in XMLBuilder.with(userData) { $0.endElement() } }
    handler.characters = { userData, characters, count in
      guard let characters else { return }
      XMLBuilder.with(userData) { $0.characters(characters, count: Int(count)) }
    }
    handler.cdataBlock = handler.characters
    handler.serror = { userData, error in
      guard let error, error.pointee.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
      let text = error.pointee.message.map { String(cString: $0) } ?? "not well-formed"
      let message = text.split(separator: "\n").first.map(String.init) ?? "not well-formed"
      XMLBuilder.with(userData) { $0.fail(.malformed, message, line: Int(error.pointee.line)) }
    }
    return handler
  }
}

/// Where in a document the parser is.
private struct ParserPosition {
  /// What an event is about.
  enum Event {
    /// An element of that name, and the text before its tag where there is some that counts.
    case element(name: Int, text: String?)
    case skipped
    case tooDeep
    case tooMany
  }

  /// An element whose end has not come.
  private struct OpenElement {
    let name: Int
    /// Text of white space only is dropped beside child elements.
    var hasChildElements = false
  }

  /// What is known of all elements of one name.
  struct Name {
    let text: String
    /// What the last one of them held, as bytes and as text: elements often repeat what the one before said, and then
    /// one text serves them all.
    var lastBytes: [UInt8] = []
    var lastText = ""
    /// The name that began after it the last time: as elements repeat, so does their order.
    var next: (address: UnsafePointer<xmlChar>, number: Int)?
  }

  var limits = XMLReader.Limits()
  var failure: XMLReadingError?
  private(set) var names: [Name] = []
  private(set) var isComplete = false
  /// The library keeps every name of a document once, so that its address stands for it.
  private var numbers: [UnsafePointer<xmlChar>: Int] = [:]
  private var lastName = 0
  private var open: [OpenElement] = []
  /// How many elements are open within one that is skipped, itself included.
  private var skippedDepth = 0
  /// The open elements that declare namespaces, by how deep they lie, and how many.
  private var scopes: [(depth: Int, namespaces: Int)] = []
  private var text: [UInt8] = []

  init() {
    // An answer has some dozens of names: growing step by step would cost more than the room.
    numbers.reserveCapacity(64)
    names.reserveCapacity(64)
    open.reserveCapacity(16)
  }

  mutating func start(_ localName: UnsafePointer<xmlChar>, attributes: Int, namespaces: Int) -> Event {
    guard failure == nil else { return .skipped }
    guard open.count + skippedDepth < limits.depth else { return .tooDeep }
    if namespaces > 0 {
      scopes.append((open.count + skippedDepth + 1, namespaces))
      if scopes.reduce(0, { $0 + $1.namespaces }) > limits.attributes { return .tooMany }
    }
    if attributes > limits.attributes { return .tooMany }
    if skippedDepth > 0 {
      skippedDepth += 1
      return .skipped
    }
    if let parent = open.indices.last { open[parent].hasChildElements = true }
    let text = takeText()
    let name = number(of: localName)
    open.append(OpenElement(name: name))
    return .element(name: name, text: text)
  }

  /// Skips the element that has just begun.
  mutating func skip() {
    open.removeLast()
    skippedDepth = 1
  }

  mutating func end() -> Event {
    guard failure == nil else { return .skipped }
    if let last = scopes.last, last.depth == open.count + skippedDepth { scopes.removeLast() }
    if skippedDepth > 0 {
      skippedDepth -= 1
      return .skipped
    }
    let text = takeText()
    let name = open.removeLast().name
    isComplete = open.isEmpty
    return .element(name: name, text: text)
  }

  mutating func add(_ characters: UnsafeBufferPointer<UInt8>) {
    if failure == nil, skippedDepth == 0, !open.isEmpty { text.append(contentsOf: characters) }
  }

  private mutating func number(of name: UnsafePointer<xmlChar>) -> Int {
    if let next = names.isEmpty ? nil : names[lastName].next, next.address == name {
      lastName = next.number
      return lastName
    }
    let number = numbers[name] ?? names.count
    if number == names.count {
      numbers[name] = number
      names.append(Name(text: String(cString: name)))
    }
    names[lastName].next = (name, number)
    lastName = number
    return number
  }

  /// The text read so far in the innermost element, if it counts.
  private mutating func takeText() -> String? {
    guard !text.isEmpty, let element = open.last else { return nil }
    defer { text.removeAll(keepingCapacity: true) }
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }
    if element.hasChildElements, text.allSatisfy(isSpace) { return nil }
    if names[element.name].lastBytes != text {
      names[element.name].lastText = String(decoding: text, as: UTF8.self)
      swap(&names[element.name].lastBytes, &text)
    }
    return names[element.name].lastText
  }
}

/// What the tag of an element says beside its name, read out only where somebody asks.
public struct XMLTagDetails {
  let namespacePointer: UnsafePointer<xmlChar>?
  let count: Int
  let pointer: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

  /// The namespace of the element.
  public var namespace: String? { namespacePointer.map { String(cString: $0) } }

  /// Names with their prefixes, and values, in order; namespace declarations left out.
  public var attributes: [(name: String, value: String)] {
    guard let pointer else { return [] }
    return stride(from: 0, to: count * 5, by: 5).compactMap { start in
      guard let localName = pointer[start], let value = pointer[start + 3], let end = pointer[start + 4] else {
        return nil
      }
      let name = String(cString: localName)
      let text = String(decoding: UnsafeBufferPointer(start: value, count: end - value), as: UTF8.self)
      return (pointer[start + 1].map { "\(String(cString: $0)):\(name)" } ?? name, text)
    }
  }
}
