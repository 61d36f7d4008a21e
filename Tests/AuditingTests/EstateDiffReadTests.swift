import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// What a comparison of two estates, or with a baseline, may say of what it did and did not read.
@Suite struct EstateDiffReadTests {
  private func resource(_ type: ResourceType, _ id: String, region: String = "global") -> Resource {
    Resource(reference: ResourceReference(type: type, id: id, region: region), properties: ["Name": .string(id)])
  }

  /// Kinds of which only what something leads to is read.
  static let led: [(ResourceType, String)] = [
    (.role, "global"), (.bucket, "global"), (.lambdaFunction, "us-east-1"), (.logGroup, "us-east-1"),
  ]

  @Test(arguments: led)
  func `what nothing leads to any more is not removed, unless it is known to be gone`(
    type: ResourceType, region: String
  ) {
    let (with, without) = (Estates.estate(resource(type, "x", region: region)), Estates.estate())
    #expect(EstateDiff(with, without).entries.map(\.status) == [.unreached])
    #expect(EstateDiff(without, with).entries.map(\.status) == [.reached])
    let key = resource(type, "x", region: region).key
    #expect(EstateDiff(with, Estates.estate(absences: [key])).entries.map(\.status) == [.removed])
    #expect(EstateDiff(Estates.estate(absences: [key]), with).entries.map(\.status) == [.added])
  }

  /// What may lead to a resource, and could not be read on one side.
  static let leads: [(ResourceType, String, AttributeGroup, ResourceType, String)] = [
    (.bucket, "global", DistributionTenantSchema.tenant, .distributionTenant, "dt_1"),
    (.bucket, "global", DistributionTenantSchema.summary, .distributionTenant, "*"),
    (.lambdaFunction, "us-east-1", BucketSchema.notifications, .bucket, "site"),
    (.lambdaFunction, "us-east-1", BucketSchema.topicSubscriptions, .bucket, "site"),
    (.role, "global", LambdaVersionSchema.configuration, .lambdaVersion, "f:1"),
  ]

  @Test(arguments: leads)
  func `what something may lead to that could not be read is not said to be led to by nothing`(
    type: ResourceType, region: String, group: AttributeGroup, leading: ResourceType, id: String
  ) {
    let with = Estates.estate(resource(type, "x", region: region))
    let without = Estates.estate(
      gaps: [Estates.gap(group, ResourceReference(type: leading, id: id, account: Estates.account))])
    for diff in [EstateDiff(with, without), EstateDiff(without, with)] {
      #expect(diff.entries.contains { $0.resource.type == type && $0.status == .unread })
      #expect(!diff.entries.contains { [.reached, .unreached].contains($0.status) })
      #expect(diff.isIncomplete)
    }
    // What belongs to others is not followed on either side.
    guard leading == .bucket else { return }
    let others = Estates.gap(group, ResourceReference(type: leading, id: id)).ofOtherAccount()
    #expect(EstateDiff(with, Estates.estate(gaps: [others])).entries.map(\.status) == [.unreached])
  }

  /// What only AWS says of a resource, and the list of a kind of which there is none.
  static let quiet: [(AttributeGroup, Resource?)] = [
    (DistributionSchema.invalidations, Estates.distribution(["Enabled": true])), (ConnectionGroupSchema.summary, nil),
  ]

  @Test(arguments: quiet)
  func `what could not be read on one side is said, though nothing of it would be a change`(
    group: AttributeGroup, resource: Resource?
  ) {
    let reference = resource?.reference ?? ResourceReference(type: group.type, id: "*", account: Estates.account)
    var (read, unread) = (Estates.estate(), Estates.estate(gaps: [Estates.gap(group, reference)]))
    if let resource {
      read.add(resource)
      unread.add(resource)
    }
    for diff in [EstateDiff(read, unread), EstateDiff(unread, read)] {
      #expect(diff.isIncomplete && diff.entries.map(\.resource.type) == [group.type], "\(diff.entries)")
    }
    #expect(EstateDiff(read, read).entries.isEmpty)
  }

  @Test func `what is in a list that came whole is removed when it is not`() {
    let (with, without) = (Estates.estate(Estates.distribution([:])), Estates.estate())
    #expect(EstateDiff(with, without).entries.map(\.status) == [.removed])
    #expect(EstateDiff(without, with).entries.map(\.status) == [.added])
  }

  /// Values that AWS fills in, and others.
  static let defaults: [(String, JSONValue, JSONValue)] = [
    ("Compress", false, true), ("SmoothStreaming", false, true), ("TargetOriginId", "a", "b"),
  ]

  @Test(arguments: defaults)
  func `both values are shown, also where one is what AWS fills in`(name: String, one: JSONValue, other: JSONValue) {
    func estate(_ value: JSONValue) -> Estate {
      Estates.estate(
        Estates.distribution(["DefaultCacheBehavior": ["ViewerProtocolPolicy": "https-only", name: value]]))
    }
    for (old, new) in [(one, other), (other, one)] {
      let change = EstateDiff(estate(old), estate(new)).entries.first?.changes.first
      #expect(change?.old == old && change?.new == new, "\(name)")
    }
  }

