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
    let schema = ResourceType.distribution.schema.root
    return estate.resources(of: .distribution).compactMap { distribution in
      let members = JSONValue.object(distribution.properties)
      let places = members.placesOfAssociations.filter { place in
        members[place, of: schema].string.flatMap(LambdaARN.init)?.versionKey == lambda.versionKey
      }
      if places.isEmpty { return nil }
      return Proposal(
        Part(.configuration, of: distribution.reference),
        places.map { Change($0, from: members[$0, of: schema], to: .versionPublished(version)) }, after: [version])
    }
  }
}

extension JSONValue {
  /// Where a distribution's members name Lambda functions.
  fileprivate var placesOfAssociations: [DocumentPath] {
    let schema = ResourceType.distribution.schema.root
    let behaviors =
      [DocumentPath("DefaultCacheBehavior")]
      + elementNames(at: "CacheBehaviors", of: schema).map { DocumentPath("CacheBehaviors").element($0) }
    return behaviors.flatMap { behavior in
      let list = behavior.member("LambdaFunctionAssociations")
      return elementNames(at: list, of: schema).map { list.element($0).member("LambdaFunctionARN") }
    }
  }
}
