import AWSServices
import Documents

/// `AWS::S3::Bucket`, as far as CloudFront and what it starts lean on it.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html>
public enum BucketSchema {
  /// Its policy.
  public static let policy = AttributeGroup(
    .bucket, S3.getBucketPolicy, orElse: [S3.listBuckets], members: ["Policy"])
  /// The four settings that block public access to it.
  public static let publicAccessBlock = AttributeGroup(
    .bucket, S3.getPublicAccessBlock, orElse: [S3.listBuckets], members: ["PublicAccessBlockConfiguration"])
  /// The same settings of the account that it belongs to: of the two the stricter holds. The account is asked only where
  /// those of some bucket are not all on, or nobody looks at these.
  public static let accountPublicAccessBlock = AttributeGroup(
    .bucket, S3Control.getPublicAccessBlock, .account, members: ["AccountPublicAccessBlock"],
    where: ["PublicAccessBlockConfiguration"])
  /// The organization of the account, which conditions of policies may name. It is asked for only where one does,
  /// or nobody looks at these.
  public static let organization = AttributeGroup(
    .bucket, Organizations.describeOrganization, .account, members: ["OrganizationId"], where: ["Policy"])
  /// What its events start.
  public static let notifications = AttributeGroup(
    .bucket, S3.getBucketNotificationConfiguration, orElse: [S3.listBuckets], members: ["NotificationConfiguration"])
  /// The Lambda functions that subscribe to the topics that its events go to.
  public static let topicSubscriptions = AttributeGroup(
    .bucket, SNS.listSubscriptionsByTopic, .entry("topic"), members: ["TopicSubscriptions"])
  /// The Lambda functions that rules of EventBridge start for its events, where it sends them there: those of the default
  /// bus, which alone gets them.
  public static let eventTargets = AttributeGroup(
    .bucket, EventBridge.listRules, .entry("event bus"),
    then: [.init(operation: EventBridge.listTargetsByRule, unit: .entry("rule"))], members: ["EventTargets"])

  /// How long a bucket's policy may be. S3 User Guide, "Bucket policies": limited to 20 KB in size.
  public static let policyBytes = 20 * 1024

