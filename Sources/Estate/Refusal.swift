import Documents
import Schema

extension Estate {
  /// Notes a gap for each structure in which AWS answered that it could not read it for whoever asked: what stands there
  /// is not all that is set.
  ///
  /// - Returns: The members of the resources that have one, with ``JSONValue/unread(_:)`` in its place.
  mutating func markRefusals() -> [ResourceKey: JSONObject] {
    var refused: [ResourceKey: JSONObject] = [:]
    for resource in resources.values where !resource.reference.type.schema.refusals.isEmpty {
      var properties = resource.properties
      for (path, operation) in resource.reference.type.schema.refusals.sorted(by: { $0.key < $1.key }) {
        properties.markRefusal(path.split(separator: ".").map(String.init)[...]) { error in
          addGap(Gap(refusing: path, of: resource, by: operation, error))
        }
      }
      if properties != resource.properties { refused[resource.key] = properties }
    }
    return refused
  }
}

extension Gap {
  fileprivate init(refusing path: String, of resource: Resource, by operation: String, _ error: JSONValue) {
    let key = resource.properties["KMSKeyArn"]?.string.map { " on \($0)" } ?? ""
    self.init(
      operation: operation, resource: resource.reference, group: "", code: error["ErrorCode"].string ?? "Error",
      message: "\(path): \(error["Message"].string ?? "AWS answered an error in its place")",
      advice: operation == "kms:Decrypt"
        ? "Allow kms:Decrypt\(key) for the identity that runs audit; the key may be disabled or gone as well."
        : "See what AWS says of it, then run audit again.")
  }
}

extension JSONObject {
  /// Replaces the structure at a path, lists passed through, where it holds an error.
  fileprivate mutating func markRefusal(_ path: ArraySlice<String>, _ gap: (JSONValue) -> Int) {
    guard let name = path.first, self[name] != nil else { return }
    let rest = path.dropFirst()
    update(name) { $0.markRefusal(rest, gap) }
  }
}

extension JSONValue {
  fileprivate mutating func markRefusal(_ path: ArraySlice<String>, _ gap: (JSONValue) -> Int) {
    switch self {
    case .array(let elements):
      self = .array(
        elements.map { element in
          var element = element
          element.markRefusal(path, gap)
          return element
        })
    case .object(let object) where path.isEmpty:
      if let error = object["Error"], !error.isNull { self = .unread(gap(error)) }
    case .object(var object):
      object.markRefusal(path, gap)
      self = .object(object)
    default: break
    }
  }
}
