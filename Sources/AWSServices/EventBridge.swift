import AWSCore

/// Amazon EventBridge.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html>
public enum EventBridge {
  /// The service.
  public static let service = Service(
    name: "events", endpointID: "EVENTBRIDGE", wireProtocol: .json11, apiVersion: "2015-10-07", signingName: "events",
    namespace: "AWSEvents")

  /// All operations of this table.
  public static let operations = [putEvents, listRules, listTargetsByRule]

  /// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html>
  public static let putEvents = Operation(
    "PutEvents", of: service, body: .members, answer: .members(), requires: ["FailedEntryCount"])
  /// The codes of refused events that AWS is the cause of, so that they may be sent again, as that page says.
  public static let passingRefusals: Set<String> = ["InternalException", "InternalFailure", "ThrottlingException"]
  /// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html>
  public static let listRules = list("ListRules", "Rules")
  /// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html>
  public static let listTargetsByRule = list("ListTargetsByRule", "Targets", resource: "Rule")

  private static func list(_ name: String, _ items: String, resource: String? = nil) -> Operation {
    Operation(
      name, of: service, body: .members, answer: .members(), requires: [items],
      pagination: Pagination(items, token: "NextToken", from: "NextToken", limit: "Limit", atMost: 100),
      resource: resource)
  }
}
