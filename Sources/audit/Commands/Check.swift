import AWSServices
import Accounts
import ArgumentParser
import Auditing
import Estate
import Foundation
import Repairing
import Reporting
import Signing
import State
import Terraform

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
        audit check --fail-on high --attribute
        audit check --template cdk.out --only baseline
        audit check --stack books-edge --only baseline
        audit check --state audit.state --new-only
        audit check --accounts accounts.yaml
        audit check --organization --role auditor --skip-account 999988887777
        audit check --shard 0/8 --format json --output shard-0.json
        audit check --accounts accounts.yaml --shard 0/8 -f json --output shard.json
        audit check --write-waivers waivers.yaml --reason Known. --expires 2027-03-31

      CONFIGURATION
        audit.yaml, or audit.yml, sets what a project wants otherwise. Every part may
        be left out:

        include: [waivers.yaml]
        builtInRules: true
        state: audit.state
        notify: arn:aws:sns:us-east-1:111122223333:edge
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
  @OptionGroup(title: "Accounts") var accounts: AccountOptions
  @OptionGroup(title: "Accounts") var shards: ShardOptions
  @OptionGroup(title: "Waivers") var waivers: WaiverOptions
  @OptionGroup(title: "State") var states: StateOptions
  @OptionGroup(title: "Notices") var notices: NotifyOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(name: .customLong("new-only"), help: "Report only what earlier runs with this state did not find.")
  var newOnly = false

  @Option(
    help: ArgumentHelp(
      "With --new-only: a snapshot from before, as of before `terraform apply`, instead of a state.", valueName: "file"),
    completion: Completions.json
  )
  var since: String?

  @Flag(help: "Say who changed what is wrong, and when, from CloudTrail's event history.")
  var attribute = false

  func validate() throws {
    if accounts.areSeveral, selection.snapshot != nil || since != nil {
      throw ValidationError(
        "--snapshot and --since are of one account, and --accounts and --organization are of several.")
    }
    if accounts.areSeveral, selection.templates.isGiven {
      throw ValidationError(
        "--template and --stack are of one account, and --accounts and --organization are of several.")
    }
    if since != nil, !newOnly { throw ValidationError("--since FILE is for --new-only.") }
    if newOnly, waivers.file != nil {
      throw ValidationError("--write-waivers waives all that is found, and --new-only leaves some of it out.")
    }
  }

  func run() async throws {
    let startedAt = Date()
    StandardError.warnOfOldFacts(at: startedAt)
    let shard = try shards.shard()
    let early =
      accounts.areSeveral
      ? nil : try selection.session(aws, progress: output.terminal.showsProgress, verbose: output.verbose)
    // With several accounts it is they that are spread.
    let chosen = try await selection.chosen(asking: early, aws, shard: accounts.areSeveral ? nil : shard)
    var auditor = chosen.auditor
    let state = try RunState(states, configured: auditor.configuration.state, command: "check")
    let kept = state.map { KeptWhenStopped($0.reading) }
    defer { withExtendedLifetime(kept) {} }
    if newOnly, since == nil, state == nil {
      throw Failure(
        "--new-only compares with what earlier runs found: name their --state FILE, or a snapshot by --since.")
    }
    let told = try notices.targets(configured: auditor.configuration.notify)
    if !told.isEmpty, state == nil, !notices.always {
      throw Failure(
        "Only a state tells what has appeared and what is gone: name a --state FILE, or add --notify-always.")
    }
    let reports = try output.open()
    if shard != nil { reports.dropOldReports() }
    let waiverFile = try waivers.open(scope: selection.scope)
    let earlier = FileLog()
    let before = try FileLog.$current.withValue(earlier) { try since.map(Files.readSnapshot) }
    let sinceName = "--since \(since ?? "")"
    // It is told by JSON alone, from which reports are merged.
    let asked = reports.formats.contains(.json) ? try asked(of: auditor, chosen.inputs(), since: earlier) : ""
    if accounts.areSeveral {
      return try await checkAccounts(
        auditor, shard, asked: asked, state, reports, waiverFile, telling: told, from: startedAt)
    }
    let judged: JudgedEstate
    let account: StateAccount
    var live: Session?
    if let read = try selection.readSnapshot() {
      try before?.refuse(named: sinceName, beside: read.estate.account, of: selection.snapshot ?? "")
      try before?.refuse(named: sinceName, before: ServiceTime.date(read.startedAt))
      read.estate.sayIfEmpty(in: nil)
      auditor = try auditor.looking(inRegionOf: aws).leavingOutOtherAccounts(than: read.estate.account)
      (judged, account) = (
        JudgedEstate(read, by: auditor, only: selection.only, at: startedAt), StateAccount(of: read.estate)
      )
    } else {
      let session =
        try early ?? Session(aws, progress: output.terminal.showsProgress, verbose: output.verbose)
      auditor = try await session.located(auditor)
      if let before {
        try before.refuse(named: sinceName, beside: try await session.account(), of: "the estate that is read is")
        try before.refuse(named: sinceName, before: startedAt, within: 300)
      }
      judged = try await session.judged(
        by: auditor, only: selection.only, at: startedAt, remembering: state?.reading)
      account = session.stateAccount(judged.snapshot.estate.account)
      session.sayIfEmpty(judged.snapshot.estate)
      live = session
    }
    let (snapshot, outcome) = (judged.snapshot, judged.outcome)
    let unfit = auditor.unfitPatterns(in: snapshot.estate)
    // What fits nothing here may fit something in another shard.
    if shard == nil { try selection.refuseUnfit(unfit) }
    Memory.keep(snapshot)
    var report = AuditReport(
      outcome, of: snapshot.estate, by: auditor, from: startedAt, calls: live?.counts.byOperation ?? [:],
      retries: live?.counts.retries ?? 0)
    report.run.remarks += report.run.invalidationRemark()
    report.warn(ofDeclarationsIn: auditor, at: startedAt)
    report.run.asked = asked
    if let shard {
      (report.run.shard, report.run.spread) = (shard, Shard.spreading)
      report.run.resources = snapshot.estate.resources.keys.count(where: shard.owns)
      report.leavePending(outcome, unfit)
    }
    if live == nil { report.run.snapshot = ServiceTime.date(snapshot.finishedAt) }
    if let waiverFile {
      report.waiveAll(waiverFile.waiver)
      try waiverFile.write(report)
    }
    state?.remember(
      &report, [outcome], of: account, scope: selection.scope, snapshot: live == nil ? snapshot : nil)
    if newOnly { leaveOutWhatWasThere(&report, before, auditor, at: startedAt) }
    sayWhatWasLeftOut(of: report)
    if attribute {
      if let live { await report.attribute(by: live) } else { await report.attribute(asSnapshot: snapshot, aws) }
      state?.keepChanges(in: &report, of: account)
      report.say(unattributed: report.unattributed)
    }
    try reports.write(report)
    StandardError.write(deniedIn: report)
    try await end(report, state, telling: told, signingWith: live)
  }

  /// Closes the state, tells of the run, and ends with what was found.
  private func end(
    _ report: AuditReport, _ state: RunState?, telling targets: [NotifyTarget], signingWith session: Session?
  ) async throws {
    let end = Result { try state?.finish() }
    let notice = Notice(of: report, state?.changes, scope: selection.scope)
    if let state, state.changes == nil, !targets.isEmpty {
      StandardError.write(
        "audit: this run was not recorded, so it is not known what has appeared and what is gone"
          + (notices.always ? "." : ": nobody is told."))
    }
    if notices.always || !notice.isEmpty {
      // Whoever is signed for may be known by then, and need not be.
      await Notifier(targets: targets) { try (session ?? Session(aws, progress: false)).client }.tell(notice)
    }
    try end.get()
    if let outcome = report.outcome(failOn: output.failOn) { throw outcome }
  }

  /// Checks several accounts, or those of a shard.
  private func checkAccounts(
    _ auditor: Auditor, _ shard: Shard?, asked: String, _ state: RunState?,
    _ reports: ReportOutputs, _ waiverFile: WaiverFile?, telling targets: [NotifyTarget], from startedAt: Date
  ) async throws {
    let base = try Session(aws, progress: output.terminal.showsProgress, verbose: output.verbose)
    var list = try await accounts.accounts(for: base)
    let auditor = try auditor.reading(list.accounts.map { ($0.id, $0.name) })
    let all = list.accounts.map { "\($0.id) \($0.name) \($0.region ?? "")" }
    let spread = try shard.map { shard in
      let costs = try state?.costs ?? [:]
      let unknown = list.accounts.filter { costs[$0.id] == nil }
      if !costs.isEmpty, let first = unknown.first {
        StandardError.write(
          "audit: the state knows no check of \(counted(unknown.count, "account")), such as \(first.id), so a hash of their "
            + "numbers spreads the accounts, and not what they cost.")
      }
      return list.keep(shard, costs: costs)
    }
    let entries = list.accounts
    let run = AccountRun(
      base: base, options: aws, auditor: auditor, only: selection.only, startedAt: startedAt,
      concurrency: accounts.accountConcurrency, isVerbose: output.verbose, state: state?.reading, attributes: attribute
    ) { StandardError.write(deniedIn: $0) }
    let positions = Dictionary(entries.enumerated().map { ($1.id, $0) }) { first, _ in first }
    var merge = ReportMerge(into: try FindingSpool(rules: auditor.rules))
    var (unattributed, lookups) = (0, 0)
    try await run.judge(entries) { judged in
      var report = judged.report
      if let waiverFile { report.waiveAll(waiverFile.waiver) }
      if let outcome = judged.outcome {
        state?.remember(&report, [outcome], of: judged.account, scope: selection.scope)
        if attribute { state?.keepChanges(in: &report, of: judged.account) }
      }
      if newOnly { leaveOutWhatWasThere(&report, nil, auditor, at: startedAt) }
      unattributed += report.unattributed
      lookups += judged.lookups
      // That of one account is none of several.
      if entries.count > 1 { report.trend = [] }
      try merge.add(report, named: judged.account.account, at: positions[judged.account.account])
    }
    var report = try merge.report(id: UUID().uuidString.lowercased(), version: Audit.version, shard: shard)
    report.run.spread = spread?.digest ?? ""
    report.run.asked = asked
    if shard != nil { report.run.accountList = Digest.sha256Hex(Array(all.sorted().joined(separator: "\n").utf8)) }
    if entries.isEmpty { report.run.rules = auditor.rules.count }
    report.run.remarks += report.run.invalidationRemark(beside: lookups)
    report.warn(ofDeclarationsIn: auditor, at: startedAt)
    try waiverFile?.write(report)
    if attribute { report.say(unattributed: unattributed) }
    sayWhatWasLeftOut(of: report)
    try reports.write(report)
    try await end(report, state, telling: targets, signingWith: base)
  }

  /// The digest of what is asked of each account: every part of one audit has the same.
  private func asked(of auditor: Auditor, _ inputs: SavedPlan.Inputs, since before: FileLog) throws -> String {
    let region = auditor.declarations.contains(where: \.saysNoRegion) ? try Session.settings(aws).region ?? "" : ""
    let lines = [inputs.rules, inputs.baselines, region, before.digest] + Set(selection.narrowing).sorted()
    return (newOnly ? AuditReport.Run.newOnly : "") + Digest.sha256Hex(Array(lines.joined(separator: "\n").utf8))
  }

  /// Leaves out what failed already in an older estate, or in an earlier run. What could not be judged there counts as
  /// new.
  private func leaveOutWhatWasThere(
    _ report: inout AuditReport, _ before: Snapshot?, _ auditor: Auditor, at time: Date
  ) {
    let count = report.findings.count
    if let before {
      let old = auditor.audit(before.estate, at: time).findings
      let known = Dictionary(grouping: old.filter { $0.status != .unknown }, by: \.fingerprint)
      let estate = report.estate
      report.findings.removeAll { finding in
        finding.status == .fail
          && (known[finding.fingerprint] ?? []).contains { old in
            !finding.exceeds(old)
              || estate?.allowsNoMore(at: finding.place, of: finding.resource.key, than: before.estate) == true
          }
      }
    } else {
      report.findings.removeAll { $0.status == .fail && $0.timeline?.isNew == false }
    }
    report.leftOut = count - report.findings.count
  }

  private func sayWhatWasLeftOut(of report: AuditReport) {
    if report.leftOut == 0 { return }
    let those = counted(report.leftOut, "finding") + (report.leftOut == 1 ? " was" : " were")
    StandardError.write("audit: \(those) there before and left out.")
  }
}

