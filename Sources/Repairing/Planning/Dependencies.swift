import Auditing
import Documents
import Estate
import Schema

extension JSONValue {
  /// Why AWS would refuse these members of a resource: what in one structure is there without another that it needs, or
  /// beside one that it excludes, and is not so in those that were found.
  func unmetDependencies(of type: ResourceType, besides found: JSONValue) -> [String] {
    let before = Set(found.unmetDependencies(of: type))
    return unmetDependencies(of: type).filter { !before.contains($0) }
  }

  private func unmetDependencies(of type: ResourceType) -> [String] {
    type.schema.dependencies.sorted { $0.key < $1.key }.flatMap { path, dependencies in
      structures(at: path.split(separator: ".").map(String.init), of: type.schema.root).flatMap { place, structure in
        dependencies.flatMap { structure.unmet($0, at: place) }
      }
    }
  }

  /// Why AWS would refuse these members of a resource: a list is longer or shorter than it may be, and is not so long in
  /// those that were found.
  func unfitLengths(of type: ResourceType, besides found: JSONValue) -> [String] {
    let before = Set(found.unfitLengths(of: type))
    return unfitLengths(of: type).filter { !before.contains($0) }
  }

  private func unfitLengths(of type: ResourceType) -> [String] {
    type.schema.lengths.sorted { $0.key < $1.key }.flatMap { path, lengths -> [String] in
      let names = path.split(separator: ".").map(String.init)
      return structures(at: names.dropLast(), of: type.schema.root).compactMap { place, structure in
        guard let name = names.last, let count = structure[name].array?.count, !lengths.contains(count) else {
          return nil
        }
        let has = "\(place.member(name)) would have \(count) of them, and AWS "
        return count < lengths.lowerBound
          ? has + "wants \(lengths.lowerBound) at least. Declare those that are to be there."
          : has + "takes \(lengths.upperBound). Declare which, and with `only` that it is to be there alone."
      }
    }
  }

  /// Why AWS would refuse these members of a resource: a structure lacks one that it requires, and does not lack it in
  /// those that were found.
  func missingMembers(
    of schema: SchemaNode, besides found: JSONValue, at places: some Sequence<DocumentPath>
  ) -> [String] {
    // What changes lies on the way to each place, or within what it holds.
    Set(places.map(\.root)).sorted().flatMap { root -> [String] in
      let (node, place) = (schema.member(root), DocumentPath(root))
      var missing = self[root].missingMembers(of: node, at: place)
      if schema.member(root).isRequired, self[root].isNull { missing.insert(place) }
      if missing.isEmpty { return [] }
      var before = found[root].missingMembers(of: node, at: place)
      if found[root].isNull { before.insert(place) }
      return missing.subtracting(before).map { "\($0)" }.sorted().map {
        "AWS wants \($0), and nothing is written that was neither read nor declared. Declare it, or change it by hand."
      }
    }
  }

  private func missingMembers(of node: SchemaNode, at place: DocumentPath) -> Set<DocumentPath> {
    switch node.shape {
    // Nobody knows what may stand in it, and of a policy its readers know better.
    case .open, .policy: return []
    case .scalar, .number, .boolean, .list, .structure: break
    }
    switch self {
    case .object(let object):
      var missing = Set(node.requiredMembers.filter { self[$0].isNull }.map { place.member($0) })
      for member in object {
        missing.formUnion(member.value.missingMembers(of: node.member(member.name), at: place.member(member.name)))
      }
      return missing
    case .array(let elements):
      return elements.enumerated().reduce(into: []) { missing, element in
        let place = place.element(node.name(of: element.element) ?? String(element.offset))
        if let key = node.list.key, element.element[key].isNull { missing.insert(place.member(key)) }
        missing.formUnion(element.element.missingMembers(of: node.element, at: place))
      }
    case .null, .unread, .bool, .integer, .number, .string: return []
    }
  }

  /// What one of a structure's members asks of the others, and is not so.
  private func unmet(_ dependency: MemberDependency, at place: DocumentPath) -> [String] {
    let value = self[dependency.member]
    guard dependency.applies(to: value) else { return [] }
    let says =
      dependency.values.isEmpty ? dependency.member : "\(dependency.member) \(value.string ?? "\(value == true)")"
    let missing = dependency.needed.filter { self[$0].isEmpty(in: .writes) }.map {
      "\(place) would have \(says) without \($0), and AWS takes the one only with the other. Declare both."
    }
    let odd = dependency.excluded.filter { !self[$0].isEmpty(in: .writes) }.map {
      "\(place) would have \($0) beside \(says), and AWS takes one of them. Declare which."
    }
    return missing + odd
  }
}

/// Members of one structure that depend on each other, or elements of a list that takes only so many.
private struct DependentMembers: Hashable {
  let resource: ResourceKey
  let structure: DocumentPath
  let members: Set<String>
  /// Whether the value of one says which others there may be, so that they are one setting: done whole or not at all.
  let isWhole: Bool

  /// Those that what a declaration asks for is among; `nil` where it stands for itself.
  init?(of finding: Finding) {
    guard finding.rule == Declaration.rule else { return nil }
    let steps = finding.place.steps
    for length in steps.indices.dropFirst().reversed() {
      let structure = DocumentPath(Array(steps[..<length]))
      // One takes the place of the other.
      if let lengths = finding.resource.type.schema.lengths[structure.memberNames], lengths.upperBound < .max {
        (resource, self.structure, members, isWhole) = (finding.resource.key, structure, [], true)
        return
      }
      let dependencies = finding.resource.type.schema.root[structure].dependencies
      guard !dependencies.isEmpty, case .member(let member) = steps[length] else { continue }
      var members: Set = [member]
      // One dependency leads to the next.
      for _ in dependencies {
        for dependency in dependencies where !members.isDisjoint(with: dependency.members) {
          members.formUnion(dependency.members)
        }
      }
      if members.count == 1 { return nil }
      (resource, self.structure, self.members) = (finding.resource.key, structure, members)
      isWhole = dependencies.contains { !$0.values.isEmpty && members.contains($0.member) }
      return
    }
    return nil
  }
}

extension DocumentPath {
  /// The names of the members on its way, with dots between them, as schemas have them.
  fileprivate var memberNames: String {
    steps.compactMap { if case .member(let name) = $0 { name } else { nil } }.joined(separator: ".")
  }
}

extension [Finding] {
  /// These, those together that are about members that depend on each other.
  ///
  /// - Parameter wholes: Whether only what is done whole or not at all is together.
  func grouped(wholes: Bool) -> [[Finding]] {
    var groups: [[Finding]] = []
    var indices: [DependentMembers: Int] = [:]
    for finding in self {
      let members = DependentMembers(of: finding).flatMap { $0.isWhole || !wholes ? $0 : nil }
      if let members, let index = indices[members] {
        groups[index].append(finding)
      } else {
        if let members { indices[members] = groups.count }
        groups.append([finding])
      }
    }
    return groups
  }
}

extension Plan {
  /// Why what is planned is left after all, by the findings' fingerprints: what belongs to it is left.
  var halves: [String: String] {
    let left = Dictionary(
      refusals.compactMap { refusal in DependentMembers(of: refusal.finding).map { ($0, refusal.finding.path) } }
    ) { first, _ in first }
    if left.isEmpty { return [:] }
    return findings.compactMapValues { finding in
      guard let members = DependentMembers(of: finding), members.isWhole, let path = left[members] else { return nil }
      return "\(path) is left, and both are one setting, which is done whole or not at all."
    }
  }
}
