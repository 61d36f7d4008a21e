import AWSServices
import Documents

/// `AWS::Lambda::Function`: its `$LATEST`, and what is set of it as a whole.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html>
public enum LambdaFunctionSchema {
  /// The settings of `$LATEST`.
  public static let configuration = AttributeGroup(.lambdaFunction, Lambda.getFunctionConfiguration)
  /// Its published versions.
  public static let versions = AttributeGroup(.lambdaFunction, Lambda.listVersionsByFunction, members: ["Versions"])
  /// How many may run at once.
  public static let concurrency = AttributeGroup(
    .lambdaFunction, Lambda.getFunctionConcurrency, members: ["ReservedConcurrentExecutions"])
  /// Who may call it.
  public static let policy = AttributeGroup(.lambdaFunction, Lambda.getPolicy, members: ["Policy"])
  /// What of it is kept ready, which rules on versions ask of functions at the edge alone.
  public static let provisionedConcurrency = AttributeGroup(
    .lambdaFunction, Lambda.listProvisionedConcurrencyConfigs, .entry("association"),
    members: ["ProvisionedConcurrencyConfigs"], where: [])
  /// What becomes of events that it, or a version or alias of it, could not be called for, which is read of functions that
  /// buckets start alone where that is what is asked about. Where events start one that sets nothing, that one is there
  /// without a setting.
  public static let eventInvokeConfigs = AttributeGroup(
    .lambdaFunction, Lambda.listFunctionEventInvokeConfigs, .entry("notification"), members: ["EventInvokeConfigs"],
    where: ["Buckets"])
  /// Its URL and who may call it by that, where it is an origin: nothing but looking at the functions of a region tells
  /// which of them a URL belongs to. Those of aliases stand in the function's list, which is asked for where no function
  /// has the URL itself; of functions that are asked about for their own sake, all are.
  public static let url = AttributeGroup(
    .lambdaFunction, Lambda.getFunctionUrlConfig, .entry("URL"),
    after: [.init(operation: Lambda.listFunctions, unit: .page(of: 50))],
    then: [
      .init(operation: Lambda.getPolicy, unit: .entry("URL")),
      .init(operation: Lambda.listFunctionUrlConfigs, unit: .entry("URL")),
    ],
    members: ["FunctionUrlConfig", "FunctionUrlPolicy", "AliasUrls"], where: [])

