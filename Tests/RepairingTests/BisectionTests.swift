import AWSCore
import Documents
import Estate
import Schema
import Foundation
import Synchronization
import Testing
import Transport

@testable import Repairing

/// What is done of a step that a service refuses as a whole, over a service that keeps one document and refuses some of
/// what is sent.
@Suite struct `A step that is refused as a whole` {
  /// A distribution whose updates are answered by a rule on what they hold.
  private final class Service: Transport {
    private let state: Mutex<(document: String, version: Int, updates: Int)>
    private let accepts: @Sendable (String) -> Bool

    init(_ document: String, accepts: @escaping @Sendable (String) -> Bool) {
      state = Mutex((document, 1, 0))
      self.accepts = accepts
    }

    var document: String { state.withLock(\.document) }
    var updates: Int { state.withLock(\.updates) }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      state.withLock { state in
        if request.method == "PUT" {
          state.updates += 1
          let sent = String(decoding: request.body, as: UTF8.self)
          guard accepts(sent) else {
            let error =
              "<ErrorResponse><Error><Code>InvalidArgument</Code><Message>no</Message></Error></ErrorResponse>"
            return HTTPResponse(status: 400, headers: [:], body: Array(error.utf8))
          }
          state.document = sent
          state.version += 1
        }
        return HTTPResponse(status: 200, headers: ["ETag": "V\(state.version)"], body: Array(state.document.utf8))
      }
    }
  }

  private static let document = """
    <DistributionConfig><Comment>old</Comment><HttpVersion>http1.1</HttpVersion><PriceClass>old</PriceClass>\
    <DefaultCacheBehavior><Compress>false</Compress><TargetOriginId>a</TargetOriginId>\
    <ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy></DefaultCacheBehavior>\
    <Origins><Quantity>1</Quantity><Items><Origin><Id>a</Id></Origin></Items></Origins>\
    <ViewerCertificate><SSLSupportMethod>vip</SSLSupportMethod><MinimumProtocolVersion>TLSv1</MinimumProtocolVersion>\
    </ViewerCertificate></DistributionConfig>
    """

  private static let changes = [
    Change("ViewerCertificate.MinimumProtocolVersion", from: "TLSv1", to: "TLSv1.2_2021"),
    Change("DefaultCacheBehavior.ViewerProtocolPolicy", from: "allow-all", to: "redirect-to-https"),
    Change("DefaultCacheBehavior.Compress", from: false, to: true),
    Change("Comment", from: "old", to: "new"),
  ]

  /// What came of changes, and the journal.
  private func apply(_ changes: [Change], to service: Service) async throws -> (StepOutcome, JournalReading) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bisection-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = JournalRecord.Run(
      id: "r", command: "fix", undone: nil, account: "111122223333", version: "1", startedAt: "2026-01-01T00:00:00Z")
    let journal = try Journal(run, in: folder)
    let environment = [
      "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_MAX_ATTEMPTS": "1",
    ]
    let step = Step(Part(.configuration, of: ResourceReference(type: .distribution, id: "E1")), changes: changes)
    let client = try Client(service, environment: environment)
    let outcome = await StepWork(step, client: client, journal: journal, stop: Stop()).outcome()
    let text = try String(contentsOfFile: "\(folder)/r.jsonl", encoding: .utf8)
    return (outcome, try JournalReading(text: text, file: "r.jsonl"))
  }

  @Test(arguments: changes.indices)
  func `is done but for what is refused, which is named`(refused: Int) async throws {
    guard case .value(let value) = Self.changes[refused].to else { return }
    let text = value.string ?? "\(value == true)"
    let service = Service(Self.document) { !$0.contains(">\(text)<") }
    let (outcome, journal) = try await apply(Self.changes, to: service)
    #expect(outcome.status == .partial && outcome.hasWritten, "\(outcome)")
    #expect(outcome.message.contains("Not made: \(Self.changes[refused].place): "), "\(outcome.message)")
    for (index, change) in Self.changes.enumerated() where index != refused {
      guard case .value(let value) = change.to else { continue }
      #expect(service.document.contains(">\(value.string ?? "\(value == true)")<"), "\(change)")
    }
    // An undo finds what was never made as it is, and takes back the rest.
    let undo = journal.undo.plan.steps.flatMap(\.changes)
    #expect(Set(undo.map(\.place)) == Set(Self.changes.map(\.place)))
  }

  @Test func `is tried once more where it waited for something else`() async throws {
    // A behaviour leads to no origin that is not there.
    let service = Service(Self.document) { sent in
      !sent.contains("http3") && (!sent.contains("<TargetOriginId>b<") || sent.contains("<Id>b<"))
    }
    let (outcome, _) = try await apply(
      [
        Change("DefaultCacheBehavior.TargetOriginId", from: "a", to: "b"),
        Change("HttpVersion", from: "http1.1", to: "http3"), Change("Origins[b]", from: .null, to: ["Id": "b"]),
      ], to: service)
    #expect(service.document.contains("<Id>b<") && service.document.contains("<TargetOriginId>b<"))
    #expect(outcome.status == .partial && outcome.message.contains("Not made: HttpVersion: "), "\(outcome)")
  }

  @Test func `fails where nothing of it is taken`() async throws {
    let service = Service(Self.document) { _ in false }
    let (outcome, journal) = try await apply(Self.changes, to: service)
    #expect(outcome.status == .failed && !outcome.hasWritten, "\(outcome)")
    #expect(outcome.message.contains("Nothing was written"))
    #expect(service.document == Self.document && journal.undo.plan.steps.isEmpty)
  }

  @Test func `is not parted without need`() async throws {
    let service = Service(Self.document) { _ in true }
    #expect(try await apply(Self.changes, to: service).0.status == .applied)
    #expect(service.updates == 1)
  }

  // MARK: What depends on each other

  @Test func `keeps together what depends on each other`() {
    func groups(_ kind: WritablePart.Name, _ type: ResourceType, _ changes: [Change]) -> [[String]] {
      Step(Part(kind, of: ResourceReference(type: type, id: "it")), changes: changes).independentChanges
        .map { $0.map(\.place.description) }
    }
    let place: DocumentPath = "CacheBehaviors[/a]"
    #expect(
      groups(
        .configuration, .distribution,
        [
          Change(place.member("CachePolicyId"), from: .null, to: "p"),
          Change(place.member("ForwardedValues"), from: ["QueryString": true], to: .null),
          Change(place.member("Compress"), from: false, to: true),
          Change("CacheBehaviors[/b]", from: .null, to: ["PathPattern": "/b"]),
          Change("CacheBehaviors", from: ["/a"], to: .order(["/b", "/a"])), Change("Comment", from: "a", to: "a"),
        ]) == [
          ["CacheBehaviors[/a].CachePolicyId", "CacheBehaviors[/a].ForwardedValues"], ["CacheBehaviors[/a].Compress"],
          ["CacheBehaviors[/b]", "CacheBehaviors"],
        ])
    // What comes in the place of what goes, at the events of one behaviour too.
    let (functions, lambdas) = (place.member("FunctionAssociations"), place.member("LambdaFunctionAssociations"))
    #expect(
      groups(
        .configuration, .distribution,
        [
          Change(functions.element("viewer-request"), from: ["EventType": "viewer-request"], to: .null),
          Change(lambdas.element("viewer-request"), from: .null, to: ["EventType": "viewer-request"]),
          Change("CacheBehaviors[/b].FunctionAssociations[viewer-request]", from: .null, to: ["EventType": "a"]),
          Change("Aliases[a]", from: .null, to: "a"), Change("Aliases[b]", from: .null, to: "b"),
        ]) == [
          ["\(functions)[viewer-request]", "\(lambdas)[viewer-request]"],
          ["CacheBehaviors[/b].FunctionAssociations[viewer-request]"], ["Aliases[a]"], ["Aliases[b]"],
        ])
    #expect(
      groups(
        .inlinePolicies, .role,
        [
          Change("RolePolicyList[p2]", from: .null, to: ["PolicyName": "p2"]),
          Change("RolePolicyList[p1]", from: ["PolicyName": "p1"], to: .null),
        ]) == [["RolePolicyList[p2]", "RolePolicyList[p1]"]])
    let origin: DocumentPath = "Origins[a]"
    #expect(
      groups(
        .configuration, .distribution,
        [
          Change(origin.member("CustomOriginConfig"), from: .null, to: ["HTTPPort": 80]),
          Change(origin.member("OriginPath"), from: "", to: "/a"),
          Change("Origins[a].S3OriginConfig.OriginAccessIdentity", from: "i", to: ""),
          Change(origin.member("OriginAccessControlId"), from: "o", to: .null),
          Change("Restrictions.GeoRestriction.RestrictionType", from: "whitelist", to: "none"),
          Change("Restrictions.GeoRestriction.Items", from: ["DE"], to: .null),
        ]) == [
          [
            "Origins[a].CustomOriginConfig", "Origins[a].S3OriginConfig.OriginAccessIdentity",
            "Origins[a].OriginAccessControlId",
          ], ["Origins[a].OriginPath"],
          ["Restrictions.GeoRestriction.RestrictionType", "Restrictions.GeoRestriction.Items"],
        ])
    for (one, other) in [
      ("Origins[a].DomainName", "Origins[a].VpcOriginConfig"),
      ("ViewerCertificate.SSLSupportMethod", "ViewerCertificate.CertificateSource"),
      ("CacheBehaviors[/a].MinTTL", "CacheBehaviors[/a].ForwardedValues"),
      ("DefaultCacheBehavior.AllowedMethods.Items", "DefaultCacheBehavior.AllowedMethods.CachedMethods"),
      ("Logging.Enabled", "Logging.Bucket"),
      ("CustomErrorResponses[404].ResponseCode", "CustomErrorResponses[404].ResponsePagePath"),
    ] {
      let changes = [one, "Comment", "CacheBehaviors[/b].MinTTL", other].map {
        Change(DocumentPath($0), from: "a", to: "b")
      }
      #expect(
        groups(.configuration, .distribution, changes) == [[one, other], ["Comment"], ["CacheBehaviors[/b].MinTTL"]])
    }
    let published = ["LIVE.FunctionCode", "LIVE.FunctionConfig"].map { Change(DocumentPath($0), from: "a", to: "b") }
    #expect(groups(.stages, .cloudFrontFunction, published).count == 1)
    #expect(
      groups(
        .attachedPolicies, .role,
        ["a", "b"].map {
          Change(DocumentPath("AttachedManagedPolicies").element($0), from: .null, to: ["PolicyArn": "a"])
        }
      ).count == 2)
  }
}
