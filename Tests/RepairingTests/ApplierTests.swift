import AWSCore
import Documents
import Estate
import Foundation
import Schema
import Synchronization
import Testing
import Transport

@testable import Repairing

/// How the steps of a plan wait for one another, over a service that keeps a distribution, a role and a bucket's policy.
@Suite struct ApplierTests {
  private final class Service: Transport {
    private let state = Mutex<(document: String, trust: String, log: [String], refusals: Int)>(
      (
        "<DistributionConfig><Comment>old</Comment></DistributionConfig>", #"{"Version":"old","Statement":["a"]}"#, [],
        0
      ))

    init(refusals: Int = 0, document: String? = nil) {
      state.withLock { ($0.refusals, $0.document) = (refusals, document ?? $0.document) }
    }

    var log: [String] { state.withLock(\.log) }

    func note(_ text: String) { state.withLock { $0.log.append(text) } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      let body = String(decoding: request.body, as: UTF8.self)
      return state.withLock { state in
        func answer(_ text: String, _ status: Int = 200) -> HTTPResponse {
          HTTPResponse(status: status, headers: ["ETag": "V1"], body: Array(text.utf8))
        }
        if body.contains("Action=UpdateAssumeRolePolicy") {
          state.log.append("role")
          state.trust = #"{"Version":"new","Statement":["a"]}"#
          return answer("<UpdateAssumeRolePolicyResponse/>")
        }
        if body.contains("Action=GetRole") {
          let text = state.trust.replacing("\"", with: "&quot;")
          return answer(
            "<GetRoleResponse><GetRoleResult><Role><RoleName>edge</RoleName><AssumeRolePolicyDocument>\(text)"
              + "</AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>")
        }
        guard request.method == "PUT" else { return answer(state.document) }
        if state.refusals > 0 {
          state.refusals -= 1
          state.log.append("refused")
          return answer(
            "<ErrorResponse><Error><Code>InvalidLambdaFunctionAssociation</Code><Message>no</Message></Error>"
              + "</ErrorResponse>", 400)
        }
        state.log.append("distribution")
        state.document = body
        return answer(body)
      }
    }
  }

  private static let distribution = Step(
    Part(.configuration, of: ResourceReference(type: .distribution, id: "E1")),
    changes: [Change("Comment", from: "old", to: "new")])
  private static let role = Step(
    Part(.trustPolicy, of: ResourceReference(type: .role, id: "edge")),
    changes: [Change("AssumeRolePolicyDocument.Version", from: "old", to: "new")])

