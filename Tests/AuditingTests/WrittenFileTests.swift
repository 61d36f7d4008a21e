import Documents
import Estate
import Foundation
import Schema
import Testing
@testable import Auditing

/// Files that the tool writes and people go on with.
@Suite struct WrittenFileTests {
  @Test func `a file is known as it was written, whatever line ends version control gives it`() {
    let text = WrittenFile.sealed("only: []\nresources: []\n")
    #expect(WrittenFile.isUntouched(text))
    #expect(WrittenFile.isUntouched(text.replacing("\n", with: "\r\n")))
    #expect(WrittenFile.isUntouched(WrittenFile.sealed("")))
  }

  @Test(arguments: ["# by hand\n", " ", "\n", "x"])
  func `whatever somebody adds, takes away or puts there instead is seen`(added: String) {
    let text = WrittenFile.sealed("resources: []\n")
    #expect(!WrittenFile.isUntouched(text + added))
    #expect(!WrittenFile.isUntouched(added + text))
    #expect(!WrittenFile.isUntouched(String(text.dropLast(2)) + added))
    #expect(!WrittenFile.isUntouched(added))
    #expect(!WrittenFile.isUntouched(""))
    #expect(!WrittenFile.isUntouched(text.split(separator: "\n").dropFirst().joined(separator: "\n")))
  }

  // MARK: Waivers

  private func accepted(_ reason: String = "Known: before \"2027\"") throws -> Finding.Waiver {
    Finding.Waiver(reason: reason, expires: try #require(CalendarDate("9999-12-31")))
  }
  private static let http: JSONValue = ["ViewerProtocolPolicy": "allow-all"]

  private static let estate = Estates.estate(
    Estates.distribution(
      "E1",
      [
        "DefaultCacheBehavior": http,
        "CacheBehaviors": [["PathPattern": "/media/*", "ViewerProtocolPolicy": "allow-all"]],
      ]), Estates.distribution("E2", ["DefaultCacheBehavior": http]))

  private func audit(_ configuration: String = "", _ estate: Estate = estate) throws -> Auditor.Outcome {
    let text = configuration.isEmpty ? "{}" : configuration
    return Auditor(
      rules: try RuleSet(RuleSet.builtIn).selection(only: ["viewer-protocol-https"]),
      configuration: try Configuration(.init(file: "w.yaml", text: text), for: RuleSet(RuleSet.builtIn))
    ).audit(estate, at: Date(timeIntervalSince1970: 0))
  }

  /// Findings, all waived, and the file that says so.
  private static func waiving(
    _ findings: [Finding], in file: String, _ waiver: Finding.Waiver
  ) -> (findings: [Finding], written: (text: String, count: Int)) {
    var report = AuditReport(
      run: AuditReport.Run(
        id: "", version: "", startedAt: .distantPast, finishedAt: .distantPast, accounts: [], regions: [], resources: 1,
        rules: 1, callsByOperation: [:], retries: 0), findings: findings, passes: 0, failures: [])
    report.waiveAll(waiver)
    return (report.findings, WaiverWriter.text(waiving: report.findings) { $0 == file })
  }

  @Test func `waivers that are written waive all that was found, and nothing that comes later`() throws {
    let waiver = try accepted()
    let (findings, written) = Self.waiving(try audit().findings, in: "w.yaml", waiver)
    #expect(written.count == 3 && findings.allSatisfy { $0.status == .waived && $0.waiver == waiver })
    let outcome = try audit(written.text)
    #expect(outcome.findings.map(\.status) == [.waived, .waived, .waived] && outcome.warnings.isEmpty)
    #expect(outcome.findings.allSatisfy { $0.waiver?.reason == waiver.reason })
    // `/media/*` is the name of a behaviour, and would fit another one as a pattern.
    var later = Self.estate
    later.replace(
      [
        "Id": "E1", "ARN": "arn:aws:cloudfront::111122223333:distribution/E1",
        "CacheBehaviors": [["PathPattern": "/media/new/*", "ViewerProtocolPolicy": "allow-all"]],
      ], of: .init(.distribution, "E1"))
    later.add(Estates.distribution("E11", ["DefaultCacheBehavior": Self.http]))
    #expect(
      try audit(written.text, later).findings.filter { $0.status == .fail }.map { "\($0.resource.id) \($0.path)" } == [
        "E1 CacheBehaviors[/media/new/*].ViewerProtocolPolicy", "E11 DefaultCacheBehavior.ViewerProtocolPolicy",
      ])
  }

