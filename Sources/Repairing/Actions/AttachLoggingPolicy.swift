import Auditing
import Documents
import Estate
import PolicyLanguage
import Schema

extension Action {
  static let attachLoggingPolicy = Action(
    needs: RequiredAttributes(), parts: [PartOfType(.role, .attachedPolicies)],
    plan: { planner, expected, finding throws(Refusal) in try planner.attachLoggingPolicy(expected, for: finding) })
}

extension Planner {
  /// Attaches the policy that AWS keeps for functions that log, unless a Deny outweighs it, or a permissions boundary
  /// owns what the role may do.
  fileprivate func attachLoggingPolicy(_ expected: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
    let partition = ARN(finding.resource.arn)?.partition ?? "aws"
    let name = "AWSLambdaBasicExecutionRole"
    let role = try members(of: finding.resource)
    let policies = ["RolePolicyList", "AttachedManagedPolicies"].flatMap { role[$0].array ?? [] }
    let added = Facts.managedPolicies["service-role/\(name)"] ?? .null
    let after = JSONValue.array(policies.map { $0["PolicyDocument"] } + [added])
    if case .fails = Predicate.allows.judge(after, against: expected, at: time) {
      let alone = JSONValue.object((expected.object ?? [:]).merging(["boundary": .null]))
      let boundary = role["PermissionsBoundary"]["PermissionsBoundaryArn"].string ?? ""
      if case .fails = Predicate.allows.judge(after, against: alone, at: time) {
        throw Refusal("A Deny in the policies of \(finding.resource.id) outweighs it. Change that by hand.")
      }
      throw Refusal(
        "The permissions boundary \(boundary) bars it, whatever the policies of \(finding.resource.id) allow. Change the "
          + "boundary, or give the role another one.")
    }
    let arn = "arn:\(partition):iam::aws:policy/service-role/\(name)"
    let policy: JSONValue = ["PolicyName": .string(name), "PolicyArn": .string(arn)]
    return [
      Proposal(
        Part(.attachedPolicies, of: finding.resource),
        [Change(DocumentPath("AttachedManagedPolicies").element(arn), from: .null, to: policy)])
    ]
  }
}
