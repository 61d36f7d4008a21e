import AWSServices

/// `AWS::CloudFront::ConnectionFunction`, in both of its stages.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ConnectionFunctionSummary.html>
public enum ConnectionFunctionSchema {
  /// What ListConnectionFunctions says of each stage.
  public static let summary = AttributeGroup(
    .connectionFunction, CloudFront.listConnectionFunctions, .page(of: 100), validator: .stageTime)
  /// The code in each stage.
  public static let code = AttributeGroup(
    .connectionFunction, CloudFront.getConnectionFunction, .stage, validator: .stageTime,
    members: ["DEVELOPMENT.FunctionCode", "LIVE.FunctionCode"])

  static let schema = ResourceSchema(
    .connectionFunction,
    identity: .init(id: ["Id"], name: ["Name"], form: "cloudfront::{account}:connection-function/{id}"),
    terraform: .init("aws_cloudfront_connection_function", id: ["id"], name: "name"),
    stages: FunctionStages(
      list: CloudFront.listConnectionFunctions, arn: ["ConnectionFunctionArn"],
      describe: CloudFront.describeConnectionFunction, summary: "ConnectionFunctionSummary",
      get: CloudFront.getConnectionFunction, nameToRead: "Identifier", update: CloudFront.updateConnectionFunction,
      request: "UpdateConnectionFunctionRequest", configuration: "ConnectionFunctionConfig",
      code: "ConnectionFunctionCode", publish: CloudFront.publishConnectionFunction, nameToWrite: "Id"),
    leads: { $0["ConnectionFunctionAssociation"]?["Id"].string != nil },
    station: .edge, code: (FunctionStages.names.map { [$0, "FunctionCode"] }, nil),
    groups: [summary, code],
    knownFrom: [DistributionSchema.summary, summary],
    events: ["CreateConnectionFunction", "PublishConnectionFunction", "UpdateConnectionFunction"],
    removal: "DeleteConnectionFunction",
    relations: FunctionStages.names.map { stage in
      Relation(
        .connectionFunction, at: "\(stage).ConnectionFunctionConfig.KeyValueStoreAssociations", "KeyValueStore",
        to: .keyValueStore, from: [summary], .arn(member: "KeyValueStoreARN"))
    } + [
      Relation(
        .connectionFunction, "Distributions", to: .distribution, from: [DistributionSchema.summary],
        .inverse(["ConnectionFunctionAssociation.ConnectionFunction"]))
    ],
    lists: [
      "DEVELOPMENT.ConnectionFunctionConfig.KeyValueStoreAssociations": .keyed(by: "KeyValueStoreARN"),
      "LIVE.ConnectionFunctionConfig.KeyValueStoreAssociations": .keyed(by: "KeyValueStoreARN"),
    ],
    assigned: Set(
      ["Id", "Name"]
        + FunctionStages.names.flatMap { stage in
          ["Status", "Stage", "ConnectionFunctionArn", "CreatedTime", "LastModifiedTime"].map { "\(stage).\($0)" }
        }),
    states: FunctionSchema.states,
    lengths: FunctionStages.names.reduce(into: [:]) {
      $0["\($1).ConnectionFunctionConfig.KeyValueStoreAssociations"] = FunctionSchema.storesOfOne
    },
    parts: [stagesPart])

  /// DEVELOPMENT, which is written, and LIVE, which publishing replaces by it.
  static let stagesPart = WritablePart(
    .stages, "code and configuration",
    of: [
      "DEVELOPMENT.ConnectionFunctionConfig", "DEVELOPMENT.FunctionCode", "LIVE.ConnectionFunctionConfig",
      "LIVE.FunctionCode",
    ],
    reads: [CloudFront.describeConnectionFunction, CloudFront.getConnectionFunction],
    writes: [CloudFront.updateConnectionFunction, CloudFront.publishConnectionFunction], isPublished: true,
    effect: "Once published, edges take the function on one by one, within about a minute.",
    waiter: WritablePart.Waiter(
      operation: CloudFront.describeConnectionFunction, input: (id: "Identifier", others: ["Stage": "LIVE"]),
      state: ["ConnectionFunctionSummary", "Status"], done: { $0 != "IN_PROGRESS" }, mayBeAbsent: true))
}
