import CLibYAML

/// Makes a tree of libyaml's events. The library parses without recursion, and so is the tree made.
final class YAMLComposer {
  /// A sequence or mapping whose end has not come.
  private struct OpenNode {
    let isMapping: Bool
    let tag: (core: YAMLTag?, local: String?)
    let mark: yaml_mark_t
    let anchor: String?
    var nodes: [YAMLNode] = []
    var size = 1
    var height = 1
  }

  private let limits: YAMLDocument.Limits
  private let takesLocalTags: Bool
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var open: [OpenNode] = []
  /// How many values there are so far.
  private var count = 0
  private var anchors: [String: YAMLNode] = [:]
  private var root: YAMLNode?

  /// A composer of bytes that outlive it; `nil` where the library gets no memory.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, limits: YAMLDocument.Limits, takesLocalTags: Bool) {
    self.limits = limits
    self.takesLocalTags = takesLocalTags
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      return nil
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    // The library copies from there and never writes.
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The root of the one document.
  func document() throws(YAMLReadingError) -> YAMLNode? {
    var documents = 0
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else { throw failure }
      defer { yaml_event_delete(&event) }
      switch event.type {
      case YAML_STREAM_END_EVENT: return root
      case YAML_DOCUMENT_START_EVENT:
        documents += 1
        if documents > 1 { throw error(.malformed, "a second document begins here", at: event.start_mark) }
      default: try take(event)
      }
    }
  }

  private func take(_ event: yaml_event_t) throws(YAMLReadingError) {
    let mark = event.start_mark
    switch event.type {
    case YAML_SCALAR_EVENT:
      let data = event.data.scalar
      let text = String(decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
      let scalar = YAMLNode.Scalar(string: text, style: Self.style(data.style))
      let tag = try tag(data.tag, at: mark)
      let node = YAMLNode(
        content: .scalar(scalar), tag: tag.core, localTag: tag.local, line: Int(mark.line) + 1,
        column: Int(mark.column) + 1, size: 1, height: 1)
      try count(1, at: mark)
      try add(node, as: Self.text(data.anchor), at: mark)
    case YAML_ALIAS_EVENT:
      let name = Self.text(event.data.alias.anchor) ?? ""
      guard let node = anchors[name] else {
        throw error(.malformed, "*\(name) stands for nothing that was named before", at: mark)
      }
      try count(node.size, at: mark)
      try add(node, as: nil, at: mark)
    case YAML_SEQUENCE_START_EVENT:
      let data = event.data.sequence_start
      try begin(isMapping: false, data.tag, data.anchor, at: mark)
    case YAML_MAPPING_START_EVENT:
      let data = event.data.mapping_start
      try begin(isMapping: true, data.tag, data.anchor, at: mark)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: try end()
    default: break
    }
  }

  private func begin(
    isMapping: Bool, _ tag: UnsafeMutablePointer<yaml_char_t>?, _ anchor: UnsafeMutablePointer<yaml_char_t>?,
    at mark: yaml_mark_t
  ) throws(YAMLReadingError) {
    guard open.count < limits.depth else { throw tooDeep(at: mark) }
    try count(1, at: mark)
    open.append(
      OpenNode(isMapping: isMapping, tag: try self.tag(tag, at: mark), mark: mark, anchor: Self.text(anchor)))
  }

  private func end() throws(YAMLReadingError) {
    guard let node = open.popLast() else { return }
    let nodes = node.nodes
    let content: YAMLNode.Content =
      node.isMapping
      ? .mapping(stride(from: 0, to: nodes.count - 1, by: 2).map { (nodes[$0], nodes[$0 + 1]) }) : .sequence(nodes)
    try add(
      YAMLNode(
        content: content, tag: node.tag.core, localTag: node.tag.local, line: Int(node.mark.line) + 1,
        column: Int(node.mark.column) + 1, size: node.size, height: node.height),
      as: node.anchor, at: node.mark)
  }

  /// Counts values before they are kept; no value counts more than the limit, so that this cannot overflow.
  private func count(_ values: Int, at mark: yaml_mark_t) throws(YAMLReadingError) {
    count += values
    guard count <= limits.values else {
      throw error(.limit, "more than \(limits.values) values, with those that aliases repeat", at: mark)
    }
  }

  /// Puts a value where it belongs.
  private func add(_ node: YAMLNode, as anchor: String?, at mark: yaml_mark_t) throws(YAMLReadingError) {
    if let anchor { anchors[anchor] = node }
    guard let last = open.indices.last else {
      root = node
      return
    }
    open[last].nodes.append(node)
    open[last].size += node.size
    open[last].height = max(open[last].height, node.height + 1)
    guard open.count - 1 + open[last].height <= limits.depth + 1 else { throw tooDeep(at: mark) }
  }

  private func tooDeep(at mark: yaml_mark_t) -> YAMLReadingError {
    error(.limit, "values lie deeper than \(limits.depth) levels within one another", at: mark)
  }

  private func tag(
    _ pointer: UnsafeMutablePointer<yaml_char_t>?, at mark: yaml_mark_t
  ) throws(YAMLReadingError) -> (core: YAMLTag?, local: String?) {
    guard let text = Self.text(pointer) else { return (nil, nil) }
    if let tag = YAMLTag(rawValue: text) { return (tag, nil) }
    if takesLocalTags, text.hasPrefix("!") { return (nil, text) }
    throw error(.tag, "the tag \(text.replacing("tag:yaml.org,2002:", with: "!!")) means nothing here", at: mark)
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLNode.Scalar.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private func error(
    _ reason: YAMLReadingError.Reason, _ message: String, at mark: yaml_mark_t
  ) -> YAMLReadingError {
    YAMLReadingError(reason: reason, line: Int(mark.line) + 1, column: Int(mark.column) + 1, message: message)
  }

  /// What the library says is wrong.
  private var failure: YAMLReadingError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "this cannot be read"
    let context = parser.pointee.context.map { "\(String(cString: $0)): " } ?? ""
    return error(.malformed, context + problem, at: parser.pointee.problem_mark)
  }
}
