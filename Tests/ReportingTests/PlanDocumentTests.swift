import Auditing
import Documents
import Estate
import Repairing
import Schema
import Testing

@testable import Reporting

/// Plans as people read them.
@Suite struct PlanDocumentTests {
  private static func group(_ region: String) -> ResourceReference {
    ResourceReference(type: .logGroup, id: "/aws/lambda/us-east-1.a", region: region)
  }

  private static func finding(_ rule: String, on resource: ResourceReference, _ message: String) -> Finding {
    SampleReport.finding(rule, .high, on: resource, at: "retentionInDays", message: message)
  }

  private static func plan() -> Plan {
    var plan = Plan()
    for region in ["eu-west-1", "us-east-1", "ap-south-1"] {
      let finding = finding("edge-log-retention", on: group(region), "Events are kept for ever in \(region).")
      plan.findings[finding.fingerprint] = finding
      plan.steps.append(
        Step(
          Part(.retention, of: group(region)), changes: [Change("retentionInDays", from: .null, to: 30)],
          findings: [finding.fingerprint]))
    }
    let function = ResourceReference(type: .cloudFrontFunction, id: "index")
    let code = (1...20).map { "line \($0);" }
    var other = code
    other[9] = "line ten <b>`@team`</b>;"
    plan.steps.append(
      Step(
        Part(.stages, of: function),
        changes: [
          Change(
            "LIVE.FunctionCode", from: .string(code.joined(separator: "\n")), to: .string(other.joined(separator: "\n"))
          )
        ]))
    plan.steps.append(
      Step(
        Part(.lambdaConfiguration, of: ResourceReference(type: .lambdaFunction, id: "f", region: "us-east-1")),
        changes: [
          Change("Environment.Variables.A", from: .string(Redacted.mark), to: .null),
          Change("Environment.Variables.B", from: .string(Redacted.mark), to: .null),
        ]))
    return plan
  }

  private static let document = PlanDocument(
    SavedPlan(
      plan(), entailing: .none, account: "111122223333", readAt: "2026-01-01T00:00:00.000Z", version: "0",
      inputs: SavedPlan.Inputs(rules: "r", baselines: "b")))

  @Test func `a plan that names no account is for none, and says so`() {
    let plan = SavedPlan(
      Plan(), entailing: .none, account: "", readAt: "2026-01-01T00:00:00.000Z", version: "0",
      inputs: SavedPlan.Inputs(rules: "r", baselines: "b"))
    for account in ["", "111122223333"] {
      let error = #expect(throws: SavedPlanError.self) { try plan.expect(account: account) }
      #expect(error?.description.contains("does not say for which account") == true)
    }
  }

  @Test(arguments: PlanDocument.Format.allCases.filter { $0 != .json })
  func `equal steps stand once, with all that they are made to, and the summary comes last`(
    format: PlanDocument.Format
  ) throws {
    let text = Self.document.write(format, options: ReportOptions(width: 100))
    #expect(text.split(separator: "edge-log-retention").count == 2)
    for region in ["eu-west-1", "us-east-1", "ap-south-1"] {
      #expect(text.contains("@\(region)") || text.contains(region))
    }
    let summary = "6 changes to 5 resources; 5 cannot be undone."
    let last = try #require(text.range(of: summary, options: .backwards), "\(text)")
    #expect(!text[last.upperBound...].contains("edge-log-retention"))
  }

  @Test func `code is shown by the lines that differ, and is no markup anywhere`() {
    let text = Self.document.write(.text, options: ReportOptions(width: 100))
    #expect(text.contains("- line 10;") && text.contains("+ line ten") && !text.contains("line 3;"))
    for format in [PlanDocument.Format.markdown, .html] {
      let markup = Self.document.write(format)
      #expect(!markup.contains("<b>") && markup.contains("line ten"))
    }
    #expect(!Self.document.write(.markdown).contains("@team"))
  }

  @Test func `the question says how many changes cannot be undone`() {
    #expect(RepairReport.question(Self.plan()).contains("5 of them cannot be undone"))
    #expect(!RepairReport.question(Plan()).contains("undone"))
  }

