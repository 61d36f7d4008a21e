import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// What an audit says of findings that it did not make.
@Suite struct JudgedTests {
  private static let rule = "viewer-protocol-https"
  private static let https: JSONObject = ["DefaultCacheBehavior": ["ViewerProtocolPolicy": "https-only"]]
  private static let estate = Estates.estate(Estates.distribution("E1", https), Estates.distribution("E2", https))

  private func judged(
    _ estate: Estate = estate, rules: [String] = [rule], filter: [String] = [], baselines: [(String, String)] = []
  ) throws -> Judged {
    let declarations = try BaselineFile.declarations(
      in: baselines.map { RuleSet.Source(file: $0.0, text: $0.1) },
      BaselineFile.Context(environment: [:]) { _ in "" })
    return Auditor(
      rules: rules.isEmpty ? [] : try RuleSet(RuleSet.builtIn).selection(only: rules), declarations: declarations,
      filter: ResourceFilter(filter)
    ).audit(estate).judged
  }

  private func distribution(_ id: String) -> ResourceReference { Estates.distribution(id, [:]).reference }

  private func settles(
    _ judged: Judged, _ id: String, _ rule: String = rule, at place: DocumentPath = "", file: String = ""
  ) -> Bool {
    judged.settles(rule, at: place, writtenIn: file, on: distribution(id))
  }

  @Test func `a rule that was judged on a resource settles what it found there, and no other rule does`() throws {
    let judged = try judged()
    #expect(settles(judged, "E1"))
    #expect(settles(judged, "E2"))
    #expect(!settles(judged, "E1", "minimum-tls-version"))
    #expect(!settles(judged, "E1", "rule-that-was-deleted"))
  }

  @Test func `nothing judged settles nothing`() {
    #expect(!settles(Judged(), "E1"))
  }

  @Test func `a resource that was filtered out is not settled, not even where it is gone`() throws {
    let judged = try judged(filter: ["E2"])
    #expect(settles(judged, "E2"))
    #expect(!settles(judged, "E1"))
    #expect(!settles(judged, "E9"))
  }

  @Test func `a verdict that is missing settles neither its rule nor, for a list, the resources that it hides`() throws
  {
    let group = DistributionSchema.configuration
    let partial = Estates.estate(
      Estates.distribution("E1", Self.https), Estates.distribution("E2", Self.https),
      gaps: [Estates.gap(group, distribution("E1"))])
    let logging = try judged(partial, rules: ["access-logging", Self.rule])
    #expect(!settles(logging, "E1", "access-logging"))
    #expect(settles(logging, "E1"))
    #expect(settles(logging, "E2", "access-logging"))
    let hidden = try judged(
      Estates.estate(gaps: [
        Estates.gap(
          DistributionSchema.summary, ResourceReference(type: .distribution, id: "*", account: Estates.account))
      ]))
    #expect(!settles(hidden, "E1"))
    #expect(!settles(hidden, "*"))
    #expect(settles(try judged(), "*"))
  }

  @Test func `what is in no list that came whole is gone, for every rule`() throws {
    #expect(settles(try judged(), "E9"))
    #expect(settles(try judged(), "E9", "minimum-tls-version"))
    var narrow = Self.estate
    narrow.coverage = []
    #expect(!settles(try judged(narrow), "E9"))
  }

  @Test func `of kinds that are not listed, what is named in vain is gone, and what nothing leads to`() throws {
    let version = Estates.version("f:1", [:]).reference
    let settles = { (judged: Judged) in judged.settles("edge-lambda-runtime", at: "", writtenIn: "", on: version) }
    #expect(settles(try judged(Estates.estate(absences: [version.key]))))
    #expect(settles(try judged()))
    // Distributions are listed whole, whatever is judged of them; a version that is there is judged by its rules alone.
    #expect(settles(try judged(filter: ["f:1"])))
    #expect(!settles(try judged(filter: ["E1"])))
    #expect(!settles(try judged(Estates.estate(Estates.version("f:1", [:])))))
    var narrow = Self.estate
    narrow.coverage.remove(DistributionSchema.summary)
    #expect(!settles(try judged(narrow)))
    // A run on distributions alone does not look for versions.
    narrow.coverage = [DistributionSchema.summary]
    #expect(!settles(try judged(narrow)))
    let list = Estates.gap(
      DistributionSchema.summary, ResourceReference(type: .distribution, id: "*", account: Estates.account))
    #expect(!settles(try judged(Estates.estate(gaps: [list]))))
  }

