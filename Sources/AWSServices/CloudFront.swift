import AWSCore

/// Amazon CloudFront.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations.html>
public enum CloudFront {
  /// The service.
  public static let service = Service(
    name: "cloudfront", endpointID: "CLOUDFRONT", wireProtocol: .restXML, apiVersion: "2020-05-31",
    signingName: "cloudfront", namespace: "http://cloudfront.amazonaws.com/doc/2020-05-31/",
    absences: [
      "aws-us-gov":
        "CloudFront does not exist in AWS GovCloud (US); use the credentials of a commercial account and one of "
        + "its regions, such as us-east-1"
    ])

  /// All operations of this table.
  public static let operations = reads + writes

  /// The operations that change nothing.
  public static let reads = [
    listDistributions, getDistribution, getDistributionConfig, listFunctions, describeFunction, getFunction,
    listKeyValueStores, describeKeyValueStore, listCachePolicies, getCachePolicyConfig,
    listOriginRequestPolicies, getOriginRequestPolicyConfig, listResponseHeadersPolicies,
    getResponseHeadersPolicyConfig, listOriginAccessControls,
    listCloudFrontOriginAccessIdentities, listTagsForResource, listInvalidations, getInvalidation,
    listDistributionTenants, getDistributionTenant, listConnectionGroups, getConnectionGroup,
    listConnectionFunctions, describeConnectionFunction, getConnectionFunction, listVpcOrigins, getVpcOrigin,
  ]

  /// The operations that change something; TestFunction runs code.
  public static let writes = [
    updateDistribution, updateFunction, publishFunction, testFunction, updateCachePolicy, updateOriginRequestPolicy,
    updateResponseHeadersPolicy, createInvalidation, updateDistributionTenant, updateConnectionGroup,
    updateConnectionFunction, publishConnectionFunction,
  ]

  // Distributions

  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html>
  public static let listDistributions = list("ListDistributions", "/distribution", "DistributionList", truncates: true)
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetDistribution.html>
  public static let getDistribution = get("GetDistribution", "/distribution/{Id}", "Distribution")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetDistributionConfig.html>
  public static let getDistributionConfig = get(
    "GetDistributionConfig", "/distribution/{Id}/config", "DistributionConfig")
  /// Replaces the whole configuration; the document is a `DistributionConfig`.
  public static let updateDistribution = write(
    "UpdateDistribution", "PUT", "/distribution/{Id}/config", body: .document(root: "DistributionConfig"),
    "Distribution")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListTagsForResource.html>
  public static let listTagsForResource = Operation(
    "ListTagsForResource", of: service, "GET", "\(version)/tagging", query: ["Resource"], answer: .payload("Tags"),
    shapes: shapes, resource: "Resource")

  // Functions

  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListFunctions.html>
  public static let listFunctions = list("ListFunctions", "/function", "FunctionList", query: ["Stage"])
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DescribeFunction.html>
  public static let describeFunction = get(
    "DescribeFunction", "/function/{Name}/describe", query: ["Stage"], "FunctionSummary", resource: "Name")
  /// Answers the code as bytes.
  public static let getFunction = Operation(
    "GetFunction", of: service, "GET", "\(version)/function/{Name}", query: ["Stage"], answer: .bytes,
    answerHeaders: [.etag, .init("ContentType", as: "Content-Type")], resource: "Name")
  /// Replaces code and configuration of the DEVELOPMENT stage; the document is an `UpdateFunctionRequest`.
  public static let updateFunction = write(
    "UpdateFunction", "PUT", "/function/{Name}", body: .document(root: "UpdateFunctionRequest"), "FunctionSummary",
    resource: "Name")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_PublishFunction.html>
  public static let publishFunction = write(
    "PublishFunction", "POST", "/function/{Name}/publish", "FunctionSummary", answerHeaders: [], resource: "Name")
  /// Runs a function on an event; the document is a `TestFunctionRequest`.
  public static let testFunction = write(
    "TestFunction", "POST", "/function/{Name}/test", body: .document(root: "TestFunctionRequest"), "TestResult",
    answerHeaders: [], resource: "Name")

  // Key value stores

  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListKeyValueStores.html>
  public static let listKeyValueStores = list(
    "ListKeyValueStores", "/key-value-store", "KeyValueStoreList", query: ["Status"])
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DescribeKeyValueStore.html>
  public static let describeKeyValueStore = get(
    "DescribeKeyValueStore", "/key-value-store/{Name}", "KeyValueStore", resource: "Name")

