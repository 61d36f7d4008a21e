import Documents
import Foundation
import TestSupport
import Testing
import Transport

@testable import AWSCore

struct EndpointTests {
  private static let store = "arn:aws:cloudfront::111122223333:key-value-store/4d1a6e02"
  private static let keyValueStore = service("cloudfront-keyvaluestore")
  private static let config = """
    [default]
    services = lab
    endpoint_url = http://profile.example
    [profile ignoring]
    endpoint_url = http://profile.example
    ignore_configured_endpoint_urls = true
    [services lab]
    cloudwatch_logs =
      endpoint_url = http://services.example:8080/base/
    """

  private func resolver(
    _ environment: [String: String] = [:], config: String = "", profile: String? = nil, region: String? = nil,
    endpointURL: String? = nil
  ) throws -> EndpointResolver {
    EndpointResolver(
      settings: try settings(environment, config: config, profile: profile, region: region, endpointURL: endpointURL))
  }

  @Test func theFirstThatConfiguresAnEndpointCounts() throws {
    let logs = service("logs", id: "CLOUDWATCH_LOGS")
    func host(
      _ service: Service, _ environment: [String: String] = [:], profile: String? = nil, option: String? = nil
    ) throws -> String {
      try resolver(environment, config: Self.config, profile: profile, endpointURL: option)
        .endpoint(for: service, EndpointParameters(region: "eu-west-1")).url.host
    }
    #expect(try host(logs) == "services.example")
    #expect(try host(service("lambda")) == "profile.example")
    let all = ["AWS_ENDPOINT_URL": "http://all.example"]
    #expect(try host(logs, all) == "all.example")
    let one = all.merging(["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": "http://one.example"]) { $1 }
    #expect(try host(logs, one) == "one.example")
    #expect(try host(service("lambda"), one) == "all.example")
    #expect(try host(logs, one, option: "http://option.example") == "option.example")
    // What is ignored is what was configured, not what an option says.
    let ignoring = one.merging(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"]) { $1 }
    #expect(try host(logs, ignoring) == "logs.eu-west-1.amazonaws.com")
    #expect(try host(logs, ignoring, option: "http://option.example") == "option.example")
    #expect(try host(logs, profile: "ignoring") == "logs.eu-west-1.amazonaws.com")
  }

  @Test func aConfiguredEndpointKeepsTheSigningRegion() throws {
    let resolver = try resolver(["AWS_ENDPOINT_URL": "http://localhost:4566/base/"], region: "eu-west-1")
    let cloudFront = try resolver.endpoint(for: service("cloudfront"))
    #expect(
      cloudFront
        == ResolvedEndpoint(
          url: HTTPURL(scheme: "http", host: "localhost", port: 4566, path: "/base"), signingRegion: "us-east-1",
          isCustom: true))
    #expect(try resolver.endpoint(for: service("lambda")).signingRegion == "eu-west-1")
    #expect(
      try resolver.endpoint(for: service("lambda"), EndpointParameters(region: "us-west-2")).signingRegion
        == "us-west-2")
    #expect(
      try resolver.endpoint(for: service("s3"), EndpointParameters(bucket: "a-bucket")).url.path == "/base/a-bucket")
    #expect(try resolver.endpoint(for: service("s3")).url.path == "/base")
  }

  /// Like botocore, which takes the path at an endpoint of one's own unless the profile says otherwise.
  @Test(
    arguments: [
      (nil, nil, "a-bucket.s3.eu-west-1.amazonaws.com", "/", nil),
      (nil, "auto", "a-bucket.s3.eu-west-1.amazonaws.com", "/", nil),
      (nil, "path", "s3.eu-west-1.amazonaws.com", "/a-bucket", nil),
      ("http://localhost:4566", nil, "localhost", "/a-bucket", nil),
      ("http://localhost:4566", "auto", "localhost", "/a-bucket", nil),
      ("http://localhost:4566", "virtual", "a-bucket.localhost", "/", "localhost"),
      ("http://10.0.0.1/x", "virtual", "10.0.0.1", "/x/a-bucket", nil),
      ("http://[::1]/x", "virtual", "[::1]", "/x/a-bucket", nil),
      ("https://s3.example/x", "virtual", "a-bucket.s3.example", "/x", nil),
    ] as [(String?, String?, String, String, String?)])
  func whereABucketIsNamed(
    url: String?, style: String?, host: String, path: String, connectHost: String?
  ) throws {
    let config = style.map { "[default]\ns3 =\n  addressing_style = \($0)\n" } ?? ""
    let endpoint = try resolver(config: config, region: "eu-west-1", endpointURL: url)
      .endpoint(for: service("s3"), EndpointParameters(bucket: "a-bucket"))
    #expect(endpoint.url.host == host)
    #expect(endpoint.url.path == path)
    #expect(endpoint.connectHost == connectHost)
  }

  @Test func anAccountStandsBeforeTheHostOfS3Control() throws {
    let account = EndpointParameters(accountID: "111122223333")
    let endpoint = try resolver(region: "eu-west-1").endpoint(for: service("s3control"), account)
    #expect(endpoint.url.host == "111122223333.s3-control.eu-west-1.amazonaws.com")
    let local = try resolver(region: "eu-west-1", endpointURL: "http://localhost:4566")
      .endpoint(for: service("s3control"), account)
    #expect(local.url.host == "111122223333.localhost")
    #expect(local.connectHost == "localhost")
  }

  @Test func aServiceOfWhichNothingIsKnownIsNotGuessed() throws {
    let error = #expect(throws: EndpointError.self) {
      try resolver(region: "eu-west-1").endpoint(for: service("quantum"))
    }
    #expect(error?.description == "nothing is known of the endpoints of quantum")
  }

  @Test(Python.needs("botocore"))
  func theTableIsWhatTheRuleSetsOfTheBotocoreThatIsPinnedSay() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let now = try Python.run([root.appending(path: "scripts/endpoints.py").path], input: Data())
    let kept = try Data(contentsOf: root.appending(path: "Sources/AWSCore/Endpoints/Endpoints.json"))
    #expect(now == kept, "Sources/AWSCore/Endpoints/Endpoints.json is stale: run scripts/endpoints")
    #expect([UInt8](kept) == PackageResources.Endpoints_json)
    let version = try #require(JSONReader.read([UInt8](kept))["botocore"].string)
    let pinned = try String(contentsOf: root.appending(path: "scripts/requirements.txt"), encoding: .utf8)
    #expect(
      pinned.contains("\nbotocore==\(version)\n"), "the table is that of botocore \(version): run scripts/endpoints")
  }

  @Test(
    arguments: [
      ("http://localhost:4566", "111122223333.localhost", "localhost"),
      ("http://lab.localhost:4566", "111122223333.lab.localhost", "lab.localhost"),
      ("http://127.0.0.1:4566", "111122223333.127.0.0.1", "127.0.0.1"),
      ("https://kvs.example", "111122223333.kvs.example", nil), ("http://[::1]:4566", "[::1]", nil),
    ] as [(String, String, String?)])
  func theAccountStandsBeforeTheHostOfAKeyValueStore(url: String, host: String, connectHost: String?) throws {
    let endpoint = try resolver(endpointURL: url).endpoint(
      for: Self.keyValueStore, EndpointParameters(storeARN: Self.store))
    #expect(endpoint.url.host == host)
    #expect(endpoint.connectHost == connectHost)
    #expect(endpoint.signingRegion == "*")
    #expect(endpoint.isCustom)
  }

  @Test(arguments: [
    "no-arn", "arn:aws:s3:::bucket", "arn:aws:cloudfront:us-east-1:111122223333:key-value-store/x",
    "arn:aws:cloudfront::1111:key-value-store/x", "arn:aws:cloudfront::111122223333:key-value-store/",
    "arn:aws:cloudfront::111122223333:function/x", "arn:aws-cn:cloudfront::111122223333:key-value-store/x",
    "arn:aws:cloudfront::evil.exampl:key-value-store/x", nil,
  ])
  func whatIsNoKeyValueStore(arn: String?) throws {
    for url in [nil, "http://localhost:4566"] {
      let resolver = try resolver(endpointURL: url)
      #expect(throws: EndpointError.self) {
        try resolver.endpoint(for: Self.keyValueStore, EndpointParameters(storeARN: arn))
      }
    }
  }

  @Test(arguments: [
    "localhost:4566", "ftp://x", "http://", "http://user:SECRET@x", "http://x?q", "http://x#f", "http://x:0",
    "http://x:70000", "http://x y", "http://[::1", "http://[::1]x", "http://a/b?", "http://exa%mple",
  ])
  func whatIsNoEndpoint(url: String) throws {
    let text = errorText { try resolver(["AWS_ENDPOINT_URL_IAM": url]).endpoint(for: service("iam")) }
    #expect(text.hasPrefix("AWS_ENDPOINT_URL_IAM is no URL"))
  }

  @Test func aRegionIsNeededWhereTheServiceHasRegions() throws {
    let resolver = try resolver()
    for name in ["cloudfront", "iam", "organizations", "account"] {
      #expect(try resolver.endpoint(for: service(name)).signingRegion == "us-east-1")
    }
    // Never the global endpoint of STS.
    #expect(try resolver.endpoint(for: service("sts")).url.host == "sts.us-east-1.amazonaws.com")
    let error = #expect(throws: EndpointError.self) { try resolver.endpoint(for: service("lambda")) }
    #expect(error?.reason == .noRegion)
    #expect(error?.description.contains("--region") == true)
    #expect(throws: EndpointError.self) {
      try resolver.endpoint(for: service("lambda"), EndpointParameters(region: "x.evil.example/"))
    }
  }

  @Test func govCloudHasNoCloudFront() throws {
    let error = #expect(throws: EndpointError.self) {
      try resolver().endpoint(for: service("cloudfront"), EndpointParameters(region: "us-gov-west-1"))
    }
    #expect(error?.reason == .notAvailable)
    #expect(error?.description.contains("GovCloud") == true)
  }

  @Test func organizationsAnswersInOneRegionByDualStackToo() throws {
    let resolver = try resolver(["AWS_USE_DUALSTACK_ENDPOINT": "true"], region: "eu-west-1")
    let endpoint = try resolver.endpoint(for: service("organizations"))
    #expect(endpoint.url.host == "organizations.us-east-1.api.aws")
    #expect(endpoint.signingRegion == "us-east-1")
  }

  @Test(arguments: ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"])
  func variantsOfAConfiguredEndpointDoNotExist(variable: String) throws {
    let resolver = try resolver([variable: "true", "AWS_ENDPOINT_URL": "http://localhost"])
    #expect(throws: EndpointError.self) { try resolver.endpoint(for: service("iam")) }
    let key = variable == "AWS_USE_FIPS_ENDPOINT" ? "use_fips_endpoint" : "use_dualstack_endpoint"
    let fromProfile = try self.resolver(config: "[default]\n\(key) = true")
    #expect(try fromProfile.endpoint(for: service("iam")).url.host != "iam.amazonaws.com")
  }

  @Test(arguments: [
    ("us-east-1", "aws"), ("ap-southeast-7", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-east-1", "aws-us-gov"),
    ("eusc-de-east-1", "aws-eusc"), ("xx-unknown-1", "aws"), ("", "aws"), ("us-iso-west-1", "aws-iso"),
    ("us-isob-east-1", "aws-iso-b"), ("eu-isoe-west-1", "aws-iso-e"), ("us-isof-south-1", "aws-iso-f"),
    ("aws-global", "aws"), ("aws-cn-global", "aws-cn"), ("aws-iso-f-global", "aws-iso-f"), ("cn-new-east-7", "aws"),
    ("us-gov-new-7", "aws-us-gov"), ("us-gov-new", "aws"), ("us-iso-new-7", "aws-iso"), ("cn--1", "aws"),
  ])
  func partitions(region: String, id: String) throws {
    #expect(Partition.partition(of: region).id == id)
    #expect(try resolver(region: region.isEmpty ? nil : region).partition.id == id)
  }

  @Test(arguments: [
    ("us-east-1", "us-east-1", "us-east-1", "us-east-1"), ("eu-west-1", "us-east-1", "us-east-1", "us-east-1"),
    ("cn-north-1", "cn-northwest-1", "cn-north-1", "cn-northwest-1"),
    ("us-gov-east-1", "us-gov-west-1", "us-gov-west-1", "us-gov-west-1"),
  ])
  func `a service without regions has a home in each partition`(
    region: String, cloudFront: String, iam: String, other: String
  ) throws {
    var configuration = TestClient([]).client.configuration
    configuration.region = region
    let client = Client(configuration)
    #expect(client.home(of: service("cloudfront")) == cloudFront)
    #expect(client.home(of: service("iam")) == iam)
    #expect(client.home(of: service("logs")) == other)
  }
}
