import Documents
import Testing

@testable import Repairing

@Suite struct `Changes` {
  private let members: JSONValue = [
    "CacheBehaviors": [["PathPattern": "/a", "Compress": false], ["PathPattern": "/b", "Compress": true]],
    "DefaultRootObject": "",
  ]

  @Test func `are due, done or overtaken`() {
    let change = Change("CacheBehaviors[/a].Compress", from: false, to: true)
    #expect(change.status(in: members) == .due)
    #expect(change.status(in: change.applied(to: members)) == .done)
    #expect(Change("CacheBehaviors[/a].Compress", from: true, to: "x").status(in: members) == .overtaken(by: false))
    #expect(Change("DefaultRootObject", from: "index.html", to: .null).status(in: members) == .done)
  }

  @Test func `are taken back by their inverse`() throws {
    for change in [
      Change("CacheBehaviors[/a].Compress", from: false, to: true),
      Change("CacheBehaviors", from: ["/a", "/b"], to: .order(["/b", "/a"])),
    ] {
      let changed = change.applied(to: members)
      #expect(changed != members)
      #expect(try #require(change.inverse).applied(to: changed) == members)
    }
  }

  @Test(arguments: [
    ("CacheBehaviors", "PathPattern"), ("OriginGroups[g].Members", "OriginId"), ("Layers", "Arn"),
  ])
  func `take along the order of the list in which an element comes`(path: String, key: String) throws {
    let (list, members) = (DocumentPath(path), ["OriginGroups": [["Id": "f"], ["Id": "g"]]] as JSONObject)
    func element(_ name: String) -> JSONValue { .object([key: .string(name)]) }
    let before = JSONValue.object(members).setting([element("a"), element("x"), element("b")], at: list)
    let wanted = JSONValue.object(members).setting([element("c"), element("a"), element("b")], at: list)
    let changes = [
      Change(list.element("c"), from: .null, to: element("c")),
      Change(list, from: [], to: .order(["c", "a", "b"])), Change(list.element("x"), from: element("x"), to: .null),
    ].withOrder(in: before)
    #expect(changes.last == Change(list, from: ["a", "x", "b"], to: .order(["c", "a", "b"])))
    #expect(changes.valuesFirst.reduce(before) { $1.applied(to: $0) } == wanted)
    let inverses = changes.reversed().compactMap(\.inverse).withOrder(in: wanted)
    #expect(inverses.valuesFirst.reduce(wanted) { $1.applied(to: $0) } == before)
  }

  @Test func `leave the order of a list that has none`() {
    let before: JSONValue = ["Origins": [["Id": "a"], ["Id": "b"]]]
    let changes = [Change("Origins[c]", from: .null, to: ["Id": "c"])]
    #expect(changes.withOrder(in: before) == changes)
  }

  @Test func `what services say by themselves does not count`() {
    let old: JSONValue = ["filterName": "f", "filterPattern": "", "destinationArn": "a", "creationTime": 1]
    let new = old.setting(2, at: "creationTime").setting("g", at: "logGroupName")
    let change = Change("SubscriptionFilters[f]", from: .null, to: old)
    #expect(change.status(in: ["SubscriptionFilters": [new]]) == .done)
    let other = new.setting("b", at: "destinationArn")
    #expect(change.status(in: ["SubscriptionFilters": [other]]) == .overtaken(by: other))
  }

  @Test func `a list of texts is a set`() {
    let change = Change("Aliases", from: ["a", "b"], to: ["a"])
    #expect(change.status(in: ["Aliases": ["b", "a"]]) == .due)
    #expect(change.status(in: ["Aliases": ["b", "c"]]) == .overtaken(by: ["b", "c"]))
  }

  @Test func `take along what AWS does not accept beside them`() {
    let certificate: JSONValue = [
      "ViewerCertificate": [
        "ACMCertificateArn": "old", "Certificate": "old", "CertificateSource": "acm",
        "CloudFrontDefaultCertificate": false, "SSLSupportMethod": "sni-only",
      ]
    ]
    let change = Change("ViewerCertificate.ACMCertificateArn", from: "old", to: "new")
    let echo = Change("ViewerCertificate.Certificate", from: "old", to: "new")
    #expect([change].withCompanions(in: certificate) == [change, echo])
    #expect([change, echo].withCompanions(in: certificate) == [change, echo])
    let legacy: JSONValue = ["DefaultCacheBehavior": ["ForwardedValues": ["QueryString": true], "MinTTL": 0]]
    let policy = Change("DefaultCacheBehavior.CachePolicyId", from: .null, to: "id")
    #expect(
      [policy].withCompanions(in: legacy) == [
        policy, Change("DefaultCacheBehavior.ForwardedValues", from: ["QueryString": true], to: .null),
        Change("DefaultCacheBehavior.MinTTL", from: 0, to: .null),
      ])
    #expect([policy.inverse].compactMap(\.self).withCompanions(in: legacy).count == 1)
  }

  @Test func `take along what belongs to their own place, and not what is called alike elsewhere`() {
    let origins: JSONValue = [
      "Origins": [
        ["Id": "a", "OriginAccessControlId": "E1", "S3OriginConfig": ["OriginAccessIdentity": ""]],
        ["Id": "b", "OriginAccessControlId": "E2", "S3OriginConfig": ["OriginAccessIdentity": ""]],
      ],
      "DefaultCacheBehavior": [
        "AllowedMethods": ["Items": ["GET", "HEAD", "OPTIONS"], "CachedMethods": ["GET", "HEAD", "OPTIONS"]],
        "TrustedKeyGroups": ["Enabled": true, "Items": ["k"]],
      ],
    ]
    let gone = Change("Origins[b].OriginAccessControlId", from: "E2", to: .null)
    for (place, value) in [
      ("Origins[b].S3OriginConfig.OriginAccessIdentity", "i"),
      ("Origins[b].S3OriginConfig", ["OriginAccessIdentity": "i", "OriginReadTimeout": 30]),
    ] as [(DocumentPath, JSONValue)] {
      let change = Change(place, from: origins.value(at: place), to: value)
      #expect([change].withCompanions(in: origins) == [change, gone])
    }
    let groups = Change("DefaultCacheBehavior.TrustedKeyGroups.Items", from: ["k"], to: ["l"])
    #expect([groups].withCompanions(in: origins) == [groups])
    let methods = Change(
      "DefaultCacheBehavior.AllowedMethods.Items", from: ["GET", "HEAD", "OPTIONS"], to: ["GET", "HEAD"])
    let kept = Change(
      "DefaultCacheBehavior.AllowedMethods.CachedMethods", from: ["GET", "HEAD", "OPTIONS"], to: ["GET", "HEAD"])
    #expect([methods].withCompanions(in: origins) == [methods, kept])
  }

  @Test func `are folded by what they began with`() {
    func fold(_ states: (JSONValue, JSONValue)...) -> [Change] { states.map { Change("a", from: $0, to: $1) }.folded }
    #expect(fold(("draft", "live"), ("live", "draft")) == [])
    #expect(fold(("draft", "live")) == [Change("a", from: "draft", to: "live")])
    // Refused the first time.
    #expect(fold(("draft", "live"), ("live", "draft"), ("live", "draft")) == [])
    #expect(fold(("draft", "live"), ("draft", "live"), ("live", "draft")) == [])
    // Somebody else has written another draft.
    #expect(fold(("draft", "live"), ("theirs", "live"), ("live", "theirs")) == [])
    #expect(fold(("draft", "live"), ("theirs", "live")) == [Change("a", from: "theirs", to: "live")])
  }
}
