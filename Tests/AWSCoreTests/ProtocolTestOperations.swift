import AWSCore
import Documents
import Transport

/// Operations of each protocol, small enough to see through.
enum TestOperations {
  static let xmlService = Service(
    name: "cloudfront", endpointID: "X", wireProtocol: .restXML, apiVersion: "1", signingName: "x",
    namespace: "http://example.com/doc/")
  static let s3Service = Service(
    name: "s3", endpointID: "S3", wireProtocol: .restXML, apiVersion: "1", signingName: "s3",
    hostPrefix: .bucket)
  static let jsonService = Service(
    name: "lambda", endpointID: "X", wireProtocol: .restJSON, apiVersion: "1", signingName: "x")
  static let targetService = Service(
    name: "logs", endpointID: "X", wireProtocol: .json11, apiVersion: "1", signingName: "x", namespace: "Logs_1")
  static let queryService = Service(
    name: "iam", endpointID: "X", wireProtocol: .query, apiVersion: "2010-05-08", signingName: "x")
  static let ec2Service = Service(
    name: "ec2", endpointID: "X", wireProtocol: .ec2, apiVersion: "2016-11-15", signingName: "x")

  static let shapes = XMLShapes(
    booleans: ["Enabled"], integers: ["Count"], numbers: ["Rate"], policies: ["PolicyDocument"],
    structures: ["Empty"], lists: ["Roles"], quantityLists: ["Aliases", "Cookies"], itemsObjects: ["AllowedMethods"],
    entries: ["Event"], names: ["Event": "Events"])

  static let xml = Operation(
    "GetThing", of: xmlService, "GET", "/1/thing/{Id}/config", query: ["Stage"], headers: [.ifMatch],
    answer: .payload("Thing"), answerHeaders: [.etag], shapes: shapes, resource: "Id")
  static let put = Operation(
    "PutThing", of: xmlService, "PUT", "/1/thing/{Id}", body: .document(root: "Thing"), answer: .payload("Thing"),
    shapes: shapes, resource: "Id")
  static let policy = Operation(
    "GetBucketPolicy", of: s3Service, "GET", "/?policy", answer: .json(member: "Policy"), resource: "Bucket")
  static let status = Operation(
    "GetBucketPolicyStatus", of: s3Service, "GET", "/?policyStatus", answer: .payload("PolicyStatus"),
    resource: "Bucket")
  static let head = Operation(
    "HeadBucket", of: s3Service, "HEAD", "/", answerHeaders: [.init("BucketRegion", as: "x-amz-bucket-region")],
    resource: "Bucket")
  static let json = Operation(
    "PutIt", of: jsonService, "PUT", "/f/{Name}", query: ["Qualifier"], body: .members, answer: .members(),
    requires: ["Arn"], jsonTexts: ["Policy"], resource: "Name")
  static let target = Operation(
    "DescribeThem", of: targetService, body: .members, answer: .members(), requires: ["things"])
  static let query = Operation(
    "GetRole", of: queryService, body: .members, answer: .members(), requires: ["Role"], shapes: shapes,
    resource: "RoleName")
  static let quiet = Operation("PutRolePolicy", of: queryService, body: .members, resource: "RoleName")
  static let ec2 = Operation(
    "DescribeRegions", of: ec2Service, body: .members, formNames: ["Filters": "Filter", "Values": "Value"],
    answer: .members())

  static let endpoint = ResolvedEndpoint(
    url: HTTPURL(host: "example.com"), signingRegion: "us-east-1", isCustom: false)
}

/// What reading this answer throws; `nil` where it is read.
func failure(
  of operation: Operation, status: Int = 200, headers: HTTPHeaders = [:], _ body: String = "",
  region: String = "us-east-1"
) -> ServiceError? {
  do throws(ServiceError) {
    _ = try operation.output(
      HTTPResponse(status: status, headers: headers, body: Array(body.utf8)), region: region, resource: "thing")
    return nil
  } catch {
    return error
  }
}

/// What this answer says.
func read(_ operation: Operation, headers: HTTPHeaders = ["ETag": "E1"], _ body: String) throws(ServiceError) -> Output
{
  try operation.output(
    HTTPResponse(status: 200, headers: headers, body: Array(body.utf8)), region: "us-east-1", resource: nil)
}