  @Test func `a role or bucket is left only where all that may lead to it was read`() throws {
    let role = ResourceReference(type: .role, id: "edge", account: Estates.account)
    let bucket = ResourceReference(type: .bucket, id: "site", account: Estates.account)
    let settles = { (judged: Judged) in
      [role, bucket].map { judged.settles("edge-role-trust", at: "", writtenIn: "", on: $0) }
    }
    #expect(try settles(judged()) == [true, true])
    // What functions run as was not read, nor the origins of tenants.
    for group in [LambdaFunctionSchema.configuration, DistributionTenantSchema.tenant] {
      var narrow = Self.estate
      narrow.coverage.remove(group)
      #expect(try settles(judged(narrow)) == [group.type != .lambdaFunction, group.type != .distributionTenant])
    }
    let version = Estates.version("f:2", [:])
    let unread = Estates.estate(version, gaps: [Estates.gap(LambdaVersionSchema.configuration, version.reference)])
    #expect(try settles(judged(unread)) == [false, true])
    // Of other versions than those that are asked about, the settings are not read.
    #expect(try settles(judged(filter: ["edge", "site"])) == [false, false])
  }

  @Test(arguments: [
    ("/aws/lambda/us-east-1.books", "eu-west-1", true), ("/aws/lambda/us-east-1.books", "ap-south-1", false),
    ("/custom/books", "eu-west-1", false), ("/aws/lambda/us-east-1.books", "us-east-1", false),
  ])
  func `a log group of replicas is gone where the list of its region came whole`(
    name: String, region: String, isGone: Bool
  ) throws {
    var estate = Self.estate
    estate.regions = ["eu-west-1", "us-east-1"]
    estate.addGap(
      Estates.gap(
        LogGroupSchema.group,
        ResourceReference(type: .logGroup, id: "*", account: Estates.account, region: "us-east-1")))
    let group = ResourceReference(type: .logGroup, id: name, account: Estates.account, region: region)
    #expect(try judged(estate).settles("edge-log-retention", at: "", writtenIn: "", on: group) == isGone)
  }

  // MARK: Baselines

  private static func baseline(_ id: String, _ policy: String) -> String {
    """
    resources:
      - type: AWS::CloudFront::Distribution
        id: \(id)
        expect:
          DefaultCacheBehavior: {ViewerProtocolPolicy: \(policy)}
    """
  }

  @Test func `a baseline settles what its own file declared, and not what another one did`() throws {
    let judged = try judged(
      rules: [],
      baselines: [("a.yaml", Self.baseline("E1", "https-only")), ("b.yaml", Self.baseline("E2", "allow-all"))])
    #expect(settles(judged, "E1", "baseline", file: "a.yaml"))
    // Declared there no longer.
    #expect(settles(judged, "E2", "baseline", file: "a.yaml"))
    #expect(settles(judged, "E1", "baseline", file: "b.yaml"))
    let elsewhere: DocumentPath = "Comment"
    #expect(!settles(judged, "E1", "baseline", at: elsewhere, file: "c.yaml"))
    #expect(!settles(judged, "E9", "baseline", file: "c.yaml"))
    #expect(settles(judged, "E9", "baseline", file: "a.yaml"))
    #expect(!settles(try self.judged(), "E1", "baseline", file: "a.yaml"))
  }

