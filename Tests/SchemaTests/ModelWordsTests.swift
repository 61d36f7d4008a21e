import Documents
import Foundation
import Testing
@testable import Schema

/// What the schemas say of orders and defaults, held against what the service models say in words.
@Suite(.enabled(if: BotocoreModels.python != nil, "needs Python with botocore: run scripts/setup"))
struct ModelWordsTests {
  /// Which structures of the models the members of a type come from, as `service/shape/PREFIX`.
  private static let sources: [(ResourceType, [String])] = [
    (.distribution, ["cloudfront/DistributionConfig/", "logs/Delivery/LogDeliveries"]),
    (.cloudFrontFunction, ["cloudfront/FunctionSummary/LIVE", "cloudfront/FunctionSummary/DEVELOPMENT"]),
    (.keyValueStore, ["cloudfront/KeyValueStore/"]),
    (.cachePolicy, ["cloudfront/CachePolicy/"]), (.originRequestPolicy, ["cloudfront/OriginRequestPolicy/"]),
    (.responseHeadersPolicy, ["cloudfront/ResponseHeadersPolicy/"]),
    (.originAccessControl, ["cloudfront/OriginAccessControlSummary/"]),
    (.originAccessIdentity, ["cloudfront/CloudFrontOriginAccessIdentitySummary/"]),
    (.lambdaFunction, ["lambda/FunctionConfiguration/", "lambda/FunctionConfiguration/Versions"]),
    (.lambdaVersion, ["lambda/FunctionConfiguration/"]), (.role, ["iam/Role/"]),
    (.bucket, ["s3/NotificationConfiguration/NotificationConfiguration"]),
    (.logGroup, ["logs/LogGroup/", "logs/SubscriptionFilter/SubscriptionFilters"]),
    (.distributionTenant, ["cloudfront/DistributionTenant/", "cloudfront/Origin/Origins"]),
    (.connectionGroup, ["cloudfront/ConnectionGroup/"]),
    (
      .connectionFunction,
      ["cloudfront/ConnectionFunctionSummary/LIVE", "cloudfront/ConnectionFunctionSummary/DEVELOPMENT"]
    ), (.vpcOrigin, ["cloudfront/VpcOrigin/"]),
  ]

  @Test func `every type is held against the models`() {
    #expect(Set(Self.sources.map(\.0)) == Set(ResourceType.allCases))
  }

  private static func words() throws -> JSONValue {
    let arguments = sources.flatMap { type, shapes in shapes.map { "\(type.rawValue)=\($0)" } }
    let output = try BotocoreModels.output(of: "Tests/SchemaTests/Fixtures/model_words.py", arguments)
    return try JSONReader.read(Array(output))
  }

  /// Lists whose order means something though no model says so, with the page that does.
  private static let ordersDocumentedElsewhere = [
    "OriginGroups.Members": "Developer Guide, origin failover: the first member is the primary origin",
    "LogDeliveries.recordFields": "API reference, CreateDelivery: the fields are delivered in this order",
    "Layers": "Lambda Developer Guide, layers: later layers replace files of earlier ones",
    "Versions.Layers": "as Layers",
    "ImageConfigResponse.ImageConfig.Command": "the arguments of a command",
    "ImageConfigResponse.ImageConfig.EntryPoint": "a command and its arguments",
    "Versions.ImageConfigResponse.ImageConfig.Command": "as in ImageConfigResponse",
    "Versions.ImageConfigResponse.ImageConfig.EntryPoint": "as in ImageConfigResponse",
  ]

  @Test func `a list has an order where the model says so, and where another page does`() throws {
    let words = try Self.words()
    for (type, _) in Self.sources {
      for (path, semantics) in type.schema.lists {
        let said = words[type.rawValue][path].string ?? ""
        let saysOrder =
          said.range(
            of: #"\bin (the |this )?order\b|\bordered list\b"#, options: [.regularExpression, .caseInsensitive]) != nil
        let isElsewhere = Self.ordersDocumentedElsewhere[path] != nil
        #expect(
          semantics.isOrdered == (saysOrder || isElsewhere),
          "\(path) of \(type.rawValue): the schema says \(semantics.isOrdered), the model: \(said.prefix(400))")
        #expect(!(saysOrder && isElsewhere), "\(path): the model says it by now")
      }
    }
  }

  @Test func `what is emptied is so by the model's words`() throws {
    let words = try Self.words()
    for (type, _) in Self.sources {
      for path in type.schema.emptied {
        #expect(words[type.rawValue][path].string?.contains("specify an empty") == true, "\(path) of \(type.rawValue)")
      }
    }
  }

  @Test func `a default that is said to be the model's is in its words, and the unproven ones are not`() throws {
    let words = try Self.words()
    for (type, _) in Self.sources {
      for (path, value) in type.schema.defaults {
        let said = [path, path.parent].compactMap { words[type.rawValue][$0].string }.joined(separator: " ")
        let wanted = value.value.array?.first?.string ?? value.value.string ?? JSONWriter().string(value.value)
        let states = said.components(separatedBy: ". ").contains { sentence in
          sentence.localizedCaseInsensitiveContains("default") && sentence.contains(wanted)
            // "If you don't specify a value, CloudFront uses HTTP/1.1."
            || sentence.contains("If you don't specify a value")
              && sentence.replacing("/", with: "").localizedCaseInsensitiveContains(wanted)
        }
        #expect(states == value.isProven, "\(path) of \(type.rawValue) is \(wanted): \(said.prefix(300))")
      }
    }
  }
}

extension String {
  /// The path without its last member.
  fileprivate var parent: String { split(separator: ".").dropLast().joined(separator: ".") }
}
