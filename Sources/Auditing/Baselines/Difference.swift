import Documents

/// A place where a resource is not as declared.
struct Difference: Sendable, Hashable {
  /// What differs.
  enum Change: Sendable, Hashable {
    /// Another value is there, or none.
    case changed
    /// Something is there that was not declared.
    case extra
    /// The elements of a list are there in another order.
    case moved
    /// What is there was not read; the number names the gap.
    case unread(Int)
    /// What is there cannot be compared.
    case undecided(String)
  }

  var change = Change.changed
  /// The place as a person knows it: `CacheBehaviors[/api/*].Compress`.
  let place: DocumentPath
  /// The place in what is declared, as far as it has one.
  let declared: DocumentPath
  /// What is declared; null where nothing is.
  let expected: JSONValue
  /// What is there; null where nothing is.
  let actual: JSONValue

  /// The names of all elements that are declared, where this is one that is missing in a list whose order counts.
  var order: [String] = []

  /// Whether the place names the element that is meant. Where nothing tells the elements of a list apart, it has only
  /// their numbers, which say nothing once the list changes.
  var isNamed = true

  /// The place as a text.
  var path: String { place.description }
}
