import Documents
import Foundation
import Terraform
import Testing

/// The state that Terraform would have of an estate in the emulator, which `scripts/terraform_state.py` writes.
@Suite(.needsPython) struct TerraformStateTests {
  @Test func `the state of a live estate declares every resource of it, and nothing is left out`() async throws {
    let estate = try #require(try await EmulatorTests.seed("--account", "100000000005", "compliant").first)
    let python = try #require(Harness.python)
    let script = Harness.root.appendingPathComponent("scripts/terraform_state.py").path
    let state = try await Harness.run(
      python, [script, "--account", "100000000005"],
      environment: estate.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 })
    try #require(state.status == 0, "\(state.errors)")
    let document = try TerraformDocument(bytes: Array(state.output.utf8), file: "terraform.tfstate")
    #expect(document.form == .rawState)
    // Of secrets nobody reads more than that they are there.
    #expect(document.notes.map(\.description).filter { !$0.contains("secret") } == [])

    let folder = try Folder()
    let file = folder.url.appendingPathComponent("estate.json")
    let snapshot = try await Harness.audit("snapshot", "-o", file.path, environment: estate.environment)
    #expect(snapshot.status == 0, "\(snapshot.errors)")
    let live = try JSONReader.read([UInt8](try Data(contentsOf: file)))
    let declared = Set(
      document.state.map { "\($0.selector.type.rawValue) \($0.selector.id ?? "") \($0.selector.region ?? "")" })
    var count = 0
    for resource in live["resources"].array ?? [] {
      let type = resource["type"].string ?? ""
      // Versions belong to their functions, and what AWS manages to AWS.
      if type == "AWS::Lambda::Version" || resource["properties"]["Type"] == "managed" { continue }
      if type == "AWS::CloudFront::ResponseHeadersPolicy" { continue }
      let isRegional = ["AWS::Lambda::Function", "AWS::Logs::LogGroup"].contains(type)
      let key = "\(type) \(resource["id"].string ?? "") \(isRegional ? resource["region"].string ?? "" : "")"
      #expect(declared.contains(key), "\(key)")
      count += 1
    }
    #expect(count > 20)
    let code = document.state.first { $0.selector.id == "status-api" }?.expect["CodeSha256"]
    let function = live["resources"].array?.first { $0["id"] == "status-api" }
    #expect(code != nil)
    #expect(code == function?["properties"]["CodeSha256"])
  }
}
