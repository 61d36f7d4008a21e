import AWSCore

/// Amazon Simple Notification Service.
///
/// <https://docs.aws.amazon.com/sns/latest/api/API_Operations.html>
public enum SNS {
  /// The service.
  public static let service = Service(
    name: "sns", endpointID: "SNS", wireProtocol: .query, apiVersion: "2010-03-31", signingName: "sns",
    namespace: "http://sns.amazonaws.com/doc/2010-03-31/")

  /// All operations of this table.
  public static let operations = [publish, listSubscriptionsByTopic]

  /// <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html>
  public static let publish = Operation(
    "Publish", of: service, body: .members, answer: .members(), requires: ["MessageId"], resource: "TopicArn")
  /// <https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html>
  public static let listSubscriptionsByTopic = Operation(
    "ListSubscriptionsByTopic", of: service, body: .members, answer: .members(),
    shapes: XMLShapes(lists: ["Subscriptions"]),
    pagination: Pagination("Subscriptions", token: "NextToken", from: "NextToken"), resource: "TopicArn")
}
