import Documents
import EdgeCode
import Estate
import Schema

extension Step {
  /// The member of a stage that holds the configuration of a function.
  private var configuration: String? { part.resource.type.schema.stages?.configuration }

  /// Whether it is about a function that has a store once it is done.
  func leavesStore(_ arn: String, in after: Estate) -> Bool {
    guard part.name == .stages, let configuration, let members = after.resources[part.resource.key]?.properties else {
      return false
    }
    return FunctionStages.names.contains { stage in
      let stores = members[stage]?[configuration]["KeyValueStoreAssociations"].array ?? []
      return stores.contains { $0["KeyValueStoreARN"].string == arn }
    }
  }

  /// Whether it gives a store to a function that serves without any, or with none that its code opens.
  func givesStoreBack(in estate: Estate) -> Bool {
    guard part.name == .stages, let configuration, changes.contains(where: { $0.ofStores(in: configuration) != nil })
    else { return false }
    let live = estate.resources[part.resource.key]?.properties["LIVE"] ?? .null
    let had = live[configuration]["KeyValueStoreAssociations"].array ?? []
    if had.isEmpty { return true }
    let code = live["FunctionCode"].string ?? ""
    let opened = EdgeCode.read(package: ["": Array(code.utf8)], handler: "", runtime: .cloudFrontFunction).stores
    return opened.state == .known
      && opened.values.allSatisfy { store in
        guard case .id(let id) = store else { return false }
        return !had.contains { $0["KeyValueStoreARN"].string?.hasSuffix("/\(id)") == true }
      }
  }

  /// The stores that a function has once it is done and had not, each with those whose place it takes: those that no
  /// function has then, so that what was wrong of them was so for this one.
  func storesReplaced(in estate: Estate, by after: Estate) -> [ResourceKey: Set<ResourceKey>] {
    guard part.name == .stages, let function = estate.resources[part.resource.key] else { return [:] }
    let (had, has) = (function.stores, after.resources[function.key]?.stores ?? [])
    if had.subtracting(has).isEmpty || has.subtracting(had).isEmpty { return [:] }
    let functions = ResourceType.allCases.filter { $0.schema.stages != nil }.flatMap(after.resources(of:))
    func keys(_ arns: Set<String>) -> Set<ResourceKey> {
      Set(estate.resources(of: .keyValueStore).filter { arns.contains($0.reference.arn) }.map(\.key))
    }
    let gone = keys(functions.reduce(had) { $0.subtracting($1.stores) })
    return Dictionary(uniqueKeysWithValues: keys(has.subtracting(had)).map { ($0, gone.union([$0])) })
  }

  /// Nothing but that, for the code that serves; `nil` where it does not do that.
  func givingStoreBack(in estate: Estate) -> Step? {
    guard givesStoreBack(in: estate), let configuration, let members = estate.resources[part.resource.key]?.properties
    else { return nil }
    var step = self
    step.changes = changes.compactMap { $0.ofStores(in: configuration) }
    let (served, draft) = (members["LIVE"]?["FunctionCode"] ?? .null, members["DEVELOPMENT"]?["FunctionCode"] ?? .null)
    // What the draft does is new where it is published.
    if changes.contains(where: { !$0.isGuard && $0.place == "LIVE.FunctionCode" }), !draft.isNull {
      step.changes.append(Change("DEVELOPMENT.FunctionCode", from: draft, to: served))
    }
    return step
  }

  /// All but that.
  func withoutGivingStoreBack(in estate: Estate) -> Step {
    guard givesStoreBack(in: estate), let configuration else { return self }
    var step = self
    step.changes = changes.compactMap { $0.besideStores(in: configuration) }
    return step
  }
}

extension Resource {
  /// The stores that a function has in any stage, by their ARNs.
  fileprivate var stores: Set<String> {
    guard let configuration = reference.type.schema.stages?.configuration else { return [] }
    return Set(
      FunctionStages.names.flatMap { properties[$0]?[configuration]["KeyValueStoreAssociations"].array ?? [] }
        .compactMap { $0["KeyValueStoreARN"].string })
  }
}

extension Change {
  private static let stores = "KeyValueStoreAssociations"

  /// What it does to the stores that a function has; `nil` where that is nothing.
  ///
  /// - Parameter configuration: The member of a stage that says which it has.
  fileprivate func ofStores(in configuration: String) -> Change? {
    if isGuard { return nil }
    if place.steps.contains(.member(Self.stores)) { return self }
    guard place.steps.last == .member(configuration), case .value(let value) = to,
      value[Self.stores] != from[Self.stores]
    else { return nil }
    return Change(place.member(Self.stores), from: from[Self.stores], to: value[Self.stores])
  }

  /// What else it does; `nil` where that is nothing.
  fileprivate func besideStores(in configuration: String) -> Change? {
    guard let stores = ofStores(in: configuration) else { return self }
    guard stores.place != place, case .value(let value) = to, place.contains(stores.place) else { return nil }
    return Change(place, from: from, to: .object((value.object ?? [:]).merging([Self.stores: from[Self.stores]])))
  }
}
