import Documents
import Foundation
import Testing

/// `audit` against the emulator with microburst between them, which lets calls fail.
@Suite(.needsPython) struct FaultTests {
  /// What becomes of a call.
  struct Fault: Sendable, CustomTestStringConvertible {
    /// The effect, in the words of microburst.
    let effect: JSONObject
    /// Whether every one of them is seen: what breaks a connection that has served before, curl repeats by itself.
    var isAlwaysSeen = true

    var testDescription: String { JSONWriter().string(.object(effect)) }

    /// The rule that lets calls fail, all or as many as said.
    func rule(_ service: JSONValue, operation: JSONValue? = nil, times: Int? = nil) -> JSONValue {
      var rule = effect
      rule["service"] = service
      rule["operation"] = operation
      rule["times"] = times.map(JSONValue.integer)
      return .object(rule)
    }
  }

  private static let faults = noticed + [cutOff]

  /// An answer that is cut off and said to be whole. Where it is XML or JSON it is noticed; the code of a function is
  /// neither, and no header says what it should be.
  private static let cutOff = Fault(effect: ["response": ["truncate_frac": 0.5]])

  /// What is noticed in every answer.
  private static let noticed = [
    Fault(effect: ["error": ["code": "Throttling", "status": 400, "message": "Rate exceeded"]]),
    Fault(effect: ["error": ["code": "InternalError", "status": 500]]),
    Fault(effect: ["error": ["code": "ServiceUnavailable", "status": 503]]),
    Fault(effect: ["reset": true], isAlwaysSeen: false),
    Fault(effect: ["response": ["abort_frac": 0.5]]),
  ]

  /// The report of a check whose calls pass through microburst.
  ///
  /// It changes the `Host` header, which signatures cover. So the key is the number of the account, which the emulator
  /// lets pass unverified.
  private func check(
    _ estate: EmulatorTests.Estate, _ rules: [JSONValue], attempts: Int
  ) async throws -> (report: JSONValue, status: Int32) {
    let proxy = try Server(
      "Tests/EndToEndTests/Fixtures/faults.py", estate.environment["AWS_ENDPOINT_URL"] ?? "",
      JSONWriter().string(.array(rules)))
    let environment = [
      "AWS_ENDPOINT_URL": proxy.greeting["url"].string ?? "", "AWS_ACCESS_KEY_ID": estate.account,
      "AWS_ENDPOINT_URL_S3_CONTROL": estate.environment["AWS_ENDPOINT_URL_S3_CONTROL"] ?? "",
      "AWS_SECRET_ACCESS_KEY": "any", "AWS_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": String(attempts),
    ]
    let run = try await Harness.audit("check", "--format", "json", environment: environment)
    return (try withExtendedLifetime(proxy) { try run.json }, run.status)
  }

  @Test(arguments: faults)
  func `where repeating helps, the verdict is what it is without faults`(fault: Fault) async throws {
    let estate = try #require(try await EmulatorTests.drifted.value.first)
    let direct = try await Harness.audit("check", "--format", "json", environment: estate.environment).json
    let rules = [
      fault.rule("sts", times: 1), fault.rule("cloudfront", operation: "ListDistributions", times: 3),
      fault.rule("iam", times: 1),
      fault.rule("lambda", times: 1), fault.rule("logs", times: 2),
    ]
    let (report, status) = try await check(estate, rules, attempts: 5)
    for part in ["findings", "errors", "summary"] { #expect(report[part] == direct[part]) }
    #expect(report["errors"] == [])
    #expect(status == 2)
    let retries = report["run"]["apiCalls"]["retries"].integer ?? 0
    #expect(fault.isAlwaysSeen ? retries == 8 : (1...8).contains(retries), "\(retries)")
  }

  @Test func `an answer that takes its time is an answer`() async throws {
    let estate = try #require(try await EmulatorTests.compliant.value.first)
    let (report, status) = try await check(estate, [Fault(effect: ["latency": 200]).rule("*")], attempts: 1)
    #expect(report["findings"] == [])
    #expect(report["errors"] == [])
    #expect(status == 0)
  }

  @Test(arguments: faults)
  func `where repeating does not help, what was not read is unknown`(fault: Fault) async throws {
    let estate = try #require(try await EmulatorTests.compliant.value.first)
    let (report, status) = try await check(
      estate, [fault.rule("cloudfront", operation: "GetDistributionConfig")], attempts: 2)
    let (errors, findings) = (report["errors"].array ?? [], report["findings"].array ?? [])
    #expect(!errors.isEmpty)
    #expect(errors.allSatisfy { $0["operation"] == "cloudfront:GetDistributionConfig" })
    #expect(findings.map { $0["resource"]["id"] } == errors.map { $0["resource"]["id"] })
    #expect(findings.allSatisfy { $0["rule"] == "access-logging" && $0["status"] == "unknown" })
    #expect(status == 1)
  }

  @Test(arguments: noticed)
  func `whatever fails by chance, a pass is one only where all was read`(fault: Fault) async throws {
    let estate = try #require(try await EmulatorTests.compliant.value.first)
    var rule = fault.rule("*").object ?? [:]
    rule["probability"] = 0.3
    let (report, status) = try await check(estate, [.object(rule)], attempts: 2)
    let findings = report["findings"].array ?? []
    let failed = findings.filter { $0["status"] != "unknown" }
    #expect(
      failed.isEmpty,
      "\(failed.map { "\($0["rule"]) \($0["resource"]["id"]) \($0["path"]) \($0["actual"])" }) \(report["errors"])")
    #expect(status == (report["errors"] == [] ? 0 : 1))
    if status == 0 { #expect(findings.isEmpty) }
  }
}
