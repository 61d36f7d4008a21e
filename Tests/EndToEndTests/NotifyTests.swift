import Documents
import Foundation
import Testing

/// Telling others of what a run brought.
@Suite(.needsPython) struct NotifyTests {
  private static let estate: JSONValue = [
    "distributions": [
      "E1": [
        "DefaultCacheBehavior": [
          "TargetOriginId": "app", "ViewerProtocolPolicy": "allow-all", "Compress": true,
          "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        ]
      ]
    ]
  ]

  /// A stub, a place that is told, and a folder to run in.
  private final class Place {
    let folder: Folder
    let url: String
    private let stub: StubTests.Stub
    private let server: Server

    init(_ scenario: JSONValue = NotifyTests.estate) throws {
      folder = try Folder()
      stub = try StubTests.Stub(scenario)
      server = try Server(
        "Tests/EndToEndTests/Fixtures/hook.py", folder.url.appendingPathComponent("told").path)
      url = "http://127.0.0.1:\(server.greeting["port"].integer ?? 0)"
    }

    var told: [JSONValue] {
      get throws {
        try (folder.text("told") ?? "").split(separator: "\n").map { try JSONReader.read(Array($0.utf8)) }
      }
    }

    var requests: [JSONValue] { get throws { try stub.requests } }

    func check(_ arguments: String..., notify: String = "") async throws -> Finished {
      try await run(["check"] + arguments, notify: notify)
    }

    func run(_ arguments: String..., notify: String = "") async throws -> Finished {
      try await run(arguments, notify: notify)
    }

    private func run(_ arguments: [String], notify: String) async throws -> Finished {
      try await Harness.run(
        Harness.binary, arguments.prefix(1) + ["--only", "viewer-protocol-https"] + arguments.dropFirst(),
        environment: stub.environment.merging(notify.isEmpty ? [:] : ["AUDIT_NOTIFY": notify]) { $1 },
        folder: folder.url)
    }
  }

  @Test func `what appears is told once, in the form that each wants`() async throws {
    let place = try Place()
    let arns = "arn:aws:sns:us-east-1:111122223333:edge arn:aws:events:us-east-1:111122223333:event-bus/edge"
    let targets = "\(place.url)/plain slack+\(place.url)/slack teams+\(place.url)/teams \(arns)"
    let first = try await place.check("--state", "audit.state", notify: targets)
    #expect(first.status == 2, "\(first.errors)")
    let told = try place.told
    #expect(told.map { $0["path"] } == ["/plain", "/slack", "/teams"])
    #expect(told[0]["body"]["summary"] == ["appeared": 1, "gone": 0])
    #expect(told[0]["body"]["appeared"][0]["rule"] == "viewer-protocol-https")
    #expect(told[0]["body"]["appeared"][0]["resource"]["name"].string?.isEmpty == false)
    #expect(told[1]["body"]["text"].string?.contains("+ high viewer-protocol-https E1") == true)
    // Neither of them takes what stands in names for marks: `TLSv1.2_2021`, `/a/*`.
    #expect(told[1]["body"]["mrkdwn"] == false)
    let card = told[2]["body"]["attachments"][0]["content"]
    #expect(card["type"] == "AdaptiveCard" && (card["body"].array ?? []).count == 2)
    #expect((card["body"].array ?? []).allSatisfy { $0["type"] == "RichTextBlock" })
    #expect(card["body"][1]["inlines"][0]["text"].string?.contains("+ high viewer-protocol-https E1") == true)
    let signed = try place.requests.filter { ["sns", "events"].contains($0["service"].string ?? "") }
    #expect(signed.map { $0["operation"] } == ["Publish", "PutEvents"])
    let again = try await place.check("--state", "audit.state", notify: targets)
    #expect(again.status == 2)
    try #expect(place.told.count == 3)
    let always = try await place.check("--state", "audit.state", "--notify-always", notify: targets)
    #expect(always.status == 2)
    try #expect(place.told.count == 6)
  }

  @Test func `failing to tell is tried again, said without the URL, and changes no exit code`() async throws {
    let place = try Place()
    let run = try await place.check(
      "--state", "audit.state", "--format", "json",
      notify: "\(place.url)/flaky \(place.url)/gone?SECRET http://127.0.0.1:1/SECRET http://SECRET.invalid/")
    #expect(run.status == 2)
    try #expect(place.told.map { $0["path"] } == ["/flaky", "/flaky", "/gone?SECRET"])
    #expect(run.errors.contains("notice 3"), "\(run.errors)")
    #expect(!run.errors.contains("SECRET") && !run.output.contains("SECRET"))
    let state = FileManager.default.contents(atPath: place.folder.url.appendingPathComponent("audit.state").path)
    #expect(state?.range(of: Data("SECRET".utf8)) == nil)
  }

  @Test func `an event that EventBridge refuses for a while is sent again`() async throws {
    let bus = "arn:aws:events:us-east-1:111122223333:event-bus/edge"
    for (codes, calls) in [(["ThrottlingException", "InternalFailure"], 3), (["AccessDeniedException"], 1)] {
      let place = try Place(
        .object((Self.estate.object ?? [:]).merging(["refusedEvents": .array(codes.map(JSONValue.string))])))
      let run = try await place.check("--notify-always", notify: bus)
      #expect(run.status == 2 && run.errors.contains("was not sent") == (calls == 1), "\(run.errors)")
      try #expect(place.requests.count { $0["operation"] == "PutEvents" } == calls)
    }
  }

  @Test(arguments: [
    "arn:aws:sns:us-east-1:111122223333:edge.fifo", "arn:aws:events:us-east-1:111122223333:rule/edge",
    "arn:aws:sns:us-east-1:111122223333:edge:0a1b2c3d-0000-4000-8000-000000000000",
  ])
  func `what cannot be told is refused before anything is read`(target: String) async throws {
    let place = try Place()
    let run = try await place.check("--notify-always", notify: target)
    #expect(run.status == 1 && run.errors.contains("in place 1"), "\(run.errors)")
    try #expect(place.requests.isEmpty)
  }

  @Test func `a repair that only shows leaves what is new to the check that tells`() async throws {
    let place = try Place()
    let shown = try await place.run("fix", "--dry-run", "--state", "audit.state")
    #expect(shown.status == 2, "\(shown.errors)")
    let check = try await place.check("--state", "audit.state", "--new-only", notify: "\(place.url)/told")
    #expect(check.status == 2, "\(check.errors)")
    try #expect(place.told.map { $0["body"]["summary"] } == [["appeared": 1, "gone": 0]])
    let again = try await place.check("--state", "audit.state", "--new-only", notify: "\(place.url)/told")
    #expect(again.status == 0, "\(again.errors)")
    try #expect(place.told.count == 1)
  }

  @Test func `the option counts before the environment, and that before the configuration`() async throws {
    let place = try Place()
    try place.folder.write("state: audit.state\nnotify: [\(place.url)/configured]\n", to: "audit.yaml")
    _ = try await place.check("--notify-always")
    _ = try await place.check("--notify-always", notify: "\(place.url)/environment")
    _ = try await place.check(
      "--notify-always", "--notify", "\(place.url)/one", "--notify", "\(place.url)/two",
      notify: "\(place.url)/environment")
    try #expect(place.told.map { $0["path"] } == ["/configured", "/environment", "/one", "/two"])
  }

  /// Secrets end with a line break where they come out of a file.
  @Test(arguments: ["\n", "\r\n", "\t"])
  func `several are apart by any white space`(space: String) async throws {
    let place = try Place()
    let run = try await place.check(
      "--notify-always", notify: "\(place.url)/one\(space)\(place.url)/two\(space)")
    #expect(run.status == 2, "\(run.errors)")
    try #expect(place.told.map { $0["path"] } == ["/one", "/two"])
    // Without a state nobody knows what has appeared.
    try #expect(place.told[0]["body"]["summary"] == .null && place.told[0]["body"]["appeared"] == .null)
    try #expect(
      place.told[0]["body"]["title"] == "audit of 111122223333 (--only viewer-protocol-https): 1 wrong in all.")
  }

