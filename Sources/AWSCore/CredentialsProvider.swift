import Signing

/// Gives credentials that are good now.
///
/// To implementers: called before every request, so answer from memory while the credentials have time left, and let one
/// caller refresh while the others wait. Never put secrets into an error.
public protocol CredentialsProvider: Sendable {
  /// Credentials that have not expired.
  ///
  /// - Throws: ``CredentialsError`` where there are none, naming each place that was looked in.
  func credentials() async throws -> Credentials
}

/// Credentials that never change, such as those of a test or of an explicit option.
public struct StaticCredentialsProvider: CredentialsProvider {
  private let value: Credentials

  /// A provider of just these.
  public init(_ credentials: Credentials) { value = credentials }

  public func credentials() -> Credentials { value }
}

/// Why there are no credentials.
public struct CredentialsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was tried and what to do next, in a few lines for a person, without secrets.
  public let description: String

  /// An error that says this.
  public init(_ description: String) { self.description = description }
}
