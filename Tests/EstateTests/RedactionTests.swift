import Documents
import Schema
import Testing
@testable import Estate

/// Every secret that a schema names, whatever stands in its place.
@Suite struct RedactionTests {
  private struct Secret: Sendable, CustomTestStringConvertible {
    let type: ResourceType
    let path: [String]

    static let all = ResourceType.allCases.flatMap { type in
      type.schema.secretPaths.map { Secret(type: type, path: $0) }
    }

    var testDescription: String { "\(path.joined(separator: ".")) of \(type.rawValue)" }

    /// Members that hold a value at the path, each list on the way with two elements.
    func members(_ value: JSONValue) -> JSONObject {
      let nodes = path.indices.map { type.schema[Array(path[...$0])] }
      let whole = path.indices.reversed().reduce(value) { inner, index in
        let isList = if case .list = nodes[index].shape { true } else { false }
        return ["Kept": "kept", path[index]: isList ? [inner, inner] : inner]
      }
      return whole.object ?? [:]
    }
  }

  @Test(arguments: Secret.all)
  private func `no value of a secret stays, and what is beside it does`(secret: Secret) throws {
    for value in ["s3cret", ["NAME": "s3cret"], ["s3cret"], 4711, ["NAME": ["s3cret"]]] as [JSONValue] {
      let redacted = JSONValue.object(Redacted.members(secret.members(value), of: secret.type))
      let text = JSONWriter().string(redacted)
      #expect(!text.contains("s3cret") && !text.contains("4711"), "\(text)")
      #expect(text.contains(Redacted.mark))
      #expect(text.components(separatedBy: "kept").count > 1)
      #expect(value.object == nil || text.contains("NAME"))
    }
  }

  @Test func `there are secrets to look for`() { #expect(Secret.all.count >= 4) }
}
