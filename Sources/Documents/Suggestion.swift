/// Finds what somebody probably meant.
public enum Suggestion {
  /// How many characters a word may have; what is longer is no slip of the hand.
  public static let longest = 100

  /// The known word nearest to what was written, where one is near enough to be a slip of the hand.
  public static func nearest(to word: String, among known: some Sequence<String>) -> String? {
    let written = Array(word.prefix(longest + 1).lowercased())
    if written.count > longest { return nil }
    let limit = max(1, written.count / 3)
    let nearest = known.lazy.map { ($0, Array($0.lowercased())) }.filter { abs($0.1.count - written.count) <= limit }
      .map { ($0.0, distance(written, $0.1)) }.min { $0.1 < $1.1 }
    guard let nearest, nearest.1 <= limit else { return nil }
    return nearest.0
  }

  /// ` Did you mean "…"?`, or nothing.
  public static func phrase(for word: String, among known: some Sequence<String>) -> String {
    nearest(to: word, among: known).map { " Did you mean \"\($0)\"?" } ?? ""
  }

  /// Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row] + [Int](repeating: 0, count: right.count)
      for column in 1...right.count {
        let replaced = last[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
        current[column] = min(last[column] + 1, current[column - 1] + 1, replaced)
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          current[column] = min(current[column], beforeLast[column - 2] + 1)
        }
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
