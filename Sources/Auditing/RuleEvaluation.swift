import Documents
import Estate
import Foundation
import JMESPath
import Schema

/// One rule at work on one resource after another.
struct RuleEvaluation {
  let rule: Rule
  let view: EstateView
  private let severity: Severity
  private let configured: RuleParameters
  /// Where in code the verdict that is being reported comes from.
  private var code: Finding.Code?
  private var selectingCode: Finding.Code?
  private let time: Date?
  /// What of the code of the resource that is being judged is not known, of which part of it, each with the finding that
  /// says so.
  private var causes: [Cause: Int] = [:]
  /// The values on the resource that is being judged.
  private var parameters = JSONObject()
  /// The last document of which the rule held, and the last that it does not concern: most resources are alike.
  private var (passed, passedOver): (JSONValue?, JSONValue?)

  private(set) var findings: [Finding] = []
  /// Where each finding stands in ``findings``, and how many verdicts it tells.
  private var known: [Finding.Identity: (index: Int, verdicts: Int)] = [:]
  private(set) var passes = 0
  private(set) var failures: [AuditReport.Failure] = []
  /// The gaps because of which something could not be judged.
  private(set) var gaps: Set<Int> = []

  init(rule: Rule, view: EstateView, configuration: Configuration, at time: Date?) {
    self.rule = rule
    self.time = time
    self.view = view
    severity = configuration.severity(of: rule)
    configured = RuleParameters(of: rule, in: configuration)
  }

  /// The members that it looks at of a resource of that kind.
  func fieldUse(of type: ResourceType) -> FieldUse { rule.fieldUse.union(configured.fieldUse(of: type)) }

  /// Judges one resource, in a document of at least what ``fieldUse(of:)`` names.
  mutating func judge(_ resource: Resource, in document: JSONValue) {
    if isAlike(document, passed) {
      passes += 1
      return
    }
    if isAlike(document, passedOver) { return }
    let before = findings.count
    causes = [:]
    do {
      if let condition = rule.condition {
        switch try condition.truth(document) {
        case .unread(let gap): return noteUnknown(gap, at: DocumentPath(), of: resource.reference)
        case .fails:
          passedOver = document
          return
        case .holds: break
        }
      }
      switch configured.values(on: resource, tagged: document["Tags"]) {
      case .unread(let gap): return noteUnknown(gap, at: DocumentPath(), of: resource.reference)
      case .undecided(let reason): return noteFailure(of: resource.reference, reason)
      case .values(let values): parameters = values
      }
      if rule.emptyList(in: parameters) != nil { return }
      // Most resources are as they should be: where a value stands is worked out only for the others.
      var holds = true
      for check in rule.checks where try !self.holds(check, in: document) {
        holds = false
        try judge(check, of: resource.reference, in: document)
      }
      if holds, EdgeSource.distribution?.wasAsked != true { passed = document }
    } catch  where error.reason == .unanswered {
      add(
        .unknown, .undecided, at: DocumentPath(), of: resource.reference, expected: .null, actual: .null,
        message: error.message)
    } catch {
      noteFailure(of: resource.reference, "\(error)")
    }
    if findings.count == before { passes += 1 }
  }

  /// Why checks of one part are undecided.
  private struct Cause: Hashable {
    let part: DocumentPath?
    let reason: String
    let code: Finding.Code
  }

  /// Whether a verdict on that document is one on this one.
  private func isAlike(_ document: JSONValue, _ earlier: JSONValue?) -> Bool {
    guard let earlier, configured.areCommon else { return false }
    return rule.sameReading.holds(document, earlier)
  }

  /// Where resources may exist that nobody has seen, the rule stands unanswered for them.
  mutating func noteHiddenResources() {
    for type in rule.resources {
      for gap in view.gaps(hiding: type) {
        let region = view.estate.gaps[gap].resource.region
        noteUnknown(
          gap, at: DocumentPath(),
          of: ResourceReference(type: type, id: "*", account: view.estate.account, region: region))
      }
    }
  }

  /// Whether a check holds of all that it selects, wherever that stands.
  private func holds(_ check: Rule.Check, in document: JSONValue) throws(JMESPathError) -> Bool {
    let selected = try check.select.evaluate(document)
    for element in selected.array ?? [selected] where !element.isNull {
      if case .unread = element { return false }
      let (value, operand) = (try check.value.evaluate(element), try operand(check.operand, on: element))
      if check.predicate.judge(value, against: operand, at: time) != .holds { return false }
    }
    return true
  }

