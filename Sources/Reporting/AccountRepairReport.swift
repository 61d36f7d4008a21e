import Auditing
import Documents
import Repairing

/// What is to be repaired and what was in several accounts: each as ever, and then a table of all.
public struct AccountRepairReport: RepairText {
  /// One of the accounts.
  public struct Part: Sendable {
    /// Its number.
    let account: String
    /// What people call it; empty where nobody says.
    let name: String
    /// What is planned there, or what came of it; `nil` where nobody could find out.
    public let run: RepairRun?

    /// An account, and its run.
    public init(account: String, name: String, run: RepairRun?) {
      self.account = account
      self.name = name
      self.run = run
    }

    /// Its number and its name.
    var title: String { name.isEmpty ? account : "\(account) \(name)" }
    /// Whether there is something to tell of it.
    var isShown: Bool { run.map { !$0.plan.steps.isEmpty || !$0.plan.refusals.isEmpty } ?? true }
  }

  private let parts: [Part]
  private let options: ReportOptions

  /// The report of the runs in these accounts.
  public init(_ parts: [Part], options: ReportOptions = ReportOptions()) {
    self.parts = parts
    self.options = options
  }

  /// What writes the report of them in a look.
  public static func make(_ parts: [Part]) -> (ReportOptions) -> any RepairText {
    { AccountRepairReport(parts, options: $0) }
  }

  /// What is asked before the changes are made.
  public static func question(_ parts: [Part]) -> String {
    let plans = parts.compactMap(\.run?.plan).filter { !$0.steps.isEmpty }
    let lost = plans.reduce(0) { $0 + $1.irreversibleCount }
    return "Make these changes in \(counted(plans.count, "account"))? "
      + "\(lost == 0 ? "" : "\(lost) of them cannot be undone. ")Only \"yes\" will do: "
  }

  // MARK: For people

  /// The plan of each account, and what all come to.
  public var plan: String {
    written(\.plan) {
      $0.plan.steps.isEmpty && $0.plan.refusals.isEmpty
    } table: { page in
      let rows = parts.filter(\.isShown).map { part -> [String] in
        guard let plan = part.run?.plan else { return [part.account, part.name, "not read"] }
        return [part.account, part.name]
          + [plan.changeCount, plan.steps.count, plan.irreversibleCount, plan.refusals.count].map(String.init)
      }
      write([["Account", "Name", "Changes", "Steps", "Cannot be undone", "Left"]] + rows, to: &page)
      page.blank()
      page.paragraph(StyledText(summary, .strong))
    }
  }

  /// What came of it in each account, and all in one table.
  public var result: String {
    written(\.result) {
      $0.outcomes.isEmpty && $0.remarks.isEmpty
    } table: { page in
      let rows = parts.filter(\.isShown).map { part -> [String] in
        guard let run = part.run else { return [part.account, part.name, "not read"] }
        let good = run.outcomes.count { $0.outcome.isGood }
        let repaired = run.verification.map { String($0.repaired.count) } ?? ""
        let wrong = run.verification.map { String($0.remaining.count + $0.worse.count) } ?? ""
        let hasWritten = run.outcomes.contains(where: \.outcome.hasWritten)
        return [
          part.account, part.name, "\(good) of \(run.plan.steps.count)", repaired, wrong,
          hasWritten ? run.id ?? "" : "",
        ]
      }
      write([["Account", "Name", "Steps done", "Repaired", "Wrong", "Run"]] + rows, to: &page)
    }
  }

  public func planMarkdown(upTo limit: Int) -> String {
    let planned = plans
    var text = "### \(MarkdownText.prose(summary))\n"
    for (index, plan) in planned.enumerated() {
      let room = (limit - text.utf8.count) / (planned.count - index)
      let steps = PlanMarkdown(plan.run.plan, then: plan.run.postApply?.sentences ?? [])
      let part =
        "\n### Account \(MarkdownText.prose(plan.title)): \(MarkdownText.prose(steps.sentence))\n"
        + steps.write(upTo: room, elsewhere: RepairReport.elsewhere)
      if text.utf8.count + part.utf8.count > limit {
        text +=
          "\n**\(counted(planned.count - index, "more account")) did not fit in here: \(RepairReport.elsewhere).**\n"
        break
      }
      text += part
    }
    return text
  }

  public var planMarkup: String {
    "<h2>\(HTMLPage.text(summary))</h2>\n"
      + plans.map { plan in
        RepairReport(plan.run).markup(title: "Account \(plan.title)", id: "account-\(plan.account)-")
      }.joined()
  }

  /// The plans that there is something to tell of.
  private var plans: [(account: String, title: String, run: RepairRun)] {
    parts.compactMap { part in
      part.isShown ? part.run.map { (part.account, part.title, $0) } : nil
    }
  }

  private func written(
    _ text: KeyPath<RepairReport, String>, unless isSilent: (RepairRun) -> Bool, table: (inout TextPage) -> Void
  ) -> String {
    var all = ""
    for part in parts {
      guard let run = part.run, !isSilent(run) else { continue }
      var heading = TextPage(width: options.width)
      heading.paragraph(StyledText("Account \(SafeText.escaped(part.title))", .strong))
      all += heading.rendered(isColored: options.isColored) + RepairReport(run, options: options)[keyPath: text] + "\n"
    }
    var page = TextPage(width: options.width)
    table(&page)
    let silent = parts.count { !$0.isShown }
    if silent > 0 {
      page.paragraph(StyledText("\(counted(silent, "account")) with nothing to repair", .faint))
    }
    return all + page.rendered(isColored: options.isColored)
  }

  private var summary: String {
    let plans = parts.compactMap(\.run?.plan).filter { !$0.steps.isEmpty }
    if plans.isEmpty { return "There is nothing to change." }
    let resources = plans.reduce(0) { $0 + Set($1.steps.map(\.part.resource)).count }
    let lost = plans.reduce(0) { $0 + $1.irreversibleCount }
    return
      "Plan: \(counted(plans.reduce(0) { $0 + $1.changeCount }, "change")) to \(counted(resources, "resource")) in "
      + counted(plans.count, "account") + (lost == 0 ? "." : "; \(lost) cannot be undone.")
  }

  /// Columns under each other: the first two begin where they do, numbers end there.
  private func write(_ rows: [[String]], to page: inout TextPage) {
    let rows = rows.map { $0.map(SafeText.escaped) }
    let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
      rows.reduce(0) { column < $1.count ? max($0, DisplayWidth.of($1[column])) : $0 }
    }
    for row in rows {
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
        return column < 2 || !cell.allSatisfy(\.isNumber) ? cell + space : space + cell
      }
      page.verbatim(SafeText.trimmedEnd(cells.joined(separator: "  ")), indent: 0)
    }
  }

  // MARK: For programs

  /// The run in each account, under its number.
  public var json: JSONValue {
    let runs = parts.compactMap { part in
      part.run.map { run in
        let named: JSONObject = ["accountName": .string(part.name)]
        return (part.account, JSONValue.object(named.merging(RepairReport(run).json.object ?? [:])))
      }
    }
    return ["byAccount": .object(JSONObject(runs))]
  }
}

extension SafeText {
  /// Without the spaces at its end.
  fileprivate static func trimmedEnd(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }
}
