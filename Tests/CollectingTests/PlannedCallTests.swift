import AWSCore
import Documents
import Estate
import Foundation
import Schema
import Testing
import Transport

@testable import Collecting

/// What a plan of calls says and what collecting does are one, for every type, out of the schema.
@Suite struct `Collecting what the schema names` {
  /// The operations that are only called where another one was refused, or whose refusal leaves a parameter to say it.
  private static let fallbacks = Set(
    ResourceType.allCases.flatMap(\.schema.groups).flatMap(\.fallbacks).map(\.identifier))
  private static let identity = "sts:GetCallerIdentity"

  private func collect(
    _ needs: RequiredAttributes, _ answers: [String: HTTPResponse] = [:]
  ) async throws -> (estate: Estate, calls: [String]) {
    let account = ScriptedAccount(answers)
    let estate = try await Collector(client: account.client).collect(needs)
    return (estate, account.calls.filter { $0 != Self.identity })
  }

  @Test(arguments: ResourceType.allCases)
  func `makes the calls that are planned, as many as are planned, and no others`(type: ResourceType) async throws {
    let needs = RequiredAttributes(type, reading: .whole)
    let (estate, calls) = try await collect(needs)
    #expect(estate.gaps == [])
    let plan = CallPlan(needs, of: estate).entries
    #expect(Set(calls) == Set(plan.filter { $0.count != 0 }.map(\.operation)))
    for (operation, entries) in Dictionary(grouping: plan, by: \.operation) {
      let counts = entries.map(\.count)
      // A region has a list for each prefix, and a function is looked for in each stage that it has.
      guard !counts.contains(nil), !["logs:DescribeLogGroups", "account:ListRegions"].contains(operation) else {
        continue
      }
      #expect(calls.count { $0 == operation } == counts.reduce(0) { $0 + ($1 ?? 0) }, "\(operation)")
    }
  }

  @Test(arguments: ResourceType.allCases)
  func `finds a resource of each type, with what each group brings`(type: ResourceType) async throws {
    let (estate, _) = try await collect(.everything)
    let resource = try #require(estate.resources(of: type).first)
    for group in type.schema.groups {
      for member in group.members where !Self.optional.contains(member) {
        let names = member.split(separator: ".").map(String.init)
        // A function has the stages that it has.
        let value = names.reduce(JSONValue.object(resource.properties)) { $0[$1] }
        let isThere = names.count == 1 ? resource.properties[names[0]] != nil : !value.isNull
        #expect(isThere, "\(member) of \(group.name)")
      }
    }
  }

  /// Members that AWS leaves out where there is nothing to say, as in the account that is scripted.
  private static let optional: Set<String> = [
    "ETag", "Aliases", "CacheBehaviors", "CustomErrorResponses", "PriceClass", "ViewerCertificate", "Restrictions",
    "WebACLId", "HttpVersion", "IsIPV6Enabled", "AliasICPRecordals", "Staging", "AnycastIpListId", "ViewerMtlsConfig",
    "Arn", "Domains", "ConnectionGroupId", "Customizations", "CreatedTime", "LastModifiedTime", "Enabled", "Status",
    "RoutingEndpoint", "IsDefault", "ViewerFallback", "AccountId", "FailureReason",
  ]

  @Test func `knows the URL of a function and that of an alias, each with its own policy`() async throws {
    let (estate, _) = try await collect(RequiredAttributes(.lambdaFunction, reading: .whole))
    let function = try #require(estate.resources(of: .lambdaFunction).first { $0.reference.id == "f" })
    #expect(function.properties["FunctionUrlConfig"]?["AuthType"] == "AWS_IAM")
    let alias = try #require(function.properties["AliasUrls"]?.array?.first)
    #expect(alias["FunctionArn"].string?.hasSuffix(":function:f:live") == true)
    #expect(alias["FunctionUrlConfig"]["AuthType"] == "NONE" && alias["FunctionUrlPolicy"]["Statement"] == [])
  }

  /// What is asked of some resources alone as a rule: a member, and the operation that brings it.
  private static let declared: [(type: ResourceType, member: String, operation: String)] = [
    (.lambdaFunction, "EventInvokeConfigs", "lambda:ListFunctionEventInvokeConfigs"),
    (.lambdaFunction, "FunctionUrlConfig", "lambda:GetFunctionUrlConfig"),
    (.lambdaFunction, "FunctionUrlPolicy", "lambda:GetFunctionUrlConfig"),
    (.lambdaFunction, "AliasUrls", "lambda:ListFunctionUrlConfigs"),
    (.lambdaFunction, "ProvisionedConcurrencyConfigs", "lambda:ListProvisionedConcurrencyConfigs"),
    (.bucket, "AccountPublicAccessBlock", "s3control:GetPublicAccessBlock"),
    (.bucket, "OrganizationId", "organizations:DescribeOrganization"),
    (.role, "OrganizationId", "organizations:DescribeOrganization"),
  ]