  // Policies

  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListCachePolicies.html>
  public static let listCachePolicies = list(
    "ListCachePolicies", "/cache-policy", "CachePolicyList", query: ["Type"])
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetCachePolicyConfig.html>
  public static let getCachePolicyConfig = get(
    "GetCachePolicyConfig", "/cache-policy/{Id}/config", "CachePolicyConfig")
  /// Replaces the whole policy; the document is a `CachePolicyConfig`.
  public static let updateCachePolicy = write(
    "UpdateCachePolicy", "PUT", "/cache-policy/{Id}", body: .document(root: "CachePolicyConfig"), "CachePolicy")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListOriginRequestPolicies.html>
  public static let listOriginRequestPolicies = list(
    "ListOriginRequestPolicies", "/origin-request-policy", "OriginRequestPolicyList", query: ["Type"])
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetOriginRequestPolicyConfig.html>
  public static let getOriginRequestPolicyConfig = get(
    "GetOriginRequestPolicyConfig", "/origin-request-policy/{Id}/config", "OriginRequestPolicyConfig")
  /// Replaces the whole policy; the document is an `OriginRequestPolicyConfig`.
  public static let updateOriginRequestPolicy = write(
    "UpdateOriginRequestPolicy", "PUT", "/origin-request-policy/{Id}",
    body: .document(root: "OriginRequestPolicyConfig"), "OriginRequestPolicy")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListResponseHeadersPolicies.html>
  public static let listResponseHeadersPolicies = list(
    "ListResponseHeadersPolicies", "/response-headers-policy", "ResponseHeadersPolicyList", query: ["Type"])
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetResponseHeadersPolicyConfig.html>
  public static let getResponseHeadersPolicyConfig = get(
    "GetResponseHeadersPolicyConfig", "/response-headers-policy/{Id}/config", "ResponseHeadersPolicyConfig")
  /// Replaces the whole policy; the document is a `ResponseHeadersPolicyConfig`.
  public static let updateResponseHeadersPolicy = write(
    "UpdateResponseHeadersPolicy", "PUT", "/response-headers-policy/{Id}",
    body: .document(root: "ResponseHeadersPolicyConfig"), "ResponseHeadersPolicy")

  // Origin access

  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListOriginAccessControls.html>
  public static let listOriginAccessControls = list(
    "ListOriginAccessControls", "/origin-access-control", "OriginAccessControlList", truncates: true)
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListCloudFrontOriginAccessIdentities.html>
  public static let listCloudFrontOriginAccessIdentities = list(
    "ListCloudFrontOriginAccessIdentities", "/origin-access-identity/cloudfront",
    "CloudFrontOriginAccessIdentityList", truncates: true)

  // Tenants, and what their viewers connect through

  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributionTenants.html>
  public static let listDistributionTenants = list(
    posting: "ListDistributionTenants", "/distribution-tenants", "DistributionTenantList")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetDistributionTenant.html>
  public static let getDistributionTenant = get(
    "GetDistributionTenant", "/distribution-tenant/{Identifier}", "DistributionTenant", resource: "Identifier")
  /// Replaces what is set of a tenant; the document is an `UpdateDistributionTenantRequest`.
  public static let updateDistributionTenant = write(
    "UpdateDistributionTenant", "PUT", "/distribution-tenant/{Id}",
    body: .document(root: "UpdateDistributionTenantRequest"), "DistributionTenant")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListConnectionGroups.html>
  public static let listConnectionGroups = list(
    posting: "ListConnectionGroups", "/connection-groups", "ConnectionGroups")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetConnectionGroup.html>
  public static let getConnectionGroup = get(
    "GetConnectionGroup", "/connection-group/{Identifier}", "ConnectionGroup", resource: "Identifier")
  /// Replaces what is set of a connection group; the document is an `UpdateConnectionGroupRequest`.
  public static let updateConnectionGroup = write(
    "UpdateConnectionGroup", "PUT", "/connection-group/{Id}", body: .document(root: "UpdateConnectionGroupRequest"),
    "ConnectionGroup")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListConnectionFunctions.html>
  public static let listConnectionFunctions = list(
    posting: "ListConnectionFunctions", "/connection-functions", "ConnectionFunctions")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DescribeConnectionFunction.html>
  public static let describeConnectionFunction = get(
    "DescribeConnectionFunction", "/connection-function/{Identifier}/describe", query: ["Stage"],
    "ConnectionFunctionSummary", resource: "Identifier")
  /// Replaces code and configuration of the DEVELOPMENT stage; the document is an `UpdateConnectionFunctionRequest`.
  public static let updateConnectionFunction = write(
    "UpdateConnectionFunction", "PUT", "/connection-function/{Id}",
    body: .document(root: "UpdateConnectionFunctionRequest"), "ConnectionFunctionSummary")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_PublishConnectionFunction.html>
  public static let publishConnectionFunction = write(
    "PublishConnectionFunction", "POST", "/connection-function/{Id}/publish", "ConnectionFunctionSummary",
    answerHeaders: [])
  /// Answers the code as bytes.
  public static let getConnectionFunction = Operation(
    "GetConnectionFunction", of: service, "GET", "\(version)/connection-function/{Identifier}", query: ["Stage"],
    answer: .bytes, answerHeaders: [.etag, .init("ContentType", as: "Content-Type")], resource: "Identifier")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListVpcOrigins.html>
  public static let listVpcOrigins = list("ListVpcOrigins", "/vpc-origin", "VpcOriginList", truncates: true)
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetVpcOrigin.html>
  public static let getVpcOrigin = get("GetVpcOrigin", "/vpc-origin/{Id}", "VpcOrigin")

