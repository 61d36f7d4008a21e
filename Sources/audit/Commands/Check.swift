import ArgumentParser
import Auditing
import Estate
import Foundation
import Reporting

/// `audit check`.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Read the estate, evaluate rules, report.",
    discussion: """
      EXAMPLES
        audit check
        audit check --profile production --fail-on high
        audit check --resource 'E1ABC*' --format json
        audit check --snapshot estate.json --report json=report.json
        audit check --baseline baselines --only baseline
        audit check --new-only --since before-apply.json
        audit check --report sarif=audit.sarif --report junit=audit.xml
        audit check --config ci/audit.yaml

      CONFIGURATION
        audit.yaml sets what a project wants otherwise. Every part may be left out:

        rules:
          access-logging: {enabled: false}
          compression: {severity: info}
        parameters:
          edge-log-retention.maxDays: 30
        overrides:
          - resource: "/aws/lambda/*.books-*"
            parameters: {edge-log-retention.maxDays: 3}
        waivers:
          - rule: compression
            resource: E1ABC*
            path: "CacheBehaviors[/media/*]*"
            reason: Video is compressed already.
            expires: 2027-03-31
      """)

  @OptionGroup(title: "What is checked") var selection: SelectionOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(name: .customLong("new-only"), help: "Report only what is not in the snapshot that --since names.")
  var newOnly = false

  @Option(
    help: ArgumentHelp("With --new-only: a snapshot from before, as of before `terraform apply`.", valueName: "file"))
  var since: String?

  func validate() throws {
    if newOnly != (since != nil) { throw ValidationError("--new-only and --since FILE belong together.") }
  }

  func run() async throws {
    let startedAt = Date()
    var auditor = try selection.auditor()
    let reports = try output.open()
    let snapshot: Snapshot
    let isLive: Bool
    if let read = try selection.readSnapshot() {
      (snapshot, isLive) = (read, false)
      auditor = try auditor.leavingOutOtherAccounts(than: read.estate.account)
    } else {
      let session = try Session(aws, progress: output.terminal.showsProgress, verbose: output.verbose)
      // Before all is read, which would be in vain.
      if auditor.dependsOnAccount {
        auditor = try auditor.leavingOutOtherAccounts(than: try await session.account())
      }
      snapshot = try await session.collect(auditor.needs, filter: auditor.filter, named: auditor.named)
      isLive = true
    }
    Memory.keep(snapshot)
    var outcome = auditor.audit(snapshot.estate, at: startedAt)
    if let since { leaveOutWhatWasThere(in: try Files.readSnapshot(since).estate, &outcome, auditor, at: startedAt) }
    let report = AuditReport(
      outcome, of: snapshot.estate, by: auditor, from: startedAt, calls: isLive ? snapshot.callsByOperation : [:],
      retries: isLive ? snapshot.retries : 0)
    try reports.write(report)
    if let outcome = report.outcome(failOn: output.failOn) { throw outcome }
  }

  /// Leaves out what failed already in an older estate. What could not be judged there counts as new.
  private func leaveOutWhatWasThere(
    in old: Estate, _ outcome: inout Auditor.Outcome, _ auditor: Auditor, at time: Date
  ) {
    let known = Set(auditor.audit(old, at: time).findings.filter { $0.status != .unknown }.map(\.fingerprint))
    let before = outcome.findings.count
    outcome.findings.removeAll { $0.status == .fail && known.contains($0.fingerprint) }
    let count = before - outcome.findings.count
    if count > 0 {
      StandardError.write("audit: \(count) finding\(count == 1 ? " was" : "s were") there before and left out.")
    }
  }
}

extension AuditReport {
  /// The report of what came of an audit that began at a time and took these calls.
  init(
    _ outcome: Auditor.Outcome, of estate: Estate, by auditor: Auditor, from startedAt: Date, calls: [String: Int],
    retries: Int
  ) {
    self.init(
      run: Run(
        id: UUID().uuidString.lowercased(), version: Audit.version, startedAt: startedAt, finishedAt: Date(),
        accounts: estate.account.isEmpty ? [] : [estate.account], regions: estate.regions,
        resources: estate.resources.count, rules: auditor.rules.count, callsByOperation: calls, retries: retries),
      rules: outcome.rules, findings: outcome.findings, passes: outcome.passes, failures: outcome.failures,
      warnings: outcome.warnings)
    run.declarations = auditor.declarations.count
  }

  /// How a check ends, by the contract: what could not be verified wins over what is wrong.
  func outcome(failOn: Severity) -> Outcome? {
    if !failures.isEmpty || findings.contains(where: { $0.status == .unknown }) { return .incomplete }
    return findings.contains { $0.status == .fail && $0.severity >= failOn } ? .drift : nil
  }
}
