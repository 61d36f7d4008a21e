import Auditing
import Documents
import Estate
import Schema
import Testing

/// What was not asked of a resource is not known, whatever else was read: never nothing.
@Suite struct UnaskedMemberTests {
  private static let account = "111122223333"

  /// A member that is asked of some resources alone as a rule, with a value.
  private static let members: [(type: ResourceType, member: String, value: JSONValue)] = [
    (.lambdaFunction, "EventInvokeConfigs", [["FunctionArn": "arn:aws:lambda:us-east-1:1:function:f:1"]]),
    (.lambdaFunction, "FunctionUrlConfig", ["AuthType": "NONE"]),
    (.lambdaFunction, "ProvisionedConcurrencyConfigs", [["FunctionArn": "arn:aws:lambda:us-east-1:1:function:f:1"]]),
    (.bucket, "AccountPublicAccessBlock", ["BlockPublicAcls": true]), (.bucket, "OrganizationId", "o-1"),
    (.role, "OrganizationId", "o-1"),
  ]

  private func audit(
    _ type: ResourceType, _ properties: JSONObject, by auditor: Auditor, covering groups: Set<AttributeGroup>? = nil
  ) -> [String] {
    var estate = Estate(account: Self.account, coverage: groups ?? RequiredAttributes.everything.groups)
    let region = type.schema.isRegional ? "us-east-1" : "global"
    estate.add(
      Resource(
        reference: ResourceReference(type: type, id: "f", account: Self.account, region: region), properties: properties
      ))
    let outcome = auditor.audit(estate)
    let codes = Set(outcome.failures.map(\.code))
    return outcome.findings.map { "\($0.status) \($0.cause)" } + codes.sorted()
  }

  @Test(arguments: members)
  func `what is declared of it is unknown until it is asked`(
    _ one: (type: ResourceType, member: String, value: JSONValue)
  ) {
    var absent = Declaration(.init(one.type, id: "f"), expect: [:], source: SourceMark(file: "b.yaml", line: 1))
    absent.absent = [DocumentPath(one.member)]
    var closed = absent
    (closed.absent, closed.only) = ([], [DocumentPath(one.member)])
    let expected = Declaration(
      .init(one.type, id: "f"), expect: [one.member: one.value], source: SourceMark(file: "b.yaml", line: 1))
    let without = RequiredAttributes.everything.groups.filter { !$0.members.contains(one.member) }
    // Of what AWS says by itself nothing is closed.
    let closing = one.type == .lambdaFunction ? [(closed, false)] : []
    for (declaration, whenThere) in closing + [(absent, false), (expected, true)] {
      let auditor = Auditor(rules: [], declarations: [declaration])
      let unknown = ["unknown NotInSnapshot", "NotInSnapshot"]
      #expect(audit(one.type, [:], by: auditor) == unknown)
      #expect(audit(one.type, [:], by: auditor, covering: without) == unknown)
      // What was asked, and is not there, is nothing.
      #expect(audit(one.type, [one.member: .null], by: auditor).isEmpty == !whenThere)
      #expect(audit(one.type, [one.member: one.value], by: auditor).isEmpty == whenThere)
    }
  }

  @Test(arguments: members)
  func `a rule on it says nothing of it until it is asked`(
    _ one: (type: ResourceType, member: String, value: JSONValue)
  )
    throws
  {
    let rules = """
      rules:
        - id: none
          title: T
          severity: high
          resource: \(one.type.rawValue)
          value: \(one.member) || 'none'
          expect: {equals: none}
          message: "M"
          why: W
          symptoms: S
          remediation: {recommendation: R}
          references: [https://example.com]
          repair: {mode: none}
      """
    let auditor = Auditor(rules: try RuleSet([.init(file: "r.yaml", text: rules)]).rules)
    let without = RequiredAttributes.everything.groups.filter { !$0.members.contains(one.member) }
    let unknown = ["unknown NotInSnapshot", "NotInSnapshot"]
    #expect(audit(one.type, [:], by: auditor) == unknown)
    #expect(audit(one.type, [:], by: auditor, covering: without) == unknown)
    #expect(audit(one.type, [one.member: .null], by: auditor).isEmpty)
    #expect(audit(one.type, [one.member: one.value], by: auditor) == ["fail "])
  }
}
