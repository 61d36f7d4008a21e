import Documents
import Foundation
import Testing

/// No false alarms: published samples, rebuilt by `scripts/samples.py`, give the findings that somebody has reviewed.
///
/// `Samples/NAME.json` holds them, each with a `review`: why an expert agrees. A file that is missing is recorded *and*
/// fails. With `AUDIT_TEST_RECORD=1` all files are recorded anew. Either way a finding that has not changed keeps its
/// review, and one without a review fails.
@Suite(.needsPython) struct SampleEstateTests {
  static let samples = Task { try await EmulatorTests.seed("samples") }
  private static let names = ["static-site", "edge-api", "image-resizing", "spa", "failover", "image-optimization"]
  private static let folder = Harness.root.appendingPathComponent("Tests/EndToEndTests/Samples")

  @Test func `every sample is tested, and every file has a sample`() async throws {
    #expect(try await Self.samples.value.map(\.name).sorted() == Self.names.sorted())
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(files.sorted() == Self.names.map { "\($0).json" }.sorted())
  }

  @Test(arguments: names)
  func `a sample gives the findings that were reviewed`(name: String) async throws {
    let estate = try #require(try await Self.samples.value.first { $0.name == name })
    let run = try await Harness.audit("check", "--format", "json", "--fail-on", "info", environment: estate.environment)
    // What cannot be decided is said, and keeps the check from ending as if all were known.
    let undecided = try run.json["findings"].array?.filter { $0["status"] == "unknown" } ?? []
    #expect(run.status == (undecided.isEmpty ? 2 : 1), "\(run.errors)")
    #expect(undecided.allSatisfy { $0["reason"] == "undecided" })
    #expect(try run.json["errors"].array?.allSatisfy { $0["code"] == "Undecided" } == true)

    let file = Self.folder.appendingPathComponent("\(name).json")
    let found = try Self.findings(run.output, names: estate.names)
    let exists = FileManager.default.fileExists(atPath: file.path)
    let reviewed = exists ? try Self.read(file) : []
    guard exists, ProcessInfo.processInfo.environment["AUDIT_TEST_RECORD"] == nil else {
      try Self.record(found, reviewed: reviewed, in: file)
      Issue.record("Recorded \(file.lastPathComponent): review it, then run again.")
      return
    }
    let known = reviewed.map(Self.withoutReview)
    for finding in found where !known.contains(finding) { Issue.record("new in \(name): \(Self.text(finding))") }
    for finding in known where !found.contains(finding) { Issue.record("gone from \(name): \(Self.text(finding))") }
    #expect(known.count == found.count)  // neither side says a thing twice
    for finding in reviewed where (finding["review"].string ?? "").isEmpty {
      Issue.record("without a review in \(name): \(Self.text(finding))")
    }
  }

  /// What a report says of each finding, in an order that does not hang on ids, with stable names for those.
  private static func findings(_ report: String, names: JSONValue) throws -> [JSONValue] {
    let stable = (names.object ?? [:]).reduce(report) { text, name in
      text.replacingOccurrences(of: name.name, with: name.value.string ?? "")
    }
    let findings = try #require(try JSONReader.read(Array(stable.utf8))["findings"].array)
    return findings.map { finding in
      let resource = finding["resource"]
      return [
        "rule": finding["rule"], "severity": finding["severity"], "status": finding["status"],
        "resource": ["type": resource["type"], "id": resource["id"], "region": resource["region"]],
        "path": finding["path"], "expected": finding["expected"], "actual": finding["actual"],
      ]
    }.sorted { text($0) < text($1) }
  }

  private static func record(_ findings: [JSONValue], reviewed: [JSONValue], in file: URL) throws {
    let merged = findings.map { finding in
      let review = reviewed.first { withoutReview($0) == finding }.map { $0["review"] } ?? ""
      return JSONValue.object(JSONObject((finding.object ?? [:]).map { ($0.name, $0.value) } + [("review", review)]))
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try (JSONWriter(.pretty).string(.array(merged)) + "\n").write(to: file, atomically: true, encoding: .utf8)
  }

  private static func read(_ file: URL) throws -> [JSONValue] {
    try #require(try JSONReader.read(Array(Data(contentsOf: file))).array, "\(file.lastPathComponent) holds no list")
  }

  private static func withoutReview(_ finding: JSONValue) -> JSONValue {
    .object(JSONObject((finding.object ?? [:]).filter { $0.name != "review" }.map { ($0.name, $0.value) }))
  }

  private static func text(_ value: JSONValue) -> String { JSONWriter(.compact).string(value) }
}
