import Auditing
import Documents
import Estate
import Repairing
import Schema
import Testing

/// What a second look says of findings that were to be repaired. What is there is an estate in memory, judged by rules as
/// ever.
@Suite struct SecondLookTests {
  private static let rules = """
    rules:
      - id: retention
        title: T
        severity: medium
        resource: AWS::Logs::LogGroup
        value: retentionInDays
        expect: {atMost: 90}
        message: "It is {actual}."
        why: W
        remediation: {recommendation: R}
        repair: {mode: auto, summary: "Keep 90 days.", set: 90}
      - id: named
        title: T
        severity: low
        resource: AWS::Logs::LogGroup
        value: logGroupClass
        expect: {equals: STANDARD}
        message: "It is {actual}."
        why: W
        remediation: {recommendation: R}
        repair: {mode: none}
    """

  private static func group(_ id: String, days: Int, class name: String = "STANDARD") -> Resource {
    Resource(
      reference: ResourceReference(
        type: .logGroup, id: id, arn: "arn:aws:logs:us-east-1:111122223333:log-group:\(id)", account: "111122223333",
        region: "us-east-1"),
      properties: ["logGroupName": .string(id), "retentionInDays": .integer(days), "logGroupClass": .string(name)])
  }

  private static func estate(_ groups: [Resource], gaps: [Gap] = []) -> Estate {
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    for group in groups { estate.add(group) }
    for gap in gaps { estate.addGap(gap) }
    return estate
  }

  /// Two groups, one kept too long, one not judged otherwise; and a plan for the first.
  private struct Repair {
    let auditor: Auditor
    let before: Auditor.Outcome
    var run: RepairRun

    init() throws {
      auditor = Auditor(rules: try RuleSet([.init(file: "rules.yaml", text: SecondLookTests.rules)]).rules)
      let estate = SecondLookTests.estate([
        SecondLookTests.group("a", days: 400), SecondLookTests.group("b", days: 30, class: "INFREQUENT_ACCESS"),
      ])
      before = auditor.audit(estate)
      run = RepairRun(plan: Planner(before.findings.filter { $0.repair.isAvailable }, in: estate).plan)
      run.outcomes = run.plan.steps.map { ($0, StepOutcome(.applied)) }
    }

    /// Looks as often as is needed; each look sees the next of the estates.
    mutating func verify(_ estates: Estate..., resting: Bool = false) async -> (
      after: Auditor.Outcome, looks: [ResourceFilter]
    ) {
      var looks: [ResourceFilter] = []
      let look = SecondLook(by: auditor, after: before, resting: resting ? {} : nil) { auditor in
        looks.append(auditor.filter)
        return auditor.audit(estates[min(looks.count, estates.count) - 1])
      }
      let after = await look.verify(&run)
      return (after, looks)
    }
  }

  private func rules(_ findings: [Finding]?) -> [String] { (findings ?? []).map { "\($0.rule) \($0.resource.id)" } }

  @Test func `what is gone is repaired, and what was not touched stands as it was found`() async throws {
    var repair = try Repair()
    let (after, looks) = await repair.verify(Self.estate([Self.group("a", days: 90)]))
    let verification = try #require(repair.run.verification)
    #expect(rules(verification.repaired) == ["retention a"])
    #expect((verification.remaining + verification.unverified + verification.worse).isEmpty)
    #expect(rules(after.findings) == ["named b"])
    #expect(after.passes == repair.before.passes + 1)
    // Only what was touched is read again.
    #expect(looks.count == 1 && looks[0].matches(Self.group("a", days: 90).reference))
    #expect(!looks[0].matches(Self.group("b", days: 90).reference))
  }

  @Test func `what is still there remains, and is looked at four times, but only where there is time`() async throws {
    for (resting, count) in [(false, 1), (true, 4)] {
      var repair = try Repair()
      let (after, looks) = await repair.verify(Self.estate([Self.group("a", days: 400)]), resting: resting)
      #expect(rules(repair.run.verification?.remaining) == ["retention a"])
      #expect(repair.run.verification?.repaired.isEmpty == true)
      #expect(rules(after.findings) == ["retention a", "named b"])
      #expect(after.passes == repair.before.passes && looks.count == count)
    }
  }

  @Test func `what is seen to be gone only later is repaired`() async throws {
    var repair = try Repair()
    let (_, looks) = await repair.verify(
      Self.estate([Self.group("a", days: 400)]), Self.estate([Self.group("a", days: 90)]), resting: true)
    #expect(looks.count == 2 && rules(repair.run.verification?.repaired) == ["retention a"])
  }

  @Test func `what came with a repair is new, and what was there on other resources is not`() async throws {
    var repair = try Repair()
    let (after, _) = await repair.verify(Self.estate([Self.group("a", days: 90, class: "DELIVERY")]))
    #expect(rules(repair.run.verification?.worse) == ["named a"])
    #expect(rules(after.findings).sorted() == ["named a", "named b"])
    #expect(after.passes == repair.before.passes)
  }

  @Test func `what a rule could not judge again is not verified, whether it is one part or a whole list`() async throws
  {
    let group = Self.group("a", days: 90).reference
    func gap(_ resource: ResourceReference, hides: [ResourceType] = []) -> Gap {
      Gap(
        operation: "logs:DescribeLogGroups", resource: resource, group: LogGroupSchema.group.name,
        code: "ThrottlingException", message: "Slow down.", advice: "Again.", hides: hides)
    }
    let list = ResourceReference(type: .logGroup, id: "*", account: group.account, region: "us-east-1")
    for estate in [
      Self.estate([], gaps: [gap(list, hides: [.logGroup])]),
      Self.estate([Resource(reference: group, properties: ["logGroupName": "a"])], gaps: [gap(group)]),
    ] {
      var repair = try Repair()
      let (after, _) = await repair.verify(estate)
      #expect(rules(repair.run.verification?.unverified) == ["retention a"])
      #expect(repair.run.verification?.repaired.isEmpty == true)
      #expect(!after.failures.isEmpty || after.findings.contains { $0.status == .unknown })
    }
  }

  @Test func `where nobody can look again, nothing is verified and all stands as it was found`()
    async throws
  {
    struct Expired: Error, CustomStringConvertible { let description = "ExpiredToken: the credentials have ended" }
    var repair = try Repair()
    let look = SecondLook(by: repair.auditor, after: repair.before, resting: nil) { _ in throw Expired() }
    let after = await look.verify(&repair.run)
    #expect(rules(repair.run.verification?.unverified) == ["retention a"])
    #expect(repair.run.verification?.remaining.isEmpty == true)
    #expect(after.findings.map(\.fingerprint) == repair.before.findings.map(\.fingerprint))
    let failure = try #require(after.failures.first)
    #expect(failure.code == "NotVerified" && failure.message.contains("ExpiredToken"))
    #expect(failure.unjudgedRules == ["retention"])
  }
}