  @Test func `a resource of which nothing was read has not changed, and is not captured`() {
    let (full, empty) = (Estates.distribution(["Enabled": true, "Comment": "c"]), Estates.distribution([:]))
    let gap = Estates.gap(DistributionSchema.configuration, empty.reference)
    let (read, unread) = (Estates.estate(full), Estates.estate(empty, gaps: [gap]))
    #expect(EstateDiff(read, unread).entries.map(\.status) == [.unread])
    #expect(EstateDiff(unread, read).isIncomplete)
    let captured = Capture.declarations(of: unread)
    #expect(captured.declarations.isEmpty && !captured.isWhole && captured.unread == [.distribution])
    #expect(Capture.declarations(of: read).isWhole)
  }

  @Test func `a list of which one element was not read is left out whole, and closes nothing`() {
    let role = Resource(
      reference: ResourceReference(type: .role, id: "r", account: Estates.account),
      properties: ["RoleName": "r", "Description": "d", "RolePolicyList": [["PolicyName": "seen"]]])
    let estate = Estates.estate(role, gaps: [Estates.gap(RoleSchema.inlinePolicies, role.reference)])
    let captured = Capture.declarations(of: estate)
    #expect(captured.declarations.map(\.expect) == [["Description": "d"]])
    #expect(captured.declarations.map(\.only) == [[]])
    #expect(!captured.isWhole && captured.notes.contains { $0.contains("RolePolicyList") })
  }

  @Test(
    "What people set is compared, beside what AWS says of it",
    arguments: [
      (ResourceType.lambdaFunction, "FunctionUrlConfig", ["AuthType": "AWS_IAM"], ["AuthType": "NONE"]),
      (.lambdaVersion, "RuntimeManagementConfig", ["UpdateRuntimeOn": "Auto"], ["UpdateRuntimeOn": "Manual"]),
      (.distribution, "LogDeliveries", [["id": "d", "logType": "ACCESS_LOGS"]], []),
    ] as [(ResourceType, String, JSONValue, JSONValue)])
  func comparesWhatPeopleSet(type: ResourceType, name: String, old: JSONValue, new: JSONValue) {
    func estate(_ value: JSONValue) -> Estate {
      Estates.estate(
        Resource(reference: ResourceReference(type: type, id: "x", region: "us-east-1"), properties: [name: value]))
    }
    #expect(EstateDiff(estate(old), estate(new)).entries.map(\.status) == [.changed], "\(name)")
  }

  // MARK: One of many

  @Test func `one policy that was not read hides no other`() {
    let role = Resource(
      reference: ResourceReference(type: .role, id: "r", account: Estates.account),
      properties: [
        "RoleName": "r",
        "RolePolicyList": [["PolicyName": "seen", "PolicyDocument": ["Version": "2012-10-17", "Statement": []]]],
      ])
    let estate = Estates.estate(role, gaps: [Estates.gap(RoleSchema.inlinePolicies, role.reference)])
    func findings(_ expected: JSONValue, only: [DocumentPath] = []) -> [String] {
      var declaration = Declaration(
        .init(.role, id: "r"), expect: ["RolePolicyList": expected], source: SourceMark(file: "b.yaml", line: 1))
      declaration.only = only
      return Auditor(rules: [], declarations: [declaration]).audit(estate).findings.map {
        "\($0.path) \($0.status)"
      }
    }
    let document: JSONValue = ["Version": "2012-10-17", "Statement": []]
    let other: JSONValue = [
      "Version": "2012-10-17", "Statement": [["Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"]],
    ]
    #expect(findings([["PolicyName": "seen", "PolicyDocument": document]]) == [])
    #expect(
      findings([["PolicyName": "seen", "PolicyDocument": other]]) == ["RolePolicyList[seen].PolicyDocument fail"])
    #expect(findings([["PolicyName": "hidden", "PolicyDocument": document]]) == ["RolePolicyList unknown"])
    #expect(
      Set(findings([["PolicyName": "mine", "PolicyDocument": document]], only: ["RolePolicyList"]))
        == ["RolePolicyList unknown", "RolePolicyList[seen] fail"])
  }

  // MARK: Characters that do something

  @Test(arguments: [
    "a\u{202E}b", "\u{7F}", "\u{85}x", "\u{FEFF}y", "\u{E0041}", "line\u{2028}two", "one\n\u{202E}two\n",
  ])
  func `what is captured holds no character that does something, and is read back as it was`(text: String) throws {
    let estate = Estates.estate(Estates.distribution(["Comment": .string(text)]))
    let file = BaselineWriter.text(Capture.declarations(of: estate).declarations)
    #expect(!file.unicodeScalars.contains { $0 != "\n" && $0.isActive }, "\(file.debugDescription)")
    let read = try BaselineFile.declarations(
      in: [RuleSet.Source(file: "b.yaml", text: file)],
      BaselineFile.Context(environment: [:]) { _ in "" })
    #expect(read.first?.expect["Comment"] == .string(text))
  }
}