  @Test(arguments: declared)
  func `what is declared of a resource is asked of it, whatever else is known of it`(
    _ declared: (type: ResourceType, member: String, operation: String)
  ) async throws {
    let use = FieldUse(members: [declared.member: .whole])
    let name = declared.type == .bucket ? "site" : declared.type == .role ? "own" : "unled"
    let key = ResourceKey(declared.type, name, region: declared.type.schema.isRegional ? "us-east-1" : "")
    for isDeclared in [true, false] {
      let needs = RequiredAttributes(declared.type, reading: use, isDeclared: isDeclared)
      let account = ScriptedAccount()
      let estate = try await Collector(client: account.client).collect(needs, named: [key])
      let calls = Set(account.calls).subtracting([Self.identity])
      #expect(calls.contains(declared.operation))
      #expect(calls.isSubset(of: CallPlan(needs, of: estate).entries.map(\.operation)), "\(calls)")
      #expect(estate.resources[key]?.properties[declared.member] != nil)
    }
    // Where it cannot be read, that is known of no resource.
    let denied = try await collect(
      RequiredAttributes(declared.type, reading: use, isDeclared: true), [declared.operation: ScriptedAccount.denial])
    #expect(denied.estate.gaps.contains { $0.operation == declared.operation })
    #expect(denied.estate.resources.values.allSatisfy { $0.properties[declared.member] == nil })
  }

  @Test(arguments: ["iam:GetRole", "iam:GetRolePolicy", "iam:GetPolicyVersion", nil])
  func `asks for the organization of the account where any policy of a role names one`(naming: String?) async throws {
    let documents = ["iam:GetRole", "iam:GetRolePolicy", "iam:GetPolicyVersion"]
    let answers = documents.filter { $0 != naming }.map { operation in
      let body = ScriptedAccount.bodies[operation]?.replacing("SourceOrgID", with: "SourceAccount") ?? ""
      return (operation, ScriptedAccount.answer(body))
    }
    let needs = RequiredAttributes(.role, reading: .whole)
    let (estate, calls) = try await collect(needs, Dictionary(uniqueKeysWithValues: answers))
    #expect(calls.contains("organizations:DescribeOrganization") == (naming != nil))
    #expect(estate.resources(of: .role).first?.properties["OrganizationId"] == naming.map { _ in "o-1" })
  }

  @Test func `leaves a gap for each call that fails, and says which`() async throws {
    let (_, calls) = try await collect(.everything)
    for operation in Set(calls).subtracting(Self.fallbacks) {
      let (estate, _) = try await collect(.everything, [operation: ScriptedAccount.denial])
      // EC2 answers in the place of the one, and a parameter in that of the other.
      let isReplaced = ["account:ListRegions", "organizations:DescribeOrganization"].contains(operation)
      #expect(estate.gaps.contains { $0.operation == operation } != isReplaced, "\(operation)")
      #expect(estate.gaps.allSatisfy { $0.operation == operation && $0.code == "AccessDenied" }, "\(operation)")
    }
  }

  @Test func `leaves a gap for each answer that is an HTML page with status 200`() async throws {
    let (_, calls) = try await collect(.everything)
    let page = ScriptedAccount.answer("<html><body>Sign in</body></html>", headers: ["Content-Type": "text/html"])
    for operation in Set(calls).subtracting(["account:ListRegions", "organizations:DescribeOrganization"]) {
      let (estate, _) = try await collect(.everything, [operation: page])
      #expect(estate.gaps.contains { $0.operation == operation && $0.code == "MalformedResponse" }, "\(operation)")
    }
  }

