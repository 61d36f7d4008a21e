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

  private func requests(unlike documents: [PolicyDocument]) -> [PolicyRequest] {
    // A caller out of nowhere, where everybody is meant.
    let stranger = PolicyRequest.Caller.aws("arn:aws:iam::000000000009:user/\(Self.fresh)")
    var callers: [PolicyRequest.Caller?] = principals.only?.map(Self.caller) ?? [nil]
    if principals.only?.contains(.anyone) == true || principals.allBut != nil { callers = [stranger, .anonymous] }
    let action = actions.only?.first.map { Self.instance($0, .v2008) } ?? "\(Self.fresh):\(Self.fresh)"
    let version = documents[0].version
    let resource = resources.only.map { $0.first.map { Self.instance($0, version) } ?? Self.fresh }
      ?? resources.allBut.map { _ in "arn:aws:\(Self.fresh):::\(Self.fresh)" }
    return callers.flatMap { caller in
      contexts(of: documents).map {
        PolicyRequest(caller: caller, action: action, resource: resource, context: $0)
      }
    }
  }

  /// A request without any key, one that passes this statement's own positive conditions, one with fresh values.
  private func contexts(of documents: [PolicyDocument]) -> [PolicyRequestContext] {
    let conditions = documents.flatMap { $0.statements.flatMap(\.conditions) }
    let nothing = PolicyRequestContext(others: .absent)
    var own = nothing
    for condition in self.conditions where condition.comparison.requiresKey {
      if let value = condition.values.min() {
        own[condition.key] = .values([Self.instance(value, documents[0].version)])
      }
    }
    var strange = own
    for condition in conditions where strange[condition.key] == .absent {
      strange[condition.key] = .values([Self.fresh])
    }
    return [nothing, own, strange]
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
