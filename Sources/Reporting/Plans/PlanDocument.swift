import Auditing
import Documents
import Estate
import Repairing

/// A saved plan as it is reviewed: in a terminal, on a pull request, in a browser.
public struct PlanDocument: Sendable {
  /// The formats that it can be shown in.
  public enum Format: String, Sendable, CaseIterable {
    case text, markdown, html, json
  }

  private let saved: SavedPlan
  private let summary: PlanSummary

  /// A plan that was saved.
  public init(_ saved: SavedPlan) {
    self.saved = saved
    summary = PlanSummary(saved.plan)
  }

  /// The plan in a format, ending with a line break.
  public func write(_ format: Format, options: ReportOptions = ReportOptions()) -> String {
    switch format {
    case .text: text(options)
    case .markdown: markdown
    case .html: html
    case .json: SafeText.json(JSONWriter(.pretty).string(saved.document)) + "\n"
    }
  }

  private var head: String {
    "For account \(saved.account). Values read at \(saved.readAt) by audit \(saved.version)."
  }

  private var pin: String { "audit fix --plan FILE --digest \(saved.digest)" }

  private func text(_ options: ReportOptions) -> String {
    var run = RepairRun(plan: saved.plan)
    run.remarks = saved.aftercare
    let plan = RepairReport(run, options: options).plan
    let words = StyledText(SafeText.escaped(head)).lines(width: options.width).map { $0.rendered(isColored: false) }
    let lines = [""] + words + ["Digest: \(saved.digest)"]
    return plan + lines.map { "\($0)\n" }.joined()
  }

  // MARK: Markdown

  /// Markdown as GitHub has it, which refuses a comment beyond 65,536 characters.
  private var markdown: String {
    var text = "### audit plan: \(MarkdownText.prose(summary.sentence))\n\n\(MarkdownText.prose(head))\n"
    var size = text.utf8.count
    for (index, entry) in summary.entries.enumerated() {
      let part = markdown(entry, number: index + 1)
      size += part.utf8.count
      if size > MarkdownReport.limit - 8192 {
        let left = summary.entries.count - index
        text += "\n**\(counted(left, "more step")) did not fit in here: see `audit plan show`.**\n"
        break
      }
      text += part
    }
    for refusal in saved.plan.refusals.prefix(20) {
      text +=
        "\nLeft: \(MarkdownText.code(refusal.finding.rule)) on \(MarkdownText.code(refusal.finding.resource.name)): "
        + "\(MarkdownText.prose(String(refusal.reason.prefix(200))))\n"
    }
    if saved.plan.refusals.count > 20 { text += "\nAnd \(saved.plan.refusals.count - 20) more are left.\n" }
    for sentence in saved.aftercare.prefix(10) {
      text += "\nThen: \(MarkdownText.prose(String(sentence.prefix(200))))\n"
    }
    return text + "\n**\(MarkdownText.prose(summary.sentence))**\n\nDigest: \(MarkdownText.code(saved.digest))\n"
  }

  private func markdown(_ entry: PlanSummary.Entry, number: Int) -> String {
    let step = entry.step
    let names = entry.resources.prefix(10).map { MarkdownText.code($0.name) }.joined(separator: ", ")
    let more = entry.resources.count > 10 ? " and \(entry.resources.count - 10) more" : ""
    var text =
      "\n#### \(number). \(MarkdownText.prose(step.part.resource.type.rawValue)), "
      + "\(MarkdownText.prose(step.part.definition?.words ?? step.part.name.rawValue))\n\n\(names)\(more)\n\n"
    for reason in entry.reasons {
      text +=
        "- \(MarkdownText.code(reason.rule)) (\(reason.severity.rawValue)): \(MarkdownText.prose(reason.sentence))\n"
    }
    if let obstacle = step.obstacleToUndo { text += "- **Cannot be undone:** \(MarkdownText.prose(obstacle))\n" }
    if !step.effect.isEmpty {
      text += "- \(step.losesForGood ? "**Cannot be undone:**" : "Effect:") \(MarkdownText.prose(step.effect))\n"
    }
    text += "- Calls: \(step.operations.map { MarkdownText.code($0.identifier) }.joined(separator: ", "))\n"
    if step.part.name == .version {
      text += "- A new version, else like \(MarkdownText.code(step.base ?? "$LATEST"))\n"
    }
    let changes = entry.changes
    let rows = changes.filter { $0.lineDiff == nil }.prefix(30)
    if !rows.isEmpty {
      text += "\n| Where | Is | Becomes |\n| --- | --- | --- |\n"
      for change in rows {
        text +=
          "| \(MarkdownText.code(change.place.description)) | \(MarkdownText.code(Self.value(change.from, upTo: 300))) | "
          + "\(MarkdownText.code(Self.value(change.target, upTo: 300))) |\n"
      }
    }
    for change in changes {
      guard let diff = change.lineDiff else { continue }
      text += "\n\(MarkdownText.code(change.place.description))\n\n<pre>"
      text += diff.lines.prefix(200).map { MarkdownText.verbatim($0.text) }.joined(separator: "\n")
      text += diff.lines.count > 200 ? "\n… \(diff.lines.count - 200) more lines</pre>\n" : "</pre>\n"
    }
    let left = changes.count { $0.lineDiff == nil } - rows.count
    return left > 0 ? text + "\n\(counted(left, "more change")) like these.\n" : text
  }

