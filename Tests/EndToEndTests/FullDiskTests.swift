import Documents
import Foundation
import Testing

/// A disk without room: nothing is half there, nothing is begun that could not be taken back, and words say why.
@Suite(.needsPython, .needsMount) struct FullDiskTests {
  /// A folder on a disk of its own, beside an estate in which something is to be repaired.
  private final class Place {
    let folder: Folder
    let disk: SmallDisk
    private let stub: StubTests.Stub

    init() async throws {
      folder = try Folder()
      disk = try await SmallDisk(at: folder.url.appendingPathComponent("disk"), kilobytes: 64)
      let behavior: JSONValue = [
        "TargetOriginId": "app", "ViewerProtocolPolicy": "allow-all", "Compress": true,
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
      ]
      stub = try StubTests.Stub([
        "distributions": .object(
          JSONObject((1...9).map { ("E\($0)", ["DefaultCacheBehavior": behavior]) }))
      ])
    }

    var names: [String] {
      let found = FileManager.default.enumerator(atPath: folder.url.appendingPathComponent("disk").path)
      return (found?.compactMap { $0 as? String } ?? []).filter { $0 != "filling" }.sorted()
    }

    func writes() throws -> Int { try stub.requests.count { $0["method"] == "PUT" } }

    func audit(_ arguments: String...) async throws -> Finished { try await audit(arguments) }

    func audit(_ arguments: [String]) async throws -> Finished {
      try await Harness.run(
        Harness.binary, arguments,
        environment: stub.environment.merging(["AUDIT_LOCK_FOLDER": folder.url.path]) { $1 },
        folder: folder.url.appendingPathComponent("disk"))
    }
  }

  @Test(arguments: [
    ["snapshot", "-o", "out"], ["fix", "--dry-run", "--only", "viewer-protocol-https", "-o", "out"],
    ["baseline", "capture", "-o", "out"], ["check", "--only", "viewer-protocol-https", "--report", "html=out"],
    ["check", "--write-waivers", "out", "--reason", "x", "--expires", "2099-01-01"],
  ])
  func `a result for which there is no room is an error that says so, and leaves nothing`(
    arguments: [String]
  ) async throws {
    let place = try await Place()
    try place.disk.fill(leaving: 0)
    let run = try await place.audit(arguments)
    #expect(run.status == 1)
    #expect(run.errors.contains("audit: out: the disk is full."), "\(run.errors)")
    #expect(place.names == [])
    await place.disk.unmount()
  }

  @Test func `the files of a project that have no room are not left empty, to be kept by the next run`() async throws {
    let place = try await Place()
    try place.disk.fill(leaving: 0)
    let run = try await place.audit("init")
    #expect(run.status == 1)
    #expect(
      run.output.contains("failed audit.yaml: audit.yaml: it cannot be written: the disk is full."), "\(run.output)")
    #expect(!place.names.contains("audit.yaml") && !place.names.contains { $0.hasSuffix("edge.yaml") })
    try place.disk.makeRoom()
    #expect(try await place.audit("init").status == 0)
    #expect(place.names.contains("audit.yaml"))
    await place.disk.unmount()
  }

  @Test func `a repair whose journal cannot be begun is not begun, and leaves no journal`() async throws {
    let place = try await Place()
    try place.disk.fill(leaving: 0)
    let run = try await place.audit("fix", "--yes", "--no-wait", "--only", "viewer-protocol-https")
    #expect(run.status == 1)
    #expect(run.errors.contains("the disk is full"), "\(run.errors)")
    #expect(try place.writes() == 0)
    #expect(!place.names.contains { $0.hasSuffix(".jsonl") })
    await place.disk.unmount()
  }

  @Test func `a repair whose journal ends before it does begins no step more, ends with 1, and can be taken back`()
    async throws
  {
    let place = try await Place()
    try place.disk.fill(leaving: 8192)
    let run = try await place.audit("fix", "--yes", "--no-wait", "--only", "viewer-protocol-https")
    #expect(run.status == 1, "\(run.output)")
    let said = (run.output + run.errors).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(said.contains("the disk is full, so that no further step was begun"), "\(said)")
    // What was sent stands in the journal, so that it can be taken back.
    let written = try place.writes()
    let name = try #require(place.names.first { $0.hasSuffix(".jsonl") })
    let calls = (place.folder.text("disk/\(name)") ?? "").split(separator: "\n").count {
      $0.contains(#""record":"call""#)
    }
    #expect(written > 0 && written == calls)
    try place.disk.makeRoom()
    let undo = try await place.audit("undo", "last", "--dry-run")
    #expect(undo.status != 1, "\(undo.output)\(undo.errors)")
    await place.disk.unmount()
  }
}