  static let schema = ResourceSchema(
    .lambdaFunction,
    identity: .init(
      id: ["FunctionName"], arn: "FunctionArn", name: ["FunctionName"], form: "lambda:{region}:{account}:function:{id}"),
    terraform: .init("aws_lambda_function", id: ["function_name"]),
    cloudFormation: .init(
      name: "FunctionName", renamed: ["ImageConfig": "ImageConfigResponse.ImageConfig"], texts: ["Layers"],
      attributes: [
        "Arn": .text("{arn}"), "SnapStartResponse": .unread, "SnapStartResponse.ApplyOn": .unread,
        "SnapStartResponse.OptimizationStatus": .unread,
      ]),
    wholes: ["Environment", "Layers"], isRegional: true, isListed: false,
    station: .support,
    groups: [configuration, versions, concurrency, policy, provisionedConcurrency, eventInvokeConfigs, url],
    knownFrom: [DistributionSchema.summary],
    // CloudTrail writes the version of the API behind many of these names; behind which others, nobody says.
    // <https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html>
    events: [
      ChangeEvent("AddPermission20150331v2", of: ["Policy", "FunctionUrlPolicy"]),
      "CreateFunction20150331",
      ChangeEvent("DeleteFunctionConcurrency20171031", of: ["ReservedConcurrentExecutions"]),
      ChangeEvent("DeleteFunctionEventInvokeConfig", of: ["EventInvokeConfigs"], element: ChangeEvent.qualifier),
      ChangeEvent("PutFunctionConcurrency20171031", of: ["ReservedConcurrentExecutions"]),
      ChangeEvent(
        "PutFunctionEventInvokeConfig", of: ["EventInvokeConfigs"], element: ChangeEvent.qualifier,
        at: ["EventInvokeConfigs": ""]),
      // Of these nobody says whether the version of the API stands behind their names; both are asked for.
      ChangeEvent("CreateFunctionUrlConfig", of: urls, element: ChangeEvent.qualifier, at: told),
      ChangeEvent("CreateFunctionUrlConfig20211031", of: urls, element: ChangeEvent.qualifier, at: told),
      ChangeEvent("DeleteFunctionUrlConfig", of: urls, element: ChangeEvent.qualifier),
      ChangeEvent("DeleteFunctionUrlConfig20211031", of: urls, element: ChangeEvent.qualifier),
      ChangeEvent("UpdateFunctionUrlConfig", of: urls, element: ChangeEvent.qualifier, at: told, isPartial: true),
      ChangeEvent(
        "UpdateFunctionUrlConfig20211031", of: urls, element: ChangeEvent.qualifier, at: told, isPartial: true),
      ChangeEvent("RemovePermission20150331v2", of: ["Policy", "FunctionUrlPolicy"]),
      ChangeEvent(
        "UpdateFunctionConfiguration20150331v2",
        except: [concurrency, policy, provisionedConcurrency, eventInvokeConfigs, url, versions].flatMap(\.members),
        isPartial: true),
      ChangeEvent(
        "UpdateFunctionEventInvokeConfig", of: ["EventInvokeConfigs"], element: ChangeEvent.qualifier,
        at: ["EventInvokeConfigs": ""], isPartial: true),
    ],
    removal: "DeleteFunction20150331",
    relations: [
      Relation(
        .lambdaFunction, "ExecutionRole", to: .role, from: [configuration], isEnforced: true,
        .named(member: "Role", by: Relation.name(.role))),
      Relation(.lambdaFunction, "Buckets", to: .bucket, from: startedBy, .inverse(starting)),
      // Each with the ARN that it names: of the function, a version or an alias.
      Relation(
        .lambdaFunction, at: "EventInvokeConfigs", "Buckets", to: .bucket, from: startedBy, own: ["LambdaFunctionArn"],
        .inverse(starting)),
    ],
    lists: settings.merging(settings.map { ("Versions.\($0.key)", $0.value) }) { $1 }
      .merging([
        "FunctionUrlConfig.Cors.AllowHeaders": .unordered, "FunctionUrlConfig.Cors.AllowMethods": .unordered,
        "FunctionUrlConfig.Cors.AllowOrigins": .unordered, "FunctionUrlConfig.Cors.ExposeHeaders": .unordered,
        "AliasUrls": .keyed(by: "FunctionArn"), "EventInvokeConfigs": .keyed(by: "FunctionArn"),
        "AliasUrls.FunctionUrlConfig.Cors.AllowHeaders": .unordered,
        "AliasUrls.FunctionUrlConfig.Cors.AllowMethods": .unordered,
        "AliasUrls.FunctionUrlConfig.Cors.AllowOrigins": .unordered,
        "AliasUrls.FunctionUrlConfig.Cors.ExposeHeaders": .unordered,
        "ProvisionedConcurrencyConfigs": .keyed(by: "FunctionArn"), "Versions": .keyed(by: "Version"),
      ]) { $1 },
    policies: ["Policy", "FunctionUrlPolicy", "AliasUrls.FunctionUrlPolicy"],
    caseless: Set(
      ["FunctionUrlConfig", "AliasUrls.FunctionUrlConfig"].flatMap { config in
        ["AllowHeaders", "ExposeHeaders"].map { "\(config).Cors.\($0)" }
      }), defaults: defaults, dependentDefaults: dependentDefaults,
    secrets: ["Environment.Variables", "Versions.Environment.Variables"],
    assigned: assigned.union([
      "Versions", "EventInvokeConfigs.LastModified",
      "ProvisionedConcurrencyConfigs.AllocatedProvisionedConcurrentExecutions",
      "ProvisionedConcurrencyConfigs.AvailableProvisionedConcurrentExecutions",
      "ProvisionedConcurrencyConfigs.LastModified", "ProvisionedConcurrencyConfigs.Status",
      "ProvisionedConcurrencyConfigs.StatusReason",
    ]).union(
      ["FunctionUrlConfig", "AliasUrls.FunctionUrlConfig"].flatMap { config in
        ["FunctionArn", "CreationTime", "LastModifiedTime"].map { "\(config).\($0)" }
      }),
    states: states.merging([
      "ProvisionedConcurrencyConfigs.Status": .init("IN_PROGRESS", "READY", reason: "StatusReason")
    ]) { $1 }, published: ["Versions"],
    refusals: refusals.merging(refusals.map { ("Versions.\($0.key)", $0.value) }) { $1 },
    constraints: [Constraint { function, _ in function.refusedOfFunction }],
    blockedValues: blockedValues,
    // As the service's model has it.
    numbers: [
      "EventInvokeConfigs.MaximumEventAgeInSeconds": [60...21_600], "EventInvokeConfigs.MaximumRetryAttempts": [0...2],
      "EphemeralStorage.Size": [512...32_768], "MemorySize": [128...32_768], "Timeout": [1...5_400],
      "ReservedConcurrentExecutions": [0...Int.max],
    ],
    parts: [
      WritablePart(
        .reservedConcurrency, "reserved concurrency", of: ["ReservedConcurrentExecutions"],
        reads: [Lambda.getFunctionConcurrency], writes: [Lambda.putFunctionConcurrency],
        removals: [Lambda.deleteFunctionConcurrency],
        effect: "It holds at once; invocations beyond it are throttled.",
        effectOfRemoval: "It holds at once; the function then shares what the account has."),
      WritablePart(
        .eventInvokeConfig, "handling of events", of: ["EventInvokeConfigs"],
        reads: [Lambda.listFunctionEventInvokeConfigs], writes: [Lambda.putFunctionEventInvokeConfig],
        removals: [Lambda.deleteFunctionEventInvokeConfig],
        unset: [
          "EventInvokeConfigs.MaximumEventAgeInSeconds": .unproven(21_600, asynchronous),
          "EventInvokeConfigs.MaximumRetryAttempts": .unproven(2, asynchronous),
        ], isWrittenByElement: true,
        effect: "It holds for events from now on; those that wait longer are dropped.",
        effectOfRemoval: "Events wait for up to six hours again."),
      WritablePart(
        .lambdaConfiguration, "settings",
        // Those of UpdateFunctionConfiguration that hold neither secrets nor what is only chosen once.
        of: [
          "Timeout", "MemorySize", "Runtime", "Handler", "Role", "Description", "TracingConfig", "LoggingConfig",
        ],
        reads: [Lambda.getFunctionConfiguration], writes: [Lambda.updateFunctionConfiguration],
        unset: [
          "Description": .unproven("", "API reference, UpdateFunctionConfiguration: it can be empty"),
          "TracingConfig": .unproven(["Mode": "PassThrough"], "API reference, TracingConfigResponse"),
        ],
        alsoAllowed: ["iam:PassRole"],
        effect: "Only $LATEST changes; published versions stay as they are."),
      WritablePart(
        .version, "new version", of: [], reads: [Lambda.getFunctionConfiguration],
        writes: [Lambda.updateFunctionConfiguration, Lambda.publishVersion], isPublished: true,
        effect: "Nothing serves it before it is associated."),
    ])