  static let schema = ResourceSchema(
    .bucket, identity: .init(id: ["Name"], name: ["Name"], form: "s3:::{id}"),
    terraform: .init("aws_s3_bucket", id: ["bucket"]),
    // Its notifications are written in another form there, which is not read.
    cloudFormation: .init(
      name: "BucketName", unread: ["NotificationConfiguration"],
      attributes: [
        "Arn": .text("arn:{partition}:s3:::{id}"), "DomainName": .text("{id}.s3.{suffix}"),
        "RegionalDomainName": .text("{id}.s3.{region}.{suffix}"),
        "DualStackDomainName": .text("{id}.s3.dualstack.{region}.{suffix}"), "WebsiteURL": .unread,
        "MetadataConfiguration.AnnotationTableConfiguration.TableArn": .unread,
        "MetadataConfiguration.AnnotationTableConfiguration.TableName": .unread,
        "MetadataConfiguration.Destination": .unread,
        "MetadataConfiguration.InventoryTableConfiguration.TableArn": .unread,
        "MetadataConfiguration.InventoryTableConfiguration.TableName": .unread,
        "MetadataConfiguration.JournalTableConfiguration.TableArn": .unread,
        "MetadataConfiguration.JournalTableConfiguration.TableName": .unread,
        "MetadataTableConfiguration.S3TablesDestination.TableArn": .unread,
        "MetadataTableConfiguration.S3TablesDestination.TableNamespace": .unread,
      ]),
    partialTypes: [
      "aws_s3_bucket_policy": PartialType(of: .id("bucket"), "Policy", .value("policy")),
      "aws_s3_bucket_public_access_block": PartialType(of: .id("bucket"), "PublicAccessBlockConfiguration", .structure),
      "AWS::S3::BucketPolicy": PartialType(of: .id("Bucket"), "Policy", .value("PolicyDocument")),
    ],
    isListed: false,
    station: .edge,
    groups: [
      policy, publicAccessBlock, notifications, topicSubscriptions, eventTargets, accountPublicAccessBlock,
      organization,
    ],
    knownFrom: [DistributionSchema.summary],
    // A record has the parameters of the query beside the document, empty: `"policy": ""` beside `"bucketPolicy": {…}`.
    // <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html>
    events: [
      ChangeEvent("DeleteBucketPolicy", of: ["Policy"]),
      ChangeEvent("DeleteBucketPublicAccessBlock", of: ["PublicAccessBlockConfiguration"]),
      ChangeEvent(
        "PutBucketNotification", of: ["NotificationConfiguration"],
        at: ["NotificationConfiguration": "NotificationConfiguration"]),
      ChangeEvent("PutBucketPolicy", of: ["Policy"], at: ["Policy": "bucketPolicy"]),
      ChangeEvent(
        "PutBucketPublicAccessBlock", of: ["PublicAccessBlockConfiguration"],
        at: ["PublicAccessBlockConfiguration": "PublicAccessBlockConfiguration"]),
    ],
    removal: "DeleteBucket",
    relations: [
      Relation(
        .bucket, "Distributions", to: .distribution, from: [DistributionSchema.summary], .inverse(["Origins.Bucket"])),
      Relation(
        .bucket, "Tenants", to: .distributionTenant, from: [DistributionTenantSchema.tenant],
        .inverse(["Origins.Bucket"])),
      Relation(
        .bucket, "OriginAccessIdentities", to: .originAccessIdentity, from: [OriginAccessIdentitySchema.summary], .all),
      Relation(.bucket, "Roles", to: .role, from: [RoleSchema.role], .all),
      started(at: "NotificationConfiguration.LambdaFunctionConfigurations", from: notifications),
      started(at: "TopicSubscriptions", from: topicSubscriptions), started(at: "EventTargets", from: eventTargets),
    ],
    lists: Dictionary(
      uniqueKeysWithValues: configurations.flatMap { path -> [(String, ListSemantics)] in
        [
          (path, .keyed(by: "Id")), ("\(path).Events", .unordered),
          ("\(path).Filter.Key.FilterRules", .keyed(by: "Name")),
        ]
      } + ["TopicSubscriptions", "EventTargets"].map { ($0, .keyed(by: "LambdaFunctionArn")) }),
    policies: ["Policy"],
    // S3 answers `Prefix` where `prefix` was written.
    caseless: Set(configurations.map { "\($0).Filter.Key.FilterRules.Name" }),
    assigned: [
      "Name", ofOtherAccount, "AccountPublicAccessBlock", "OrganizationId", "TopicSubscriptions", "EventTargets",
    ],
    parts: [
      WritablePart(
        .bucketPolicy, "policy", of: ["Policy"], reads: [S3.getBucketPolicy], writes: [S3.putBucketPolicy],
        removals: [S3.deleteBucketPolicy], mayShutOut: true, effect: effect),
      WritablePart(
        .publicAccessBlock, "public access block", of: ["PublicAccessBlockConfiguration"],
        reads: [S3.getPublicAccessBlock], writes: [S3.putPublicAccessBlock], removals: [S3.deletePublicAccessBlock],
        mayShutOut: true, effect: effect,
        // What the account blocks is blocked, whatever is set on the bucket.
        owner: { bucket, place in
          let block = bucket["AccountPublicAccessBlock"] ?? .null
          let setting = place.memberNames.count > 1 ? place.memberNames.last : nil
          guard setting.map({ block[$0] == true }) ?? isWhole(block) else { return nil }
          return
            "The account's public access block \(setting.map { "has \($0) on" } ?? "is wholly on") and holds for this "
            + "bucket, whatever is set on the bucket itself. Change that of the account, with aws s3control "
            + "put-public-access-block."
        }),
    ])

  /// Where a bucket says whom it tells of what happens in it.
  private static let configurations = [
    "NotificationConfiguration.LambdaFunctionConfigurations", "NotificationConfiguration.QueueConfigurations",
    "NotificationConfiguration.TopicConfigurations",
  ]

  private static func started(at path: String, from group: AttributeGroup) -> Relation {
    Relation(
      .bucket, at: path, "Function", to: .lambdaFunction, from: [group],
      .named(member: "LambdaFunctionArn", by: Relation.functionName))
  }

  /// The member that says that a bucket belongs to another account than the one that is read.
  public static let ofOtherAccount = "IsOfOtherAccount"

  /// Whether it belongs to another account, as its members say.
  public static func isOfOtherAccount(_ bucket: JSONObject) -> Bool { bucket[ofOtherAccount] == true }

  /// The settings of a public access block.
  public static let blockSettings = [
    "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets",
  ]

  /// Whether each of them is on.
  public static func isWhole(_ block: JSONValue) -> Bool { blockSettings.allSatisfy { block[$0] == true } }

  private static let effect = "It holds for requests within seconds."
}
