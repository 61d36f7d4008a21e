import Documents
import Estate
import Schema

extension Auditor {
  /// What of multi-tenant distributions nobody judged, a sentence each: origins that only a tenant's parameters make
  /// one, where there is no tenant or where one does not set them. Nothing where tenants were not looked for.
  public func notes(on estate: Estate) -> [String] {
    guard needs.groups.contains(DistributionTenantSchema.tenant),
      estate.coverage.contains(DistributionTenantSchema.tenant)
    else { return [] }
    let tenants = Dictionary(grouping: estate.resources(of: .distributionTenant)) {
      $0.properties["DistributionId"]?.string ?? ""
    }
    let isHidden = estate.gaps.contains { $0.hides.contains(.distributionTenant) }
    return estate.resources(of: .distribution).filter { filter.matches($0) }.flatMap { distribution -> [String] in
      guard distribution.properties["ConnectionMode"]?.string == "tenant-only" else { return [] }
      let id = distribution.reference.id
      let own = tenants[id] ?? []
      if own.isEmpty {
        let reason = "The distribution \(id) serves tenants alone and has none, so that no domain of it was judged"
        let templates = (distribution.properties["Origins"]?.array ?? []).filter(TenantOrigins.isTemplate)
        let names = templates.compactMap { $0["DomainName"].string }.joined(separator: ", ")
        return isHidden ? [] : [names.isEmpty ? "\(reason)." : "\(reason), nor what its origins lead to: \(names)."]
      }
      return own.flatMap { tenant in
        (tenant.properties["Origins"]?.array ?? []).filter(TenantOrigins.isTemplate).map { origin in
          "The tenant \(tenant.reference.id) of the distribution \(id) does not set all parameters of the origin "
            + "\(origin["DomainName"].string ?? ""), so that it was not judged."
        }
      }
    }
  }
}
