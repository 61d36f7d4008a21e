import Documents
import Foundation
import Testing

/// Which journal `audit undo last` takes back, and which one `audit fix` goes on from.
@Suite struct JournalChoiceTests {
  private static let environment = ["AWS_EC2_METADATA_DISABLED": "true"]

  private static func run(_ id: String, _ command: String = "fix") -> String {
    #"{"record": "run", "run": "\#(id)", "command": "\#(command)", "account": "111122223333", "version": "0", "#
      + #""startedAt": ""}"# + "\n"
  }
  private static let older = "20260101T000000Z-00000001"
  private static let newer = "20260102T000000Z-00000002"

  /// A folder with a journal that can be read, a newer one of that text, and one that somebody has put aside.
  private func folder(newest text: String) throws -> Folder {
    let folder = try Folder.withEstate()
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent(".audit/journal/older"), withIntermediateDirectories: true)
    try folder.write(
      Self.run(Self.older) + #"{"record": "end", "complete": true}"#, to: ".audit/journal/\(Self.older).jsonl")
    try folder.write(text, to: ".audit/journal/\(Self.newer).jsonl")
    try folder.write("x\n", to: ".audit/journal/older/\(Self.older).jsonl")
    return folder
  }

  /// Journals that cannot be read, by what is wrong with them.
  static let damaged: [(String, String)] = [
    ("no JSON", "x\n"),
    ("cut off in the middle", run(newer) + #"{"record": "st"# + "\n" + #"{"record": "end"}"# + "\n"),
    ("without its first line", #"{"record": "end", "complete": true}"# + "\n"), ("zeroes", "\0\0\0\n\0"),
    (
      "a change nobody understands",
      run(newer) + #"{"record": "step", "part": {"kind": "retention", "type": "#
        + #""AWS::Logs::LogGroup", "id": "x"}, "changes": [{}]}"# + "\n"
    ),
  ]

  @Test(arguments: damaged)
  func `a damaged newest journal is not passed over by undo`(what: String, text: String) async throws {
    let folder = try folder(newest: text)
    for command in [["undo", "last", "--dry-run"], ["undo", "last", "--yes"]] {
      let run = try await Harness.audit(command, environment: Self.environment, folder: folder.url)
      #expect(run.status == 1 && run.output.isEmpty, "\(what): \(command)")
      #expect(run.errors.contains("\(Self.newer).jsonl") && run.errors.contains("newest"), "\(what): \(run.errors)")
      // Nothing was asked for which there would be none.
      #expect(!run.errors.contains("redentials"), "\(what): \(run.errors)")
    }
    // Named, the older one can be taken back; where there are no credentials, that is what ends it.
    let named = try await Harness.audit(
      ["undo", Self.older, "--yes"], environment: Self.environment, folder: folder.url)
    #expect(named.errors.contains("redentials"), "\(what): \(named.errors)")
  }

  @Test(.needsPython, arguments: damaged)
  func `no fix changes anything as long as the newest journal is damaged`(what: String, text: String) async throws {
    let stub = try StubTests.Stub(["distributions": 1])
    let folder = try folder(newest: text)
    let environment = stub.environment.merging(["HOME": folder.url.path]) { $1 }
    for consent in ["--yes", "--dry-run"] {
      let run = try await Harness.audit("fix", consent, environment: environment, folder: folder.url)
      #expect(run.status == 1 && run.output.isEmpty, "\(what): \(run.output)")
      #expect(run.errors.contains("\(Self.newer).jsonl") && run.errors.contains("newest"), "\(what): \(run.errors)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/.audit/journal").count == 3)
  }

  @Test func `a newest journal without a whole line is one of a run that began nothing`() async throws {
    for text in ["", #"{"record": "ru"#] {
      let folder = try folder(newest: text)
      let fix = try await Harness.audit(["fix", "--yes"], environment: Self.environment, folder: folder.url)
      #expect(fix.errors.contains("redentials"), "\(fix.errors)")
      // Which run was the last one cannot be told all the same.
      let undo = try await Harness.audit(["undo", "last", "--yes"], environment: Self.environment, folder: folder.url)
      #expect(undo.status == 1 && undo.errors.contains("newest"), "\(undo.errors)")
    }
  }

  private static func begun(_ id: String, denied: Bool = false) -> String {
    let part =
      #""part": {"kind": "retention", "type": "AWS::Logs::LogGroup", "id": "g", "account": "111122223333", "#
      + #""region": "us-east-1"}"#
    let call = #""operation": "logs:PutRetentionPolicy""#
    let lines = [
      #"{"record": "step", \#(part), "changes": [{"place": ["retentionInDays"], "from": null, "to": 30}]}"#,
      #"{"record": "call", \#(part), \#(call)}"#,
      denied
        ? #"{"record": "error", \#(part), \#(call), "code": "AccessDenied", "message": "no", "lost": false}"#
        : #"{"record": "answer", \#(part), \#(call)}"#,
    ]
    return run(id) + lines.map { $0 + "\n" }.joined()
  }

  /// Newest runs that changed nothing: a plan whose values had changed since, and one whose only call was denied.
  static let unchanging = [run(newer) + #"{"record": "end", "complete": true}"# + "\n", begun(newer, denied: true)]

  @Test(arguments: unchanging)
  func `the last run is the last one that changed something`(newest: String) async throws {
    let folder = try folder(newest: newest)
    try folder.write(Self.begun(Self.older), to: ".audit/journal/\(Self.older).jsonl")
    let undo = try await Harness.audit(
      ["undo", "last", "--dry-run"], environment: Self.environment, folder: folder.url)
    #expect(undo.errors.contains("\(Self.older) is the last run that changed something; 1 later run did not"))
    // Where none has changed anything, the newest is as good as another.
    try folder.write(Self.begun(Self.older, denied: true), to: ".audit/journal/\(Self.older).jsonl")
    let none = try await Harness.audit(
      ["undo", "last", "--dry-run"], environment: Self.environment, folder: folder.url)
    #expect(!none.errors.contains("last run that changed"), "\(none.errors)")
  }

  @Test func `the last run is the newest of fix, whatever undo has done since`() async throws {
    let folder = try folder(newest: Self.run(Self.newer, "undo"))
    let undo = try await Harness.audit(["undo", "last", "--yes"], environment: Self.environment, folder: folder.url)
    #expect(undo.errors.contains("redentials"), "\(undo.errors)")
    let none = try await Harness.audit(
      ["undo", "last", "--yes", "--journal", "elsewhere"], environment: Self.environment, folder: folder.url)
    #expect(none.status == 1 && none.errors.contains("no journal"), "\(none.errors)")
  }
}
