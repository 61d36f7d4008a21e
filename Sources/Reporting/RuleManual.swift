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
      switch rule.repair.mode {
      case .auto: text.add(" (repair: automatic)", .faint)
      case .asked: text.add(" (repair: on request)", .faint)
      case .none: break
      }
      page.labelled(Line(rule.severity.rawValue, .of(rule.severity)), text)
    }
    page.blank()
    page.paragraph(StyledText("\(rules.count) rule\(rules.count == 1 ? "" : "s"). `audit rules show ID` tells more."))
    return page.rendered(isColored: isColored)
  }

  /// All about one rule.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - width: The columns of a line.
  ///   - isColored: Whether escape sequences are used.
  public static func page(_ rule: Rule, width: Int = 80, isColored: Bool = false) -> String {
    var page = TextPage(width: width)
    page.paragraph(StyledText(rule.id, .strong))
    page.paragraph(StyledText(rule.title))
    page.blank()
    page.row("severity", StyledText(rule.severity.rawValue, .of(rule.severity)))
    page.row("resource", StyledText(rule.resources.map(\.rawValue).joined(separator: ", ")))
    page.row("state", StyledText(rule.isEnabled ? "" : "off: evaluated only with --only \(rule.id)"))
    page.row("source", StyledText("\(rule.source.file):\(rule.source.line)"))
    page.blank()
    if let condition = rule.condition { page.row("where", StyledText(condition.text)) }
    for check in rule.checks { page.row("expects", StyledText(expectation(check))) }
    for parameter in rule.parameters {
      let value = JSONWriter().string(parameter.defaultValue)
      page.row("setting", StyledText("\(parameter.name) (default \(value)): \(parameter.description)"))
    }
    page.blank()
    page.row("why", StyledText(rule.why))
    page.blank()
    page.row("to do", StyledText(rule.remediation.recommendation))
    page.blank()
    page.row("repair", StyledText(repair(rule.repair)))
    page.blank()
    page.row("calls", StyledText(rule.needs.facets.map(\.operation).sorted().joined(separator: " ")))
    page.row("see", rule.references.map { StyledText($0) })
    return page.rendered(isColored: isColored)
  }

  private static func expectation(_ check: Rule.Check) -> String {
    let operand =
      switch check.operand {
      case .literal(let value): JSONWriter().string(value)
      case .parameter(let name): "setting \(name)"
      case .expression(let expression): expression.text
      }
    let value = check.value.text.trimmingSpaces
    let place = check.select.text == "@" ? value : "\(value) of each \(check.select.text.trimmingSpaces)"
    return "\(place): \(check.predicate.rawValue) \(operand.trimmingSpaces)"
  }

  private static func repair(_ repair: Rule.Repair) -> String {
    switch repair.mode {
    case .auto: "automatic: \(repair.summary)"
    case .asked: "on request: \(repair.summary)"
    case .none: "none that is safe: see what to do."
    }
  }
}

extension String {
  fileprivate var trimmingSpaces: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