  @Test func `what was not recorded is not told as unchanged`() async throws {
    let place = try Place()
    _ = try await place.check("--state", "audit.state")
    let path = place.folder.url.appendingPathComponent("audit.state").path
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    let run = try await place.check("--state", "audit.state", notify: place.url)
    #expect(run.status == 2 && run.errors.contains("this run was not recorded, so it is not known what has appeared"))
    try #expect(place.told.isEmpty)
    _ = try await place.check("--state", "audit.state", "--notify-always", notify: place.url)
    try #expect(
      place.told.map { $0["body"]["title"] } == [
        "audit of 111122223333 (--only viewer-protocol-https): 1 wrong in all."
      ])
  }

  @Test func `without a state nobody knows what is new, and what is no URL is refused unsaid`() async throws {
    let place = try Place()
    let none = try await place.check(notify: place.url)
    #expect(none.status == 1 && none.errors.contains("Only a state tells what has appeared"))
    let wrong = try await place.check("--notify-always", notify: "ftp://SECRET")
    #expect(wrong.status == 1 && wrong.errors.contains("in place 1") && !wrong.errors.contains("SECRET"))
    let second = try await place.check("--notify-always", "--notify", place.url, "https://127.0.0.1/SECRET")
    #expect(second.status == 1 && second.errors.contains("Unexpected argument") && !second.errors.contains("SECRET"))
    try #expect(place.told.isEmpty)
  }
}
