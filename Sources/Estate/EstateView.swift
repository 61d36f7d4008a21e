import Documents
import Schema

/// An estate as rules see it: resources with the ties that an expression names, and with every value that could not be
/// read in its place as ``JSONValue/unread(_:)``.
public final class EstateView: Sendable {
  /// The estate that is looked at, with a gap for each thing that is needed and was never read.
  public let estate: Estate
  private let index: RelationIndex
  private let gaps: [ResourceKey: [(group: String, gap: Int)]]
  private let hidden: [ResourceType: Int]
  /// For kinds that are not listed: what is neither there nor known to be absent was not looked for.
  private let unsought: [ResourceType: Int]
  /// The members of resources of which AWS refused a part, with that part unread.
  private let refused: [ResourceKey: JSONObject]
  /// The groups that are missing of some resource.
  private let unread: [AttributeGroup: Int]
  /// The groups that are not asked of each resource: where nothing is there, nothing was asked.
  private let unasked: [ResourceType: [(group: AttributeGroup, gap: Int)]]

  /// A view for expressions that need these groups; what is needed and was not read, as in a snapshot that was taken for
  /// less, becomes a gap.
  public init(_ estate: Estate, needing needs: RequiredAttributes) {
    var estate = estate
    let missing = needs.groups.subtracting(estate.coverage).filter { estate.leads(to: $0.type) }
    for group in missing.sorted(by: { $0.name < $1.name }) {
      estate.addGap(.notCovered(group))
    }
    refused = estate.markRefusals()
    unread = estate.unreadGroups
    index = RelationIndex(estate)
    var gaps: [ResourceKey: [(group: String, gap: Int)]] = [:]
    var hidden: [ResourceType: Int] = [:]
    for (number, gap) in estate.gaps.enumerated() {
      gaps[gap.resource.key, default: []].append((gap.group, number))
      for type in gap.hides where hidden[type] == nil { hidden[type] = number }
    }
    self.gaps = gaps
    self.hidden = hidden
    let partial = needs.groups.intersection(estate.coverage).filter { $0.isPartial || needs.everywhere.contains($0) }
    let silent = partial.filter { group in
      estate.resources.values.contains { $0.reference.type == group.type && group.isUnasked(of: $0) }
    }
    unasked = Dictionary(
      grouping: silent.sorted { $0.name < $1.name }.map { (group: $0, gap: estate.addGap(.unasked($0))) }
    ) { $0.group.type }
    unsought = Dictionary(
      uniqueKeysWithValues: ResourceType.allCases.filter { !$0.schema.isListed }.map {
        ($0, estate.addGap(.unsought($0)))
      })
    self.estate = estate
  }

  /// The gaps because of which there may be resources of a kind that nobody has seen.
  public func gaps(hiding type: ResourceType) -> [Int] {
    estate.gaps.indices.filter { estate.gaps[$0].hides.contains(type) }
  }

  /// A resource as an expression sees it that a projection was made for.
  public func document(of resource: Resource, through projection: Projection) -> JSONValue {
    var document = JSONValue.object(projection.members(of: refused[resource.key] ?? resource.properties))
    let unread = unreadGroups(of: resource.key)
    let unasked = (unasked[resource.reference.type] ?? []).filter { one in
      one.group.isUnasked(of: resource) && !unread.contains { $0.0 == one.group }
    }
    for (group, gap) in unread + unasked.map({ ($0.group, $0.gap) }) {
      for path in group.missingMembers(in: projection.use) {
        document = document.replacing(path[...], with: .unread(gap), isReadByElement: group.isReadByElement)
      }
    }
    for place in projection.places {
      document.update(place.path[...]) { node in
        // The root is seen through the projection here, which may leave out what says where the relation leads.
        let whole = place.path.isEmpty ? resource.properties : node
        for (relation, far) in place.relations {
          node[relation.name] = end(of: relation, at: whole, of: resource, lacking: unread, through: far)
        }
      }
    }
    return document
  }

  private func end(
    of relation: Relation, at node: JSONObject, of resource: Resource, lacking groups: [(AttributeGroup, Int)],
    through projection: Projection
  ) -> JSONValue {
    // The far side of a relation that others name is incomplete as long as some of them have not been seen.
    if relation.isList, let gap = hidden[relation.type] { return .unread(gap) }
    // What is not read of the near side hides where it leads.
    if let (_, gap) = groups.first(where: { relation.groups.contains($0.0) }) {
      return .unread(gap)
    }
    let links = index.links(of: relation, at: node, of: resource)
    // Nobody is known to lead here; somebody may whose lead was not read.
    if relation.isList, links.isEmpty, let gap = relation.groups.lazy.compactMap({ self.unread[$0] }).first {
      return .unread(gap)
    }
    if relation.isList { return .array(links.map { self.document(of: $0, through: projection) }) }
    return links.first.map { self.document(of: $0, through: projection) } ?? .null
  }

  private func document(of link: Relation.Link, through projection: Projection) -> JSONValue {
    if let resource = estate.resources[link.key] {
      var document = projection.document(of: link.key) { self.document(of: resource, through: projection) }
      if case .object(var object) = document, !link.members.isEmpty {
        for member in link.members { object[member.name] = member.value }
        document = .object(object)
      }
      return document
    }
    if estate.absences.contains(link.key) { return .null }
    if let gap = gaps[link.key]?.first?.gap ?? hidden[link.key.type] ?? unsought[link.key.type] { return .unread(gap) }
    return .null
  }

