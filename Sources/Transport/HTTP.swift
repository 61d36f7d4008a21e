/// A URL in the parts that signing and sending need, never as one string that has to be taken apart again.
public struct HTTPURL: Sendable, Hashable {
  /// One query parameter, not yet percent-encoded.
  public struct QueryItem: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The value; `nil` for a bare name, as in `?policy`.
    public var value: String?

    /// A parameter of that name and value.
    public init(_ name: String, _ value: String?) {
      self.name = name
      self.value = value
    }
  }

  /// `https` or `http`.
  public var scheme: String
  /// The host name or address; an IPv6 address in brackets.
  public var host: String
  /// The port, where it is not the scheme's own.
  public var port: Int?
  /// The path as it goes over the wire, percent-encoded, beginning with `/`.
  public var path: String
  /// The query parameters in order.
  public var query: [QueryItem]

  /// A URL of these parts.
  public init(scheme: String = "https", host: String, port: Int? = nil, path: String = "/", query: [QueryItem] = []) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
    self.query = query
  }
}

/// A header line.
public struct HTTPHeader: Sendable, Hashable {
  /// The name; compared without case.
  public var name: String
  /// The value.
  public var value: String

  /// A header of that name and value.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// Header lines in order; names are looked up without case.
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// The lines, in order.
  public var lines: [HTTPHeader]

  /// These lines.
  public init(_ lines: [HTTPHeader] = []) { self.lines = lines }

  public init(dictionaryLiteral elements: (String, String)...) { lines = elements.map { HTTPHeader($0, $1) } }

  /// The value of the first line of that name; setting replaces all lines of that name, setting `nil` removes them.
  public subscript(name: String) -> String? {
    get { lines.first { $0.name.equalsIgnoringCase(name) }?.value }
    set {
      lines.removeAll { $0.name.equalsIgnoringCase(name) }
      if let newValue { lines.append(HTTPHeader(name, newValue)) }
    }
  }
}

extension String {
  /// ASCII comparison without case, without making lower-cased copies.
  func equalsIgnoringCase(_ other: String) -> Bool {
    utf8.elementsEqual(other.utf8) { left, right in
      left == right || (left ^ right == 0x20 && UInt8(ascii: "a")...UInt8(ascii: "z") ~= left | 0x20)
    }
  }
}

/// A request, ready to be sent as it stands.
public struct HTTPRequest: Sendable {
  /// `GET`, `PUT`, …
  public var method: String
  /// Where it goes.
  public var url: HTTPURL
  /// The header lines, without `Host` and `Content-Length`, which the transport writes.
  public var headers: HTTPHeaders
  /// The body; empty for none.
  public var body: [UInt8]
  /// The host to connect to instead of the URL's, which stays in the `Host` header; for names that no resolver knows,
  /// such as the account-prefixed host of a custom endpoint.
  public var connectHost: String?
  /// Whether proxy variables are honoured; never for instance and container metadata.
  public var usesProxy: Bool
  /// How long it may take.
  public var timeouts: HTTPTimeouts
  /// The body of the answer may have at most this many bytes.
  public var maximumResponseBytes: Int
  /// Whether it is sent at most once, and so over a new connection: where one that has served before breaks, what was sent
  /// over it is silently sent again.
  public var isSentOnce = false

  /// A request of these parts.
  public init(
    method: String = "GET", url: HTTPURL, headers: HTTPHeaders = [:], body: [UInt8] = [], connectHost: String? = nil,
    usesProxy: Bool = true, timeouts: HTTPTimeouts = HTTPTimeouts(), maximumResponseBytes: Int = 64 << 20
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.connectHost = connectHost
    self.usesProxy = usesProxy
    self.timeouts = timeouts
    self.maximumResponseBytes = maximumResponseBytes
  }
}

/// How long the phases of an exchange may take.
public struct HTTPTimeouts: Sendable, Hashable {
  /// Until the connection stands, TLS included.
  public var connect: Duration
  /// Without a single byte from the other side.
  public var read: Duration
  /// For all of it.
  public var total: Duration

  /// These limits.
  public init(connect: Duration = .seconds(5), read: Duration = .seconds(30), total: Duration = .seconds(60)) {
    self.connect = connect
    self.read = read
    self.total = total
  }
}

/// An answer that was read to its end, whatever its status.
public struct HTTPResponse: Sendable {
  /// The status code.
  public var status: Int
  /// The header lines, in order.
  public var headers: HTTPHeaders
  /// The body.
  public var body: [UInt8]

  /// An answer of these parts.
  public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// Why no whole answer came.
public struct TransportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, as far as it matters for what is done next.
  public enum Reason: Sendable, Hashable {
    case unresolvedHost, connectFailed, connectTimedOut, timedOut, tlsFailed, reset, truncated, tooLarge, cancelled,
      other

    /// Why no answer came, in few words that are the same each time and name no host.
    public var summary: String {
      switch self {
      case .unresolvedHost: "the name does not resolve"
      case .connectFailed, .connectTimedOut: "no connection"
      case .timedOut: "no answer in time"
      case .tlsFailed: "the certificate is not accepted"
      case .reset, .truncated: "the connection broke off"
      case .tooLarge: "the answer is too large"
      case .cancelled, .other: "no answer"
      }
    }
  }

  /// What went wrong.
  public let reason: Reason
  /// One sentence for a person, naming host and cause, never a header or a body.
  public let description: String

  /// An error of that reason.
  public init(_ reason: Reason, _ description: String) {
    self.reason = reason
    self.description = description
  }
}

/// Sends requests: the one door to the network.
///
/// To implementers: send exactly the path, query and headers that are given, add only `Host` and `Content-Length`, follow
/// no redirect, retry nothing, and return every answer that is whole, whatever its status. When the calling task is
/// cancelled, abandon the transfer and throw a ``TransportError`` of reason `cancelled`. Be safe to call from any task.
public protocol Transport: Sendable {
  /// Sends one request and waits for the whole answer.
  ///
  /// - Throws: ``TransportError`` where no whole answer came.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
