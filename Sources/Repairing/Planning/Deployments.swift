import Documents
import Estate
import Schema

extension Step {
  /// Why this has to wait: it takes something away, and CloudFront is still deploying distributions, which edges serve as
  /// they were before until it is done. `nil` where it need not.
  ///
  /// - Parameter estate: As it is.
  func waitsForDeployments(in estate: Estate) -> String? {
    guard mayShutOut, takesAway(in: estate) else { return nil }
    let deploying = estate.resources(of: .distribution).filter { $0.properties["Status"] == "InProgress" }
    guard let first = deploying.first else { return nil }
    let others = deploying.count > 1 ? " and \(deploying.count - 1) more" : ""
    return
      "CloudFront is deploying \(first.reference.id)\(others), and edges ask as before until it is done, with what this would "
      + "take away. Run audit fix again afterwards."
  }

  private func takesAway(in estate: Estate) -> Bool {
    let before = JSONValue.object(estate.resources[part.resource.key]?.properties ?? [:])
    let after = changes.valuesFirst.reduce(before) { $1.applied(to: $0, of: part.schema) }
    switch part.name {
    case .bucketPolicy: return !ChangeOver(from: before["Policy"], to: after["Policy"]).onlyLetsIn
    case .publicAccessBlock:
      let (old, new) = (before["PublicAccessBlockConfiguration"], after["PublicAccessBlockConfiguration"])
      return (new.object ?? [:]).contains { $0.value == true && old[$0.name] != true }
    case .trustPolicy:
      return !before["AssumeRolePolicyDocument"].trusted.isSubset(of: after["AssumeRolePolicyDocument"].trusted)
    case .inlinePolicies, .attachedPolicies:
      return changes.contains { change in
        if case .value(let value) = change.to { !change.isGuard && value.isEmpty(in: .writes) } else { false }
      }
    case .configuration, .stages, .items, .version, .retention, .subscriptionFilters, .reservedConcurrency,
      .eventInvokeConfig, .lambdaConfiguration:
      return false
    }
  }
}

extension JSONValue {
  /// Whom the statements of a trust policy let in, by their texts; with what its conditions say, as those may narrow it.
  fileprivate var trusted: Set<JSONValue> {
    let document = PolicyText.document(self)
    return Set(
      document.statements.filter { $0["Effect"] == "Allow" }.flatMap { statement -> [JSONValue] in
        let principals = (statement["Principal"].object ?? ["": statement["Principal"]]).flatMap { kind in
          (kind.value.array ?? [kind.value]).map { JSONValue.array([.string(kind.name), $0, statement["Condition"]]) }
        }
        return principals
      })
  }
}
