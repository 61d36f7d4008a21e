import Documents
import Estate
import Schema
import Testing
@testable import Auditing

/// Names of hosts and of HTTP headers are the same in capitals and in small letters, wherever they are compared.
@Suite struct CaselessNameTests {
  /// A document with names of one kind, spelled in one way, and its type.
  struct Spelled: Sendable, CustomTestStringConvertible {
    let type: ResourceType
    let write: @Sendable (String) -> JSONObject

    var testDescription: String { "\(type.rawValue) \(JSONWriter().string(.object(write("NAME"))))" }
  }

  static let documents: [Spelled] = [
    Spelled(type: .bucket) { name in
      let filter: JSONValue = ["Key": ["FilterRules": [["Name": .string(name), "Value": "in/"]]]]
      let one: JSONValue = ["Id": "a", "Events": ["s3:ObjectCreated:*"], "Filter": filter]
      return [
        "NotificationConfiguration": [
          "LambdaFunctionConfigurations": [one], "QueueConfigurations": [one], "TopicConfigurations": [one],
        ]
      ]
    },
    Spelled(type: .distribution) { ["Aliases": [.string("\($0).example")]] },
    Spelled(type: .distribution) { ["Origins": [["Id": "a", "DomainName": .string($0)]]] },
    Spelled(type: .distribution) { ["CacheTagConfig": ["HeaderName": .string($0)]] },
    Spelled(type: .distribution) { ["Logging": ["Enabled": true, "Bucket": .string($0)]] },
    Spelled(type: .distribution) { name in
      ["Origins": [["Id": "a", "CustomHeaders": [["HeaderName": .string(name), "HeaderValue": "(redacted)"]]]]]
    },
    Spelled(type: .distribution) { ["DefaultCacheBehavior": ["ForwardedValues": ["Headers": ["Z", .string($0)]]]] },
    Spelled(type: .distributionTenant) { ["Domains": [["Domain": .string($0)]]] },
    Spelled(type: .cachePolicy) { name in
      [
        "CachePolicyConfig": [
          "ParametersInCacheKeyAndForwardedToOrigin": [
            "HeadersConfig": ["HeaderBehavior": "whitelist", "Headers": [.string(name), "Z"]]
          ]
        ]
      ]
    },
    Spelled(type: .originRequestPolicy) { name in
      ["OriginRequestPolicyConfig": ["HeadersConfig": ["HeaderBehavior": "whitelist", "Headers": [.string(name)]]]]
    },
    Spelled(type: .responseHeadersPolicy) { name in
      [
        "ResponseHeadersPolicyConfig": [
          "CorsConfig": ["AccessControlAllowHeaders": [.string(name)], "AccessControlExposeHeaders": [.string(name)]],
          "CustomHeadersConfig": [["Header": .string(name), "Value": "v", "Override": true]],
          "RemoveHeadersConfig": [["Header": .string(name)]],
        ]
      ]
    },
  ]

  private static func estate(_ type: ResourceType, _ properties: JSONObject) -> Estate {
    let reference = ResourceReference(type: type, id: "a", account: "111122223333")
    return Estates.estate(Resource(reference: reference, properties: properties))
  }

  @Test(arguments: documents) func `are as declared in whichever letters`(document: Spelled) {
    let (declared, live) = (document.write("X-Api"), JSONValue.object(document.write("x-aPI")))
    for only in [[], [DocumentPath()]] {
      #expect(Comparison.differences(of: live, from: declared, of: document.type, only: only) == [])
    }
    #expect(live.means(.object(declared), as: document.type.schema.root))
    let other = JSONValue.object(document.write("x-apo"))
    #expect(!Comparison.differences(of: other, from: declared, of: document.type).isEmpty)
    #expect(!other.means(.object(declared), as: document.type.schema.root))
  }

  @Test(arguments: documents) func `are no change between two estates`(document: Spelled) {
    func estate(_ name: String) -> Estate {
      Self.estate(document.type, document.write(name))
    }
    #expect(EstateDiff(estate("X-Api"), estate("x-api")).entries.isEmpty)
    #expect(EstateDiff(estate("X-Api"), estate("x-app")).entries.map(\.status) == [.changed])
  }

