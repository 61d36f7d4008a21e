/// Whether two documents are the same in all that an expression reads of them: what it gives on one it then gives on the
/// other.
///
/// The same is more than equal: `1` is not `1.0`, and members stand in the same order.
public struct SameReading: Sendable {
  private indirect enum Part: Sendable {
    /// Everything below is compared.
    case whole
    /// These members are, of an object or of each element of a list.
    case members([(name: String, part: Part)])
  }

  private let root: Part

  /// Of what an expression reads.
  public init(of use: FieldUse) { root = Self.part(use) }

  private static func part(_ use: FieldUse) -> Part {
    // What is only read itself may be asked for its type, its length or its text.
    if use.isWhole || use.members.isEmpty { return .whole }
    return .members(use.members.sorted { $0.key < $1.key }.map { ($0.key, part($0.value)) })
  }

  /// Whether it is so of these two.
  public func holds(_ left: JSONValue, _ right: JSONValue) -> Bool { Self.isSame(left, right, in: root) }

  private static func isSame(_ left: JSONValue, _ right: JSONValue, in part: Part) -> Bool {
    switch (left, right) {
    case (.array(let left), .array(let right)): isSame(left, right, in: part)
    case (.object(let left), .object(let right)):
      switch part {
      case .whole: left.shape.isSame(as: right.shape) && isSame(left.values, right.values, in: .whole)
      case .members(let members): left.count == right.count && isSame(left, right, in: members)
      }
    default: left.isSameScalar(as: right)
    }
  }

  private static func isSame(_ left: [JSONValue], _ right: [JSONValue], in part: Part) -> Bool {
    if left.count != right.count { return false }
    if left.isSameStorage(as: right) { return true }
    for index in left.indices where !isSame(left[index], right[index], in: part) { return false }
    return true
  }

  private static func isSame(_ left: JSONObject, _ right: JSONObject, in members: [(name: String, part: Part)]) -> Bool
  {
    if left.values.isSameStorage(as: right.values), left.shape.isSame(as: right.shape) { return true }
    for member in members {
      let place = left.shape.position(of: member.name)
      let other = left.shape === right.shape ? place : right.shape.position(of: member.name)
      switch (place, other) {
      case (nil, nil): continue
      case (let place?, let other?) where isSame(left.values[place], right.values[other], in: member.part): continue
      default: return false
      }
    }
    return true
  }
}

extension JSONValue {
  /// Whether two values that hold no others are the same, and not only equal.
  func isSameScalar(as other: JSONValue) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    // 0 and -0 are equal, and write themselves differently.
    case (.number(let left), .number(let right)): left.bitPattern == right.bitPattern
    case (.string(let left), .string(let right)): left.isSameText(as: right)
    case (.unread(let left), .unread(let right)): left == right
    default: false
    }
  }
}
