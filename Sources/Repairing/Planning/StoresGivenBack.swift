import Documents
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

  /// Whether it gives a store to a function that serves without any.
  func givesStoreBack(in estate: Estate) -> Bool {
    guard part.name == .stages, let configuration, changes.contains(where: { $0.ofStores(in: configuration) != nil })
    else { return false }
    let live = estate.resources[part.resource.key]?.properties["LIVE"] ?? .null
    return live[configuration]["KeyValueStoreAssociations"].array?.isEmpty != false
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
