import Documents

extension PolicyDocument {
  /// What this policy alone says to a request.
  ///
  /// A Deny wins over every Allow, and what nothing allows is denied. IAM User Guide, "Policy evaluation logic".
  public func answer(to request: PolicyRequest) -> PolicyAnswer { [self].answer(to: request) }

  /// Whether some statement of that effect matches the request.
  func matches(_ effect: PolicyStatement.Effect, _ request: PolicyRequest) -> Truth {
    statements.some { $0.effect == effect ? $0.matches(request, version: version) : .no }
  }
}

extension Collection<PolicyDocument> {
  /// What these policies say together, as the policies of one role do.
  public func answer(to request: PolicyRequest) -> PolicyAnswer {
    let denied = some { $0.matches(.deny, request) }
    let allowed = some { $0.matches(.allow, request) }
    switch allowed && !denied {
    case .yes: return .allowed
    case .no: return .denied
    case .unknown(let reason): return .depends(reason)
    }
  }
}

extension PolicyStatement {
  /// Whether the request matches in every element.
  func matches(_ request: PolicyRequest, version: PolicyDocument.Version) -> Truth {
    matches(action: request.action) && matches(caller: request.caller)
      && (request.isAnyOfResource
        ? matches(anyOf: request.resource ?? "*", context: request.context, version: version)
        : matches(resource: request.resource, context: request.context, version: version))
      && conditions.every { $0.holds(in: request.context, version: version, effect: effect) }
  }

  /// Whether the action matches; it is compared without case.
  func matches(action: String) -> Truth {
    let text = WildcardPattern(literal: action.lowercased())
    func among(_ patterns: [String]) -> Truth {
      Truth(patterns.contains { WildcardPattern($0.lowercased(), version: .v2008).covers(text) })
    }
    return scope("Action", actions.map(among), notActions.map(among), otherwise: .no)
  }

  func matches(resource: String?, context: PolicyRequestContext, version: PolicyDocument.Version) -> Truth {
    guard let resource else { return .yes }
    let text = ResourcePattern(WildcardPattern(literal: resource))
    func among(_ patterns: [String]) -> Truth {
      patterns.some { pattern in
        guard let resolved = WildcardPattern(pattern, version: version).resolved(in: context) else { return .no }
        return ResourcePattern(resolved).matches(text, reason: "a policy variable in \(pattern) is not known")
      }
    }
    return scope("Resource", resources.map(among), notResources.map(among), otherwise: .yes)
  }

  /// Whether an Allow takes in some of what a pattern stands for, or a Deny all of it.
  private func matches(
    anyOf pattern: String, context: PolicyRequestContext, version: PolicyDocument.Version
  ) -> Truth {
    let isAllow = effect == .allow
    func among(_ patterns: [String], _ isWhole: Bool) -> Truth {
      // Most policies name the objects just as they are asked for: that is compared sooner than a pattern is made.
      if patterns.contains(where: pattern.isSameText), !WildcardPattern.mayHaveVariables(pattern) { return .yes }
      let asked = ResourcePattern(WildcardPattern(pattern, version: .v2008))
      return patterns.some { text in
        // A variable without a value matches nothing.
        guard let resolved = WildcardPattern(text, version: version).resolved(in: context) else { return .no }
        let resource = ResourcePattern(resolved)
        return isWhole
          ? resource.matches(asked, reason: "\(name) has a policy variable in its resource")
          : Truth(resource.intersects(asked))
      }
    }
    // A NotResource leaves something of the pattern unless it takes in all of it.
    return scope(
      "Resource", resources.map { among($0, !isAllow) }, notResources.map { among($0, isAllow) }, otherwise: .yes)
  }

  func matches(caller: PolicyRequest.Caller?) -> Truth {
    guard let caller else { return .yes }
    func among(_ principals: [PolicyPrincipal]) -> Truth {
      // That a Deny, or a NotPrincipal, of a whole account takes in each of its principals is certain; an Allow only
      // hands the decision on.
      principals.some { $0.matches(caller, delegates: effect == .allow || notPrincipals != nil) }
    }
    return scope("Principal", principals.map(among), notPrincipals.map(among), otherwise: .no)
  }

  /// What an element and its negation say together.
  private func scope(_ element: String, _ only: Truth?, _ allBut: Truth?, otherwise: Truth) -> Truth {
    switch (only, allBut) {
    case (let only?, nil): only
    case (nil, let allBut?): !allBut
    case (nil, nil): otherwise
    case (_?, _?): .unknown("\(name) has both \(element) and Not\(element)")
    }
  }
}

extension PolicyPrincipal {
  /// Whether this principal takes in that caller.
  ///
  /// - Parameter delegates: Whether naming an account leaves it to the account's own policies who of it may.
  func matches(_ caller: PolicyRequest.Caller, delegates: Bool) -> Truth {
    switch (self, caller) {
    case (.anyone, _): return .yes
    case (.service(let name), .service(let other)):
      return Truth(name == "*" || name.lowercased() == other.lowercased())
    case (.federated(let name), .federated(let other)): return Truth(name == "*" || name == other)
    case (.canonicalUser(let id), .canonicalUser(let other)): return Truth(id == other)
    case (.canonicalUser(let id), .originAccessIdentity(_, let other)):
      guard let other else { return .unknown("the canonical user of the origin access identity is not known") }
      return Truth(id == other)
    case (.aws, .originAccessIdentity(let id, _)): return Truth(originAccessIdentity == id)
    case (.account(let id), .aws(let text)):
      if Self.account(of: text) == id { return .yes }
      guard Self.part(4, of: text) == id else { return .no }
      return delegates ? .unknown("account \(id) decides by its own policies") : .yes
    case (.aws(let name), .aws(let text)): return Self.matches(name, text)
    default: return .no
    }
  }

  private static func matches(_ name: String, _ caller: String) -> Truth {
    if name == caller || isSession(caller, of: name) { return .yes }
    guard name.contains("*") || name.contains("?") else { return .no }
    let pattern = WildcardPattern(name, version: .v2008)
    return pattern.intersects(WildcardPattern(literal: caller))
      ? .unknown("\(name) is no principal that IAM knows") : .no
  }

  /// Whether an ARN is a session of a role. It leaves out the role's path.
  private static func isSession(_ session: String, of role: String) -> Bool {
    guard part(2, of: session) == "sts", part(4, of: session) == part(4, of: role), part(2, of: role) == "iam" else {
      return false
    }
    let session = part(5, of: session).split(separator: "/")
    let role = part(5, of: role).split(separator: "/")
    return session.count == 3 && session[0] == "assumed-role" && role.first == "role" && role.last == session[1]
  }

  private static func part(_ index: Int, of arn: String) -> Substring {
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return parts.count == 6 && parts[0] == "arn" ? parts[index] : ""
  }
}
