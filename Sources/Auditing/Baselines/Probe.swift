import Documents
import Transport

/// A URL that shows whether a repair has reached viewers, and what has to be answered there.
public struct Probe: Sendable, Hashable {
  /// What an answer has to be: all that is given.
  public struct Expectation: Sendable, Hashable {
    /// The status code.
    public var status: Int?
    /// Patterns for the values of headers, by name; `*` and `?` as in file names.
    public var headers: [String: String]
    /// A pattern for the whole body.
    public var body: String?

    /// An expectation of these parts.
    public init(status: Int? = nil, headers: [String: String] = [:], body: String? = nil) {
      self.status = status
      self.headers = headers
      self.body = body
    }
  }

  /// Where to ask, as it is written.
  public let url: String
  /// Where to ask, with path and query exactly as they are written.
  public let address: HTTPURL
  /// What has to be answered.
  public let expectation: Expectation
  /// How many answers in a row have to be so.
  public let times: Int
  /// The seconds after which it is given up.
  public let within: Int

  /// A probe of that URL; `nil` where it is no http or https URL in the characters that URLs are made of, or has a user
  /// name or a fragment.
  public init?(_ url: String, expect expectation: Expectation, times: Int = 3, within: Int = 300) {
    guard url.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), var address = HTTPURL(url) else { return nil }
    if let mark = url.firstIndex(of: "?") {
      // Taken apart and written again, a plus sign would be another character.
      address.path += url[mark...]
      address.query = []
    }
    self.url = url
    self.address = address
    self.expectation = expectation
    self.times = times
    self.within = within
  }
}

extension Probe.Expectation: CustomStringConvertible {
  /// `200, Cache-Control matching max-age=*`.
  public var description: String {
    var parts = status.map { [String($0)] } ?? []
    parts += headers.sorted { $0.key < $1.key }.map { "\($0.key) matching \($0.value)" }
    if let body { parts.append("a body matching \(body)") }
    return parts.joined(separator: ", ")
  }
}

/// Which objects are taken out of a distribution's caches after a repair that changes what viewers get.
public enum Invalidation: Sendable, Hashable {
  /// Those that the repair concerns.
  case derived
  /// Those at these paths, of which a `*` at the end stands for any characters.
  case paths([String])
}

extension Invalidation {
  /// Why CloudFront would not take a path; `nil` where it does.
  ///
  /// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html>
  static func issue(with path: String) -> String? {
    if !path.hasPrefix("/") { return "A path begins with `/`." }
    if path.dropLast().contains("*") { return "`*` may stand only at the end of a path." }
    if path.utf8.count > 4000 { return "A path has at most 4,000 characters." }
    if !path.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) {
      return "Write spaces and what is not ASCII percent-encoded, as in `/caf%C3%A9`."
    }
    return nil
  }
}
