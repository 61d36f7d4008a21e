/// What differs in two values, for where they are too long to be shown whole.
public enum Narrowing {
  /// The parts in which two values differ: members, items, and texts without the ends that the other one has too.
  public static func parts(_ left: JSONValue, _ right: JSONValue) -> (left: JSONValue, right: JSONValue) {
    switch (left, right) {
    case (.object(let left), .object(let right)): members(left, right)
    case (.array(let left), .array(let right)): items(left, right)
    case (.string(let left), .string(let right)): texts(left, right)
    default: (left, right)
    }
  }

  /// How many characters two texts have in common at their beginnings and at their ends, less a few for orientation;
  /// 0 where leaving them out would save little.
  public static func sameEnds(_ left: String, _ right: String) -> (prefix: Int, suffix: Int) {
    let prefix = zip(left, right).prefix { $0 == $1 }.count
    let suffix = zip(left.dropFirst(prefix).reversed(), right.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
    return (prefix < 60 ? 0 : prefix - 20, suffix < 60 ? 0 : suffix - 20)
  }

  /// The items of one list that the other one lacks, as often as it lacks them.
  public static func difference(_ list: [JSONValue], _ other: [JSONValue]) -> [JSONValue] {
    var counts = other.reduce(into: [JSONValue: Int]()) { $0[$1, default: 0] += 1 }
    return list.filter { item in
      guard let count = counts[item], count > 0 else { return true }
      counts[item] = count - 1
      return false
    }
  }

  private static func members(_ left: JSONObject, _ right: JSONObject) -> (JSONValue, JSONValue) {
    var both: [String: (left: JSONValue, right: JSONValue)] = [:]
    for member in left {
      if let other = right[member.name], other != member.value { both[member.name] = parts(member.value, other) }
    }
    let own = left.compactMap { member in
      (right[member.name] == nil ? member.value : both[member.name]?.left).map { (member.name, $0) }
    }
    let others = right.compactMap { member in
      (left[member.name] == nil ? member.value : both[member.name]?.right).map { (member.name, $0) }
    }
    return (.object(JSONObject(own)), .object(JSONObject(others)))
  }

  private static func items(_ left: [JSONValue], _ right: [JSONValue]) -> (JSONValue, JSONValue) {
    let (own, others) = (difference(left, right), difference(right, left))
    // The same ones in another order.
    if own.isEmpty, others.isEmpty { return (.array(left), .array(right)) }
    guard own.count == others.count else { return (.array(own), .array(others)) }
    let pairs = zip(own, others).map { parts($0, $1) }
    return (.array(pairs.map(\.left)), .array(pairs.map(\.right)))
  }

  private static func texts(_ left: String, _ right: String) -> (JSONValue, JSONValue) {
    let (prefix, suffix) = sameEnds(left, right)
    func middle(_ text: String) -> JSONValue {
      let middle = text.dropFirst(prefix).dropLast(suffix)
      return .string("\(prefix > 0 ? "… " : "")\(middle)\(suffix > 0 ? " …" : "")")
    }
    return (middle(left), middle(right))
  }
}
