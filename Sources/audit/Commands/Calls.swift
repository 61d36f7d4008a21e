import ArgumentParser
import Auditing
import Collecting
import Documents
import Estate
import Foundation
import Schema
import State

/// `audit calls`.
struct Calls: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calls",
    abstract: "Show which API calls a check would make, and why.",
    discussion: """
      Only what is needed to count them is read: which resources there are.

      EXAMPLES
        audit calls
        audit calls --only edge-lambda-version-pinned
        audit calls --state audit.state                what would be asked in spite of a state, and why
      """)

  @OptionGroup(title: "What is checked") var selection: SelectionOptions
  @OptionGroup(title: "State") var location: StateLocation
  @OptionGroup(title: "State") var reading: RefreshOption
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @Option(help: "text or json.") var format: Format = .text
  @Flag(name: .customLong("no-progress"), help: "Show no progress.") var noProgress = false

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  func run() async throws {
    let terminal = Terminal.current(environment: Session.environment, noProgress: noProgress)
    let early = try selection.session(aws, progress: terminal.showsProgress)
    let auditor = try await selection.auditor(asking: early, aws)
    let needs = auditor.needs
    let estate: Estate
    var account: StateAccount?
    if let snapshot = try selection.readSnapshot() {
      estate = snapshot.estate
    } else {
      let session = try early ?? Session(aws, progress: terminal.showsProgress)
      estate = try await session.collect(CallPlan.counting(needs)).estate
      account = session.stateAccount(estate.account)
    }
    try selection.refuseUnfit(unfitPatterns(of: auditor, in: estate))
    let file = try state(configured: auditor.configuration.state)
    let stored = file.map { file in
      ReadingState(in: file, isRefreshing: reading.refresh).parts(of: account ?? StateAccount(of: estate))
    }
    let plan = CallPlan(needs, of: estate, filter: auditor.filter, stored: stored)
    try file?.finish()
    let tests = testCalls(auditor, estate)
    switch format {
    case .json: try Files.print(JSONWriter(.pretty).string(document(plan, tests, auditor)))
    case .text: try Files.print(text(plan, tests, auditor))
    }
    // Counts that rest on lists that could not be read are no counts.
    guard !estate.gaps.isEmpty else { return }
    for gap in estate.gaps { StandardError.write("audit: \(gap.operation): \(gap.code): \(gap.message) \(gap.advice)") }
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
    return unfit.filter { !$0.pattern.contains("/") && !$0.pattern.contains("*") && !$0.pattern.contains(":") }
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
    _ plan: CallPlan, _ tests: [(operation: String, count: Int, unit: String)], _ auditor: Auditor
  ) -> JSONValue {
    [
      "calls": .array(
        plan.entries.map { entry in
          [
            "operation": .string(entry.operation), "count": entry.count.map(JSONValue.integer) ?? .null,
            "for": .string(entry.unit), "resource": .string(entry.group.type.rawValue),
            "rules": .array(names(of: auditor, needing: entry.group).map(JSONValue.string)),
            "state": state(of: entry),
          ]
        }
          + tests.map { test in
            [
              "operation": .string(test.operation), "count": .integer(test.count), "for": .string(test.unit),
              "resource": .string(ResourceType.cloudFrontFunction.rawValue), "rules": [.string(Declaration.rule)],
            ]
          })
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

  private func text(
    _ plan: CallPlan, _ tests: [(operation: String, count: Int, unit: String)], _ auditor: Auditor
  ) -> String {
    func lines(
      _ count: Int?, _ operation: String, _ unit: String, _ names: [String], _ state: String? = nil
    ) -> [String] {
      let count = count.map(String.init) ?? "some"
      let pad = String(repeating: " ", count: max(0, 6 - count.count))
      return ["\(pad)\(count)  \(operation)  (one for \(unit))"]
        + [state, names.joined(separator: " ")]
        .compactMap { $0.map { "        \($0)" } }
    }
    func state(of entry: CallPlan.Entry) -> String? {
      let reasons = entry.reasons.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
      let parts = (entry.taken > 0 ? ["\(entry.taken) unchanged"] : []) + reasons
      return parts.isEmpty ? nil : "by the state: \(parts.joined(separator: ", "))"
    }
    let lines =
      plan.entries.flatMap {
        lines($0.count, $0.operation, $0.unit, names(of: auditor, needing: $0.group), state(of: $0))
      }
      + tests.flatMap { lines($0.count, $0.operation, $0.unit, [Declaration.rule]) }
    let known = plan.entries.compactMap(\.count).reduce(0, +) + tests.reduce(0) { $0 + $1.count }
    let isExact = plan.entries.allSatisfy { $0.count != nil }
    return (lines + ["", "\(isExact ? "" : "at least ")\(known) calls, and sts:GetCallerIdentity."])
      .joined(separator: "\n")
  }

  private func names(of auditor: Auditor, needing group: AttributeGroup) -> [String] {
    let isDeclared = auditor.declarations.contains { $0.needs.groups.contains(group) }
    return auditor.rules.filter { auditor.needs(of: $0).groups.contains(group) }.map(\.id)
      + (isDeclared ? [Declaration.rule] : [])
  }
}
