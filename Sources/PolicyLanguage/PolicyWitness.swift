extension NormalStatement {
  /// Whether, among the requests that match this statement, one is found which the wider policy surely lets pass and
  /// the narrower one surely does not.
  func tells(_ wider: PolicyDocument, from narrower: PolicyDocument) -> Bool {
    requests(unlike: [wider, narrower]).contains { request in
      switch effect {
      case .allow:
        wider.matches(.allow, request) == .yes && wider.matches(.deny, request) == .no
          && (narrower.matches(.allow, request) == .no || narrower.matches(.deny, request) == .yes)
      case .deny:
        wider.matches(.deny, request) == .no && narrower.matches(.deny, request) == .yes
      }
    }
  }

  /// A text that no policy is likely to name.
  private static let fresh = "zq9"

  /// So many candidates are tried for each part of a request.
  private static let candidateLimit = 24

  /// So many requests are tried in all.
  private static let requestLimit = 20_000

  private func requests(unlike documents: [PolicyDocument]) -> [PolicyRequest] {
    let statements = documents.flatMap(\.statements)
    let version = documents[0].version
    // What this statement names; where it names what it leaves out, what either document names, and a stranger.
    var callers: [PolicyRequest.Caller?] = principals.only?.prefix(1).map(Self.caller) ?? [nil]
    if principals.only?.contains(.anyone) == true || principals.allBut != nil {
      let stranger = PolicyRequest.Caller.aws("arn:aws:iam::000000000009:user/\(Self.fresh)")
      callers = [stranger, .anonymous] + statements.flatMap(\.namedPrincipals).map(Self.caller)
    }
    var actions: [String] = self.actions.only?.prefix(1).map { Self.instance($0, .v2008) } ?? []
    if self.actions.allBut != nil {
      let named = statements.flatMap { ($0.actions ?? []) + ($0.notActions ?? []) }
      actions = ["\(Self.fresh):\(Self.fresh)"] + named.map { Self.instance($0, .v2008) }
    }
    var resources: [String?] = self.resources.only?.prefix(1).map { Self.instance($0, version) } ?? [nil]
    if self.resources.allBut != nil {
      let named = statements.flatMap { ($0.resources ?? []) + ($0.notResources ?? []) }
      resources = [Self.instance("*", version)] + named.map { Self.instance($0, version) }
    }
    let contexts = contexts(of: statements, version: version)
    var requests: [PolicyRequest] = []
    for caller in callers.prefix(Self.candidateLimit) {
      for action in actions.prefix(Self.candidateLimit) {
        for resource in resources.prefix(Self.candidateLimit) where requests.count < Self.requestLimit {
          requests += contexts.map { PolicyRequest(caller: caller, action: action, resource: resource, context: $0) }
        }
      }
    }
    return requests
  }

  /// A request without any key, one that passes this statement's own positive conditions, one with fresh values, and
  /// one for each value that is named.
  private func contexts(of statements: [PolicyStatement], version: PolicyDocument.Version) -> [PolicyRequestContext] {
    let named = statements.flatMap(\.conditions)
    let nothing = PolicyRequestContext(others: .absent)
    var own = nothing
    for condition in conditions where condition.comparison.requiresKey {
      if let value = condition.values.min() { own[condition.key] = .values([Self.instance(value, version)]) }
    }
    var strange = own
    for condition in named where strange[condition.key] == .absent { strange[condition.key] = .values([Self.fresh]) }
    let others = named.flatMap { condition in
      condition.values.map { value in
        var context = own
        context[condition.key] = .values([Self.instance(value, version)])
        return context
      }
    }
    return [nothing, own, strange] + others.prefix(Self.candidateLimit)
  }

  private static func caller(_ principal: PolicyPrincipal) -> PolicyRequest.Caller {
    switch principal {
    case .anyone: .anonymous
    case .account(let id): .aws(id)
    case .aws(let text): .aws(text)
    case .service(let name): .service(name == "*" ? "\(fresh).amazonaws.com" : name)
    case .federated(let name): .federated(name)
    case .canonicalUser(let id): .canonicalUser(id)
    }
  }

  /// A text that the pattern matches.
  private static func instance(_ pattern: String, _ version: PolicyDocument.Version) -> String {
    if pattern == "*" { return "arn:aws:\(fresh):::\(fresh)" }
    return WildcardPattern(pattern, version: version).symbols.reduce(into: "") { text, symbol in
      switch symbol {
      case .scalar(let scalar): text.unicodeScalars.append(scalar)
      case .one: text += "z"
      case .many, .variable: text += fresh
      }
    }
  }
}
