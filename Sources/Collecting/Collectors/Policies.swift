import AWSCore
import Documents
import Estate
import Schema

extension Collection {
  /// Reads what distributions name by id: policies, origin access controls and identities.
  func collectPolicies() async {
    async let cache: Void = collectPolicies(CachePolicySchema.summary, "CachePolicy")
    async let request: Void = collectPolicies(OriginRequestPolicySchema.summary, "OriginRequestPolicy")
    async let response: Void = collectPolicies(ResponseHeadersPolicySchema.summary, "ResponseHeadersPolicy")
    async let controls: Void = collectSummaries(OriginAccessControlSchema.summary)
    async let identities: Void = collectSummaries(OriginAccessIdentitySchema.summary)
    _ = await (cache, request, response, controls, identities)
  }

  private func collectPolicies(_ group: AttributeGroup, _ member: String) async {
    await readList(group) { () async throws(ServiceError) in
      try await self.objects(group.operation).map { summary in
        // An entry without its policy has no id either, and is refused for it.
        var policy = summary[member]?.object ?? [:]
        policy["Type"] = summary["Type"]
        return Resource(reference: self.reference(of: policy, group.type), properties: policy)
      }
    }
  }

  private func collectSummaries(_ group: AttributeGroup) async {
    await readList(group) { () async throws(ServiceError) in
      try await self.objects(group.operation).map { summary in
        Resource(reference: self.reference(of: summary, group.type), properties: summary)
      }
    }
  }

  private func reference(of summary: JSONObject, _ type: ResourceType) -> ResourceReference {
    ResourceReference(type: type, id: summary["Id"]?.string ?? "", account: account)
  }
}
