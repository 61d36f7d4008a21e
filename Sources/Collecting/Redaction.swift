import Documents
import Estate

/// Takes the secrets out of what was read, before it is kept anywhere. Their names stay.
enum Redaction {
  /// What stands in the place of a secret.
  static let mark = JSONValue.string(Redacted.mark)

  /// The members of a resource without secrets: Lambda environment values and origin custom header values.
  static func of(_ properties: JSONObject, type: ResourceType) -> JSONObject {
    var properties = properties
    switch type {
    case .distribution:
      properties.update("Origins") { origins in
        origins.mapElements { origin in
          origin.update("CustomHeaders") { $0.mapElements { $0["HeaderValue"] = mark } }
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
        variables = .object(JSONObject(names.map { ($0.name, Redaction.mark) }))
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
