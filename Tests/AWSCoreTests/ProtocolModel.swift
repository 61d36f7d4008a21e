import Documents
import Foundation
import TestSupport
import Transport
import XMLReading

@testable import AWSCore

/// A case of AWS's protocol tests: a model of one operation, with what it sends or reads.
struct ProtocolCase {
  let id: String
  let wireProtocol: WireProtocol
  /// `metadata` of the service.
  let metadata: JSONValue
  let shapes: JSONValue
  /// The whole case.
  let content: JSONValue

  var given: JSONValue { content["given"] }
  var name: String { given["name"].string ?? "" }

  /// All cases of `input` or `output` for a protocol.
  static func read(_ direction: String, _ file: String) -> [ProtocolCase] {
    let protocols: [String: WireProtocol] = [
      "ec2": .ec2, "json": .json11, "query": .query, "rest-json": .restJSON, "rest-xml": .restXML,
    ]
    guard let wireProtocol = protocols[file] else { return [] }
    return (Conformance.read("protocols/\(direction)/\(file).json").array ?? []).flatMap { suite in
      (suite["cases"].array ?? []).map { content in
        ProtocolCase(
          id: content["id"].string ?? "", wireProtocol: wireProtocol, metadata: suite["metadata"],
          shapes: suite["shapes"], content: content)
      }
    }
  }

  static let protocols = ["ec2", "json", "query", "rest-json", "rest-xml"]

  var service: Service {
    Service(
      name: "things", endpointID: "THINGS", wireProtocol: wireProtocol, apiVersion: metadata["apiVersion"].string ?? "",
      signingName: "things", namespace: metadata["targetPrefix"].string ?? metadata["xmlNamespace"].string)
  }

  /// The shape that a member refers to, with the traits that the member adds.
  func shape(_ reference: JSONValue) -> ModelShape? {
    guard let name = reference["shape"].string, let shape = shapes[name].object else { return nil }
    return ModelShape(name: name, traits: JSONValue.object(shape.merging(reference.object ?? [:])))
  }

  /// The members of a structure.
  func members(_ shape: ModelShape?) -> [(name: String, shape: ModelShape)] {
    (shape?.traits["members"].object ?? [:]).compactMap { member in
      self.shape(member.value).map { (member.name, $0) }
    }
  }
}

extension ProtocolCase {
  /// The shape of an entry of a list or a map, or of the member of a structure that has that name.
  func inner(_ shape: ModelShape, _ name: String?) -> ModelShape? {
    switch shape.type {
    case "list": self.shape(shape.traits["member"])
    case "map": self.shape(shape.traits["value"])
    default: name.flatMap { self.shape(shape.traits["members"][$0]) }
    }
  }
}

extension JSONValue {
  /// What becomes of this where that becomes of its entries, or of its members with their names.
  func mapping(_ change: (JSONValue, String?) -> JSONValue) -> JSONValue {
    switch self {
    case .array(let entries): .array(entries.map { change($0, nil) })
    case .object(let members): .object(JSONObject(members.map { ($0.name, change($0.value, $0.name)) }))
    default: self
    }
  }
}

/// A shape of a model.
struct ModelShape {
  let name: String
  let traits: JSONValue

  var type: String { traits["type"].string ?? "" }
  var wireName: String? { traits["locationName"].string }
  /// Where a member stands beside the body.
  var location: String? { traits["location"].string }
  /// Where a member of an answer stands beside its body; what only a request has counts for nothing.
  var outputLocation: String? { location.flatMap { ["header", "headers", "statusCode"].contains($0) ? $0 : nil } }
  var isFlattened: Bool { traits["flattened"].bool == true }
  var isBytes: Bool { type == "blob" || type == "string" }
}

/// Collects what XML does not say about the members of a model.
struct ShapeTable {
  let model: ProtocolCase
  /// By the name of an element and what it is: the elements around it.
  private var found: [String: [String: Set<String>]] = [:]
  private var renamed: [String: String] = [:]
  private var itemNames: [String: String] = [:]
  private var seen: Set<String> = []

  init(model: ProtocolCase) { self.model = model }

  /// What documents are written with: by the names on the wire, which the members of the value then have.
  var shapesToWrite: XMLShapes {
    var table = self
    table.renamed = [:]
    return table.shapes
  }

  var shapes: XMLShapes {
    func names(_ types: String...) -> [String] {
      found.flatMap { name, kinds in
        types.flatMap { type in
          // A name that means one thing everywhere needs no element around it.
          (kinds[type] ?? []).flatMap { kinds.count == 1 ? [name] : ["\($0)/\(name)"] }
        }
      }
    }
    return XMLShapes(
      booleans: names("boolean"), integers: names("integer", "long"), numbers: names("float", "double"),
      structures: names("structure"), lists: names("list"), maps: names("map"), entries: names("entries"),
      mapEntries: names("mapEntries"), names: renamed, itemNames: itemNames)
  }

  mutating func note(_ name: String, _ type: String, in parent: String = "") {
    found[name, default: [:]][type, default: []].insert(parent)
  }

  /// Notes the members of a structure that stands in the element of that name.
  mutating func walk(_ shape: ModelShape?, in parent: String) {
    guard let shape, seen.insert("\(parent) \(shape.name)").inserted else { return }
    for (name, member) in model.members(shape) where member.outputLocation == nil {
      let entry = member.type == "list" ? model.shape(member.traits["member"]) : nil
      let wireName = member.wireName ?? (member.isFlattened ? entry?.wireName : nil) ?? name
      if wireName != name { renamed[wireName] = name }
      switch (member.type, member.isFlattened) {
      case ("list", true):
        note(wireName, "entries")
        walk(entry, in: wireName)
      case ("map", true):
        note(wireName, "mapEntries")
        walkValue(of: member, in: wireName)
      default: walk(member, as: wireName, in: parent)
      }
    }
  }

  /// Notes an element.
  private mutating func walk(_ shape: ModelShape?, as wireName: String, in parent: String) {
    guard let shape else { return }
    note(wireName, shape.type, in: parent)
    switch shape.type {
    case "structure": walk(shape, in: wireName)
    case "list":
      let entry = model.shape(shape.traits["member"])
      itemNames[wireName] = entry?.wireName ?? "member"
      walk(entry, as: entry?.wireName ?? "member", in: wireName)
    case "map": walkValue(of: shape, in: "entry")
    default: break
    }
  }

  private mutating func walkValue(of map: ModelShape, in entry: String) {
    let value = model.shape(map.traits["value"])
    walk(value, as: value?.wireName ?? "value", in: entry)
  }
}
