import AWSCore
import AWSServices
import Documents
import Estate
import Schema
import Synchronization
import Testing
import XMLReading
@testable import Repairing

@Suite(.needsEmulator) struct `Writing configurations` {
  private let emulator: Emulator
  private let writer = ConfigurationWriter()
  private static let secret = "s3cr3t-value"

  init() throws { emulator = try Emulator.shared.get() }

  /// A distribution with two behaviours, and a secret that its origin is told.
  private func distribution(_ name: String, settings: JSONObject = ["CachePolicyId": "658327ea"]) throws -> Part {
    let behavior: JSONObject = [
      "TargetOriginId": "app", "ViewerProtocolPolicy": "allow-all", "Compress": false,
      "AllowedMethods": [
        "Quantity": 2, "Items": ["GET", "HEAD"], "CachedMethods": ["Quantity": 2, "Items": ["GET", "HEAD"]],
      ],
      "TrustedSigners": ["Enabled": false, "Quantity": 0],
      "LambdaFunctionAssociations": ["Quantity": 0], "FunctionAssociations": ["Quantity": 0],
    ]
    let config: JSONValue = [
      "CallerReference": .string(name), "Comment": "", "Enabled": true, "DefaultRootObject": "",
      "Aliases": ["Quantity": 1, "Items": [.string("\(name).example.com")]],
      "Origins": [
        "Quantity": 1,
        "Items": [
          [
            "Id": "app", "DomainName": "app.example.com", "OriginPath": "",
            "CustomHeaders": [
              "Quantity": 1, "Items": [["HeaderName": "X-Origin-Verify", "HeaderValue": .string(Self.secret)]],
            ],
            "CustomOriginConfig": ["HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"],
          ]
        ],
      ],
      "DefaultCacheBehavior": .object(behavior.merging(settings)),
      "CacheBehaviors": [
        "Quantity": 2,
        "Items": [
          .object(behavior.merging(settings).merging(["PathPattern": "/a"])),
          .object(behavior.merging(settings).merging(["PathPattern": "/b"])),
        ],
      ],
    ]
    let made = try emulator.botocore("cloudfront", "create_distribution", ["DistributionConfig": config])
    return part(.distribution, made["Distribution"]["Id"])
  }

  private func part(_ type: ResourceType, _ id: JSONValue) -> Part {
    Part(.configuration, of: ResourceReference(type: type, id: id.string ?? "", account: "111122223333"))
  }

  private func config(of part: Part) throws -> JSONValue {
    try emulator.botocore("cloudfront", "get_distribution_config", ["Id": .string(part.resource.id)])[
      "DistributionConfig"]
  }

  @discardableResult
  private func write(_ changes: [Change], to part: Part, calls: Calls? = nil) async throws -> Reading {
    let notes = Notes()
    let calls = calls ?? emulator.calls(journal: notes.note)
    let reading = try await writer.read(part, with: calls)
    _ = try await writer.write(changes, on: reading, of: Step(part, changes: changes), with: calls)
    notes.expectNamed(by: Step(part, changes: changes))
    return try await writer.read(part, with: calls)
  }

  @Test func `changes only what is named, and its inverse takes that back`() async throws {
    let part = try distribution("named")
    let before = try config(of: part)
    let lambda: JSONValue = [
      "EventType": "viewer-request", "LambdaFunctionARN": "arn:aws:lambda:us-east-1:111122223333:function:f:1",
      "IncludeBody": false,
    ]
    let changes = [
      Change("CacheBehaviors[/b].Compress", from: false, to: true),
      Change("CacheBehaviors[/b].LambdaFunctionAssociations[viewer-request]", from: .null, to: lambda),
      Change("CacheBehaviors", from: ["/a", "/b"], to: .order(["/b", "/a"])),
      Change("Aliases", from: ["named.example.com"], to: []),
      Change("DefaultRootObject", from: .null, to: "index.html"),
      Change("Origins[app].OriginShield", from: .null, to: ["Enabled": true, "OriginShieldRegion": "us-east-1"]),
    ]
    let reading = try await write(changes, to: part)
    #expect(changes.allSatisfy { $0.status(in: reading.members) == .done })

    let items = DocumentPath("CacheBehaviors.Items")
    let second = before.value(at: items)[1]
      .setting(true, at: "Compress").setting(["Quantity": 1, "Items": [lambda]], at: "LambdaFunctionAssociations")
    let expected =
      before
      .setting([second, before.value(at: items)[0]], at: items).setting(["Quantity": 0], at: "Aliases")
      .setting("index.html", at: "DefaultRootObject")
      .setting(["Enabled": true, "OriginShieldRegion": "us-east-1"], at: "Origins.Items[0].OriginShield")
    #expect(try config(of: part) == expected)

    try await write(changes.reversed().compactMap(\.inverse), to: part)
    #expect(try config(of: part) == before)
  }

