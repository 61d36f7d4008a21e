/// Whom a statement concerns.
public enum PolicyPrincipal: Sendable, Hashable {
  /// Everyone, the anonymous included: `"*"` or `{"AWS": "*"}`.
  case anyone
  /// A whole account, by its id; written as the id or as the ARN of its root.
  case account(String)
  /// Another principal under `AWS`: an ARN, or the unique id that is left when the principal was deleted.
  case aws(String)
  /// An AWS service, such as `lambda.amazonaws.com`.
  case service(String)
  /// An identity provider.
  case federated(String)
  /// The canonical id of an account or of an origin access identity, as S3 knows it.
  case canonicalUser(String)

  /// The principal that a text under `AWS` names.
  init(aws text: String) {
    if text == "*" {
      self = .anyone
    } else if let account = Self.account(of: text) {
      self = .account(account)
    } else {
      self = .aws(text)
    }
  }

  /// The account that an id or a root's ARN stands for, in whatever partition.
  static func account(of text: String) -> String? {
    func isAccount(_ text: some StringProtocol) -> Bool {
      text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    if isAccount(text) { return text }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[3].isEmpty, parts[5] == "root",
      isAccount(parts[4])
    else { return nil }
    return String(parts[4])
  }

  /// Whether this is a unique id, as that of a deleted principal.
  ///
  /// IAM stores a principal by its unique id and shows its ARN as long as it exists; afterwards the id shows. A new
  /// principal of the old name does not match. IAM User Guide, "Unique identifiers".
  public var isUniqueID: Bool {
    guard case .aws(let id) = self, id.utf8.count >= 16 else { return false }
    return ["AIDA", "AROA", "AGPA", "ANPA", "ANVA", "AIPA"].contains { id.hasPrefix($0) }
      && id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
  }

  /// The id of the origin access identity that this names by ARN or by bare id; `nil` for every other principal.
  ///
  /// Its third form, a ``canonicalUser(_:)``, names it only to those who know the identity's `S3CanonicalUserId`.
  public var originAccessIdentity: String? {
    guard case .aws(let text) = self else { return nil }
    let marker = ":user/CloudFront Origin Access Identity "
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    if parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[4] == "cloudfront",
      ":\(parts[5])".hasPrefix(marker)
    {
      return String(parts[5].dropFirst(marker.count - 1))
    }
    let isBareID =
      text.hasPrefix("E") && (12...20).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    return isBareID ? text : nil
  }
}

extension PolicyPrincipal: CustomStringConvertible {
  /// The principal as a person would write it: `Service lambda.amazonaws.com`.
  public var description: String {
    switch self {
    case .anyone: "everyone"
    case .account(let id): "account \(id)"
    case .aws(let text): text
    case .service(let name): name
    case .federated(let name): "federated \(name)"
    case .canonicalUser(let id): "canonical user \(id)"
    }
  }
}

extension PolicyStatement {
  /// The principals this statement names, by what they are left out of or taken in to.
  public var namedPrincipals: [PolicyPrincipal] { (principals ?? []) + (notPrincipals ?? []) }
}
