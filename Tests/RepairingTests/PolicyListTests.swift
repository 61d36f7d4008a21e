import Auditing
import Documents
import Estate
import Repairing
import Schema
import Testing

/// What the policies of CloudFront name of headers, cookies and query strings, and how that is meant.
@Suite struct PolicyListTests {
  private static let account = "111122223333"

  @Test(
    arguments: [
      ("HeadersConfig", "HeaderBehavior", "Headers"), ("CookiesConfig", "CookieBehavior", "Cookies"),
      ("QueryStringsConfig", "QueryStringBehavior", "QueryStrings"),
    ], [ResourceType.cachePolicy, .originRequestPolicy])
  func `the list of a policy comes with the behaviour that names it, and goes with it`(
    names: (group: String, behavior: String, list: String), type: ResourceType
  ) throws {
    let path: DocumentPath =
      type == .cachePolicy
      ? "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin" : "OriginRequestPolicyConfig"
    func policy(_ members: JSONObject) -> JSONObject {
      let whole = JSONValue.object(["Id": "p"]).setting(
        .object(members), at: path.member(names.group), of: type.schema.root)
      return whole.object ?? [:]
    }
    func plan(_ declared: JSONObject, on live: JSONObject) throws -> Plan {
      var estate = Estate(account: Self.account, coverage: RequiredAttributes.everything.groups)
      let reference = ResourceReference(type: type, id: "p", account: Self.account)
      estate.add(Resource(reference: reference, properties: policy(live)))
      let expected = JSONObject(policy(declared).filter { $0.name != "Id" }.map { ($0.name, $0.value) })
      let auditor = Auditor(
        rules: [],
        declarations: [Declaration(.init(type, id: "p"), expect: expected, source: SourceMark(file: "b.yaml", line: 1))]
      )
      let found = auditor.audit(estate).findings
      return Planner(found.filter { $0.status == .fail }, in: estate).plan(heeding: auditor, having: found)
    }
    let (none, naming): (JSONObject, JSONObject) = (
      [names.behavior: "none"], [names.behavior: "whitelist", names.list: ["a"]]
    )
    let alone = try plan([names.behavior: "whitelist"], on: none)
    #expect(alone.steps.isEmpty && alone.refusals.first?.reason.contains("without \(names.list)") == true, "\(alone)")
    #expect(try plan(naming, on: none).refusals.isEmpty && plan(naming, on: none).steps.count == 1)
    let gone = try plan(none, on: naming)
    #expect(gone.refusals.isEmpty, "\(gone.refusals.map(\.reason))")
    #expect(gone.steps.first?.changes.contains { $0.place.lastMember == names.list && $0.to == .value(.null) } == true)
  }
}
