import Documents
import Transport
import XMLReading

extension Operation {
  /// The error that an answer is, whatever form its body has, and also when it has none.
  func error(_ response: HTTPResponse, _ call: Call) -> ServiceError {
    let body = ErrorBody(response, prefersHeader: service.wireProtocol != .json11)
    // Load balancers answer in HTML or not at all; then the status is all there is, as in the AWS CLI.
    let code = body.code ?? "\(response.status)"
    var redirectRegion: String?
    if service.hostPrefix == .bucket {
      redirectRegion = response.headers["x-amz-bucket-region"] ?? body.region
      if redirectRegion == call.region { redirectRegion = nil }
    }
    return ServiceError(
      operation: identifier, resource: call.resource, region: call.region,
      category: ServiceError.Category(code: body.code, status: response.status), status: response.status, code: code,
      message: body.message ?? Self.reason(response.status), reason: body.reason,
      requestID: response.headers.requestID ?? body.requestID, redirectRegion: redirectRegion)
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 301, 302, 307, 308: "the answer redirects elsewhere"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 409: "Conflict"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    default: "HTTP status \(status)"
    }
  }
}

/// What an error says of itself. Its form is recognised by its first character, not by the protocol: proxies and
/// emulators answer in forms of their own.
struct ErrorBody {
  private(set) var code: String?
  private(set) var message: String?
  private(set) var reason: String?
  private(set) var requestID: String?
  private(set) var region: String?

  /// Reads an error; `prefersHeader` says whether the header's code counts before the body's.
  init(_ response: HTTPResponse, prefersHeader: Bool) {
    let header = response.headers["x-amzn-ErrorType"].map(Self.normal)
    switch response.body.first(where: { $0 > 0x20 && $0 < 0x80 }) {
    case UInt8(ascii: "<"): readXML(response.body)
    case UInt8(ascii: "{"): readJSON(response.body)
    default: break
    }
    if let header, !header.isEmpty, prefersHeader || code == nil { code = header }
    if code?.isEmpty == true { code = nil }
    if message?.isEmpty == true { message = nil }
  }

  private mutating func readXML(_ body: [UInt8]) {
    guard let root = try? XMLReader.read(body) else { return }
    let error = root.name == "Error" ? root : root.first("Error") ?? root.first("Errors")?.first("Error")
    guard let error, let code = error.first("Code")?.text else { return }
    self.code = Self.trimmed(code)
    message = error.first("Message").map { Self.trimmed($0.text) }
    for element in [root, error] {
      requestID = requestID ?? element.first("RequestId")?.text ?? element.first("RequestID")?.text
    }
    region = error.first("Region")?.text ?? error.first("Endpoint").flatMap { Self.region(ofEndpoint: $0.text) }
  }

  private mutating func readJSON(_ body: [UInt8]) {
    guard let object = try? JSONReader.read(body).object else { return }
    func text(_ names: String...) -> String? {
      for name in names { if let text = object[name]?.string, !text.isEmpty { return text } }
      return nil
    }
    code = text("code", "Code", "__type").map(Self.normal)
    message = text("message", "Message", "errorMessage", "error_description", "error")
    reason = text("error")
  }

  /// The name alone of `com.amazonaws.logs#Name` and of `Name:http://internal.amazon.com/coral/…`.
  private static func normal(_ code: String) -> String {
    let name = code.prefix { $0 != ":" }
    return trimmed(String(name.split(separator: "#", omittingEmptySubsequences: false).last ?? name))
  }

  private static func trimmed(_ text: String) -> String {
    func isSpace(_ character: Character) -> Bool { character == " " || character.isNewline || character == "\t" }
    let start = text.drop(while: isSpace)
    guard let end = start.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(start[...end])
  }

  /// The region in `bucket.s3.eu-west-1.amazonaws.com` or `bucket.s3-eu-west-1.amazonaws.com`.
  private static func region(ofEndpoint host: String) -> String? {
    let labels = host.split(separator: ".")
    guard let index = labels.lastIndex(where: { $0 == "s3" || $0.hasPrefix("s3-") }) else { return nil }
    let label = labels[index]
    if label != "s3" { return String(label.dropFirst(3)) }
    return labels[(index + 1)...].first { $0 != "dualstack" && $0.contains("-") }.map(String.init)
  }
}