  @Test func `a filter of S3 is the same by prefix and Prefix, and another one by its value`() {
    func bucket(_ name: String, _ value: String) -> JSONObject {
      let rules: JSONValue = [["Name": .string(name), "Value": .string(value)], ["Name": "suffix", "Value": ".jpg"]]
      return [
        "NotificationConfiguration": [
          "LambdaFunctionConfigurations": [["Id": "a", "Filter": ["Key": ["FilterRules": rules]]]]
        ]
      ]
    }
    func places(_ live: JSONObject) -> [String] {
      Comparison.differences(of: .object(live), from: bucket("prefix", "in/"), of: .bucket, only: [DocumentPath()])
        .map(\.path)
    }
    let rules = "NotificationConfiguration.LambdaFunctionConfigurations[a].Filter.Key.FilterRules"
    #expect(places(bucket("Prefix", "in/")) == [])
    #expect(places(bucket("Prefix", "IN/")) == ["\(rules)[prefix].Value"])
    #expect(places(bucket("Suffix", "in/")) != [])
  }

  // A cookie, a query string, an origin of CORS, a path and an id are other ones in other letters.
  @Test(arguments: [
    Spelled(type: .cachePolicy) { name in
      [
        "CachePolicyConfig": [
          "ParametersInCacheKeyAndForwardedToOrigin": ["CookiesConfig": ["Cookies": [.string(name)]]]
        ]
      ]
    },
    Spelled(type: .originRequestPolicy) { name in
      ["OriginRequestPolicyConfig": ["QueryStringsConfig": ["QueryStrings": [.string(name)]]]]
    },
    Spelled(type: .distribution) { ["Origins": [["Id": .string($0), "DomainName": "a"]]] },
    Spelled(type: .distribution) { ["CacheBehaviors": [["PathPattern": .string($0)]]] },
    Spelled(type: .distribution) { ["Tags": [["Key": .string($0), "Value": "v"]]] },
  ])
  func `other names have a case`(document: Spelled) {
    let live = JSONValue.object(document.write("a"))
    #expect(!Comparison.differences(of: live, from: document.write("A"), of: document.type).isEmpty)
  }

  private let headers: JSONValue = [
    "ResponseHeadersPolicyConfig": [
      "CustomHeadersConfig": [
        ["Header": "X-One", "Value": "1", "Override": true], ["Header": "x-two", "Value": "2", "Override": true],
      ]
    ]
  ]

  @Test func `leave the spelling that is there where only a value differs`() throws {
    let schema = ResourceType.responseHeadersPolicy.schema.root
    let declared: JSONObject = [
      "ResponseHeadersPolicyConfig": ["CustomHeadersConfig": [["Header": "X-TWO", "Value": "3"]]]
    ]
    let differences = Comparison.differences(of: headers, from: declared, of: .responseHeadersPolicy)
    let place = DocumentPath("ResponseHeadersPolicyConfig.CustomHeadersConfig[x-two].Value")
    #expect(differences.map(\.place) == [place])
    let mended = headers.setting("3", at: place, of: schema)
    let names = mended["ResponseHeadersPolicyConfig"]["CustomHeadersConfig"].array?.map { $0["Header"] }
    #expect(names == ["X-One", "x-two"])
  }

  @Test func `are one in places that a baseline names`() throws {
    let only = "ResponseHeadersPolicyConfig.CustomHeadersConfig[X-ONE]"
    let text = """
      resources:
        - type: AWS::CloudFront::ResponseHeadersPolicy
          id: a
          absent: ["ResponseHeadersPolicyConfig.CustomHeadersConfig[X-Two]"]
          only: ["\(only)"]
      """
    let declarations = try BaselineFile.declarations(
      in: [.init(file: "b.yaml", text: text)], BaselineFile.Context(environment: [:]) { _ in "" })
    let auditor = Auditor(rules: [], declarations: declarations)
    let found = auditor.audit(Self.estate(.responseHeadersPolicy, headers.object ?? [:])).findings.map(\.path)
    #expect(
      found
        == ["[x-one].Header", "[x-one].Override", "[x-one].Value", "[x-two]"].map {
          "ResponseHeadersPolicyConfig.CustomHeadersConfig\($0)"
        })
  }

  @Test func `an alias selects in whichever letters, and so does a filter`() {
    let resource = Resource(
      reference: ResourceReference(type: .distribution, id: "E1", account: "1", region: "global"),
      properties: ["Aliases": ["www.example.com"], "Comment": "Shop"])
    let selector = Declaration.Selector(.distribution, alias: "WWW.Example.com")
    guard case .yes = selector.means(resource.reference, .object(resource.properties)) else {
      Issue.record("the alias is not found")
      return
    }
    #expect(ResourceFilter(["WWW.*.com"]).matches(resource))
    // A comment is somebody's text.
    #expect(!ResourceFilter(["shop"]).matches(resource))
  }
}
