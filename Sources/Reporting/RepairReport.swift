import Auditing
import Documents
import Estate
import Repairing
import Schema

/// What is to be repaired and what was, as people and programs read it.
public protocol RepairText {
  /// What is planned, for a person.
  var plan: String { get }
  /// What came of it, for a person.
  var result: String { get }
  /// Both as data.
  var json: JSONValue { get }
  /// What is planned in Markdown, in so many bytes or a little more.
  func planMarkdown(upTo limit: Int) -> String
  /// What is planned as parts of a page for a browser.
  var planMarkup: String { get }
}

/// What was planned, or done, of repairs, for a report to hold beside what was found.
public struct ReportedRepairs {
  private let text: (ReportOptions) -> any RepairText
  private let isPlan: Bool

  /// What writes of them in a look, and whether it is what is planned that is told, or what came of it.
  public init(_ text: @escaping (ReportOptions) -> any RepairText, isPlan: Bool) {
    self.text = text
    self.isPlan = isPlan
  }

  /// Both as data.
  var json: JSONValue { text(ReportOptions()).json }

  /// For a person.
  func text(_ options: ReportOptions) -> String {
    let text = text(options)
    return isPlan ? text.plan : text.result
  }

  /// In Markdown.
  ///
  /// - Parameter limit: How many bytes a plan has at most, or few more.
  func markdown(upTo limit: Int) -> String {
    let text = text(ReportOptions(width: 100))
    if isPlan { return text.planMarkdown(upTo: limit) }
    var (lines, size) = ([String](), 0)
    for line in text.result.split(separator: "\n") {
      let line = MarkdownText.verbatim(String(line))
      size += line.utf8.count + 1
      lines.append(size > limit ? "…" : line)
      if size > limit { break }
    }
    return "### What was done\n\n<pre>\(lines.joined(separator: "\n"))</pre>\n"
  }

  /// As parts of a page for a browser.
  var markup: String {
    let text = text(ReportOptions(width: 100))
    if isPlan { return text.planMarkup }
    return "<h2>What was done</h2>\n<pre>\(Markup.escaped(text.result))</pre>\n"
  }
}

/// What is to be repaired and what was in one account.
public struct RepairReport: RepairText {
  private let run: RepairRun
  private let options: ReportOptions

  /// The report of a run.
  public init(_ run: RepairRun, options: ReportOptions = ReportOptions()) {
    self.run = run
    self.options = options
  }

  /// What writes the report of a run in a look.
  public static func make(_ run: RepairRun) -> (ReportOptions) -> any RepairText {
    { RepairReport(run, options: $0) }
  }

  // MARK: For people

  /// The plan: why, field by field what is and what it becomes, what that touches, what is left, and what it comes to.
  public var plan: String { plan(then: aftercare) }

  /// A plan alone.
  ///
  /// - Parameter aftercare: What is done once its steps are made, a sentence each.
  static func plan(_ plan: Plan, then aftercare: [String], options: ReportOptions) -> String {
    RepairReport(RepairRun(plan: plan), options: options).plan(then: aftercare)
  }

  private var aftercare: [String] { run.postApply?.sentences ?? [] }

  private func plan(then aftercare: [String]) -> String {
    var page = TextPage(width: options.width)
    let summary = PlanSummary(run.plan)
    for (number, entry) in summary.entries.enumerated() { write(entry, number: number + 1, to: &page) }
    for refusal in run.plan.refusals { write(refusal, to: &page) }
    if !aftercare.isEmpty { page.blank() }
    for sentence in aftercare { page.row("then", StyledText(SafeText.escaped(sentence))) }
    page.blank()
    for remark in run.remarks { page.paragraph(StyledText(SafeText.escaped(remark), .warning)) }
    page.paragraph(
      StyledText(
        run.plan.steps.isEmpty ? summary.sentence : "Plan: \(summary.sentence)",
        run.plan.steps.isEmpty ? .plain : .strong))
    return page.rendered(isColored: options.isColored)
  }

  public func planMarkdown(upTo limit: Int) -> String {
    let plan = PlanMarkdown(run.plan, then: aftercare)
    return "### Plan: \(MarkdownText.prose(plan.sentence))\n\(plan.write(upTo: limit, elsewhere: Self.elsewhere))"
  }

  /// Where all of a plan stands.
  static let elsewhere = "`--format text` shows all"

  public var planMarkup: String { markup() }

  /// What is planned as parts of a page for a browser.
  ///
  /// - Parameters:
  ///   - title: What its heading begins with.
  ///   - id: What the addresses of its steps begin with.
  func markup(title: String = "Plan", id: String = "") -> String {
    let plan = PlanMarkup(run.plan, then: aftercare)
    return "<h2>\(HTMLPage.text("\(title): \(plan.sentence)"))</h2>\n\(plan.write(id: id))"
  }

  /// What is asked before the changes are made.
  public static func question(_ plan: Plan) -> String {
    let lost = plan.irreversibleCount
    return "Make these changes? \(lost == 0 ? "" : "\(lost) of them cannot be undone. ")Only \"yes\" will do: "
  }

