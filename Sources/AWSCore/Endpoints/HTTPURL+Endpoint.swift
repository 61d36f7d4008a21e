import Transport

extension HTTPURL {
  /// Takes an endpoint URL apart: `http://localhost:4566/base`; `nil` where it is none.
  ///
  /// A query has no place in an endpoint; a slash at the end counts for nothing.
  package init?(endpoint text: String) {
    guard let url = HTTPURL(text), url.query.isEmpty, !text.hasSuffix("?"), url.host.utf8.allSatisfy(Self.isInHost)
    else {
      return nil
    }
    self = url
    host = host.lowercased()
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
  }

  /// Whether the host is a name that means this machine.
  var isLocalhost: Bool { host == "localhost" || host.hasSuffix(".localhost") }

  /// Whether the host is an address.
  var isIPAddress: Bool { host.hasPrefix("[") || isIPv4Address }

  /// Whether the host means this machine.
  package var isLoopback: Bool {
    host == "localhost" || host == "[::1]" || (isIPv4Address && host.hasPrefix("127."))
  }

  private var isIPv4Address: Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }

  private static func isInHost(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"):
      true
    default: false
    }
  }
}
