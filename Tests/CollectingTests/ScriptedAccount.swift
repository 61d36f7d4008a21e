import AWSCore
import AWSServices
import Documents
import Foundation
import Schema
import Signing
import Synchronization
import Transport

@testable import Collecting

/// An account with one resource of each type, each tied to the others, as AWS would answer about it.
final class ScriptedAccount: Transport {
  /// A secret as it would stand in an answer, which must come out nowhere.
  static let secret = "correct-horse-battery-staple"

  /// Answers that stand in the place of those below, by operation.
  private let answers: [String: HTTPResponse]
  private let asked = Mutex<[String]>([])
  /// Every which answer is a throttle; 0 for none.
  private let throttling: Int

  init(_ answers: [String: HTTPResponse] = [:], throttling: Int = 0) {
    self.answers = answers
    self.throttling = throttling
  }

  /// The operations that were called, in order.
  var calls: [String] { asked.withLock { $0 } }

  /// A client of the account, whose waits take no time.
  var client: Client { Self.client(of: self) }

  /// A client of an account.
  ///
  /// - Parameters:
  ///   - isCustom: Whether it is not AWS's own, so that its rates are not kept to.
  ///   - time: Where time comes from.
  static func client(
    of transport: any Transport, isCustom: Bool = true,
    time: TimeSource = TimeSource(now: { Date() }, uptime: { 0 }) { _ in }
  ) -> Client {
    Client(
      ClientConfiguration(
        transport: transport,
        credentials: StaticCredentialsProvider(Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret")),
        endpoints: { service, parameters in
          ResolvedEndpoint(
            url: HTTPURL(host: "\(service.name).example", path: ""), signingRegion: parameters.region ?? "us-east-1",
            isCustom: isCustom)
        },
        region: "us-east-1", time: time))
  }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    guard let operation = Self.operation(of: request) else {
      throw TransportError(.other, "no operation is \(request.method) \(request.url.text)")
    }
    let count = asked.withLock { asked in
      asked.append(operation.identifier)
      return asked.count
    }
    if throttling > 0, count % throttling == 0 {
      return HTTPResponse(status: 429, headers: ["x-amzn-ErrorType": "ThrottlingException"])
    }
    if let answer = answers[operation.identifier] { return answer }
    guard let body = Self.bodies[operation.identifier] else {
      throw TransportError(.other, "\(operation) has no answer")
    }
    return HTTPResponse(status: 200, headers: ["ETag": "E1"], body: Array(body.utf8))
  }

  /// An error that says that the caller may not.
  static let denial = HTTPResponse(
    status: 403, headers: ["x-amzn-ErrorType": "AccessDenied"],
    body: Array("<Error><Code>AccessDenied</Code></Error>".utf8))

  /// A success with that body.
  static func answer(_ body: String, headers: HTTPHeaders = ["ETag": "E1"]) -> HTTPResponse {
    HTTPResponse(status: 200, headers: headers, body: Array(body.utf8))
  }

  // Which operation a request calls

  private static let operations: [AWSCore.Operation] =
    CloudFront.operations + CloudFrontKeyValueStore.operations + Lambda.operations + IAM.operations + S3.operations
    + CloudWatchLogs.operations + STS.operations + Account.operations + EC2.operations + S3Control.operations
    + Organizations.operations + CloudTrail.operations + SNS.operations + EventBridge.operations

