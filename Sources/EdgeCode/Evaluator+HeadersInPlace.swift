/// Headers of the event that are changed where they are: `headers.vary[0].value = …`, `headers.vary.push(…)`.
extension Evaluator {
  /// A method that changes the list of a header of the event.
  func changeHeader(_ id: ObjectID, _ name: String, _ arguments: [Value], _ any: Value?) -> Value {
    switch name {
    case "push", "unshift":
      heap[id].elements += arguments
      return .number
    case "splice": heap[id].elements += arguments.dropFirst(2)
    case "fill": heap[id].elements += arguments.prefix(1)
    default: break
    }
    heap[id].removes = heap[id].removes ?? here
    switch name {
    case "pop", "shift": return (any ?? .undefined).joined(.undefined)
    case "splice": return makeArray(any.map { [$0] } ?? [], isExact: false)
    default: return .object(id)
    }
  }

  /// What was put into a list of the event beside what came in it.
  func addedElements(_ id: ObjectID) -> [Value] {
    let object = heap.objects[Int(id)]
    guard !object.properties.isEmpty || !object.elements.isEmpty, isList(id) else { return [] }
    let written = object.properties.names.filter { Int($0) != nil }.compactMap { object.properties[$0]?.value }
    return object.elements + written
  }

  /// The objects with a header's `value`, of a header of the event, that were added or changed.
  func changedEntries(of id: ObjectID) -> [Value] {
    if !isList(id) { return heap.objects[Int(id)].properties.isEmpty ? [] : [.object(id)] }
    return addedElements(id) + changedParts(of: id).map { .object($0.id) }
  }

  /// Parts of a part of the event that were changed, in the order of their names.
  private func changedParts(of parent: ObjectID) -> [(name: String, id: ObjectID)] {
    (eventParts[parent] ?? [:]).filter { isChanged($0.value) }.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
  }

  private func isChanged(_ id: ObjectID) -> Bool {
    let object = heap.objects[Int(id)]
    return !object.properties.isEmpty || !object.elements.isEmpty || object.removes != nil
      || object.isOpen != nil || isList(id) && !changedParts(of: id).isEmpty
  }

  /// Whether a header is changed on every way that leads here.
  private func isCertainlyChanged(_ id: ObjectID) -> Bool {
    let object = heap.objects[Int(id)]
    return object.properties.names.contains { object.properties[$0]?.isOptional == false }
      || !object.elements.isEmpty && object.isExact
      || isList(id) && changedParts(of: id).contains { $0.name != "*" && isCertainlyChanged($0.id) }
  }

  /// The headers of the event's in a table, or in what it was copied from, that were changed where they are.
  func changesInPlace(of table: ObjectID, _ result: inout EdgeResult) -> [HeaderChange] {
    var changes: [HeaderChange] = []
    let object = heap.objects[Int(table)]
    for origin in [table] + object.copies {
      guard case .event(let part) = heap.objects[Int(origin)].kind, part == .requestHeaders || part == .responseHeaders
      else { continue }
      for (name, id) in changedParts(of: origin) {
        // What was set or deleted on every way takes its place.
        let written = object.properties[name]
        if let written, !written.isOptional { continue }
        let changed = heap.objects[Int(id)]
        if let reason = changed.isOpen { result.undecidedShape.append(undecided(reason)) }
        let offset = changed.properties.names.first.flatMap { changed.properties[$0]?.place } ?? changed.place
        if name == "*" {
          result.undecidedHeaders.append(Undecided("the name of a header is not known", at: place(offset)))
          continue
        }
        var isNamed = true
        let values = describe(header: .object(id), named: name.lowercased(), at: offset, &result, &isNamed)
        changes.append(
          HeaderChange(
            name: name.lowercased(), action: .set, values: values,
            isCertain: written == nil && isCertainlyChanged(id), place: place(offset)))
      }
    }
    return changes
  }
}
