extension String {
  /// RFC 3986 percent-encoding of everything but `A-Z a-z 0-9 - . _ ~`, as AWS wants it in labels, queries and signatures.
  ///
  /// - Parameter keepingSlash: whether `/` stays as it is, for whole paths.
  public func percentEncoded(keepingSlash: Bool = false) -> String {
    let needsNone = utf8.allSatisfy { $0.isUnreserved || (keepingSlash && $0 == UInt8(ascii: "/")) }
    if needsNone { return self }
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count * 3)
    for byte in utf8 {
      if byte.isUnreserved || (keepingSlash && byte == UInt8(ascii: "/")) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  /// The text as the value of a form (`application/x-www-form-urlencoded`): percent-encoded, a space as a plus sign.
  public var formEncoded: String {
    let parts = split(separator: " ", omittingEmptySubsequences: false).map { String($0).percentEncoded() }
    return parts.joined(separator: "+")
  }

  /// The text that a percent-encoded one stands for; a plus sign stays one. `nil` where a `%` is not followed by two
  /// hexadecimal digits, or where the result is not UTF-8.
  public var percentDecoded: String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst()?.hexDigit, let low = rest.popFirst()?.hexDigit else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit.
  fileprivate var hexDigit: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  /// Whether RFC 3986 calls this character unreserved.
  fileprivate var isUnreserved: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

extension HTTPURL {
  /// The whole URL as it goes to the network: the path as it is, the query percent-encoded in its order, a parameter
  /// without value as a bare name.
  public var text: String {
    var text = "\(scheme)://\(host)"
    if let port { text += ":\(port)" }
    text += path.utf8.first == UInt8(ascii: "/") ? path : "/" + path
    var separator = "?"
    for item in query {
      text += separator + item.name.percentEncoded()
      if let value = item.value { text += "=" + value.percentEncoded() }
      separator = "&"
    }
    return text
  }
}
