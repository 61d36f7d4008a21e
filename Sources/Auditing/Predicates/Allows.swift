import Documents
import PolicyLanguage

extension Predicate {
  /// Whether the policies of a role together allow each of the actions on all that the patterns stand for.
  func allows(_ policies: JSONValue, _ grant: JSONValue) -> Judgement {
    let actions = grant["actions"].elements.compactMap(\.string)
    do throws(UnreadablePolicy) {
      let documents = try policies.policyDocuments
      var missing: [String] = []
      for pattern in grant["on"].elements.compactMap(\.string) {
        switch documents.grants(actions, on: pattern) {
        case .granted: break
        case .missing(let actions): missing += actions
        case .depends(let reason): return .undecided("It depends on what cannot be known: \(reason).")
        }
      }
      return .of(unmet: missing.distinct.map(JSONValue.string))
    } catch {
      return .undecided(error.description)
    }
  }
}

extension JSONValue {
  /// The policies in a list of documents.
  var policyDocuments: [PolicyDocument] {
    get throws(UnreadablePolicy) {
      try elements.map { element throws(UnreadablePolicy) in try PolicyDocument.reading(element) }
    }
  }
}
