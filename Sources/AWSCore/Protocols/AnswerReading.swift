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
  ///   - skipped: members of the payload that nobody wants to know, which are left out.
  ///   - isCustomEndpoint: whether an endpoint answered that is none of AWS's own, where an emulator may be.
  /// - Throws: ``ServiceError``: of category `malformedResponse` where the status says success but the answer is not what the
  ///   API documents, so that it is never taken for an empty one; otherwise what the service says, classified.
  public func output(
    _ response: HTTPResponse, region: String, resource: String?, skipping skipped: Set<String> = [],
    isCustomEndpoint: Bool = false
  ) throws(ServiceError) -> Output {
    let call = Call(region: region, resource: resource)
    guard (200..<300).contains(response.status) else { throw error(response, call) }
    let headers = response.headers
    if let fault = fault(response, isCustomEndpoint: isCustomEndpoint) {
      throw malformed(fault, call, status: response.status, requestID: headers.requestID)
    }
    let etag = headers["ETag"] ?? headers["ETtag"]
    let requestID = headers.requestID
    var output = Output(bytes: response.body, etag: etag, requestID: requestID, date: headers.date)
    var members = JSONObject()
    for binding in answerHeaders {
      let text = binding == .etag ? etag : headers[binding.wireName]
      if let text { members[binding.member] = shapes.scalar(text, named: binding.member) }
    }
    do throws(Malformed) {
      switch answer {
      case .none, .stored: break
      case .bytes: if response.body.isEmpty { throw Malformed("the answer is empty") }
      case .json(let member):
        // What is no JSON at all is no answer; what says a member twice is kept as the text that it is.
        _ = try Self.json(response.body, duplicateNames: .lastWins)
        members[member] = XMLShapes.policy(String(decoding: response.body, as: UTF8.self))
      case .payload(let member, let root):
        let projection = XMLProjection(shapes: shapes, skipping: skipped)
        members[member] = try Self.xml(response.body, root: root ?? member, projection).value
        if pagination != nil, projection.isCountlessList { throw Malformed("<\(member)> has no <Quantity>") }
      case .members(let root): members = members.merging(try self.members(response.body, root: root, of: &output))
      }
      // Whoever reads what has a version is told which; what comes without is somebody else's answer.
      if method == "GET", etag == nil, answerHeaders.contains(.etag) { throw Malformed("the answer has no ETag") }
      for member in requires where members[member] == nil { throw Malformed("\(member) is missing from the answer") }
    } catch {
      throw malformed(error.message, call, status: response.status, requestID: output.requestID)
    }
    if !members.isEmpty || answer != .none { output.value = .object(members) }
    return output
  }

  /// What shows that an answer that says success is none of the service's, whatever it holds: what proxies and gateways
  /// write themselves, and parts of answers, which nobody asked for.
  ///
  /// AWS answers `application/json`, or `application/x-amz-json-1.1`, in the protocols that are JSON, and `text/xml` or
  /// `application/xml` in the others: <https://smithy.io/2.0/aws/protocols/index.html>.
  private func fault(_ response: HTTPResponse, isCustomEndpoint: Bool) -> String? {
    let isWhole =
      method == "GET" || method == "HEAD" ? response.status == 200 : [200, 201, 202, 204].contains(response.status)
    guard isWhole else { return "the answer has the status \(response.status)" }
    guard let type = response.headers["Content-Type"]?.prefix(while: { $0 != ";" }).lowercased() else { return nil }
    let isHTML = type == "text/html"
    let isXML = [.restXML, .query, .ec2].contains(service.wireProtocol)
    let isOther =
      switch answer {
      case .stored: false
      case .none, .json: isHTML
      case .bytes: isHTML || type.hasSuffix("xml") || type.hasSuffix("json")
      case .payload: isHTML || type.hasSuffix("json")
      case .members where isXML: isHTML || type.hasSuffix("json")
      // moto's server calls JSON text/html. No page of HTML is a JSON object, so that behind an endpoint of somebody's own
      // the body tells.
      case .members: isCustomEndpoint ? type.hasSuffix("xml") : !type.contains("json")
      }
    return isOther ? "the answer is of type \(type)" : nil
  }

  private func members(
    _ body: [UInt8], root rootName: String?, of output: inout Output
  ) throws(Malformed) -> JSONObject {
    switch service.wireProtocol {
    case .restJSON, .json11:
      guard case .object(let object) = try Self.json(body) else { throw Malformed("the answer is no JSON object") }
      return withoutNulls(object, parsing: jsonTexts)
    case .restXML: return try Self.xml(body, root: rootName ?? name, XMLProjection(shapes: shapes)).members
    case .ec2:
      var members = try Self.xml(body, root: "\(name)Response", XMLProjection(shapes: shapes)).members
      output.requestID = output.requestID ?? members["requestId"]?.string
      members["requestId"] = nil
      return members
    case .query:
      let result = "\(name)Result"
      let projection = XMLProjection(shapes: shapes, result: result)
      let members = try Self.xml(body, root: "\(name)Response", projection).members
      output.requestID = output.requestID ?? members["ResponseMetadata"]?["RequestId"].string
      guard let result = members[result]?.object else { throw Malformed("the answer has no <\(result)>") }
      return result
    }
  }

  private static func xml(
    _ body: [UInt8], root name: String, _ projection: XMLProjection
  ) throws(Malformed) -> XMLProjection {
    guard !body.isEmpty else { throw Malformed("the answer is empty") }
    do {
      try XMLReader.read(body, into: projection)
    } catch {
      throw Malformed("the answer is no XML: \(error)")
    }
    guard projection.rootName == name else { throw Malformed("the answer is <\(projection.rootName)>, not <\(name)>") }
    if let list = projection.miscountedList {
      throw Malformed("<\(list)> does not hold as many entries as its <Quantity> says")
    }
    return projection
  }

  private static func json(
    _ body: [UInt8], duplicateNames: JSONReader.DuplicateNames = .refused
  ) throws(Malformed) -> JSONValue {
    guard !body.isEmpty else { throw Malformed("the answer is empty") }
    do {
      return try JSONReader.read(body, duplicateNames: duplicateNames)
    } catch {
      throw Malformed("the answer is no JSON: \(error)")
    }
  }

  /// The members by their API names; one that is `null` is one that is not there.
  private func withoutNulls(_ object: JSONObject, parsing jsonTexts: Set<String> = []) -> JSONObject {
    func clean(_ value: JSONValue) -> JSONValue {
      switch value {
      case .object(let object): .object(withoutNulls(object))
      case .array(let elements): .array(elements.map(clean))
      default: value
      }
    }
    let members = object.filter { !$0.value.isNull }
    let names = members.map { shapes.name($0.name) }
    return JSONObject(
      names: JSONNames(names),
      values: zip(names, members).map { name, member in
        if jsonTexts.contains(name), let text = member.value.string { return XMLShapes.policy(text) }
        return clean(member.value)
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