  // MARK: HTML

  private var html: String {
    let head = Markup.escaped(SafeText.sentence(head))
    let entries = summary.entries.enumerated().map { html($1, number: $0 + 1) }.joined()
    let left = saved.plan.refusals.map { refusal in
      "<li>\(HTMLPage.code(refusal.finding.rule)) on \(HTMLPage.code(refusal.finding.resource.name)): "
        + "\(HTMLPage.text(refusal.reason))</li>\n"
    }
    let then = saved.aftercare.map { "<li>\(HTMLPage.text($0))</li>\n" }
    return HTMLPage.write(
      title: "audit plan: \(summary.sentence)",
      body: """
        <header>
        <h1>\(HTMLPage.text("Plan: \(summary.sentence)"))</h1>
        <p class="faint">\(head)</p>
        </header>
        <main>
        \(entries)\(left.isEmpty ? "" : "<h2>What is left</h2>\n<ul>\(left.joined())</ul>\n")\
        \(then.isEmpty ? "" : "<h2>Then</h2>\n<ul>\(then.joined())</ul>\n")\
        <p><strong>\(HTMLPage.text(summary.sentence))</strong></p>
        <p>Digest: \(HTMLPage.code(saved.digest))</p>
        <p>\(HTMLPage.code(pin))</p>
        </main>
        """)
  }

  private func html(_ entry: PlanSummary.Entry, number: Int) -> String {
    let step = entry.step
    var facts: [(String, String)] = entry.reasons.map {
      ("Because", "\(HTMLPage.chip($0.severity.rawValue)) \(HTMLPage.code($0.rule)) \(HTMLPage.text($0.sentence))")
    }
    let isLost = step.losesForGood ? "<strong>Cannot be undone:</strong> " : ""
    facts.append(("Effect", isLost + HTMLPage.text(step.effect)))
    facts.append(("Calls", step.operations.map { HTMLPage.code($0.identifier) }.joined(separator: " ")))
    if step.part.name == .version {
      facts.append(("As", "a new version, else like \(HTMLPage.code(step.base ?? "$LATEST"))"))
    }
    if let obstacle = step.obstacleToUndo {
      facts.append(("Undo", "<strong>Cannot be undone:</strong> \(HTMLPage.text(obstacle))"))
    }
    let rows = entry.changes.filter { $0.lineDiff == nil }.map { change in
      [
        HTMLPage.code(change.place.description), HTMLPage.code(Self.value(change.from, upTo: 10_000)),
        HTMLPage.code(Self.value(change.target, upTo: 10_000)),
      ]
    }
    let diffs = entry.changes.compactMap { change in
      change.lineDiff.map { diff in
        "<p>\(HTMLPage.code(change.place.description))</p>\n<pre class=\"diff\">\(diff.lines.map(Self.html).joined())</pre>\n"
      }
    }
    return """
      <section class="step" id="step-\(number)">
      <h2>\(number). \(HTMLPage.text(step.part.resource.type.rawValue)), \
      \(HTMLPage.text(step.part.definition?.words ?? step.part.name.rawValue))</h2>
      <p>\(entry.resources.map { HTMLPage.code($0.name) }.joined(separator: ", "))</p>
      \(HTMLPage.facts(facts))\(rows.isEmpty ? "" : HTMLPage.table(["Where", "Is", "Becomes"], rows))\(diffs.joined())</section>

      """
  }

  private static func html(_ line: LineDiff.Line) -> String {
    let text = Markup.escaped(line.text)
    return switch line {
    case .added: "<ins>\(text)</ins>\n"
    case .removed: "<del>\(text)</del>\n"
    case .same, .leftOut: "\(text)\n"
    }
  }

  private static func value(_ value: JSONValue, upTo limit: Int) -> String {
    let text = value.isNull ? "nothing" : JSONWriter().string(value)
    return text.count > limit ? "\(text.prefix(limit)) …" : text
  }
}