  // Invalidations

  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListInvalidations.html>
  public static let listInvalidations = list(
    "ListInvalidations", "/distribution/{DistributionId}/invalidation", "InvalidationList", truncates: true,
    resource: "DistributionId")
  /// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetInvalidation.html>
  public static let getInvalidation = get(
    "GetInvalidation", "/distribution/{DistributionId}/invalidation/{Id}", "Invalidation", answerHeaders: [],
    resource: "DistributionId")
  /// Starts an invalidation; the document is an `InvalidationBatch`.
  public static let createInvalidation = Operation(
    "CreateInvalidation", of: service, "POST", "\(version)/distribution/{DistributionId}/invalidation",
    body: .document(root: "InvalidationBatch"), answer: .payload("Invalidation"), answerHeaders: ["Location"],
    shapes: shapes, resource: "DistributionId")

  private static let version = "/2020-05-31"

  private static func list(
    _ name: String, _ path: String, _ root: String, query: [Operation.Binding] = [], truncates: Bool = false,
    resource: String? = nil
  ) -> Operation {
    Operation(
      name, of: service, "GET", version + path, query: ["Marker", "MaxItems"] + query, answer: .payload(root),
      shapes: shapes,
      pagination: Pagination(
        "\(root).Items", token: "Marker", from: "\(root).NextMarker", more: truncates ? "\(root).IsTruncated" : nil,
        limit: "MaxItems", atMost: 100),
      resource: resource)
  }

  /// A list that is asked for with a document, and answers its members at the root.
  private static func list(posting name: String, _ path: String, _ items: String) -> Operation {
    Operation(
      name, of: service, "POST", version + path, body: .members, answer: .members(root: "\(name)Result"),
      shapes: shapes,
      pagination: Pagination(
        items, token: "Marker", from: "NextMarker", limit: "MaxItems", atMost: 100))
  }

  private static func get(
    _ name: String, _ path: String, query: [Operation.Binding] = [], _ root: String,
    answerHeaders: [Operation.Binding] = [.etag], resource: String = "Id"
  ) -> Operation {
    Operation(
      name, of: service, "GET", version + path, query: query, answer: .payload(root), answerHeaders: answerHeaders,
      shapes: shapes, resource: resource)
  }

  private static func write(
    _ name: String, _ method: String, _ path: String, body: Operation.Body = .none, _ root: String,
    answerHeaders: [Operation.Binding] = [.etag], resource: String = "Id"
  ) -> Operation {
    Operation(
      name, of: service, method, version + path, headers: [.ifMatch], body: body, answer: .payload(root),
      answerHeaders: answerHeaders, shapes: shapes, resource: resource)
  }

