import Foundation

extension String {
  /// Whether both texts are the same Unicode scalars.
  ///
  /// `==` also holds between canonically equivalent texts, such as a composed and a decomposed `é`. To AWS these are two
  /// keys, so nothing that compares documents may take one for the other.
  public func isSameText(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let isSame = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return true }
        return memcmp(left, right, other.utf8.count) == 0
      }
    }
    return isSame.flatMap(\.self) ?? utf8.elementsEqual(other.utf8)
  }
}

/// A name as the key of a dictionary, compared by its scalars.
public struct ExactName: Hashable, Sendable {
  let text: String

  /// That name.
  public init(text: String) { self.text = text }

  public static func == (left: ExactName, right: ExactName) -> Bool { left.text.isSameText(as: right.text) }

  public func hash(into hasher: inout Hasher) {
    // Bytes rather than the text itself: hashing a String normalizes it first.
    let hashed: Void? = text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    if hashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
  }
}
