import Documents
import Foundation
import Testing

/// The second emulator, as `scripts/moto` installs it.
enum Moto {
  /// The Python of the environment that `scripts/moto` makes, where it is the one that is asked for.
  static let python: URL? = {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
    let folder = URL(filePath: environment["AUDIT_MOTO"] ?? "\(cache)/audit-moto")
    let asked = try? Data(contentsOf: Harness.root.appending(path: "scripts/moto-requirements.txt"))
    guard let asked, (try? Data(contentsOf: folder.appending(path: "requirements.txt"))) == asked else { return nil }
    return folder.appending(path: "bin/python3")
  }()
}

/// The read paths against moto's server, a second emulator that nobody here wrote: what it answers is read, and what it
/// cannot do is listed. It is of no use for repairs, as its ETags never change.
@Suite(.enabled(if: Moto.python != nil, "moto is not installed: run scripts/moto"), .serialized)
struct MotoTests {
  private static let moto = Result {
    try Server("Tests/EndToEndTests/Fixtures/moto_estate.py", [], python: try #require(Moto.python))
  }

  private static var environment: [String: String] {
    get throws {
      let given = try moto.get().greeting["environment"].object ?? [:]
      return Dictionary(uniqueKeysWithValues: given.map { ($0.name, $0.value.string ?? "") })
        .merging(["AWS_MAX_ATTEMPTS": "1"]) { $1 }
    }
  }

  private static let snapshot = Task {
    try await Harness.audit("snapshot", environment: environment).json
  }

  private func resource(_ type: String) async throws -> JSONValue {
    let resources = try await Self.snapshot.value["resources"].array ?? []
    return try #require(resources.first { $0["type"].string == type })["properties"]
  }

  /// What moto 5.2.5 does not do, each with what it does instead: it does not know four lists of CloudFront and two of
  /// Lambda, fails at a question for account policies that names no account, and writes a root of its own around
  /// notifications.
  private static let lacking = [
    "cloudfront:ListCachePolicies 404", "cloudfront:ListCloudFrontOriginAccessIdentities 404",
    "cloudfront:ListOriginRequestPolicies 404", "cloudfront:ListResponseHeadersPolicies 404",
    "lambda:ListFunctionUrlConfigs 404", "lambda:ListProvisionedConcurrencyConfigs 404",
    "logs:DescribeAccountPolicies 500", "s3:GetBucketNotificationConfiguration MalformedResponse",
  ]

  @Test func `what it cannot do is known, and nothing else is missing`() async throws {
    let gaps = try await Self.snapshot.value["gaps"].array ?? []
    let found = Set(gaps.map { "\($0["operation"].string ?? "") \($0["code"].string ?? "")" })
    #expect(found.sorted() == Self.lacking)
  }

  @Test func `a distribution is read, without the associations that moto drops`() async throws {
    let distribution = try await resource("AWS::CloudFront::Distribution")
    #expect(try distribution["Id"] == Self.moto.get().greeting["distribution"])
    #expect(
      distribution["Comment"] == "site" && distribution["Enabled"] == true && distribution["CallerReference"] == "moto")
    #expect(distribution["Origins"][0]["DomainName"] == "moto-site.s3.us-east-1.amazonaws.com")
    #expect(distribution["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "allow-all")
    #expect(distribution["DefaultCacheBehavior"]["Compress"] == true)
    #expect(distribution["DefaultCacheBehavior"]["LambdaFunctionAssociations"] == [])
    #expect(distribution["Tags"] == [])
    #expect(try await resource("AWS::CloudFront::OriginAccessControl")["SigningBehavior"] == "always")
  }

  @Test func `a bucket is read, with the block of its account`() async throws {
    let bucket = try await resource("AWS::S3::Bucket")
    #expect(bucket["Policy"]["Statement"][0]["Principal"]["Service"] == "cloudfront.amazonaws.com")
    #expect(bucket["PublicAccessBlockConfiguration"] == .null)
    #expect(bucket["AccountPublicAccessBlock"]["RestrictPublicBuckets"] == true)
  }

  @Test func `what nothing but a log group leads to is read: function, role and group`() async throws {
    let group = try await resource("AWS::Logs::LogGroup")
    #expect(group["logGroupName"] == "/aws/lambda/us-east-1.edge" && group["SubscriptionFilters"] == [])
    let function = try await resource("AWS::Lambda::Function")
    #expect(function["Runtime"] == "nodejs22.x" && function["Handler"] == "index.handler")
    let role = try await resource("AWS::IAM::Role")
    #expect(role["AssumeRolePolicyDocument"]["Statement"][0]["Action"] == "sts:AssumeRole")
    #expect(role["RolePolicyList"][0]["PolicyName"] == "logs" && role["AttachedManagedPolicies"] == [])
  }

  @Test func `what is declared by name is read and compared, and what differs is found`() async throws {
    let folder = try Folder()
    let file = folder.url.appending(path: "moto.yaml")
    let baseline = """
      resources:
        - type: AWS::IAM::Role
          id: edge
          expect:
            AssumeRolePolicyDocument:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Principal: {Service: [edgelambda.amazonaws.com, lambda.amazonaws.com]}
                  Action: sts:AssumeRole
            RolePolicyList:
              - PolicyName: logs
                PolicyDocument:
                  Version: "2012-10-17"
                  Statement:
                    - Effect: Allow
                      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
                      Resource: "arn:aws:logs:*:*:*"
            AttachedManagedPolicies: []
        - type: AWS::Lambda::Function
          id: edge
          region: us-east-1
          expect: {MemorySize: 256, Timeout: 5, Handler: index.handler, Runtime: nodejs22.x}
      """
    try Data(baseline.utf8).write(to: file)
    let run = try await Harness.audit(
      "check", "--only", "baseline", "--baseline", file.path, "--format", "json", environment: Self.environment)
    let report = try run.json
    let findings = (report["findings"].array ?? []).map { finding in
      "\(finding["resource"]["id"].string ?? "") \(finding["path"].string ?? "") \(finding["status"].string ?? "")"
    }
    #expect(findings == ["edge MemorySize fail"], "\(run.errors)")
  }
}