  @Test func `asks EC2 for the regions where the account's list is empty, and knows none where both are`() async throws
  {
    let needs = RequiredAttributes(.logGroup, reading: .whole)
    let empty = ScriptedAccount.answer(#"{"Regions": []}"#)
    let (estate, calls) = try await collect(needs, ["account:ListRegions": empty])
    #expect(estate.regions == ["us-east-1"] && estate.gaps == [] && calls.contains("ec2:DescribeRegions"))
    let none = ScriptedAccount.answer("<DescribeRegionsResponse><regionInfo/></DescribeRegionsResponse>")
    let (other, _) = try await collect(needs, ["account:ListRegions": empty, "ec2:DescribeRegions": none])
    #expect(other.regions == [] && other.gaps.map(\.operation) == ["account:ListRegions"])
  }

  /// What S3 answers to each question about a bucket, and which buckets it lists; what is known then.
  private static let refusedBuckets: [(refusal: String, list: HTTPResponse, isOfOther: Bool)] = [
    ("AccessDenied", bucketList(["another", "third"]), true), ("MethodNotAllowed", bucketList([]), true),
    ("AccessDenied", bucketList(["another", "site"]), false), ("AccessDenied", ScriptedAccount.denial, false),
    ("SlowDown", bucketList([]), false),
    ("AccessDenied", ScriptedAccount.answer("<ListAllMyBucketsResult/>"), false),
    (
      "AccessDenied",
      ScriptedAccount.answer("<ListAllMyBucketsResult><Buckets><Bucket/></Buckets></ListAllMyBucketsResult>"), false
    ),
  ]

  private static func bucketList(_ names: [String]) -> HTTPResponse {
    let buckets = names.map { "<Bucket><Name>\($0)</Name></Bucket>" }.joined()
    return ScriptedAccount.answer("<ListAllMyBucketsResult><Buckets>\(buckets)</Buckets></ListAllMyBucketsResult>")
  }

  @Test(arguments: refusedBuckets)
  func `a bucket that may not be read and that the account does not list is another account's`(
    refusal: String, list: HTTPResponse, isOfOther: Bool
  ) async throws {
    let answer = HTTPResponse(
      status: 403, headers: [:], body: Array("<Error><Code>\(refusal)</Code></Error>".utf8))
    let (estate, calls) = try await collect(
      RequiredAttributes(.bucket, reading: .whole),
      [
        "s3:GetBucketPolicy": answer, "s3:GetPublicAccessBlock": answer,
        "s3:GetBucketNotificationConfiguration": answer, "s3:ListBuckets": list,
      ])
    let bucket = try #require(estate.resources(of: .bucket).first)
    #expect((bucket.properties["IsOfOtherAccount"] == true) == isOfOther)
    #expect(
      estate.gaps.filter { $0.operation.hasPrefix("s3:") }.map(\.isOfOtherAccount) == [isOfOther, isOfOther, isOfOther])
    #expect(calls.filter { $0 == "s3:ListBuckets" }.count == (refusal == "SlowDown" ? 0 : 1))
    #expect(estate.failedReads.isEmpty == isOfOther && isOfOther != calls.contains("s3control:GetPublicAccessBlock"))
  }

  @Test func `nobody asks for the list of buckets where all of them may be read`() async throws {
    let (_, calls) = try await collect(.everything)
    #expect(!calls.contains("s3:ListBuckets"))
  }

  @Test func `goes on where every fourth answer is a throttle`() async throws {
    let account = ScriptedAccount(throttling: 4)
    let estate = try await Collector(client: account.client).collect(.everything)
    #expect(estate.gaps == [])
    let calm = ScriptedAccount()
    #expect(try await Collector(client: calm.client).collect(.everything) == estate)
  }

  // What is gone between two calls

  /// The operations that ask for one resource as a whole, whose service's word is that it is gone.
  private static let gone: [(operation: String, type: ResourceType, error: String)] = [
    ("cloudfront:GetDistributionConfig", .distribution, "NoSuchDistribution"),
    ("cloudfront:ListTagsForResource", .distribution, "NoSuchResource"),
    ("cloudfront:ListInvalidations", .distribution, "NoSuchDistribution"),
    ("cloudfront:GetFunction", .cloudFrontFunction, "NoSuchFunctionExists"),
    ("cloudfront-keyvaluestore:DescribeKeyValueStore", .keyValueStore, "ResourceNotFoundException"),
    ("cloudfront:GetDistributionTenant", .distributionTenant, "EntityNotFound"),
    ("cloudfront:GetConnectionGroup", .connectionGroup, "EntityNotFound"),
    ("cloudfront:GetConnectionFunction", .connectionFunction, "EntityNotFound"),
    ("cloudfront:GetVpcOrigin", .vpcOrigin, "EntityNotFound"),
    ("logs:DescribeSubscriptionFilters", .logGroup, "ResourceNotFoundException"),
  ]

  @Test(arguments: gone)
  func `takes what was deleted after it was listed for absent, whatever else was answered of it`(
    operation: String, type: ResourceType, error: String
  ) async throws {
    let answer = HTTPResponse(
      status: 404, headers: HTTPHeaders([HTTPHeader("x-amzn-ErrorType", error)]),
      body: Array("<ErrorResponse><Error><Code>\(error)</Code></Error></ErrorResponse>".utf8))
    let (estate, _) = try await collect(.everything, [operation: answer])
    #expect(estate.resources(of: type).isEmpty && estate.absences.contains { $0.type == type })
    #expect(estate.gaps == [])
  }

