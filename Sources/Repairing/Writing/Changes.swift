import Documents
import Estate
import Schema

extension [Change] {
  /// A copy of a resource's members with all of these made, of which each goes by what was read.
  ///
  /// - Parameter schema: What is known of the resource.
  /// - Throws: ``WriteError/refused(_:)`` where two are about the same.
  func applied(to members: JSONValue, of schema: SchemaNode) throws(WriteError) -> JSONValue {
    for (index, change) in enumerated() {
      if let other = self[..<index].first(where: { $0.place.contains(change.place) || change.place.contains($0.place) })
      {
        throw .refused("Two changes are about the same: \(other.place) and \(change.place). Make them one by one.")
      }
    }
    // To remove an element moves the numbers of those behind it.
    let ordered = sorted { ($0.removedIndex ?? .max) > ($1.removedIndex ?? .max) }
    return ordered.reduce(members) { $1.applied(to: $0, of: schema) }
  }
}

extension Change {
  /// The number of the element that it removes, where that has no name.
  fileprivate var removedIndex: Int? {
    guard to == .value(.null), case .element(let name)? = place.steps.last else { return nil }
    return Int(name)
  }
}

/// The elements of a list by what names them, in two states.
struct ElementChange {
  let name: String
  let before: JSONValue
  let after: JSONValue

  /// The elements that differ between two lists: those that come or change first, so that what replaces another is there
  /// before that goes.
  ///
  /// - Parameter member: What names an element.
  /// - Throws: ``WriteError/refused(_:)`` where none differs, since then nothing that was asked for can be written.
  static func all(
    from before: JSONValue, to after: JSONValue, by member: String, of part: Part
  ) throws(WriteError) -> [ElementChange] {
    let (old, new) = (before.array ?? [], after.array ?? [])
    func find(_ name: String, in list: [JSONValue]) -> JSONValue { list.first { $0[member].string == name } ?? .null }
    var names: [String] = []
    for name in (new + old).compactMap({ $0[member].string }) where !names.contains(name) { names.append(name) }
    let changes = names.map { ElementChange(name: $0, before: find($0, in: old), after: find($0, in: new)) }
      .filter { $0.before != $0.after }
    guard !changes.isEmpty, new.allSatisfy({ $0[member].string != nil }) else {
      throw .refused(
        "\(part) cannot be changed like this: each element needs a \(member), and the order does not count.")
    }
    return changes
  }
}
