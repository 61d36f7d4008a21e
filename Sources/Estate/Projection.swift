import Documents
import Schema
import Synchronization

/// What of a kind of resource, and of those it is tied to, an expression looks at; worked out once for the many resources
/// of one view.
public final class Projection: Sendable {
  let use: FieldUse
  /// The members of the root that are looked at; `nil` for all.
  private let names: JSONNames?
  /// Where relations are looked at, outer places before those within.
  let places: [(path: [String], relations: [(Relation, Projection)])]
  /// The resources that were looked at because others lead to them: many lead to the same one.
  private let documents = Mutex<[ResourceKey: JSONValue]>([:])
  /// Which members were looked at of the last resource: most have the same ones as that before.
  private let last = Mutex<(all: JSONNames, places: [Int], names: JSONNames)?>(nil)

  /// The projection of an expression that reads these members of a kind of resource.
  public init(_ type: ResourceType, reading use: FieldUse) {
    self.use = use
    names = use.isWhole ? nil : JSONNames(use.members.keys.sorted())
    let relations = type.schema.relations.compactMap { relation in
      relation.use(in: use).map { (relation, Projection(relation.type, reading: $0)) }
    }
    places = Dictionary(grouping: relations) { $0.0.path }.sorted { $0.key.count < $1.key.count }
      .map { (path: $0.key, relations: $0.value) }
  }

  /// A resource that others lead to, made where it is looked at for the first time.
  func document(of key: ResourceKey, _ make: () -> JSONValue) -> JSONValue {
    if let known = documents.withLock({ $0[key] }) { return known }
    let document = make()
    documents.withLock { $0[key] = document }
    return document
  }

  /// What is looked at of a resource's members: carrying the others along would cost more than all else.
  func members(of properties: JSONObject) -> JSONObject {
    guard let names else { return properties }
    let (places, found) = last.withLock { last in
      if let last, last.all === properties.shape { return (last.places, last.names) }
      let places = names.list.compactMap(properties.shape.position)
      let found = places.count == names.list.count ? names : JSONNames(places.map { properties.shape.list[$0] })
      last = (properties.shape, places, found)
      return (places, found)
    }
    // To JMESPath an empty object is false, and a resource that is there is true.
    return places.isEmpty ? properties : JSONObject(names: found, values: places.map { properties.values[$0] })
  }
}

extension Projection {
  /// Many expressions on one kind of resource, in as few groups as can be, each with what it reads and the positions of
  /// those that are in it: what a document costs is then paid once for all of them. It depends on no estate.
  public static func groups(_ type: ResourceType, reading uses: [FieldUse]) -> [(use: FieldUse, readers: [Int])] {
    var groups: [(use: FieldUse, readers: [Int])] = []
    for (reader, use) in uses.enumerated() {
      let group = groups.firstIndex { group in
        // What both read may be so much that it counts as everything.
        let both = group.use.union(use)
        return type.canShare(group.use, use) && type.canShare(both, group.use) && type.canShare(both, use)
      }
      if let group {
        groups[group].use = groups[group].use.union(use)
        groups[group].readers.append(reader)
      } else {
        groups.append((use, [reader]))
      }
    }
    return groups
  }
}

extension ResourceType {
  /// Whether expressions that read these members can look at one document: what relations add for one of them must not
  /// stand where the other one reads everything.
  fileprivate func canShare(_ left: FieldUse, _ right: FieldUse) -> Bool {
    if left.isWhole != right.isWhole { return false }
    return schema.relations.allSatisfy { relation in
      switch (relation.use(in: left), relation.use(in: right)) {
      case (let left?, let right?): return relation.type.canShare(left, right)
      case (_?, nil): return !relation.isInside(right)
      case (nil, _?): return !relation.isInside(left)
      case (nil, nil): return true
      }
    }
  }
}

extension Relation {
  /// Whether an expression reads everything of an object that this is added to.
  fileprivate func isInside(_ use: FieldUse) -> Bool {
    var use: FieldUse? = use
    for name in path where use?.isWhole == false { use = use?[name] }
    return use?.isWhole == true
  }
}
