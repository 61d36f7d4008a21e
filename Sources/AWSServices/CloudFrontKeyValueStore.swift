import AWSCore

/// The data of CloudFront's key value stores.
///
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-kvp.html>
public enum CloudFrontKeyValueStore {
  /// The service.
  public static let service = Service(
    name: "cloudfront-keyvaluestore", endpointID: "CLOUDFRONT_KEYVALUESTORE", wireProtocol: .restJSON,
    apiVersion: "2022-07-26", signingName: "cloudfront-keyvaluestore", signature: .sigV4A,
    hostPrefix: .accountOfStore, needsNoRegion: true)

  /// All operations of this table.
  public static let operations = reads + writes

  /// The operations that change nothing.
  public static let reads = [describeKeyValueStore, listKeys]

  /// The operations that change something. Each answers the ETag that the next one needs.
  public static let writes = [updateKeys]

  /// How many keys a store has, and the ETag that a write needs; not that of CloudFront's own DescribeKeyValueStore.
  public static let describeKeyValueStore = Operation(
    "DescribeKeyValueStore", of: service, "GET", "/key-value-stores/{KvsARN}", answer: .members(),
    answerHeaders: [.etag], requires: ["ItemCount", "TotalSizeInBytes", "ETag"], resource: "KvsARN")
  /// The keys and values of a store, at most 50 a page.
  public static let listKeys = Operation(
    "ListKeys", of: service, "GET", "/key-value-stores/{KvsARN}/keys", query: ["NextToken", "MaxResults"],
    answer: .members(),
    pagination: Pagination(
      "Items", token: "NextToken", from: "NextToken", limit: "MaxResults", atMost: 50, mayOmitItems: true),
    resource: "KvsARN")
  /// Puts and deletes several keys, all or none.
  public static let updateKeys = write("UpdateKeys", "POST", body: .members)

  private static func write(
    _ name: String, _ method: String, _ path: String = "", body: Operation.Body = .none
  ) -> Operation {
    Operation(
      name, of: service, method, "/key-value-stores/{KvsARN}/keys\(path)", headers: [.ifMatch], body: body,
      answer: .members(), answerHeaders: [.etag], requires: ["ETag"], resource: "KvsARN")
  }
}
