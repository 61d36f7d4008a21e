import Documents
import Foundation
import Testing

/// Reports as `audit check` writes them, on a snapshot.
@Suite struct ReportCommandTests {
  private static let formats = ["text", "json", "sarif", "junit", "markdown", "html", "github", "ocsf"]

  @Test func `one run writes every format, each beside the main one`() async throws {
    let folder = try Folder.withEstate()
    let reports = Self.formats.flatMap { ["--report", "\($0)=report.\($0)"] }
    let run = try await Harness.audit(
      ["check", "--snapshot", "estate.json", "--only", "viewer-protocol-https"] + reports, folder: folder.url)
    #expect(run.status == 2, "\(run.errors)")
    #expect(run.output.contains("1 wrong: 1 high."))
    for format in Self.formats {
      #expect(folder.text("report.\(format)")?.contains("viewer-protocol-https") == true, "\(format)")
    }
    let sarif = try JSONReader.read(Array(try #require(folder.text("report.sarif")).utf8))["runs"][0]
    #expect(
      sarif["tool"]["driver"]["rules"][0]["help"]["markdown"].string?.contains("## viewer-protocol-https") == true)
    #expect(sarif["invocations"][0]["executionSuccessful"] == true)
  }

  @Test(arguments: formats)
  func `a format is that of --format, to standard output or a file`(format: String) async throws {
    let folder = try Folder.withEstate()
    let check = ["check", "--snapshot", "estate.json", "--only", "minimum-tls-version", "--format", format]
    let printed = try await Harness.audit(check, folder: folder.url)
    #expect(printed.status == 2, "\(printed.errors)")
    #expect(printed.output.contains("minimum-tls-version"))
    let written = try await Harness.audit(check + ["--output", "report"], folder: folder.url)
    #expect(written.status == 2 && written.output.isEmpty)
    #expect(folder.text("report")?.contains("minimum-tls-version") == true)
  }

  @Test func `a rule that holds is described and counted`() async throws {
    let folder = try Folder.withEstate()
    let only = ["--only", "minimum-tls-version", "--config", "tls.yaml"]
    try folder.write("parameters: {minimum-tls-version.accepted: [TLSv1]}\n", to: "tls.yaml")
    let check = ["check", "--snapshot", "estate.json"] + only
    let junit = try await Harness.audit(check + ["--format", "junit"], folder: folder.url)
    #expect(junit.status == 0, "\(junit.errors)")
    #expect(junit.output.contains("<system-out>The rule holds on 1 resource.</system-out>"))
    let sarif = try await Harness.audit(check + ["--format", "sarif"], folder: folder.url).json["runs"][0]
    #expect(sarif["results"] == [])
    #expect(sarif["tool"]["driver"]["rules"][0]["id"] == "minimum-tls-version")
  }
}
