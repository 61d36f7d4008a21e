import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// Tests of functions that could not be run are no tests that hold.
@Suite struct DeclaredTestVerdictTests {
  private func outcome(_ stage: String, there stages: [String], ran: Bool) throws -> Auditor.Outcome {
    let text = """
      resources:
        - type: AWS::CloudFront::Function
          id: guard
          tests:
            - {name: home, event: {request: {}}, expect: {uri: /}\(stage)}
      """
    let file = RuleSet.Source(file: "b.yaml", text: text)
    let declarations = try BaselineFile.read([file], .init(environment: [:]) { _ in "" }).declarations
    var estate = Estate(account: Estates.account, coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(
        reference: ResourceReference(type: .cloudFrontFunction, id: "guard", account: Estates.account),
        properties: JSONObject([("Name", "guard")] + stages.map { ($0, ["FunctionConfig": ["Comment": ""]]) })))
    return Auditor(rules: [], declarations: declarations).audit(estate, tests: ran ? [] : nil)
  }

  @Test(arguments: [true, false])
  func `a test of a stage that is not there fails, asked of AWS or offline`(ran: Bool) throws {
    let outcome = try outcome(", stage: LIVE", there: ["DEVELOPMENT"], ran: ran)
    #expect(outcome.findings.map(\.path) == ["tests[home]"] && outcome.findings[0].status == .fail)
    #expect(outcome.findings[0].message.contains("guard has no stage LIVE"))
    #expect(outcome.passes == 0)
  }

  @Test func `a test of the stages that there are needs no other`() throws {
    let outcome = try outcome("", there: ["DEVELOPMENT"], ran: true)
    #expect(outcome.findings.isEmpty && outcome.passes == 1)
  }

  @Test func `a test that nobody ran is no pass`() throws {
    let outcome = try outcome("", there: ["DEVELOPMENT", "LIVE"], ran: false)
    #expect(outcome.findings.isEmpty && outcome.passes == 0)
    #expect(outcome.warnings.map(\.message).contains { $0.contains("was not run") })
  }
}
