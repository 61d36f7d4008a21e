import Signing
import Transport

/// Where the requests of one service in one region go and how they are signed.
public struct ResolvedEndpoint: Sendable, Hashable {
  /// Scheme, host, port and base path; an operation appends its path.
  public var url: HTTPURL
  /// The host to connect to where it is not the URL's (see ``HTTPRequest/connectHost``).
  public var connectHost: String?
  /// The region in the signature's scope; the region set for SigV4A.
  public var signingRegion: String
  /// Whether it was configured rather than taken from the table of AWS's own: AWS's rate limits do not apply then, and a
  /// bucket of S3 is named in the path unless the configuration says otherwise.
  public var isCustom: Bool

  /// An endpoint of these parts.
  public init(url: HTTPURL, connectHost: String? = nil, signingRegion: String, isCustom: Bool) {
    self.url = url
    self.connectHost = connectHost
    self.signingRegion = signingRegion
    self.isCustom = isCustom
  }
}
