import AWSServices

/// `AWS::Lambda::Version`, as a distribution associates it.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html>
public enum LambdaVersionSchema {
  /// Its settings.
  public static let configuration = AttributeGroup(.lambdaVersion, Lambda.getFunctionConfiguration)
  /// The handler's file out of its package, the machine code that is in it, and the key that it is encrypted by.
  public static let code = AttributeGroup(
    .lambdaVersion, Lambda.getFunction, validator: .immutable, members: ["Code", "NativeModules", "SourceKMSKeyArn"])
  /// Who decides which patch of its runtime it runs on.
  public static let runtimeManagement = AttributeGroup(
    .lambdaVersion, Lambda.getRuntimeManagementConfig, members: ["RuntimeManagementConfig"])

  /// What neither its settings nor the list of its function's versions say.
  public static let besidesConfiguration = (code.members + runtimeManagement.members).sorted()

  /// What is no setting of a version, or differs from one to the next without anybody's doing.
  public static let ownOfEach = LambdaFunctionSchema.assigned.union(["Description"])

  /// What is known of the state that Lambda names: `Active`.
  ///
  /// <https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html>
  public static func state(_ name: String) -> Facts.Knowledge<String> {
    if name.isEmpty { return .none }
    if Structures.values(of: "lambda.State").contains(name) { return .known(name) }
    return .unknown("The state \(name) is not among those that \(SchemaOrigin.source) knows.")
  }

  static let schema = ResourceSchema(
    .lambdaVersion,
    identity: .init(
      id: ["FunctionName", "Version"], arn: "FunctionArn", name: ["FunctionName"],
      form: "lambda:{region}:{account}:function:{id}"), terraform: .init("aws_lambda_function", id: ["function_name"]),
    cloudFormation: .init(
      reference: "{arn}", attributes: ["FunctionArn": .text("{arn}"), "Version": .text("{version}")]),
    isRegional: true, isListed: false,
    station: .edge, code: ([["Code"]], "CodeSha256"),
    groups: [configuration, code, runtimeManagement], knownFrom: [DistributionSchema.summary], isKnownOnceRead: true,
    events: ["CreateFunction20150331", "PublishVersion20150331", "UpdateFunctionCode20150331v2"],
    removal: "DeleteFunction20150331",
    relations: [
      Relation(
        .lambdaVersion, "ExecutionRole", to: .role, from: [configuration],
        .named(member: "Role", by: Relation.name(.role))),
      Relation(
        .lambdaVersion, "Function", to: .lambdaFunction, from: [DistributionSchema.summary],
        .named(member: "FunctionArn", by: Relation.functionName)),
      Relation(
        .lambdaVersion, "Associations", to: .distribution, from: [DistributionSchema.summary],
        own: DistributionSchema.associationMembers,
        DistributionSchema.associations("LambdaFunctionAssociations", "Version")),
      Relation(
        .lambdaVersion, "LogGroups", to: .logGroup, from: [configuration],
        .ids { key, properties in EdgeLogGroup.names(of: key, properties) }),
    ],
    lists: LambdaFunctionSchema.settings.merging(["NativeModules": .keyed(by: "File")]) { $1 },
    defaults: LambdaFunctionSchema.defaults, dependentDefaults: LambdaFunctionSchema.dependentDefaults,
    secrets: ["Environment.Variables"],
    assigned: LambdaFunctionSchema.assigned.union([
      "Code", "NativeModules", "RuntimeManagementConfig.FunctionArn",
    ]), states: LambdaFunctionSchema.states, refusals: LambdaFunctionSchema.refusals,
    blockedValues: LambdaFunctionSchema.blockedValues)
}
