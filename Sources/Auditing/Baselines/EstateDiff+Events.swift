import Documents
import Schema

extension EstateDiff {
  /// What AWS says by itself of a resource, and people want to know: what failed, and what was published.
  static func events(from old: JSONValue, to new: JSONValue, of type: ResourceType) -> [Change] {
    let schema = type.schema
    var changes: [Change] = []
    for (path, state) in schema.states.sorted(by: { $0.key < $1.key }) {
      let names = path.split(separator: ".").map(String.init)
      for (place, was, isNow) in pairs(of: names.dropLast(), in: old, and: new, schema.root) {
        let member = names[names.count - 1]
        guard let before = was[member].string, let after = isNow[member].string, before != after,
          !state.usual.isSuperset(of: [before, after])
        else { continue }
        for name in [member] + (state.reason.map { [$0] } ?? []) where was[name] != isNow[name] {
          changes.append(
            Change(path: place.member(name).description, old: was[name], new: isNow[name], remark: ""))
        }
      }
    }
    for list in schema.published.sorted() {
      let (before, after) = (old[list], new[list])
      if before.firstGap != nil || after.firstGap != nil {
        changes.append(Change(path: list, old: .null, new: .null, remark: unreadRemark))
        continue
      }
      let node = schema[[list]]
      func added(_ value: JSONValue, to other: JSONValue) -> [(path: String, element: JSONValue)] {
        let known = Set(node.names(of: other))
        return (value.array ?? []).compactMap { element in
          node.name(of: element).flatMap { known.contains($0) ? nil : $0 }
            .map { (DocumentPath().member(list).element($0).description, element) }
        }
      }
      changes += added(before, to: after).map { Change(path: $0.path, old: $0.element, new: .null, remark: "") }
      changes += added(after, to: before).map { Change(path: $0.path, old: .null, new: $0.element, remark: "") }
    }
    return changes
  }

  /// The structures at a path that are in both documents, elements of lists by their names.
  private static func pairs(
    of names: ArraySlice<String>, in old: JSONValue, and new: JSONValue, _ root: SchemaNode
  ) -> [(place: DocumentPath, old: JSONValue, new: JSONValue)] {
    var (pairs, node) = ([(place: DocumentPath(), old: old, new: new)], root)
    for name in names {
      node = node.member(name)
      pairs = pairs.flatMap { place, old, new in
        let (inner, old, new) = (place.member(name), old[name], new[name])
        guard let elements = old.array else { return [(inner, old, new)] }
        let others = Dictionary((new.array ?? []).map { (node.name(of: $0), $0) }) { first, _ in first }
        return elements.compactMap { element in
          guard let name = node.name(of: element), let other = others[name] else { return nil }
          return (inner.element(name), element, other)
        }
      }
    }
    return pairs
  }
}
