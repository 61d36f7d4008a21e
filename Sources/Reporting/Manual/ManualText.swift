import Documents

/// A manual page for a terminal, after the manner of man(1).
struct ManualText {
  private static let indent = 4
  private static let labelWidth = 8

  private let isColored: Bool
  private var page: TextPage

  /// The text of a page.
  static func write(_ manual: ManualPage, width: Int, isColored: Bool) -> String {
    var text = ManualText(isColored: isColored, page: TextPage(width: width))
    var name = StyledText(manual.rule.id, .strong)
    name.add(" -")
    name.add(text.styled(ManualPage.Prose(manual.rule.title)))
    text.heading("Name")
    text.page.paragraph(name, indent: indent)
    for section in manual.sections {
      text.heading(section.heading)
      for (number, block) in section.blocks.enumerated() {
        if number > 0 { text.page.blank() }
        text.add(block, style: section.heading == "Severity" && number == 0 ? .of(manual.rule.severity) : .plain)
      }
    }
    return text.page.rendered(isColored: isColored)
  }

  private mutating func heading(_ text: String) {
    page.blank()
    page.paragraph(StyledText(text.uppercased(), .strong))
  }

  private mutating func add(_ block: ManualPage.Block, style: Style) {
    switch block {
    case .prose(let prose): page.paragraph(styled(prose, style), indent: Self.indent)
    case .term(let term, let prose):
      page.paragraph(StyledText(SafeText.sentence(term), .strong), indent: Self.indent)
      page.paragraph(styled(prose), indent: Self.indent * 2)
    case .rows(let rows):
      for row in rows {
        let label = row.label.padding(to: Self.labelWidth)
        page.paragraph(
          styled(row.text, isBare: true), indent: Self.indent + Self.labelWidth + 2,
          label: Line(String(repeating: " ", count: Self.indent) + label, .faint))
      }
    case .code(let lines, _): for line in lines { page.verbatim(line, indent: Self.indent * 2) }
    case .names(let names): page.paragraph(StyledText(names.joined(separator: ", ")), indent: Self.indent)
    case .links(let links): for link in links { page.verbatim(SafeText.escaped(link), indent: Self.indent) }
    }
  }

  /// Running text. Code is bold where there are colours, and stands between backticks elsewhere, unless it stands alone.
  private func styled(_ prose: ManualPage.Prose, _ style: Style = .plain, isBare: Bool = false) -> StyledText {
    let quote = isColored || (isBare && prose.parts.count == 1) ? "" : "`"
    return prose.parts.reduce(into: StyledText()) { text, part in
      if part.isCode {
        text.add(quote + part.text + quote, isBare && prose.parts.count == 1 ? style : .strong)
      } else {
        text.add(part.text, style)
      }
    }
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
