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
    let distributions = estate.resources(of: .distribution).filter { filter.matches($0) }
    return distributions.flatMap { distribution -> [AuditReport.Note] in
      guard distribution.properties["ConnectionMode"]?.string == "tenant-only" else { return [] }
      let id = distribution.reference.id
      let own = tenants[id] ?? []
      if own.isEmpty {
        let reason = "serves tenants alone and has none, so that no domain of it was judged"
        let templates = (distribution.properties["Origins"]?.array ?? []).filter(TenantOrigins.isTemplate)
        let names = templates.compactMap { $0["DomainName"].string }.joined(separator: ", ")
        let more = names.isEmpty ? "" : ", nor what its origins lead to: \(names)"
        return isHidden ? [] : [.init("The distribution \(id)", reason + more, source: nil)]
      }
      return own.flatMap { tenant in
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