  private func write(_ entry: PlanSummary.Entry, number: Int, to page: inout TextPage) {
    let step = entry.step
    page.blank()
    var title = StyledText("\(number)  ", .faint)
    title.add(step.part.resource.type.rawValue)
    title.add(" ")
    title.add(whole: SafeText.escaped(step.part.resource.name), .strong)
    page.paragraph(title)
    let others = entry.resources.dropFirst()
    if !others.isEmpty {
      let shown = options.isVerbose ? others : others.prefix(Self.most)
      let more = others.count > shown.count ? " and \(others.count - shown.count) more" : ""
      page.row(
        "also", StyledText(SafeText.escaped(shown.map(\.name).joined(separator: ", ")) + more, .strong))
    }
    for reason in entry.reasons {
      var text = StyledText()
      text.add(whole: SafeText.escaped(reason.rule), .strong)
      text.add(" (")
      text.add(reason.severity.rawValue, .of(reason.severity))
      text.add("): \(SafeText.sentence(reason.sentence))")
      page.row("because", text)
    }
    let changes = entry.changes
    let shown = options.isVerbose ? changes[...] : changes.prefix(Self.most)
    for change in shown { write(change, to: &page) }
    if shown.count < changes.count {
      page.row(
        "and", StyledText("\(counted(changes.count - shown.count, "more change")) like these; --verbose shows them."))
    }
    if step.part.name == .version {
      page.row(
        "as",
        StyledText("a new version of \(SafeText.escaped(step.part.resource.id)), else like \(step.base ?? "$LATEST")"))
    }
    page.row("calls", StyledText(step.operations.map(\.identifier).joined(separator: ", "), .faint))
    page.row("effect", StyledText(step.effect, step.losesForGood ? .warning : .faint))
    if let obstacle = step.obstacleToUndo {
      page.row("undo", StyledText("Cannot be undone: \(SafeText.escaped(obstacle))", .warning))
    }
  }

  /// How many changes of one step are shown without being asked.
  private static let most = 12
  /// How many lines of code are.
  private static let mostLines = 40

  private func write(_ change: Change, to page: inout TextPage) {
    page.row("at", .path(change.place.description))
    if let diff = change.lineDiff {
      let lines = options.isVerbose ? diff.lines[...] : diff.lines.prefix(Self.mostLines)
      for line in lines { page.verbatim(line.text, indent: 12) }
      if lines.count < diff.lines.count {
        page.row(
          "and", StyledText("\(counted(diff.lines.count - lines.count, "more line")); --verbose shows them."))
      }
      return
    }
    var values = ValueText(width: page.room, isVerbose: options.isVerbose)
    let (from, to) = (change.from, change.target)
    // What is comes before what it will be.
    for row in values.comparison(expected: to, actual: from).reversed() {
      page.row(Row(Self.labels[row.label] ?? row.label, paragraphs: row.paragraphs))
    }
  }

  /// What is and will be, in place of what is not so and should be.
  private static let labels = ["expected": "becomes", "actual": "is", "missing": "adds", "extra": "removes"]

  private func write(_ refusal: Plan.Refusal, to page: inout TextPage) {
    page.blank()
    var title = StyledText("left  ", .warning)
    title.add(SafeText.escaped(refusal.finding.rule), .strong)
    title.add(" on \(SafeText.escaped(refusal.finding.resource.name))")
    page.paragraph(title)
    if !refusal.finding.path.isEmpty { page.row("at", .path(refusal.finding.path)) }
    page.row("because", StyledText(SafeText.escaped(refusal.reason)))
  }

  /// What came of it.
  public var result: String {
    var page = TextPage(width: options.width)
    page.blank()
    for (step, outcome) in run.outcomes {
      var text = StyledText(step.part.resource.type.rawValue)
      text.add(" ")
      text.add(whole: SafeText.escaped(step.part.resource.name), .strong)
      text.add(": \(step.part.definition?.words ?? step.part.name.rawValue) ")
      text.add(Self.word(outcome.status, of: step.part.name), outcome.isGood ? .good : .found)
      page.paragraph(text)
      page.row("because", StyledText(SafeText.escaped(outcome.message)))
      if let version = outcome.publishedVersion { page.row("version", StyledText(SafeText.escaped(version))) }
    }
    for wait in run.waits where !wait.isSettled {
      page.paragraph(
        StyledText("\(wait.part.resource.id) does not serve everywhere yet: \(SafeText.escaped(wait.state)).", .warning)
      )
    }
    for invalidation in run.invalidations {
      let text = "\(counted(invalidation.plan.cost, "path")) of \(invalidation.plan.distribution)"
      if let id = invalidation.id {
        page.paragraph(StyledText(SafeText.escaped("Caches are being emptied of \(text) (\(id))."), .good))
      } else {
        page.paragraph(
          StyledText(SafeText.escaped("Caches were not emptied of \(text): \(invalidation.message)"), .warning))
      }
    }
    for probe in run.probes {
      page.paragraph(StyledText(SafeText.escaped(probe.description), probe.status == .held ? .good : .found))
    }
    for remark in run.remarks { page.paragraph(StyledText(SafeText.escaped(remark), .warning)) }
    page.blank()
    page.paragraph(StyledText(resultSummary, .strong))
    if let id = run.id, run.applied.steps.contains(where: { $0.obstacleToUndo == nil }) {
      page.paragraph(StyledText("audit undo \(id)\(options.undoOptions) puts back what was there before.", .faint))
    }
    return page.rendered(isColored: options.isColored)
  }

