import Documents

extension Change {
  /// The changes without which AWS refuses this one: settings of an old style go when one of the new style comes in their
  /// place. They belong to the same step, are shown and journalled as this one is, and are taken back with it.
  ///
  /// - Parameter members: The members of the resource as they were found.
  public func companions(in members: JSONValue) -> [Change] {
    guard case .value(let value) = to, !value.isNull, place.steps.last == .member("CachePolicyId") else { return [] }
    let behavior = Place(place.steps.dropLast())
    return ["ForwardedValues", "MinTTL", "DefaultTTL", "MaxTTL"].compactMap { name in
      let now = members[behavior.member(name)]
      return now.isNull ? nil : Change(behavior.member(name), from: now, to: .null)
    }
  }
}
