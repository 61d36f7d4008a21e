import Documents
import Estate

extension Auditor {
  /// Overrides that fit no resource of a rule that they are for, where that is certain: with a filter, behind a gap or for
  /// a rule that is not evaluated it is not.
  func idleOverrides(in view: EstateView) -> [AuditReport.Warning] {
    guard filter.patterns.isEmpty else { return [] }
    return configuration.overrides.compactMap { override in
      let concerned = override.parameters.keys.compactMap { id in rules.first { $0.id == id } }
      guard concerned.count == override.parameters.count, !concerned.isEmpty else { return nil }
      let types = Set(concerned.flatMap(\.resources))
      if types.contains(where: { !view.gaps(hiding: $0).isEmpty }) { return nil }
      let fits =
        override.account.fits(view.estate.account, configuration.accountName)
        && view.estate.resources.values.contains { resource in
          guard types.contains(resource.reference.type) else { return false }
          let tags = view.document(
            of: resource, through: Projection(resource.reference.type, reading: FieldUse(members: ["Tags": .whole]))
          )["Tags"]
          if case .fitsNot = override.fit(of: resource, in: configuration.accountName, tagged: tags) { return false }
          return true
        }
      if fits { return nil }
      return AuditReport.Warning(
        message: """
          This override fits no resource of \(concerned.map(\.id).sorted().joined(separator: ", ")): what it is for is \
          not in this account, or its resource or tag is not what was meant.
          """, source: override.source)
    }
  }
}
