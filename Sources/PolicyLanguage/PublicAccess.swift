/// Whether a bucket policy is public, and why.
public enum PublicAccess: Sendable, Hashable {
  case notPublic
  /// The statement that opens it, and what in it does.
  case isPublic(statement: PolicyStatement, reason: String)
}

extension PolicyDocument {
  /// Whether S3 calls this bucket policy public.
  ///
  /// One Allow that neither names fixed principals only nor is narrowed by a fixed value of one of the keys that S3
  /// lists makes it so; a Deny is not subtracted. S3 User Guide, "Blocking public access: the meaning of public".
  public var publicAccess: PublicAccess {
    publicStatements.first.map { .isPublic(statement: $0.statement, reason: $0.reason) } ?? .notPublic
  }

  /// The statements that make it so, each with what in it does.
  public var publicStatements: [(statement: PolicyStatement, reason: String)] {
    statements.filter { $0.effect == .allow }.compactMap { statement in
      statement.reasonToBePublic.map { (statement, $0) }
    }
  }

  /// The Allow statements that let a service act on behalf of any of its customers: those without a condition that
  /// fixes the source's ARN, account or organization, unless a Deny of all other sources does.
  ///
  /// S3 does not call such a policy public, but every account's CloudFront distribution may read then. IAM User Guide,
  /// "The confused deputy problem".
  ///
  /// - Parameter service: The service's principal; `nil` for every service.
  public func statementsOpenToAnyCustomer(of service: String? = nil) -> [PolicyStatement] {
    statements.filter { statement in
      statement.effect == .allow && !statement.fixesSource
        && !statements.contains { $0.deniesOtherSources(of: statement) }
        && (statement.principals ?? []).contains { principal in
          guard case .service(let name) = principal else { return false }
          return service.map { $0.lowercased() == name.lowercased() || name == "*" } ?? true
        }
    }
  }

  /// The principals that are named by their unique ids, with the statements that name them: most likely deleted ones.
  public var uniqueIDs: [(principal: PolicyPrincipal, statement: PolicyStatement)] {
    statements.flatMap { statement in statement.namedPrincipals.filter(\.isUniqueID).map { ($0, statement) } }
  }

  /// The origin access identities that the statements name by ARN or bare id, and the canonical users, which may be
  /// origin access identities.
  public var originAccessIdentities: [(principal: PolicyPrincipal, statement: PolicyStatement)] {
    statements.flatMap { statement in
      statement.namedPrincipals.filter { principal in
        if case .canonicalUser = principal { true } else { principal.originAccessIdentity != nil }
      }.map { ($0, statement) }
    }
  }
}

extension PolicyStatement {
  fileprivate var reasonToBePublic: String? {
    var reason: String?
    if notPrincipals != nil {
      reason = "NotPrincipal leaves open who it is"
    } else {
      reason = (principals ?? []).compactMap(\.reasonToBePublic).first
    }
    return reason.flatMap { conditions.contains(where: \.closesPublicAccess) ? nil : $0 }
  }

  /// Whether a condition fixes for whom a service acts.
  fileprivate var fixesSource: Bool { conditions.contains(where: \.fixesSource) }

  /// Whether this denies all that another statement allows to services, but for some sources.
  fileprivate func deniesOtherSources(of allow: PolicyStatement) -> Bool {
    guard effect == .deny, conditions.count == 1, conditions[0].fixesOtherSources,
      let denied = principals, let actions, let resources, let allowed = allow.actions, let reached = allow.resources
    else { return false }
    func covers(_ mine: [String], _ theirs: [String]) -> Bool {
      theirs.allSatisfy { text in
        let other = WildcardPattern(text, version: .v2008)
        return mine.contains { WildcardPattern($0, version: .v2008).covers(other) }
      }
    }
    return (denied.contains(.anyone) || (allow.principals ?? []).allSatisfy(denied.contains))
      && covers(actions.map { $0.lowercased() }, allowed.map { $0.lowercased() }) && covers(resources, reached)
  }
}

extension PolicyPrincipal {
  fileprivate var reasonToBePublic: String? {
    switch self {
    case .anyone: "the principal is everyone"
    case .account, .canonicalUser: nil
    case .aws(let text): PolicyCondition.isFixed(text) ? nil : "the principal \(text) is not fixed"
    case .service(let name): PolicyCondition.isFixed(name) ? nil : "the service \(name) is not fixed"
    // A SAML provider belongs to an account; a web identity is anybody who can sign in there.
    case .federated(let name):
      name.contains(":saml-provider/") && PolicyCondition.isFixed(name) ? nil : "anybody can sign in at \(name)"
    }
  }
}

extension PolicyCondition {
  /// Whether S3 takes this condition to narrow the statement to a fixed set.
  fileprivate var closesPublicAccess: Bool {
    switch key.lowercased() {
    case "aws:principalorgid", "aws:principalorgpaths", "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce",
      "aws:sourceowner", "aws:sourceaccount", "aws:userid", "s3:dataaccesspointaccount",
      "s3:x-amz-server-side-encryption-aws-kms-key-id":
      requiresText(Self.isFixed)
    case "s3:dataaccesspointarn": requiresText(Self.fixesOwner)
    case "aws:sourceip": fixesNetwork
    default: false
    }
  }
}
