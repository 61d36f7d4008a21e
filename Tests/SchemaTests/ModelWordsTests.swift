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
      // Of those that hang on others the model says how, which is code.
      for (path, value) in type.schema.defaults where type.schema.dependentDefaults[path] == nil {
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

  /// What the models call so and is no default: names of members, and of things.
  private static let names =
    #"Default(CacheBehavior|RootObject|TTL|Value)|default (cache behavior|connection group|root object|amount of time|value of the parameter)"#
    + #"|IsDefault"#

  /// What stands in a model's words of a default and is in no schema, with why.
  private static let statedOtherwise = [
    "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.EnableAcceptEncodingBrotli":
      "of the header Accept-Encoding, not of the member, which is required",
    "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.EnableAcceptEncodingGzip": "as of Brotli",
    "ConnectionGroupId": "unproven: which group is the default one, another resource says",
    "FileSystemConfigs.S3FilesConfig.DirectS3Read": "unproven: it hangs on the memory of the function",
    "Versions.FileSystemConfigs.S3FilesConfig.DirectS3Read": "as of the function; versions are AWS's own",
    "MaxSigninSessionDuration": "no default is returned, as it says",
    "Versions.Architectures": "versions are AWS's own", "Versions.EphemeralStorage": "versions are AWS's own",
    "Versions.LoggingConfig.LogGroup": "versions are AWS's own",
    "Origins": "it says what its members say", "Domains": "it says what its members say",
  ]

  @Test func `a default that the model's words state is the schema's, or is listed with the reason`() throws {
    let words = try Self.words()
    var found: Set<String> = []
    for (type, _) in Self.sources {
      let schema = type.schema
      let known = Set(schema.defaults.keys).union(schema.dependentDefaults.keys)
      for entry in words[type.rawValue].object ?? [:] {
        let (path, said) = (entry.name, entry.value.string ?? "")
        let states = said.components(separatedBy: ". ").contains { sentence in
          let rest = sentence.replacingOccurrences(of: Self.names, with: "", options: [.regularExpression])
          return rest.range(of: #"\bdefault\b"#, options: [.regularExpression, .caseInsensitive]) != nil
            || rest.contains("If you don't specify a")
        }
        if !states { continue }
        if Self.statedOtherwise[path] != nil {
          found.insert(path)
        } else {
          // What a distribution tenant shows of its origins is the distribution's.
          let isKnown = known.contains { $0 == path || $0.hasPrefix("\(path).") }
          #expect(
            isKnown || schema.isAssigned(path.split(separator: ".").map(String.init)),
            "\(path) of \(type.rawValue): \(said)")
        }
      }
    }
    #expect(found == Set(Self.statedOtherwise.keys), "listed for nothing")
  }
}

extension String {
  /// The path without its last member.
  fileprivate var parent: String { split(separator: ".").dropLast().joined(separator: ".") }
}
