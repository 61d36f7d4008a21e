import ArgumentParser
import Auditing
import Estate
import Foundation
import Repairing
import Reporting
import State
import Terraform

/// `audit fix`.
struct Fix: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix",
    abstract: "Put back what drifted: plan repairs, show them, apply them, verify them.",
    discussion: """
      EXAMPLES
        audit fix --dry-run                           show what would be done
        audit fix                                     show it, ask, do it, check it
        audit fix --yes --max-changes 20              without a terminal
        audit fix --only edge-lambda-no-environment   a repair that has to be asked for by name
        audit fix --baseline baselines --only baseline
        audit fix --resource E1ABC --no-wait
        audit fix --dry-run -o plan.json              write the plan, for a review
        audit fix --plan plan.json --digest SHA256    apply just what was reviewed

      Before a value is written it is read again: where somebody else has changed it since, nothing is written over it.
      Each run keeps a journal, which `audit undo RUN` takes back. `audit plan show` shows a plan that was written, and its
      digest.

      EXIT CODES
        0  nothing is left to repair
        2  something is left; with --dry-run, there is something to do
        1  it could not be found out, or done, completely, or a call that changes something was denied; this wins over 2
        130, 143  stopped by Ctrl-C or SIGTERM, after the call in flight
      """)

  @OptionGroup(title: "What is repaired") var selection: SelectionOptions
  @OptionGroup(title: "State") var states: StateOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "Repairs") var repairs: RepairOptions
  @OptionGroup(title: "Plans") var plans: PlanOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Show the plan and change nothing.")
  var isDryRun = false

  func validate() throws {
    if isDryRun, repairs.yes { throw ValidationError("--dry-run and --yes exclude each other.") }
    if selection.snapshot != nil, !isDryRun {
      throw ValidationError("A snapshot can only be planned for: add --dry-run.")
    }
    if plans.output != nil, !isDryRun || plans.plan != nil {
      throw ValidationError("-o writes the plan that --dry-run makes.")
    }
    if plans.plan != nil, selection.snapshot != nil {
      throw ValidationError("A plan is applied to the live estate: --plan and --snapshot exclude each other.")
    }
    if !isDryRun { try repairs.refuseWithoutConsent() }
  }

  func run() async throws {
    let startedAt = Date()
    StandardError.warnOfOldFacts(at: startedAt)
    let early = try selection.session(aws, progress: output.terminal.showsProgress, verbose: output.verbose)
    let (chosen, inputs) = try await selection.chosen(asking: early, aws)
    let saved = try plans.read()
    if let saved { try plans.admit(saved, inputs, at: startedAt) }
    let state = try RunState(
      states, configured: chosen.configuration.state, command: isDryRun ? "fix --dry-run" : "fix")
    let reports = try output.open()
    let planOutput = try plans.output.map { try Output($0) }
    if !isDryRun { try RepairWork.prepareJournal(in: repairs.journal) }
    let offline = try selection.readSnapshot()
    // Of AWS a snapshot asks nothing, so that it needs no credentials.
    let session =
      try early
      ?? (offline == nil ? Session(aws, progress: output.terminal.showsProgress, verbose: output.verbose) : nil)
    let id = RepairWork.newID()
    let account = try await session?.account() ?? offline?.estate.account ?? ""
    if let saved { try plans.admit(saved, account: account) }
    let located = try session.map { chosen.looking(in: $0.region) } ?? chosen.looking(inRegionOf: aws)
    let auditor = try located.leavingOutOtherAccounts(than: account)
    // Before all is read, which would be in vain.
    let lock = isDryRun ? nil : try RepairWork.lock(account, run: id)
    defer { withExtendedLifetime(lock) {} }
    let cutOff = try Journals(folder: repairs.journal).interrupted
    var found = offline
    if let session { found = try await read(auditor, session, after: cutOff) }
    guard let snapshot = found else { return }
    if let session { session.sayIfEmpty(snapshot.estate) } else { snapshot.estate.sayIfEmpty(in: nil) }
    try selection.refuseUnfit(auditor.unfitPatterns(in: snapshot.estate))
    var before = auditor.audit(
      snapshot.estate, at: startedAt,
      tests: await session?.outcomes(ofTestsBy: auditor, in: snapshot.estate))
    let plan =
      try saved.map { try $0.plan(after: cutOff, in: snapshot.estate, by: auditor) }
      ?? Planner(
        before.findings.filter(isWanted), in: snapshot.estate, after: interrupted(cutOff, in: snapshot.estate.account)
      ).plan(heeding: auditor, having: before.findings)
    before.findings = plan.marking(before.findings)
    let postApply = { PostApply($0, in: snapshot.estate, by: auditor) }
    var run = RepairRun(plan: plan)
    run.postApply = postApply(plan)
    try planOutput?.write(
      PlanDocument(
        SavedPlan(
          plan, entailing: postApply(plan), account: snapshot.estate.account, readAt: snapshot.finishedAt,
          version: Audit.version, inputs: inputs)
      ).write(.json))
    guard !isDryRun, !plan.steps.isEmpty, let session else {
      let report = report(before, of: snapshot, by: auditor, from: startedAt, session, state)
      try reports.write(report, repairs: run, isPlan: true)
      return try end(report, plan.steps.isEmpty ? nil : .drift, state)
    }
    let work = RepairWork(
      options: repairs, output: output, session: session, account: snapshot.estate.account, id: id,
      postApply: postApply, planDigest: saved?.digest)
    guard try await work.perform(&run, command: "fix") else {
      let report = report(before, of: snapshot, by: auditor, from: startedAt, session, state)
      if !output.showsPlan { try reports.write(report, repairs: run, isPlan: true) }
      return try end(report, .drift, state)
    }
    let look = SecondLook(
      by: auditor, after: before, resting: repairs.noWait ? nil : { try await Task.sleep(for: .seconds(4)) },
      judging: { try await $0.look(by: session) })
    let after = await look.verify(&run)
    let report = report(before, after, of: snapshot, by: auditor, from: startedAt, session, state)
    try reports.write(report, repairs: run, isPlan: false)
    try end(report, Outcome(run.ending), state)
  }

  /// Ends with what was found and what was done: what is not known wins over what is wrong.
  private func end(_ report: AuditReport, _ done: Outcome?, _ state: RunState?) throws {
    try state?.finish()
    let outcomes = [report.outcome(failOn: output.failOn), done].compactMap(\.self)
    if let outcome = outcomes.max(by: { $0.rank < $1.rank }) { throw outcome }
  }

  private func read(
    _ auditor: Auditor, _ session: Session, after cutOff: JournalReading?
  ) async throws -> Snapshot {
    var needs = auditor.needs
    needs.formUnion(Planner.needs(of: auditor.rules, after: cutOff))
    return try await session.collect(needs, filter: auditor.filter, named: auditor.named)
  }

  /// A run that did not come to its end, where it was one of this account.
  private func interrupted(_ cutOff: JournalReading?, in account: String) -> JournalReading? {
    guard let reading = cutOff, reading.run.account == account else { return nil }
    StandardError.write(
      "audit: run \(reading.run.id) did not come to its end. This one goes on from there; `audit undo \(reading.run.id)` "
        + "takes it back instead.")
    return reading
  }

  /// The report of what was found, or of what is left after a repair; a state records both.
  private func report(
    _ before: Auditor.Outcome, _ after: Auditor.Outcome? = nil, of snapshot: Snapshot, by auditor: Auditor,
    from startedAt: Date, _ session: Session?,
    _ state: RunState?
  ) -> AuditReport {
    var report = AuditReport(
      after ?? before, of: snapshot.estate, by: auditor, from: startedAt,
      calls: session?.counts.byOperation ?? [:], retries: session?.counts.retries ?? 0)
    if selection.snapshot != nil { report.run.snapshot = ServiceTime.date(snapshot.finishedAt) }
    state?.remember(
      &report, [before, after].compactMap(\.self),
      of: session?.stateAccount(snapshot.estate.account) ?? StateAccount(of: snapshot.estate),
      scope: selection.scope,
      snapshot: selection.snapshot == nil ? nil : snapshot)
    return report
  }

  /// Whether a finding is to be repaired, or to be said why it is left: on its own, or because it was asked for by name.
  private func isWanted(_ finding: Finding) -> Bool {
    finding.status == .fail && (finding.repair.isAvailable || finding.repair.isLeft)
      && (finding.repair.isAutomatic || selection.only.contains(finding.rule))
  }
}

extension Auditor {
  /// Reads and judges once more.
  fileprivate func look(by session: Session) async throws -> Outcome {
    let estate = try await session.collect(needs, filter: filter, named: named, showing: "verifying").estate
    return audit(estate, at: Date(), tests: await session.outcomes(ofTestsBy: self, in: estate))
  }
}
