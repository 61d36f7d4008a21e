extension HTTPURL {
  /// Takes an `http` or `https` URL apart, such as a presigned one or that of an endpoint; `nil` where the text is none.
  /// User names, passwords and fragments have no place in either and are refused.
  public init?(_ text: String) {
    guard let colon = text.range(of: "://"), ["http", "https"].contains(text[..<colon.lowerBound].lowercased()) else {
      return nil
    }
    let rest = text[colon.upperBound...]
    guard !rest.contains("#"), !rest.contains(where: \.isWhitespace) else { return nil }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let (path, query) = Self.split(rest[authority.endIndex...])
    guard !authority.contains("@"), let (host, port) = Self.hostAndPort(authority) else { return nil }
    guard let items = Self.items(query) else { return nil }
    self.init(
      scheme: text[..<colon.lowerBound].lowercased(), host: host, port: port, path: path.isEmpty ? "/" : String(path),
      query: items)
  }

  private static func split(_ text: Substring) -> (path: Substring, query: Substring) {
    guard let mark = text.firstIndex(of: "?") else { return (text, "") }
    return (text[..<mark], text[text.index(after: mark)...])
  }

  private static func hostAndPort(_ authority: Substring) -> (String, Int?)? {
    // An IPv6 address holds colons of its own, within brackets.
    let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]").map { authority.index(after: $0) } : nil
    if authority.hasPrefix("["), end == nil { return nil }
    let host = end.map { authority[..<$0] } ?? authority.prefix { $0 != ":" }
    let rest = authority[host.endIndex...]
    if host.isEmpty { return nil }
    if rest.isEmpty { return (String(host), nil) }
    guard rest.first == ":", let port = Int(rest.dropFirst()), (1...65535).contains(port) else { return nil }
    return (String(host), port)
  }

  private static func items(_ query: Substring) -> [QueryItem]? {
    var items: [QueryItem] = []
    for part in query.split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = String(pair[0]).percentDecoded else { return nil }
      guard pair.count == 2 else {
        items.append(QueryItem(name, nil))
        continue
      }
      guard let value = String(pair[1]).percentDecoded else { return nil }
      items.append(QueryItem(name, value))
    }
    return items
  }
}

extension StringProtocol {
  /// Where a text first occurs, without Foundation.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
