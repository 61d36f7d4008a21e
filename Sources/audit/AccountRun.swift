import Accounts
import Auditing
import Estate
import Foundation
import Repairing
import Reporting
import State
import Terraform

/// An audit of several accounts: a few at a time, each with its own session, one report over all.
struct AccountRun {
  /// What came of one account.
  struct Judged: Sendable {
    let account: StateAccount
    /// What was judged; `nil` where the account could not be entered.
    let outcome: Auditor.Outcome?
    let report: AuditReport
  }

  let base: Session
  let options: AWSOptions
  let auditor: Auditor
  let startedAt: Date
  let concurrency: Int
  let isVerbose: Bool
  /// Looks at what an account holds once it is judged, and before it goes: to say on standard error what is not judged.
  let show: @Sendable (AuditReport, Auditor, Estate) -> Void

  /// Audits accounts.
  ///
  /// - Parameter take: Gets what came of each account, one after the other, and gives the report that counts.
  /// - Returns: The reports of all, in the order of the accounts.
  func reports(
    of accounts: [AccountEntry], _ take: (Judged) throws -> AuditReport
  ) async throws -> [AuditReport] {
    var reports: [Int: AuditReport] = [:]
    var next = 0
    base.begin("reading accounts")
    defer { base.finish() }
    try await withThrowingTaskGroup(of: (Int, Judged).self) { group in
      func start() {
        guard next < accounts.count else { return }
        let index = next
        let account = accounts[index]
        next += 1
        group.addTask { (index, await judge(account)) }
      }
      for _ in 0..<concurrency { start() }
      while let (index, judged) = try await group.next() {
        reports[index] = try take(judged)
        base.describe("\(reports.count) of \(accounts.count)")
        start()
      }
    }
    return accounts.indices.compactMap { reports[$0] }
  }

  private func judge(_ account: AccountEntry) async -> Judged {
    do {
      return try await read(account)
    } catch {
      var report = AuditReport(
        run: AuditReport.Run(
          id: UUID().uuidString.lowercased(), version: Audit.version, startedAt: startedAt, finishedAt: Date(),
          accounts: [account.id], regions: [], resources: 0, rules: auditor.rules.count, callsByOperation: [:],
          retries: 0), findings: [], passes: 0, failures: [notEntered(account, "\(error)")])
      report.run.accountNames = account.name.isEmpty ? [:] : [account.id: account.name]
      return Judged(
        account: base.stateAccount(account.id), outcome: nil, report: report)
    }
  }

  private func read(_ account: AccountEntry) async throws -> Judged {
    let session = try Session(options, entering: account, from: base, verbose: isVerbose)
    let entered = try await session.account()
    guard entered == account.id else {
      throw Failure("The credentials that were found for it are of account \(entered).")
    }
    var auditor = auditor.looking(in: session.region).named(account.name)
    auditor = auditor.leavingOutAllOtherAccounts(than: account.id)
    let snapshot = try await session.collect(auditor.needs, filter: auditor.filter, named: auditor.named)
    let tests = await session.outcomes(ofTestsBy: auditor, in: snapshot.estate)
    var outcome = auditor.audit(snapshot.estate, at: startedAt, tests: tests)
    outcome.findings = Planner.foreseen(outcome.findings, in: snapshot.estate, by: auditor)
    var report = AuditReport(
      outcome, of: snapshot.estate, by: auditor, from: startedAt, calls: session.counts.byOperation,
      retries: session.counts.retries)
    report.run.accountNames = account.name.isEmpty ? [:] : [account.id: account.name]
    report.leavePending(outcome, auditor.unfitPatterns(in: snapshot.estate))
    show(report, auditor, snapshot.estate)
    return Judged(account: session.stateAccount(account.id), outcome: outcome, report: report)
  }

  private func notEntered(_ account: AccountEntry, _ reason: String) -> AuditReport.Failure {
    AuditReport.Failure(
      operation: "sts:AssumeRole", resource: ResourceReference(type: .distribution, id: "*", account: account.id),
      code: "AccountNotEntered",
      message: "The account \(account.name.isEmpty ? account.id : "\(account.id) (\(account.name))") was not audited: "
        + reason,
      advice: account.roles.isEmpty
        ? "Mend its credentials, or leave it out with --skip-account."
        : "Let the role trust whoever runs this, and allow that one sts:AssumeRole; or leave it out with --skip-account.",
      unjudgedRules: auditor.rules.map(\.id).sorted())
  }
}

extension Auditor {
  /// This one for an account of that name.
  func named(_ accountName: String) -> Auditor {
    var configuration = configuration
    configuration.accountName = accountName
    var auditor = Auditor(
      rules: rules, declarations: declarations, closures: closures, context: context, filter: filter,
      configuration: configuration)
    auditor.notes = notes
    return auditor
  }

  /// This one without what documents declare of other accounts, of which there are some: where a document declares
  /// nothing of this one, it says nothing of it.
  fileprivate func leavingOutAllOtherAccounts(than account: String) -> Auditor {
    with(declarations: declarations.filter { $0.account.isEmpty || $0.account == account })
  }
}

extension AuditReport {
  /// Leaves to all parts of an audit together what one of them cannot say alone.
  mutating func leavePending(_ outcome: Auditor.Outcome, _ unfit: [UnfitPattern]) {
    run.pending.idle = outcome.idle
    run.pending.unfit = unfit
    warnings.removeAll(where: outcome.idle.contains)
  }
}
