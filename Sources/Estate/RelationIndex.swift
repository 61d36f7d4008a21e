import Documents
import Schema
import Synchronization

/// Who leads to whom: the ties of an estate that no resource holds itself, each kind of them worked out where somebody
/// asks first.
final class RelationIndex: Sendable {
  /// One kind of ties that are looked at from their far side.
  private struct Inverse: Hashable {
    let source: ResourceType
    let relations: [String]
    /// The members of the tie that are shown.
    let members: Set<String>
  }

  private let estate: Estate
  private let resources: [ResourceType: [Resource]]
  private let inverses = Mutex<[Inverse: [ResourceKey: [Relation.Link]]]>([:])
  private let byARN = Mutex<[ResourceType: [String: ResourceKey]]>([:])
  private let byText = Mutex<[[String]: [String: [Relation.Link]]]>([:])
  private let byID = Mutex<[ResourceType: [String: [Relation.Link]]]>([:])

  init(_ estate: Estate) {
    self.estate = estate
    resources = Dictionary(grouping: estate.resources.values, by: \.reference.type)
  }

  /// Where a relation leads.
  ///
  /// - Parameters:
  ///   - node: The object that has it.
  ///   - resource: The resource that the object is, or is within.
  func links(of relation: Relation, at node: JSONObject, of resource: Resource) -> [Relation.Link] {
    switch relation.target {
    case .key(let key): key(node).map { [Relation.Link(key: $0)] } ?? []
    case .named(let member, let named):
      node[member]?.string.flatMap(named).map { [.init(key: $0.key.of($0.account, in: estate.account))] } ?? []
    case .arn(let member): node[member]?.string.flatMap { key(ofARN: $0, relation.type) }.map { [.init(key: $0)] } ?? []
    case .ids(let ids): ids(resource.key, resource.properties).flatMap { links(toID: $0, relation.type) }
    case .matching(let member, let far):
      node[member]?.string.map { links(saying: $0.lowercased(), by: relation, far) } ?? []
    case .inverse(let relations):
      links(to: resource.key, by: Inverse(source: relation.type, relations: relations, members: relation.ownMembers))
    case .all: resources[relation.type]?.map { .init(key: $0.key) } ?? []
    }
  }

  /// A resource by its ARN. One that is not there is looked for under the last part of its ARN, so that it is found to
  /// be missing rather than not named.
  private func key(ofARN text: String, _ type: ResourceType) -> ResourceKey? {
    let known = byARN.withLock { table in
      table.value(of: type) {
        Dictionary((resources[type] ?? []).map { ($0.reference.arn, $0.key) }) { first, _ in first }
      }[text]
    }
    return known ?? ARN(text).map { ResourceKey(type, $0.resourceName).of($0.account, in: estate.account) }
  }

  private func links(toID id: String, _ type: ResourceType) -> [Relation.Link] {
    byID.withLock { table in
      table.value(of: type) {
        Dictionary(grouping: resources[type] ?? [], by: { $0.reference.id }).mapValues { $0.map { .init(key: $0.key) } }
      }[id] ?? []
    }
  }

  private func links(
    saying text: String, by relation: Relation, _ far: (JSONObject) -> [String]
  ) -> [Relation.Link] {
    byText.withLock { table in
      table.value(of: [relation.source.rawValue, relation.identifier]) {
        let said = (resources[relation.type] ?? []).flatMap { resource in
          far(resource.properties).map { ($0.lowercased(), [Relation.Link(key: resource.key)]) }
        }
        return Dictionary(said) { $0 + $1 }
      }[text] ?? []
    }
  }

  private func links(to key: ResourceKey, by inverse: Inverse) -> [Relation.Link] {
    inverses.withLock { table in
      let links = table.value(of: inverse) { self.table(of: inverse) }
      // Relations by id lead there in whichever region it is.
      return links[key] ?? links[ResourceKey(key.type, key.id)] ?? []
    }
  }

  /// What leads where, seen from the far side, in the order of the resources that lead there.
  private func table(of inverse: Inverse) -> [ResourceKey: [Relation.Link]] {
    let relations = inverse.source.schema.relations.filter { inverse.relations.contains($0.identifier) }
    let members = inverse.members.sorted()
    var table: [ResourceKey: [Relation.Link]] = [:]
    for resource in resources[inverse.source] ?? [] {
      var seen: Set<ResourceKey> = []
      for relation in relations {
        if case .ids(let ids) = relation.target {
          for id in ids(resource.key, resource.properties) {
            table[ResourceKey(relation.type, id), default: []].append(.init(key: resource.key))
          }
          continue
        }
        resource.properties.forEachObject(at: relation.path[...], within: []) { node, outer in
          for link in self.links(of: relation, at: node, of: resource) {
            // Without members of its own, one tie is like the other.
            guard !members.isEmpty || seen.insert(link.key).inserted else { continue }
            let shown = members.map { name in
              Relation.Link.Member(name: name, value: node[name] ?? outer.lazy.compactMap { $0[name] }.last ?? .null)
            }
            table[link.key, default: []].append(.init(key: resource.key, members: shown))
          }
        }
      }
    }
    return table
  }
}

extension Dictionary {
  /// The value of a key, made where it is missing.
  fileprivate mutating func value(of key: Key, _ make: () -> Value) -> Value {
    if let value = self[key] { return value }
    let value = make()
    self[key] = value
    return value
  }
}

extension JSONObject {
  /// Calls the body with each object at a path, lists passed through, and those around it, the outermost first.
  fileprivate func forEachObject(
    at path: ArraySlice<String>, within outer: [JSONObject], _ body: (JSONObject, [JSONObject]) -> Void
  ) {
    guard let name = path.first else { return body(self, outer) }
    switch self[name] {
    case .object(let object)?: object.forEachObject(at: path.dropFirst(), within: outer + [self], body)
    case .array(let elements)?:
      for case .object(let object) in elements {
        object.forEachObject(at: path.dropFirst(), within: outer + [self], body)
      }
    default: break
    }
  }
}
