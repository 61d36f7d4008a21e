import AWSCore
import AWSServices
import Documents
import Estate
import Schema

extension Collection {
  /// Reads what distributions name by id: policies, origin access controls and identities.
  func collectPolicies() async {
    async let cache: Void = collectPolicies(.cachePolicy, CloudFront.listCachePolicies, "CachePolicy")
    async let request: Void = collectPolicies(
      .originRequestPolicy, CloudFront.listOriginRequestPolicies, "OriginRequestPolicy")
    async let response: Void = collectPolicies(
      .responseHeadersPolicy, CloudFront.listResponseHeadersPolicies, "ResponseHeadersPolicy")
    async let controls: Void = collectSummaries(.originAccessControl, CloudFront.listOriginAccessControls)
    async let identities: Void = collectSummaries(
      .originAccessIdentity, CloudFront.listCloudFrontOriginAccessIdentities)
    _ = await (cache, request, response, controls, identities)
  }

  private func collectPolicies(_ type: ResourceType, _ operation: Operation, _ member: String) async {
    await readList(type.schema.groups[0]) { () async throws(ServiceError) in
      try await self.objects(operation).map { summary in
        // An entry without its policy has no id either, and is refused for it.
        var policy = summary[member]?.object ?? [:]
        policy["Type"] = summary["Type"]
        return Resource(reference: self.reference(of: policy, type), properties: policy)
      }
    }
  }

  private func collectSummaries(_ type: ResourceType, _ operation: Operation) async {
    await readList(type.schema.groups[0]) { () async throws(ServiceError) in
      try await self.objects(operation).map { summary in
        Resource(reference: self.reference(of: summary, type), properties: summary)
      }
    }
  }

  private func reference(of summary: JSONObject, _ type: ResourceType) -> ResourceReference {
    ResourceReference(type: type, id: summary["Id"]?.string ?? "", account: account)
  }
}
