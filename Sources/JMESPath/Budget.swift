/// What an evaluation may still spend, so that no expression takes longer, or gives more, than its author can have meant.
///
/// A step is a value that is looked at or made: an element, a member, 16 bytes of a text that is put together. What is
/// only passed on costs nothing by its size.
final class Budget {
  private let limit: Int
  private(set) var left: Int

  init(_ limit: Int) { (self.limit, left) = (limit, limit) }

  /// Takes that many steps, for an expression with that text.
  func spend(_ steps: Int, in text: String) throws(JMESPathError) {
    left -= min(steps, left + 1)
    if left < 0 {
      throw JMESPathError(.limit, "it takes more than \(limit) steps on this value, or gives as much", in: text, at: 0)
    }
  }
}
