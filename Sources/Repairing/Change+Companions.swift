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
}

extension Change {
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
