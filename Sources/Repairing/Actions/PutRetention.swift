import Auditing
import Documents
import Estate
import Schema

extension Action {
  static let putRetention = Action(
    needs: RequiredAttributes(), parts: [PartOfType(.logGroup, .retention)],
    plan: { planner, expected, finding throws(Refusal) in try planner.putRetention(expected, for: finding) })
}

extension Planner {
  /// Sets the longest retention that CloudWatch Logs knows and that is expected at most.
  fileprivate func putRetention(_ days: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
    guard let most = days.double, let retention = Self.retentions.last(where: { Double($0) <= most }) else {
      throw Refusal("CloudWatch Logs keeps events for a day at least.")
    }
    let members = try members(of: finding.resource)
    return [
      Proposal(
        Part(.retention, of: finding.resource),
        change("retentionInDays", to: .integer(retention), in: members, of: finding.resource.type.schema.root))
    ]
  }

  /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
  private static let retentions = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
  ]
}
