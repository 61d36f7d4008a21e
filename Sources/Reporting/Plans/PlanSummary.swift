import Auditing
import Documents
import Estate
import Repairing
import Schema

/// A plan as people read it: steps that do the same to several resources once, each with the reason, and what it comes to.
struct PlanSummary: Sendable {
  /// Steps that are alike.
  struct Entry: Sendable {
    /// The first of them, which stands for all.
    let step: Step
    /// What they are made to.
    let resources: [ResourceReference]
    /// The findings that they repair, one a rule and message.
    let reasons: [Reason]

    /// The changes that are shown.
    var changes: [Change] { step.ownChanges }
  }

  /// Why a step is there.
  struct Reason: Hashable, Sendable {
    let rule: String
    let severity: Severity
    let message: String
    /// How many findings of that rule say so in their words.
    var count = 1
  }

  let plan: Plan
  let entries: [Entry]

  init(_ plan: Plan) {
    self.plan = plan
    var order: [GroupKey] = []
    var groups: [GroupKey: [Step]] = [:]
    for step in plan.steps {
      let key = GroupKey(step, rules: Set(plan.findings(of: step).map(\.rule)))
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(step)
    }
    entries = order.compactMap { key in
      guard let steps = groups[key], let first = steps.first else { return nil }
      return Entry(
        step: first, resources: steps.map(\.part.resource), reasons: Self.reasons(steps.map(plan.findings(of:))))
    }
  }

  /// What makes steps alike.
  private struct GroupKey: Hashable {
    let type: ResourceType
    let part: WritablePart.Name
    let changes: [Change]
    let base: String?
    let rules: Set<String>

    init(_ step: Step, rules: Set<String>) {
      type = step.part.resource.type
      part = step.part.name
      changes = step.changes
      base = step.base
      self.rules = rules
    }
  }

  private static func reasons(_ findings: [[Finding]]) -> [Reason] {
    var reasons: [String: Reason] = [:]
    var order: [String] = []
    for finding in findings.flatMap(\.self) {
      if reasons[finding.rule] == nil {
        order.append(finding.rule)
        reasons[finding.rule] = Reason(rule: finding.rule, severity: finding.severity, message: finding.message)
      } else {
        reasons[finding.rule]?.count += 1
      }
    }
    return order.compactMap { reasons[$0] }
  }

  /// What it comes to: `11 changes to 8 resources; 3 cannot be undone`.
  var sentence: String {
    if plan.steps.isEmpty { return "There is nothing to change." }
    let resources = Set(plan.steps.map(\.part.resource)).count
    let lost = plan.irreversibleCount
    return "\(counted(plan.changeCount, "change")) to \(counted(resources, "resource"))"
      + (lost == 0 ? "." : "; \(lost) cannot be undone.")
  }
}

extension PlanSummary.Reason {
  /// The words, and how many more findings say the same of other places.
  var sentence: String { count == 1 ? message : "\(message) (and \(count - 1) more by this rule)" }
}

extension Change {
  /// The lines that differ, where it is a text of several lines.
  var lineDiff: LineDiff? {
    guard case .value(.string(let new)) = to, case .string(let old) = from, old.contains("\n") || new.contains("\n")
    else { return nil }
    return LineDiff(from: old, to: new)
  }

  /// What it becomes, as a value to show.
  var target: JSONValue {
    switch to {
    case .value(let value): value
    case .order(let names): .array(names.map(JSONValue.string))
    case .versionPublished(let part): .string("\(part.resource.arn):(the new version)")
    }
  }
}
