import Auditing
import Collecting
import Documents
import Estate
import Schema
import Foundation
import Reporting
import Signing
import State

/// The state of a run: what earlier runs found, and what this one adds.
///
/// Whatever fails once the run has begun is said at its end: the report does not depend on it.
final class RunState {
  /// How many runs the trend of a report is drawn of.
  private static let trendLength = 90

  /// What the parts of resources consist of, by a hash of it: what an audit of another version read is read anew.
  static let schema: String = {
    let types = ResourceType.allCases.map(\.schema)
    let groups = types.flatMap(\.groups).map { "\($0.type.rawValue) \($0.name) \($0.members)" }
    let secrets = types.map { "\($0.type.rawValue) \($0.secrets.sorted())" }
    return Digest.sha256Hex(Array(([Audit.version] + groups + secrets).joined(separator: "\n").utf8))
  }()

  private let file: StateFile
  private let options: StateOptions
  private let command: String
  private var failure: StateError?
  /// The accounts of which no earlier run is known.
  private var newAccounts: [String] = []
  /// What is not read again.
  let reading: ReadingState
  /// What the run brought to all accounts; `nil` where it was not recorded.
  private(set) var changes: HistoryChanges?

  /// Opens the state that is named, if one is.
  ///
  /// - Throws: ``StateError`` where it is of no use, or another run has it.
  init?(_ options: StateOptions, configured: String?, command: String) throws {
    guard let path = options.location.path(configured: configured) else {
      if options.keepRuns != nil || options.reading.refresh {
        StandardError.write("audit: --keep-runs and --refresh are about a state, and no --state is named.")
      }
      return nil
    }
    self.options = options
    self.command = command
    file = try StateFile.open(path, .writing(holder: StateFile.holder("audit \(command)")))
    // With the lock and the log beside it, which would be gone with whatever is written there.
    for name in [path, file.path + ".lock", file.path + "-wal", file.path + "-shm"] { try FileRoles.noteRead(name) }
    reading = ReadingState(in: file, isRefreshing: options.reading.refresh)
    if file.isReadOnly {
      StandardError.write("audit: \(path): the state may not be written here: this run will not be recorded.")
    }
  }

  /// What accounts cost, by number.
  ///
  /// - Throws: ``StateError`` where it cannot be read.
  var costs: [String: Int] { get throws(StateError) { try History(in: file).costs() } }

  /// Gives each finding its timeline, and records the run.
  ///
  /// - Parameters:
  ///   - observations: What was seen of the estate, in order; the report is of the last.
  ///   - account: Whose estate it is.
  ///   - scope: What the run was narrowed to.
  ///   - snapshot: What was judged, where that is not the live estate.
  func remember(
    _ report: inout AuditReport, _ observations: [Auditor.Outcome], of account: StateAccount, scope: String,
    snapshot: Snapshot? = nil
  ) {
    report.run.state = reading.use(of: account)
    guard !account.account.isEmpty else {
      return StandardError.write("audit: it is not known which account this is, so the run is not recorded.")
    }
    do throws(StateError) {
      let history = History(in: file)
      let known = try history.known(in: account)
      let run = run(of: report, account, scope: scope, snapshot: snapshot)
      for index in report.findings.indices { report.findings[index].follow(known, at: run.finishedAt) }
      let isFirst = try record(run, observations, history, isSnapshot: snapshot != nil)
      if isFirst { newAccounts.append(account.account) }
      report.trend = try history.runs(of: account, limit: Self.trendLength).reversed().map(AuditReport.TrendPoint.init)
    } catch {
      failure = error
    }
  }

  /// Keeps who changed what is wrong, and adds what earlier runs have found out of it: CloudTrail forgets it after
  /// ninety days.
  func keepChanges(in report: inout AuditReport, of account: StateAccount) {
    let failing = report.findings.indices.filter { report.findings[$0].status == .fail }
    let changes = failing.map { (report.findings[$0].identityInHistory, report.findings[$0].changes) }
    if failing.isEmpty || failure != nil { return }
    do throws(StateError) {
      let known = try History(in: file).merge(Dictionary(changes) { first, _ in first }, of: account)
      for index in failing {
        guard let changes = known[report.findings[index].identityInHistory] else { continue }
        report.findings[index].changes = Array(changes.prefix(Attribution.most))
      }
    } catch {
      failure = error
    }
  }

  private func run(
    of report: AuditReport, _ account: StateAccount, scope: String, snapshot: Snapshot?
  ) -> RecordedRun {
    let run = report.run
    let part = run.shard.map { "--shard \($0)" }
    return RecordedRun(
      id: run.id, account: account, command: command, version: run.version,
      scope: ([scope] + [part].compactMap(\.self)).filter { !$0.isEmpty }.joined(separator: " "),
      startedAt: snapshot.flatMap { ServiceTime.date($0.startedAt) } ?? run.startedAt,
      finishedAt: snapshot.flatMap { ServiceTime.date($0.finishedAt) } ?? run.finishedAt,
      isComplete: report.isComplete,
      resources: run.resources, calls: run.callsByOperation.values.reduce(0, +), taken: run.state?.taken ?? 0)
  }

