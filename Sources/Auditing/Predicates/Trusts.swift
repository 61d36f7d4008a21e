import Documents
import PolicyLanguage

extension Predicate {
  /// Whether a trust policy lets each of the services assume the role, judged by what it means, not by how it is
  /// written.
  func trusts(_ actual: JSONValue, _ services: JSONValue) -> Judgement {
    if actual.isNull { return .fails }
    let document: PolicyDocument
    do {
      document = try PolicyDocument(actual)
    } catch {
      return .undecided("The trust policy cannot be read: \(error)")
    }
    var reasons: [String] = []
    for service in (services.array ?? []).compactMap(\.string) {
      switch document.mayAssume(service: service) {
      case .allowed: continue
      case .denied: return .fails
      case .depends(let reason): reasons.append("Whether \(service) may assume the role depends: \(reason).")
      }
    }
    return reasons.isEmpty ? .holds : .undecided(reasons.joined(separator: " "))
  }
}
