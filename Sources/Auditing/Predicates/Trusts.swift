import Documents
import Estate
import Foundation
import JMESPath
import PolicyLanguage
import Schema

extension Predicate {
  /// Whether a trust policy lets each of the services assume the role, judged by what it means, not by how it is
  /// written. The accounts of the functions that the services act for are what a condition may ask for.
  func trusts(_ actual: JSONValue, _ question: JSONValue, at time: Date?) -> Judgement {
    let services = question.part("services")
    if actual.isNull { return .fails(unmet: services.elements) }
    let functions = question["functions"].elements.compactMap { $0.string.flatMap(ARN.init) }
    let owners: [Owner?] = functions.isEmpty ? [nil] : functions.map(Owner.init).distinct
    return Judgement.by(actual, for: services) { policy, service in
      let answers = owners.map { owner in
        policy.mayAssume(
          service: service.string ?? "", account: owner?.account, partition: owner?.partition ?? "aws",
          organization: question.organization, knowing: PolicyRequestContext().on(dayOf: time))
      }
      return answers.first { $0 == .denied } ?? answers.first { $0 != .allowed } ?? .allowed
    }
  }

  /// Whose a function is.
  private struct Owner: Hashable {
    let partition: String
    let account: String

    init(_ function: ARN) { (partition, account) = (function.partition, function.account) }
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
    return .undecided("It depends on what cannot be known: " + reasons.distinct.joined(separator: " "))
  }
}

/// A policy document that cannot be understood, so that nothing can be said of it.
struct UnreadablePolicy: UnansweredQuestion {
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
