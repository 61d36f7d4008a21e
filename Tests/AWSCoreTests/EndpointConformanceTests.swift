import Documents
import Foundation
import TestSupport
import Testing
import Transport

@testable import AWSCore

/// AWS's own cases for the endpoints of the services that are asked, or will be.
@Suite(Conformance.needs("endpoints"))
struct EndpointConformanceTests {
  private struct Case {
    let service: String
    let index: Int
    let parameters: JSONObject
    let expectation: JSONValue

    func isTrue(_ name: String) -> Bool { parameters[name]?.bool == true }
    func text(_ name: String) -> String? { parameters[name]?.string }
    var error: String? { expectation["error"].string }
    var url: String { expectation["endpoint"]["url"].string ?? "" }

    /// What audit is configured with, and asked for.
    func resolve() throws -> ResolvedEndpoint {
      // botocore forces the path where an endpoint is configured, unless the profile asks for virtual hosts.
      let config = "[default]\ns3 =\n  addressing_style = \(isTrue("ForcePathStyle") ? "path" : "virtual")\n"
      let resolver = EndpointResolver(
        settings: try settings(
          [
            "AWS_USE_FIPS_ENDPOINT": "\(isTrue("UseFIPS"))", "AWS_USE_DUALSTACK_ENDPOINT": "\(isTrue("UseDualStack"))",
          ], config: config, endpointURL: text("Endpoint")))
      return try resolver.endpoint(
        for: AWSCoreTests.service(service),
        EndpointParameters(
          region: text("Region"), storeARN: text("KvsARN"), bucket: text("Bucket"), accountID: text("AccountId")))
    }

    /// What came out otherwise; `nil` where all is right.
    var difference: String? {
      let found: ResolvedEndpoint
      do {
        found = try resolve()
      } catch {
        return self.error == nil ? "\(error)" : nil
      }
      let expected = expectation["endpoint"]
      let path = found.url.path == "/" ? "" : found.url.path
      let url = "\(found.url.scheme)://\(found.url.host)\(found.url.port.map { ":\($0)" } ?? "")\(path)"
      guard url == self.url else { return "\(url), not \(expectation)" }
      let scheme = expected["properties"]["authSchemes"][0]
      let signing = scheme["signingRegion"].string ?? scheme["signingRegionSet"][0].string
      return signing == nil || signing == found.signingRegion ? nil : "signs as \(found.signingRegion), not \(expected)"
    }
  }

  /// A form of cases that is left out, why, and how many there are of it.
  private struct LeftOut: CustomTestStringConvertible {
    let testDescription: String
    let count: Int
    let contains: @Sendable (Case) -> Bool

    init(_ reason: String, _ count: Int, _ contains: @escaping @Sendable (Case) -> Bool) {
      testDescription = reason
      self.count = count
      self.contains = contains
    }
  }

  /// Of several forms that a case has, the first counts.
  private static let leftOut = [
    LeftOut("S3 is asked about buckets by their names, not by ARNs of access points or Outposts", 94) {
      $0.service == "s3" && $0.text("Bucket")?.hasPrefix("arn:") == true
    },
    LeftOut("a directory bucket (S3 Express) can be no origin", 117) {
      let bucket = $0.text("Bucket") ?? ""
      return $0.service == "s3"
        && ($0.isTrue("UseS3ExpressControlEndpoint") || bucket.hasSuffix("--x-s3") || bucket.hasSuffix("--xa-s3"))
    },
    LeftOut("nothing is asked on Outposts", 11) {
      $0.service == "s3" && $0.text("Bucket")?.hasSuffix("--op-s3") == true
    },
    LeftOut("nothing is asked through S3 Accelerate", 22) { $0.isTrue("Accelerate") },
    LeftOut("nothing is asked through Object Lambda", 8) { $0.isTrue("UseObjectLambdaEndpoint") },
    LeftOut("the global endpoints of S3 and STS are not asked: STS's give tokens that SigV4A does not take", 20) {
      let url = $0.url
      return $0.isTrue("UseGlobalEndpoint")
        && ["/s3.", ".s3.", "/sts."].contains { url.contains("\($0)amazonaws.com") }
    },
    LeftOut("S3 Control is asked about accounts, not about access points, buckets or Outposts", 107) {
      let others = ["AccessPointName", "Bucket", "OutpostId", "ResourceArn", "UseS3ExpressControlEndpoint"]
      return $0.service == "s3control" && $0.parameters.names.contains(where: others.contains)
    },
    LeftOut("AWS Sign-In is asked to renew a login, which takes neither of these", 9) {
      $0.isTrue("IsControlPlane") || $0.isTrue("IsOAuthEndpoint")
    },
    LeftOut("CloudFront does not exist in GovCloud, and the error says so", 4) {
      $0.service == "cloudfront" && $0.text("Region")?.hasPrefix("us-gov-") == true
    },
    LeftOut("Organizations answers in one region of a partition, as the newer rule sets of botocore have it", 5) {
      let region = $0.text("Region") ?? ""
      return $0.service == "organizations" && ["cn-north-1", "us-gov-east-1"].contains(region)
        && $0.url.contains(region)
    },
    LeftOut("S3 Control is asked about an account at all times", 8) {
      $0.service == "s3control" && $0.text("AccountId") == nil && $0.error == nil
    },
    LeftOut("FIPS and an endpoint of one's own are refused together for all services", 1) {
      $0.service == "s3control" && $0.isTrue("UseFIPS") && $0.text("Endpoint") != nil && $0.error == nil
    },
    LeftOut("a global service, and STS, is asked in the partition aws where no region is configured", 5) {
      $0.parameters.isEmpty && ["account", "cloudfront", "iam", "organizations", "sts"].contains($0.service)
    },
    LeftOut("a regional service needs a region to be signed for, at an endpoint of one's own as well", 9) {
      $0.text("Region") == nil && $0.text("Endpoint") != nil && $0.error == nil
        && !["account", "cloudfront", "cloudfront-keyvaluestore", "iam", "organizations", "sts"].contains($0.service)
    },
  ]

  private static func form(of test: Case) -> Int? { leftOut.firstIndex { $0.contains(test) } }

  private static let cases: [Case] = {
    var cases: [Case] = []
    for name in Conformance.files("endpoints") {
      let tests = Conformance.read("endpoints/\(name)")["testCases"].array ?? []
      let service = String(name.dropLast(".json".count))
      cases += tests.enumerated().map { index, test in
        Case(
          service: service, index: index, parameters: test["params"].object ?? [:], expectation: test["expect"])
      }
    }
    return cases
  }()

  @Test(arguments: Conformance.files("endpoints"))
  func `of each service come out right`(file: String) {
    let cases = Self.cases.filter { "\($0.service).json" == file }
    #expect(!cases.isEmpty)
    for test in cases where Self.form(of: test) == nil {
      if let difference = test.difference {
        Issue.record("\(test.service) \(test.index) \(test.parameters): \(difference)")
      }
    }
  }

  @Test(arguments: leftOut.indices)
  func `of no other form are left out, and those do not come out right`(index: Int) {
    let form = Self.leftOut[index]
    let cases = Self.cases.filter { Self.form(of: $0) == index }
    #expect(cases.count == form.count, "\(form.testDescription)")
    #expect(cases.contains { $0.difference != nil }, "\(form.testDescription)")
  }
}