  @Test func `members that a configuration has beside those of the list are written, and taken back`() async throws {
    let part = try distribution("tags")
    let before = try config(of: part)
    let tenants: JSONValue = [
      "ParameterDefinitions": [["Name": "client", "Definition": ["StringSchema": ["Required": true]]]]
    ]
    let changes = [
      Change("CacheTagConfig", from: .null, to: ["HeaderName": "x-tags"]),
      Change("TenantConfig", from: .null, to: tenants),
    ]
    let reading = try await write(changes, to: part)
    #expect(changes.allSatisfy { $0.status(in: reading.members) == .done })
    let expected = before.setting(["HeaderName": "x-tags"], at: "CacheTagConfig").setting(tenants, at: "TenantConfig")
    #expect(try config(of: part) == expected)
    try await write(changes.compactMap(\.inverse), to: part)
    #expect(try config(of: part) == before)
  }

  @Test func `keeps what nobody knows, and secrets as they are`() async throws {
    let part = try distribution("unknown")
    let notes = Mutex<[String]>([])
    let calls = emulator.calls { note in notes.withLock { $0.append("\(note)") } }
    let unknown = XMLElement("NewThing", nodes: [.element(XMLElement("Deep", text: "1"))])
    func adding(to element: XMLElement) -> XMLElement {
      var copy = element
      copy.nodes = element.nodes.map { if case .element(let child) = $0 { .element(adding(to: child)) } else { $0 } }
      if ["DistributionConfig", "CacheBehavior", "Origin"].contains(element.name) {
        copy.nodes.insert(.element(unknown), at: 1)
      }
      return copy
    }
    let first = try await writer.read(part, with: calls)
    _ = try await calls.write(
      CloudFront.updateDistribution,
      ["Id": .string(part.resource.id), "IfMatch": .string(try #require(first.version))],
      document: adding(to: XMLReader.read(first.bytes)))

    let before = try await writer.read(part, with: calls)
    #expect(before.members.value(at: "CacheBehaviors[/a].NewThing.Deep") == "1")
    let changes = [
      Change("CacheBehaviors[/a].ViewerProtocolPolicy", from: "allow-all", to: "https-only"),
      Change("Origins[app].CustomOriginConfig.HTTPPort", from: 80, to: 8080),
    ]
    let after = try await write(changes, to: part, calls: calls)
    let expected = String(decoding: before.bytes, as: UTF8.self)
      .replacing("<ViewerProtocolPolicy>allow-all", with: "<ViewerProtocolPolicy>https-only", maxReplacements: 2)
      .replacing("<HTTPPort>80<", with: "<HTTPPort>8080<")
    // The default behaviour comes first and stays.
    let kept = expected.replacing(
      "<ViewerProtocolPolicy>https-only", with: "<ViewerProtocolPolicy>allow-all", maxReplacements: 1)
    #expect(try XMLReader.read(after.bytes) == XMLReader.read(Array(kept.utf8)))
    #expect(kept.contains(Self.secret))
    #expect(!notes.withLock(\.self).joined().contains(Self.secret))
  }

  @Test func `an origin of a kind that nobody knows yet keeps it`() async throws {
    let part = try distribution("newer")
    let calls = emulator.calls()
    let first = try await writer.read(part, with: calls)
    let newer = String(decoding: first.bytes, as: UTF8.self).replacing("CustomOriginConfig>", with: "NewOriginConfig>")
    _ = try await calls.write(
      CloudFront.updateDistribution,
      ["Id": .string(part.resource.id), "IfMatch": .string(try #require(first.version))],
      document: XMLReader.read(Array(newer.utf8)))
    let after = try await write([Change("Comment", from: "", to: "c")], to: part).members
    #expect(after["Comment"] == "c" && after["Origins"][0]["S3OriginConfig"].isNull, "\(after["Origins"])")
    #expect(after["Origins"][0]["NewOriginConfig"]["HTTPPort"] == 80)
  }

  @Test func `refuses to set a secret that is not kept`() async throws {
    let part = try distribution("secret")
    let before = try config(of: part)
    let change = Change(
      "Origins[app].CustomHeaders", from: .null,
      to: [["HeaderName": "X-Origin-Verify", "HeaderValue": .string(Redacted.mark)]])
    await #expect { try await write([change], to: part) } throws: { error in
      if case .refused(let reason)? = error as? WriteError {
        reason.contains("Origins[app].CustomHeaders")
      } else {
        false
      }
    }
    #expect(try config(of: part) == before)
  }

  @Test func `does not overwrite what somebody else has written`() async throws {
    let part = try distribution("stale")
    let calls = emulator.calls()
    let stale = try await writer.read(part, with: calls)
    try await write([Change("Comment", from: "", to: "another")], to: part)
    let changes = [Change("Comment", from: "", to: "mine")]
    await #expect {
      try await writer.write(changes, on: stale, of: Step(part, changes: changes), with: calls)
    } throws: { error in
      if case .service(let error)? = error as? WriteError { error.category == .conflict } else { false }
    }
    #expect(try config(of: part)["Comment"] == "another")
  }

  @Test func `a cache policy takes the place of the old settings, and gives it back`() async throws {
    let part = try distribution(
      "legacy",
      settings: [
        "MinTTL": 0, "DefaultTTL": 5, "MaxTTL": 9,
        "ForwardedValues": [
          "QueryString": true,
          "Cookies": ["Forward": "whitelist", "WhitelistedNames": ["Quantity": 1, "Items": ["c"]]],
          "Headers": ["Quantity": 1, "Items": ["Origin"]], "QueryStringCacheKeys": ["Quantity": 0],
        ],
      ])
    let before = try config(of: part)
    let members = try await writer.read(part, with: emulator.calls()).members
    let change = Change("CacheBehaviors[/b].CachePolicyId", from: .null, to: "658327ea")
    let changes = [change].withCompanions(in: members)
    try await write(changes, to: part)
    let behavior = try config(of: part)["CacheBehaviors"]["Items"][1]
    #expect(behavior["CachePolicyId"] == "658327ea")
    #expect(["ForwardedValues", "MinTTL", "DefaultTTL", "MaxTTL"].allSatisfy { behavior[$0].isNull })
    try await write(changes.compactMap(\.inverse), to: part)
    #expect(try config(of: part) == before)
  }

  @Test func `an origin becomes one of another kind, and gives that back`() async throws {
    let part = try distribution("kinds")
    let before = try config(of: part)
    func origin() throws -> JSONValue { try config(of: part)["Origins"]["Items"][0] }
    // Of S3 without an identity is what an origin is of which nothing is said.
    let gone = Change(
      "Origins[app].CustomOriginConfig",
      from: try await writer.read(part, with: emulator.calls()).members["Origins"][0]["CustomOriginConfig"], to: .null)
    let moved = Change("Origins[app].DomainName", from: "app.example.com", to: "b.s3.us-east-1.amazonaws.com")
    try await write([gone, moved], to: part)
    #expect(try origin()["S3OriginConfig"] == ["OriginAccessIdentity": ""])
    #expect(try origin()["CustomOriginConfig"].isNull)
    try await write([moved, gone].compactMap(\.inverse), to: part)
    #expect(try origin()["S3OriginConfig"].isNull)
    #expect(try config(of: part) == before)
  }

  @Test func `writes the three kinds of policies`() async throws {
    let requests: [(ResourceType, String, JSONValue, Change)] = [
      (
        .cachePolicy, "cache_policy",
        [
          "Name": "c", "MinTTL": 1,
          "ParametersInCacheKeyAndForwardedToOrigin": [
            "EnableAcceptEncodingGzip": true, "HeadersConfig": ["HeaderBehavior": "none"],
            "CookiesConfig": ["CookieBehavior": "none"],
            "QueryStringsConfig": [
              "QueryStringBehavior": "whitelist", "QueryStrings": ["Quantity": 1, "Items": ["q"]],
            ],
          ],
        ],
        Change(
          "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig.QueryStrings", from: ["q"],
          to: ["q", "r"])
      ),
      (
        .originRequestPolicy, "origin_request_policy",
        [
          "Name": "o", "HeadersConfig": ["HeaderBehavior": "none"], "CookiesConfig": ["CookieBehavior": "none"],
          "QueryStringsConfig": ["QueryStringBehavior": "none"],
        ],
        Change(
          "OriginRequestPolicyConfig.HeadersConfig", from: ["HeaderBehavior": "none"],
          to: ["HeaderBehavior": "whitelist", "Headers": ["Accept"]])
      ),
      (
        .responseHeadersPolicy, "response_headers_policy",
        [
          "Name": "r",
          "SecurityHeadersConfig": [
            "StrictTransportSecurity": ["Override": true, "AccessControlMaxAgeSec": 1]
          ],
        ],
        Change(
          "ResponseHeadersPolicyConfig.SecurityHeadersConfig.StrictTransportSecurity.AccessControlMaxAgeSec", from: 1,
          to: 63_072_000)
      ),
    ]
    for (type, name, config, change) in requests {
      let root = change.place.root
      let made = try emulator.botocore("cloudfront", "create_\(name)", [root: config])
      let id = made[String(root.dropLast("Config".count))]["Id"]
      let part = part(type, id)
      let read = { try emulator.botocore("cloudfront", "get_\(name)_config", ["Id": id])[root] }
      let before = try read()
      let reading = try await writer.read(part, with: emulator.calls())
      #expect(change.status(in: reading.members) == .due)
      #expect(try await change.status(in: write([change], to: part).members) == .done)
      #expect(try read() != before)
      try await write([try #require(change.inverse)], to: part)
      #expect(try read() == before)
    }
  }
}
