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
  public static let operations = [putEvents]

  /// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html>
  public static let putEvents = Operation(
    "PutEvents", of: service, body: .members, answer: .members(), requires: ["FailedEntryCount"])
}