  @Test func `what another file declares now is settled by that, wherever it lay when it was found`() throws {
    let text = Self.baseline("E1", "https-only") + "\n    only: [CacheBehaviors]\n    absent: [WebACLId]"
    let judged = try judged(rules: [], baselines: [("new.yaml", text)])
    for place: DocumentPath in [
      "DefaultCacheBehavior.ViewerProtocolPolicy", "CacheBehaviors[/a]", "CacheBehaviors[/a].Compress", "WebACLId", "",
    ] {
      #expect(settles(judged, "E1", "baseline", at: place, file: "old.yaml"), "\(place)")
    }
    for place: DocumentPath in ["DefaultCacheBehavior.Compress", "Comment"] {
      #expect(!settles(judged, "E1", "baseline", at: place, file: "old.yaml"), "\(place)")
    }
    #expect(!settles(judged, "E2", "baseline", file: "old.yaml"))
  }

  @Test func `what cannot be told at one place keeps nothing open at others`() throws {
    let code = "function handler(event) { eval(event.request.uri); return event.response; }"
    let function = Resource(
      reference: ResourceReference(type: .cloudFrontFunction, id: "h", account: Estates.account),
      properties: [
        "Name": "h", "LIVE": ["FunctionConfig": ["Runtime": "cloudfront-js-2.0"], "FunctionCode": .string(code)],
      ])
    let associated: JSONValue = [
      ["EventType": "viewer-response", "FunctionARN": .string("arn:aws:cloudfront::\(Estates.account):function/h")]
    ]
    let distribution = Estates.distribution(
      "E1", ["DefaultCacheBehavior": ["ViewerProtocolPolicy": "https-only", "FunctionAssociations": associated]])
    let judged = try judged(Estates.estate(distribution, function), rules: ["security-headers"])
    #expect(settles(judged, "E1", "security-headers", at: "CacheBehaviors[/a/*]"))
    for place: DocumentPath in ["", "DefaultCacheBehavior", "DefaultCacheBehavior.ResponseHeadersPolicyId"] {
      #expect(!settles(judged, "E1", "security-headers", at: place), "\(place)")
    }
  }

  @Test func `what is told once of several places keeps all of them open`() throws {
    let check = { (path: String) in
      """
              - {value: "generated_statuses(LIVE.FunctionCode, `null`, 'viewer-request')", path: \(path), expect: {equals: []}, message: m}
      """
    }
    let text = """
      rules:
        - id: my-rule
          title: t
          severity: high
          resource: AWS::CloudFront::Function
          checks:
      \(check("Name"))
      \(check("LIVE.FunctionConfig"))
          why: w
          remediation: {recommendation: r}
          repair: {mode: none}
      """
    let rules = try RuleSet([RuleSet.Source(file: "mine.yaml", text: text)]).selection(only: ["my-rule"])
    let code: JSONValue = "function handler(event) { return { statusCode: eval(event.request.uri) }; }"
    let function = Resource(
      reference: ResourceReference(type: .cloudFrontFunction, id: "h", account: Estates.account),
      properties: ["Name": "h", "LIVE": ["FunctionConfig": ["Comment": "c"], "FunctionCode": code]])
    let outcome = Auditor(rules: rules, declarations: []).audit(Estates.estate(function))
    #expect(outcome.findings.map(\.isUndecided) == [true], "\(outcome.findings)")
    func isSettled(_ place: DocumentPath) -> Bool {
      outcome.judged.settles("my-rule", at: place, writtenIn: "", on: function.reference)
    }
    #expect(!isSettled("Name") && !isSettled("LIVE.FunctionConfig.Comment") && isSettled("DEVELOPMENT"))
  }

  @Test func `a baseline that could not be held against a resource settles nothing there`() throws {
    let partial = Estates.estate(
      gaps: [
        Estates.gap(
          DistributionSchema.summary, ResourceReference(type: .distribution, id: "*", account: Estates.account))
      ])
    let judged = try judged(partial, rules: [], baselines: [("a.yaml", Self.baseline("E1", "https-only"))])
    #expect(!settles(judged, "E1", "baseline", file: "a.yaml"))
  }
}
