import Documents
import Foundation
import Testing
@testable import Schema

@Suite struct StructuresTests {
  @Test(.enabled(if: BotocoreModels.python != nil, "needs Python with botocore: run scripts/setup"))
  func `the structures are those of the pinned service models`() throws {
    let now = try BotocoreModels.output(
      of: "scripts/members.py", [BotocoreModels.root.appending(path: "Sources/Schema/Structures.json").path])
    let kept = try Data(contentsOf: BotocoreModels.root.appending(path: "Sources/Schema/Structures.json"))
    #expect(now == kept, "Sources/Schema/Structures.json is stale: run scripts/members")
    #expect(Array(kept) == PackageResources.Structures_json)
  }

  @Test func `a structure knows what is required, what is listed and which values a text may have`() {
    let root = ResourceType.distribution.schema.root
    #expect(root.member("Origins").isRequired)
    #expect(root.member("Origins").member("CustomHeaders").list == .keyed(by: "HeaderName"))
    #expect(root.member("ViewerMtlsConfig").member("TrustStoreConfig").requiredMembers == ["TrustStoreId"])
    guard case .scalar(let values) = root.member("ViewerMtlsConfig").member("Mode").shape else {
      Issue.record("Mode is no scalar")
      return
    }
    #expect(values == ["required", "optional", "passthrough"])
    // Lambda's member of the same name is another one.
    guard case .scalar(let modes) = ResourceType.lambdaFunction.schema[["TracingConfig", "Mode"]].shape else {
      Issue.record("TracingConfig.Mode is no scalar")
      return
    }
    #expect(modes == ["Active", "PassThrough"])
    #expect(root.member("ViewerMtlsConfig").member("Mode").defaultValue == nil)
  }

  @Test func `what no structure has is kept in order and compared as it is`() {
    let unknown = ResourceType.distribution.schema[["NewThing", "Elements"]]
    #expect(unknown.list == .ordered)
    guard case .open = unknown.shape else {
      Issue.record("what is unknown is not open")
      return
    }
  }
}
