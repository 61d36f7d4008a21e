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
        audit fix --only edge-lambda-no-environment   what has to be asked for
        audit fix --baseline baselines --only baseline
        audit fix --resource E1ABC --no-wait
        audit fix --dry-run -o plan.json              write the plan, for a review
        audit fix --plan plan.json --digest SHA256    apply just what was reviewed
        audit fix --accounts accounts.yaml            many accounts, one question
        audit fix --organization --role fixer --dry-run

      Before a value is written it is read again: where somebody else has changed it since, nothing is written over it. \
      Each run keeps a journal, which `audit undo RUN` takes back. `audit plan show` shows a plan that was written, and its \
      digest. What a plan was made from, such as `--baseline FILE` or `--stack NAME`, is named again where it is applied.

      Of several accounts all are planned, one question is asked, and one is repaired after the other, each as a run with a \
      journal of its own. One that cannot be entered or repaired is said, and the others go on. --max-changes counts the \
      changes in all of them. Ctrl-C stops before the next one.

      EXIT CODES
        0  nothing is left to repair
        2  something is left; with --dry-run, there is something to do
        1  it could not be found out, or done, completely, or a call that changes
           something was denied; this wins over 2
        130, 143  stopped by Ctrl-C or SIGTERM, after the call in flight
      """)

  @OptionGroup(title: "What is repaired") var selection: SelectionOptions
  @OptionGroup(title: "Accounts") var accounts: AccountOptions
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
    if accounts.areSeveral {
      if selection.snapshot != nil || selection.templates.isGiven {
        throw ValidationError(
          "--snapshot, --template and --stack are of one account, and --accounts and --organization are of several.")
      }
      if plans.output != nil || plans.plan != nil {
        throw ValidationError(
          "A plan is for one account, and --accounts and --organization are of several: write one with the credentials of "
            + "each.")
      }
    }
    if plans.output != nil, !isDryRun || plans.plan != nil {
      throw ValidationError("-o writes the plan that --dry-run makes.")
    }
    if plans.plan != nil, selection.snapshot != nil {
      throw ValidationError("A plan is applied to the live estate: --plan and --snapshot exclude each other.")
    }
    if !isDryRun { try repairs.refuseWithoutConsent() }
  }

  mutating func run() async throws {
    let startedAt = Date()
    StandardError.warnOfOldFacts(at: startedAt)
    let saved = try plans.read()
    if let saved { selection.take(saved.inputs, of: plans.plan ?? "") }
    let early =
      accounts.areSeveral
      ? nil : try selection.session(aws, progress: output.terminal.showsProgress, verbose: output.verbose)
    let (chosen, noted) = try await selection.chosen(asking: early, aws)
    let inputs = noted()
    if let saved { try plans.admit(saved, inputs, at: startedAt) }
    let state = try RunState(
      states, configured: chosen.configuration.state, command: isDryRun ? "fix --dry-run" : "fix")
    var reports = try output.open()
    reports.undoOptions = undoOptions(accounts, repairs, aws)
    let planOutput = try plans.output.map { try Output($0) }
    if !isDryRun { try RepairWork.prepareJournal(in: repairs.journal) }
    var planning = RepairPlanning(only: selection.only, isDryRun: isDryRun, startedAt: startedAt)
    if accounts.areSeveral { return try await repairAccounts(chosen, planning, state, reports) }
    let offline = try selection.readSnapshot()
    // Of AWS a snapshot asks nothing, so that it needs no credentials.
    let session =
      try early
      ?? (offline == nil ? Session(aws, progress: output.terminal.showsProgress, verbose: output.verbose) : nil)
    let account = try await session?.account() ?? offline?.estate.account ?? ""
    if let saved { try plans.admit(saved, account: account) }
    planning.interrupted = try Journals(folder: repairs.journal).interrupted(in: [account])
    let located = try session.map { chosen.looking(in: $0.region) } ?? chosen.looking(inRegionOf: aws)
    let auditor = try located.leavingOutOtherAccounts(than: account)
    var found: AccountRepair?
    if let offline { found = try await planning.repair(of: offline, by: auditor) }
    if let session { found = try await planning.repair(account, by: auditor, with: session, saved: saved) }
    guard var repair = found else { return }
    let estate = repair.snapshot.estate
    if let session { session.sayIfEmpty(estate) } else { estate.sayIfEmpty(in: nil) }
    try selection.refuseUnfit(auditor.unfitPatterns(in: estate))
    try planOutput?.write(
      PlanDocument(
        SavedPlan(
          repair.run.plan, entailing: repair.entailed(by: repair.run.plan), account: estate.account,
          readAt: repair.snapshot.finishedAt, version: Audit.version, inputs: inputs)
      ).write(.json))
    guard !isDryRun, !repair.run.plan.steps.isEmpty, let session else {
      let report = report(repair, from: startedAt, state)
      if plans.output == nil { reports.showUnheld(RepairReport.make(repair.run)) }
      try reports.write(report, repairs: RepairReport.make(repair.run), isPlan: true)
      repairs.refuses(repair.run.plan.changeCount, isDryRun: true)
      return try end(report, of: repair, repair.run.plan.steps.isEmpty ? nil : .drift, state)
    }
    let work = RepairWork(options: repairs, output: output)
    guard
      try work.isAgreed(
        to: repair.run.plan.changeCount, asking: RepairReport.question(repair.run.plan),
        showing: RepairReport.make(repair.run))
    else {
      let report = report(repair, from: startedAt, state)
      if !output.showsPlan { try reports.write(report, repairs: RepairReport.make(repair.run), isPlan: true) }
      return try end(report, of: repair, .drift, state)
    }
    let after: Auditor.Outcome
    do {
      let interrupt = Interrupt()
      defer { withExtendedLifetime(interrupt) {} }
      after = try await repair.carryOut(by: work, with: session, digest: saved?.digest, stop: interrupt.stop)
    }
    let report = report(repair, after, from: startedAt, state)
    try reports.write(report, repairs: RepairReport.make(repair.run), isPlan: false)
    try end(report, of: repair, Outcome(repair.run.ending), state)
  }

  /// Ends with what was found and what was done: what is not known wins over what is wrong.
  private func end(_ report: AuditReport, of repair: AccountRepair, _ done: Outcome?, _ state: RunState?) throws {
    StandardError.write(deniedIn: report)
    try state?.finish()
    if let outcome = Outcome.worst(report.outcome(failOn: output.failOn), done) { throw outcome }
  }

  /// The report of what was found, or of what is left after a repair; a state records both.
  private func report(
    _ repair: AccountRepair, _ after: Auditor.Outcome? = nil, from startedAt: Date, _ state: RunState?
  ) -> AuditReport {
    var report = repair.report(after, from: startedAt)
    let snapshot = repair.snapshot
    if selection.snapshot != nil { report.run.snapshot = ServiceTime.date(snapshot.finishedAt) }
    state?.remember(
      &report, [repair.before, after].compactMap(\.self),
      of: repair.session?.stateAccount(repair.account) ?? StateAccount(of: snapshot.estate), scope: selection.scope,
      snapshot: selection.snapshot == nil ? nil : snapshot)
    return report
  }
}