  private mutating func judge(_ check: Rule.Check, of resource: ResourceReference, in document: JSONValue)
    throws(JMESPathError)
  {
    let selecting = CodeTrace()
    let elements = try EdgeSource.$trace.withValue(selecting) {
      Result { () throws(JMESPathError) in try self.elements(of: check, in: document) }
    }.get()
    for element in elements {
      let whole = element.value
      if case .unread(let gap) = whole {
        noteUnknown(gap, at: place(of: element, in: document, of: resource), of: resource)
        continue
      }
      if whole.isNull { continue }
      let trace = CodeTrace()
      let (selected, operand) = try EdgeSource.$trace.withValue(trace) {
        Result { () throws(JMESPathError) in (try check.value.select(whole), try self.operand(check.operand, on: whole))
        }
      }.get()
      let value = selected.value
      let judgement = check.predicate.judge(value, against: operand, at: time)
      if judgement == .holds { continue }
      let place = place(of: element, check.path ?? selected.path, in: document, of: resource)
      // What is selected may depend on code too.
      selectingCode = selecting.isOfOneFunction ? selecting.place(of: judgement, value) : nil
      code = trace.place(of: judgement, value)
      var cause: Cause?
      if case .undecided(let reason) = judgement, let code = code ?? selectingCode {
        cause = Cause(part: element.path, reason: reason, code: code)
      }
      if let told = cause.flatMap({ causes[$0] }) {
        // What several checks ask of one part, and one place in its code keeps back, is told once.
        findings[told].otherPlaces.append(place)
      } else {
        let count = findings.count
        try report(judgement, by: check, value, operand, at: place, element: whole, of: resource)
        if let cause, findings.count > count { causes[cause] = count }
      }
      (code, selectingCode) = (nil, nil)
    }
  }

  private func place(
    of element: Selection, _ inner: DocumentPath? = nil, in document: JSONValue, of resource: ResourceReference
  ) -> DocumentPath {
    (element.path ?? DocumentPath()).appending(inner ?? DocumentPath())
      .named(in: document, of: resource.type.schema.root)
  }

  private mutating func report(
    _ judgement: Judgement, by check: Rule.Check, _ actual: JSONValue, _ operand: JSONValue, at place: DocumentPath,
    element: JSONValue, of resource: ResourceReference
  ) throws(JMESPathError) {
    let expected = check.predicate.expected(operand.certain)
    switch judgement {
    case .holds: break
    case .unread(let gap): noteUnknown(gap, at: place, of: resource)
    case .fails
    where !actual.isNull && ![.present, .absent].contains(check.predicate) && resource.type.schema.root[place].isSecret:
      // That it is there is known. Neither what is there nor what it is held against may be told.
      let message = "\(place) is a secret, of which only is known that it is there. Look at it yourself, or waive this."
      add(.unknown, .undecided, at: place, of: resource, expected: .null, actual: .null, message: message)
    case .fails(let unmet):
      let repair = check.repair ?? rule.repair
      let facts: [MessageTemplate.Fact: JSONValue] = [
        .id: .string(resource.id), .path: .string(place.description), .expected: operand.certain,
        .actual: actual.certain,
        .unmet: .array(unmet),
      ]
      let trace = CodeTrace()
      let message = EdgeSource.$trace.withValue(trace) {
        check.message.text(facts: facts, element: element, parameters: parameters)
      }
      // What is judged is not always asked of the code: a runtime is, because of what the code uses.
      code = code ?? trace.place(of: judgement, actual) ?? selectingCode
      if let transition = check.transition, case .holds = try transition.truth(element) {
        let waiting = "\(message) AWS is still at it."
        add(
          .unknown, .transition, at: place, of: resource, expected: expected, actual: actual.certain, message: waiting)
        failures.append(
          failure(of: resource, code: "InTransition", waiting, advice: "Run the audit again in a minute."))
        return
      }
      add(
        .fail, at: place, of: resource, expected: expected, actual: actual.certain, unmet: unmet, message: message,
        repair: try offer(repair, for: element, expecting: operand.certain, facts))
    case .undecided(let reason):
      code = code ?? selectingCode
      add(.unknown, .undecided, at: place, of: resource, expected: expected, actual: actual.certain, message: reason)
    }
  }