  private func apply(
    _ steps: [Step], to service: Service, deploying deploy: @Sendable ([Part]) async -> Bool = { _ in true }
  ) async throws -> [StepOutcome] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "applier-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = JournalRecord.Run(
      id: "r", command: "fix", undone: nil, account: "111122223333", version: "1", startedAt: "2026-01-01T00:00:00Z")
    let environment = [
      "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_MAX_ATTEMPTS": "1",
    ]
    let client = try Client(
      service, environment: environment,
      time: TimeSource(now: { Date() }, uptime: TimeSource.system.uptime) { _ in })
    let applier = Applier(client: client, journal: try Journal(run, in: folder))
    return await applier.apply(Plan(steps: steps), deploying: deploy).map(\.outcome)
  }

  @Test func `an association is tried again while IAM spreads the word of its role`() async throws {
    let service = Service(refusals: 3)
    let outcomes = try await apply([Self.role, Self.distribution], to: service)
    #expect(outcomes.map(\.status) == [.applied, .applied], "\(outcomes)")
    #expect(service.log == ["role", "refused", "refused", "refused", "distribution"])
    // Where nothing was changed of a role, what is refused is refused.
    let alone = Service(refusals: 1)
    #expect(try await apply([Self.distribution], to: alone).map(\.status) == [.failed])
    #expect(alone.log == ["refused"])
    // Nor for ever.
    let never = Service(refusals: 100)
    #expect(try await apply([Self.role, Self.distribution], to: never).map(\.status) == [.applied, .failed])
    #expect(never.log.count < 10)
  }

  @Test func `what an update would leave as it is is not said to be taken away`() async throws {
    func outcome(_ change: Change) async throws -> (StepOutcome, [String]) {
      let service = Service(
        document: "<DistributionTenant><Id>dt_1</Id><DistributionId>E1</DistributionId><Customizations><WebAcl>"
          + "<Action>disable</Action></WebAcl></Customizations><Enabled>true</Enabled></DistributionTenant>")
      let step = Step(
        Part(.configuration, of: ResourceReference(type: .distributionTenant, id: "dt_1")), changes: [change])
      return (try #require(try await apply([step], to: service).first), service.log)
    }
    let acl: JSONValue = ["WebAcl": ["Action": "disable"]]
    let (gone, log) = try await outcome(Change("Customizations", from: acl, to: .null))
    #expect(gone.status == .failed && gone.message.contains("leaves Customizations as it is"), "\(gone)")
    #expect(log.isEmpty)
    // What is said is sent; this service answers it as it came, which is no tenant.
    let (changed, sent) = try await outcome(Change("Enabled", from: true, to: false))
    #expect(changed.hasWritten && sent.first == "distribution", "\(changed)")
  }

  @Test func `what may shut a distribution out is done once that is deployed`() async throws {
    let service = Service()
    let outcomes = try await apply([Self.distribution, Self.role], to: service) { parts in
      service.note("wait for \(parts.map(\.resource.id).joined())")
      return true
    }
    #expect(outcomes.map(\.status) == [.applied, .applied])
    #expect(service.log == ["distribution", "wait for E1", "role"])
    let late = Service()
    let left = try await apply([Self.distribution, Self.role], to: late) { _ in false }
    #expect(left.map(\.status) == [.applied, .skipped] && left[1].message.contains("E1 is not deployed yet"))
    #expect(late.log == ["distribution"])
  }

  @Test func `who was let in before stays so unless what follows is as planned`() async throws {
    func role(_ from: JSONValue, _ to: JSONValue) -> Step {
      Step(Self.role.part, changes: [Change("AssumeRolePolicyDocument.Version", from: from, to: to)])
    }
    let steps = [role("old", "new"), Self.distribution, role("new", "newest")]
    let refused = Service(refusals: 100)
    #expect(try await apply(steps, to: refused).map(\.status) == [.applied, .failed, .skipped])
    #expect(Set(refused.log) == ["role", "refused"] && refused.log.count { $0 == "role" } == 1)
    // Somebody has changed it meanwhile, so that the distribution would not be let in.
    let overtaken = Service()
    let outcomes = try await apply([role("another", "new")] + steps.dropFirst(), to: overtaken)
    #expect(outcomes.dropFirst().map(\.status) == [.skipped, .skipped], "\(outcomes)")
    #expect(overtaken.log.isEmpty)
  }

  @Test func `a part that is written twice is taken back in two steps, around what stood between`() throws {
    let part = Part(.bucketPolicy, of: ResourceReference(type: .bucket, id: "site"))
    let run = JournalRecord.Run(id: "r", command: "fix", account: "", version: "1", startedAt: "")
    func records(_ step: Step) -> [JournalRecord] {
      [.step(step), .call(step.part, operation: "write", resource: nil), .outcome(step.part, StepOutcome(.applied))]
    }
    func step(_ from: JSONValue, _ to: JSONValue) -> Step {
      Step(part, changes: [Change("Policy", from: from, to: to)])
    }
    let steps = [step("a", "ab"), Self.distribution, step("ab", "b")]
    // A step that is planned again after a conflict is one.
    let again = [JournalRecord.run(run), .step(step("a", "ab"))] + steps.flatMap(records)
    let text = again.map { JSONWriter().string($0.json) }.joined(separator: "\n") + "\n"
    let undo = try JournalReading(text: text, file: "r.jsonl").undo.plan.steps
    #expect(undo.map(\.part) == [part, Self.distribution.part, part])
    #expect(undo[0].changes == [Change("Policy", from: "b", to: "ab")])
    #expect(undo[2].changes == [Change("Policy", from: "ab", to: "a")])
  }

  /// The undo of a run that did these steps.
  private func undo(_ steps: Step...) throws -> (plan: Plan, remarks: [String]) {
    let run = JournalRecord.Run(id: "r", command: "fix", account: "", version: "1", startedAt: "")
    let records = steps.flatMap { step -> [JournalRecord] in
      [.step(step), .call(step.part, operation: "write", resource: nil), .outcome(step.part, StepOutcome(.applied))]
    }
    let text = ([.run(run)] + records).map { JSONWriter().string($0.json) }.joined(separator: "\n") + "\n"
    return try JournalReading(text: text, file: "r.jsonl").undo
  }

  private func policy(_ statements: (String, String)...) -> JSONValue {
    ["Statement": .array(statements.map { ["Sid": .string($0), "Effect": .string($1)] })]
  }

  @Test func `a run that wrote a policy once, before readers changed, is taken back so that nobody is shut out`() throws
  {
    let bucket = Part(.bucketPolicy, of: ResourceReference(type: .bucket, id: "site"))
    let distribution = Step(
      Part(.configuration, of: ResourceReference(type: .distribution, id: "E1")),
      changes: [Change("Origins[o].OriginAccessControlId", from: "", to: "C1")])
    func step(_ from: JSONValue, _ to: JSONValue) -> Step {
      Step(bucket, changes: [Change("Policy", from: from, to: to)])
    }
    let (old, new) = (policy(("a", "Allow")), policy(("b", "Allow")))
    let both = policy(("b", "Allow"), ("a", "Allow"))
    for run in [[step(old, new), distribution], [distribution, step(old, new)]] {
      let undo = try undo(run[0], run[1])
      #expect(undo.remarks.isEmpty && undo.plan.steps.map(\.part) == [bucket, distribution.part, bucket])
      #expect(undo.plan.steps[0].changes == [Change("Policy", from: new, to: both)])
      #expect(undo.plan.steps[2].changes == [Change("Policy", from: both, to: old)])
    }
    // What is let in again is so first, what is taken out again is so last.
    #expect(try undo(distribution, step(both, new)).plan.steps.map(\.part) == [bucket, distribution.part])
    #expect(try undo(step(both, new), distribution).plan.steps.map(\.part) == [bucket, distribution.part])
    #expect(try undo(step(old, both), distribution).plan.steps.map(\.part) == [distribution.part, bucket])
    #expect(try undo(distribution, step(old, both)).plan.steps.map(\.part) == [distribution.part, bucket])
    let statement: JSONValue = ["Sid": "b", "Effect": "Allow"]
    let added = Step(bucket, changes: [Change("Policy.Statement[b]", from: .null, to: statement)])
    #expect(try undo(added, distribution).plan.steps.map(\.part) == [distribution.part, bucket])
    let removed = Step(bucket, changes: [Change("Policy.Statement[b]", from: statement, to: .null)])
    #expect(try undo(distribution, removed).plan.steps.map(\.part) == [bucket, distribution.part])
    // Whom a Deny shuts out is not known here.
    let denying = policy(("b", "Allow"), ("c", "Deny"))
    for run in [[step(old, denying), distribution], [step(denying, old), distribution]] {
      let undo = try undo(run[0], run[1])
      #expect(undo.plan.steps.isEmpty && undo.remarks.count == 1 && undo.remarks[0].contains("no repair, by hand"))
    }
    // Without readers that change, each is put back as it was.
    #expect(try undo(step(old, denying)).plan.steps.map(\.part) == [bucket])
  }
}