  private func unreadGroups(of key: ResourceKey) -> [(AttributeGroup, Int)] {
    let everyOne = ResourceReference(type: key.type, id: "*").key
    let known = (gaps[key] ?? []) + (gaps[everyOne] ?? [])
    return known.compactMap { entry in
      key.type.schema.groups.first { $0.name == entry.group }.map { ($0, entry.gap) }
    }
  }
}

extension Estate {
  /// Whether there may be resources of a type: some are there only where a distribution has to do with them.
  public func leads(to type: ResourceType) -> Bool {
    guard let leads = type.schema.leads, !resources.keys.contains(where: { $0.type == type }),
      coverage.contains(DistributionSchema.summary),
      !gaps.contains(where: { $0.hides.contains(.distribution) })
    else { return true }
    return resources.values.contains { $0.reference.type == .distribution && leads($0.properties) }
  }

  /// The groups that were read, and those of kinds of which no distribution leads to any, so that there was nothing to read.
  public var readGroups: Set<AttributeGroup> {
    coverage.union(ResourceType.allCases.filter { !leads(to: $0) }.flatMap(\.schema.groups))
  }

  /// The groups that are missing of some resource, each with the first gap that says so.
  fileprivate var unreadGroups: [AttributeGroup: Int] {
    var unread: [AttributeGroup: Int] = [:]
    // What belongs to other accounts is not followed.
    for (number, gap) in gaps.enumerated() where !gap.isOfOtherAccount {
      let group = gap.resource.type.schema.groups.first { $0.name == gap.group }
      if let group, unread[group] == nil { unread[group] = number }
    }
    return unread
  }
}

extension Gap {
  /// The code of what was not asked for when a snapshot was taken.
  public static let notInSnapshot = "NotInSnapshot"

  fileprivate static func unsought(_ type: ResourceType) -> Gap {
    Gap(
      operation: type.schema.existence?.name ?? "", resource: ResourceReference(type: type, id: "*"), group: "",
      code: "NotRead", message: "Another resource leads to one that was not looked for.",
      advice: "Run the audit again; if it stays so, report it.")
  }

  fileprivate static func unasked(_ group: AttributeGroup) -> Gap {
    Gap(
      operation: group.name, resource: ResourceReference(type: group.type, id: "*"), group: "",
      code: notInSnapshot, message: "The snapshot does not hold what \(group.name) brings of each resource.",
      advice: "Take the snapshot again with `audit snapshot`, or check the live estate.")
  }

  fileprivate static func notCovered(_ group: AttributeGroup) -> Gap {
    Gap(
      operation: group.name, resource: ResourceReference(type: group.type, id: "*"), group: group.name,
      code: notInSnapshot, message: "The snapshot does not hold what \(group.name) brings.",
      advice: "Take the snapshot again with `audit snapshot`, or check the live estate.",
      hides: group.hiddenTypes)
  }
}

extension AttributeGroup {
  /// Whether nothing that it brings is known of a resource, not even that there is none.
  fileprivate func isUnasked(of resource: Resource) -> Bool {
    paths.allSatisfy { resource.properties[$0[0]] == nil }
  }

  /// Whether it is a list of which each element takes calls of its own, so that some of it may be read without the rest.
  fileprivate var isReadByElement: Bool {
    calls.contains { if case .entry = $0.unit { true } else { false } }
  }

  /// The members of this group that an expression reads, as paths.
  func missingMembers(in use: FieldUse) -> [[String]] {
    if members.isEmpty {
      // An expression that reads everything reads members that only this group could have named.
      if use.isWhole { return [[]] }
      // A group of a member within another, such as a stage's code, does not bring that one.
      let named = type.schema.namedMembers
      return use.members.keys.filter { !named.contains($0) }.map { [$0] }
    }
    return paths.filter(use.reads)
  }
}

extension JSONValue {
  /// A copy with the value at a path replaced; objects that are missing on the way there are not made. Of a list that is
  /// read element by element, what was read stays, with the value behind it.
  fileprivate func replacing(
    _ path: ArraySlice<String>, with value: JSONValue, isReadByElement: Bool
  ) -> JSONValue {
    guard let name = path.first else { return value }
    guard case .object(var object) = self else { return self }
    if path.count == 1 {
      let known = isReadByElement ? object[name]?.array : nil
      object[name] = known.map { .array($0 + [value]) } ?? value
    } else if let member = object[name] {
      object[name] = member.replacing(path.dropFirst(), with: value, isReadByElement: isReadByElement)
    }
    return .object(object)
  }

  /// Changes each object at a path, lists passed through, in its place.
  fileprivate mutating func update(_ path: ArraySlice<String>, _ change: (inout JSONObject) -> Void) {
    let value = self
    // Whoever changes it in its place has to be the only one who holds it.
    self = .null
    switch consume value {
    case .array(var elements):
      for index in elements.indices { elements[index].update(path, change) }
      self = .array(elements)
    case .object(var object):
      if let name = path.first { object.update(name) { $0.update(path.dropFirst(), change) } } else { change(&object) }
      self = .object(object)
    case let value: self = value
    }
  }
}
