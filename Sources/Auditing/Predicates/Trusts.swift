import Documents
import PolicyLanguage

extension Predicate {
  /// Whether a trust policy lets each of the services assume the role, judged by what it means, not by how it is
  /// written.
  func trusts(_ actual: JSONValue, _ services: JSONValue) -> Judgement {
    if actual.isNull { return .fails(unmet: services.elements) }
    return Judgement.by(actual, for: services) { policy, service in policy.mayAssume(service: service.string ?? "") }
  }
}

extension Judgement {
  /// Asks a policy the same question for each element: fails where one is denied, is undecided where one depends.
  static func by(
    _ policy: JSONValue, for operand: JSONValue, _ answer: (PolicyDocument, JSONValue) -> PolicyAnswer
  ) -> Judgement {
    var unmet: [JSONValue] = []
    var reasons: [String] = []
    do throws(UnreadablePolicy) {
      let document = try PolicyDocument.reading(policy)
      for element in operand.elements {
        switch answer(document, element) {
        case .allowed: continue
        case .denied: unmet.append(element)
        case .depends(let reason): reasons.append("\(reason).")
        }
      }
    } catch {
      return .undecided(error.description)
    }
    if !unmet.isEmpty || reasons.isEmpty { return .of(unmet: unmet) }
    return .undecided("It depends on what cannot be known: " + reasons.joined(separator: " "))
  }
}

/// A policy document that cannot be understood, so that nothing can be said of it.
struct UnreadablePolicy: Error, CustomStringConvertible {
  let description: String
}

extension PolicyDocument {
  /// The policy in a value.
  static func reading(_ value: JSONValue) throws(UnreadablePolicy) -> PolicyDocument {
    let document: PolicyDocument
    do {
      document = try PolicyDocument(value)
    } catch {
      throw UnreadablePolicy(description: "The policy cannot be read: \(error)")
    }
    guard document.problems.isEmpty else {
      let problems = document.problems.map(\.description).joined(separator: "; ")
      throw UnreadablePolicy(description: "The policy cannot be understood: \(problems)")
    }
    return document
  }
}
