import AWSCore
import Documents
import Estate
import Synchronization
import Testing
import Transport

@testable import Repairing

/// What AWS answers and the emulator does not.
@Suite struct `Writers and the answers of AWS` {
  /// Answers by a rule, and keeps what was sent.
  private final class Answering: Transport {
    let sent = Mutex<[HTTPRequest]>([])
    let answer: @Sendable (HTTPRequest) -> HTTPResponse

    init(_ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) { self.answer = answer }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      sent.withLock { $0.append(request) }
      return answer(request)
    }

    func calls() throws -> Calls {
      let environment = [
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_MAX_ATTEMPTS": "1",
      ]
      return Notes().calls(try Client(self, environment: environment))
    }
  }

  private static func error(_ status: Int, _ code: String, headers: HTTPHeaders = [:], json: Bool = false)
    -> HTTPResponse
  {
    let body =
      json ? #"{"__type":"\#(code)","message":"m"}"# : "<Error><Code>\(code)</Code><Message>m</Message></Error>"
    return HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
  }

  private static let bucket = Part(
    .bucketPolicy,
    of: ResourceReference(type: .bucket, id: "b", arn: "arn:aws:s3:::b", account: "111122223333", region: "us-east-1"))
  private static let role = Part(
    .attachedPolicies, of: ResourceReference(type: .role, id: "r", arn: "arn:aws:iam::111122223333:role/r"))
  private static let group = Part(
    .retention, of: ResourceReference(type: .logGroup, id: "g", account: "111122223333", region: "eu-west-1"))
  private static let function = Part(
    .reservedConcurrency,
    of: ResourceReference(
      type: .lambdaFunction, id: "f", arn: "arn:aws:lambda:us-east-1:111122223333:function:f", region: "us-east-1"))
  private static let grant: JSONValue = ["Policy": ["Statement": [["Sid": "A", "Effect": "Allow"]]]]

  private func write(
    _ writer: some PartWriter, _ part: Part, _ change: Change, on reading: Reading, _ transport: Answering
  ) async throws -> WriteError? {
    let calls = try transport.calls()
    do throws(WriteError) {
      _ = try await writer.write([change], on: reading, of: Step(part, changes: [change]), with: calls)
      return nil
    } catch {
      return error
    }
  }

  private static let policyChange = Change("Policy.Statement[B]", from: .null, to: ["Sid": "B", "Effect": "Deny"])
  private static let policyReading = Reading(
    members: grant, bytes: Array(#"{"Statement":{"Sid":"A","Effect":"Allow"}}"#.utf8))

  @Test func `what has to be tried again later is a conflict`() async throws {
    let cases: [(any PartWriter, Part, Change, Reading, HTTPResponse)] = [
      (
        BucketPolicyWriter(), Self.bucket, Self.policyChange, Self.policyReading, Self.error(409, "OperationAborted")
      ),
      (
        RetentionWriter(), Self.group, Change("retentionInDays", from: .null, to: 30), Reading(members: [:]),
        Self.error(400, "OperationAbortedException", json: true)
      ),
      (
        ReservedConcurrencyWriter(), Self.function, Change("ReservedConcurrentExecutions", from: .null, to: 1),
        Reading(members: [:]), Self.error(409, "ResourceConflictException", json: true)
      ),
      (
        AttachedPoliciesWriter(), Self.role,
        Change(
          "AttachedManagedPolicies[P]", from: .null,
          to: ["PolicyName": "P", "PolicyArn": "arn:aws:iam::aws:policy/P"]), Reading(members: [:]),
        Self.error(409, "ConcurrentModification")
      ),
    ]
    for (writer, part, change, reading, response) in cases {
      let transport = Answering { _ in response }
      guard case .service(let error) = try await write(writer, part, change, on: reading, transport) else {
        Issue.record("\(part) was written")
        continue
      }
      #expect(error.category == .conflict, "\(error)")
      #expect(transport.sent.withLock(\.count) == 1)
    }
  }

  @Test func `a bucket is followed to its region, and its owner is always named`() async throws {
    let transport = Answering { request in
      request.url.host.contains("eu-west-1")
        ? HTTPResponse(status: 204, headers: [:], body: [])
        : Self.error(301, "PermanentRedirect", headers: ["x-amz-bucket-region": "eu-west-1"])
    }
    let error = try await write(
      BucketPolicyWriter(), Self.bucket, Self.policyChange, on: Self.policyReading, transport)
    #expect(error == nil)
    let sent = transport.sent.withLock(\.self)
    #expect(sent.count == 2)
    for request in sent {
      #expect(request.headers["x-amz-expected-bucket-owner"] == "111122223333")
      #expect(
        String(decoding: request.body, as: UTF8.self)
          == #"{"Statement":[{"Sid":"A","Effect":"Allow"},{"Sid":"B","Effect":"Deny"} ]}"#)
    }
  }

  @Test func `another account's bucket is not read`() async throws {
    let transport = Answering { _ in Self.error(403, "AccessDenied") }
    let calls = try transport.calls()
    for writer in [BucketPolicyWriter(), PublicAccessBlockWriter()] as [any PartWriter] {
      await #expect(throws: ServiceError.self) { try await writer.read(Self.bucket, with: calls) }
    }
    #expect(transport.sent.withLock(\.self).allSatisfy { $0.headers["x-amz-expected-bucket-owner"] == "111122223333" })
  }

  @Test func `a role that IAM will not change is refused with a reason`() async throws {
    let transport = Answering { _ in Self.error(400, "UnmodifiableEntity") }
    let attach = Change(
      "AttachedManagedPolicies[P]", from: .null, to: ["PolicyName": "P", "PolicyArn": "arn:aws:iam::aws:policy/P"])
    let error = try await write(
      AttachedPoliciesWriter(), Self.role, attach, on: Reading(members: [:]), transport)
    guard case .refused(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason == "r belongs to an AWS service, which alone may change it. Change it by way of that service.")
  }

  @Test func `a retention that the account's policy owns by now is not written`() async throws {
    let transport = Answering { _ in HTTPResponse(status: 200, headers: [:], body: []) }
    for days in [.null, 30] as [JSONValue] {
      let change = Change("retentionInDays", from: 365, to: days)
      let reading = Reading(
        members: ["logGroupName": "g", "retentionInDays": 365, "retentionPolicyName": "keep-a-year"])
      let error = try await write(RetentionWriter(), Self.group, change, on: reading, transport)
      #expect(error?.refusal?.contains("policy keep-a-year sets the retention") == true)
    }
    let requests = transport.sent.withLock(\.self)
    #expect(requests.isEmpty)
  }

  @Test func `a filter without a role is sent without one`() async throws {
    let transport = Answering { _ in HTTPResponse(status: 200, headers: [:], body: []) }
    let filter: JSONValue = [
      "filterName": "f", "logGroupName": "g", "filterPattern": "", "destinationArn": "arn:aws:lambda:x", "roleArn": "",
      "creationTime": 5, "emitSystemFields": ["@aws.region"], "fieldSelectionCriteria": "x",
      "applyOnTransformedLogs": true,
    ]
    let change = Change("SubscriptionFilters[f].destinationArn", from: "arn:aws:lambda:x", to: "arn:aws:lambda:y")
    let part = Part(.subscriptionFilters, of: Self.group.resource)
    let reading = Reading(members: ["SubscriptionFilters": [filter]])
    #expect(try await write(SubscriptionFiltersWriter(), part, change, on: reading, transport) == nil)
    let requests = transport.sent.withLock(\.self)
    let sent = try JSONReader.read(try #require(requests.first).body)
    let expected = filter.setting("arn:aws:lambda:y", at: "destinationArn").setting(.null, at: "roleArn")
      .setting(.null, at: "creationTime")
    #expect(sent == expected)
  }

  @Test func `changes by number go by the numbers that were read`() throws {
    let members: JSONValue = ["Policy": ["Statement": [["n": 0], ["n": 1], ["n": 2], ["n": 3]]]]
    let changes = [
      Change("Policy.Statement[0]", from: ["n": 0], to: .null), Change("Policy.Statement[1].n", from: 1, to: 10),
      Change("Policy.Statement[2]", from: ["n": 2], to: .null),
      Change("Policy.Statement[4]", from: .null, to: ["n": 4]),
    ]
    for changes in [changes, changes.reversed()] {
      #expect(try changes.applied(to: members).value(at: "Policy.Statement") == [["n": 10], ["n": 3], ["n": 4]])
    }
  }
}