  /// What a repair can do about an element.
  private func offer(
    _ repair: Rule.Repair, for element: JSONValue, expecting expected: JSONValue,
    _ facts: [MessageTemplate.Fact: JSONValue]
  ) throws(JMESPathError) -> Finding.Repair {
    guard let action = repair.action else { return .none }
    let isAutomatic = repair.mode == .auto
    if let condition = repair.condition, (try? condition.truth(element)) != .holds {
      let reason = repair.otherwise?.text(facts: facts, element: element, parameters: parameters) ?? ""
      return reason.isEmpty ? .none : .left(reason, isAutomatic: isAutomatic)
    }
    let resolved: RepairAction
    switch action {
    case .set(let operand):
      let value = try self.operand(operand, on: element)
      if value.firstGap != nil { return .none }
      resolved = .set(value)
    case .perform(let name): resolved = .perform(name, expected: expected)
    }
    return Finding.Repair(resolved, summary: repair.summary, isAutomatic: isAutomatic)
  }

  private func elements(of check: Rule.Check, in document: JSONValue) throws(JMESPathError) -> [Selection] {
    let selection = try check.select.select(document)
    return selection.isArray ? selection.elements : [selection]
  }

  private func operand(_ operand: Operand, on element: JSONValue) throws(JMESPathError) -> JSONValue {
    switch operand {
    case .literal(let value): value
    case .parameter(let name): parameters[name] ?? .null
    case .expression(let expression): try expression.evaluate(element)
    case .parts(let parts):
      .object(
        JSONObject(
          try parts.map { (part) throws(JMESPathError) in (part.name, try self.operand(part.operand, on: element)) }))
    }
  }

  private mutating func noteUnknown(_ gap: Int, at place: DocumentPath, of resource: ResourceReference) {
    gaps.insert(gap)
    let cause = view.estate.gaps[gap]
    add(
      .unknown, cause.reason, at: place, of: resource, expected: .null, actual: .null, cause: cause.code,
      message: cause.verdict)
  }

  private mutating func noteFailure(of resource: ResourceReference, _ reason: String) {
    let message = "The rule could not be evaluated: \(reason)"
    add(.unknown, .undecided, at: DocumentPath(), of: resource, expected: .null, actual: .null, message: message)
    failures.append(failure(of: resource, code: "RuleError", message))
  }

  private func failure(
    of resource: ResourceReference, code: String, _ message: String, advice: String? = nil
  ) -> AuditReport.Failure {
    AuditReport.Failure(
      operation: "audit:\(rule.id)", resource: resource, code: code, message: message,
      advice: advice ?? rule.remediation.recommendation, unjudgedRules: [rule.id])
  }

  private mutating func add(
    _ status: Finding.Status, _ reason: Finding.UnknownReason? = nil, at place: DocumentPath,
    of resource: ResourceReference,
    expected: JSONValue, actual: JSONValue, unmet: [JSONValue] = [], cause: String = "", message: String,
    repair: Finding.Repair = .none
  ) {
    var finding = Finding(
      fingerprint: Fingerprint.of(
        [rule.id, resource.type.rawValue, resource.id, resource.account, resource.region, place.description]),
      rule: rule.id, title: rule.title, severity: severity, status: status, reason: reason,
      resource: resource, place: place,
      expected: expected, actual: actual, message: message, why: rule.why,
      remediation: rule.remediation.recommendation,
      repair: repair, source: rule.source)
    finding.code = code
    (finding.unmet, finding.cause) = (unmet, cause)
    guard let (index, verdicts) = known[finding.identity] else {
      known[finding.identity] = (findings.count, 1)
      findings.append(finding)
      return
    }
    // Two gaps may hide one thing; it is unknown once. What two checks say of one place is told by one finding.
    if reason == .unread || findings[index].reason == .unread || findings[index].message.contains(message) { return }
    if verdicts < Self.verdictsTold {
      findings[index].join(finding)
    } else if verdicts == Self.verdictsTold {
      findings[index].message += " There is more of it."
    }
    known[finding.identity]?.verdicts += 1
  }

  /// How many verdicts on one place are told one by one.
  private static let verdictsTold = 8
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
