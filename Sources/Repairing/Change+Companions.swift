import Documents
import Schema

extension [Change] {
  /// These changes, and those without which AWS refuses them: settings of another style go when a new one comes in their
  /// place. They belong to the same step, and are shown, journalled and taken back as all others are.
  ///
  /// - Parameters:
  ///   - members: The members of the resource as they were found.
  ///   - schema: What is known of the resource.
  public func withCompanions(in members: JSONValue, of schema: SchemaNode) -> [Change] {
    var changes = self
    for companion in flatMap({ $0.companions(in: members, of: schema) }) {
      // What is to go in a structure goes with it.
      if companion.to == .value(.null) {
        changes.removeAll { $0.isRemoval && companion.place != $0.place && companion.place.contains($0.place) }
      }
      if changes.contains(where: { companion.place.contains($0.place) || $0.place.contains(companion.place) }) {
        continue
      }
      changes.append(companion)
    }
    return changes
  }

  /// These changes, and the order of each list in which elements come or go and whose order counts: where the last of
  /// the changes are to be found, and where those go back to that are taken back.
  ///
  /// - Parameters:
  ///   - members: The members of the resource as they were found.
  ///   - schema: What is known of the resource.
  func withOrder(in members: JSONValue, of schema: SchemaNode) -> [Change] {
    let values = filter { !$0.isOrder }
    var lists: [DocumentPath] = []
    for list in compactMap({ $0.orderedList(of: schema) }) where !lists.contains(list) { lists.append(list) }
    if lists.isEmpty { return values }
    let result = valuesFirst.reduce(members) { $1.applied(to: $0, of: schema) }
    // The value of a list, or of what it is in, says its order too.
    return values
      + lists.filter { list in !values.contains { $0.place.contains(list) } }.compactMap { list in
        let (before, after) = (
          members.elementNames(at: list, of: schema), result.elementNames(at: list, of: schema)
        )
        return before == after ? nil : Change(list, from: .array(before.map { .string($0) }), to: .order(after))
      }
  }

  /// These in the order in which they are made: elements are put in order when all are there.
  var valuesFirst: [Change] { filter { !$0.isOrder } + filter(\.isOrder) }
}

extension SchemaNode {
  /// What is written where nothing is to be.
  fileprivate var nothing: JSONValue { if case .scalar = shape { "" } else { .null } }
}

extension Change {
  /// Whether it moves elements of a list.
  var isOrder: Bool { if case .order = to { true } else { false } }

  /// The list whose order counts and in which this moves elements, or brings or takes away one; `nil` where it does not.
  func orderedList(of schema: SchemaNode) -> DocumentPath? {
    if isOrder { return place }
    guard case .element? = place.steps.last else { return nil }
    let list = DocumentPath(place.steps.dropLast())
    return schema[list].list.isOrdered ? list : nil
  }

  /// Whether it takes away what was there.
  fileprivate var isRemoval: Bool {
    if case .value(let value) = to { value.isEmpty(in: .writes) && !isGuard } else { false }
  }

  /// What has to change with this, beside it.
  fileprivate func companions(in members: JSONValue, of schema: SchemaNode) -> [Change] {
    guard case .value(let value) = to, !value.isEmpty(in: .writes) else { return [] }
    // An identity is of the origin around its structure.
    let around = DocumentPath(place.steps.dropLast(place.lastMember == "OriginAccessIdentity" ? 2 : 1))
    let cleared = schema[around].dependencies
      .filter { $0.clears && $0.member == place.lastMember && $0.applies(to: value) }.flatMap(\.excluded)
      .map { (DocumentPath($0), schema[around].member($0).nothing) }
    return (others(beside: value, in: members[around, of: schema]) + cleared).compactMap { path, value in
      let place = around.appending(path)
      let now = members[place, of: schema]
      return now.isNull || now.means(value, as: schema[place]) ? nil : Change(place, from: now, to: value)
    }
  }

  /// What other settings of a structure become when this value comes to the place; of stores' thousands of keys none is
  /// looked up.
  private func others(
    beside value: JSONValue, in structure: @autoclosure () -> JSONValue
  ) -> [(DocumentPath, JSONValue)] {
    switch place.lastMember {
    case "CachePolicyId":
      [("ForwardedValues", .null), ("MinTTL", .null), ("DefaultTTL", .null), ("MaxTTL", .null)]
    case "ForwardedValues": [("CachePolicyId", .null)]
    // An origin is of one kind, and of S3 it lets CloudFront in by one of two means.
    case "S3OriginConfig":
      [("CustomOriginConfig", .null), ("VpcOriginConfig", .null)]
        + (value["OriginAccessIdentity"].isEmpty(in: .writes) ? [] : [("OriginAccessControlId", .null)])
    case "CustomOriginConfig": [("S3OriginConfig", .null), ("VpcOriginConfig", .null)]
    case "VpcOriginConfig": [("S3OriginConfig", .null), ("CustomOriginConfig", .null)]
    case "OriginAccessIdentity": [("OriginAccessControlId", .null)]
    case "OriginAccessControlId": [("S3OriginConfig.OriginAccessIdentity", "")]
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
    // With its own certificate CloudFront decides on the version of TLS.
    case "CloudFrontDefaultCertificate" where value == true:
      [
        ("ACMCertificateArn", .null), ("IAMCertificateId", .null), ("Certificate", .null),
        ("CertificateSource", "cloudfront"), ("SSLSupportMethod", .null), ("MinimumProtocolVersion", "TLSv1"),
      ]
    // What is not accepted is not kept either.
    case "Items" where place.memberNames.dropLast().last == "AllowedMethods":
      [
        (
          "CachedMethods",
          .array((structure()["CachedMethods"].array ?? []).filter { value.array?.contains($0) == true })
        )
      ]
    default: []
    }
  }
}
