import Synchronization

/// The keys that are derived from secrets, kept because deriving costs more than signing.
final class SigningKeys: Sendable {
  private struct Scope: Hashable {
    let secret, date, region, service: String
  }

  private struct Owner: Hashable {
    let accessKeyID, secret: String
  }

  private struct Cache {
    var derived: [Scope: [UInt8]] = [:]
    var pairs: [Owner: P256KeyPair] = [:]
  }

  /// More than one run needs (accounts × regions × services); beyond it all are derived anew, as at midnight.
  private static let limit = 1_024

  private let cache = Mutex(Cache())

  /// The SigV4 key of a scope.
  func sigV4Key(secret: String, date: String, region: String, service: String) -> [UInt8] {
    let scope = Scope(secret: secret, date: date, region: region, service: service)
    return cache.withLock { cache in
      if let key = cache.derived[scope] { return key }
      var key = Array("AWS4\(secret)".utf8)
      for part in [date, region, service, "aws4_request"] { key = Digest.hmacSHA256(key: key, Array(part.utf8)) }
      if cache.derived.count >= Self.limit { cache.derived = [:] }
      cache.derived[scope] = key
      return key
    }
  }

  /// The SigV4A key pair of some credentials.
  func sigV4APair(of credentials: Credentials) throws(SigningError) -> P256KeyPair {
    let owner = Owner(accessKeyID: credentials.accessKeyID, secret: credentials.secretAccessKey)
    if let pair = cache.withLock({ $0.pairs[owner] }) { return pair }
    let pair = try P256KeyPair(accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey)
    cache.withLock { cache in
      if cache.pairs.count >= Self.limit { cache.pairs = [:] }
      cache.pairs[owner] = pair
    }
    return pair
  }
}
