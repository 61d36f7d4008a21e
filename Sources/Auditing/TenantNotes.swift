import Documents
import Estate
import Schema

extension Auditor {
  /// What of multi-tenant distributions nobody judged: origins that only a tenant's parameters make one, where there is no
  /// tenant or where one does not set them. Nothing where tenants were not looked for.
  func tenantNotes(on estate: Estate) -> [AuditReport.Note] {
    guard needs.groups.contains(DistributionTenantSchema.tenant),
      estate.coverage.contains(DistributionTenantSchema.tenant)
    else { return [] }
    let tenants = Dictionary(grouping: estate.resources(of: .distributionTenant)) {
      $0.properties["DistributionId"]?.string ?? ""
    }
    let isHidden = estate.gaps.contains { $0.hides.contains(.distributionTenant) }
    return estate.resources(of: .distribution).flatMap { distribution -> [AuditReport.Note] in
      guard distribution.properties["ConnectionMode"]?.string == "tenant-only" else { return [] }
      let id = distribution.reference.id
      let own = tenants[id] ?? []
      let isAskedFor = filter.matches(distribution)
      if own.isEmpty {
        if isHidden || !isAskedFor { return [] }
        let reason = "serves tenants alone and has none, so that no domain of it was judged"
        let templates = (distribution.properties["Origins"]?.array ?? []).filter(TenantOrigins.isTemplate)
        let names = templates.compactMap { $0["DomainName"].string }.joined(separator: ", ")
        let more = names.isEmpty ? "" : ", nor what its origins lead to: \(names)"
        return [.init("The distribution \(id)", reason + more, source: nil)]
      }
      return own.filter { isAskedFor || filter.matches($0) }.flatMap { tenant in
        (tenant.properties["Origins"]?.array ?? []).filter(TenantOrigins.isTemplate).map { origin in
          .init(
            "The tenant \(tenant.reference.id) of the distribution \(id)",
            "does not set all parameters of the origin \(origin["DomainName"].string ?? ""), so that it was not judged",
            source: nil)
        }
      }
    }
  }
}
