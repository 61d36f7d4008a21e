extension PolicyDocument {
  /// Whether a service may assume the role that this trust policy stands on.
  ///
  /// Of what a service call lacks (MFA, an external id, a source address, principal tags) it is known that it is
  /// absent. Of what it brings as `aws:SourceArn`, only the account is known: a condition counts as met where it lets
  /// through every function of that account in every region, for Lambda@Edge runs replicas in all of them. IAM User
  /// Guide, "The confused deputy problem".
  ///
  /// - Parameters:
  ///   - service: The service's principal, such as `edgelambda.amazonaws.com`.
  ///   - account: The account of the functions, where it is known.
  ///   - partition: The partition of the functions.
  ///   - organization: The path of their account in AWS Organizations, as far as it is known.
  ///   - known: What is known of the call besides, such as its time.
  public func mayAssume(
    service: String, account: String? = nil, partition: String = "aws", organization: String = "",
    knowing known: PolicyRequestContext = PolicyRequestContext()
  ) -> PolicyAnswer {
    var context = known.of(service: service)
    context["aws:SecureTransport"] = .values(["true"])
    if let account {
      context["aws:SourceAccount"] = .values([account])
      // A function and its role are of one account.
      context["aws:ResourceAccount"] = .values([account])
      context["aws:SourceArn"] = .matching("arn:\(partition):lambda:*:\(account):function:*")
    }
    let request = PolicyRequest(
      caller: .service(service), action: "sts:AssumeRole", resource: nil,
      context: context.inOrganization(organization, keys: ["aws:Source", "aws:Resource"]))
    // What a NotPrincipal takes in among services is not documented.
    for statement in statements where statement.notPrincipals != nil {
      if statement.matches(action: request.action) != .no { return .depends("\(statement.name) has NotPrincipal") }
    }
    return answer(to: request)
  }

  /// Whom the Allow statements of a trust policy let assume the role beside those services, statement by statement.
  ///
  /// - Parameter services: The services that are meant to assume the role.
  public func trustsBeyond(services: [String]) -> [OtherTrust] {
    let meant = Set(services.map { $0.lowercased() })
    return statements.filter { $0.effect == .allow && $0.letsAssume }.flatMap { statement in
      let principals = statement.notPrincipals == nil ? statement.principals ?? [] : [.anyone]
      let others = principals.filter { principal in
        if case .service(let name) = principal, meant.contains(name.lowercased()) { return false }
        return !denies(principal, allWaysOf: statement)
      }
      return others.map { principal in
        OtherTrust(
          statement: statement, principal: principal,
          isNarrowed: statement.conditions.contains { $0.names(someOf: principal) } || deniesUnnamed(principal))
      }
    }
  }

  /// A principal that a trust policy lets in beside those that are meant.
  public struct OtherTrust: Sendable, Hashable {
    /// The statement that lets it in.
    public let statement: PolicyStatement
    /// Who it is.
    public let principal: PolicyPrincipal
    /// Whether a condition, here or of a Deny, says who of it may assume the role.
    public let isNarrowed: Bool
  }

  /// Whether a Deny without a condition turns a principal away, by each way that an Allow opens to it.
  private func denies(_ principal: PolicyPrincipal, allWaysOf allow: PolicyStatement) -> Bool {
    PolicyStatement.waysToAssume.filter { allow.matches(action: $0) != .no }.allSatisfy { action in
      statements.contains { statement in
        statement.effect == .deny && statement.conditions.isEmpty && statement.matches(action: action) == .yes
          && (statement.principals ?? []).contains { $0 == .anyone || $0 == principal }
      }
    }
  }

  /// Whether a Deny turns away all of a principal whom it does not name.
  private func deniesUnnamed(_ principal: PolicyPrincipal) -> Bool {
    statements.contains { statement in
      statement.effect == .deny && statement.letsAssume && statement.principals == [.anyone]
        && statement.conditions.count == 1 && statement.conditions[0].names(everybodyBut: principal)
    }
  }
}

extension PolicyStatement {
  /// Whether it is about assuming a role, by whichever way.
  fileprivate var letsAssume: Bool { Self.waysToAssume.contains { matches(action: $0) != .no } }

  fileprivate static let waysToAssume = [
    "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
  ]
}
