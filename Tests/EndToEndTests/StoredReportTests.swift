import Documents
import Testing

/// `audit merge` of reports that lie in S3, on the emulator with every signature verified.
@Suite(.needsPython) struct StoredReportTests {
  @Test func `shards in a bucket make the report that they make as files`() async throws {
    let estate = try #require(try await EmulatorTests.seed("--account", "100000000007", "drifted").first)
    let folder = try Folder()
    func audit(_ arguments: String...) async throws -> Finished {
      try await Harness.audit(arguments, environment: estate.environment, folder: folder.url)
    }
    for shard in ["0/2", "1/2"] {
      let run = try await audit(
        "check", "--only", "viewer-protocol-https", "--only", "compression", "--shard", shard, "--report",
        "json=shard-\(shard.first ?? "0").json")
      #expect([0, 2].contains(run.status), "\(run.errors)")
    }
    let stored = try await Harness.run(
      try #require(Harness.python),
      [
        Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/stored_reports.py").path,
        estate.environment["AWS_ENDPOINT_URL"] ?? "", "100000000007", folder.url.path,
      ], environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    try #require(stored.status == 0, "\(stored.errors)")

    let files = try await audit("merge", "shard-0.json", "shard-1.json", "--format", "json")
    let bucket = try await audit("merge", "s3://reports-100000000007/runs/", "--format", "json")
    #expect(files.status == 2 && bucket.status == 2, "\(bucket.errors)")
    #expect(try files.json["findings"].array?.isEmpty == false)
    for part in ["findings", "summary", "rules", "errors"] {
      #expect(try bucket.json[part] == files.json[part], "\(part)")
    }

    let none = try await audit("merge", "s3://reports-100000000007/runs/yesterday")
    #expect(none.status == 1 && none.errors.contains("s3://reports-100000000007/runs/yesterday"), "\(none.errors)")
    let missing = try await audit("merge", "s3://reports-of-nobody-here/")
    #expect(missing.status == 1 && missing.errors.contains("reports-of-nobody-here"), "\(missing.errors)")
    let nameless = try await audit("merge", "s3:///runs")
    #expect(nameless.status == 1 && nameless.errors.contains("s3://BUCKET/PREFIX"), "\(nameless.errors)")
  }
}
