import Documents

extension [Change] {
  /// These changes, and those without which AWS refuses them: settings of another style go when a new one comes in their
  /// place. They belong to the same step, and are shown, journalled and taken back as all others are.
  ///
  /// - Parameter members: The members of the resource as they were found.
  public func withCompanions(in members: JSONValue) -> [Change] {
    self
      + flatMap { $0.companions(in: members) }.filter { companion in
        !contains { companion.place.contains($0.place) }
      }
  }

  /// These changes, and the order of a list in which elements come or go and whose order counts: where the last of the
  /// changes are to be found, and where those go back to that are taken back.
  ///
  /// - Parameter members: The members of the resource as they were found.
  func withOrder(in members: JSONValue) -> [Change] {
    let list = Place("CacheBehaviors")
    let values = filter { !($0.isOrder && $0.place == list) }
    let isMoved = values.count < count
    let isElement = { (change: Change) in change.place.steps.count == 2 && list.contains(change.place) }
    guard isMoved || values.contains(where: isElement), !values.contains(where: { $0.place == list }) else {
      return values
    }
    func names(_ members: JSONValue) -> JSONValue {
      .array((members[list].array ?? []).compactMap(\.elementName).map { .string($0) })
    }
    let after = names(valuesFirst.reduce(members) { $1.applied(to: $0) })
    if names(members) == after { return values }
    return values + [Change(list, from: names(members), to: .order((after.array ?? []).compactMap(\.string)))]
  }

  /// These in the order in which they are made: elements are put in order when all are there.
  var valuesFirst: [Change] { filter { !$0.isOrder } + filter(\.isOrder) }
}

extension Change {
  /// Whether it moves elements of a list.
  var isOrder: Bool { if case .order = to { true } else { false } }

  /// What has to change with this, beside it.
  fileprivate func companions(in members: JSONValue) -> [Change] {
    guard case .value(let value) = to, value.string?.isEmpty == false else { return [] }
    let others: [(String, JSONValue)] =
      switch place.lastMember {
      case "CachePolicyId":
        [("ForwardedValues", .null), ("MinTTL", .null), ("DefaultTTL", .null), ("MaxTTL", .null)]
      // CloudFront says a second time, under older names, which certificate it is.
      case "ACMCertificateArn":
        [
          ("IAMCertificateId", .null), ("CloudFrontDefaultCertificate", false), ("Certificate", value),
          ("CertificateSource", "acm"),
        ]
      case "IAMCertificateId":
        [
          ("ACMCertificateArn", .null), ("CloudFrontDefaultCertificate", false), ("Certificate", value),
          ("CertificateSource", "iam"),
        ]
      default: []
      }
    return others.compactMap { name, value in
      let place = Place(place.steps.dropLast() + [.member(name)])
      let now = members[place]
      return now.isNull || now == value ? nil : Change(place, from: now, to: value)
    }
  }
}
