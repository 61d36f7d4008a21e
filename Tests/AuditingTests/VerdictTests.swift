import Documents
import Estate
import Schema
import Testing
@testable import Auditing

@Suite struct VerdictTests {
  private func audit(_ estate: Estate, _ ids: String...) throws -> Auditor.Outcome {
    Auditor(rules: try RuleSet(RuleSet.builtIn).selection(only: ids)).audit(estate)
  }

  @Test func `a finding names the behaviour, what is expected and what is there`() throws {
    let estate = Estates.estate(
      Estates.distribution([
        "DefaultCacheBehavior": ["ViewerProtocolPolicy": "https-only"],
        "CacheBehaviors": [
          ["PathPattern": "/img/*", "ViewerProtocolPolicy": "redirect-to-https"],
          ["PathPattern": "/api/*", "ViewerProtocolPolicy": "allow-all"],
        ],
      ]))
    let outcome = try audit(estate, "viewer-protocol-https")
    let finding = try #require(outcome.findings.first)
    #expect(outcome.findings.count == 1)
    #expect(finding.status == .fail)
    #expect(finding.path == "CacheBehaviors[/api/*].ViewerProtocolPolicy")
    #expect(finding.expected == ["in": ["redirect-to-https", "https-only"]])
    #expect(finding.actual == "allow-all")
    #expect(finding.message == "CacheBehaviors[/api/*].ViewerProtocolPolicy is allow-all: viewers may use plain HTTP.")
    #expect(finding.resource.id == "E1")
    #expect(outcome.passes == 0)
  }

  @Test func `a member that is missing fails where something was expected`() throws {
    let outcome = try audit(
      Estates.estate(Estates.distribution(["DefaultCacheBehavior": ["TargetOriginId": "a"]])), "viewer-protocol-https")
    #expect(outcome.findings.map(\.path) == ["DefaultCacheBehavior.ViewerProtocolPolicy"])
    #expect(outcome.findings.map(\.actual) == [.null])
  }

  @Test func `where nothing is wrong the rule holds`() throws {
    let outcome = try audit(
      Estates.estate(Estates.distribution(["DefaultCacheBehavior": ["ViewerProtocolPolicy": "https-only"]])),
      "viewer-protocol-https")
    #expect(outcome.findings.isEmpty)
    #expect(outcome.passes == 1)
    #expect(outcome.failures.isEmpty)
  }

  @Test func `a gap makes one distribution unknown and leaves the others judged`() throws {
    let off: JSONObject = ["DefaultCacheBehavior": [:], "LogDeliveries": []]
    let denied = Estates.distribution("E2", off)
    let estate = Estates.estate(
      Estates.distribution("E1", off.merging(["Logging": ["Enabled": false]])), denied,
      Estates.distribution("E3", off.merging(["Logging": ["Enabled": true]])),
      gaps: [Estates.gap(DistributionSchema.configuration, denied.reference)])
    let outcome = try audit(estate, "access-logging")
    #expect(outcome.findings.map { "\($0.resource.id) \($0.status)" } == ["E1 fail", "E2 unknown"])
    #expect(outcome.passes == 1)
    #expect(outcome.failures.map(\.operation) == ["cloudfront:GetDistributionConfig"])
    #expect(outcome.failures.map(\.unjudgedRules) == [["access-logging"]])
  }

  @Test func `rules that do not need what is missing are judged all the same`() throws {
    let denied = Estates.distribution(["DefaultCacheBehavior": ["ViewerProtocolPolicy": "allow-all"]])
    let estate = Estates.estate(denied, gaps: [Estates.gap(DistributionSchema.configuration, denied.reference)])
    let outcome = try audit(estate, "viewer-protocol-https")
    #expect(outcome.findings.map(\.status) == [.fail])
    #expect(outcome.failures.isEmpty)
  }

  @Test func `a list that could not be read is no empty list`() throws {
    let everything = ResourceReference(type: .distribution, id: "*")
    let estate = Estates.estate(gaps: [Estates.gap(DistributionSchema.summary, everything)])
    let rules = try RuleSet(RuleSet.builtIn).selection()
    let outcome = Auditor(rules: rules).audit(estate)
    let hidden = Set(DistributionSchema.summary.hiddenTypes)
    let expected = rules.filter { !hidden.isDisjoint(with: $0.resources) }.map(\.id)
    #expect(Set(outcome.findings.map(\.rule)).isSuperset(of: expected))
    #expect(outcome.findings.allSatisfy { $0.status == .unknown && $0.resource.id == "*" })
    #expect(outcome.passes == 0)
    #expect(outcome.failures.first?.unjudgedRules.isEmpty == false)
  }

