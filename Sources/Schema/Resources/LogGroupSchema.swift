import AWSServices

/// `AWS::Logs::LogGroup` of functions at the edge, in every region.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html>
public enum LogGroupSchema {
  /// What DescribeLogGroups says of each.
  public static let group = AttributeGroup(
    .logGroup, CloudWatchLogs.describeLogGroups, .region,
    after: [.init(operation: Account.listRegions, unit: .page(of: 50))], orElse: [EC2.describeRegions])
  /// Whom it feeds.
  public static let subscriptionFilters = AttributeGroup(
    .logGroup, CloudWatchLogs.describeSubscriptionFilters, members: ["SubscriptionFilters"])

  /// Whom all groups of the account feed, in a region.
  public static let accountSubscriptionFilters = AttributeGroup(
    .logGroup, CloudWatchLogs.describeAccountPolicies, .region, members: ["AccountSubscriptionFilters"])

  static let schema = ResourceSchema(
    .logGroup,
    identity: .init(
      id: ["logGroupName"], arn: "logGroupArn", name: ["logGroupName"], form: "logs:{region}:{account}:log-group:{id}"),
    terraform: .init("aws_cloudwatch_log_group", id: ["name"]),
    cloudFormation: .init(name: "LogGroupName", attributes: ["Arn": .text("{arn}:*")]),
    isRegional: true, isListed: false, listedOnes: EdgeLogGroup.isListed,
    station: .log,
    groups: [group, subscriptionFilters, accountSubscriptionFilters],
    // A function may log to a group of its own choice, which only its configuration names.
    knownFrom: [LambdaVersionSchema.configuration, group],
    events: [
      "CreateLogGroup",
      ChangeEvent("DeleteRetentionPolicy", of: ["retentionInDays"]),
      ChangeEvent("DeleteSubscriptionFilter", of: ["SubscriptionFilters"], element: "filterName"),
      ChangeEvent("PutRetentionPolicy", of: ["retentionInDays"]),
      ChangeEvent(
        "PutSubscriptionFilter", of: ["SubscriptionFilters"], element: "filterName", at: ["SubscriptionFilters": ""]),
    ],
    removal: "DeleteLogGroup",
    relations: [
      Relation(
        .logGroup, "Function", to: .lambdaFunction, from: [group],
        .key { $0["logGroupName"]?.string.flatMap(EdgeLogGroup.init)?.functionKey }),
      Relation(
        .logGroup, "Versions", to: .lambdaVersion, from: [LambdaVersionSchema.configuration], .inverse(["LogGroups"])),
    ],
    lists: [
      "AccountSubscriptionFilters": .keyed(by: "policyName"), "SubscriptionFilters": .keyed(by: "filterName"),
      "SubscriptionFilters.emitSystemFields": .unordered,
      "inheritedProperties": .unordered,
    ],
    defaults: ["logGroupClass": .unproven("STANDARD", "API reference, CreateLogGroup")],
    assigned: [
      "logGroupName", "arn", "logGroupArn", "creationTime", "storedBytes", "metricFilterCount",
      "SubscriptionFilters.creationTime", "SubscriptionFilters.logGroupName", "AccountSubscriptionFilters",
    ],
    // PutSubscriptionFilter requires it; the pattern, which it requires too, may be an empty text.
    dependencies: ["SubscriptionFilters": [MemberDependency("filterName", needs: ["destinationArn"])]],
    numbers: ["retentionInDays": retentions.map { $0...$0 }],
    parts: [
      WritablePart(
        .retention, "retention", of: ["retentionInDays"], reads: [CloudWatchLogs.describeLogGroups],
        writes: [CloudWatchLogs.putRetentionPolicy], removals: [CloudWatchLogs.deleteRetentionPolicy],
        effect: "Events older than that are deleted, and cannot be brought back.",
        effectOfRemoval: "Events are kept longer from now on; those that were deleted do not come back.",
        daysKept: "retentionInDays",
        // An account policy hides what is put on the group: AWS takes it, saves it and does not apply it.
        owner: { group, _ in
          guard let policy = group["retentionPolicyName"]?.string, !policy.isEmpty else { return nil }
          return
            "The account's log policy \(policy) sets the retention of this group, and what is put on the group has no "
            + "effect beneath it. Change that policy, with aws logs put-account-policy."
        }),
      WritablePart(
        .subscriptionFilters, "subscription filters", of: ["SubscriptionFilters"],
        reads: [CloudWatchLogs.describeSubscriptionFilters], writes: [CloudWatchLogs.putSubscriptionFilter],
        removals: [CloudWatchLogs.deleteSubscriptionFilter], isWrittenByElement: true, alsoAllowed: ["iam:PassRole"],
        effect: "New events are forwarded from now on.",
        effectOfRemoval: "New events are no longer forwarded."),
    ])

  /// How many subscription filters a group may have. CloudWatch Logs User Guide, "CloudWatch Logs quotas".
  public static let filtersOfOne = 2

  /// How many days CloudWatch Logs keeps events, ascending.
  ///
  /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
  public static let retentions = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
  ]
}
