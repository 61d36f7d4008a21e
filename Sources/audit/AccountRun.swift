import AWSCore
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
  struct AccountResult: Sendable {
    let account: StateAccount
    /// What was judged; `nil` where the account could not be entered.
    let outcome: Auditor.Outcome?
    let report: AuditReport
    /// How many lookups it took to find out who changed what is wrong.
    var lookups = 0
  }

  let base: Session
  let options: AWSOptions
  let auditor: Auditor
  /// The rules that were asked for by name.
  var only: [String] = []
  let startedAt: Date
  let concurrency: Int
  let isVerbose: Bool
  /// What need not be read again.
  var state: ReadingState?
  /// Whether it is asked who changed what is wrong.
  var attributes = false
  /// Looks at what came of an account once it is judged: to say on standard error what may not be read.
  let show: @Sendable (AuditReport) -> Void

  /// An account that was entered.
  struct Entered: Sendable {
    let account: AccountEntry
    let session: Session
    /// Judges what is of that account.
    let auditor: Auditor
  }

  /// Does something in each of several accounts, a few at a time.
  ///
  /// - Parameters:
  ///   - work: What is done in an account that was entered.
  ///   - failing: What comes of one that could not be, or in which the work failed.
  ///   - take: Gets what came of each account, one after the other, and gives what is kept of it.
  /// - Returns: What is kept, in the order of the accounts.
  func results<Found: Sendable, Kept>(
    of accounts: [AccountEntry], _ work: @escaping @Sendable (Entered) async throws -> Found,
    failing: @escaping @Sendable (AccountEntry, any Error) -> Found, taking take: (Found) throws -> Kept
  ) async throws -> [Kept] {
    var kept: [Int: Kept] = [:]
    var next = 0
    base.begin("reading accounts")
    defer { base.finish() }
    try await withThrowingTaskGroup(of: (Int, Found).self) { group in
      func start() {
        guard next < accounts.count else { return }
        let index = next
        let account = accounts[index]
        next += 1
        group.addTask {
          do { return (index, try await work(try await enter(account))) } catch {
            return (index, failing(account, error))
          }
        }
      }
      for _ in 0..<concurrency { start() }
      while let (index, found) = try await group.next() {
        kept[index] = try take(found)
        base.describe("\(kept.count) of \(accounts.count)")
        start()
      }
    }
    return accounts.indices.compactMap { kept[$0] }
  }

  /// Audits accounts.
  ///
  /// - Parameter take: Gets what came of each account, one after the other, as it comes.
  func judge(_ accounts: [AccountEntry], _ take: (AccountResult) throws -> Void) async throws {
    _ = try await results(of: accounts, judge) { account, error in
      AccountResult(account: base.stateAccount(account.id), outcome: nil, report: report(of: account, that: error))
    } taking: {
      try take($0)
    }
  }

  /// The report of an account of which nothing is known, because of an error.
  func report(of account: AccountEntry, that error: any Error) -> AuditReport {
    let failure: AuditReport.Failure =
      error is JournalError ? .notRepaired(account, "\(error)") : notEntered(account, error)
    var report = AuditReport(
      run: AuditReport.Run(
        id: UUID().uuidString.lowercased(), version: Audit.version, startedAt: startedAt, finishedAt: Date(),
        accounts: [account.id], regions: [], resources: 0, rules: auditor.rules.count, callsByOperation: [:],
        retries: 0), findings: [], passes: 0, failures: [failure])
    report.run.accountNames = account.name.isEmpty ? [:] : [account.id: account.name]
    return report
  }

  private func enter(_ account: AccountEntry) async throws -> Entered {
    let session = try Session(options, entering: account, from: base, verbose: isVerbose)
    let entered = try await session.account()
    guard entered == account.id else {
      throw Failure("The credentials that were found for it are of account \(entered).")
    }
    let auditor = auditor.looking(in: session.region).named(account.name)
    return Entered(
      account: account, session: session, auditor: auditor.leavingOutWhatFitsNot(account.id))
  }

  @Sendable private func judge(_ entered: Entered) async throws -> AccountResult {
    let (account, session, auditor) = (entered.account, entered.session, entered.auditor)
    let judged = try await session.judged(
      by: auditor, of: account.id, only: only, at: startedAt, remembering: state)
    let (snapshot, outcome) = (judged.snapshot, judged.outcome)
    var report = AuditReport(
      outcome, of: snapshot.estate, by: auditor, from: startedAt, calls: session.counts.byOperation,
      retries: session.counts.retries)
    report.run.accountNames = account.name.isEmpty ? [:] : [account.id: account.name]
    let lookups = report.run.lookups
    if attributes { await report.attribute(by: session) }
    report.leavePending(outcome, auditor.unfitPatterns(in: snapshot.estate))
    show(report)
    // The estate of an account goes when it is judged.
    report.estate = nil
    return AccountResult(
      account: session.stateAccount(account.id), outcome: outcome, report: report, lookups: report.run.lookups - lookups
    )
  }

  private func notEntered(_ account: AccountEntry, _ error: any Error) -> AuditReport.Failure {
    AuditReport.Failure(
      operation: "sts:AssumeRole", resource: .all(of: account), code: "AccountNotEntered",
      message: "The account \(account.title) was not audited: \(error)",
      // Without a profile no role is asked for.
      advice: account.roles.isEmpty || error is ConfigurationError
        ? "Mend its credentials, or leave it out with --skip-account."
        : "Let the role trust whoever runs this, and allow that one sts:AssumeRole; or leave it out with --skip-account.",
      unjudgedRules: auditor.rules.map(\.id).sorted())
  }
}

extension AuditReport.Failure {
  /// That an account was left as it is.
  static func notRepaired(_ account: AccountEntry, _ reason: String) -> AuditReport.Failure {
    AuditReport.Failure(
      operation: "audit:fix", resource: .all(of: account), code: "NotRepaired",
      message: "The account \(account.title) was not repaired: \(reason)",
      advice: "Repair it by itself once that is mended, or leave it out with --skip-account.", unjudgedRules: [])
  }
}

extension AccountEntry {
  /// Its number, and its name where it has one.
  fileprivate var title: String { name.isEmpty ? id : "\(id) (\(name))" }
}

extension ResourceReference {
  /// All that is in an account.
  fileprivate static func all(of account: AccountEntry) -> ResourceReference {
    ResourceReference(type: .distribution, id: "*", account: account.id)
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
