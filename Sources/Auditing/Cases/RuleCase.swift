import Documents
import Estate
import Foundation
import Schema

/// A small estate, and what a rule must say of it.
public struct RuleCase: Sendable {
  /// What a rule can say of an estate; SARIF's words.
  public enum Verdict: String, Sendable, CaseIterable {
    /// It holds on each resource that it is about.
    case pass
    /// It does not hold, as the findings say.
    case fail
    /// Something that it needs was not read.
    case unknown
    /// It is about none of the resources.
    case notApplicable
  }

  /// One finding, as a case describes it.
  struct Expectation: Sendable, Hashable {
    let id: String?
    let path: String
    let expected: JSONValue?
    let actual: JSONValue?
  }

  /// The rule's id.
  public let rule: String
  /// What the case shows, in a few words.
  public let name: String
  /// What the rule must say.
  public let verdict: Verdict
  /// Where the case is written.
  public let source: SourceMark
  let estate: Estate
  let parameters: JSONObject
  let expectations: [Expectation]
  /// When the rule is evaluated; by itself on the day on which what is known of AWS was read.
  var time: Date?
}

extension RuleCase {
  /// Evaluates the rule on the estate.
  ///
  /// - Returns: What is not as the case says, a line each; nothing where all is.
  public func complaints(about rule: Rule) -> [String] {
    var configuration = Configuration()
    configuration.parameters[rule.id] = parameters
    let outcome = Auditor(rules: [rule], configuration: configuration).audit(estate, at: time ?? Facts.day)
    let found = outcome.findings
    let statuses = Set(found.map(\.status))
    switch verdict {
    case .pass:
      if found.isEmpty, outcome.passes == 0 { return ["the rule is about none of the resources"] }
      return found.map { "found: \(Self.line($0))" }
    case .notApplicable:
      return found.map { "found: \(Self.line($0))" }
        + (outcome.passes > 0 ? ["the rule holds on \(outcome.passes) of the resources"] : [])
    case .unknown:
      if statuses == [.unknown] { return mismatches(in: found) }
      return found.isEmpty ? ["nothing is unknown"] : found.map { "found: \(Self.line($0))" }
    case .fail:
      if found.isEmpty { return ["the rule holds"] }
      return mismatches(in: found)
    }
  }

  private func mismatches(in found: [Finding]) -> [String] {
    var rest = found
    var complaints: [String] = []
    for expectation in expectations {
      if let index = rest.firstIndex(where: expectation.describes) {
        rest.remove(at: index)
      } else {
        complaints.append("not found: \(expectation)")
      }
    }
    // An unknown case need not say what is unknown.
    if verdict == .unknown, expectations.isEmpty { return [] }
    return complaints + rest.map { "found: \(Self.line($0))" }
  }

  private static func line(_ finding: Finding) -> String {
    let writer = JSONWriter()
    return "\(finding.status.rawValue), id \(finding.resource.id), path \"\(finding.path)\", expected "
      + "\(writer.string(finding.expected)), actual \(writer.string(finding.actual)): \(finding.message)"
  }
}

extension RuleCase.Expectation: CustomStringConvertible {
  func describes(_ finding: Finding) -> Bool {
    finding.path == path && id ?? finding.resource.id == finding.resource.id
      && expected ?? finding.expected == finding.expected && actual ?? finding.actual == finding.actual
  }

  var description: String {
    let writer = JSONWriter()
    return [
      id.map { "id \($0)" }, "path \"\(path)\"", expected.map { "expected \(writer.string($0))" },
      actual.map { "actual \(writer.string($0))" },
    ].compactMap(\.self).joined(separator: ", ")
  }
}
