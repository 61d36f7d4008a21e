import Documents
import Signing
import Transport

extension Operation {
  /// The unsigned request that asks for this operation.
  ///
  /// - Parameters:
  ///   - input: the members by their API names. An S3 bucket is named for errors only: the endpoint leads to it.
  ///   - document: the body of an operation that takes an XML document; its root gets the service's namespace where it
  ///     has none.
  ///   - endpoint: where the request goes.
  ///   - region: the region that is asked, for errors.
  /// - Throws: ``ServiceError`` of category `invalidRequest` where a member is missing, unknown or of the wrong kind.
  public func request(
    _ input: JSONObject, document: XMLElement? = nil, at endpoint: ResolvedEndpoint, region: String
  ) throws(ServiceError) -> HTTPRequest {
    var writer = RequestWriter(operation: self, input: input, region: region)
    var url = endpoint.url
    let (path, fixedQuery) = try writer.target()
    url.path = Self.join(url.path, path)
    url.query += fixedQuery
    for binding in query {
      guard let value = writer.take(binding.member) else { continue }
      for value in value.array ?? [value] {
        url.query.append(HTTPURL.QueryItem(binding.wireName, try writer.text(value, of: binding.member)))
      }
    }
    var request = HTTPRequest(method: method, url: url, connectHost: endpoint.connectHost)
    for binding in headers {
      guard let value = writer.take(binding.member) else { continue }
      request.headers.lines.append(HTTPHeader(binding.wireName, try writer.header(value, of: binding.member)))
    }
    request.body = try writer.body(document, headers: &request.headers)
    if needsChecksum {
      request.headers["x-amz-checksum-sha256"] = Base64.encode(Digest.sha256(request.body))
    }
    try writer.finish()
    return request
  }

  /// The base path of an endpoint followed by the path of an operation; a lone `/` adds nothing to a base path.
  private static func join(_ base: String, _ path: String) -> String {
    if path == "/" { return base.isEmpty ? "/" : base }
    return base.hasSuffix("/") ? base.dropLast() + path : base + path
  }
}

/// Puts the members of one input in their places, and notices those that have none.
private struct RequestWriter {
  let operation: Operation
  let input: JSONObject
  let region: String
  private var rest: JSONObject

  init(operation: Operation, input: JSONObject, region: String) {
    self.operation = operation
    self.input = input
    self.region = region
    rest = input
  }

  /// The value of a member, which then has found its place; `nil` where there is none, or only `null`.
  mutating func take(_ member: String) -> JSONValue? {
    guard let value = input[member] else { return .none }
    rest[member] = .none
    if value.isNull { return .none }
    return value
  }

  /// The path with its labels filled in, and the query that is written beside it.
  mutating func target() throws(ServiceError) -> (String, [HTTPURL.QueryItem]) {
    let uri = operation.uri
    let end = uri.utf8.firstIndex(of: UInt8(ascii: "?"))
    var path = ""
    var template = uri[..<(end ?? uri.endIndex)]
    while let open = template.utf8.firstIndex(of: UInt8(ascii: "{")),
      let close = template[open...].utf8.firstIndex(of: UInt8(ascii: "}"))
    {
      let label = template[template.index(after: open)..<close]
      // A greedy label may hold slashes: <https://smithy.io/2.0/spec/http-bindings.html#greedy-labels>.
      let isGreedy = label.last == "+"
      let member = String(isGreedy ? label.dropLast() : label)
      guard let value = take(member) else { throw invalid("\(member) is missing") }
      let text = try text(value, of: member)
      guard !text.isEmpty else { throw invalid("\(member) is empty") }
      let parts = isGreedy ? text.split(separator: "/", omittingEmptySubsequences: false).map(String.init) : [text]
      path += template[..<open] + parts.map { $0.percentEncoded() }.joined(separator: "/")
      template = template[template.index(after: close)...]
    }
    let fixed = end.map { uri[uri.index(after: $0)...].split(separator: "&") } ?? []
    let query = fixed.map { item in
      let pair = item.split(separator: "=", maxSplits: 1).map(String.init)
      return HTTPURL.QueryItem(pair[0], pair.count > 1 ? pair[1] : nil)
    }
    return (path + template, query)
  }

