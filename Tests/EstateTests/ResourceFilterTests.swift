import Documents
import Schema
import Testing
@testable import Estate

/// Patterns for resources: any name by which people know one fits it.
@Suite struct ResourceFilterTests {
  private static func resource(
    _ type: ResourceType, _ id: String, arn: String = "", _ properties: JSONObject = [:]
  ) -> Resource {
    Resource(
      reference: ResourceReference(type: type, id: id, arn: arn, account: "111122223333"), properties: properties)
  }

  /// Resources of every kind that has another name than its id, each with what people may write for it, and what they call
  /// it.
  static let named: [(resource: Resource, names: [String], common: String)] = [
    (
      resource(
        .distribution, "E1", arn: "arn:aws:cloudfront::111122223333:distribution/E1",
        ["Aliases": ["a.example.com", "b.example.com"], "Comment": "books"]),
      ["E1", "E*", "a.example.com", "b.*", "*.example.com", "books", "arn:aws:cloudfront::*:distribution/E1"],
      "a.example.com"
    ),
    (resource(.distribution, "E2", ["Aliases": [], "Comment": "films of 2026"]), ["films*"], "films of 2026"),
    (resource(.distribution, "E3", ["Comment": ""]), ["E3"], "E3"),
    (
      resource(.distributionTenant, "dt_1", ["Name": "tenant", "Domains": [["Domain": "t.example.com"]]]),
      ["dt_1", "tenant", "t.example.com"], "t.example.com"
    ),
    (resource(.cachePolicy, "1f2e", ["CachePolicyConfig": ["Name": "short"]]), ["1f2e", "short"], "short"),
    (resource(.originAccessIdentity, "EOAI", ["Comment": "for books"]), ["for books"], "for books"),
    (resource(.lambdaVersion, "guard:3", ["FunctionName": "guard"]), ["guard:3", "guard", "gua?d"], "guard"),
    // Before anything of it was read, its id says which function it is of.
    (resource(.lambdaVersion, "guard:3"), ["guard"], "guard:3"),
    (resource(.role, "edge", ["RoleName": "edge"]), ["edge"], "edge"),
  ]

  @Test func `id, ARN, name, comment, alias, domain and function name fit, and nothing else does`() {
    for (resource, names, common) in Self.named {
      for name in names {
        #expect(ResourceFilter([name]).matches(resource), "\(name) of \(resource.reference.id)")
        #expect(ResourceFilter(["nothing", name]).matches(resource))
      }
      for name in ["", "e1", "xample.com", "guar", "books2", "arn"] {
        #expect(!ResourceFilter([name]).matches(resource), "\(name) of \(resource.reference.id)")
      }
      #expect(resource.commonName == common)
      #expect(ResourceFilter().matches(resource))
    }
  }
}