  /// What has to be read of buckets to know which functions their events start.
  private static let startedBy = [
    BucketSchema.notifications, BucketSchema.topicSubscriptions, BucketSchema.eventTargets,
  ]
  /// Where a bucket leads to those.
  private static let starting = [
    "NotificationConfiguration.LambdaFunctionConfigurations", "TopicSubscriptions", "EventTargets",
  ].map { "\($0).Function" }

  /// The URLs of a function and of its aliases, and where events tell what they were set to.
  private static let urls = ["FunctionUrlConfig", "AliasUrls.FunctionUrlConfig"]
  private static let told = Dictionary(uniqueKeysWithValues: urls.map { ($0, "") })

  private static let asynchronous = "Lambda Developer Guide, asynchronous invocation"

  /// The lists of a function's settings, and of each version's.
  static let settings: [String: ListSemantics] = [
    "Architectures": .unordered,
    "FileSystemConfigs": .keyed(by: "LocalMountPath"),
    "ImageConfigResponse.ImageConfig.Command": .ordered,
    "ImageConfigResponse.ImageConfig.EntryPoint": .ordered,
    // Of two layers that hold the same file the later one counts.
    "Layers": .keyed(by: "Arn", ordered: true),
    "VpcConfig.SecurityGroupIds": .unordered,
    "VpcConfig.SubnetIds": .unordered,
  ]

