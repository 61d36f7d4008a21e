import Documents
import Foundation
import TestSupport
import Testing
import Transport

@testable import AWSCore

/// Endpoints compared with the rule sets that botocore has.
@Suite(Python.needs("botocore"))
struct EndpointRuleSetTests {
  private struct Case {
    let service, region: String
    let isFIPS, isDualStack: Bool
    var arn: String?
    var bucket: String?

    var json: JSONValue {
      [
        .string(service), .string(region), .bool(isFIPS), .bool(isDualStack), arn.map { .string($0) } ?? .null,
        bucket.map { .string($0) } ?? .null,
      ]
    }
  }

  private static let regions = [
    "us-east-1", "us-west-2", "eu-west-1", "eu-south-2", "ap-southeast-7", "il-central-1", "mx-central-1",
    "cn-north-1", "cn-northwest-1", "us-gov-west-1", "us-gov-east-1", "us-gov-new-9", "eusc-de-east-1", "xx-new-9",
    "us-iso-east-1", "us-iso-west-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-east-1", "aws-global",
    "aws-cn-global",
  ]
  /// All but those whose hosts begin with something that is asked about.
  private static let services = EndpointTable.shared.services.filter { !$0.hasPrefix("s3") }
  private static let store = "arn:aws:cloudfront::111122223333:key-value-store/4d1a6e02"

  private static var cases: [Case] {
    var cases: [Case] = []
    for region in regions {
      for (isFIPS, isDualStack) in [(false, false), (true, false), (false, true), (true, true)] {
        for service in services {
          // Here the rule sets lead to places that do not exist.
          let isDead =
            service == "cloudfront" && region.hasPrefix("us-gov")
            || service == "sts" && region == "aws-global" && (isFIPS || isDualStack)
          if !isDead {
            cases.append(Case(service: service, region: region, isFIPS: isFIPS, isDualStack: isDualStack))
          }
        }
        for bucket in ["a-bucket", "with.dots", "Upper", nil] {
          cases.append(Case(service: "s3", region: region, isFIPS: isFIPS, isDualStack: isDualStack, bucket: bucket))
        }
        let arns =
          isDualStack
          ? [] : [store, "arn:aws-cn:cloudfront::111122223333:key-value-store/x", "arn:aws:s3:::bucket", "no-arn"]
        for arn in arns {
          cases.append(
            Case(
              service: "cloudfront-keyvaluestore", region: region, isFIPS: isFIPS, isDualStack: isDualStack, arn: arn))
        }
      }
    }
    return cases
  }

  @Test func allAgreeWithTheRuleSets() throws {
    let cases = Self.cases
    let input = Data(JSONWriter().bytes(.array(cases.map(\.json))))
    let output = try Python.run([fixtures + "/endpoint_rules.py"], input: input)
    let expected = try #require(JSONReader.read([UInt8](output)).array)
    #expect(expected.count == cases.count && cases.count > 700)
    #expect(expected.contains { $0.isNull } && expected.contains { !$0.isNull })

    for (test, expected) in zip(cases, expected) {
      let resolver = EndpointResolver(
        settings: try settings([
          "AWS_USE_FIPS_ENDPOINT": "\(test.isFIPS)", "AWS_USE_DUALSTACK_ENDPOINT": "\(test.isDualStack)",
        ]))
      let endpoint = try? resolver.endpoint(
        for: service(test.service),
        EndpointParameters(region: test.region, storeARN: test.arn, bucket: test.bucket))
      let text = endpoint.map { endpoint in
        "\(endpoint.url.scheme)://\(endpoint.url.host)\(endpoint.url.path == "/" ? "" : endpoint.url.path)"
      }
      #expect(text == expected[0].string, "\(test)")
      // Where the rule sets say nothing, the region itself signs.
      if let endpoint { #expect(endpoint.signingRegion == expected[1].string ?? test.region, "\(test)") }
    }
  }
}

/// A service of that name, as far as endpoints need it.
func service(_ name: String, id: String? = nil) -> Service {
  let prefixes: [String: HostPrefix] = [
    "s3": .bucket, "s3control": .account, "cloudfront-keyvaluestore": .accountOfStore,
  ]
  return Service(
    name: name, endpointID: id ?? name.uppercased().replacingOccurrences(of: "-", with: "_"), wireProtocol: .restXML,
    apiVersion: "", signingName: name, hostPrefix: prefixes[name] ?? .none,
    needsNoRegion: ["cloudfront-keyvaluestore", "sts"].contains(name),
    absences: name == "cloudfront" ? ["aws-us-gov": "there is no CloudFront in AWS GovCloud (US)"] : [:])
}
