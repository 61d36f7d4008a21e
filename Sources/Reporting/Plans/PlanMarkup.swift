import Auditing
import Documents
import Repairing

/// A plan as parts of a page for a browser.
struct PlanMarkup {
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
  /// - Parameter id: What their addresses begin with, where the page has other plans too.
  func write(id: String = "") -> String {
    let entries = summary.entries.enumerated().map { html($1, id, number: $0 + 1) }.joined()
    let left = summary.plan.refusals.map { refusal in
      "<li>\(HTMLPage.code(refusal.finding.rule)) on \(HTMLPage.code(refusal.finding.resource.name)): "
        + "\(HTMLPage.text(refusal.reason))</li>\n"
    }
    let then = aftercare.map { "<li>\(HTMLPage.text($0))</li>\n" }
    return entries + (left.isEmpty ? "" : "<h2>What is left</h2>\n<ul>\(left.joined())</ul>\n")
      + (then.isEmpty ? "" : "<h2>Then</h2>\n<ul>\(then.joined())</ul>\n")
  }

  private func html(_ entry: PlanSummary.Entry, _ id: String, number: Int) -> String {
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
      let (from, target) = change.shown(upTo: 10_000)
      return [HTMLPage.code(change.place.description), HTMLPage.code(from), HTMLPage.code(target)]
    }
    let diffs = entry.changes.compactMap { change in
      change.lineDiff.map { diff in
        "<p>\(HTMLPage.code(change.place.description))</p>\n<pre class=\"diff\">\(diff.lines.map(Self.html).joined())</pre>\n"
      }
    }
    return """
      <section class="step" id="\(id)step-\(number)">
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
}

extension Change {
  /// What is there and what comes in its place, as a plan shows them: of what is longer than that, what differs, cut where
  /// that is too long as well.
  func shown(upTo limit: Int) -> (from: String, target: String) {
    let whole = (from.written, target.written)
    if whole.0.count <= limit, whole.1.count <= limit { return whole }
    let parts = Narrowing.parts(from, target)
    func cut(_ text: String) -> String {
      let more = text.count - limit
      return more > 0 ? "\(text.prefix(limit)) … \(counted(more, "more character"))" : text
    }
    return (cut(parts.left.written), cut(parts.right.written))
  }
}

extension JSONValue {
  fileprivate var written: String { isNull ? "nothing" : JSONWriter().string(self) }
}
