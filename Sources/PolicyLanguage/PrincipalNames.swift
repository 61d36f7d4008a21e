import Documents

/// Other names of principals that have an ARN, as far as somebody knows them: the canonical user of an origin access
/// identity, the unique id of a role.
///
/// S3 takes either and answers with the ARN, as long as the principal exists. S3 User Guide, "Principals for bucket
/// policies"; IAM User Guide, "Unique identifiers".
public struct PrincipalNames: Sendable, Hashable {
  private var arns: [String: String] = [:]

  /// No other names.
  public init() {}

  /// Notes the canonical user of an origin access identity.
  public mutating func add(canonicalUser: String, ofOriginAccessIdentity id: String) {
    arns[canonicalUser] = Self.arn(ofOriginAccessIdentity: id)
  }

  /// Notes the canonical user of an account.
  mutating func add(canonicalUser: String, ofAccount id: String) { arns[canonicalUser] = "arn:aws:iam::\(id):root" }

  /// Notes the unique id of a role.
  public mutating func add(uniqueID: String, of arn: String) { arns[uniqueID] = arn }

  /// The same principal by its ARN, where one is known.
  func canonical(_ principal: PolicyPrincipal) -> PolicyPrincipal {
    switch principal {
    case .canonicalUser(let id): return arns[id].map(PolicyPrincipal.init(aws:)) ?? principal
    case .aws(let text):
      if let id = principal.originAccessIdentity { return .aws(Self.arn(ofOriginAccessIdentity: id)) }
      return arns[text].map(PolicyPrincipal.aws) ?? principal
    default: return principal
    }
  }

  /// A policy with each canonical user that is known named by its ARN, as S3 answers it; all else as it stands.
  public func naming(in policy: JSONValue) -> JSONValue {
    guard var document = policy.object else { return policy }
    document.update("Statement") { statements in
      if let list = statements.array {
        statements = .array(list.map(statement))
      } else {
        statements = statement(statements)
      }
    }
    return .object(document)
  }

  private func statement(_ value: JSONValue) -> JSONValue {
    guard var statement = value.object else { return value }
    for name in ["Principal", "NotPrincipal"] {
      statement.update(name) { principal in
        guard var kinds = principal.object, let users = kinds["CanonicalUser"] else { return }
        let known = users.listed.filter { arns[$0.string ?? ""] != nil }
        guard !known.isEmpty else { return }
        let others = users.listed.filter { !known.contains($0) }
        kinds["CanonicalUser"] = others.isEmpty ? nil : .array(others)
        let named = (kinds["AWS"]?.listed ?? []) + known.compactMap { arns[$0.string ?? ""].map(JSONValue.string) }
        kinds["AWS"] = named.count == 1 ? named[0] : .array(named)
        principal = .object(kinds)
      }
    }
    return .object(statement)
  }

  private static func arn(ofOriginAccessIdentity id: String) -> String {
    "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity \(id)"
  }
}

extension PolicyDocument {
  /// A canonical user that this policy names, where both mean the same once it is an account that the other one names.
  ///
  /// S3 User Guide, "Principals for bucket policies": S3 may answer a canonical user with the account that it stands for.
  public func canonicalUser(beingAccountIn other: PolicyDocument, knowing names: PrincipalNames) -> String? {
    let accounts = Set(
      other.statements.flatMap(\.namedPrincipals).compactMap { if case .account(let id) = $0 { id } else { nil } })
    let users = canonicalUsers.filter { names.canonical(.canonicalUser($0)) == .canonicalUser($0) }
    // Nobody names many, and each pair costs a comparison.
    guard accounts.count <= 4, users.count <= 4 else { return nil }
    return users.first { user in
      accounts.contains { account in
        var names = names
        names.add(canonicalUser: user, ofAccount: account)
        return isEquivalent(to: other, knowing: names)
      }
    }
  }

  /// The canonical users that it names.
  public var canonicalUsers: [String] {
    statements.flatMap(\.namedPrincipals).compactMap { if case .canonicalUser(let id) = $0 { id } else { nil } }
  }
}

extension JSONValue {
  /// The elements of a list; a lone value is a list of itself.
  fileprivate var listed: [JSONValue] { array ?? [self] }
}