  /// How the XML of CloudFront becomes data.
  public static let shapes = XMLShapes(
    booleans: [
      "AccessControlAllowCredentials", "AdvertiseTrustStoreCaNames", "CloudFrontDefaultCertificate", "Compress",
      "EnableAcceptEncodingBrotli", "EnableAcceptEncodingGzip", "Enabled", "IgnoreCertificateExpiry", "IncludeBody",
      "IncludeCookies", "IncludeSubdomains", "Ipv6Enabled", "IsDefault", "IsIPV6Enabled", "IsTruncated", "ModeBlock",
      "OriginOverride", "Override",
      "Preload", "Protection", "QueryString", "Required", "SmoothStreaming", "Staging",
    ],
    integers: [
      "AccessControlMaxAgeSec", "ConnectionAttempts", "ConnectionTimeout", "DefaultTTL", "ErrorCachingMinTTL",
      "ErrorCode", "HTTPPort", "HTTPSPort", "InProgressInvalidationBatches", "MaxItems", "MaxTTL", "MinTTL",
      "OriginKeepaliveTimeout", "OriginReadTimeout", "Quantity", "ResponseCompletionTimeout", "StatusCode",
    ],
    numbers: ["SamplingRate"],
    structures: [
      "CachePolicy", "CachePolicyConfig", "CacheTagConfig", "ConnectionFunctionAssociation", "ContentTypeOptions",
      "ConnectionFunctionConfig", "ConnectionFunctionSummary",
      "ConnectionGroup", "CookiesConfig", "CorsConfig", "CustomOriginConfig",
      "Customizations",
      "Customizations/Certificate", "DefaultCacheBehavior", "Definition", "Distribution", "DistributionConfig",
      "DistributionTenant", "FailoverCriteria", "ForwardedValues", "FrameOptions", "FunctionConfig",
      "FunctionMetadata", "FunctionSummary", "GeoRestrictions", "GrpcConfig", "HeadersConfig", "Invalidation",
      "InvalidationBatch",
      "KeyValueStore", "Logging", "OriginAccessControl", "OriginAccessControlConfig", "OriginMtlsConfig",
      "OriginRequestPolicy", "OriginRequestPolicyConfig", "OriginShield", "ParametersInCacheKeyAndForwardedToOrigin",
      "QueryStringsConfig", "ResponseHeadersPolicy", "ResponseHeadersPolicyConfig", "Restrictions", "S3OriginConfig",
      "SecurityHeadersConfig", "ServerTimingHeadersConfig", "StrictTransportSecurity", "StringSchema", "TenantConfig",
      "TestResult", "TrustStoreConfig", "ViewerCertificate", "ViewerFallback", "ViewerMtlsConfig", "VpcOrigin",
      "VpcOriginConfig",
      "VpcOriginEndpointConfig", "WebAcl", "XSSProtection",
    ],
    lists: [
      "AliasICPRecordals", "ConnectionFunctions", "ConnectionGroups", "DistributionTenantList", "Domains",
      "FunctionExecutionLogs", "Locations", "ParameterDefinitions", "Parameters",
    ],
    quantityLists: [
      "AccessControlAllowHeaders", "AccessControlAllowMethods", "AccessControlAllowOrigins",
      "AccessControlExposeHeaders", "Aliases", "CacheBehaviors", "CachedMethods", "Cookies", "CustomErrorResponses",
      "CustomHeaders", "CustomHeadersConfig", "FunctionAssociations", "Headers", "KeyPairIds",
      "KeyValueStoreAssociations", "LambdaFunctionAssociations", "Members", "OriginGroups", "OriginSslProtocols",
      "Origins", "Paths", "QueryStringCacheKeys", "QueryStrings", "RemoveHeadersConfig", "StatusCodes",
      "WhitelistedNames",
    ],
    itemsObjects: [
      "ActiveTrustedKeyGroups", "ActiveTrustedSigners", "AllowedMethods", "CachePolicyList",
      "CloudFrontOriginAccessIdentityList", "DistributionList", "FunctionList", "GeoRestriction", "InvalidationList",
      "KeyValueStoreList", "OriginAccessControlList", "OriginRequestPolicyList", "ResponseHeadersPolicyList", "Tags",
      "TrustedKeyGroups", "TrustedSigners", "VpcOriginList",
    ],
    itemNames: [
      "AccessControlAllowHeaders": "Header", "AccessControlAllowMethods": "Method",
      "AccessControlAllowOrigins": "Origin", "AccessControlExposeHeaders": "Header", "Aliases": "CNAME",
      "AllowedMethods": "Method", "CacheBehaviors": "CacheBehavior", "CachedMethods": "Method", "Cookies": "Name",
      "CustomErrorResponses": "CustomErrorResponse", "CustomHeaders": "OriginCustomHeader",
      "CustomHeadersConfig": "ResponseHeadersPolicyCustomHeader", "Domains": "member",
      "FunctionAssociations": "FunctionAssociation",
      "GeoRestriction": "Location", "Headers": "Name", "KeyValueStoreAssociations": "KeyValueStoreAssociation",
      "LambdaFunctionAssociations": "LambdaFunctionAssociation", "Members": "OriginGroupMember",
      "OriginGroups": "OriginGroup", "OriginSslProtocols": "SslProtocol", "Origins": "Origin",
      "Locations": "Location", "ParameterDefinitions": "member", "Parameters": "member", "Paths": "Path",
      "QueryStringCacheKeys": "Name", "QueryStrings": "Name",
      "RemoveHeadersConfig": "ResponseHeadersPolicyRemoveHeader", "StatusCodes": "StatusCode",
      "TrustedKeyGroups": "KeyGroup", "TrustedSigners": "AwsAccountNumber", "WhitelistedNames": "Name",
    ],
    keptEmpty: [
      "Aliases", "Bucket", "CacheBehaviors", "Comment", "ContinuousDeploymentPolicyId", "CustomErrorResponses",
      "CustomHeaders", "DefaultRootObject", "FieldLevelEncryptionId", "FunctionAssociations",
      "LambdaFunctionAssociations", "OriginAccessControlId", "OriginAccessIdentity", "OriginGroups", "OriginPath",
      "Prefix", "ResponseCode", "ResponsePagePath", "WebACLId",
    ])
}
