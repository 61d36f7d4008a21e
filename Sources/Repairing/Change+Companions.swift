import Documents
import Schema

extension [Change] {
  /// These changes, and those without which AWS refuses them: settings of another style go when a new one comes in their
  /// place. They belong to the same step, and are shown, journalled and taken back as all others are.
  ///
  /// - Parameters:
  ///   - members: The members of the resource as they were found.
  ///   - schema: What is known of the resource.
  public func withCompanions(in members: JSONValue, of schema: SchemaNode) -> [Change] {
    var changes = self
    for companion in flatMap({ $0.companions(in: members, of: schema) }) {
      // What is to go in a structure goes with it, and what would be left empty does not stay.
      if companion.to == .value(.null) {
        changes.removeAll { $0.isRemoval && $0 != companion && companion.place.contains($0.place) }
      }
      if changes.contains(where: { companion.place.contains($0.place) || $0.place.contains(companion.place) }) {
        continue
      }
      changes.append(companion)
    }
    return changes
  }

  /// These changes, and the order of each list in which elements come or go and whose order counts: where the last of
  /// the changes are to be found, and where those go back to that are taken back.
  ///
  /// - Parameters:
  ///   - members: The members of the resource as they were found.
  ///   - schema: What is known of the resource.
  func withOrder(in members: JSONValue, of schema: SchemaNode) -> [Change] {
    let values = filter { !$0.isOrder }
    var lists: [DocumentPath] = []
    for list in compactMap({ $0.orderedList(of: schema) }) where !lists.contains(list) { lists.append(list) }
    if lists.isEmpty { return values }
    let result = valuesFirst.reduce(members) { $1.applied(to: $0, of: schema) }
    // The value of a list, or of what it is in, says its order too.
    return values
      + lists.filter { list in !values.contains { $0.place.contains(list) } }.compactMap { list in
        let (before, after) = (
          members.elementNames(at: list, of: schema), result.elementNames(at: list, of: schema)
        )
        return before == after ? nil : Change(list, from: .array(before.map { .string($0) }), to: .order(after))
      }
  }

  /// These in the order in which they are made: elements are put in order when all are there.
  var valuesFirst: [Change] { filter { !$0.isOrder } + filter(\.isOrder) }
}

extension Change {
  /// Whether it moves elements of a list.
  var isOrder: Bool { if case .order = to { true } else { false } }

  /// The list whose order counts and in which this moves elements, or brings or takes away one; `nil` where it does not.
  func orderedList(of schema: SchemaNode) -> DocumentPath? {
    if isOrder { return place }
    guard case .element? = place.steps.last else { return nil }
    let list = DocumentPath(place.steps.dropLast())
    return schema[list].list.isOrdered ? list : nil
  }

  /// Whether it takes away what was there.
  fileprivate var isRemoval: Bool {
    if case .value(let value) = to { value.isEmpty(in: .writes) && !isGuard } else { false }
  }

  /// What has to change with this, beside it.
  fileprivate func companions(in members: JSONValue, of schema: SchemaNode) -> [Change] {
    guard case .value(let value) = to else { return [] }
    return companions(of: value, at: place, schema[place], in: members, of: schema)
      + replaced(by: value, in: members, of: schema)
  }

  /// The element whose place this takes, where a list has one.
  private func replaced(by value: JSONValue, in members: JSONValue, of schema: SchemaNode) -> [Change] {
    guard case .element? = place.steps.last, !value.isEmpty(in: .writes) else { return [] }
    let list = DocumentPath(place.steps.dropLast())
    guard schema[list].lengths?.upperBound == 1 else { return [] }
    return members.elementNames(at: list, of: schema).map(list.element).filter { $0 != place }.map {
      Change($0, from: members[$0, of: schema], to: .null)
    }
  }

  /// What has to change with a value, or with what a structure holds.
  private func companions(
    of value: JSONValue, at place: DocumentPath, _ node: SchemaNode, in members: JSONValue, of schema: SchemaNode
  ) -> [Change] {
    // An origin of S3 may hold nothing but the empty identity that says so.
    let saysKind = value.object?.isEmpty == false && !node.companions.isEmpty
    if value.isEmpty(in: .writes), !saysKind { return [] }
    let own = node.companions.compactMap { companion -> Change? in
      guard companion.given.isEmpty || companion.given.contains(value) else { return nil }
      let place = companion.place(beside: place)
      let now = members[place, of: schema]
      let next =
        switch companion.value {
        case .value(let value): value
        case .same: value
        case .common: JSONValue.array((now.array ?? []).filter { value.array?.contains($0) == true })
        }
      return now.isNull || now.means(next, as: schema[place]) ? nil : Change(place, from: now, to: next)
    }
    guard case .structure = node.shape else { return own }
    return own
      + (value.object ?? [:]).flatMap { member in
        companions(of: member.value, at: place.member(member.name), node.member(member.name), in: members, of: schema)
      }
  }
}
