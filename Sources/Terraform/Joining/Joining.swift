import Auditing
import Documents

extension TerraformDocument {
  /// What is to be: of a plan what it asks for, each with what the state holds of it, else what the state holds.
  public var declarations: [Declaration] {
    guard let planned else { return state }
    let held = Dictionary(state.map { (Subject($0), $0) }) { first, _ in first }
    return planned.map { declaration in
      var declaration = declaration
      declaration.prior =
        held[Subject(declaration)].map { .init(expect: $0.expect, absent: $0.absent) } ?? .init()
      return declaration
    }
  }

  /// What is not compared, for a report.
  public func reportNotes(file: String) -> [AuditReport.Note] {
    let source = SourceMark(file: file, line: 1)
    let said = notes.map { $0.report(in: source) }
    return declarations.isEmpty
      ? [AuditReport.Note("The document", "declares nothing of an edge estate", source: source)] + said : said
  }

  /// What a declaration of the plan and one of the state are both of.
  private struct Subject: Hashable {
    let selector: Declaration.Selector
    let account: String

    init(_ declaration: Declaration) { (selector, account) = (declaration.selector, declaration.account) }
  }
}
