import Transport

/// How a service wants its requests to be put into canonical form.
public struct CanonicalForm: Sendable, Hashable {
  /// Whether repeated slashes and the segments `.` and `..` are resolved before the path is signed.
  public var normalizesPath: Bool
  /// Whether the path, encoded as it is on the wire, is percent-encoded once more.
  public var encodesPathAgain: Bool
  /// Whether the hash of the body is sent as `x-amz-content-sha256`.
  public var sendsPayloadHash: Bool
  /// Whether the session token is signed; some services want it added afterwards.
  public var signsSessionToken: Bool

  /// A form of these rules.
  public init(
    normalizesPath: Bool = true, encodesPathAgain: Bool = true, sendsPayloadHash: Bool = false,
    signsSessionToken: Bool = true
  ) {
    self.normalizesPath = normalizesPath
    self.encodesPathAgain = encodesPathAgain
    self.sendsPayloadHash = sendsPayloadHash
    self.signsSessionToken = signsSessionToken
  }

  /// What every service but S3 wants.
  public static let standard = CanonicalForm()

  /// What S3 wants: the path as it is on the wire, and the hash of the body in a header.
  public static let s3 = CanonicalForm(normalizesPath: false, encodesPathAgain: false, sendsPayloadHash: true)

  /// The form that the service of that signing name wants.
  public static func of(service: String) -> CanonicalForm { service == "s3" ? .s3 : .standard }
}

/// A request in the one form that both sides hash.
///
/// Follows <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
public struct CanonicalRequest: Sendable, Hashable {
  /// The six parts, one a line.
  public let bytes: [UInt8]
  /// The names of the signed headers in order, joined by `;`.
  public let signedHeaders: String

  /// The canonical form of a request that already has all headers and parameters that are to be signed.
  ///
  /// - Parameters:
  ///   - request: The request; its `Host` is the one of its URL unless a header says otherwise.
  ///   - form: The rules of the service.
  ///   - payloadHash: The hexadecimal SHA-256 of the body, or `UNSIGNED-PAYLOAD`.
  public init(_ request: HTTPRequest, form: CanonicalForm, payloadHash: String) {
    let headers = Self.headers(of: request)
    signedHeaders = headers.map(\.name).joined(separator: ";")

    var bytes: [UInt8] = []
    bytes.reserveCapacity(1_024)
    bytes += request.method.utf8
    bytes.append(newline)
    Self.appendPath(request.url.path, form: form, to: &bytes)
    bytes.append(newline)
    Self.appendQuery(request.url.query, to: &bytes)
    bytes.append(newline)
    for header in headers {
      bytes += header.name.utf8
      bytes.append(UInt8(ascii: ":"))
      bytes += header.value
      bytes.append(newline)
    }
    bytes.append(newline)
    bytes += signedHeaders.utf8
    bytes.append(newline)
    bytes += payloadHash.utf8
    self.bytes = bytes
  }

  /// The canonical request as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The names of the headers of a request that are signed, in order, joined by `;`.
  static func signedHeaders(of request: HTTPRequest) -> String {
    headers(of: request).map(\.name).joined(separator: ";")
  }

  /// Headers that proxies and clients may change on the way, and the signature itself.
  private static let unsignedHeaders: Set<String> = [
    "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization",
    "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
  ]

  private static func headers(of request: HTTPRequest) -> [(name: String, value: [UInt8])] {
    var headers: [(name: String, value: [UInt8])] = []
    headers.reserveCapacity(request.headers.lines.count + 1)
    var positions: [String: Int] = [:]
    for line in request.headers.lines {
      let name = line.name.lowercased()
      if unsignedHeaders.contains(name) { continue }
      if let position = positions[name] {
        headers[position].value.append(UInt8(ascii: ","))
        headers[position].value += trimmed(line.value)
      } else {
        positions[name] = headers.count
        headers.append((name, trimmed(line.value)))
      }
    }
    if positions["host"] == nil { headers.append(("host", Array(request.url.authority.utf8))) }
    return headers.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Without blanks around it, inner runs of blanks as one space.
  private static func trimmed(_ value: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(value.utf8.count)
    var blankPending = false
    for byte in value.utf8 {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        blankPending = !bytes.isEmpty
      } else {
        if blankPending { bytes.append(0x20) }
        blankPending = false
        bytes.append(byte)
      }
    }
    return bytes
  }

  private static func appendPath(_ path: String, form: CanonicalForm, to bytes: inout [UInt8]) {
    let path = form.normalizesPath ? normalized(path) : (path.isEmpty ? "/" : path)
    bytes += (form.encodesPathAgain ? path.percentEncoded(keepingSlash: true) : path).utf8
  }

  /// The path with repeated slashes made one and the segments `.` and `..` resolved.
  private static func normalized(_ path: String) -> String {
    if isNormal(path) { return path }
    var segments: [Substring] = []
    for segment in path.split(separator: "/") {
      switch segment {
      case ".": continue
      case "..": _ = segments.popLast()
      default: segments.append(segment)
      }
    }
    if segments.isEmpty { return "/" }
    let endsInDirectory = path.hasSuffix("/") || path.hasSuffix("/.") || path.hasSuffix("/..")
    return "/" + segments.joined(separator: "/") + (endsInDirectory ? "/" : "")
  }

  /// Whether no segment is empty or begins with a dot, as in nearly all paths.
  private static func isNormal(_ path: String) -> Bool {
    let slash = UInt8(ascii: "/")
    var last: UInt8 = 0
    for byte in path.utf8 {
      if last == slash, byte == slash || byte == UInt8(ascii: ".") { return false }
      last = byte
    }
    return path.utf8.first == slash
  }

  private static func appendQuery(_ query: [HTTPURL.QueryItem], to bytes: inout [UInt8]) {
    let items = query.map { (name: $0.name.percentEncoded(), value: ($0.value ?? "").percentEncoded()) }
    let sorted = items.sorted { left, right in
      left.name == right.name
        ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
        : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    for (index, item) in sorted.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "&")) }
      bytes += item.name.utf8
      bytes.append(UInt8(ascii: "="))
      bytes += item.value.utf8
    }
  }
}

extension HTTPURL {
  /// The value of the `Host` header: the port stands there only where it is not the scheme's own.
  var authority: String {
    switch (port, scheme) {
    case (nil, _), (443, "https"), (80, "http"): host
    case (let port?, _): "\(host):\(port)"
    }
  }
}

private let newline = UInt8(ascii: "\n")
