import Documents
import Estate
import Schema

/// One value that is to be another one.
public struct Change: Sendable, Hashable {
  /// What a value becomes.
  public enum Target: Sendable, Hashable {
    /// This value; `null` takes away what is there.
    case value(JSONValue)
    /// The same elements in the order of these names; `from` is the order that was found, as a list of names.
    case order([String])
    /// The ARN of the version that the step on that part publishes.
    case versionPublished(Part)
  }

  /// Where, in the members of the estate.
  public let place: DocumentPath
  /// What was found there; `null` for nothing.
  public let from: JSONValue
  /// What it becomes.
  public let to: Target

  /// A change of these parts.
  public init(_ place: DocumentPath, from: JSONValue, to: Target) {
    self.place = place
    self.from = from
    self.to = to
  }

  /// A change to a value.
  public init(_ place: DocumentPath, from: JSONValue, to value: JSONValue) {
    self.init(place, from: from, to: .value(value))
  }

  /// The change that takes this one back; `nil` as long as it is not known what it changed to.
  public var inverse: Change? {
    switch to {
    case .value(let value): Change(place, from: value, to: from)
    case .order(let names):
      Change(place, from: .array(names.map { .string($0) }), to: .order((from.array ?? []).compactMap(\.string)))
    case .versionPublished: nil
    }
  }
}

extension Change {
  /// How a change stands to what is there now.
  public enum Status: Sendable, Hashable {
    /// What was found is still there.
    case due
    /// It is already as it is to be.
    case done
    /// Somebody else has changed it since, to this.
    case overtaken(by: JSONValue)
  }

  /// How it stands to a resource's members, as they are now.
  ///
  /// - Parameter schema: What is known of the resource.
  public func status(in members: JSONValue, of schema: SchemaNode) -> Status {
    switch to {
    case .value(let value):
      let now = members[place, of: schema]
      if now.means(value, as: schema[place]) { return .done }
      return now.means(from, as: schema[place]) ? .due : .overtaken(by: now)
    case .order(let names):
      let now = JSONValue.array(
        members.elementNames(at: place, of: schema).map { .string($0) }
          .filter { names.contains($0.string ?? "") || from.array?.contains($0) == true })
      if now == .array(names.map { .string($0) }) { return .done }
      return now == from ? .due : .overtaken(by: now)
    case .versionPublished: return .due
    }
  }

  /// A copy of a resource's members with this change made.
  ///
  /// - Parameter schema: What is known of the resource.
  public func applied(to members: JSONValue, of schema: SchemaNode) -> JSONValue {
    switch to {
    case .value(let value): members.setting(value, at: place, of: schema)
    case .order(let names):
      members.setting(
        .array((members[place, of: schema].array ?? []).ordered(by: names, in: schema[place])), at: place, of: schema)
    case .versionPublished: members
    }
  }
}

extension [Change] {
  /// These changes to values, tried one after the other, as one change for each place; what comes back to what it was is
  /// none. One that begins elsewhere than where the last has ended says that those in between were never made.
  var folded: [Change] {
    var places: [DocumentPath] = []
    var states: [DocumentPath: [JSONValue]] = [:]
    for change in self {
      guard case .value(let value) = change.to else { continue }
      if !places.contains(change.place) { places.append(change.place) }
      let before = states[change.place] ?? []
      let known = before.lastIndex(of: change.from).map { before[...$0] } ?? [change.from]
      states[change.place] = known + [value]
    }
    return places.compactMap { place in
      guard let first = states[place]?.first, let last = states[place]?.last, first != last else { return nil }
      return Change(place, from: first, to: last)
    }
  }
}

extension JSONValue {
  /// What tells the elements of the list at a place apart, in their order.
  func elementNames(at place: DocumentPath, of schema: SchemaNode) -> [String] {
    schema[place].names(of: self[place, of: schema])
  }
}

extension [JSONValue] {
  /// The same elements, those with these names in their order, in the places that they take up together.
  fileprivate func ordered(by names: [String], in list: SchemaNode) -> [JSONValue] {
    func rank(_ element: JSONValue) -> Int? { list.name(of: element).flatMap(names.firstIndex) }
    let positions = indices.filter { rank(self[$0]) != nil }
    let sorted = positions.map { self[$0] }.sorted { (rank($0) ?? 0) < (rank($1) ?? 0) }
    var result = self
    for (position, element) in zip(positions, sorted) { result[position] = element }
    return result
  }
}