  @Test(
    arguments: [
      (.null, 30, true), (90, 30, true), (30, 90, false), (30, .null, false), (30, 30, false),
    ] as [(JSONValue, JSONValue, Bool)])
  func `what deletes events for good cannot be undone, and what keeps them longer can`(
    from: JSONValue, to: JSONValue, isLost: Bool
  ) {
    let group = Self.group("us-east-1")
    let step = Step(
      Part(.retention, of: group), changes: [Change("retentionInDays", from: from, to: .value(to))])
    let plan = Plan(steps: [step])
    #expect(plan.irreversibleCount == (isLost ? 1 : 0))
    #expect(RepairReport.question(plan).contains("1 of them cannot be undone") == isLost)
    let accounts = AccountRepairReport.make([.init(account: "1", name: "books", run: RepairRun(plan: plan))])
    let table = accounts(ReportOptions(width: 100)).plan
    #expect(table.contains("; 1 cannot be undone.") == isLost, "\(table)")
    let document = PlanDocument(
      SavedPlan(
        plan, entailing: .none, account: "1", readAt: "t", version: "0", inputs: .init(rules: "r", baselines: "b")))
    for format in PlanDocument.Format.allCases where format != .json {
      #expect(document.write(format).contains("; 1 cannot be undone.") == isLost)
    }
    #expect(document.write(.markdown).contains("**Cannot be undone:** Events older than that are deleted") == isLost)
    #expect(document.write(.html).contains("Cannot be undone:</strong> Events older than that") == isLost)
  }

