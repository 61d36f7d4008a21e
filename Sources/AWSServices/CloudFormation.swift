import AWSCore

/// AWS CloudFormation.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html>
public enum CloudFormation {
  /// The service.
  public static let service = Service(
    name: "cloudformation", endpointID: "CLOUDFORMATION", wireProtocol: .query, apiVersion: "2010-05-15",
    signingName: "cloudformation", namespace: "http://cloudformation.amazonaws.com/doc/2010-05-15/")

  /// All operations of this table, none of which changes anything.
  public static let operations = [describeStacks, getTemplate, listStackResources, listExports]

  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html>
  public static let describeStacks = Operation(
    "DescribeStacks", of: service, body: .members, answer: .members(), requires: ["Stacks"], shapes: shapes,
    pagination: Pagination("Stacks", token: "NextToken", from: "NextToken"), resource: "StackName")
  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html>
  public static let getTemplate = Operation(
    "GetTemplate", of: service, body: .members, answer: .members(), requires: ["TemplateBody"], shapes: shapes,
    resource: "StackName")
  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html>
  public static let listStackResources = Operation(
    "ListStackResources", of: service, body: .members, answer: .members(), requires: ["StackResourceSummaries"],
    shapes: shapes, pagination: Pagination("StackResourceSummaries", token: "NextToken", from: "NextToken"),
    resource: "StackName")
  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html>
  public static let listExports = Operation(
    "ListExports", of: service, body: .members, answer: .members(), requires: ["Exports"], shapes: shapes,
    pagination: Pagination("Exports", token: "NextToken", from: "NextToken"))

  /// How the XML of CloudFormation becomes data.
  public static let shapes = XMLShapes(
    booleans: [
      "DeletionProtection", "DisableRollback", "EnableTerminationProtection", "RetainExceptOnCreate",
      "UsePreviousValue",
    ],
    integers: ["MonitoringTimeInMinutes", "TimeoutInMinutes"],
    structures: ["DriftInformation", "ModuleInfo", "RollbackConfiguration", "Warnings"],
    lists: [
      "Capabilities", "Exports", "LastOperations", "NotificationARNs", "Outputs", "Parameters", "RollbackTriggers",
      "StackResourceSummaries", "Stacks", "StagesAvailable", "Tags", "UnrecognizedResourceTypes",
    ])
}
