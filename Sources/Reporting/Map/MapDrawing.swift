import Foundation

/// The map of an estate as SVG: columns from left to right, each node beside what leads to it first; lines pass between the
/// nodes. What it takes grows with the estate and no faster, and the same estate is drawn in the same way.
public enum MapDrawing {
  /// A document that stands by itself.
  public static func document(_ map: EstateMap) -> String {
    // Few programs but browsers know the variables of style sheets.
    let light = Palette(
      back: "#fff", text: "#1b1b1f", faint: "#595963", line: "#8a8a96", wrong: "#c2001f", unknown: "#702487")
    let dark = Palette(
      back: "#17171b", text: "#ececf0", faint: "#b3b3bf", line: "#75757f", wrong: "#ff6b7d", unknown: "#e3abf5")
    let style =
      rules(light) + "@media (prefers-color-scheme: dark) { \(rules(dark))svg.estate { background: #17171b; } }\n"
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg(map, style: "<style>\(style)</style>\n") { _ in nil }
  }

  /// The drawing within a page, whose style sheet has ``style``.
  ///
  /// - Parameter address: Where a click on a node with that finding leads.
  static func figure(_ map: EstateMap, address: (_ fingerprint: String) -> String?) -> String {
    svg(map, style: "", address: address)
  }

  /// What a page with a drawing adds to its style sheet.
  static let style = rules(
    Palette(
      back: "var(--back)", text: "var(--text)", faint: "var(--faint)", line: "var(--faint)", wrong: "var(--wrong)",
      unknown: "var(--unknown)"))

  // MARK: Looks

  private struct Palette { let back, text, faint, line, wrong, unknown: String }

  private static func rules(_ palette: Palette) -> String {
    """
    .estate { font: 11px system-ui, "DejaVu Sans", sans-serif; } .estate text { fill: \(palette.text); }
    .estate .faint { fill: \(palette.faint); } .estate .head { font-weight: 600; }
    .estate rect { fill: \(palette.back); stroke: \(palette.line); }
    .estate .edge { fill: none; stroke: \(palette.line); stroke-opacity: .6; }
    .estate .wrong rect { stroke: \(palette.wrong); stroke-width: 2.5; } .estate .wrong .note { fill: \(palette.wrong); }
    .estate .unknown rect { stroke: \(palette.unknown); stroke-dasharray: 5 4; stroke-width: 1.5; }
    .estate .unknown .note { fill: \(palette.unknown); }
    .estate .edge.wrong { stroke: \(palette.wrong); stroke-opacity: 1; }
    .estate .edge.unknown { stroke: \(palette.unknown); stroke-dasharray: 5 4; stroke-opacity: 1; }
    .estate a:hover rect, .estate a:focus rect { stroke-width: 4; }

    """
  }

  // MARK: Layout

  private static let (width, gap, margin, row, space) = (204, 46, 12, 14, 10)

  private static func height(of node: EstateMap.Node) -> Int { 38 + node.ports.count * row }

  private struct Layout {
    var x: [Int]
    var y: [Int]
    var columns: [(number: Int, x: Int)]
    /// For each column the heights that its nodes take, from above to below.
    var taken = [[Range<Int>]](repeating: [], count: EstateMap.columns.count)
    var width: Int
    var height: Int

    init(_ map: EstateMap) {
      let used = Set(map.nodes.map(\.column)).sorted()
      let stride = MapDrawing.width + gap
      columns = used.enumerated().map { ($1, margin + $0 * stride) }
      let left = Dictionary(uniqueKeysWithValues: columns.map { ($0.number, $0.x) })
      x = map.nodes.map { left[$0.column] ?? 0 }
      var tops: [Int] = []
      let top = margin + 24 + map.remarks.count * 16
      var free = [Int](repeating: top, count: EstateMap.columns.count)
      for (number, node) in map.nodes.enumerated() {
        // A distribution begins where the behaviours of the one before have ended.
        let floor = node.column == 1 ? max(free[1], free[2]) : 0
        let top = max(free[node.column], floor, map.parents[number].map { tops[$0] } ?? 0)
        tops.append(top)
        taken[node.column].append(top..<top + MapDrawing.height(of: node))
        free[node.column] = top + MapDrawing.height(of: node) + space
      }
      y = tops
      width = max(320, 2 * margin + used.count * stride - gap)
      height = max(60, (free.max() ?? 0) + margin)
    }

    /// The height at which a line passes a column between its nodes, as near as may be to where it would.
    func passage(through column: Int, near y: Int) -> Int {
      let (nodes, distance) = (taken[column], space / 3)
      var (low, high) = (0, nodes.count)
      while low < high {
        let middle = (low + high) / 2
        if nodes[middle].upperBound + distance <= y { low = middle + 1 } else { high = middle }
      }
      guard low < nodes.count, nodes[low].lowerBound - distance < y else { return y }
      let (above, below) = (nodes[low].lowerBound - distance, nodes[low].upperBound + distance)
      return y - above < below - y ? above : below
    }
  }

  // MARK: Drawing

