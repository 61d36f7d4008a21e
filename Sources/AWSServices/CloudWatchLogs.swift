import AWSCore

/// Amazon CloudWatch Logs.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html>
public enum CloudWatchLogs {
  /// The service.
  public static let service = Service(
    name: "logs", endpointID: "CLOUDWATCH_LOGS", wireProtocol: .json11, apiVersion: "2014-03-28", signingName: "logs",
    namespace: "Logs_20140328", limitsAreQuotas: true)

  /// All operations of this table.
  public static let operations = reads + writes

  /// The operations that change nothing.
  public static let reads = [
    describeLogGroups, describeSubscriptionFilters, describeDeliverySources, describeDeliveries,
    describeAccountPolicies,
  ]

  /// The operations that change something.
  public static let writes = [
    putRetentionPolicy, deleteRetentionPolicy, putSubscriptionFilter, deleteSubscriptionFilter,
  ]

  /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html>
  public static let describeLogGroups = list("DescribeLogGroups", "logGroups")
  /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html>
  public static let describeSubscriptionFilters = list(
    "DescribeSubscriptionFilters", "subscriptionFilters", resource: "logGroupName")
  /// Which resources, such as distributions, have their logs delivered.
  public static let describeDeliverySources = list("DescribeDeliverySources", "deliverySources")
  /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDeliveries.html>
  public static let describeDeliveries = list("DescribeDeliveries", "deliveries")

  /// What an account sets for its log groups in a region, such as subscriptions of all of them.
  public static let describeAccountPolicies = Operation(
    "DescribeAccountPolicies", of: service, body: .members, answer: .members(), requires: ["accountPolicies"],
    pagination: Pagination("accountPolicies", token: "nextToken", from: "nextToken"))

  /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
  public static let putRetentionPolicy = write("PutRetentionPolicy")
  /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html>
  public static let deleteRetentionPolicy = write("DeleteRetentionPolicy")
  /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html>
  public static let putSubscriptionFilter = write("PutSubscriptionFilter")
  /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteSubscriptionFilter.html>
  public static let deleteSubscriptionFilter = write("DeleteSubscriptionFilter")

  private static func write(_ name: String) -> Operation {
    Operation(name, of: service, body: .members, resource: "logGroupName")
  }

  private static func list(_ name: String, _ items: String, resource: String? = nil) -> Operation {
    Operation(
      name, of: service, body: .members, answer: .members(), requires: [items],
      pagination: Pagination(items, token: "nextToken", from: "nextToken", limit: "limit", atMost: 50),
      resource: resource)
  }
}
