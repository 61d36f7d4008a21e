import ArgumentParser
import AWSServices
import Auditing
import Collecting
import Documents
import Estate
import Foundation
import Repairing
import Reporting
import Schema
import State

/// `audit calls`.
struct Calls: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calls",
    abstract: "Show which API calls a check would make, and why.",
    discussion: """
      Only what is needed to count them is read: which resources there are, and whether the event history may be read. \
      How long they take is told by the rates that AWS grants each account, published or observed (docs/scale.md). What a \
      check reads beside it where it finds something that can be repaired is not counted.

      EXAMPLES
        audit calls
        audit calls --only edge-lambda-version-pinned
        audit calls --state audit.state      what is asked in spite of a state
        audit calls --account-count 1000 --shards 50
      """)

  @OptionGroup(title: "What is checked") var selection: SelectionOptions
  @OptionGroup(title: "State") var location: StateLocation
  @OptionGroup(title: "State") var reading: RefreshOption
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @Option(name: .shortAndLong, help: "text or json.") var format: Format = .text
  @Flag(name: .shortAndLong, help: "Name every rule that needs a call.") var verbose = false
  @Flag(name: .customLong("no-progress"), help: "Show no progress.") var noProgress = false

  @Option(
    name: .customLong("account-count"),
    help: ArgumentHelp("Say how long that many accounts take that are like this one.", valueName: "number"))
  var accountCount = 1

  @Option(help: ArgumentHelp("Into how many shards they are split, each a run of its own.", valueName: "number"))
  var shards = 1

  @Option(
    name: .customLong("account-concurrency"),
    help: ArgumentHelp("How many accounts each run reads at once.", valueName: "number"))
  var accountConcurrency = 4

  func validate() throws {
    guard (1...1_000_000).contains(accountCount), (1...Shard.most).contains(shards),
      (1...64).contains(accountConcurrency)
    else {
      throw ValidationError(
        "--account-count takes a number from 1 to 1000000, --shards to \(Shard.most), --account-concurrency to 64.")
    }
  }

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  func run() async throws {
    let terminal = Terminal.current(environment: Session.environment, noProgress: noProgress)
    let early = try selection.session(aws, progress: terminal.showsProgress)
    var auditor = try await selection.auditor(asking: early, aws)
    let templates = templateCalls(early)
    let estate: Estate
    var account: StateAccount?
    var history: CallPlan.History?
    if let snapshot = try selection.readSnapshot() {
      estate = snapshot.estate
      auditor = try auditor.leavingOutOtherAccounts(than: estate.account)
    } else {
      let session = try early ?? Session(aws, progress: terminal.showsProgress)
      auditor = try await session.located(auditor)
      let needs = auditor.needs
      estate = try await session.collect(CallPlan.counting(needs)).estate
      account = session.stateAccount(estate.account)
      history = await session.eventHistory(of: estate, needs, filter: auditor.filter)
      // Types that take no calls of their own are not listed to be counted.
      if !CallPlan.counting(needs).groups.isEmpty { session.sayIfEmpty(estate) }
    }
    try selection.refuseUnfit(unfitPatterns(of: auditor, in: estate))
    let file = try state(configured: auditor.configuration.state)
    let stored = file.map { file in
      ReadingState(in: file, isRefreshing: reading.refresh).parts(of: account ?? StateAccount(of: estate))
    }
    let plan = CallPlan(auditor.needs, of: estate, filter: auditor.filter, stored: stored, history: history)
    try file?.finish()
    let more = templates + testCalls(auditor, estate)
    switch format {
    case .json:
      try Files.print(JSONWriter(.pretty).string(document(plan, more, auditor, regions: estate.regions.count)))
    case .text:
      let report = report(plan, more, auditor, regions: estate.regions.count)
      try Files.print(report.text(width: terminal.columns, isVerbose: verbose))
    }
    // Counts that rest on lists that could not be read are no counts.
    guard !estate.failedReads.isEmpty else { return }
    for gap in estate.failedReads {
      StandardError.write("audit: \(gap.operation): \(gap.code): \(gap.message) \(gap.advice)")
    }
    throw Outcome.incomplete
  }

  /// The state that a check would use; `nil` where there is none yet.
  private func state(configured: String?) throws -> StateFile? {
    guard let path = location.path(configured: configured) else { return nil }
    guard FileManager.default.fileExists(atPath: path) else {
      StandardError.write("audit: \(path): there is no state yet, so everything is read.")
      return nil
    }
    return try StateFile.open(path, .reading)
  }

  /// The patterns that fit nothing. Log groups are not listed to be counted, so a pattern that may mean one is left.
  private func unfitPatterns(of auditor: Auditor, in estate: Estate) -> [UnfitPattern] {
    let unfit = auditor.unfitPatterns(in: estate)
    if selection.snapshot != nil || !auditor.needs.types.contains(.logGroup) { return unfit }
    func mayMeanGroup(_ unfit: UnfitPattern) -> Bool {
      let parts = unfit.pattern.split(separator: ":", omittingEmptySubsequences: false)
      // The ARN of something else means none.
      if parts.count > 2, parts[0] == "arn", !parts[2].contains(where: { "*?".contains($0) }) {
        return parts[2] == "logs"
      }
      return unfit.pattern.contains { "/*:".contains($0) }
    }
    for unfit in unfit.filter(mayMeanGroup) {
      StandardError.write(
        "audit: --resource \"\(unfit.pattern)\" fits nothing of what is listed to be counted, which log groups are not."
      )
    }
    return unfit.filter { !mayMeanGroup($0) }
  }

  /// The calls that templates and stacks take, which were made to read them; none where there are none.
  private func templateCalls(_ session: Session?) -> [(operation: String, count: Int, unit: String)] {
    let services = [CloudFormation.service.name, SSM.service.name]
    return (session?.counts.byOperation ?? [:]).sorted { $0.key < $1.key }
      .filter { call in services.contains { call.key.hasPrefix("\($0):") } }
      .map { (operation: $0.key, count: $0.value, unit: "what a template or a stack says") }
  }

  /// The calls that the declared tests take; none where there are none.
  private func testCalls(_ auditor: Auditor, _ estate: Estate) -> [(operation: String, count: Int, unit: String)] {
    let tests = auditor.tests(in: estate)
    if tests.isEmpty { return [] }
    let stages = Set(tests.map { "\($0.function.id) \($0.stage)" }).count
    return [
      ("cloudfront:DescribeFunction", stages, "a stage that is tested"),
      ("cloudfront:TestFunction", tests.count, "a declared test and a stage"),
    ]
  }

  private func document(
    _ plan: CallPlan, _ more: [(operation: String, count: Int, unit: String)], _ auditor: Auditor,
    regions: Int
  ) -> JSONValue {
    let time = time(plan, more, regions)
    return [
      "again": .array(operationsAgain(auditor).map(JSONValue.string)),
      "time": [
        "seconds": .number(time.seconds),
        "allSeconds": .number(
          time.seconds(accounts: accountCount, concurrency: accountConcurrency, shards: shards)),
        "rates": .array(
          time.buckets.map { bucket in
            [
              "name": .string(bucket.name), "calls": .integer(bucket.calls), "perSecond": .number(bucket.perSecond),
              "seconds": .number(bucket.seconds),
            ]
          }),
      ],
      "calls": .array(
        plan.entries.map { entry in
          [
            "operation": .string(entry.operation), "count": entry.count.map(JSONValue.integer) ?? .null,
            "for": .string(entry.unit), "resource": .string(entry.group.type.rawValue),
            "rules": .array(names(of: auditor, needing: entry.group).map(JSONValue.string)),
            "state": state(of: entry),
          ]
        }
          + more.map { calls in
            [
              "operation": .string(calls.operation), "count": .integer(calls.count), "for": .string(calls.unit),
              "resource": .string(ResourceType.cloudFrontFunction.rawValue), "rules": [.string(Declaration.rule)],
            ]
          }),
    ]
  }

  /// What a state has to do with some calls; null where it has nothing.
  private func state(of entry: CallPlan.Entry) -> JSONValue {
    guard entry.taken > 0 || !entry.reasons.isEmpty else { return .null }
    let reasons = entry.reasons.sorted { $0.key.rawValue < $1.key.rawValue }
    return [
      "taken": .integer(entry.taken),
      "read": .object(JSONObject(reasons.map { ($0.key.rawValue, .integer($0.value)) })),
    ]
  }

  private func report(
    _ plan: CallPlan, _ more: [(operation: String, count: Int, unit: String)], _ auditor: Auditor,
    regions: Int
  ) -> CallReport {
    func state(of entry: CallPlan.Entry) -> String? {
      let reasons = entry.reasons.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
      let parts = (entry.taken > 0 ? ["\(entry.taken) unchanged"] : []) + reasons
      return parts.isEmpty ? nil : "by the state: \(parts.joined(separator: ", "))"
    }
    let entries =
      plan.entries.map { entry in
        CallReport.Entry(
          operation: entry.operation, count: entry.count, least: entry.least, unit: entry.unit, state: state(of: entry),
          rules: names(of: auditor, needing: entry.group))
      }
      + more.map {
        CallReport.Entry(operation: $0.operation, count: $0.count, unit: $0.unit, rules: [Declaration.rule])
      }
    return CallReport(entries, remarks: timeText(time(plan, more, regions)) + againText(operationsAgain(auditor)))
  }

  /// The operations that a check calls beside these where something is found that has a repair, with all the others anew.
  private func operationsAgain(_ auditor: Auditor) -> [String] {
    let more = Planner.needs(repairingBy: auditor).groups.subtracting(auditor.needs.groups)
    return Set(more.flatMap(\.calls).map(\.operation.identifier)).sorted()
  }

  private func againText(_ operations: [String]) -> [String] {
    if operations.isEmpty { return [] }
    return [
      "Where something is found that has a repair, a check reads all this anew, once or twice, with what tells whether the "
        + "repair would break another rule: as far as it needs them, \(operations.joined(separator: ", "))."
    ]
  }

  private func time(
    _ plan: CallPlan, _ more: [(operation: String, count: Int, unit: String)], _ regions: Int
  ) -> CallTime {
    let counts = plan.entries.compactMap { entry in entry.least.map { (entry.operation, $0) } }
    return CallTime(Dictionary(counts + more.map { ($0.operation, $0.count) }, uniquingKeysWith: +), regions: regions)
  }

  private func timeText(_ time: CallTime) -> [String] {
    var lines = ["At the rates that AWS grants an account, at least \(duration(time.seconds)):"]
    lines += time.buckets.map { bucket in
      "  \(bucket.name): \(counted(bucket.calls, "call")) at \(bucket.perSecond) a second, \(duration(bucket.seconds))"
    }
    if accountCount > 1 || shards > 1 {
      let all = time.seconds(accounts: accountCount, concurrency: accountConcurrency, shards: shards)
      lines.append(
        "\(counted(accountCount, "account")) like this one in \(counted(shards, "shard")), \(accountConcurrency) at once "
          + "in each: at least \(duration(all)).")
      if accountCount == 1 {
        lines.append("Shards of one account share its rates: they make it no faster where a rate decides.")
      }
    }
    return lines
  }

  private func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    if whole < 120 { return "\(whole) s" }
    return whole < 7_200 ? "\(whole / 60) min" : "\(whole / 3_600) h \(whole / 60 % 60) min"
  }

  private func names(of auditor: Auditor, needing group: AttributeGroup) -> [String] {
    let isDeclared = auditor.declarations.contains { $0.needs.groups.contains(group) }
    return auditor.rules.filter { auditor.needs(of: $0).groups.contains(group) }.map(\.id)
      + (isDeclared ? [Declaration.rule] : [])
  }
}
