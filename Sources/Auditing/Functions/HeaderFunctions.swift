import Documents
import JMESPath

/// The headers by which browsers are told to take care, and what of their values they follow.
enum SecurityHeader: String {
  case transport = "strict-transport-security"
  case contentType = "x-content-type-options"
  case frames = "x-frame-options"
  /// It says of frames what `x-frame-options` says, and more.
  case contentPolicy = "content-security-policy"

  /// Whether browsers do with that value what the header is for.
  ///
  /// RFC 6797, section 6.1; the Fetch standard, "X-Content-Type-Options"; RFC 7034, section 2.1, without `ALLOW-FROM`,
  /// which the HTML standard no longer has; Content Security Policy Level 3, section 6.4.2.
  func isFollowed(_ value: String) -> Bool {
    switch self {
    case .transport: value.hasAge
    case .contentType: value.parts(by: ",").first == "nosniff"
    case .frames: !value.isEmpty && value.parts(by: ",").allSatisfy { $0 == "deny" || $0 == "sameorigin" }
    case .contentPolicy: value.parts(by: ",").contains(where: \.restrictsFrames)
    }
  }
}

extension String {
  /// Its parts in lower case, without the blanks around them.
  fileprivate func parts(by separator: Character) -> [String] {
    lowercased().split(separator: separator, omittingEmptySubsequences: false).map { part in
      String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
  }

  /// Whether it has a `max-age` above 0: browsers forget the host at 0, and pass over what has none.
  fileprivate var hasAge: Bool {
    let directives = split { $0 == ";" || $0 == "," }.flatMap { String($0).parts(by: ";") }
    return directives.contains { directive in
      let text = directive.filter { !$0.isWhitespace && $0 != "\"" }
      guard text.hasPrefix("max-age=") else { return false }
      let age = text.dropFirst(8)
      return age.utf8.allSatisfy { (0x30...0x39).contains($0) } && age.contains { $0 != "0" }
    }
  }

  /// Whether one policy keeps some sites from framing a page: its first `frame-ancestors` counts.
  fileprivate var restrictsFrames: Bool {
    let directives = parts(by: ";").map { $0.split(whereSeparator: \.isWhitespace) }
    guard let named = directives.first(where: { $0.first == "frame-ancestors" }) else { return false }
    return !named.dropFirst().contains { ["*", "http:", "https:", "http://*", "https://*"].contains($0) }
  }
}

extension FunctionTable {
  /// What names and values of headers and hosts mean, for rules.
  static let headerFunctions = [
    // Names of hosts and headers have no case.
    Function("lower", [[.string, .null]]) { arguments in
      arguments.first?.string.map { .string($0.lowercased()) } ?? .null
    },
    // Of the names of headers those that a response headers policy does not remove. CloudFront applies it to what leaves
    // its cache, before the function at viewer-response: Developer Guide, "Add or remove HTTP headers in CloudFront
    // responses with a policy".
    Function("headers_left", [[.array, .null], [.array, .null]]) { arguments in
      let removed = Set((arguments.last?.array ?? []).compactMap { $0.string?.lowercased() })
      return .array(
        (arguments.first?.array ?? []).filter { $0.string.map { !removed.contains($0.lowercased()) } ?? true })
    },
    // Whether a Content-Security-Policy says who may frame a page.
    Function("restricts_framing", [[.string, .null]]) { arguments in
      .bool(SecurityHeader.contentPolicy.isFollowed(arguments.first?.string ?? ""))
    },
  ]
}
