import AWSCore

/// Amazon S3. Which bucket is meant is said by the endpoint's host or base path, so no path here names one.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html>
public enum S3 {
  /// The service.
  public static let service = Service(
    name: "s3", endpointID: "S3", wireProtocol: .restXML, apiVersion: "2006-03-01", signingName: "s3",
    namespace: "http://s3.amazonaws.com/doc/2006-03-01/", hostPrefix: .bucket)

  /// All operations of this table.
  public static let operations = reads + writes

  /// The operations that change nothing.
  public static let reads = [
    getBucketPolicy, getPublicAccessBlock,
    getBucketNotificationConfiguration, listBuckets, listObjects, getObject,
  ]

  /// The operations that change something.
  public static let writes = [
    putBucketPolicy, deleteBucketPolicy, putPublicAccessBlock, deletePublicAccessBlock,

  ]

  /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html>
  public static let getBucketPolicy = read("GetBucketPolicy", "policy", .json(member: "Policy"))
  /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html>
  public static let getPublicAccessBlock = read(
    "GetPublicAccessBlock", "publicAccessBlock", .payload("PublicAccessBlockConfiguration"),
    iamAction: "GetBucketPublicAccessBlock")
  /// Answers no members where nothing is configured.
  public static let getBucketNotificationConfiguration = read(
    "GetBucketNotificationConfiguration", "notification", .members(root: "NotificationConfiguration"),
    iamAction: "GetBucketNotification")

  /// The buckets of the account that asks: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html>. Asked
  /// for without a limit it is refused in accounts that may have more than 10,000.
  public static let listBuckets = Operation(
    "ListBuckets", of: service, "GET", "/",
    query: [
      .init("BucketRegion", as: "bucket-region"), .init("ContinuationToken", as: "continuation-token"),
      .init("MaxBuckets", as: "max-buckets"), .init("Prefix", as: "prefix"),
    ], answer: .members(root: "ListAllMyBucketsResult"),
    shapes: XMLShapes(structures: ["Owner"], lists: ["Buckets"]),
    pagination: Pagination(
      "Buckets", token: "ContinuationToken", from: "ContinuationToken", limit: "MaxBuckets", atMost: 10_000),
    iamAction: "ListAllMyBuckets")

  /// The objects of a bucket whose keys begin so: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>.
  public static let listObjects = Operation(
    "ListObjectsV2", of: service, "GET", "/?list-type=2",
    query: [
      .init("Prefix", as: "prefix"), .init("ContinuationToken", as: "continuation-token"),
      .init("Delimiter", as: "delimiter"), .init("EncodingType", as: "encoding-type"), .init("MaxKeys", as: "max-keys"),
      .init("FetchOwner", as: "fetch-owner"), .init("StartAfter", as: "start-after"),
    ], headers: [owner, .init("RequestPayer", as: "x-amz-request-payer")],
    answer: .members(root: "ListBucketResult"),
    answerHeaders: [.init("RequestCharged", as: "x-amz-request-charged")], shapes: listShapes,
    pagination: Pagination(
      "Contents", token: "ContinuationToken", from: "NextContinuationToken", more: "IsTruncated", mayOmitItems: true),
    resource: "Bucket", iamAction: "ListBucket")
  /// What is stored under a key: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>.
  public static let getObject = Operation(
    "GetObject", of: service, "GET", "/{Key+}", headers: [owner], answer: .stored, resource: "Bucket")

  /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>
  public static let putBucketPolicy = Operation(
    "PutBucketPolicy", of: service, "PUT", "/?policy",
    headers: [owner, .init("ConfirmRemoveSelfBucketAccess", as: "x-amz-confirm-remove-self-bucket-access")],
    body: .text(member: "Policy", contentType: "application/json"), needsChecksum: true, resource: "Bucket")
  /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html>
  public static let deleteBucketPolicy = Operation(
    "DeleteBucketPolicy", of: service, "DELETE", "/?policy", headers: [owner], resource: "Bucket")
  /// Replaces all four settings; the document is a `PublicAccessBlockConfiguration`.
  public static let putPublicAccessBlock = Operation(
    "PutPublicAccessBlock", of: service, "PUT", "/?publicAccessBlock", headers: [owner],
    body: .document(root: "PublicAccessBlockConfiguration"), needsChecksum: true, resource: "Bucket",
    iamAction: "PutBucketPublicAccessBlock")
  /// Takes all four settings away, which is as if each were off.
  public static let deletePublicAccessBlock = Operation(
    "DeletePublicAccessBlock", of: service, "DELETE", "/?publicAccessBlock", headers: [owner], resource: "Bucket",
    iamAction: "PutBucketPublicAccessBlock")

  private static let owner = Operation.Binding("ExpectedBucketOwner", as: "x-amz-expected-bucket-owner")

  private static func read(
    _ name: String, _ query: String, _ answer: Operation.Answer, iamAction: String? = nil
  ) -> Operation {
    Operation(
      name, of: service, "GET", "/?\(query)", headers: [owner], answer: answer, shapes: shapes, resource: "Bucket",
      iamAction: iamAction)
  }

  private static let listShapes = XMLShapes(
    booleans: ["IsRestoreInProgress", "IsTruncated"], integers: ["KeyCount", "MaxKeys", "Size"],
    structures: ["Owner", "RestoreStatus"], entries: ["ChecksumAlgorithm", "CommonPrefixes", "Contents"])

  /// How the XML of S3 becomes data.
  public static let shapes = XMLShapes(
    booleans: [
      "AccessPointAlias", "BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "IsPublic",
      "RestrictPublicBuckets",
    ],
    optionalTexts: ["LocationConstraint"],
    structures: [
      "EventBridgeConfiguration", "Filter", "Owner", "PolicyStatus", "PublicAccessBlockConfiguration", "S3Key",
    ],
    lists: ["Buckets"],
    entries: ["CloudFunctionConfiguration", "Event", "FilterRule", "QueueConfiguration", "TopicConfiguration"],
    names: [
      "CloudFunction": "LambdaFunctionArn", "CloudFunctionConfiguration": "LambdaFunctionConfigurations",
      "Event": "Events", "FilterRule": "FilterRules", "Queue": "QueueArn",
      "QueueConfiguration": "QueueConfigurations", "S3Key": "Key", "Topic": "TopicArn",
      "TopicConfiguration": "TopicConfigurations",
    ])
}