  /// What stands in a function's settings where nobody said anything.
  static let defaults: [String: DefaultValue] = [
    "Architectures": .documented(["x86_64"]),
    "EphemeralStorage.Size": .documented(512),
    "LoggingConfig.LogFormat": .unproven("Text", "Lambda Developer Guide, log formats"),
    "MemorySize": .unproven(128, "Lambda Developer Guide, quotas"),
    "PackageType": .unproven("Zip", "API reference, CreateFunction"),
    "SnapStart.ApplyOn": .unproven("None", "API reference, SnapStart"),
    "Timeout": .unproven(3, "API reference, CreateFunction"),
    "TracingConfig.Mode": .unproven("PassThrough", "API reference, TracingConfigResponse"),
  ]

  static let dependentDefaults: [String: DependentDefault] = [
    "LoggingConfig.LogGroup": DependentDefault(on: "FunctionName") { members in
      members["FunctionName"].string.map { .string("/aws/lambda/\($0)") }
    }
  ]

  /// Where the settings have an error in the place of what they should say: Lambda decrypts variables for whoever asks.
  static let refusals = [
    "Environment": "kms:Decrypt", "ImageConfigResponse": Lambda.getFunctionConfiguration.identifier,
  ]

  /// The runtimes that Lambda takes no more.
  static let blockedValues: [String: @Sendable (String, CalendarDate) -> String?] = [
    "Runtime": { Facts.refusal(ofRuntime: $0, on: $1) }
  ]

  /// How a function or version fares.
  static let states: [String: ResourceSchema.State] = [
    "State": .init("Pending", "Active", "Inactive", reason: "StateReason"),
    "LastUpdateStatus": .init("Successful", "InProgress", reason: "LastUpdateStatusReason"),
  ]

  /// What Lambda says of a function or version by itself.
  static let assigned: Set<String> = [
    "FunctionName", "FunctionArn", "Version", "MasterArn", "LastModified", "RevisionId", "State",
    "StateReason", "StateReasonCode", "LastUpdateStatus", "LastUpdateStatusReason", "LastUpdateStatusReasonCode",
    "CodeSize", "RuntimeVersionConfig", "ConfigSha256", "SnapStart.OptimizationStatus", "Layers.CodeSize",
    "Layers.SigningJobArn", "Layers.SigningProfileVersionArn",
  ]
}

extension JSONValue {
  /// What Lambda takes of no function, and what is more than it gives one without a capacity provider, whatever its model
  /// takes.
  ///
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html> and
  /// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
  fileprivate var refusedOfFunction: [String] {
    var refused: [String] = []
    if let role = self["Role"].string, !role.isEmpty,
      ARN(role).map({ $0.service != "iam" || !$0.resource.hasPrefix("role/") }) ?? true
    {
      refused.append("Role would be \(role), and Lambda takes the ARN of a role. Declare that.")
    }
    guard self["CapacityProviderConfig"].isNull else { return refused }
    return refused
      + [("Timeout", 900), ("MemorySize", 10_240)].compactMap { name, most in
        guard let value = self[name].integer, value > most else { return nil }
        return
          "\(name) would be \(value), and Lambda takes at most \(most) of a function without a capacity provider. Change "
          + "what is declared."
      }
  }
}
