/// A pattern as shells know it: `*` stands for any run of characters, `?` for one.
public struct Glob: Sendable, Hashable {
  /// The pattern as it was given.
  public let text: String
  /// The same, character by character; empty where it is a text without wildcards.
  private let pattern: [Character]

  /// A pattern; every text is one.
  public init(_ pattern: String) {
    text = pattern
    let hasWildcards = pattern.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    self.pattern = hasWildcards ? Array(pattern) : []
  }

  /// Whether the whole of a text fits.
  public func matches(_ text: String) -> Bool {
    if pattern.isEmpty { return text == self.text }
    let text = Array(text)
    var (position, place) = (0, 0)
    var star: (place: Int, position: Int)?
    while position < text.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, position)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[position] {
        place += 1
        position += 1
      } else if let last = star {
        // The last star takes one character more.
        star = (last.place, last.position + 1)
        (place, position) = (last.place + 1, last.position + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}