  @Test func `of several accounts only those where something was written are told how it is taken back`() {
    func part(_ account: String, _ status: StepOutcome.Status, hasWritten: Bool) -> AccountRepairReport.Part {
      var run = RepairRun(id: "run-\(account)", plan: Self.plan())
      run.outcomes = run.plan.steps.map { ($0, StepOutcome(status, "Why.", hasWritten: hasWritten)) }
      return .init(account: account, name: "", run: run)
    }
    let report = AccountRepairReport([
      part("1", .applied, hasWritten: true), part("2", .failed, hasWritten: false), part("3", .done, hasWritten: false),
      part("4", .stopped, hasWritten: false), part("5", .partial, hasWritten: true),
    ])
    let text = report.result
    #expect(text.ranges(of: "audit undo ").count == 2, "\(text)")
    for account in ["1", "5"] { #expect(text.contains("audit undo run-\(account) puts back")) }
    for account in ["2", "3", "4"] { #expect(!text.contains("run-\(account)"), "\(text)") }
  }

  @Test(.needsPython) func `the page is valid`() throws {
    let (isValid, output) = try Validator.judge(Self.document.write(.html), as: .html)
    #expect(isValid, "\(output)")
  }

  /// A report of nothing wrong, with this plan in two accounts.
  private static func write(_ format: ReportFormat, _ plan: Plan, isPlan: Bool = true) -> String {
    let parts = ["111122223333", "444455556666"].map {
      AccountRepairReport.Part(account: $0, name: "<b>team</b>", run: RepairRun(plan: plan))
    }
    let repairs = ReportedRepairs(AccountRepairReport.make(parts), isPlan: isPlan)
    let report = AuditReport(run: SampleReport.run(), findings: [], passes: 1, failures: [])
    return format.write(report, repairs: repairs)
  }

  @Test(.needsPython, arguments: [true, false])
  func `a report over several accounts with a plan in each is a valid page`(isPlan: Bool) throws {
    let page = Self.write(.html, Self.plan(), isPlan: isPlan)
    #expect(page.contains("Account 444455556666") || !isPlan)
    #expect(page.contains("edge-log-retention") == isPlan && !page.contains("<b>"))
    let (isValid, output) = try Validator.judge(page, as: .html)
    #expect(isValid, "\(output)")
  }

  @Test func `a long plan leaves room for what is wrong, and says what it left out`() {
    var plan = Plan()
    for number in 1...400 {
      plan.steps.append(
        Step(
          Part(.retention, of: ResourceReference(type: .logGroup, id: "/aws/lambda/\(number)", region: "eu-west-1")),
          changes: [Change("retentionInDays", from: .null, to: .integer(number))]))
    }
    let text = Self.write(.markdown, plan)
    #expect(text.utf8.count <= MarkdownReport.limit && text.utf8.count > MarkdownReport.limit / 3)
    #expect(text.contains("/aws/lambda/1&#64;eu-west-1<") && text.contains("did not fit in here"))
    #expect(text.hasSuffix("</sub>\n"))
    #expect(text.contains("Account 111122223333") && text.contains("Account 444455556666"))
    let done = Self.write(.markdown, plan, isPlan: false)
    #expect(done.contains("### What was done") && done.contains("0 of 400"))
  }

  private static let words = (1...2_000).map { JSONValue.string("arn:aws:s3:::bucket-\($0)/*") }

  /// The first value has what the second one lacks, and the other way round, far from where both begin.
  @Test(
    arguments: [
      (
        .string("\(String(repeating: "https://a.example.com ", count: 900))OLD"),
        .string("\(String(repeating: "https://a.example.com ", count: 900))NEW")
      ),
      (.array(words + ["OLD"]), .array(words + ["NEW"])),
      (.array(words + ["OLD"] + words), .array(["NEW"] + words + words)),
      (
        ["A": .array(words), "B": ["C": [["D": .array(words + ["OLD"])]]]],
        ["A": .array(words), "B": ["C": [["D": .array(words + ["NEW"])]]]]
      ),
      (["OLD": .array(words), "A": .array(words)], ["NEW": .array(words), "A": .array(words)]),
    ] as [(JSONValue, JSONValue)])
  func `what is shown of long values is what differs`(from: JSONValue, target: JSONValue) {
    var plan = Plan()
    plan.steps.append(
      Step(
        Part(.configuration, of: SampleReport.distribution("E1")),
        changes: [Change("Origins", from: from, to: .value(target))]))
    let document = PlanDocument(
      SavedPlan(
        plan, entailing: .none, account: "1", readAt: "t", version: "0", inputs: .init(rules: "r", baselines: "b")))
    for format in [PlanDocument.Format.text, .markdown, .html] {
      let text = document.write(format)
      #expect(text.contains("OLD") && text.contains("NEW"), "\(format): \(text.prefix(2_000))")
      #expect(text.utf8.count < 60_000)
    }
  }

  @Test func `a plan that is read again is the one that was written`() throws {
    var plan = Self.plan()
    let function = ResourceReference(type: .lambdaFunction, id: "f", region: "us-east-1")
    plan.steps.append(
      Step(
        Part(.configuration, of: SampleReport.distribution("E1")),
        changes: [
          Change(
            "CacheBehaviors[/a.b/*].TargetOriginId", from: "a", to: .versionPublished(Part(.version, of: function))),
          Change("CacheBehaviors", from: ["a", "b"], to: .order(["b", "a"])),
        ], after: [Part(.version, of: function)]))
    plan.refusals = [
      Plan.Refusal(finding: Self.finding("x", on: function, "No."), reason: "Because.")
    ]
    let saved = SavedPlan(
      plan, entailing: .none, account: "1", readAt: "t", version: "0", inputs: .init(rules: "r", baselines: "b"))
    for style in [JSONWriter(), JSONWriter(.pretty)] {
      let read = try SavedPlan(document: JSONReader.read(style.bytes(saved.document)))
      #expect(read.plan.steps == plan.steps && read.digest == saved.digest)
      #expect(read.plan.refusals.map(\.reason) == ["Because."])
    }
  }
}

/// Differences between texts, line by line.
@Suite struct LineDiffTests {
  @Test(
    arguments: [
      ("a\nb\nc", "a\nx\nc", ["  a", "- b", "+ x", "  c"]), ("", "a\nb", ["+ a", "+ b"]),
      ("a\nb\n", "", ["- a", "- b"]),
      ("a\nb", "b\na", ["- a", "  b", "+ a"]), ("a\n", "a", ["  … 1 line the same"]),
    ])
  func `removed before added, with what is around`(old: String, new: String, lines: [String]) {
    #expect(LineDiff(from: old, to: new).lines.map(\.text) == lines)
  }

  @Test func `of thousands of lines that all differ each is shown once`() {
    let old = (0..<20_000).map { "a\($0)" }.joined(separator: "\n")
    let new = (0..<20_000).map { "b\($0)" }.joined(separator: "\n")
    #expect(LineDiff(from: old, to: new).lines.count == 40_000)
  }
}
