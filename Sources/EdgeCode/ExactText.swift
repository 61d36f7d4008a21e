/// A text that is another one only where each of its characters is the same: to Swift, what is canonically equivalent is
/// equal, and to JavaScript and Python it is not.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: ExactText, right: ExactText) -> Bool { left.text.isExactly(right.text) }
}

extension String {
  /// Whether it is the same text, character by character.
  func isExactly(_ other: String) -> Bool { self == other && utf8.elementsEqual(other.utf8) }
}