extension AuditReport.Run {
  /// How often CloudTrail's event history was asked.
  var lookups: Int { callsByOperation[CloudTrail.lookupEvents.identifier] ?? 0 }

  /// From where invalidations are known, where CloudTrail was asked for them, beside other lookups.
  fileprivate func invalidationRemark(beside others: Int = 0) -> [String] {
    guard lookups > others else { return [] }
    guard let count = callsByOperation["cloudfront:ListInvalidations"] else {
      return ["Invalidations are those of CloudTrail's event history, which tells of them some minutes later."]
    }
    return [
      "Invalidations took \(counted(count, "call")), one for each distribution: CloudTrail's event history, which tells of "
        + "all at once, could not be read (cloudtrail:LookupEvents), or keeps nothing of CloudFront."
    ]
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
    run.declarations = auditor.declarations.count + auditor.closures.count
    run.remarks = auditor.emptyExpectations
    notes = auditor.notes + auditor.notes(on: estate)
    names = outcome.names
    self.estate = estate
  }

  /// How a check ends, by the contract: what could not be verified wins over what is wrong.
  func outcome(failOn: Severity) -> Outcome? {
    let summary = allFindings.summary
    let isMissing = summary.contains { $0.status == .unknown && (!$0.isUndecided || $0.severity >= failOn) }
    if !failures.isEmpty || isMissing { return .incomplete }
    return summary.contains { $0.status == .fail && $0.severity >= failOn } ? .drift : nil
  }
}

extension Auditor {
  /// This one, offline: what is in a region that nobody says is looked for in the region that this run would ask, where
  /// one is configured.
  func looking(inRegionOf options: AWSOptions) throws -> Auditor {
    guard declarations.contains(where: \.saysNoRegion) else { return self }
    return try Session.settings(options).region.map(looking) ?? self
  }
}

extension AuditReport {
  /// Warns of what is declared and is sure to fail a rule: once, for however many accounts, as no estate tells.
  fileprivate mutating func warn(ofDeclarationsIn auditor: Auditor, at time: Date) {
    let issues = auditor.refusedDeclarations(at: time) + auditor.declaredFailures(at: time)
    warnings += issues.map { Warning(message: $0.message, source: $0.mark) }
  }
}
