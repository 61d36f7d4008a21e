import Documents
import Estate
import JMESPath

/// One rule at work on one resource after another.
struct RuleEvaluation {
  let rule: Rule
  let view: EstateView
  private let lens: Lens
  private let parameters: JSONObject

  private(set) var findings: [Finding] = []
  private(set) var passes = 0
  private(set) var failures: [AuditReport.Failure] = []
  /// The gaps because of which something could not be judged.
  private(set) var gaps: Set<Int> = []

  init(rule: Rule, view: EstateView) {
    self.rule = rule
    self.view = view
    lens = Lens(rule.resource, reading: rule.fieldUse)
    parameters = JSONObject(rule.parameters.map { ($0.name, $0.defaultValue) })
  }

  /// Judges one resource.
  mutating func judge(_ resource: Resource) {
    let document = view.document(of: resource, through: lens)
    let before = findings.count
    do {
      if let condition = rule.condition {
        switch try condition.truth(document) {
        case .unread(let gap): return noteUnknown(gap, at: "", of: resource.reference)
        case .fails: return
        case .holds: break
        }
      }
      for check in rule.checks { try judge(check, of: resource.reference, in: document) }
    } catch {
      noteFailure(of: resource.reference, "\(error)")
    }
    if findings.count == before { passes += 1 }
  }

  /// Where resources may exist that nobody has seen, the rule stands unanswered for them.
  mutating func noteHiddenResources() {
    for gap in view.gaps(hiding: rule.resource) {
      let region = view.estate.gaps[gap].resource.region
      noteUnknown(
        gap, at: "",
        of: ResourceReference(type: rule.resource, id: "*", account: view.estate.account, region: region))
    }
  }

  private mutating func judge(_ check: Rule.Check, of resource: ResourceReference, in document: JSONValue)
    throws(JMESPathError)
  {
    for element in try elements(of: check, in: document) {
      if case .unread(let gap) = element.value {
        noteUnknown(gap, at: path(of: element, in: document), of: resource)
        continue
      }
      if element.value.isNull { continue }
      let value = try check.value.select(element.value)
      let operand = try operand(of: check, on: element.value)
      switch (value.value, operand) {
      case (.unread(let gap), _), (_, .unread(let gap)):
        noteUnknown(gap, at: path(of: element, check.path ?? value.path, in: document), of: resource)
      default:
        let judgement = check.predicate.judge(value.value, against: operand)
        // Most values are as they should be: where they stand is worked out only for the others.
        if judgement == .holds { continue }
        let path = path(of: element, check.path ?? value.path, in: document)
        report(judgement, by: check, value.value, operand, at: path, element: element.value, of: resource)
      }
    }
  }

  private func path(of element: Selection, _ inner: DocumentPath? = nil, in document: JSONValue) -> String {
    (element.path ?? DocumentPath()).appending(inner ?? DocumentPath()).description(in: document)
  }

  private mutating func report(
    _ judgement: Judgement, by check: Rule.Check, _ actual: JSONValue, _ operand: JSONValue, at path: String,
    element: JSONValue, of resource: ResourceReference
  ) {
    let expected = check.predicate.expected(operand)
    switch judgement {
    case .holds: break
    case .fails:
      let message = check.message.text(
        id: resource.id, path: path, expected: operand, actual: actual, element: element, parameters: parameters)
      add(.fail, at: path, of: resource, expected: expected, actual: actual, message: message)
    case .undecided(let reason):
      add(.unknown, at: path, of: resource, expected: expected, actual: actual, message: reason)
      failures.append(failure(of: resource, code: "Undecided", reason))
    }
  }

  private func elements(of check: Rule.Check, in document: JSONValue) throws(JMESPathError) -> [Selection] {
    let selection = try check.select.select(document)
    return selection.value.array == nil ? [selection] : selection.elements
  }

  private func operand(of check: Rule.Check, on element: JSONValue) throws(JMESPathError) -> JSONValue {
    switch check.operand {
    case .literal(let value): value
    case .parameter(let name): parameters[name] ?? .null
    case .expression(let expression): try expression.evaluate(element)
    }
  }

  private mutating func noteUnknown(_ gap: Int, at path: String, of resource: ResourceReference) {
    gaps.insert(gap)
    let reason = view.estate.gaps[gap]
    add(
      .unknown, at: path, of: resource, expected: .null, actual: .null,
      message: "Could not be judged: \(reason.operation) failed (\(reason.code)).")
  }

  private mutating func noteFailure(of resource: ResourceReference, _ reason: String) {
    let message = "The rule could not be evaluated: \(reason)"
    add(.unknown, at: "", of: resource, expected: .null, actual: .null, message: message)
    failures.append(failure(of: resource, code: "RuleError", message))
  }

  private func failure(of resource: ResourceReference, code: String, _ message: String) -> AuditReport.Failure {
    AuditReport.Failure(
      operation: "audit:\(rule.id)", resource: resource, code: code, message: message,
      advice: rule.remediation, unjudgedRules: [rule.id])
  }

  private mutating func add(
    _ status: Finding.Status, at path: String, of resource: ResourceReference, expected: JSONValue, actual: JSONValue,
    message: String
  ) {
    let finding = Finding(
      fingerprint: Fingerprint.of(
        [rule.id, resource.type.rawValue, resource.id, resource.account, resource.region, path]),
      rule: rule.id, title: rule.title, severity: rule.severity, status: status, resource: resource, path: path,
      expected: expected, actual: actual, message: message, why: rule.why, remediation: rule.remediation,
      repair: Finding.Repair(
        isAvailable: rule.repair.mode != .none, summary: rule.repair.summary, isAutomatic: rule.repair.mode == .auto),
      source: rule.source)
    // Two gaps may hide one thing; it is unknown once.
    if !findings.contains(where: { $0.fingerprint == finding.fingerprint && $0.status == status }) {
      findings.append(finding)
    }
  }
}

/// A short name for a finding that stays the same between runs.
enum Fingerprint {
  /// 128 bits of FNV-1a over the parts, as 32 hexadecimal digits: no secret is kept by it, it only has to tell findings
  /// apart.
  static func of(_ parts: [String]) -> String {
    var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    for byte in parts.joined(separator: "\u{0}").utf8 {
      hash ^= UInt128(byte)
      hash = hash &* 0x0000_0000_0100_0000_0000_0000_0000_013b
    }
    let text = String(hash, radix: 16)
    return String(repeating: "0", count: 32 - text.count) + text
  }
}