  @Test func `what the file waives already stays in it, with its own reason and day`() throws {
    let waiver = try accepted()
    let (_, first) = Self.waiving(try audit().findings, in: "w.yaml", waiver)
    var later = Self.estate
    later.add(Estates.distribution("E3", ["DefaultCacheBehavior": Self.http]))
    let second = try accepted("Later.")
    let (_, written) = Self.waiving(try audit(first.text, later).findings, in: "w.yaml", second)
    let reasons = try audit(written.text, later).findings.map { "\($0.resource.id) \($0.waiver?.reason ?? "")" }
    #expect(reasons.filter { $0 == "E3 Later." }.count == 1 && reasons.filter { $0.contains("Known") }.count == 3)
    // What another file waives is that one's.
    let (_, others) = Self.waiving(try audit(first.text, later).findings, in: "other.yaml", second)
    #expect(others.count == 1)
  }

  @Test func `what is undecided is waived, what is unread or in transition is not`() throws {
    let waiver = try accepted()
    let resource = ResourceReference(type: .distribution, id: "E1", account: Estates.account)
    func finding(_ reason: Finding.UnknownReason) -> Finding {
      Finding(
        fingerprint: reason.rawValue, rule: "x", title: "", severity: .high, status: .unknown, reason: reason,
        resource: resource, place: DocumentPath(), expected: .null, actual: .null, message: "It is \(reason).", why: "",
        remediation: "", repair: .none, source: SourceMark(file: "x", line: 1))
    }
    func failure(_ code: String, _ reason: Finding.UnknownReason) -> AuditReport.Failure {
      AuditReport.Failure(
        operation: "audit:x", resource: resource, code: code, message: "It is \(reason).", advice: "",
        unjudgedRules: ["x"])
    }
    var report = AuditReport(
      run: AuditReport.Run(
        id: "", version: "", startedAt: .distantPast, finishedAt: .distantPast, accounts: [], regions: [], resources: 1,
        rules: 1, callsByOperation: [:], retries: 0),
      findings: [.undecided, .unread, .transition].map(finding), passes: 0,
      failures: [failure("InTransition", .transition)])
    #expect(!report.isComplete)
    report.waiveAll(waiver)
    #expect(WaiverWriter.text(waiving: report.findings) { _ in false }.count == 1)
    #expect(report.findings.count { $0.status == .waived } == 1 && report.findings.count { $0.status == .unknown } == 2)
    #expect(report.failures.map(\.code) == ["InTransition"])
    // Two that one entry accepts are written as one.
    let alike = report.findings.filter { $0.status == .waived }
    let written = WaiverWriter.text(waiving: alike + alike) { _ in false }
    #expect(written.count == 2 && written.text.components(separatedBy: "- rule:").count == 2)
  }

  @Test func `a file with nothing to waive is one that a configuration takes`() throws {
    let text = WaiverWriter.text(waiving: []) { _ in false }.text
    #expect(try audit(WrittenFile.sealed(text)).findings.count == 3)
  }

  // MARK: Files that include others

  private func configuration(_ text: String, _ files: [String: String]) throws -> Configuration {
    try Configuration(.init(file: "ci/audit.yaml", text: text), for: RuleSet(RuleSet.builtIn)) { path in
      guard let text = files[path] else { throw Missing(description: "\(path): there is no such file.") }
      return text
    }
  }

