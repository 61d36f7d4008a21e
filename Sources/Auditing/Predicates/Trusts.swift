import Documents
import PolicyLanguage

extension Predicate {
  /// Whether a trust policy lets each of the services assume the role, judged by what it means, not by how it is
  /// written.
  func trusts(_ actual: JSONValue, _ services: JSONValue) -> Judgement {
    if actual.isNull { return .fails(unmet: services.elements) }
    return Judgement.each(of: services) { service throws(UnreadablePolicy) in
      try PolicyDocument.reading(actual).mayAssume(service: service.string ?? "")
    }
  }
}

extension Judgement {
  /// Asks policies the same question of each element: fails where one is denied, is undecided where one depends.
  static func each(
    of operand: JSONValue, _ answer: (JSONValue) throws(UnreadablePolicy) -> PolicyAnswer
  ) -> Judgement {
    var unmet: [JSONValue] = []
    var reasons: [String] = []
    for element in operand.elements {
      do throws(UnreadablePolicy) {
        switch try answer(element) {
        case .allowed: continue
        case .denied: unmet.append(element)
        case .depends(let reason): reasons.append("\(reason).")
        }
      } catch {
        return .undecided(error.description)
      }
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
