import AWSServices

/// `AWS::CloudFront::ResponseHeadersPolicy`.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyConfig.html>
public enum ResponseHeadersPolicySchema {
  /// All that ListResponseHeadersPolicies says.
  public static let summary = AttributeGroup(
    .responseHeadersPolicy, CloudFront.listResponseHeadersPolicies, .page(of: 100))

  static let schema = ResourceSchema(
    .responseHeadersPolicy,
    identity: .init(
      id: ["Id"], name: [root, "Name"], form: "cloudfront::{account}:response-headers-policy/{id}"),
    terraform: .init("aws_cloudfront_response_headers_policy", id: ["id"], name: "name"),
    cloudFormation: .init(attributes: ["Id": .text("{id}"), "LastModifiedTime": .unread]),
    wholes: ["ResponseHeadersPolicyConfig"], isDocument: true,
    isManaged: WritablePart.isManaged,
    groups: [summary], knownFrom: [summary],
    events: ["CreateResponseHeadersPolicy", "UpdateResponseHeadersPolicy"],
    removal: "DeleteResponseHeadersPolicy",
    lists: [
      "\(root).CorsConfig.AccessControlAllowHeaders": .unordered,
      "\(root).CorsConfig.AccessControlAllowMethods": .unordered,
      "\(root).CorsConfig.AccessControlAllowOrigins": .unordered,
      "\(root).CorsConfig.AccessControlExposeHeaders": .unordered,
      "\(root).CustomHeadersConfig": .keyed(by: "Header"),
      "\(root).RemoveHeadersConfig": .keyed(by: "Header"),
    ],
    caseless: [
      "\(root).CorsConfig.AccessControlAllowHeaders", "\(root).CorsConfig.AccessControlExposeHeaders",
      "\(root).CustomHeadersConfig.Header", "\(root).RemoveHeadersConfig.Header",
    ],
    assigned: ["Id", "LastModifiedTime", "Type"],
    dependencies: [
      "\(root).SecurityHeadersConfig.XSSProtection": [MemberDependency("ModeBlock", true, excludes: ["ReportUri"])]
    ],
    numbers: ["\(root).ServerTimingHeadersConfig.SamplingRate": [0...100]], lengths: ["\(root).Comment": 0...128],
    parts: [
      .policy(root, reads: CloudFront.getResponseHeadersPolicyConfig, writes: CloudFront.updateResponseHeadersPolicy)
    ],
    // Of a header it is the structure that sets it.
    settingMember: "Override")

  private static let root = "ResponseHeadersPolicyConfig"
}