  private struct Missing: Error, CustomStringConvertible { let description: String }

  @Test func `a configuration includes others, and counts more than they do`() throws {
    let configuration = try configuration(
      "include: [w.yaml, /etc/common.yaml]\nrules: {compression: {severity: info}}",
      [
        "ci/w.yaml": "waivers: [{rule: compression, resource: E1, reason: x, expires: 2030-01-01}]",
        "/etc/common.yaml": "rules: {compression: {severity: critical}, edge-role-trust: {severity: low}}",
      ])
    let set = try RuleSet(RuleSet.builtIn)
    #expect(configuration.severity(of: try set.rule("compression")) == .info)
    #expect(configuration.severity(of: try set.rule("edge-role-trust")) == .low)
    #expect(configuration.waivers.map(\.source.file) == ["ci/w.yaml"])
  }

  @Test(
    arguments: [
      (["ci/a.yaml": "include: [a.yaml]"], "ci/a.yaml:1:11: ci/a.yaml includes itself."),
      (["ci/a.yaml": "include: [audit.yaml]"], "ci/a.yaml:1:11: ci/audit.yaml includes itself."),
      ([:], "ci/audit.yaml:1:11: ci/a.yaml: there is no such file."),
      (["ci/a.yaml": "state: x"], "ci/a.yaml:1:1: \"state\" means nothing here."),
      (["ci/a.yaml": "waivers: [{rule: nope}]"], "ci/a.yaml:1:18: There is no rule \"nope\"."),
      (["ci/a.yaml": "a: ["], "ci/a.yaml:2:1: This is no YAML"),
    ])
  func `what is wrong in a file that is included is said at its place`(files: [String: String], issue: String) {
    let error = #expect(throws: FileIssues.self) { try configuration("include: [a.yaml]", files) }
    #expect(error?.issues.contains { $0.description.hasPrefix(issue) } == true, "\(error?.description ?? "")")
  }

  // MARK: Baselines that include others

  @Test func `each file counts once by what it is, and again only where its variables say something else`() throws {
    let files = [
      "b/common.yaml": "resources: [{type: AWS::CloudFront::Distribution, id: \"${id}\", only: []}]",
      "b/plain.yaml": "only: [AWS::CloudFront::Function]\nresources: [{type: AWS::S3::Bucket, id: b, only: true}]",
    ]
    let context = BaselineFile.Context(
      environment: [:], identity: { $0.replacing("b/./", with: "b/").replacing("link", with: "plain") }
    ) { files[$0.replacing("b/./", with: "b/").replacing("link", with: "plain")] ?? "" }
    func ids(_ sources: [(String, String)]) throws -> [String] {
      try BaselineFile.read(sources.map { .init(file: $0.0, text: $0.1) }, context).declarations.map {
        $0.selector.id ?? ""
      }
    }
    let plain = files["b/plain.yaml"] ?? ""
    #expect(try ids([("b/plain.yaml", plain), ("b/link.yaml", plain)]) == ["b"])
    let thrice = "include: [plain.yaml, ./plain.yaml, link.yaml]"
    #expect(try ids([("b/x.yaml", thrice), ("b/plain.yaml", plain)]) == ["b"])
    #expect(try ids([("b/x.yaml", "variables: {id: E1}\ninclude: [plain.yaml]"), ("b/plain.yaml", plain)]) == ["b"])
    let one = ("b/1.yaml", "variables: {id: E1}\ninclude: [common.yaml]")
    #expect(
      try ids([one, ("b/2.yaml", "variables: {id: E2}\ninclude: [common.yaml]"), ("b/3.yaml", one.1)]) == ["E1", "E2"])
    let empty = try BaselineFile.read([.init(file: "b/e.yaml", text: "variables: {a: 1}")], context).empty
    #expect(empty.map(\.description) == ["b/e.yaml:1:1: Nothing is declared here."])
  }
}
