/// Lines under each other, with labels in a column of their own, and a bar beside what must not be overlooked.
struct TextPage {
  /// The columns of a label: those of `CRITICAL`, of `NOT READ` and of `expected`.
  private static let labelWidth = 8

  private let width: Int
  private var lines: [Line] = []
  private var hasBar = false

  init(width: Int) { self.width = width }

  /// The columns beside the labels.
  var room: Int { inner - Self.labelWidth - 4 }

  private var inner: Int { hasBar ? width - 2 : width }

  /// A blank line, unless there is one or nothing stands above.
  mutating func blank() {
    if let last = lines.last, !last.isEmpty { lines.append(Line()) }
  }

  /// A paragraph over the whole width, or over all but some columns at the left, in which a label may stand.
  mutating func paragraph(_ text: StyledText, indent: Int = 0, label: Line = Line()) {
    for (number, words) in text.lines(width: inner - indent).enumerated() {
      var line = number == 0 ? label : Line()
      line.add(String(repeating: " ", count: max(0, indent - line.width)))
      line.add(words)
      append(line)
    }
  }

  /// A line that is kept as it is, however long.
  mutating func verbatim(_ text: String, indent: Int) {
    append(Line(text.isEmpty ? "" : String(repeating: " ", count: indent) + text))
  }

  /// A row beside a label; none where there is nothing to say.
  mutating func row(_ label: String, _ text: StyledText) { row(Row(label, text)) }

  /// A row of paragraphs beside a label; none where there is nothing to say.
  mutating func row(_ label: String, _ paragraphs: [StyledText]) { row(Row(label, paragraphs: paragraphs)) }

  /// A row beside its label; none where there is nothing to say.
  mutating func row(_ row: Row) { place(Line(row.label, .faint), row.paragraphs) }

  /// A paragraph beside a label of its own look.
  mutating func labelled(_ label: Line, _ text: StyledText) { place(label, [text]) }

  private mutating func place(_ label: Line, _ paragraphs: [StyledText]) {
    guard paragraphs.contains(where: { !$0.isEmpty }) else { return }
    let texts = paragraphs.flatMap { $0.isEmpty ? [Line()] : $0.lines(width: room) }
    for (index, text) in texts.enumerated() {
      var line = Line()
      if index == 0 {
        line.add(String(repeating: " ", count: max(0, Self.labelWidth + 2 - label.width)))
        line.add(label)
        line.add("  ")
      } else {
        line.add(String(repeating: " ", count: Self.labelWidth + 4))
      }
      line.add(text)
      append(line.trimmed())
    }
  }

  /// Begins a part with a bar at its side.
  mutating func startBar() {
    lines.append(Line("╷", .high))
    hasBar = true
  }

  /// Ends the part with a bar.
  mutating func endBar() {
    lines.append(Line("╵", .high))
    hasBar = false
  }

  private mutating func append(_ line: Line) {
    guard hasBar else { return lines.append(line) }
    var barred = Line("│", .high)
    barred.add(" ")
    barred.add(line)
    lines.append(barred)
  }

  /// The page as text, every line ended.
  func rendered(isColored: Bool) -> String { Self.rendered(lines[...], isColored: isColored) }

  /// The text of what stands there so far, which the page then holds no more; but for its last line, on which it depends
  /// what follows.
  mutating func taken(isColored: Bool) -> String {
    let text = Self.rendered(lines.dropLast(), isColored: isColored)
    lines.removeFirst(max(0, lines.count - 1))
    return text
  }

  private static func rendered(_ lines: ArraySlice<Line>, isColored: Bool) -> String {
    // Wrapped, a line may begin with anything.
    lines.reduce(into: "") { $0 += SafeText.inert($1.rendered(isColored: isColored)) + "\n" }
  }
}
