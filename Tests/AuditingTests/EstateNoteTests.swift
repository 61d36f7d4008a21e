import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// What is said not to be judged, of what was asked for.
@Suite struct EstateNoteTests {
  private static let estate: Estate = {
    let origin: JSONValue = ["Id": "t", "DomainName": "x-{{client}}.s3.us-east-1.amazonaws.com"]
    let stranger: JSONValue = [
      "LambdaFunctionArn": "arn:aws:lambda:us-east-1:999922223333:function:inv", "Events": ["s3:ObjectCreated:*"],
    ]
    func distribution(_ id: String) -> Resource {
      Estates.distribution(id, ["ConnectionMode": "tenant-only", "Origins": [origin]])
    }
    func tenant(_ id: String) -> Resource {
      Resource(
        reference: ResourceReference(type: .distributionTenant, id: id, account: Estates.account),
        properties: ["Id": .string(id), "DistributionId": "E2", "Origins": [origin]])
    }
    let bucket = Resource(
      reference: ResourceReference(type: .bucket, id: "site", account: Estates.account, region: "us-east-1"),
      properties: ["NotificationConfiguration": ["LambdaFunctionConfigurations": [stranger]]])
    return Estates.estate(distribution("E1"), distribution("E2"), tenant("dt_1"), tenant("dt_2"), bucket)
  }()

  @Test(arguments: [
    ([], ["E1", "dt_1", "dt_2", "inv"]), (["E1"], ["E1"]), (["E2"], ["dt_1", "dt_2"]), (["dt_1"], ["dt_1"]),
    (["site"], ["inv"]), (["other"], []),
  ])
  func `what was not judged is said of what was asked for alone`(patterns: [String], said: [String]) throws {
    let rules = try RuleSet(RuleSet.builtIn).selection(only: ["origin-bucket-exists", "invalidation-trigger-*"])
    let notes = Auditor(rules: rules, filter: ResourceFilter(patterns)).notes(on: Self.estate).map(\.subject)
    #expect(notes.count == said.count, "\(notes)")
    for name in said {
      #expect(notes.contains { $0.contains("\(name) ") || $0.hasSuffix(name) }, "\(name) in \(notes)")
    }
  }
}
