import Documents
import Foundation
import Testing

/// How `audit fix` and `audit undo` end: refused, done already, and what `check` says of it before.
@Suite(.needsPython) struct RepairEndTests {
  private static let group = "/aws/lambda/us-east-1.books-resizer"

  @Test func `writes that are denied end with 1, and name the policy that is needed`() async throws {
    let account = try await RepairAccount(drift: "edge-log-retention")
    let run = try await account.audit(
      ["fix", "--yes", "--no-wait", "--only", "edge-log-retention", "--format", "json"], as: account.auditor)
    #expect(run.status == 1, "\(run.errors)")
    let repairs = try run.json["repairs"]
    #expect(repairs["steps"][0]["status"] == "failed")
    #expect(repairs["remarks"].array?.contains { $0.string?.contains("audit permissions --fix") == true } == true)
  }

  @Test func `an undo says what becomes of events, and once more finds nothing to do`() async throws {
    let account = try await RepairAccount(drift: "edge-log-retention")
    let fix = try await account.audit(["fix", "--yes", "--no-wait", "--only", "edge-log-retention"])
    #expect(fix.status == 0, "\(fix.output)\(fix.errors)")
    let planned = try await account.audit(["undo", "last", "--dry-run"])
    #expect(planned.status == 2)
    #expect(planned.output.contains("kept longer") && !planned.output.contains("cannot be brought back"))
    let undone = try await account.audit(["undo", "last", "--yes", "--no-wait"])
    #expect(undone.status == 0, "\(undone.output)\(undone.errors)")
    for arguments in [["undo", "last", "--dry-run"], ["undo", "last", "--yes"]] {
      let again = try await account.audit(arguments)
      #expect(again.status == 0, "\(again.output)\(again.errors)")
      #expect(again.output.contains("is as before already"), "\(again.output)")
      #expect(again.output.contains("nothing to change"))
    }
  }

  /// Answers by which AWS refuses the credentials, with what a person can do.
  static let refusals = [
    ("ExpiredToken", "has ended"), ("SignatureDoesNotMatch", "aws configure list"),
    ("InvalidClientTokenId", "aws sts get-caller-identity"),
  ]

  @Test(arguments: refusals, ["check", "fix --dry-run", "snapshot"])
  func `credentials that are refused are named, with what to run`(
    refusal: (code: String, advice: String), command: String
  ) async throws {
    let stub = try StubTests.Stub([
      "faults": [["operation": "*", "status": 403, "code": .string(refusal.code), "message": "no"]]
    ])
    let folder = try Folder()
    let run = try await Harness.audit(
      command.split(separator: " ").map(String.init),
      environment: stub.environment.merging(["HOME": folder.url.path]) { $1 }, folder: folder.url)
    #expect(run.status == 1 && run.output.isEmpty)
    for text in [refusal.advice, "AKIDEXAMPLE", "AWS_ACCESS_KEY_ID", refusal.code] {
      #expect(run.errors.contains(text), "\(text): \(run.errors)")
    }
    #expect(run.errors.split(separator: "\n").count == 2, "\(run.errors)")
  }

  @Test(arguments: ["localhost:4640", "ftp://localhost", "http://"])
  func `an endpoint that is no URL is one line, whoever says it`(url: String) async throws {
    for (arguments, environment) in [(["--endpoint-url", url], [:]), ([], ["AWS_ENDPOINT_URL": url])] {
      let run = try await Harness.audit(
        ["check"] + arguments,
        environment: ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "x"].merging(environment) { $1 })
      #expect(run.status == 1 && run.output.isEmpty)
      #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }
  }

  @Test func `an endpoint that does not answer is one line`() async throws {
    let run = try await Harness.audit(
      "check", "--endpoint-url", "http://127.0.0.1:9",
      environment: ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "x", "AWS_MAX_ATTEMPTS": "1"])
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains("127.0.0.1:9"), "\(run.errors)")
  }

  @Test func `what a file is that cannot be read is said in plain words`() async throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("audit.yaml"), withIntermediateDirectories: true)
    for arguments in [["check"], ["check", "--snapshot", "."], ["diff", ".", "."], ["query", "@", "--input", "."]] {
      let run = try await Harness.audit(arguments, folder: folder.url)
      #expect(run.status == 1 && run.errors.contains("it is a folder"), "\(run.errors)")
      #expect(!run.errors.contains("NSCocoa"))
    }
  }

  @Test func `the report says of each repair what fix would do`() async throws {
    // The code opens a store that nobody has, so that no repair can associate it.
    let scenario: JSONValue = [
      "distributions": [
        "E1": [
          "DefaultCacheBehavior": [
            "FunctionAssociations": [
              ["EventType": "viewer-request", "FunctionARN": "arn:aws:cloudfront::111122223333:function/guard"]
            ]
          ]
        ]
      ],
      "functions": [
        "guard": [
          "code":
            "import cf from 'cloudfront'; const kvs = cf.kvs('00000000-0000-4000-8000-000000000000');\nasync function handler(event) { await kvs.get('a'); return event.request; }",
          "published": true,
        ]
      ],
    ]
    let stub = try StubTests.Stub(scenario)
    let (report, _) = try await stub.check()
    let findings = try #require(report["findings"].array)
    let finding = try #require(findings.first { $0["rule"] == "function-kvs-association" }, "\(report)")
    #expect(finding["repair"]["automatic"] == false && finding["repair"]["available"] == false, "\(finding)")
    #expect(finding["repair"]["summary"].string?.isEmpty == false)
  }
}
