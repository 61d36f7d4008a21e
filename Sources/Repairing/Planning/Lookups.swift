import Documents
import Estate
import Schema
import Synchronization

/// What repairs look for in all of an estate: found once, since many findings look for the same.
final class Lookups: Sendable {
  /// The places of a distribution that name a version of a Lambda function.
  struct Associations: Sendable {
    let distribution: ResourceReference
    var places: [(place: DocumentPath, value: JSONValue)]
  }

  private struct Found {
    var associations: [ResourceKey: [Associations]]?
    var stores: [String: [Resource]]?
    var filters: [String: [JSONValue]]?
  }

  private let estate: Estate
  private let found = Mutex(Found())

  init(_ estate: Estate) { self.estate = estate }

  /// Where distributions name a version of a Lambda function.
  func associations(of version: ResourceKey) -> [Associations] {
    found.withLock { found in
      let known = found.associations ?? associations()
      found.associations = known
      return known[version] ?? []
    }
  }

  /// The key value stores of an id, as code names it.
  func stores(_ id: String) -> [Resource] {
    found.withLock { found in
      let known = found.stores ?? stores()
      found.stores = known
      return known[id] ?? []
    }
  }

  /// The subscription filters of the log groups of a region.
  func filters(in region: String) -> [JSONValue] {
    found.withLock { found in
      let known = found.filters ?? filters()
      found.filters = known
      return known[region] ?? []
    }
  }

  private func associations() -> [ResourceKey: [Associations]] {
    let schema = ResourceType.distribution.schema.root
    var found: [ResourceKey: [Associations]] = [:]
    for distribution in estate.resources(of: .distribution) {
      let members = JSONValue.object(distribution.properties)
      var own: [ResourceKey: Associations] = [:]
      for place in members.placesOfAssociations {
        let value = members[place, of: schema]
        guard let lambda = value.string.flatMap(LambdaARN.init) else { continue }
        let version = lambda.versionKey.of(lambda.account, in: estate.account)
        own[version, default: Associations(distribution: distribution.reference, places: [])].places
          .append((place, value))
      }
      for (version, associations) in own { found[version, default: []].append(associations) }
    }
    return found
  }

  private func stores() -> [String: [Resource]] {
    var found: [String: [Resource]] = [:]
    for store in estate.resources(of: .keyValueStore) {
      let ids = [store.properties["Id"]?.string, store.reference.arn.split(separator: "/").last.map(String.init)]
      for id in Set(ids.compactMap(\.self)) { found[id, default: []].append(store) }
    }
    return found
  }

  private func filters() -> [String: [JSONValue]] {
    var found: [String: [JSONValue]] = [:]
    for group in estate.resources(of: .logGroup) {
      found[group.reference.region, default: []] += group.properties["SubscriptionFilters"]?.array ?? []
    }
    return found
  }
}

extension JSONValue {
  /// Where a distribution's members name Lambda functions.
  fileprivate var placesOfAssociations: [DocumentPath] {
    let schema = ResourceType.distribution.schema.root
    let behaviors =
      [DocumentPath("DefaultCacheBehavior")]
      + elementNames(at: "CacheBehaviors", of: schema).map { DocumentPath("CacheBehaviors").element($0) }
    return behaviors.flatMap { behavior in
      let list = behavior.member("LambdaFunctionAssociations")
      return elementNames(at: list, of: schema).map { list.element($0).member("LambdaFunctionARN") }
    }
  }
}
