import Auditing
import Documents

/// Rules as people read them: a list, and a page for each, after the manner of manual pages.
public enum RuleManual {
  /// The rules under the names of their files.
  ///
  /// - Parameters:
  ///   - rules: The rules, those of a file after each other.
  ///   - width: The columns of a line.
  ///   - isColored: Whether escape sequences are used.
  public static func list(_ rules: [Rule], width: Int = 80, isColored: Bool = false) -> String {
    var page = TextPage(width: width)
    var file: String?
    for rule in rules {
      if rule.source.file != file {
        file = rule.source.file
        page.blank()
        page.paragraph(StyledText(rule.source.file, .strong))
      }
      var text = StyledText(rule.id, .strong)
      text.add(" \(rule.title)")
      if !rule.isEnabled { text.add(" (off)", .faint) }
      if rule.repair.mode != .none { text.add(" (repair: \(ManualPage.phrase(rule.repair.mode)))", .faint) }
      page.labelled(Line(rule.severity.rawValue, .of(rule.severity)), text)
    }
    page.blank()
    page.paragraph(StyledText("\(rules.count) rule\(rules.count == 1 ? "" : "s"). `audit rules show ID` tells more."))
    return page.rendered(isColored: isColored)
  }

  /// The rules as data: `{rules: [{id, title, severity, resources, enabled, repair, source}]}`.
  public static func list(_ rules: [Rule]) -> JSONValue {
    [
      "rules": .array(
        rules.map { rule in
          [
            "id": .string(rule.id), "title": .string(rule.title), "severity": .string(rule.severity.rawValue),
            "resources": .array(rule.resources.map { .string($0.rawValue) }), "enabled": .bool(rule.isEnabled),
            "repair": .string(rule.repair.mode.rawValue),
            "source": ["file": .string(rule.source.file), "line": .integer(rule.source.line)],
          ]
        })
    ]
  }

  /// The looks of the manual.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// For a terminal.
    case text
    /// For a repository or a web page.
    case markdown
  }

  /// All about one rule.
  ///
  /// - Parameters:
  ///   - rule: The rule, as it is written.
  ///   - configuration: What a project wants otherwise.
  ///   - format: How it looks.
  ///   - width: The columns of a line of text.
  ///   - isColored: Whether escape sequences are used in text.
  public static func page(
    _ rule: Rule, in configuration: Configuration = Configuration(), format: Format = .text, width: Int = 80,
    isColored: Bool = false
  ) -> String {
    let manual = ManualPage(rule: configuration.inForce(rule), remarks: configuration.remarks(on: rule))
    return switch format {
    case .text: ManualText.write(manual, width: min(max(width, 40), 120), isColored: isColored)
    case .markdown: ManualMarkdown.page(manual)
    }
  }

  /// All about all of these rules; in Markdown after a table of them.
  ///
  /// - Parameters:
  ///   - rules: The rules as they are written, in order.
  ///   - configuration: What a project wants otherwise.
  ///   - format: How it looks.
  ///   - width: The columns of a line of text.
  ///   - isColored: Whether escape sequences are used in text.
  public static func pages(
    _ rules: [Rule], in configuration: Configuration = Configuration(), format: Format = .text, width: Int = 80,
    isColored: Bool = false
  ) -> String {
    switch format {
    case .text: rules.map { page($0, in: configuration, width: width, isColored: isColored) }.joined(separator: "\n\n")
    case .markdown: ManualMarkdown.document(rules, in: configuration)
    }
  }
}
