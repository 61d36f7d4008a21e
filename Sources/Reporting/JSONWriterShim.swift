import Documents

/// Stands in for `JSONWriter` of Documents until that is there: delete this file then, nothing else changes.
struct JSONWriter {
  enum Layout { case pretty }

  init(_ layout: Layout) {}

  /// The value with two spaces a level, members in their order, no line break at the end.
  func string(_ value: JSONValue) -> String {
    var text = ""
    write(value, indent: "\n", to: &text)
    return text
  }

  private func write(_ value: JSONValue, indent: String, to text: inout String) {
    switch value {
    case .null: text += "null"
    case .unread: text += "\"(unread)\""
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += String(value)
    case .string(let value): text += SafeText.quoted(value)
    case .array(let values):
      list(values, "[", "]", indent: indent, to: &text) { write($0, indent: indent + "  ", to: &$1) }
    case .object(let object):
      list(object, "{", "}", indent: indent, to: &text) {
        $1 += SafeText.quoted($0.name) + ": "
        write($0.value, indent: indent + "  ", to: &$1)
      }
    }
  }

  private func list<Items: Collection>(
    _ items: Items, _ open: String, _ close: String, indent: String, to text: inout String,
    write: (Items.Element, inout String) -> Void
  ) {
    text += open
    for (position, item) in items.enumerated() {
      text += position == 0 ? indent + "  " : "," + indent + "  "
      write(item, &text)
    }
    text += items.isEmpty ? close : indent + close
  }
}
