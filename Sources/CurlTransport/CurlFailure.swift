import CCurl
import Transport

extension TransportError {
  /// What a result code of libcurl means, with curl's own words for the cause.
  init(code: CURLcode, hasConnected: Bool, detail: String, request: HTTPRequest) {
    let url = request.url
    var host = url.port.map { "\(url.host):\($0)" } ?? url.host
    if let connectHost = request.connectHost { host += " (by way of \(connectHost))" }
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      self.init(.unresolvedHost, "the name \(host) does not resolve: \(detail)")
    case CURLE_COULDNT_CONNECT: self.init(.connectFailed, "no connection to \(host): \(detail)")
    case CURLE_OPERATION_TIMEDOUT where !hasConnected:
      self.init(.connectTimedOut, "no connection to \(host) in time: \(detail)")
    case CURLE_OPERATION_TIMEDOUT: self.init(.timedOut, "\(host) did not answer in time: \(detail)")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CIPHER:
      self.init(.tlsFailed, "the TLS certificate of \(host) is not accepted: \(detail)")
    case CURLE_SSL_CONNECT_ERROR:
      // A handshake broken off says nothing about certificates and may work the next time.
      self.init(.reset, "the TLS handshake with \(host) was broken off: \(detail)")
    case CURLE_PARTIAL_FILE: self.init(.truncated, "the answer of \(host) was cut off: \(detail)")
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM:
      self.init(.reset, "\(host) closed the connection: \(detail)")
    default: self.init(.other, "no answer from \(host): \(detail)")
    }
  }
}
