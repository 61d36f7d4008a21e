/// The members of a JSON object, in the order in which they were written.
///
/// Objects in API answers are small, so members lie in one array that is searched; past a few dozen members an index is
/// kept beside it. Names are compared by their scalars, so a composed and a decomposed `é` are two names.
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

  private static let indexThreshold = 40

  private var members: [Member]
  private var index: [ExactName: Int]?

  /// An object without members.
  public init() { members = [] }

  /// An object of these members; of two with one name the later one wins, in the place of the earlier.
  public init(_ pairs: some Sequence<(String, JSONValue)>) {
    members = []
    members.reserveCapacity(pairs.underestimatedCount)
    for (name, value) in pairs { self[name] = value }
  }

  /// An object of members whose names are known to differ, as a reader that has checked them hands them over.
  public init(uniqueMembers: [Member]) {
    members = uniqueMembers
    if members.count > Self.indexThreshold { buildIndex() }
  }

  /// The value of that name; setting `nil` removes the member, setting a new name appends one.
  public subscript(name: String) -> JSONValue? {
    get { position(of: name).map { members[$0].value } }
    set {
      switch (position(of: name), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil):
        members.remove(at: position)
        if index != nil { buildIndex() }
      case (nil, let value?):
        members.append(Member(name: name, value: value))
        if index != nil {
          index?[ExactName(text: name)] = members.count - 1
        } else if members.count > Self.indexThreshold {
          buildIndex()
        }
      case (nil, nil): break
      }
    }
  }

  /// Changes the value of that name in its place, where there is one.
  public mutating func update(_ name: String, _ change: (inout JSONValue) -> Void) {
    if let position = position(of: name) { change(&members[position].value) }
  }

  /// The names, in order.
  public var names: [String] { members.map(\.name) }

  /// The values, in the order of their names.
  public var values: [JSONValue] { members.map(\.value) }

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
    let count = members.count + other.count { position(of: $0.name) == nil }
    if count > members.capacity { members.reserveCapacity(count + more) }
    for member in other { self[member.name] = member.value }
  }

  /// Where its members lie, by which an object that is known to be alive is told from all others.
  var address: UInt { members.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } }

  private func position(of name: String) -> Int? {
    if let index { return index[ExactName(text: name)] }
    // Most names differ in length, which costs next to nothing to see.
    let length = name.utf8.count
    return members.firstIndex { $0.name.utf8.count == length && $0.name.isSameText(as: name) }
  }

  private mutating func buildIndex() {
    index = Dictionary(members.enumerated().map { (ExactName(text: $1.name), $0) }) { first, _ in first }
  }
}

extension JSONObject: RandomAccessCollection {
  public var startIndex: Int { members.startIndex }
  public var endIndex: Int { members.endIndex }
  public subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: Hashable {
  /// Equal names with equal values, in whatever order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.allSatisfy { right[$0.name] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    // Order does not count, so members are combined by a sum of their own hashes.
    var sum = 0
    for member in members {
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
