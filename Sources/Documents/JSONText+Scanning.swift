// The text is JSON, which has been checked: here it only has to be found where its parts begin and end.
extension JSONText {
  /// Where an element or a member stands.
  struct Entry {
    /// The name of a member, with its quotes.
    var name: Range<Int>?
    var value: Range<Int>

    var start: Int { name?.lowerBound ?? value.lowerBound }
  }

  /// Where the value stands that the whole text writes.
  var root: Range<Int> {
    let start = afterSpace(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    return start..<end(ofValueAt: start)
  }

  /// The elements or members of the value in a place; none where it is no list and no object.
  func entries(in range: Range<Int>) -> [Entry] {
    let isObject = bytes[range.lowerBound] == UInt8(ascii: "{")
    guard isObject || bytes[range.lowerBound] == UInt8(ascii: "[") else { return [] }
    var entries: [Entry] = []
    var place = afterSpace(range.lowerBound + 1)
    while place < range.upperBound - 1 {
      var name: Range<Int>?
      if isObject {
        let nameEnd = end(ofValueAt: place)
        name = place..<nameEnd
        // The colon stands between both.
        place = afterSpace(afterSpace(nameEnd) + 1)
      }
      let entry = Entry(name: name, value: place..<end(ofValueAt: place))
      entries.append(entry)
      place = afterSpace(entry.value.upperBound)
      if bytes[place] == UInt8(ascii: ",") { place = afterSpace(place + 1) }
    }
    return entries
  }

  /// The name of a member, with its escapes undone.
  func name(of entry: Entry) -> String? { entry.name.flatMap { try? JSONReader.read(Array(bytes[$0])).string } }

  /// The space that a line begins with.
  func indent(ofLineAt place: Int) -> ArraySlice<UInt8> {
    let start = bytes[..<place].lastIndex(of: .newline).map { $0 + 1 } ?? 0
    return bytes[start..<place].prefix(while: \.isSpace)
  }

  private func end(ofValueAt start: Int) -> Int {
    var place = start
    var depth = 0
    repeat {
      switch bytes[place] {
      case UInt8(ascii: "\""): place = end(ofStringAt: place)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        place += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        place += 1
      default: place = bytes[(place + 1)...].firstIndex(where: \.endsWord) ?? bytes.endIndex
      }
    } while depth > 0
    return place
  }

  private func end(ofStringAt start: Int) -> Int {
    var place = start + 1
    while bytes[place] != UInt8(ascii: "\"") { place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1 }
    return place + 1
  }

  private func afterSpace(_ start: Int) -> Int { bytes[start...].firstIndex { !$0.isSpace } ?? bytes.endIndex }
}

extension UInt8 {
  static let newline = UInt8(ascii: "\n")

  /// Whether JSON takes it for white space.
  var isSpace: Bool { [0x20, 0x09, 0x0A, 0x0D].contains(self) }

  /// Whether a number or a word ends before it.
  fileprivate var endsWord: Bool { isSpace || ",:[]{}\"".utf8.contains(self) }
}
