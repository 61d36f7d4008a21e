import AWSServices

/// `AWS::CloudFront::Function`, in both of its stages.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_FunctionSummary.html>
public enum FunctionSchema {
  /// What ListFunctions says of each stage.
  public static let summary = AttributeGroup(
    .cloudFrontFunction, CloudFront.listFunctions, .page(of: 100), validator: .stageTime)
  /// The code in each stage.
  public static let code = AttributeGroup(
    .cloudFrontFunction, CloudFront.getFunction, .stage, validator: .stageTime,
    members: ["DEVELOPMENT.FunctionCode", "LIVE.FunctionCode"])

  static let schema = ResourceSchema(
    .cloudFrontFunction, identity: .init(id: ["Name"], name: ["Name"], form: "cloudfront::{account}:function/{id}"),
    terraform: .init("aws_cloudfront_function", id: ["name"]),
    cloudFormation: .init(
      name: "Name", ignored: ["AutoPublish", "FunctionMetadata"], reference: "{arn}",
      attributes: [
        "FunctionARN": .text("{arn}"), "FunctionMetadata.FunctionARN": .text("{arn}"), "Stage": .unread,
      ]),
    wholes: FunctionStages.names.map { "\($0).FunctionConfig.KeyValueStoreAssociations" },
    stages: FunctionStages(
      list: CloudFront.listFunctions, arn: ["FunctionMetadata", "FunctionARN"], describe: CloudFront.describeFunction,
      summary: "FunctionSummary", get: CloudFront.getFunction, nameToRead: "Name", update: CloudFront.updateFunction,
      request: "UpdateFunctionRequest", configuration: "FunctionConfig", code: "FunctionCode",
      publish: CloudFront.publishFunction, nameToWrite: "Name"),
    station: .edge, code: (FunctionStages.names.map { [$0, "FunctionCode"] }, nil),
    groups: [summary, code], knownFrom: [summary],
    events: ["CreateFunction", "PublishFunction", "UpdateFunction"],
    removal: "DeleteFunction",
    relations: FunctionStages.names.map { stage in
      Relation(
        .cloudFrontFunction, at: "\(stage).FunctionConfig.KeyValueStoreAssociations", "KeyValueStore",
        to: .keyValueStore,
        from: [summary], .arn(member: "KeyValueStoreARN"))
    } + [
      Relation(
        .cloudFrontFunction, "Associations", to: .distribution, from: [DistributionSchema.summary],
        own: DistributionSchema.associationMembers, DistributionSchema.associations("FunctionAssociations", "Function"))
    ],
    lists: [
      "Tests": .keyed(by: "Name"),
      "DEVELOPMENT.FunctionConfig.KeyValueStoreAssociations": .keyed(by: "KeyValueStoreARN"),
      "LIVE.FunctionConfig.KeyValueStoreAssociations": .keyed(by: "KeyValueStoreARN"),
    ],
    assigned: [
      "Name", "DEVELOPMENT.Status", "DEVELOPMENT.FunctionMetadata", "LIVE.Status", "LIVE.FunctionMetadata", "Tests",
    ],
    states: states,
    lengths: FunctionStages.names.reduce(into: [:]) {
      $0["\($1).FunctionConfig.KeyValueStoreAssociations"] = storesOfOne
    },
    parts: [stagesPart])

  /// How each stage fares: whether it is published, bound to a behavior, and where that is still under way.
  static let states = Dictionary(
    uniqueKeysWithValues: FunctionStages.names.map {
      (
        "\($0).Status",
        ResourceSchema.State(
          "UNPUBLISHED", "PUBLISHED", "UNASSOCIATED", "ASSOCIATED", "DEPLOYED", "IN_PROGRESS")
      )
    })

  /// A function has one store: Developer Guide, "Associate a key value store with a function".
  ///
  /// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-associate.html>
  static let storesOfOne = 0...1

  /// The runtime with which it has none, by the same page.
  public static let runtimeWithoutStores = "cloudfront-js-1.0"

  /// DEVELOPMENT, which is written, and LIVE, which publishing replaces by it.
  static let stagesPart = WritablePart(
    .stages, "code and configuration",
    of: [
      "DEVELOPMENT.FunctionConfig", "DEVELOPMENT.FunctionCode", "LIVE.FunctionConfig", "LIVE.FunctionCode",
    ],
    reads: [CloudFront.describeFunction, CloudFront.getFunction],
    writes: [CloudFront.updateFunction, CloudFront.publishFunction], isPublished: true,
    effect: "Once published, edges take the function on one by one, within about a minute.",
    waiter: WritablePart.Waiter(
      operation: CloudFront.describeFunction, input: (id: "Name", others: ["Stage": "LIVE"]),
      state: ["FunctionSummary", "Status"], done: { $0 != "IN_PROGRESS" }, mayBeAbsent: true))
}