  /// Records a run where that can be done; gives whether it is the first of its account.
  private func record(
    _ run: RecordedRun, _ observations: [Auditor.Outcome], _ history: History, isSnapshot: Bool
  ) throws(StateError) -> Bool {
    let last = try history.runs(of: run.account, limit: 1).first
    if file.isReadOnly { return last == nil }
    if isSnapshot, let last, Int(last.finishedAt.timeIntervalSince1970) > Int(run.finishedAt.timeIntervalSince1970) {
      StandardError.write(
        "audit: the snapshot is older than the last run that the state knows (\(Timestamp.rfc3339(last.finishedAt))), so "
          + "it is not recorded.")
      return false
    }
    let seen = observations.map { History.Observation($0, naming: nameOfFile) }
    let changes = try history.record(run, seen, keepRuns: options.keepRuns)
    self.changes = self.changes.map { $0.with(changes) } ?? changes
    if let later = changes.laterRunBefore {
      StandardError.write(
        "audit: by this machine's clock it is earlier than at the end of the last run (\(Timestamp.rfc3339(later))): the "
          + "times of the history are those of the clocks, the order is that of the runs.")
    }
    return changes.isFirst
  }

  /// How the state calls a file in which something is declared: by the way to it from the state's own folder, whatever
  /// folder a run begins in and whatever it is called there.
  private func nameOfFile(_ path: String) -> String {
    guard let whole = realpath(path, nil) else { return path }
    defer { free(whole) }
    let place = String(cString: whole).split(separator: "/")
    let folder = file.path.split(separator: "/").dropLast()
    let common = zip(place, folder).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: folder.count - common)
    return (up + place.dropFirst(common).map(String.init)).joined(separator: "/")
  }

  /// Ends the use of the state, after the report is written: what the run found is known from then on.
  ///
  /// - Throws: ``StateError`` where something could not be read or recorded.
  func finish() throws {
    if let first = newAccounts.first {
      let others = newAccounts.count > 1 ? ", nor of \(counted(newAccounts.count - 1, "other"))" : ""
      StandardError.write("audit: the state knows no earlier run of account \(first)\(others).")
    }
    if reading.damaged > 0 {
      StandardError.write(
        "audit: \(file.path): what the state held of \(counted(reading.damaged, "part")) was not what was written, so "
          + "that was read anew. Where it happens again, look at the disk.")
    }
    do throws(StateError) {
      // A repair tells no channel, and nobody takes its end for that of a check.
      if failure == nil, command == "check", let changes { try History(in: file).noteTold(changes) }
    } catch {
      failure = error
    }
    do {
      try file.finish()
    } catch {
      throw failure ?? error
    }
    if let failure { throw failure }
  }
}

extension StateAccount {
  /// The account of an estate that was read some time ago.
  init(of estate: Estate) {
    let partition = estate.resources.values.lazy.compactMap { ARN($0.reference.arn)?.partition }.first
    self.init(partition: partition ?? "aws", account: estate.account)
  }
}

extension History.Observation {
  /// What an audit saw, with the names that a state has for files.
  fileprivate init(_ outcome: Auditor.Outcome, naming name: (String) -> String) {
    let judged = outcome.judged
    let names = Dictionary(uniqueKeysWithValues: judged.files.map { ($0, name($0)) })
    let files = Dictionary(names.map { ($1, $0) }) { first, _ in first }
    let findings = outcome.findings.map { finding in
      SeenFinding(finding, writtenIn: finding.rule == Declaration.rule ? names[finding.source.file] : nil)
    }
    self.init(findings) { finding in
      // An older audit kept the name that its run was given.
      let file = files[finding.seen.file] ?? finding.seen.file
      return judged.settles(
        finding.seen.rule, at: DocumentPath(finding.seen.path), writtenIn: file, on: finding.seen.resource)
    }
  }
}

extension SeenFinding {
  fileprivate init(_ finding: Finding, writtenIn file: String?) {
    let status: Status =
      switch finding.status {
      case .fail: .fail
      case .waived: .waived
      case .unknown: .unknown
      }
    self.init(
      fingerprint: finding.fingerprint, rule: finding.rule, severity: finding.severity.rawValue, status: status,
      isUnknown: finding.reason != nil, isUnread: ![nil, .undecided].contains(finding.reason),
      resource: finding.resource, path: finding.path, message: finding.message,
      file: file ?? finding.source.file)
  }
}

extension Finding {
  /// By which the history knows it.
  fileprivate var identityInHistory: SeenFinding.Identity {
    SeenFinding.Identity(fingerprint: fingerprint, isUnknown: reason != nil)
  }

  /// Takes over what earlier runs knew of it.
  fileprivate mutating func follow(_ known: [SeenFinding.Identity: RecordedFinding], at time: Date) {
    guard let record = known[identityInHistory] else {
      timeline = Timeline(firstSeen: time, since: time, lastSeen: time, returns: 0, isNew: true)
      return
    }
    let isBack = record.goneAt != nil
    timeline = Timeline(
      firstSeen: record.firstSeen, since: isBack ? time : record.since, lastSeen: time,
      returns: record.returns + (isBack ? 1 : 0),
      // A waiver that has ended brings to light what it hid.
      isNew: isBack || (record.seen.status == .waived && status != .waived) || !record.isTold
        || exceeds(record.seen.message))
  }
}

extension AuditReport.TrendPoint {
  fileprivate init(_ run: RecordedRun) {
    let counts = run.counts.open.compactMap { name, count in Severity(rawValue: name).map { ($0, count) } }
    self.init(time: run.finishedAt, bySeverity: Dictionary(counts) { $0 + $1 })
  }
}
