/// The members of a JSON object, in the order in which they were written.
///
/// Names are compared by their scalars, so a composed and a decomposed `é` are two names.
public struct JSONObject: Sendable {
  /// One name and its value.
  public struct Member: Sendable {
    /// The name.
    public let name: String
    /// The value.
    public var value: JSONValue

    /// A member of that name and value.
    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The names, in order; what has the same ones mostly shares them.
  public private(set) var shape: JSONNames

  /// The values, in the order of their names.
  public private(set) var values: [JSONValue]

  /// An object without members.
  public init() { (shape, values) = (.none, []) }

  /// An object of these members; of two with one name the later one wins, in the place of the earlier.
  public init(_ pairs: some Sequence<(String, JSONValue)>) {
    self.init()
    values.reserveCapacity(pairs.underestimatedCount)
    for (name, value) in pairs { self[name] = value }
  }

  /// An object of these names, which others may have as well, and as many values.
  public init(names: JSONNames, values: [JSONValue]) { (shape, self.values) = (names, values) }

  /// The value of that name; setting `nil` removes the member, setting a new name appends one.
  public subscript(name: String) -> JSONValue? {
    get { shape.position(of: name).map { values[$0] } }
    set {
      switch (shape.position(of: name), newValue) {
      case (let position?, let value?): values[position] = value
      case (let position?, nil):
        ownShape().remove(at: position)
        values.remove(at: position)
      case (nil, let value?):
        ownShape().append(name)
        values.append(value)
      case (nil, nil): break
      }
    }
  }

  /// Its names, of which there is no other user.
  private mutating func ownShape() -> JSONNames {
    if !isKnownUniquelyReferenced(&shape) { shape = JSONNames(shape) }
    return shape
  }

  /// Changes the value of that name in its place, where there is one.
  public mutating func update(_ name: String, _ change: (inout JSONValue) -> Void) {
    if let position = shape.position(of: name) { change(&values[position]) }
  }

  /// The names, in order.
  public var names: [String] { shape.list }

  /// A copy whose members of `other` replace or follow its own.
  public func merging(_ other: JSONObject) -> JSONObject {
    var result = self
    result.merge(other)
    return result
  }

  /// Lets members of `other` replace or follow its own, in their place where there is room.
  ///
  /// - Parameter more: For how many members that are still to come room is made, where it has to be made.
  public mutating func merge(_ other: JSONObject, expecting more: Int = 0) {
    let count = count + other.names.count { shape.position(of: $0) == nil }
    if count > values.capacity { values.reserveCapacity(count + more) }
    for member in other { self[member.name] = member.value }
  }
}

extension JSONObject: RandomAccessCollection {
  public var startIndex: Int { values.startIndex }
  public var endIndex: Int { values.endIndex }
  public subscript(position: Int) -> Member { Member(name: shape.list[position], value: values[position]) }
}

extension JSONObject: Hashable {
  /// Equal names with equal values, in whatever order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    if left.shape === right.shape { return left.values == right.values }
    return left.count == right.count && left.allSatisfy { right[$0.name] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    // Order does not count, so members are combined by a sum of their own hashes.
    var sum = 0
    for member in self {
      var own = Hasher()
      own.combine(member.name)
      own.combine(member.value)
      sum &+= own.finalize()
    }
    hasher.combine(sum)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
