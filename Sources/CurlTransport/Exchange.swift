import CCurl
import Transport

/// An easy handle, reused from request to request, and what its answer has brought so far. Belongs to the loop's thread.
final class Exchange {
  let easy: UnsafeMutableRawPointer
  private(set) var job: Job?
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private var headerLines: UnsafeMutablePointer<curl_slist>?
  private var connectTo: UnsafeMutablePointer<curl_slist>?
  private var head = ResponseHead()
  private var body: [UInt8] = []
  private var maximumBytes = 0
  private var isTooLarge = false

  /// A handle with all options set that no request changes; `nil` where memory is out.
  init?(configuration: CurlConfiguration) {
    guard let easy = curl_easy_init() else {
      errorText.deallocate()
      return nil
    }
    self.easy = easy
    let context = Unmanaged.passUnretained(self).toOpaque()
    curl_easy_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    curl_easy_set_pointer(easy, CURLOPT_WRITEDATA, context)
    curl_easy_set_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
      Exchange.of(context)?.appendBody(UnsafeRawBufferPointer(start: bytes, count: count)) ?? 0
    }
    curl_easy_set_pointer(easy, CURLOPT_HEADERDATA, context)
    curl_easy_set_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
      Exchange.of(context)?.head.append(UnsafeRawBufferPointer(start: bytes, count: count))
      return count
    }
    curl_easy_set_long(easy, CURLOPT_NOSIGNAL, 1)
    curl_easy_set_long(easy, CURLOPT_NOPROGRESS, 1)
    curl_easy_set_long(easy, CURLOPT_PATH_AS_IS, 1)
    curl_easy_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
    curl_easy_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    curl_easy_set_long(easy, CURLOPT_BUFFERSIZE, 64 << 10)
    curl_easy_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, 1)
    curl_easy_set_long(easy, CURLOPT_MAXAGE_CONN, configuration.maximumIdleSeconds)
    curl_easy_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
    curl_easy_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
    curl_easy_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    curl_easy_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    if let bundle = configuration.certificateBundle { curl_easy_set_text(easy, CURLOPT_CAINFO, bundle) }
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headerLines)
    curl_slist_free_all(connectTo)
    errorText.deallocate()
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> Exchange? {
    context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Sets every option that may differ from the request before; returns why not where the request cannot be sent.
  func prepare(_ job: Job, plainProxy: String?) -> TransportError? {
    let request = job.request
    let url = request.url
    guard url.scheme == "https" || url.scheme == "http" else {
      return TransportError(.other, "\(url.host) cannot be asked over \(url.scheme); only https and http can")
    }
    if let line = request.headers.lines.first(where: { $0.breaksLine }) {
      return TransportError(.other, "the request to \(url.host) has a line break in its header \(line.printableName)")
    }
    self.job = job
    head = ResponseHead()
    maximumBytes = request.maximumResponseBytes
    isTooLarge = false
    errorText.pointee = 0

    curl_easy_set_text(easy, CURLOPT_URL, url.text)
    setMethod(request)
    setHeaders(request)
    setRoute(request, plainProxy: url.scheme == "http" ? plainProxy : nil)
    let timeouts = request.timeouts
    curl_easy_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, timeouts.connect.milliseconds)
    curl_easy_set_long(easy, CURLOPT_TIMEOUT_MS, timeouts.total.milliseconds)
    curl_easy_set_long(easy, CURLOPT_LOW_SPEED_TIME, (timeouts.read.milliseconds + 999) / 1000)
    return nil
  }

  private func setMethod(_ request: HTTPRequest) {
    let method = request.method
    if method == "HEAD" {
      curl_easy_set_long(easy, CURLOPT_NOBODY, 1)
    } else if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(method) {
      curl_easy_set_long(easy, CURLOPT_POST, 1)
      curl_easy_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
      request.body.withUnsafeBytes { bytes in
        _ = "".withCString { empty in
          curl_easy_set_text(
            easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? empty)
        }
      }
    } else {
      curl_easy_set_long(easy, CURLOPT_HTTPGET, 1)
    }
    curl_easy_set_text(easy, CURLOPT_CUSTOMREQUEST, ["HEAD", "GET", "POST"].contains(method) ? nil : method)
  }

  private func setHeaders(_ request: HTTPRequest) {
    // The list of the request before may go only once the option no longer points to it.
    let previous = headerLines
    headerLines = nil
    for line in request.headers.lines {
      // A header with an empty value is `Name;` to curl.
      headerLines = curl_slist_append(headerLines, line.value.isEmpty ? "\(line.name);" : "\(line.name): \(line.value)")
    }
    // What curl would add of its own accord.
    for name in ["Accept", "Content-Type", "Expect"] where request.headers[name] == nil {
      headerLines = curl_slist_append(headerLines, "\(name):")
    }
    curl_easy_set_list(easy, CURLOPT_HTTPHEADER, headerLines)
    curl_slist_free_all(previous)
    // Decodes the answer; the header that asks for it stands in the list already.
    curl_easy_set_text(easy, CURLOPT_ACCEPT_ENCODING, request.headers["Accept-Encoding"])
  }

  private func setRoute(_ request: HTTPRequest, plainProxy: String?) {
    let previous = connectTo
    connectTo = request.connectHost.flatMap { curl_slist_append(nil, "::\($0):") }
    curl_easy_set_list(easy, CURLOPT_CONNECT_TO, connectTo)
    curl_slist_free_all(previous)
    curl_easy_set_text(easy, CURLOPT_PROXY, plainProxy)
    // Unset, the environment's NO_PROXY counts.
    curl_easy_set_text(easy, CURLOPT_NOPROXY, request.usesProxy ? nil : "*")
    curl_easy_set_long(easy, CURLOPT_FRESH_CONNECT, request.isSentOnce ? 1 : 0)
    // Many requests at once share one HTTP/2 connection rather than open one each.
    curl_easy_set_long(easy, CURLOPT_PIPEWAIT, request.url.scheme == "https" ? 1 : 0)
  }

  private func appendBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard body.count + max(bytes.count, body.isEmpty ? head.contentLength : 0) <= maximumBytes else {
      isTooLarge = true
      return 0
    }
    if body.isEmpty { body.reserveCapacity(max(head.contentLength, bytes.count)) }
    body.append(contentsOf: bytes)
    return bytes.count
  }

  /// The answer, or why there is none.
  func result(_ code: CURLcode) -> Result<HTTPResponse, TransportError> {
    guard code == CURLE_OK else { return .failure(error(code)) }
    let status = curl_easy_get_long(easy, CURLINFO_RESPONSE_CODE)
    return .success(HTTPResponse(status: status, headers: HTTPHeaders(head.lines), body: body))
  }

  private func error(_ code: CURLcode) -> TransportError {
    guard let request = job?.request else { return .stopped }
    if isTooLarge {
      return TransportError(.tooLarge, "\(request.url.host) answered with more than \(maximumBytes) bytes")
    }
    let detail = errorText.pointee == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
    return TransportError(
      code: code, hasConnected: curl_easy_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T) > 0, detail: detail,
      request: request)
  }

  /// Lets go of the request and its answer; returns whose it was.
  func release() -> Job? {
    defer {
      job = nil
      body = []
    }
    return job
  }
}

extension Duration {
  /// Whole milliseconds, at least 1, since libcurl takes 0 for no limit at all.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
  }
}

extension HTTPHeader {
  /// Whether something here would end the line early and so write headers of its own.
  fileprivate var breaksLine: Bool {
    (name.utf8.contains { $0 <= 0x20 || $0 == UInt8(ascii: ":") })
      || value.utf8.contains { $0 == 0 || $0 == 10 || $0 == 13 }
  }

  fileprivate var printableName: String {
    String(name.unicodeScalars.map { $0.value > 0x20 ? Character($0) : "?" })
  }
}
