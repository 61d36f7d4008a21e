import Auditing
import Documents
import Repairing

/// A plan in Markdown as GitHub has it, which refuses a comment beyond 65,536 characters.
struct PlanMarkdown {
  /// What is left of the room for what follows the steps.
  private static let reserve = 8192
  /// How many resources of equal steps are named.
  private static let most = 100

  private let summary: PlanSummary
  private let aftercare: [String]

  /// - Parameter aftercare: What is done once the steps are made, a sentence each.
  init(_ plan: Plan, then aftercare: [String]) {
    summary = PlanSummary(plan)
    self.aftercare = aftercare
  }

  /// What it comes to.
  var sentence: String { summary.sentence }

  /// The steps, what is left, and what is done then.
  ///
  /// - Parameters:
  ///   - limit: How many bytes it may have.
  ///   - elsewhere: Where the steps stand that do not fit.
  func write(upTo limit: Int, elsewhere: String) -> String {
    var text = ""
    var size = 0
    for (index, entry) in summary.entries.enumerated() {
      let part = markdown(entry, number: index + 1)
      size += part.utf8.count
      if size > limit - Self.reserve {
        let left = summary.entries.count - index
        text += "\n**\(counted(left, "more step")) did not fit in here: \(elsewhere).**\n"
        break
      }
      text += part
    }
    let refusals = summary.plan.refusals
    for refusal in refusals.prefix(20) {
      text +=
        "\nLeft: \(MarkdownText.code(refusal.finding.rule)) on \(MarkdownText.code(refusal.finding.resource.name)): "
        + "\(MarkdownText.prose(refusal.reason.sentence(upTo: 1_000)))\n"
    }
    if refusals.count > 20 { text += "\nAnd \(refusals.count - 20) more are left.\n" }
    for sentence in aftercare.prefix(10) {
      text += "\nThen: \(MarkdownText.prose(sentence.sentence(upTo: 1_000)))\n"
    }
    return text
  }

  private func markdown(_ entry: PlanSummary.Entry, number: Int) -> String {
    let step = entry.step
    let names = entry.resources.prefix(Self.most).map { MarkdownText.code($0.name) }.joined(separator: ", ")
    let more = entry.resources.count > Self.most ? " and \(entry.resources.count - Self.most) more" : ""
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
        let (from, target) = change.shown(upTo: 600)
        text +=
          "| \(MarkdownText.code(change.place.description)) | \(MarkdownText.code(from)) | \(MarkdownText.code(target)) |\n"
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
}

extension String {
  /// It, cut with a sign of it where it is longer.
  fileprivate func sentence(upTo limit: Int) -> String { count > limit ? "\(prefix(limit)) …" : self }
}
