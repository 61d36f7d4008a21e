import Auditing
import Foundation

/// The last lines of the report for people: what it all comes to. Never cheerful about what was not looked at.
struct ReportSummary {
  private let report: AuditReport
  private let counts: FindingCounts
  private let isSomethingHidden: Bool
  private let isVerbose: Bool

  init(_ report: AuditReport, isSomethingHidden: Bool = false, isVerbose: Bool = false) {
    self.report = report
    counts = FindingCounts(report)
    self.isSomethingHidden = isSomethingHidden
    self.isVerbose = isVerbose
  }

  func write(to page: inout TextPage) {
    page.paragraph(verdict)
    page.paragraph(asides)
    for line in [origin, state].compactMap(\.self) + report.run.remarks.map(SafeText.sentence) {
      page.paragraph(StyledText(line))
    }
    page.paragraph(StyledText(effort, .faint))
    if let hint { page.paragraph(StyledText(hint, .faint)) }
  }

  /// What it all comes to, in plain words.
  static func verdict(of report: AuditReport) -> String { ReportSummary(report).verdict.plain }

  /// What else is to be said of it; empty where nothing is.
  static func asides(of report: AuditReport) -> String { ReportSummary(report).asides.plain }

  /// What it took, and of what it tells where that is not the live estate.
  static func effort(of report: AuditReport) -> String {
    ([ReportSummary(report).origin, ReportSummary(report).state, ReportSummary(report).effort].compactMap(\.self)
      + report.run.remarks.map(SafeText.sentence)).joined(separator: " ")
  }

  /// That a snapshot was judged, and how old it is; `nil` where it was the live estate.
  static func origin(of report: AuditReport) -> String? { ReportSummary(report).origin }

  private var origin: String? {
    report.run.snapshot.map { taken in
      let isAhead = taken.timeIntervalSince(report.run.startedAt) > 60
      return "Judged from a snapshot of \(Timestamp.rfc3339(taken)), "
        + (isAhead
          ? "which is yet to come by this machine's clock."
          : "\(Timestamp.age(from: taken, to: report.run.startedAt)) old.")
    }
  }

  /// How much came out of a state; `nil` where nothing did, as it had nothing or there was none.
  private var state: String? {
    report.run.state.flatMap { $0.taken > 0 ? $0.sentence(at: report.run.startedAt) : nil }
  }

  private var asides: StyledText {
    var asides: [(String, Style)] = []
    let missing = counts.unknown - counts.undecided
    if missing > 0 { asides.append(("\(counted(missing, "verdict")) missing", .unknown)) }
    if counts.undecided > 0 { asides.append(("\(counts.undecided) undecided", .unknown)) }
    if !report.failures.isEmpty {
      asides.append(("\(counted(report.failures.count, "part")) of the estate not read", .unknown))
    }
    if counts.waived > 0 { asides.append(("\(counts.waived) waived", .plain)) }
    if report.leftOut > 0 { asides.append(("\(report.leftOut) known before and left out", .plain)) }
    if counts.fail + counts.unknown > 0, report.passes > 0 { asides.append(("\(report.passes) passed", .plain)) }
    return Self.list(asides)
  }

  private static func list(_ items: [(text: String, style: Style)]) -> StyledText {
    var list = StyledText()
    for (index, item) in items.enumerated() {
      list.add(item.text, item.style)
      list.add(index < items.count - 1 ? ", " : ".")
    }
    return list
  }

  private var verdict: StyledText {
    let run = report.run
    let resources = counted(run.resources, "resource")
    if counts.fail > 0 {
      var text = StyledText("\(counts.fail) wrong:", .strong)
      let severities = Severity.allCases.reversed().compactMap { severity in
        counts.bySeverity[severity].map { (text: "\($0) \(severity.rawValue)", style: Style.of(severity)) }
      }
      text.add(Self.list(severities))
      return text
    }
    if run.resources == 0, counts.unknown == 0 {
      let why =
        report.failures.isEmpty
        ? "no resource was found. Check the account, --region and --resource." : "what there is could not be read."
      return StyledText("Nothing was audited: " + why, .warning)
    }
    if run.rules == 0, run.declarations == 0 {
      return StyledText(
        "Nothing was audited: neither rule nor baseline was chosen. Check --rules, --only and --skip.", .warning)
    }
    if counts.undecided > 0, counts.undecided == counts.unknown, report.failures.isEmpty {
      return StyledText("Nothing was found wrong, and \(counted(counts.undecided, "verdict")) not certain.", .unknown)
    }
    if counts.unknown > 0 || !report.failures.isEmpty {
      return StyledText("Nothing was found wrong, but the audit is incomplete.", .unknown)
    }
    if report.passes == 0, counts.waived + report.leftOut == 0 {
      return StyledText(
        "Nothing was judged: of \(yardsticks) none applies to \(resources).", .warning)
    }
    let hold = run.resources == 1 ? "holds" : "hold"
    let news =
      report.leftOut > 0
      ? "Nothing new is wrong" : counts.waived > 0 ? "Nothing is wrong but what is waived" : "Nothing is wrong"
    return StyledText("\(news): \(resources) \(hold) \(yardsticks).", .good)
  }

  /// What the resources were held against.
  private var yardsticks: String {
    let run = report.run
    let rules = run.rules > 0 || run.declarations == 0 ? [counted(run.rules, "rule")] : []
    let declarations = run.declarations > 0 ? [counted(run.declarations, "declaration")] : []
    return (rules + declarations).joined(separator: " and ")
  }

  private var effort: String {
    let run = report.run
    let calls = run.callsByOperation.values.reduce(0, +)
    var effort = [counted(run.resources, "resource"), yardsticks]
    effort.append(counted(calls, "call") + (run.retries > 0 ? " (\(run.retries) retried)" : ""))
    effort.append(Timestamp.duration(from: run.startedAt, to: run.finishedAt))
    return effort.joined(separator: ", ") + "."
  }

  private var hint: String? {
    guard !isVerbose else { return nil }
    switch (isSomethingHidden, counts.waived > 0) {
    case (true, true): return "--verbose shows shortened values whole, and what is waived."
    case (true, false): return "--verbose shows shortened values and lists whole."
    case (false, true): return "--verbose shows what is waived."
    case (false, false): return nil
    }
  }
}

extension AuditReport.Run.StateUse {
  /// How much was taken from a state, and how old it is, in a sentence.
  ///
  /// - Parameter time: Now.
  public func sentence(at time: Date) -> String {
    let age = oldest.map { ", the oldest read \(Timestamp.age(from: $0, to: time)) ago" } ?? ""
    return taken == 0
      ? "Nothing was taken from the state."
      : "\(counted(taken, "part")) unchanged and taken from the state\(age)."
  }
}
