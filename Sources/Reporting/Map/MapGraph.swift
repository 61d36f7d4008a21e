/// The map of an estate for Graphviz, whose layout it leaves to that.
///
/// Follows <https://graphviz.org/doc/info/lang.html>.
public enum MapGraph {
  /// The graph in the DOT language.
  public static func document(_ map: EstateMap) -> String {
    var lines = [
      "digraph estate {", "  rankdir=LR;", "  node [shape=box, fontname=\"sans-serif\", fontsize=10];",
      "  edge [fontname=\"sans-serif\", fontsize=8];",
    ]
    if !map.remarks.isEmpty {
      lines.append("  label=\"\(map.remarks.map(escaped).joined(separator: "\\n"))\";")
    }
    for (number, node) in map.nodes.enumerated() {
      let words = [node.title, node.subtitle, node.note].filter { !$0.isEmpty }.map(escaped).joined(separator: "\\n")
      let look =
        switch node.status {
        case .good: ""
        case .unknown: ", style=dashed"
        case .wrong: ", color=red, penwidth=2"
        }
      lines.append("  n\(number) [label=\"\(words)\"\(look)];")
    }
    for edge in map.edges {
      let (from, to) = (map.nodes[edge.from], map.nodes[edge.to])
      var looks = edge.port.map { ["label=\"\(escaped(from.ports[$0]))\""] } ?? []
      if to.note == "not read" { looks.append("style=dashed") }
      if to.note == "does not exist" { looks.append("color=red") }
      lines.append("  n\(edge.from) -> n\(edge.to)\(looks.isEmpty ? "" : " [\(looks.joined(separator: ", "))]");")
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private static func escaped(_ text: String) -> String {
    SafeText.sentence(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }
}
