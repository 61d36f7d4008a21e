import AWSServices

/// `AWS::CloudFront::KeyValueStore`, with its keys.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_KeyValueStore.html>
public enum KeyValueStoreSchema {
  /// What ListKeyValueStores says of each.
  public static let summary = AttributeGroup(
    .keyValueStore, CloudFront.listKeyValueStores, .page(of: 100),
    validator: .member("LastModifiedTime", orTime: "LastModifiedTime"))
  /// How much is in it.
  public static let contents = AttributeGroup(
    .keyValueStore, CloudFrontKeyValueStore.describeKeyValueStore, validator: .dataETag,
    members: ["ItemCount", "TotalSizeInBytes", "FailureReason"])
  /// Its keys and values, read between two looks at the ETag of the data; how much there is, one of them tells.
  public static let items = AttributeGroup(
    .keyValueStore, CloudFrontKeyValueStore.listKeys, .page(of: 50),
    after: [.init(operation: CloudFrontKeyValueStore.describeKeyValueStore, unit: .resource())],
    validator: .dataETag, members: ["Items"])

  /// How many keys a call writes.
  ///
  /// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html>
  public static let keysOfOneUpdate = 50
  /// How many bytes of keys and values, with room for the JSON around them in the 3 MB that it takes, by the same page.
  public static let bytesOfOneUpdate = 2_500_000

  static let schema = ResourceSchema(
    .keyValueStore,
    identity: .init(id: ["Name"], arn: "ARN", name: ["Name"], form: "cloudfront::{account}:key-value-store/{id}"),
    terraform: .init("aws_cloudfront_key_value_store", id: ["name"]),
    cloudFormation: .init(
      name: "Name", ignored: ["ImportSource"],
      attributes: ["Arn": .member("ARN"), "Id": .member("Id"), "Status": .member("Status")]),
    partialTypes: [
      "aws_cloudfrontkeyvaluestore_key": PartialType(
        of: .arn("key_value_store_arn"), "Items", .element([("Key", "key"), ("Value", "value")])),
      "aws_cloudfrontkeyvaluestore_keys_exclusive": PartialType(
        of: .arn("key_value_store_arn"), "Items",
        .elements("resource_key_value_pair", [("Key", "key"), ("Value", "value")])),
    ],
    station: .support,
    groups: [summary, contents, items],
    knownFrom: [summary],
    // Who wrote keys is told nowhere, though one is made with them.
    events: [
      ChangeEvent("CreateKeyValueStore", except: ["Items"]), ChangeEvent("UpdateKeyValueStore", of: ["Comment"]),
    ],
    removal: "DeleteKeyValueStore",
    relations: [
      Relation(
        .keyValueStore, "Functions", to: .cloudFrontFunction, from: [FunctionSchema.summary],
        .inverse(FunctionStages.names.map { "\($0).FunctionConfig.KeyValueStoreAssociations.KeyValueStore" })),
      Relation(
        .keyValueStore, "ConnectionFunctions", to: .connectionFunction, from: [ConnectionFunctionSchema.summary],
        .inverse(
          FunctionStages.names.map { "\($0).ConnectionFunctionConfig.KeyValueStoreAssociations.KeyValueStore" })),
    ],
    lists: ["Items": .keyed(by: "Key")],
    assigned: ["Name", "Id", "ARN", "Status", "LastModifiedTime", "ItemCount", "TotalSizeInBytes", "FailureReason"],
    states: ["Status": .init("PROVISIONING", "READY", reason: "FailureReason")],
    parts: [
      WritablePart(
        .items, "keys", of: ["Items"],
        reads: [CloudFrontKeyValueStore.describeKeyValueStore, CloudFrontKeyValueStore.listKeys],
        writes: [CloudFrontKeyValueStore.updateKeys],
        effect: "Edges see new values within a few seconds, one after the other.",
        waiter: WritablePart.Waiter(
          operation: CloudFront.describeKeyValueStore, input: (id: "Name", others: [:]),
          state: ["KeyValueStore", "Status"], done: { $0 == "READY" }, mayBeAbsent: false))
    ])
}
