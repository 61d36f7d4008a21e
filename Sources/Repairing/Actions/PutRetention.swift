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
    guard let most = days.double, let retention = LogGroupSchema.retentions.last(where: { Double($0) <= most }) else {
      throw Refusal("CloudWatch Logs keeps events for a day at least.")
    }
    let members = try members(of: finding.resource)
    return [
      Proposal(
        Part(.retention, of: finding.resource),
        change("retentionInDays", to: .integer(retention), in: members, of: finding.resource.type.schema.root))
    ]
  }
}
