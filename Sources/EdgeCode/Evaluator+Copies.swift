import ECMAScript

/// Copies of values with all that they hold, as `structuredClone` makes them, and JSON that is written and read.
extension Evaluator {
  /// More objects than these are not copied.
  private static let maximumCopied = 500

  func deepCopy(_ value: Value) -> Value {
    var copied: [ObjectID: ObjectID] = [:]
    return deepCopy(value, &copied)
  }

  private func deepCopy(_ value: Value, _ copied: inout [ObjectID: ObjectID]) -> Value {
    guard value.atoms.contains(where: { if case .object = $0 { true } else { false } }) else { return value }
    var atoms: [Atom] = []
    for atom in value.atoms {
      if case .object(let id) = atom { atoms.append(deepCopy(id, &copied)) } else { atoms.append(atom) }
    }
    return Value(atoms)
  }

  private func deepCopy(_ id: ObjectID, _ copied: inout [ObjectID: ObjectID]) -> Atom {
    if let known = copied[id] { return .object(known) }
    guard step(), copied.count < Self.maximumCopied else {
      return .unknown(reason("a copy holds more than is followed"))
    }
    let object = heap[id]
    switch object.kind {
    case .plain, .array, .map, .set, .date, .error, .regularExpression, .wrapper, .event, .buffer: break
    case .external: return .object(id)
    default: return .unknown(reason("what a copy of this is, is not followed"))
    }
    var copy = object
    // A copy is of no class.
    copy.prototype = -1
    copy.lock = .none
    copy.properties = Properties()
    copy.elements = []
    copy.place = here
    let new = heap.add(copy)
    copied[id] = new
    for name in object.properties.names {
      guard var property = object.properties[name] else { continue }
      if property.getter != nil { property.value = member(of: id, named: name, this: .object(id)) }
      property.getter = nil
      property.setter = nil
      property.value = deepCopy(property.value, &copied)
      heap[new].properties[name] = property
    }
    let elements = object.elements.map { deepCopy($0, &copied) }
    heap[new].elements = elements
    if let wildcard = object.wildcard { heap[new].wildcard = deepCopy(wildcard, &copied) }
    var copies: [ObjectID] = []
    for part in object.copies { if case .object(let part) = deepCopy(part, &copied) { copies.append(part) } }
    heap[new].copies = copies
    if case .event = object.kind {
      // What has been asked for of the event may have been changed.
      for (name, child) in eventParts[id] ?? [:] {
        guard case .object(let part) = deepCopy(child, &copied) else { continue }
        eventParts[new, default: [:]][name] = part
      }
    }
    return .object(new)
  }
}
