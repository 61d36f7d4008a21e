import Documents
import Schema
import Testing
@testable import Estate

@Suite struct RequiredAttributesTests {
  private func use(_ members: String...) -> FieldUse {
    members.map { text in
      text.split(separator: ".").reversed().reduce(FieldUse.itself) { FieldUse(members: [String($1): $0]) }
    }.reduce(.itself) { $0.union($1) }
  }

  private func operations(_ needs: RequiredAttributes) -> [String] { needs.groups.map(\.name).sorted() }

  @Test func `associations take the list of distributions alone`() {
    let needs = RequiredAttributes(
      .distribution, reading: use("DefaultCacheBehavior.LambdaFunctionAssociations.LambdaFunctionARN"))
    #expect(operations(needs) == ["cloudfront:ListDistributions"])
  }

  @Test func `a member that no list shows takes the configuration`() {
    let needs = RequiredAttributes(.distribution, reading: use("Logging.Enabled"))
    #expect(operations(needs) == ["cloudfront:GetDistributionConfig", "cloudfront:ListDistributions"])
  }

  @Test func `a relation takes what the far side needs`() {
    let needs = RequiredAttributes(
      .distribution, reading: use("DefaultCacheBehavior.LambdaFunctionAssociations.Version.ExecutionRole.Path"))
    #expect(
      operations(needs) == [
        "cloudfront:ListDistributions", "iam:GetRole", "lambda:GetFunctionConfiguration",
      ])
  }

  @Test func `what an association says itself takes no call`() {
    let needs = RequiredAttributes(.lambdaVersion, reading: use("Associations.EventType"))
    #expect(operations(needs) == ["cloudfront:ListDistributions", "lambda:GetFunctionConfiguration"])
  }

  @Test func `roles are known only once versions are read`() {
    let needs = RequiredAttributes(.role, reading: use("AssumeRolePolicyDocument"))
    #expect(
      operations(needs) == [
        "cloudfront:ListDistributions", "iam:GetRole", "lambda:GetFunctionConfiguration",
      ])
  }

  @Test func `code is read only where an expression reads it`() {
    #expect(operations(RequiredAttributes(.cloudFrontFunction, reading: use("LIVE"))) == ["cloudfront:ListFunctions"])
    #expect(
      operations(RequiredAttributes(.cloudFrontFunction, reading: use("LIVE.FunctionCode")))
        == ["cloudfront:GetFunction", "cloudfront:ListFunctions"])
  }

  @Test func `an expression that reads everything needs every group`() {
    let needs = RequiredAttributes(.bucket, reading: .whole)
    #expect(needs.groups.isSuperset(of: ResourceType.bucket.schema.groups))
  }

  @Test func `groups of what others lead to are told from those of what a rule is about`() {
    let direct = RequiredAttributes(.distribution, reading: use("Logging"))
    #expect(!direct.relatedGroups.contains(DistributionSchema.configuration))
    let related = RequiredAttributes(.lambdaVersion, reading: use("Associations.Logging"))
    #expect(related.relatedGroups.contains(DistributionSchema.configuration))
  }

  @Test func `every group hides what is known from it`() {
    #expect(
      Set(DistributionSchema.summary.hiddenTypes)
        == [
          .distribution, .lambdaVersion, .lambdaFunction, .bucket, .role, .logGroup, .distributionTenant,
          .connectionGroup, .connectionFunction, .vpcOrigin,
        ])
    #expect(DistributionSchema.configuration.hiddenTypes.isEmpty)
    #expect(Set(LambdaVersionSchema.configuration.hiddenTypes) == [.role, .logGroup])
  }

  @Test func `no two groups of a kind bring the same member`() {
    for type in ResourceType.allCases {
      let members = type.schema.groups.flatMap(\.members)
      #expect(Set(members).count == members.count, "\(type)")
      #expect(type.schema.groups.count { $0.members.isEmpty } <= 1, "\(type)")
    }
  }
}
