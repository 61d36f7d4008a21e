/// The names of an object's members, in order, which objects of one shape share: answers repeat a few shapes many times.
///
/// Objects in API answers are small, so names are searched one by one; past a few dozen an index is kept beside them.
/// Names change only while one object alone has them, as the storage of Swift's collections does.
public final class JSONNames: @unchecked Sendable {
  /// Those of an object without members.
  static let none = JSONNames([])

  private static let indexThreshold = 40

  /// The names.
  // Unchecked, as the check costs more than a look at them: they change by the functions below alone.
  @exclusivity(unchecked) public private(set) var list: [String]
  @exclusivity(unchecked) private var index: [ExactName: Int]?

  /// Those names, of which no two are the same.
  public init(_ list: [String]) {
    self.list = list
    if list.count > Self.indexThreshold { buildIndex() }
  }

  /// A copy.
  init(_ other: JSONNames) { (list, index) = (other.list, other.index) }

  /// Where that name stands.
  func position(of name: String) -> Int? {
    if let index { return index[ExactName(text: name)] }
    // Most names differ in length, which costs next to nothing to see.
    let length = name.utf8.count
    return list.firstIndex { $0.utf8.count == length && $0.isSameText(as: name) }
  }

  /// Whether others are the same names in the same order.
  func isSame(as other: JSONNames) -> Bool {
    self === other
      || list.count == other.list.count && zip(list, other.list).allSatisfy { $0.isSameText(as: $1) }
  }

  /// Adds a name that is none of them.
  func append(_ name: String) {
    list.append(name)
    if index != nil {
      index?[ExactName(text: name)] = list.count - 1
    } else if list.count > Self.indexThreshold {
      buildIndex()
    }
  }

  /// Takes one away.
  func remove(at position: Int) {
    list.remove(at: position)
    if index != nil { buildIndex() }
  }

  private func buildIndex() {
    index = Dictionary(list.enumerated().map { (ExactName(text: $1), $0) }) { first, _ in first }
  }
}