  private static func word(_ status: StepOutcome.Status, of part: WritablePart.Name) -> String {
    switch status {
    case .applied: part == .version ? "published" : "changed"
    case .done: "as it is to be"
    case .partial: "in part"
    case .overtaken: "left"
    case .failed: "failed"
    case .unknown: "not known"
    case .skipped: "skipped"
    case .stopped: "stopped"
    }
  }

  /// What was done, in one line.
  var resultSummary: String {
    var parts: [String] = []
    let good = run.outcomes.count { $0.outcome.isGood }
    parts.append("\(good) of \(counted(run.outcomes.count, "step")) done")
    if let verification = run.verification {
      parts.append("\(counted(verification.repaired.count, "finding")) repaired")
      if !verification.remaining.isEmpty { parts.append("\(verification.remaining.count) still wrong") }
      if !verification.unverified.isEmpty { parts.append("\(verification.unverified.count) not verified") }
      if !verification.worse.isEmpty { parts.append("\(verification.worse.count) new") }
    }
    return parts.joined(separator: ", ") + "."
  }

  // MARK: For programs

  /// As the text of one JSON object.
  public var jsonText: String { SafeText.json(JSONWriter(.pretty).string(json)) + "\n" }

  /// As data: `{id, steps: [...], refusals: [...], verification}`.
  public var json: JSONValue {
    [
      "id": run.id.map(JSONValue.string) ?? .null,
      "steps": .array(
        run.plan.steps.map { step in
          let outcome = run.outcomes.first { $0.step == step }?.outcome
          return [
            "resource": JSONReport.resource(step.part.resource), "part": .string(step.part.name.rawValue),
            "changes": .array(step.changes.filter { !$0.isGuard }.map(Self.json)),
            "operations": .array(step.operations.map { .string($0.identifier) }),
            "findings": .array(step.findings.sorted().map(JSONValue.string)),
            "rules": .array(Set(run.plan.findings(of: step).map(\.rule)).sorted().map(JSONValue.string)),
            "effect": .string(step.effect), "undoable": .bool(step.obstacleToUndo == nil),
            "obstacleToUndo": .string(step.obstacleToUndo ?? ""), "base": step.base.map(JSONValue.string) ?? .null,
            "status": .string(outcome?.status.rawValue ?? "planned"), "message": .string(outcome?.message ?? ""),
          ]
        }),
      "refusals": .array(
        run.plan.refusals.map { ["finding": .string($0.finding.fingerprint), "reason": .string($0.reason)] }),
      "invalidations": .array(
        run.invalidations.isEmpty
          ? (run.postApply?.invalidations ?? []).map { Self.json($0, id: nil, message: "") }
          : run.invalidations.map { Self.json($0.plan, id: $0.id, message: $0.message) }),
      "then": .array(aftercare.map(JSONValue.string)),
      "probes": .array(
        run.probes.map {
          [
            "url": .string($0.probe.url), "held": .bool($0.status == .held),
            "answers": .object(JSONObject($0.answers.map { ($0.answer.seen, .integer($0.count)) })),
          ]
        }),
      "remarks": .array(run.remarks.map(JSONValue.string)),
      "verification": run.verification.map { verification in
        [
          "repaired": Self.fingerprints(verification.repaired), "remaining": Self.fingerprints(verification.remaining),
          "unverified": Self.fingerprints(verification.unverified), "worse": Self.fingerprints(verification.worse),
        ]
      } ?? .null,
    ]
  }

  private static func json(_ plan: InvalidationPlan, id: String?, message: String) -> JSONValue {
    [
      "distribution": .string(plan.distribution), "paths": .array(plan.paths.map(JSONValue.string)),
      "id": id.map(JSONValue.string) ?? .null, "message": .string(message),
    ]
  }

  private static func fingerprints(_ findings: [Finding]) -> JSONValue {
    .array(findings.map { .string($0.fingerprint) })
  }

  private static func json(_ change: Change) -> JSONValue {
    switch change.to {
    case .value(let value): ["path": .string(change.place.description), "from": change.from, "to": value]
    case .order(let names):
      ["path": .string(change.place.description), "from": change.from, "to": .array(names.map(JSONValue.string))]
    case .versionPublished:
      ["path": .string(change.place.description), "from": change.from, "to": "(the new version)"]
    }
  }
}

extension StyledText {
  /// A place within a resource, broken where its steps begin.
  static func path(_ path: String) -> StyledText {
    var text = StyledText()
    text.add(whole: SafeText.escaped(path), breaking: .path)
    return text
  }
}
