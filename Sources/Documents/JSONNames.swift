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
  /// What tells most names apart at a glance; see ``mark(of:)``.
  @exclusivity(unchecked) private var marks: [UInt32]

  /// Those names, of which no two are the same.
  public init(_ list: [String]) {
    self.list = list
    marks = list.map(Self.mark(of:))
    if list.count > Self.indexThreshold { buildIndex() }
  }

  /// A copy.
  init(_ other: JSONNames) { (list, index, marks) = (other.list, other.index, other.marks) }

  /// Where that name stands.
  public func position(of name: String) -> Int? {
    if let index { return index[ExactName(text: name)] }
    let mark = Self.mark(of: name)
    return marks.withUnsafeBufferPointer { marks in
      for position in marks.indices where marks[position] == mark && list[position].isSameText(as: name) {
        return position
      }
      return nil
    }
  }

  /// The length of a name, and its first and last byte.
  private static func mark(of name: String) -> UInt32 {
    var name = name
    return name.withUTF8 { bytes in
      guard let first = bytes.first, let last = bytes.last else { return 0 }
      return UInt32(truncatingIfNeeded: bytes.count) << 16 | UInt32(first) << 8 | UInt32(last)
    }
  }

  /// Whether others are the same names in the same order.
  func isSame(as other: JSONNames) -> Bool {
    self === other
      || list.count == other.list.count && zip(list, other.list).allSatisfy { $0.isSameText(as: $1) }
  }

  /// Adds a name that is none of them.
  func append(_ name: String) {
    list.append(name)
    marks.append(Self.mark(of: name))
    if index != nil {
      index?[ExactName(text: name)] = list.count - 1
    } else if list.count > Self.indexThreshold {
      buildIndex()
    }
  }

  /// Takes one away.
  func remove(at position: Int) {
    list.remove(at: position)
    marks.remove(at: position)
    if index != nil { buildIndex() }
  }

  private func buildIndex() {
    index = Dictionary(list.enumerated().map { (ExactName(text: $1), $0) }) { first, _ in first }
  }
}