  @Test func `one version that cannot be read leaves the other associations judged`() throws {
    let unread = Estates.version("b:1", [:])
    let estate = Estates.estate(
      Estates.distribution([
        "DefaultCacheBehavior": Estates.behavior(
          [:], lambdas: [("viewer-request", Estates.lambda("a:1")), ("origin-request", Estates.lambda("b:1"))]),
        "CacheBehaviors": [
          Estates.behavior(["PathPattern": "/x"], lambdas: [("origin-response", Estates.lambda("gone:4"))])
        ],
      ]),
      Estates.version("a:1", ["State": "Active"]), unread,
      gaps: [Estates.gap(LambdaVersionSchema.configuration, unread.reference)],
      absences: [.init(.lambdaVersion, "gone:4", region: "us-east-1")])
    let outcome = try audit(estate, "edge-lambda-exists")
    #expect(
      outcome.findings.map { "\($0.status) \($0.path)" } == [
        "fail CacheBehaviors[/x].LambdaFunctionAssociations[origin-response].Version.State",
        "unknown DefaultCacheBehavior.LambdaFunctionAssociations[origin-request].Version.State",
      ])
  }

  @Test func `limits are those of the events that a version is bound to`() throws {
    let version = Estates.version("resize:3", ["MemorySize": 512, "Timeout": 20])
    func estate(_ event: String) -> Estate {
      Estates.estate(
        Estates.distribution([
          "DefaultCacheBehavior": Estates.behavior([:], lambdas: [(event, Estates.lambda("resize:3"))])
        ]), version)
    }
    let rules = ["edge-lambda-viewer-limits", "edge-lambda-origin-limits"]
    let viewer = try audit(estate("viewer-request"), rules[0], rules[1])
    #expect(viewer.findings.map(\.path) == ["MemorySize", "Timeout"])
    #expect(viewer.findings.first?.message == "resize version 3 has 512 MB; a viewer event allows 128.")
    #expect(try audit(estate("origin-response"), rules[0], rules[1]).findings.isEmpty)
  }

  @Test(arguments: [("resize:3", true), ("resize:$LATEST", false), ("resize:live", false), ("resize", false)])
  func `only numbered versions are pinned`(id: String, holds: Bool) throws {
    let estate = Estates.estate(
      Estates.distribution([
        "DefaultCacheBehavior": Estates.behavior([:], lambdas: [("viewer-request", Estates.lambda(id))])
      ]))
    #expect(try audit(estate, "edge-lambda-version-pinned").findings.isEmpty == holds)
  }

  @Test func `a snapshot that was taken for less is no answer`() throws {
    var estate = Estates.estate(Estates.distribution(["DefaultCacheBehavior": [:]]))
    estate.coverage = [DistributionSchema.summary]
    let outcome = try audit(estate, "access-logging")
    #expect(outcome.findings.map(\.status) == [.unknown])
    #expect(outcome.failures.contains { $0.code == "NotInSnapshot" })
  }

  @Test func `retention is held against the parameter, and none is for ever`() throws {
    func group(_ name: String, _ days: JSONValue?) -> Resource {
      let id = "/aws/lambda/us-east-1.\(name)"
      var properties: JSONObject = ["logGroupName": .string(id)]
      properties["retentionInDays"] = days
      return Resource(
        reference: ResourceReference(type: .logGroup, id: id, region: "eu-west-1"), properties: properties)
    }
    let outcome = try audit(
      Estates.estate(group("a", 30), group("b", 90), group("c", 120), group("d", .none)), "edge-log-retention")
    #expect(outcome.findings.map(\.resource.id.last) == ["c", "d"])
    #expect(outcome.findings.map(\.actual) == [120, .null])
    #expect(outcome.findings.allSatisfy { $0.expected == ["atMost": 90] })
  }

  @Test func `trust is judged by meaning`() throws {
    let role = { (document: JSONValue) -> Estate in
      let reference = ResourceReference(
        type: .role, id: "edge", arn: "arn:aws:iam::111122223333:role/edge", account: Estates.account)
      return Estates.estate(
        Estates.distribution([
          "DefaultCacheBehavior": Estates.behavior([:], lambdas: [("origin-request", Estates.lambda("a:1"))])
        ]),
        Estates.version("a:1", ["Role": .string(reference.arn)]),
        Resource(reference: reference, properties: ["AssumeRolePolicyDocument": document]))
    }
    func statement(_ effect: String, _ services: JSONValue) -> JSONValue {
      ["Effect": .string(effect), "Principal": ["Service": services], "Action": "sts:AssumeRole"]
    }
    func document(_ statements: JSONValue...) -> JSONValue {
      ["Version": "2012-10-17", "Statement": .array(statements)]
    }
    let both: JSONValue = ["edgelambda.amazonaws.com", "lambda.amazonaws.com"]
    let status = { (document: JSONValue) in try audit(role(document), "edge-role-trust").findings.map(\.status) }
    #expect(try status(document(statement("Allow", both))) == [])
    #expect(
      try status(
        document(statement("Allow", "lambda.amazonaws.com"), statement("Allow", "edgelambda.amazonaws.com"))) == [])
    #expect(try status(document(statement("Allow", "lambda.amazonaws.com"))) == [.fail])
    #expect(try status(document(statement("Allow", both), statement("Deny", "edgelambda.amazonaws.com"))) == [.fail])
    #expect(try status(.null) == [.fail])
    #expect(try status("no policy") == [.unknown])
  }

  @Test func `fingerprints tell findings apart and stay the same`() throws {
    #expect(Fingerprint.of(["a", "b"]) == Fingerprint.of(["a", "b"]))
    #expect(Fingerprint.of(["a", "b"]) != Fingerprint.of(["ab"]))
    #expect(Fingerprint.of(["a"]).count == 32)
    // FNV-1a of nothing is its offset basis.
    #expect(Fingerprint.of([]) == "6c62272e07bb014262b821756295c58d")
  }

  @Test func `only resources that fit the filter are judged`() throws {
    let bad: JSONObject = ["DefaultCacheBehavior": ["ViewerProtocolPolicy": "allow-all"]]
    let estate = Estates.estate(Estates.distribution("E1", bad), Estates.distribution("E2", bad))
    let rules = try RuleSet.shipped("viewer-protocol-https")
    let outcome = Auditor(rules: rules, filter: ResourceFilter(["*/E2"])).audit(estate)
    #expect(outcome.findings.map(\.resource.id) == ["E2"])
  }

  /// As in a live check, where it would not have been asked for.
  @Test(arguments: [(["a"], []), (["b"], ["b"]), ([], ["b"])])
  func `what could not be read of a resource that nobody asks about is no failure`(
    patterns: [String], failures: [String]
  ) throws {
    let (a, b) = (ResourceReference(type: .bucket, id: "a"), ResourceReference(type: .bucket, id: "b"))
    let group = try #require(ResourceType.bucket.schema.groups.first { $0.members.contains("Policy") })
    let estate = Estates.estate(
      Resource(reference: a, properties: ["Policy": ["Version": "2012-10-17", "Statement": []]]),
      Resource(reference: b, properties: [:]), gaps: [Estates.gap(group, b)])
    let rules = try RuleSet.shipped("origin-bucket-stale-principal")
    let outcome = Auditor(rules: rules, filter: ResourceFilter(patterns)).audit(estate)
    #expect(outcome.failures.map(\.resource.id) == failures)
  }

  /// What another part of the rule reads of the association that its check selects.
  @Test(
    arguments: [
      "{EventType} has variables.", "{@} has variables.", "{keys(@)} has variables.", "{to_string(@)} has variables.",
    ])
  func `what leads elsewhere is followed, also where everything beside it is read`(message: String) throws {
    let rules = try RuleSet.read(
      """
      rules:
        - id: own
          title: Versions have no variables
          severity: low
          resource: AWS::CloudFront::Distribution
          select: DefaultCacheBehavior.LambdaFunctionAssociations[]
          value: Version.Environment
          expect:
            absent: true
          message: "\(message)"
          why: They are refused.
          remediation:
            recommendation: Remove them.
          repair:
            mode: none
      """)
    func statuses(_ properties: JSONObject) -> [Finding.Status] {
      let behavior = Estates.behavior([:], lambdas: [("viewer-request", Estates.lambda("a:1"))])
      return Auditor(rules: rules).audit(
        Estates.estate(
          Estates.distribution(["DefaultCacheBehavior": behavior]), Estates.version("a:1", properties))
      ).findings.map(\.status)
    }
    #expect(statuses(["Environment": ["Variables": ["STAGE": "x"]]]) == [.fail])
    #expect(statuses(["MemorySize": 128]) == [])
  }

  @Test func `how many members a merge has is asked of each resource anew`() throws {
    let rules = try RuleSet.read(
      """
      unknownMembers: allow
      rules:
        - id: own
          title: Few members
          severity: low
          resource: AWS::CloudFront::Distribution
          where: Comment.A.x && Comment.B.x
          value: length(merge(Comment.A, Comment.B))
          expect:
            atMost: 2
          message: There are {actual}.
          why: It is a test.
          remediation:
            recommendation: Remove one.
          repair:
            mode: none
      """)
    let alike: JSONObject = ["Comment": ["A": ["x": "1", "y": "1"], "B": ["x": "1", "y": "1"]]]
    let other: JSONObject = ["Comment": ["A": ["x": "1", "y": "1"], "B": ["x": "1", "z": "1"]]]
    let outcome = Auditor(rules: rules).audit(
      Estates.estate(Estates.distribution("E1", alike), Estates.distribution("E2", other)))
    #expect(outcome.findings.map(\.resource.id) == ["E2"])
  }

  @Test func `how many members a resource has does not depend on which of them rules read`() throws {
    let rules = try RuleSet.read(
      """
      rules:
        - id: own
          title: Few members
          severity: low
          resource: AWS::CloudFront::Distribution
          where: Comment
          value: length(@)
          expect:
            atMost: 3
          message: There are {actual}.
          why: It is a test.
          remediation:
            recommendation: Remove one.
          repair:
            mode: none
      """)
    let estate = Estates.estate(
      Estates.distribution("E1", ["Comment": "a"]),
      Estates.distribution("E2", ["Comment": "a", "PriceClass": "PriceClass_All", "Staging": false]))
    let findings = Auditor(rules: rules).audit(estate).findings
    #expect(findings.map { "\($0.resource.id) \($0.message)" } == ["E2 There are 5."])
  }

  @Test func `what two checks say of one place is told by one finding, with the repair that puts both right`() throws {
    func finding(_ repairs: (String, String)) throws -> Finding {
      let rules = try RuleSet.read(
        """
        rules:
          - id: two
            title: T
            severity: low
            resource: AWS::CloudFront::Distribution
            checks:
              - {value: Comment, expect: {equals: b}, message: first, repair: \(repairs.0)}
              - {value: Comment, expect: {matches: z}, message: second, repair: \(repairs.1)}
            why: w
            remediation: {recommendation: r}
            repair: {mode: none}
        """)
      let findings = Auditor(rules: rules).audit(Estates.estate(Estates.distribution(["Comment": "a"]))).findings
      #expect(findings.count == 1)
      return try #require(findings.first)
    }
    let (set, other) = ("{mode: auto, set: z, summary: S.}", "{mode: auto, set: b, summary: S.}")
    let alike = try finding((set, set))
    #expect(alike.message == "first second" && alike.expected == "b" && alike.repair.isAvailable)
    for repairs in [(set, other), (set, "{mode: none}"), ("{mode: none}", set)] {
      #expect(try !finding(repairs).repair.isAvailable, "\(repairs)")
    }
  }

  @Test func `a place of which very much is said stays short, and says so`() throws {
    let checks = (1...40).map { "      - {value: Comment, expect: {equals: z\($0)}, message: m\($0).}" }
    let rules = try RuleSet.read(
      """
      rules:
        - id: many
          title: T
          severity: low
          resource: AWS::CloudFront::Distribution
          checks:
      \(checks.joined(separator: "\n"))
          why: w
          remediation: {recommendation: r}
          repair: {mode: none}
      """)
    let findings = Auditor(rules: rules).audit(Estates.estate(Estates.distribution(["Comment": "a"]))).findings
    #expect(findings.map(\.message) == ["m1. m2. m3. m4. m5. m6. m7. m8. There is more of it."])
  }
}
