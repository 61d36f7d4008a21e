import Documents
import Foundation
import Transport

@testable import AWSCore

extension ProtocolCase {
  /// What a request carries beside path, query and headers, and the input that says so.
  private struct Carried {
    var body = AWSCore.Operation.Body.none
    var document: XMLElement?
    var input: JSONObject
  }

  /// What is asked, with times and bytes as they go over the wire: audit sends them as it is given them.
  func request() throws -> HTTPRequest {
    let input = shape(given["input"])
    func bindings(_ location: String) -> [AWSCore.Operation.Binding] {
      members(input).filter { $0.shape.location == location }.map { .init($0.name, as: $0.shape.wireName ?? $0.name) }
    }
    let carried = try carried()
    let operation = AWSCore.Operation(
      name, of: service, given["http"]["method"].string ?? "", given["http"]["requestUri"].string ?? "",
      query: bindings("querystring"), headers: bindings("header"), body: carried.body, formNames: formNames(of: input))
    let host = content["serialized"]["host"].string ?? ""
    let path = host.firstIndex(of: "/").map { String(host[$0...]) } ?? "/"
    let endpoint = ResolvedEndpoint(
      url: HTTPURL(host: "example.com", path: path), signingRegion: "us-east-1", isCustom: false)
    return try operation.request(carried.input, document: carried.document, at: endpoint, region: "us-east-1")
  }

  private func carried() throws -> Carried {
    let input = shape(given["input"])
    let payload = input?.traits["payload"].string
    var values = content["params"].object ?? [:]
    for (name, shape) in members(input) where name != payload || shape.type == "structure" {
      values.update(name) { $0 = self.wire($0, shape, default: shape.location == "header" ? "rfc822" : nil) }
    }
    switch wireProtocol {
    case .query, .ec2: return Carried(body: .members, input: values)
    case .json11: return carriedAsJSON(values)
    case .restJSON, .restXML:
      guard let payload, let shape = members(input).first(where: { $0.name == payload })?.shape,
        shape.isBytes || wireProtocol == .restJSON
      else {
        return wireProtocol == .restJSON ? carriedAsJSON(values) : try carriedAsDocument(values, payload: payload)
      }
      if values[payload] == nil { return Carried(input: values) }
      let type = ["string": "text/plain", "blob": "application/octet-stream"][shape.type] ?? "application/json"
      return Carried(body: .text(member: payload, contentType: type), input: values)
    }
  }

  /// The members that stand in the body, by the names that they have there.
  private func carriedAsJSON(_ values: JSONObject) -> Carried {
    let inBody = members(shape(given["input"])).filter { $0.shape.location == nil }
    let renamed = values.map { value in
      guard let shape = inBody.first(where: { $0.name == value.name })?.shape else { return (value.name, value.value) }
      return (shape.wireName ?? value.name, self.renamed(value.value, shape))
    }
    let isEmpty = inBody.isEmpty && wireProtocol == .restJSON
    return Carried(body: isEmpty ? .none : .members, input: JSONObject(renamed))
  }

  /// A document of the members that stand in the body, or of the one that is all of it.
  private func carriedAsDocument(_ values: JSONObject, payload: String?) throws -> Carried {
    let input = shape(given["input"])
    let inBody = members(input).filter { $0.shape.location == nil }
    let others = values.filter { value in !inBody.contains { $0.name == value.name } }
    var carried = Carried(input: JSONObject(others.map { ($0.name, $0.value) }))
    let all = JSONObject(inBody.compactMap { member in values[member.name].map { (member.name, $0) } })
    let content = payload.map { values[$0] ?? [:] } ?? .object(all)
    guard let root = payload.map({ name in inBody.first { $0.name == name }?.shape }) ?? input, content != [:] else {
      return carried
    }
    // Only a name that is not the member's own was given to it on purpose.
    let given = root.wireName.flatMap { $0 == payload ? nil : $0 }
    let name = given ?? shapes[root.name]["locationName"].string ?? root.name
    var table = ShapeTable(model: self)
    table.walk(root, in: name)
    carried.body = .document(root: name)
    carried.document = try table.shapesToWrite.editing(XMLElement(name), to: renamed(content, root)) { _ in nil }
    carried.document?.namespace = root.traits["xmlNamespace"]["uri"].string ?? root.traits["xmlNamespace"].string
    return carried
  }

  private func formNames(of shape: ModelShape?) -> [String: String] {
    guard wireProtocol == .query || wireProtocol == .ec2 else { return [:] }
    var names: [String: String] = [:]
    note(shape, in: &names)
    return names
  }

  private func note(_ shape: ModelShape?, in names: inout [String: String]) {
    for (name, member) in members(shape) where names[name] == nil {
      let wireName = member.wireName ?? name
      let capitalized = wireName.prefix(1).uppercased() + wireName.dropFirst()
      names[name] = member.traits["queryName"].string ?? (wireProtocol == .ec2 ? capitalized : wireName)
      note(member, in: &names)
      note(self.shape(member.traits["member"]), in: &names)
    }
  }

  /// A value as it goes over the wire; times in that format, where their shapes have none.
  private func wire(_ value: JSONValue, _ shape: ModelShape?, default format: String?) -> JSONValue {
    guard let shape else { return value }
    switch (shape.type, value) {
    case ("timestamp", _):
      let isJSON = wireProtocol == .restJSON || wireProtocol == .json11
      let usual = isJSON && shape.location == nil ? "unixTimestamp" : "iso8601"
      return time(value, shape.traits["timestampFormat"].string ?? format ?? usual)
    case ("blob", .string(let text)) where shape.location == nil: return .string(Base64.encode(Array(text.utf8)))
    default: return value.mapping { wire($0, self.inner(shape, $1), default: format) }
    }
  }

  private func time(_ value: JSONValue, _ format: String) -> JSONValue {
    guard let seconds = value.double else { return value }
    let date = Date(timeIntervalSince1970: seconds)
    switch format {
    case "unixTimestamp": return wireProtocol == .restXML ? .string("\(Int(seconds))") : value
    case "rfc822":
      let formatter = DateFormatter()
      formatter.locale = Locale(identifier: "en_US_POSIX")
      formatter.timeZone = .gmt
      formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
      return .string(formatter.string(from: date))
    default: return .string(date.formatted(.iso8601))
    }
  }

  /// A value whose members have the names that they have on the wire.
  private func renamed(_ value: JSONValue, _ shape: ModelShape?) -> JSONValue {
    guard let shape else { return value }
    let inner = value.mapping { renamed($0, self.inner(shape, $1)) }
    guard shape.type == "structure", let object = inner.object else { return inner }
    return .object(JSONObject(object.map { (self.inner(shape, $0.name)?.wireName ?? $0.name, $0.value) }))
  }
}
