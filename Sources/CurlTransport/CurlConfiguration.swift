/// How a ``CurlTransport`` connects.
public struct CurlConfiguration: Sendable {
  /// At most this many connections stand, and this many requests are on their way, at a time; the rest wait their turn,
  /// first come, first served, before their timeouts begin.
  public var maximumConnections: Int
  /// The file of the certificate authorities to trust instead of the system's (`AWS_CA_BUNDLE`, `ca_bundle`); PEM.
  public var certificateBundle: String?

  /// How many seconds a connection may have been idle and still be used. AWS closes idle connections after some 20 s;
  /// one that is about to go is not worth a try.
  public var maximumIdleSeconds: Int

  /// A configuration of these parts.
  public init(maximumConnections: Int = 32, certificateBundle: String? = nil, maximumIdleSeconds: Int = 20) {
    self.maximumIdleSeconds = maximumIdleSeconds
    self.maximumConnections = max(1, maximumConnections)
    self.certificateBundle = certificateBundle
  }
}
