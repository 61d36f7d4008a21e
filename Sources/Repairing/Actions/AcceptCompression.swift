import Auditing
import Documents
import Estate
import Schema

extension Action {
  static let acceptCompression = Action(
    needs: .of(.cachePolicy, "CachePolicyConfig"), parts: [PartOfType(.cachePolicy, .configuration)],
    plan: { planner, _, finding throws(Refusal) in try planner.acceptCompression(for: finding) })
}

extension Planner {
  /// Lets the cache policy of a behaviour accept both encodings.
  fileprivate func acceptCompression(for finding: Finding) throws(Refusal) -> [Proposal] {
    guard let id = try members(of: finding.resource)[finding.place, of: finding.resource.type.schema.root].string,
      let policy = estate.resources[.init(.cachePolicy, id)]
    else { throw Refusal("The cache policy of \(finding.path) was not read.") }
    if policy.properties["CachePolicyConfig"]?["MaxTTL"] == 0 {
      throw Refusal(
        "CloudFront takes encodings only in a cache policy that caches, and the TTLs of \(id) are 0. Give it a MaxTTL of a "
          + "second, or let what answers compress.")
    }
    let key = DocumentPath("CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin")
    let members = JSONValue.object(policy.properties)
    let changes = ["EnableAcceptEncodingGzip", "EnableAcceptEncodingBrotli"].flatMap { name in
      change(key.member(name), to: true, in: members, of: policy.reference.type.schema.root)
    }
    return [Proposal(Part(.configuration, of: policy.reference), changes)]
  }
}
