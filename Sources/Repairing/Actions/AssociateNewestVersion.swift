import Auditing
import Documents
import Estate
import Schema

extension Action {
  static let associateNewestVersion = Action(
    needs: .of(.lambdaFunction, "Versions"), parts: [PartOfType(.distribution, .configuration)],
    plan: { planner, _, finding throws(Refusal) in try planner.associateNewestVersion(for: finding) })
}

extension Planner {
  /// Associates the newest published version of the function at the finding's place.
  fileprivate func associateNewestVersion(for finding: Finding) throws(Refusal) -> [Proposal] {
    let members = try members(of: finding.resource)
    guard let lambda = members[finding.place, of: finding.resource.type.schema.root].string.flatMap(LambdaARN.init)
    else {
      throw Refusal("\(finding.path) names no Lambda function.")
    }
    guard let newest = try newestVersion(of: lambda) else {
      throw Refusal("No version of \(lambda.functionName) is published. Publish one, then run audit fix again.")
    }
    let arn = JSONValue.string("\(lambda.functionARN):\(newest)")
    return [
      Proposal(
        try part(of: finding), change(finding.place, to: arn, in: members, of: finding.resource.type.schema.root))
    ]
  }

  private func newestVersion(of lambda: LambdaARN) throws(Refusal) -> Int? {
    let function = lambda.functionKey.of(lambda.account, in: estate.account)
    guard let versions = estate.resources[function]?.properties["Versions"]?.array else {
      throw Refusal("The versions of \(lambda.functionName) were not read.")
    }
    return versions.compactMap { $0["Version"].string.flatMap { Int($0) } }.max()
  }
}
