/// The text of a JSON document that is edited where it changes: all that stays keeps its bytes, with its white space, its
/// order, its escapes and the spelling of its numbers.
public struct JSONText: Sendable {
  /// The text, in UTF-8.
  public let bytes: [UInt8]
  /// What it says.
  public let value: JSONValue

  /// A text.
  ///
  /// - Throws: `JSONReadingError` where it is no JSON, nests deeper than ``JSONReader/maximumDepth``, or has two members
  ///   of one name in an object: nobody could say which of them an edit means.
  public init(_ bytes: [UInt8]) throws(JSONReadingError) {
    value = try JSONReader.read(bytes, duplicateNames: .refused)
    self.bytes = bytes
  }

  /// Where the text writes the value at a path; `nil` where there is none. Elements have no names here, and are found by
  /// number alone.
  public func range(of path: DocumentPath) -> Range<Int>? {
    path.steps.reduce(root) { range, step in
      guard let entries = range.map(entries) else { return nil }
      switch step {
      case .member(let name): return entries.first { self.name(of: $0)?.isSameText(as: name) ?? false }?.value
      case .index(let index): return self.element(index, of: entries)
      case .element(let name): return Int(name).flatMap { self.element($0, of: entries) }
      }
    }
  }

  private func element(_ index: Int, of entries: [Entry]) -> Range<Int>? {
    guard entries.indices.contains(index), entries[index].name == nil else { return nil }
    return entries[index].value
  }

  /// The text with other bytes in a place.
  ///
  /// - Throws: `JSONReadingError` where that would be no JSON, as ``init(_:)`` does.
  public func replacing(_ range: Range<Int>, with replacement: some Sequence<UInt8>) throws(JSONReadingError)
    -> JSONText
  {
    try JSONText(bytes[..<range.lowerBound] + Array(replacement) + bytes[range.upperBound...])
  }

  /// The text that says another value: members and elements that are in both keep their bytes, new ones are added at the
  /// end of an object and in their place in a list, laid out like their neighbours.
  ///
  /// To add and then to take away gives the bytes that were there before.
  ///
  /// - Throws: `JSONReadingError` where the new value nests too deep.
  public func changed(to new: JSONValue) throws(JSONReadingError) -> JSONText {
    try replacing(root, with: text(of: new, insteadOf: value, in: root))
  }

  private func text(of new: JSONValue, insteadOf old: JSONValue, in range: Range<Int>) -> [UInt8] {
    if new == old { return Array(bytes[range]) }
    switch (old, new) {
    case (.array(let old), .array(let new)):
      let container = Container(self, range)
      return container.text(items(of: new, insteadOf: old, in: container))
    case (.object(let old), .object(let new)):
      let container = Container(self, range)
      return container.text(items(of: new, insteadOf: old, in: container))
    default:
      return Self.written(new, indent: bytes[range].contains(.newline) ? indent(ofLineAt: range.lowerBound) : nil)
    }
  }

  private func items(of new: [JSONValue], insteadOf old: [JSONValue], in container: Container) -> [Item] {
    var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var next = 0
    return new.enumerated().map { position, element in
      let isNew = inserted.contains(position)
      while !isNew, removed.contains(next) { next += 1 }
      if isNew, !removed.contains(next) {
        return Item(text: Self.written(element, indent: container.indent))
      }
      // One that comes where one goes is that one, changed.
      defer { next += 1 }
      return Item(entry: next, text: text(of: element, insteadOf: old[next], in: container.entries[next].value))
    }
  }

  private func items(of new: JSONObject, insteadOf old: JSONObject, in container: Container) -> [Item] {
    let kept = zip(container.entries, old).enumerated().compactMap { index, pair -> Item? in
      let (entry, member) = pair
      return new[member.name].map { value in
        Item(
          entry: index,
          text: bytes[entry.start..<entry.value.lowerBound] + text(of: value, insteadOf: member.value, in: entry.value))
      }
    }
    let added = new.filter { old[$0.name] == nil }.map { member in
      Item(
        text: JSONWriter().bytes(.string(member.name)) + container.colon
          + Self.written(member.value, indent: container.indent))
    }
    return kept + added
  }

  /// The text of a new value: where there is an indent, a member or element a line.
  private static func written(_ value: JSONValue, indent: ArraySlice<UInt8>?) -> [UInt8] {
    guard let indent else { return JSONWriter().bytes(value) }
    // Every newline is one between lines: those in strings are escaped.
    let lines = JSONWriter(.pretty).bytes(value).split(separator: .newline)
    return Array(lines.joined(separator: [.newline] + indent))
  }
}

/// An element or member of a list or object that is written anew.
private struct Item {
  /// Which of those that were there it is.
  var entry: Int?
  var text: [UInt8]
}

/// A list or object in a text.
private struct Container {
  let text: JSONText
  let range: Range<Int>
  let entries: [JSONText.Entry]

  init(_ text: JSONText, _ range: Range<Int>) {
    self.text = text
    self.range = range
    entries = text.entries(in: range)
  }

  /// What stands before the first entry.
  private var lead: ArraySlice<UInt8> {
    text.bytes[range.lowerBound + 1..<(entries.first?.start ?? range.lowerBound + 1)]
  }

  /// What stands after the last entry.
  private var tail: ArraySlice<UInt8> {
    text.bytes[(entries.last?.value.upperBound ?? range.lowerBound + 1)..<range.upperBound - 1]
  }

  /// The comma before an entry that is not the first, with the space around it.
  private func separator(before index: Int) -> ArraySlice<UInt8> {
    text.bytes[entries[index - 1].value.upperBound..<entries[index].start]
  }

  /// The comma before a new entry.
  private var separator: ArraySlice<UInt8> {
    entries.count > 1 ? separator(before: entries.count - 1) : [UInt8(ascii: ",")] + lead
  }

  /// The space before a new entry that has a line of its own.
  var indent: ArraySlice<UInt8>? {
    let separator = separator
    return separator.lastIndex(of: .newline).map { separator[($0 + 1)...].filter(\.isSpace)[...] }
  }

  /// The colon of a new member, with the space around it.
  var colon: ArraySlice<UInt8> {
    guard let last = entries.last, let name = last.name else { return [UInt8(ascii: ":")] }
    return text.bytes[name.upperBound..<last.value.lowerBound]
  }

  /// This list or object with these entries.
  func text(_ items: [Item]) -> [UInt8] {
    var result = [text.bytes[range.lowerBound]] + lead
    for (position, item) in items.enumerated() {
      if position > 0 { result += item.entry.flatMap { $0 > 0 ? separator(before: $0) : nil } ?? separator }
      result += item.text
    }
    return result + tail + [text.bytes[range.upperBound - 1]]
  }
}
