import Signing
import Transport

/// Where credentials come from; for now the environment alone.
public struct CredentialChain: Sendable {
  private let settings: AWSSettings

  /// A chain for these settings.
  public init(settings: AWSSettings, transport: any Transport, endpoints: EndpointResolver) { self.settings = settings }

  /// The provider of the first source that is configured.
  ///
  /// - Throws: ``CredentialsError`` where there is none.
  public func provider() throws(CredentialsError) -> any CredentialsProvider {
    guard let id = settings.environment["AWS_ACCESS_KEY_ID"], let secret = settings.environment["AWS_SECRET_ACCESS_KEY"]
    else { throw CredentialsError("No credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.") }
    return StaticCredentialsProvider(
      Credentials(
        accessKeyID: id, secretAccessKey: secret, sessionToken: settings.environment["AWS_SESSION_TOKEN"]))
  }
}
