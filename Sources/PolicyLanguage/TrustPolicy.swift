extension PolicyDocument {
  /// Whether a service may assume the role that this trust policy stands on.
  ///
  /// Of what a service call lacks (MFA, an external id, a source address, principal tags) it is known that it is
  /// absent. What it brings as `aws:SourceArn` is not known; with the function it acts for, a condition counts as met
  /// where it lets through that function's ARN in every region, for Lambda@Edge runs replicas in all of them. IAM User
  /// Guide, "The confused deputy problem".
  ///
  /// - Parameters:
  ///   - service: The service's principal, such as `edgelambda.amazonaws.com`.
  ///   - account: The account of the function, where it is known.
  ///   - functionName: The name of the function, where it is known.
  public func mayAssume(service: String, account: String? = nil, functionName: String? = nil) -> PolicyAnswer {
    var keys: [String: PolicyRequestContext.Value] = [
      "aws:PrincipalIsAWSService": .values(["true"]), "aws:PrincipalServiceName": .values([service]),
      "aws:SecureTransport": .values(["true"]),
    ]
    for key in Self.keysOfPeople { keys[key] = .absent }
    if let account {
      keys["aws:SourceAccount"] = .matching(account)
      keys["aws:SourceArn"] = .matching("arn:aws:lambda:*:\(account):function:\(functionName ?? "*")*")
    }
    let request = PolicyRequest(
      caller: .service(service), action: "sts:AssumeRole", resource: nil, context: PolicyRequestContext(keys))
    // What a NotPrincipal takes in among services is not documented.
    for statement in statements where statement.notPrincipals != nil {
      if statement.matches(action: request.action) != .no { return .depends("\(statement.name) has NotPrincipal") }
    }
    return answer(to: request)
  }

  /// The condition keys that only the call of a person or a role has.
  public static let keysOfPeople = [
    "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge", "sts:ExternalId", "aws:SourceIp", "aws:SourceVpc",
    "aws:SourceVpce", "aws:VpcSourceIp", "aws:PrincipalTag/", "aws:PrincipalArn", "aws:PrincipalAccount",
    "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalType", "aws:userid", "aws:username",
    "aws:FederatedProvider", "aws:TokenIssueTime", "aws:Referer", "aws:RequestTag/", "aws:TagKeys",
    "sts:RoleSessionName", "sts:SourceIdentity", "sts:TransitiveTagKeys",
  ]

  /// Whom the Allow statements of a trust policy let in beside those services, statement by statement.
  ///
  /// - Parameter services: The services that are meant to assume the role.
  public func trustsBeyond(services: [String]) -> [OtherTrust] {
    let meant = Set(services.map { $0.lowercased() })
    return statements.filter { $0.effect == .allow }.compactMap { statement in
      if statement.notPrincipals != nil {
        return OtherTrust(statement: statement, principals: [.anyone], isNarrowed: false)
      }
      let others = (statement.principals ?? []).filter { principal in
        if case .service(let name) = principal { !meant.contains(name.lowercased()) } else { true }
      }
      let isNarrowed = statement.conditions.contains { $0.comparison.requiresKey && !$0.values.contains("*") }
      return others.isEmpty ? nil : OtherTrust(statement: statement, principals: others, isNarrowed: isNarrowed)
    }
  }

  /// Principals that a trust policy lets in beside those that are meant.
  public struct OtherTrust: Sendable, Hashable {
    /// The statement that lets them in.
    public let statement: PolicyStatement
    /// Who they are.
    public let principals: [PolicyPrincipal]
    /// Whether a condition that an absent key fails narrows the statement.
    public let isNarrowed: Bool
  }
}
