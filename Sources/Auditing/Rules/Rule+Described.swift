import Documents
import Estate

extension Rule {
  /// A rule of which only the words are known, as a report tells them: it judges nothing.
  ///
  /// - Parameters:
  ///   - words: What `title`, `why`, `symptoms`, `recommendation`, `cli` and `terraform` say.
  public init(
    described id: String, severity: Severity, words: [String: String], references: [String], source: SourceMark
  ) {
    func text(_ name: String) -> String { words[name] ?? "" }
    self.init(
      id: id, title: text("title"), severity: severity, resources: [], isEnabled: true, condition: nil, checks: [],
      parameters: [], why: text("why"), symptoms: text("symptoms"),
      remediation: Remediation(
        recommendation: text("recommendation"), cli: text("cli"), terraform: text("terraform")),
      references: references,
      repair: Repair(mode: .none, action: nil, condition: nil, otherwise: nil, summary: ""), source: source)
  }
}