  /// The operations that ask for a part of what another call was answered of before, in the words of their service.
  private static let goneMeanwhile: [(operation: String, type: ResourceType, error: String, message: String)] = [
    ("iam:ListRolePolicies", .role, "NoSuchEntity", "The role with name edge cannot be found."),
    ("iam:ListAttachedRolePolicies", .role, "NoSuchEntity", "The role with name edge cannot be found."),
    ("lambda:GetFunction", .lambdaVersion, "ResourceNotFoundException", "Function not found: f:1"),
    ("lambda:GetRuntimeManagementConfig", .lambdaVersion, "ResourceNotFoundException", "Function not found: f:1"),
    ("lambda:ListVersionsByFunction", .lambdaFunction, "ResourceNotFoundException", "Function not found: f"),
    ("lambda:GetPolicy", .lambdaFunction, "ResourceNotFoundException", "Function not found: f"),
    ("lambda:ListFunctionEventInvokeConfigs", .lambdaFunction, "ResourceNotFoundException", "Function not found: f"),
    ("s3:GetPublicAccessBlock", .bucket, "NoSuchBucket", "The specified bucket does not exist"),
    ("s3:GetBucketNotificationConfiguration", .bucket, "NoSuchBucket", "The specified bucket does not exist"),
  ]

  @Test(arguments: goneMeanwhile)
  func `does not know of what one call finds and the next one does not`(
    operation: String, type: ResourceType, error: String, message: String
  ) async throws {
    let isJSON = operation.hasPrefix("lambda")
    let answer = HTTPResponse(
      status: 404, headers: HTTPHeaders([HTTPHeader("x-amzn-ErrorType", error)]),
      body: Array(
        (isJSON
          ? #"{"Message": "\#(message)"}"#
          : "<ErrorResponse><Error><Code>\(error)</Code><Message>\(message)</Message></Error></ErrorResponse>").utf8))
    let (estate, _) = try await collect(.everything, [operation: answer])
    #expect(!estate.resources(of: type).isEmpty && !estate.absences.contains { $0.type == type })
    #expect(estate.gaps.contains { $0.operation == operation && $0.resource.type == type }, "\(estate.gaps)")
  }

  @Test(arguments: ["{}", "", " ", "[]", "null", "\"\"", "{ }"])
  func `a bucket policy that says nothing is no answer of S3`(body: String) async throws {
    let answer = HTTPResponse(status: 200, headers: [:], body: Array(body.utf8))
    let (estate, _) = try await collect(.everything, ["s3:GetBucketPolicy": answer])
    #expect(estate.gaps.map(\.operation) == ["s3:GetBucketPolicy"], "\(estate.gaps)")
    let buckets = estate.resources(of: .bucket)
    #expect(!buckets.isEmpty && buckets.allSatisfy { $0.properties["Policy"] == nil })
  }

  @Test func `a role that is gone has no policies, whatever else is asked of it`() async throws {
    let gone = HTTPResponse(
      status: 404, headers: [:],
      body: Array("<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>no</Message></Error></ErrorResponse>".utf8))
    let (estate, calls) = try await collect(
      .everything,
      ["iam:GetRole": gone, "iam:ListRolePolicies": gone, "iam:ListAttachedRolePolicies": gone])
    let role = try #require(estate.resources(of: .role).first)
    #expect(role.properties["AssumeRolePolicyDocument"] == .null && role.properties["RolePolicyList"] == [])
    #expect(estate.gaps == [] && !calls.contains("iam:ListRolePolicies"))
  }

  // Secrets

  @Test(arguments: ResourceType.allCases.filter { !$0.schema.secrets.isEmpty })
  func `keeps no secret of a type, and the names of all`(type: ResourceType) async throws {
    let (estate, _) = try await collect(.everything)
    let kept = estate.resources.values.map { JSONValue.object($0.properties) }
    let text = String(decoding: JSONWriter().bytes(.array(kept)), as: UTF8.self)
    #expect(!text.contains(ScriptedAccount.secret))
    for path in type.schema.secretPaths {
      // An object of the path's members, each in a list too, with a secret at the end.
      func nested(_ path: ArraySlice<String>, _ isList: Bool) -> JSONValue {
        guard let name = path.first else {
          return isList ? .string(ScriptedAccount.secret) : ["NAME": .string(ScriptedAccount.secret)]
        }
        let inner: JSONValue = .object(JSONObject([(name, nested(path.dropFirst(), isList))]))
        return isList ? [inner, inner] : inner
      }
      for isList in [true, false] {
        let inner = nested(path.dropFirst(), isList)
        let redacted = Redacted.members(JSONObject([(path[0], inner)]), of: type)
        let text = String(decoding: JSONWriter().bytes(.object(redacted)), as: UTF8.self)
        #expect(!text.contains(ScriptedAccount.secret) && text.contains(Redacted.mark), "\(path)")
        #expect(path.allSatisfy { text.contains("\"\($0)\"") } && (isList || text.contains("\"NAME\"")))
      }
    }
  }
}
