import Documents
import Foundation
import Testing

/// The shards of one account, against a stub with something wrong in every kind of resource.
@Suite(.needsPython) struct ShardCommandTests {
  private static let scenario: JSONValue = {
    let off: JSONValue = ["Logging": ["Enabled": false, "IncludeCookies": false, "Bucket": "", "Prefix": ""]]
    let old: JSONValue = ["HttpVersion": "http1.1", "Comment": "old"]
    let distributions = (0..<20).map { number -> (String, JSONValue) in
      ("E\(number)", number % 3 == 0 ? off : number % 3 == 1 ? old : [:])
    }
    let functions = (0..<6).map { number -> (String, JSONValue) in
      (
        "guard-\(number)",
        [
          "code": "function handler(event) { return event.request; }",
          "development": .string("function handler(event) { return event.request; } // \(number)"),
        ]
      )
    }
    return [
      "distributions": .object(JSONObject(distributions)), "functions": .object(JSONObject(functions)),
      "events": [["eventName": "UpdateDistribution"]],
      "logGroups": ["us-east-1": ["/aws/cloudfront/function/guard-1": .null, "/aws/cloudfront/function/guard-2": 3]],
    ]
  }()

  private func audit(_ stub: StubTests.Stub, _ folder: Folder, _ arguments: [String]) async throws -> Finished {
    try await Harness.run(
      Harness.binary, arguments, environment: stub.environment, folder: folder.url)
  }

  /// What a report says, without what tells one run from another: its name, its times, what it took.
  private func said(_ report: JSONValue) -> JSONObject {
    var members = report.object ?? [:]
    let own = ["id", "startedAt", "finishedAt", "apiCalls", "shard"]
    members["run"] = .object(
      JSONObject((report["run"].object ?? [:]).filter { !own.contains($0.name) }.map { ($0.name, $0.value) }))
    return members
  }

  private func text(_ value: JSONValue?) -> String { JSONWriter(.pretty).string(value ?? .null) }

  @Test(arguments: [2, 5])
  func `each resource is judged in one shard, and merged they are the report in one piece, byte for byte`(
    count: Int
  ) async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario), try Folder())
    let whole = try await audit(stub, folder, ["check", "--format", "json"])
    #expect(whole.status == 2, "\(whole.errors)")
    var owners: [String: Set<Int>] = [:]
    var passes = 0
    for index in 0..<count {
      let shard = try await audit(
        stub, folder, ["check", "--shard", "\(index)/\(count)", "--format", "json", "--output", "\(index).json"])
      #expect([0, 2].contains(shard.status), "\(shard.errors)")
      let report = try JSONReader.read(Array(try Data(contentsOf: folder.url.appendingPathComponent("\(index).json"))))
      for finding in report["findings"].array ?? [] {
        owners[text(finding["resource"]), default: []].insert(index)
      }
      passes += report["summary"]["pass"].integer ?? 0
    }
    #expect(owners.count > 10 && owners.values.allSatisfy { $0.count == 1 }, "\(owners)")
    #expect(Set(owners.values).count > 1)
    try #expect(passes == whole.json["summary"]["pass"].integer)
    let merged = try await audit(stub, folder, ["merge", "."] + ["--format", "json"])
    #expect(merged.status == 2, "\(merged.errors)")
    let (one, all) = (said(try whole.json), said(try merged.json))
    #expect(one.names == all.names)
    for member in one { #expect(text(member.value) == text(all[member.name]), "\(member.name)") }
  }

  @Test func `a shard that is missing is an error of the audit that names it`() async throws {
    let (stub, folder) = (try StubTests.Stub(Self.scenario), try Folder())
    for index in [0, 2] {
      _ = try await audit(
        stub, folder, ["check", "--shard", "\(index)/3", "--format", "json", "--output", "\(index).json"])
    }
    let merged = try await audit(stub, folder, ["merge", "0.json", "2.json"])
    #expect(merged.status == 1)
    #expect(merged.output.contains("Shard 1/3 is missing"), "\(merged.output)")
  }
}
