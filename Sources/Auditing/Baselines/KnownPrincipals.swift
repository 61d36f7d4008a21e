import Documents
import Estate
import PolicyLanguage

/// What an estate knows of the other names of principals.
struct KnownPrincipals: Sendable {
  /// The names.
  private(set) var names = PrincipalNames()
  /// The gap because of which not all origin access identities are known.
  let gap: Int?

  /// Nothing is known of any.
  init() { gap = nil }

  init(_ view: EstateView) {
    gap = view.gaps(hiding: .originAccessIdentity).first
    add(view.estate)
  }

  /// Adds the names that an estate holds.
  mutating func add(_ estate: Estate) {
    for resource in estate.resources(of: .originAccessIdentity) {
      guard let user = resource.properties["S3CanonicalUserId"]?.string else { continue }
      names.add(canonicalUser: user, ofOriginAccessIdentity: resource.reference.id)
    }
    for resource in estate.resources(of: .role) {
      guard let id = resource.properties["RoleId"]?.string else { continue }
      names.add(uniqueID: id, of: resource.reference.arn)
    }
  }
}

extension Declaration {
  /// What has to be read to know whom the canonical users in a declared policy are.
  var needsOfPrincipals: RequiredAttributes {
    guard let policy = expect["Policy"], let document = try? PolicyDocument(policy), !document.canonicalUsers.isEmpty
    else { return RequiredAttributes() }
    return RequiredAttributes(.originAccessIdentity, reading: FieldUse(members: ["S3CanonicalUserId": .whole]))
  }
}
