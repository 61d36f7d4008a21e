import Documents
import Schema
import Testing
@testable import Estate

@Suite struct ProjectionTests {
  /// The use of members, `*` at the end for everything below.
  private func use(_ members: String...) -> FieldUse {
    members.map { text in
      text.split(separator: ".").reversed().reduce(FieldUse.itself) { use, name in
        name == "*" ? .whole : FieldUse(members: [String(name): use])
      }
    }.reduce(.itself) { $0.union($1) }
  }

  private func readers(_ type: ResourceType, _ uses: FieldUse...) -> [[Int]] {
    Projection.groups(type, reading: uses).map(\.readers)
  }

  @Test func `expressions on different members share a document`() {
    #expect(
      readers(
        .distribution, use("Aliases.*"), use("DefaultCacheBehavior.CachePolicy.CachePolicyConfig.MaxTTL.*"),
        use("DefaultCacheBehavior.Compress.*", "Origins.Bucket.Policy.*"),
        use("DefaultCacheBehavior.CachePolicy.Type.*")) == [[0, 1, 2, 3]])
  }

  @Test func `what one reads whole gets no members that another one names`() {
    #expect(
      readers(
        .distribution, use("Origins.*"), use("Origins.Bucket.Policy.*"), use("Origins.Id.*"),
        use("*"), use("DefaultCacheBehavior.*"), use("*")) == [[0, 2, 4], [1], [3, 5]])
  }

  @Test func `the same goes for what relations lead to`() {
    let policy = "DefaultCacheBehavior.ResponseHeadersPolicy"
    #expect(readers(.distribution, use("\(policy).*"), use("\(policy).Type.*")) == [[0], [1]])
    #expect(
      readers(
        .role, use("Versions.Function.Buckets.Policy.*"), use("Versions.Function.*"), use("Versions.FunctionName.*"))
        == [[0, 2], [1]])
  }

  @Test func `expressions that together read too much for a tree do not share`() {
    func origins(_ numbers: Range<Int>) -> FieldUse {
      numbers.reduce(FieldUse.itself) { $0.union(use("Origins.Member\($1).*")) }
    }
    let first = origins(0..<600).union(use("Origins.Bucket.Name"))
    #expect(readers(.distribution, first, origins(600..<1200)) == [[0], [1]])
  }

  @Test func `a resource that is there is no empty object, whatever is read of it`() throws {
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(
        reference: ResourceReference(type: .distribution, id: "E1"),
        properties: ["Id": "E1", "DefaultCacheBehavior": ["CachePolicyId": "P"]]))
    estate.add(
      Resource(reference: ResourceReference(type: .cachePolicy, id: "P"), properties: ["Id": "P", "Type": "custom"]))
    let view = EstateView(estate, needing: RequiredAttributes())
    let projection = Projection(.distribution, reading: use("DefaultCacheBehavior.CachePolicy"))
    let document = view.document(of: try #require(estate.resources.values.first), through: projection)
    #expect(document["DefaultCacheBehavior"]["CachePolicy"].object?.isEmpty == false)
  }
}