  static func operation(of request: HTTPRequest) -> AWSCore.Operation? {
    operations.first { operation in
      guard request.url.host == "\(operation.service.name).example", request.method == operation.method else {
        return false
      }
      let body = String(decoding: request.body, as: UTF8.self)
      switch operation.service.wireProtocol {
      case .json11: return request.headers["X-Amz-Target"]?.hasSuffix(".\(operation.name)") == true
      case .query, .ec2: return body.contains("Action=\(operation.name)&")
      case .restXML, .restJSON:
        let parts = operation.uri.split(separator: "?", maxSplits: 1)
        let fixed = parts.dropFirst().flatMap { $0.split(separator: "&").map(String.init) }
        let names = request.url.query.map(\.name) + request.url.query.map { "\($0.name)=\($0.value ?? "")" }
        let (template, path) = (parts[0].split(separator: "/"), request.url.path.split(separator: "/"))
        return template.count == path.count && fixed.allSatisfy(names.contains)
          && (operation.service.name != "s3" || !fixed.isEmpty
            || operation.name == "ListBuckets" && names.contains("max-buckets"))
          && zip(template, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
      }
    }
  }

  // What is answered

  private static let time = "2026-01-02T03:04:05Z"
  private static let function = "arn:aws:lambda:us-east-1:111122223333:function:f"
  private static let policy =
    #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceOrgID": "o-1"}}}]}"#

  static func page(_ root: String, _ entries: String, count: Int = 1, truncates: Bool = false) -> String {
    let end = truncates ? "<IsTruncated>false</IsTruncated><Marker/>" : ""
    return "<\(root)><MaxItems>100</MaxItems><Quantity>\(count)</Quantity><Items>\(entries)</Items>\(end)</\(root)>"
  }

  private static func result(_ name: String, _ members: String) -> String {
    "<\(name)Response><\(name)Result>\(members)</\(name)Result></\(name)Response>"
  }

  static let configuration =
    #"{"FunctionName": "f", "FunctionArn": "\#(function):2", "Version": "2", "State": "Active", "Role": "arn:aws:iam::111122223333:role/edge", "Runtime": "nodejs22.x", "Handler": "index.handler", "Environment": {"Variables": {"KEY": "\#(secret)"}}}"#

  static let behavior = """
    <DefaultCacheBehavior><TargetOriginId>site</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy>
    <LambdaFunctionAssociations><Quantity>1</Quantity><Items><LambdaFunctionAssociation>
    <LambdaFunctionARN>\(function):2</LambdaFunctionARN><EventType>origin-request</EventType>
    </LambdaFunctionAssociation></Items></LambdaFunctionAssociations></DefaultCacheBehavior>
    """
  static let origins = """
    <Origins><Quantity>4</Quantity><Items><Origin><Id>site</Id><DomainName>site.s3.us-east-1.amazonaws.com</DomainName>
    <CustomHeaders><Quantity>1</Quantity><Items><OriginCustomHeader><HeaderName>X-Key</HeaderName>
    <HeaderValue>\(secret)</HeaderValue></OriginCustomHeader></Items></CustomHeaders></Origin>
    <Origin><Id>inner</Id><DomainName>inner.example.com</DomainName><VpcOriginConfig><VpcOriginId>vo_1</VpcOriginId>
    </VpcOriginConfig></Origin>
    <Origin><Id>url</Id><DomainName>abcdefghij.lambda-url.us-east-1.on.aws</DomainName></Origin>
    <Origin><Id>alias</Id><DomainName>klmnopqrst.lambda-url.us-east-1.on.aws</DomainName></Origin></Items></Origins>
    """
  static let distribution = """
    <DistributionSummary><Id>E1</Id><ARN>arn:aws:cloudfront::111122223333:distribution/E1</ARN>
    <Status>Deployed</Status><LastModifiedTime>\(time)</LastModifiedTime><DomainName>d1.cloudfront.net</DomainName>
    <Comment/><Enabled>true</Enabled><ConnectionMode>tenant-only</ConnectionMode>
    <ConnectionFunctionAssociation><Id>cf_1</Id></ConnectionFunctionAssociation>\(origins)\(behavior)
    </DistributionSummary>
    """
  private static let functionConfig =
    "<Comment/><Runtime>cloudfront-js-2.0</Runtime>"
  private static let tenantMembers = "<Id>dt_1</Id><DistributionId>E1</DistributionId><Name>one</Name>"
  private static let group = "<Id>cg_1</Id><Name>group</Name>"
  private static let vpcOrigin = """
    <Id>vo_1</Id><Arn>arn:aws:cloudfront::111122223333:vpcorigin/vo_1</Arn><Status>Deployed</Status>
    <CreatedTime>\(time)</CreatedTime><LastModifiedTime>\(time)</LastModifiedTime>
    """

  /// What it answers where nobody says otherwise, by operation.
  static let bodies: [String: String] = [
    "sts:GetCallerIdentity": result(
      "GetCallerIdentity", "<Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/u</Arn>"),
    "account:ListRegions": #"{"Regions": [{"RegionName": "us-east-1"}]}"#,
    "ec2:DescribeRegions":
      "<DescribeRegionsResponse><regionInfo><item><regionName>us-east-1</regionName></item></regionInfo></DescribeRegionsResponse>",
    "organizations:DescribeOrganization": #"{"Organization": {"Id": "o-1"}}"#,
    "cloudfront:ListDistributions": page("DistributionList", distribution, truncates: true),
    "cloudfront:GetDistributionConfig": """
    <DistributionConfig><CallerReference>r</CallerReference><Comment/><Enabled>true</Enabled>\(origins)\(behavior)
    </DistributionConfig>
    """,
    "cloudfront:ListTagsForResource":
      "<Tags><Items><Tag><Key>team</Key><Value>edge</Value></Tag></Items></Tags>",
    "cloudfront:ListInvalidations": page(
      "InvalidationList",
      """
      <InvalidationSummary><Id>I1</Id><CreateTime>2999-01-01T00:00:00Z</CreateTime><Status>Completed</Status>
      </InvalidationSummary>
      """, truncates: true),
    "cloudfront:GetInvalidation": """
    <Invalidation><Id>I1</Id><InvalidationBatch><Paths><Quantity>1</Quantity><Items><Path>/*</Path></Items></Paths>
    </InvalidationBatch></Invalidation>
    """,
    "cloudfront:ListFunctions": page(
      "FunctionList",
      """
      <FunctionSummary><Name>viewer</Name><FunctionConfig>\(functionConfig)</FunctionConfig><FunctionMetadata>
      <FunctionARN>arn:aws:cloudfront::111122223333:function/viewer</FunctionARN>
      <LastModifiedTime>\(time)</LastModifiedTime></FunctionMetadata></FunctionSummary>
      """),
    "cloudfront:GetFunction": "function handler(event) { return event.request; }",
    "cloudfront:ListKeyValueStores": page(
      "KeyValueStoreList",
      """
      <KeyValueStore><Name>store</Name><Id>s1</Id><Comment/><LastModifiedTime>\(time)</LastModifiedTime>
      <ARN>arn:aws:cloudfront::111122223333:key-value-store/s1</ARN></KeyValueStore>
      """),
    "cloudfront-keyvaluestore:DescribeKeyValueStore": #"{"ItemCount": 1, "TotalSizeInBytes": 2}"#,
    "cloudfront-keyvaluestore:ListKeys": #"{"Items": [{"Key": "a", "Value": "b"}]}"#,
    "cloudfront:ListCachePolicies": page(
      "CachePolicyList",
      """
      <CachePolicySummary><Type>custom</Type><CachePolicy><Id>p1</Id><LastModifiedTime>\(time)</LastModifiedTime>
      <CachePolicyConfig><Name>p</Name><MinTTL>0</MinTTL></CachePolicyConfig></CachePolicy></CachePolicySummary>
      """),
    "cloudfront:ListOriginRequestPolicies": page(
      "OriginRequestPolicyList",
      """
      <OriginRequestPolicySummary><Type>custom</Type><OriginRequestPolicy><Id>p2</Id>
      <LastModifiedTime>\(time)</LastModifiedTime><OriginRequestPolicyConfig><Name>p</Name>
      <HeadersConfig><HeaderBehavior>none</HeaderBehavior></HeadersConfig>
      <CookiesConfig><CookieBehavior>none</CookieBehavior></CookiesConfig>
      <QueryStringsConfig><QueryStringBehavior>none</QueryStringBehavior></QueryStringsConfig>
      </OriginRequestPolicyConfig></OriginRequestPolicy></OriginRequestPolicySummary>
      """),
    "cloudfront:ListResponseHeadersPolicies": page(
      "ResponseHeadersPolicyList",
      """
      <ResponseHeadersPolicySummary><Type>custom</Type><ResponseHeadersPolicy><Id>p3</Id>
      <LastModifiedTime>\(time)</LastModifiedTime><ResponseHeadersPolicyConfig><Name>p</Name>
      </ResponseHeadersPolicyConfig></ResponseHeadersPolicy></ResponseHeadersPolicySummary>
      """),
    "cloudfront:ListOriginAccessControls": page(
      "OriginAccessControlList",
      """
      <OriginAccessControlSummary><Id>c1</Id><Name>c</Name><Description/><SigningProtocol>sigv4</SigningProtocol>
      <SigningBehavior>always</SigningBehavior><OriginAccessControlOriginType>s3</OriginAccessControlOriginType>
      </OriginAccessControlSummary>
      """, truncates: true),
    "cloudfront:ListCloudFrontOriginAccessIdentities": page(
      "CloudFrontOriginAccessIdentityList",
      """
      <CloudFrontOriginAccessIdentitySummary><Id>i1</Id><S3CanonicalUserId>c</S3CanonicalUserId><Comment/>
      </CloudFrontOriginAccessIdentitySummary>
      """, truncates: true),
    "cloudfront:ListDistributionTenants": """
    <ListDistributionTenantsResult><DistributionTenantList><DistributionTenantSummary>\(tenantMembers)<ETag>E1</ETag>
    </DistributionTenantSummary></DistributionTenantList></ListDistributionTenantsResult>
    """,
    "cloudfront:GetDistributionTenant": "<DistributionTenant>\(tenantMembers)</DistributionTenant>",
    "cloudfront:ListConnectionGroups": """
    <ListConnectionGroupsResult><ConnectionGroups><ConnectionGroupSummary>\(group)<ETag>E1</ETag>
    </ConnectionGroupSummary></ConnectionGroups></ListConnectionGroupsResult>
    """,
    "cloudfront:GetConnectionGroup": "<ConnectionGroup>\(group)</ConnectionGroup>",
    "cloudfront:ListConnectionFunctions": """
    <ListConnectionFunctionsResult><ConnectionFunctions><ConnectionFunctionSummary><Id>cf_1</Id><Name>gate</Name>
    <ConnectionFunctionConfig>\(functionConfig)</ConnectionFunctionConfig><Stage>LIVE</Stage><Status>DEPLOYED</Status>
    <ConnectionFunctionArn>arn:aws:cloudfront::111122223333:connection-function/cf_1</ConnectionFunctionArn>
    <CreatedTime>\(time)</CreatedTime><LastModifiedTime>\(time)</LastModifiedTime></ConnectionFunctionSummary>
    </ConnectionFunctions></ListConnectionFunctionsResult>
    """,
    "cloudfront:GetConnectionFunction": "function handler(event) {}",
    "cloudfront:ListVpcOrigins": page(
      "VpcOriginList", "<VpcOriginSummary>\(vpcOrigin)</VpcOriginSummary>", truncates: true),
    "cloudfront:GetVpcOrigin": """
    <VpcOrigin>\(vpcOrigin)<VpcOriginEndpointConfig><Name>inner</Name><Arn>arn:aws:ec2:us-east-1:111122223333:x</Arn>
    <HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort><OriginProtocolPolicy>https-only</OriginProtocolPolicy>
    </VpcOriginEndpointConfig></VpcOrigin>
    """,
    "lambda:GetFunctionConfiguration": configuration,
    "lambda:GetFunction":
      // Of an image there is no package to be read.
      #"{"Configuration": {"PackageType": "Image"}, "Code": {"SourceKMSKeyArn": "arn:aws:kms:us-east-1:111122223333:key/k"}}"#,
    "lambda:ListVersionsByFunction": #"{"Versions": [\#(configuration)]}"#,
    "lambda:GetFunctionConcurrency": "{}",
    "lambda:GetRuntimeManagementConfig": #"{"UpdateRuntimeOn": "Auto", "FunctionArn": "\#(function):2"}"#,
    "lambda:ListProvisionedConcurrencyConfigs": #"{"ProvisionedConcurrencyConfigs": []}"#,
    "lambda:ListFunctionEventInvokeConfigs":
      #"{"FunctionEventInvokeConfigs": [{"FunctionArn": "\#(function):$LATEST", "MaximumEventAgeInSeconds": 300}]}"#,
    "lambda:ListFunctions": #"{"Functions": [\#(configuration)]}"#,
    "lambda:GetFunctionUrlConfig":
      #"{"FunctionUrl": "https://abcdefghij.lambda-url.us-east-1.on.aws/", "FunctionArn": "\#(function)", "AuthType": "AWS_IAM", "CreationTime": "\#(time)", "LastModifiedTime": "\#(time)"}"#,
    "lambda:ListFunctionUrlConfigs":
      #"{"FunctionUrlConfigs": [{"FunctionUrl": "https://klmnopqrst.lambda-url.us-east-1.on.aws/", "FunctionArn": "\#(function):live", "AuthType": "NONE", "CreationTime": "\#(time)", "LastModifiedTime": "\#(time)"}]}"#,
    "lambda:GetPolicy": #"{"Policy": "{\"Version\": \"2012-10-17\", \"Statement\": []}"}"#,
    "iam:GetRole": result(
      "GetRole",
      """
      <Role><RoleName>edge</RoleName><RoleId>AROA1</RoleId><Arn>arn:aws:iam::111122223333:role/edge</Arn><Path>/</Path>
      <CreateDate>\(time)</CreateDate><AssumeRolePolicyDocument>\(policy.percentEncoded())</AssumeRolePolicyDocument>
      <PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>
      <PermissionsBoundaryArn>arn:aws:iam::111122223333:policy/bound</PermissionsBoundaryArn></PermissionsBoundary></Role>
      """),
    "iam:ListRolePolicies": result("ListRolePolicies", "<PolicyNames><member>own</member></PolicyNames>"),
    "iam:GetRolePolicy": result("GetRolePolicy", "<PolicyDocument>\(policy.percentEncoded())</PolicyDocument>"),
    "iam:ListAttachedRolePolicies": result(
      "ListAttachedRolePolicies",
      """
      <AttachedPolicies><member><PolicyName>a</PolicyName><PolicyArn>arn:aws:iam::111122223333:policy/a</PolicyArn>
      </member></AttachedPolicies>
      """),
    "iam:GetPolicy": result("GetPolicy", "<Policy><DefaultVersionId>v1</DefaultVersionId></Policy>"),
    "iam:GetPolicyVersion": result(
      "GetPolicyVersion", "<PolicyVersion><Document>\(policy.percentEncoded())</Document></PolicyVersion>"),
    "s3:GetBucketPolicy": policy,
    "s3:ListBuckets":
      "<ListAllMyBucketsResult><Buckets><Bucket><Name>site</Name></Bucket></Buckets></ListAllMyBucketsResult>",
    "s3:GetPublicAccessBlock": """
    <PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>
    <BlockPublicPolicy>false</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets>
    </PublicAccessBlockConfiguration>
    """,
    "s3:GetBucketNotificationConfiguration": """
    <NotificationConfiguration><CloudFunctionConfiguration><Id>n</Id><CloudFunction>\(function)</CloudFunction>
    <Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration><TopicConfiguration><Id>t</Id>
    <Topic>arn:aws:sns:us-east-1:111122223333:t</Topic><Event>s3:ObjectCreated:*</Event></TopicConfiguration>
    <EventBridgeConfiguration/></NotificationConfiguration>
    """,
    "sns:ListSubscriptionsByTopic": result(
      "ListSubscriptionsByTopic",
      """
      <Subscriptions><member><TopicArn>arn:aws:sns:us-east-1:111122223333:t</TopicArn><Protocol>lambda</Protocol>
      <Endpoint>\(function)</Endpoint></member></Subscriptions>
      """),
    "events:ListRules":
      #"{"Rules": [{"Name": "r", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.s3\"]}"}]}"#,
    "events:ListTargetsByRule": #"{"Targets": [{"Id": "1", "Arn": "\#(function)"}]}"#,
    "s3control:GetPublicAccessBlock": """
    <PublicAccessBlockConfiguration><BlockPublicPolicy>true</BlockPublicPolicy></PublicAccessBlockConfiguration>
    """,
    "logs:DescribeLogGroups": #"{"logGroups": [{"logGroupName": "/aws/lambda/us-east-1.f"}]}"#,
    "logs:DescribeSubscriptionFilters": #"{"subscriptionFilters": []}"#,
    "logs:DescribeDeliverySources":
      #"{"deliverySources": [{"name": "s", "logType": "CONNECTION_LOGS", "status": "ACTIVE", "resourceArns": ["arn:aws:cloudfront::111122223333:distribution/E1"]}]}"#,
    "logs:DescribeDeliveries": #"{"deliveries": [{"id": "d", "deliverySourceName": "s"}]}"#,
    "logs:DescribeAccountPolicies":
      #"{"accountPolicies": [{"policyName": "all", "policyDocument": "{\"DestinationArn\": \"arn:d\"}"}, {"policyName": "some", "policyDocument": "{\"DestinationArn\": \"arn:e\"}", "selectionCriteria": "LogGroupName NOT IN [\"/aws/lambda/us-east-1.f\"]"}]}"#,
  ]
}
