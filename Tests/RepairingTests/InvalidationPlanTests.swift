import Auditing
import Documents
import Repairing
import Testing

@Suite struct `Invalidation plans` {
  private static let function = "arn:aws:cloudfront::111122223333:function/guard"

  private let document: JSONValue = [
    "Origins": [["Id": "site"], ["Id": "app"], ["Id": "spare"], ["Id": "idle"]],
    "OriginGroups": [["Id": "both", "Members": [["OriginId": "spare"]]]],
    "DefaultCacheBehavior": ["TargetOriginId": "site", "CachePolicyId": "p1"],
    "CacheBehaviors": [
      ["PathPattern": "/api/*", "TargetOriginId": "app", "CachePolicyId": "p2"],
      ["PathPattern": "*.jpg", "TargetOriginId": "site"],
      ["PathPattern": "/a/*/b", "TargetOriginId": "both", "FunctionAssociations": [association("viewer-response")]],
      ["PathPattern": "login", "TargetOriginId": "site", "FunctionAssociations": [association("viewer-request")]],
    ],
  ]

  private static func association(_ event: String) -> JSONValue {
    ["EventType": .string(event), "FunctionARN": .string(function)]
  }

  private func plan(
    _ places: DocumentPath..., of resources: Set<String> = [], in document: JSONValue? = nil,
    asked: [Invalidation] = [.derived]
  ) -> InvalidationPlan? {
    InvalidationPlan("E1", document: document ?? self.document, changes: places, of: resources, asked: asked)
  }

  @Test(arguments: [
    ("CacheBehaviors[/api/*].Compress", ["/api/*"]),
    ("CacheBehaviors[/api/*].LambdaFunctionAssociations[viewer-request].LambdaFunctionARN", ["/api/*"]),
    ("CacheBehaviors[/gone/*]", ["/gone/*"]),
    ("CacheBehaviors[*.jpg].Compress", ["/*"]),
    ("CacheBehaviors[/a/*/b].Compress", ["/a/*"]),
    ("CacheBehaviors[/img?.png].Compress", ["/img*"]),
    ("CacheBehaviors[/~me/x].Compress", ["/*"]),
    ("CacheBehaviors[login].Compress", ["/login*"]),
    ("CacheBehaviors", ["/*"]),
    ("DefaultCacheBehavior.Compress", ["/*"]),
    ("Origins[app].DomainName", ["/api/*"]),
    ("Origins[site].DomainName", ["/*"]),
    ("Origins[spare].DomainName", ["/a/*"]),
    ("OriginGroups[both].FailoverCriteria", ["/a/*"]),
    ("Origins", ["/*"]),
    ("CustomErrorResponses[404].ResponsePagePath", ["/*"]),
    ("DefaultRootObject", ["/*"]),
    ("SomethingNew.Of.It", ["/*"]),
  ])
  func `name the paths that a change concerns`(place: String, paths: [String]) {
    #expect(plan(DocumentPath(place))?.paths == paths)
  }

  @Test(arguments: [
    "Logging.Enabled", "Comment", "PriceClass", "WebACLId", "Tags[team].Value", "Aliases", "LogDeliveries",
    "ViewerCertificate.MinimumProtocolVersion", "CacheBehaviors[/api/*].RealtimeLogConfigArn",
    "Origins[idle].DomainName",
  ])
  func `are none where viewers get what they got`(place: String) {
    #expect(plan(DocumentPath(place)) == nil)
    #expect(plan(DocumentPath(place), asked: [.paths(["/a"])]) == nil)
    #expect(plan(DocumentPath(place), "CacheBehaviors[/api/*].Compress")?.paths == ["/api/*"])
  }

  @Test func `are none where nobody asks`() {
    #expect(plan("DefaultCacheBehavior.Compress", asked: []) == nil)
  }

  @Test func `follow functions and policies to the behaviours that name them`() {
    #expect(plan(of: [Self.function])?.paths == ["/a/*", "/login*"])
    #expect(plan(of: ["p2"])?.paths == ["/api/*"])
    #expect(plan(of: ["p1", "p2"])?.paths == ["/*"])
    #expect(plan(of: ["nobody"]) == nil)
  }

  @Test func `cover everything where behaviours were not read`() {
    let unread = document.setting(.unread(0), at: "CacheBehaviors")
    #expect(plan("Origins[app].DomainName", in: unread)?.paths == ["/*"])
    #expect(plan(of: ["p2"], in: [:])?.paths == ["/*"])
    #expect(
      plan("Origins[app].DomainName", in: document.setting(.unread(0), at: "OriginGroups"))?.paths == ["/*"])
  }

  @Test func `say that a function at viewer-request may lead elsewhere`() {
    #expect(plan("CacheBehaviors[login].Compress")?.remarks.count == 1)
    #expect(plan("CacheBehaviors[/api/*].Compress")?.remarks == [])
    #expect(plan("CacheBehaviors[login].Compress", "DefaultCacheBehavior.Compress")?.remarks == [])
  }

  @Test func `take the paths that are listed, each once, and all that several baselines ask`() {
    let listed = Invalidation.paths(["/b.css", "/api/x", "/api/*", "/api/v1/*", "/b.css"])
    #expect(plan("DefaultRootObject", asked: [listed])?.paths == ["/api/*", "/b.css"])
    #expect(plan("CacheBehaviors[/a/*/b].Compress", asked: [listed, .derived])?.paths == ["/a/*", "/api/*", "/b.css"])
    #expect(plan("DefaultRootObject", asked: [listed])?.cost == 2)
  }

  @Test func `name a folder rather than many objects in it`() {
    let objects = (1...11).map { "/img/\($0).png?v=/1" }
    #expect(plan("DefaultRootObject", asked: [.paths(objects + ["/img/old/a"])])?.paths == ["/img/*"])
    #expect(plan("DefaultRootObject", asked: [.paths(Array(objects.dropLast()))])?.cost == 10)
    #expect(plan("DefaultRootObject", asked: [.paths((1...11).map { "/\($0)" })])?.paths == ["/*"])
  }

  @Test func `keep to the limits of CloudFront`() {
    func planned(_ paths: [String]) -> InvalidationPlan? { plan("DefaultRootObject", asked: [.paths(paths)]) }
    let wildcards = (10..<26).map { "/\($0)/*" }
    #expect(planned(wildcards)?.paths == ["/*"])
    #expect(planned(wildcards)?.remarks.first?.contains("16 paths") == true)
    #expect(planned(Array(wildcards.dropLast()))?.cost == 15)
    #expect(planned(Array(wildcards.dropLast()))?.remarks == [])
    let objects = (0..<301).flatMap { folder in (0..<10).map { "/\(folder)/\($0)" } }
    #expect(planned(objects)?.paths == ["/*"])
    #expect(planned(objects)?.remarks.first?.contains("3010 objects") == true)
    #expect(planned(Array(objects.dropLast(10)))?.cost == 3000)
  }
}
