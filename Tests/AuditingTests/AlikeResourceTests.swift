import Documents
import Estate
import Foundation
import Schema
import Testing

@testable import Auditing

/// Resources that are the same in all that a rule reads are judged once; what tells two of them apart is never overlooked.
@Suite struct AlikeResourceTests {
  @Test(arguments: try RuleSet(RuleSet.builtIn).rules.map(\.id))
  func `a document that differs in one place is judged as if none had come before it`(id: String) throws {
    let rule = try RuleSet(RuleSet.builtIn).rule(id)
    var (judged, alike) = (0, 0)
    for one in try ShippedRuleTests.cases() where one.rule == id {
      let view = EstateView(one.estate, needing: rule.needs)
      var configuration = Configuration()
      configuration.parameters[id] = one.parameters
      func verdict(on documents: JSONValue..., of resource: Resource) -> [String] {
        var evaluation = RuleEvaluation(
          rule: rule, view: view, configuration: configuration, at: one.time ?? Facts.day)
        for document in documents.dropLast() { evaluation.judge(resource, in: document) }
        let (passes, findings) = (evaluation.passes, evaluation.findings.count)
        for document in documents.suffix(1) { evaluation.judge(resource, in: document) }
        let found = evaluation.findings.dropFirst(findings).map { "\($0.status) \($0.path)" }
        return ["\(evaluation.passes - passes)"] + found
      }
      for resource in view.estate.resources.values where rule.resources.contains(resource.reference.type) {
        let document = view.document(
          of: resource, through: Projection(resource.reference.type, reading: rule.fieldUse))
        // What fails is never taken for alike, and findings that come twice are one.
        guard verdict(on: document, of: resource).count == 1 else { continue }
        for other in document.changedInOnePlace {
          let alone = verdict(on: other, of: resource)
          #expect(verdict(on: document, other, of: resource) == alone, "\(one.name): \(other)")
          judged += 1
          if rule.sameReading.holds(document, other) { alike += 1 }
        }
      }
    }
    #expect(judged > 0)
    #expect(alike < judged)
  }
}

extension JSONValue {
  /// The tree with one of its values at a time changed, or taken away.
  fileprivate var changedInOnePlace: [JSONValue] {
    var trees: [JSONValue] = [.null]
    switch self {
    case .object(let object):
      for member in object {
        var (without, changed) = (object, object)
        without[member.name] = nil
        trees.append(.object(without))
        for other in member.value.changedInOnePlace {
          changed[member.name] = other
          trees.append(.object(changed))
        }
      }
    case .array(let elements):
      trees.append([])
      for (index, element) in elements.enumerated() {
        trees.append(.array(elements + [element]))
        for other in element.changedInOnePlace {
          var changed = elements
          changed[index] = other
          trees.append(.array(changed))
        }
      }
    case .string(let text): trees += [.string(text + "x"), "", .integer(1)]
    case .bool(let value): trees += [.bool(!value)]
    case .integer(let number): trees += [.integer(number + 1), .integer(0), .number(Double(number) + 0.5)]
    case .null, .number, .unread: trees += ["other", true, [], ["Name": "other"]]
    }
    return trees
  }
}
