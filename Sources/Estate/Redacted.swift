import Documents
import Schema

/// What stands in the place of a secret: Lambda environment values and origin custom header values are never kept.
public enum Redacted {
  /// The text that stands there.
  public static let mark = "(redacted)"
}

extension Redacted {
  /// The members of a resource without secrets: Lambda environment values and origin custom header values. Their names
  /// stay.
  public static func members(_ properties: JSONObject, of type: ResourceType) -> JSONObject {
    type.schema.secretPaths.reduce(into: properties) { members, path in
      // What is read again, as from a snapshot, stays as it is, with all that it shares.
      if !JSONValue.object(members).isRedacted(path[...]) { members.redact(path[...]) }
    }
  }
}

extension JSONObject {
  /// Puts the mark in the place of the member at a path, lists passed through; of an object, in that of each value.
  fileprivate mutating func redact(_ path: ArraySlice<String>) {
    guard let name = path.first else { return }
    let rest = path.dropFirst()
    update(name) { $0.redact(rest) }
  }
}

extension JSONValue {
  /// Whether nothing stands at a path but the mark.
  fileprivate func isRedacted(_ path: ArraySlice<String>) -> Bool {
    switch self {
    case .array(let elements): elements.allSatisfy { $0.isRedacted(path) }
    case .object(let object) where path.isEmpty: object.values.allSatisfy { $0.string == Redacted.mark }
    case .object(let object): path.first.flatMap { object[$0] }?.isRedacted(path.dropFirst()) ?? true
    case .null, .unread: true
    case .bool, .integer, .number, .string: !path.isEmpty || string == Redacted.mark
    }
  }

  fileprivate mutating func redact(_ path: ArraySlice<String>) {
    switch self {
    case .array(let elements):
      self = .array(
        elements.map { element in
          var element = element
          element.redact(path)
          return element
        })
    case .object(var object) where path.isEmpty:
      object = JSONObject(object.map { ($0.name, JSONValue.string(Redacted.mark)) })
      self = .object(object)
    case .object(var object):
      // Whoever changes it in its place has to be the only one who holds it.
      self = .null
      object.redact(path)
      self = .object(object)
    case .null, .unread: break
    case .bool, .integer, .number, .string: if path.isEmpty { self = .string(Redacted.mark) }
    }
  }
}
