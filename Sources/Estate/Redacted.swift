import Documents

/// What stands in the place of a secret: Lambda environment values and origin custom header values are never kept.
public enum Redacted {
  /// The text that stands there.
  public static let mark = "(redacted)"
}

extension Redacted {
  /// The members of a resource without secrets: Lambda environment values and origin custom header values. Their names
  /// stay.
  public static func members(_ properties: JSONObject, of type: ResourceType) -> JSONObject {
    var properties = properties
    switch type {
    case .distribution:
      properties.update("Origins") { origins in
        origins.mapElements { origin in
          origin.update("CustomHeaders") { $0.mapElements { $0["HeaderValue"] = .string(mark) } }
        }
      }
    case .lambdaVersion, .lambdaFunction:
      properties.redactEnvironment()
      properties.update("Versions") { $0.mapElements { $0.redactEnvironment() } }
    default: break
    }
    return properties
  }
}

extension JSONObject {
  fileprivate mutating func redactEnvironment() {
    update("Environment") { environment in
      guard case .object(var object) = environment else { return }
      object.update("Variables") { variables in
        guard case .object(let names) = variables else { return }
        variables = .object(JSONObject(names.map { ($0.name, JSONValue.string(Redacted.mark)) }))
      }
      environment = .object(object)
    }
  }
}

extension JSONValue {
  /// Changes each object of a list, if this is one.
  fileprivate mutating func mapElements(_ change: (inout JSONObject) -> Void) {
    guard case .array(let elements) = self else { return }
    self = .array(
      elements.map { element in
        guard case .object(var object) = element else { return element }
        change(&object)
        return .object(object)
      })
  }
}
