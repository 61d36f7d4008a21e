import Documents
import Transport
import XMLReading

extension Operation {
  /// Reads an answer.
  ///
  /// - Parameters:
  ///   - response: the whole answer, whatever its status.
  ///   - region: the region that was asked, for errors.
  ///   - resource: what was asked for, for errors; see ``resource(of:)``.
  /// - Throws: ``ServiceError``: of kind `malformedResponse` where the status says success but the answer is not what the
  ///   API documents, so that it is never taken for an empty one; otherwise what the service says, classified.
  public func output(_ response: HTTPResponse, region: String, resource: String?) throws(ServiceError) -> Output {
    let call = Call(region: region, resource: resource)
    guard (200..<300).contains(response.status) else { throw error(response, call) }
    let headers = response.headers
    let etag = headers["ETag"] ?? headers["ETtag"]
    let requestID = headers.requestID
    var output = Output(etag: etag, requestID: requestID)
    var members = JSONObject()
    for binding in answerHeaders {
      let text = binding == .etag ? etag : headers[binding.wireName]
      if let text { members[binding.member] = XMLProjection(shapes: shapes).scalar(text, as: binding.member) }
    }
    do throws(Malformed) {
      switch answer {
      case .none: break
      case .bytes:
        guard !response.body.isEmpty else { throw Malformed("the answer is empty") }
        output.bytes = response.body
      case .json(let member): members[member] = try Self.json(response.body)
      case .payload(let member):
        let root = try Self.xml(response.body, root: member)
        members[member] = XMLProjection(shapes: shapes).value(root)
        output.element = root
      case .members(let root): members = members.merging(try self.members(response.body, root: root, of: &output))
      }
      for member in requires where members[member] == nil { throw Malformed("\(member) is missing from the answer") }
    } catch {
      throw malformed(error.message, call, status: response.status, requestID: output.requestID)
    }
    if !members.isEmpty || answer != .none { output.value = .object(members) }
    return output
  }

  private func members(
    _ body: [UInt8], root rootName: String?, of output: inout Output
  ) throws(Malformed) -> JSONObject {
    let projection = XMLProjection(shapes: shapes)
    switch service.wireProtocol {
    case .restJSON, .json11:
      guard case .object(let object) = try Self.json(body) else { throw Malformed("the answer is no JSON object") }
      return Self.withoutNulls(object, parsing: jsonTexts)
    case .restXML:
      let root = try Self.xml(body, root: rootName ?? name)
      output.element = root
      return projection.members(root)
    case .ec2:
      let root = try Self.xml(body, root: "\(name)Response")
      output.element = root
      output.requestID = output.requestID ?? root.first("requestId")?.text
      var members = projection.members(root)
      members["requestId"] = nil
      return members
    case .query:
      let root = try Self.xml(body, root: "\(name)Response")
      output.element = root
      output.requestID = output.requestID ?? root.first("ResponseMetadata")?.first("RequestId")?.text
      guard let result = root.first("\(name)Result") else { throw Malformed("the answer has no <\(name)Result>") }
      return projection.members(result)
    }
  }

  private static func xml(_ body: [UInt8], root name: String) throws(Malformed) -> XMLElement {
    guard !body.isEmpty else { throw Malformed("the answer is empty") }
    let root: XMLElement
    do {
      root = try XMLReader.read(body)
    } catch {
      throw Malformed("the answer is no XML: \(error)")
    }
    guard root.name == name else { throw Malformed("the answer is <\(root.name)>, not <\(name)>") }
    return root
  }

  private static func json(_ body: [UInt8]) throws(Malformed) -> JSONValue {
    guard !body.isEmpty else { throw Malformed("the answer is empty") }
    do {
      return try JSONReader.read(body)
    } catch {
      throw Malformed("the answer is no JSON: \(error)")
    }
  }

  /// A member that is `null` is a member that is not there.
  private static func withoutNulls(_ object: JSONObject, parsing jsonTexts: Set<String> = []) -> JSONObject {
    func clean(_ value: JSONValue) -> JSONValue {
      switch value {
      case .object(let object): .object(withoutNulls(object))
      case .array(let elements): .array(elements.map(clean))
      default: value
      }
    }
    return JSONObject(
      uniqueMembers: object.compactMap { member in
        if member.value.isNull { return nil }
        if jsonTexts.contains(member.name), let text = member.value.string {
          return JSONObject.Member(name: member.name, value: XMLProjection.policy(text))
        }
        return JSONObject.Member(name: member.name, value: clean(member.value))
      })
  }
}

/// What is wrong with an answer, before it is known whose answer it is.
private struct Malformed: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

extension HTTPHeaders {
  /// The request id, under whichever of its names.
  var requestID: String? { self["x-amzn-RequestId"] ?? self["x-amz-request-id"] ?? self["x-amzn-request-id"] }
}
