/// Why a request could not be signed. Never holds a secret.
public enum SigningError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No key for SigV4A can be derived from the access key.
  case keyDerivationFailed
  /// libcrypto refused to do its work; the text says what it was to do.
  case cryptographyFailed(String)

  public var description: String {
    switch self {
    case .keyDerivationFailed: "no SigV4A key can be derived from this access key; use another one"
    case .cryptographyFailed(let task): "OpenSSL could not \(task); check its installation and its policy"
    }
  }
}
