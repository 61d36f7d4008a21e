import Auditing
import Documents
import Repairing

/// A saved plan as it is reviewed: in a terminal, on a pull request, in a browser.
public struct PlanDocument: Sendable {
  /// The formats that it can be shown in.
  public enum Format: String, Sendable, CaseIterable {
    case text, markdown, html, json
  }

  private let saved: SavedPlan

  /// A plan that was saved.
  public init(_ saved: SavedPlan) { self.saved = saved }

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
    let (choice, options) = (saved.inputs.choice.options, saved.inputs.options)
    let made = choice.isEmpty ? "" : " Made with \(choice.joined(separator: " ")), and applied so."
    let given =
      options.isEmpty ? "" : " `fix --plan` has to be given \(options.joined(separator: " ")) as well."
    return "For account \(saved.account). Values read at \(saved.readAt) by audit \(saved.version).\(made)\(given)"
  }

  private var pin: String {
    (["audit fix --plan FILE --digest", saved.digest] + saved.inputs.options).joined(separator: " ")
  }

  private func text(_ options: ReportOptions) -> String {
    let plan = RepairReport.plan(saved.plan, then: saved.aftercare, options: options)
    let words = StyledText(SafeText.escaped(head)).lines(width: options.width).map { $0.rendered(isColored: false) }
    let lines = [""] + words + ["Digest: \(saved.digest)"]
    return plan + lines.map { "\($0)\n" }.joined()
  }

  private var markdown: String {
    let plan = PlanMarkdown(saved.plan, then: saved.aftercare)
    let sentence = MarkdownText.prose(plan.sentence)
    return "### audit plan: \(sentence)\n\n\(MarkdownText.prose(head))\n"
      + plan.write(upTo: MarkdownReport.limit, elsewhere: "see `audit plan show`")
      + "\n**\(sentence)**\n\nDigest: \(MarkdownText.code(saved.digest))\n"
  }

  private var html: String {
    let plan = PlanMarkup(saved.plan, then: saved.aftercare)
    return HTMLPage.write(
      title: "audit plan: \(plan.sentence)",
      body: """
        <header>
        <h1>\(HTMLPage.text("Plan: \(plan.sentence)"))</h1>
        <p class="faint">\(HTMLPage.text(head))</p>
        </header>
        <main>
        \(plan.write())\
        <p><strong>\(HTMLPage.text(plan.sentence))</strong></p>
        <p>Digest: \(HTMLPage.code(saved.digest))</p>
        <p>\(HTMLPage.code(pin))</p>
        </main>
        """)
  }
}
