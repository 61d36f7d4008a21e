import Documents

/// The URL of a Lambda function: `https://ID.lambda-url.REGION.on.aws/`.
///
/// Follows <https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html>.
public struct FunctionURL: Sendable, Hashable {
  /// The host, as an origin names it.
  public let host: String
  /// The region of the function.
  public let region: String

  /// Takes the domain name of an origin apart; `nil` where it is no function's URL.
  public init?(host: String) {
    let host = host.lowercased()
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count == 5, labels[1] == "lambda-url", labels[3] == "on", labels[4] == "aws", !labels[2].isEmpty
    else { return nil }
    self.host = host
    region = String(labels[2])
  }

  /// The URL that a configuration is of.
  public init?(configuration: JSONValue) {
    guard let url = configuration["FunctionUrl"].string, let host = url.split(separator: "/").dropFirst().first else {
      return nil
    }
    self.init(host: String(host))
  }

  /// The hosts of a function's URLs, by its members: its own, and those of its aliases.
  public static func hosts(of function: JSONObject) -> [String] {
    let configurations =
      [function["FunctionUrlConfig"] ?? .null] + (function["AliasUrls"]?.array ?? []).map { $0["FunctionUrlConfig"] }
    return configurations.compactMap { FunctionURL(configuration: $0)?.host }
  }
}
