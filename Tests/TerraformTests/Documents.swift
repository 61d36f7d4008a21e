import Auditing
import Documents
import Estate
import Foundation
import Schema
import Terraform
import Testing

/// The documents that the tests read; `Documents/README.md` says where each is from.
enum Sample {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Documents")

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  static func read(_ name: String) throws -> TerraformDocument {
    try TerraformDocument(bytes: bytes(name), file: name)
  }

  /// The estate that the documents were recorded from.
  static func live() throws -> Estate { try Snapshot(document: JSONReader.read(bytes("live.json"))).estate }

  /// A state that holds these resources, each of `{type, name, values}`, with what else `terraform show -json` writes.
  static func state(_ resources: JSONValue...) -> JSONValue {
    [
      "format_version": "1.0", "terraform_version": "1.11.4",
      "values": ["root_module": ["resources": .array(resources.map(resource))]],
    ]
  }

  static func resource(_ resource: JSONValue) -> JSONValue {
    var object = resource.object ?? [:]
    if object["mode"] == nil { object["mode"] = "managed" }
    if object["address"] == nil {
      object["address"] = .string("\(resource["type"].string ?? "").\(resource["name"].string ?? "")")
    }
    return .object(object)
  }
}

extension TerraformDocument {
  /// Reads a document that a test makes.
  init(_ document: JSONValue) throws { try self.init(document, file: "state.json") }
}

extension [Declaration] {
  /// What is declared of one resource.
  func first(_ type: ResourceType, _ id: String? = nil, region: String? = nil) -> Declaration? {
    first {
      $0.selector.type == type && (id == nil || $0.selector.id == id)
        && (region == nil || $0.selector.region == region)
    }
  }
}

extension Declaration {
  /// What is declared, as one value.
  var document: JSONValue { .object(expect) }
}