  mutating func body(_ document: XMLElement?, headers: inout HTTPHeaders) throws(ServiceError) -> [UInt8] {
    let service = operation.service
    switch service.wireProtocol {
    case .json11:
      headers["Content-Type"] = "application/x-amz-json-1.1"
      headers["X-Amz-Target"] = "\(service.namespace ?? "").\(operation.name)"
      return JSONWriter().bytes(.object(takeRest()))
    case .query, .ec2:
      headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
      return try form()
    case .restJSON, .restXML: break
    }
    switch operation.body {
    case .none: return []
    case .members where service.wireProtocol == .restXML:
      headers["Content-Type"] = "application/xml"
      do {
        // The root is called as the model calls the input of such an operation.
        var root = XMLElement("\(operation.name)Request", namespace: service.namespace)
        for member in takeRest() where !member.value.isNull {
          let child = try operation.shapes.editing(XMLElement(member.name), to: member.value) { _ in nil }
          root.nodes.append(.element(child))
        }
        return try XMLWriter().bytes(root)
      } catch {
        throw invalid("\(error)")
      }
    case .members:
      headers["Content-Type"] = "application/json"
      return JSONWriter().bytes(.object(takeRest()))
    case .text(let member, let contentType):
      guard let value = take(member) else { throw invalid("\(member) is missing") }
      headers["Content-Type"] = contentType
      return value.object == nil ? Array(try text(value, of: member).utf8) : JSONWriter().bytes(value)
    case .document(let root):
      guard var document, document.name == root else { throw invalid("the body is no \(root)") }
      if document.namespace == nil { document.namespace = service.namespace }
      headers["Content-Type"] = "application/xml"
      do {
        return try XMLWriter().bytes(document)
      } catch {
        throw invalid("\(error)")
      }
    }
  }

  /// Complains about members that found no place. A bucket's place is the endpoint.
  func finish() throws(ServiceError) {
    let bucket = operation.service.hostPrefix == .bucket ? operation.resourceMember : nil
    if let member = rest.first(where: { $0.name != bucket && !$0.value.isNull }) {
      throw invalid("\(member.name) has no place in the request")
    }
  }

  /// A single value as text.
  func text(_ value: JSONValue, of member: String) throws(ServiceError) -> String {
    switch value {
    case .string(let text): text
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): value.description
    case .number(let value): value.description
    case .null, .array, .object, .unread: throw invalid("\(member) is no single value")
    }
  }

  /// A single value as text that cannot break out of its header line.
  func header(_ value: JSONValue, of member: String) throws(ServiceError) -> String {
    let text = try text(value, of: member)
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw invalid("\(member) has a control character")
    }
    return text
  }

  private mutating func takeRest() -> JSONObject {
    defer { rest = JSONObject() }
    return JSONObject(rest.filter { !$0.value.isNull }.map { ($0.name, $0.value) })
  }

  private mutating func form() throws(ServiceError) -> [UInt8] {
    var pairs = [("Action", operation.name), ("Version", operation.service.apiVersion)]
    for member in takeRest() { try append(member.value, as: formName(member.name), to: &pairs) }
    let text = pairs.map { "\($0.formEncoded)=\($1.formEncoded)" }
    return Array(text.joined(separator: "&").utf8)
  }

  private func append(
    _ value: JSONValue, as name: String, to pairs: inout [(String, String)]
  ) throws(ServiceError) {
    switch value {
    case .array(let elements):
      let isEC2 = operation.service.wireProtocol == .ec2
      if elements.isEmpty, !isEC2 { pairs.append((name, "")) }
      for (index, element) in elements.enumerated() {
        try append(element, as: "\(name)\(isEC2 ? "" : ".member").\(index + 1)", to: &pairs)
      }
    case .object(let object):
      for member in object where !member.value.isNull {
        try append(member.value, as: "\(name).\(formName(member.name))", to: &pairs)
      }
    default: pairs.append((name, try text(value, of: name)))
    }
  }

  private func formName(_ member: String) -> String { operation.formNames[member] ?? member }

  private func invalid(_ message: String) -> ServiceError {
    ServiceError(
      operation: operation.identifier, resource: operation.resource(of: input), region: region,
      category: .invalidRequest,
      code: "InvalidInput", message: message)
  }
}
