import Auditing
import Documents
import Estate
import Schema

extension Action {
  static let publishVersion = Action(
    needs: .of(.distribution, "DefaultCacheBehavior", "CacheBehaviors"),
    parts: [PartOfType(.lambdaFunction, .version), PartOfType(.distribution, .configuration)],
    plan: { planner, expected, finding throws(Refusal) in try planner.publishVersion(expected, for: finding) })
}

extension Planner {
  /// Publishes a version with the value as expected, and associates it wherever the one that was found is.
  fileprivate func publishVersion(_ expected: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
    let members = try members(of: finding.resource)
    guard let lambda = LambdaARN(finding.resource.arn) else {
      throw Refusal("\(finding.resource.id) has no ARN of a Lambda function.")
    }
    let function = ResourceReference(
      type: .lambdaFunction, id: lambda.functionName, arn: lambda.functionARN, account: lambda.account,
      region: lambda.region)
    let version = Part(.version, of: function)
    // What has to be absent is taken away, what may be so much at most becomes just that.
    let value = expected == true ? .null : expected
    let change = Change(finding.place, from: members[finding.place, of: finding.resource.type.schema.root], to: value)
    let base = Int(lambda.qualifier) == nil ? nil : lambda.qualifier
    return [Proposal(version, [change], base: base)] + associations(of: lambda, awaiting: version)
  }

  private func associations(of lambda: LambdaARN, awaiting version: Part) -> [Proposal] {
    lookups.associations(of: lambda.versionKey.of(lambda.account, in: estate.account)).map { found in
      Proposal(
        Part(.configuration, of: found.distribution),
        found.places.map { Change($0.place, from: $0.value, to: .versionPublished(version)) }, after: [version])
    }
  }
}