  private static func svg(_ map: EstateMap, style: String, address: (String) -> String?) -> String {
    let layout = Layout(map)
    let wrong = map.nodes.count { $0.status == .wrong }
    let unknown = map.nodes.count { $0.status == .unknown }
    let said =
      "Map of the estate: \(counted(map.nodes.count, "place")), \(wrong) with something wrong, \(unknown) not known."
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"estate\" role=\"group\" aria-label=\"\(said)\" "
        + "width=\"\(layout.width)\" height=\"\(layout.height)\" viewBox=\"0 0 \(layout.width) \(layout.height)\">\n",
      style,
    ]
    for (number, remark) in map.remarks.enumerated() {
      let place = "x=\"\(margin)\" y=\"\(margin + 10 + number * 16)\""
      parts.append("<text class=\"faint\" \(place)>\(escaped(remark))</text>\n")
    }
    let heads = margin + 10 + map.remarks.count * 16
    for column in layout.columns {
      parts.append(
        "<text class=\"head\" x=\"\(column.x)\" y=\"\(heads)\">\(EstateMap.columns[column.number])</text>\n")
    }
    for edge in map.edges { parts.append(line(edge, map, layout)) }
    for number in map.nodes.indices { parts.append(box(number, map, layout, address)) }
    if map.nodes.isEmpty {
      parts.append("<text class=\"faint\" x=\"\(margin)\" y=\"48\">There is nothing to draw.</text>\n")
    }
    return parts.joined() + "</svg>\n"
  }

  private static func line(_ edge: EstateMap.Edge, _ map: EstateMap, _ layout: Layout) -> String {
    let (from, to) = (map.nodes[edge.from], map.nodes[edge.to])
    var (x, y) = (layout.x[edge.from] + width, layout.y[edge.from] + (edge.port.map { 40 + $0 * row } ?? 18))
    let (endX, endY) = (layout.x[edge.to], layout.y[edge.to] + 18)
    var path = "M\(x) \(y)"
    // From one column to the next, where no nodes are.
    func lead(to nextX: Int, _ nextY: Int) {
      path += "C\(x + gap / 2) \(y) \(nextX - gap / 2) \(nextY) \(nextX) \(nextY)"
      (x, y) = (nextX, nextY)
    }
    for column in layout.columns where column.number > from.column && column.number < to.column {
      lead(to: column.x, layout.passage(through: column.number, near: y + (endY - y) * (column.x - x) / (endX - x)))
      x += width
      path += "H\(x)"
    }
    lead(to: endX, endY)
    // What leads nowhere, or nobody knows where.
    let name = to.note == "does not exist" ? " wrong" : to.note == "not read" ? " unknown" : ""
    return "<path class=\"edge\(name)\" d=\"\(path)\"/>\n"
  }

  private static func box(
    _ number: Int, _ map: EstateMap, _ layout: Layout, _ address: (String) -> String?
  ) -> String {
    let node = map.nodes[number]
    let room = node.note.isEmpty ? 29 : min(18, 26 - node.note.count)
    let (x, y) = (layout.x[number], layout.y[number])
    let name = [node.subtitle, node.title].filter { !$0.isEmpty }.joined(separator: ": ")
    let whole = escaped(node.note.isEmpty ? name : "\(name), \(node.note)")
    let status = ["", " unknown", " wrong"][node.status.rawValue]
    var text =
      "<g class=\"node\(status)\"><title>\(whole)</title><rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" "
      + "height=\"\(height(of: node))\" rx=\"4\"/>"
    text += "<text x=\"\(x + 8)\" y=\"\(y + 15)\">\(escaped(cut(node.title, to: room)))</text>"
    if !node.subtitle.isEmpty {
      text += "<text class=\"faint\" x=\"\(x + 8)\" y=\"\(y + 29)\">\(escaped(shortened(node.subtitle, to: 27)))</text>"
    }
    if !node.note.isEmpty {
      text +=
        "<text class=\"note\" text-anchor=\"end\" x=\"\(x + width - 8)\" y=\"\(y + 15)\">\(escaped(node.note))</text>"
    }
    for (port, label) in node.ports.enumerated() {
      text +=
        "<text class=\"faint\" text-anchor=\"end\" x=\"\(x + width - 8)\" y=\"\(y + 43 + port * row)\">"
        + "\(escaped(cut(label, to: 28)))</text>"
    }
    text += "</g>"
    guard let target = node.finding.flatMap(address) else { return text + "\n" }
    return "<a href=\"\(target)\" aria-label=\"\(whole)\">\(text)</a>\n"
  }

  private static func escaped(_ text: String) -> String { Markup.escaped(SafeText.sentence(text)) }

  /// The text, of which the middle is left out where it is wider than so many columns: log groups, versions and ids begin
  /// alike and end differently.
  private static func shortened(_ text: String, to columns: Int) -> String {
    if DisplayWidth.of(text) <= columns { return text }
    let kind = text.prefix { $0 != " " }.count
    let head = cut(text, to: min(max(kind + 2, columns / 3), columns / 2) + 1)
    let end = cut(String(text.reversed()), to: columns - DisplayWidth.of(head) + 1)
    return head + String(end.dropLast().reversed())
  }

  /// The text, of which the end is left out where it is wider than so many columns.
  private static func cut(_ text: String, to columns: Int) -> String {
    if DisplayWidth.of(text) <= columns { return text }
    var (result, left) = ("", columns - 1)
    for character in text {
      left -= DisplayWidth.of(String(character))
      if left < 0 { break }
      result.append(character)
    }
    return result + "…"
  }
}
