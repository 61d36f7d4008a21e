import Documents
import Schema

/// What a mapping in a file that users write may hold: readers take the names from here, and so does the JSON Schema.
struct FileForm: Sendable {
  /// One member.
  struct Member: Sendable {
    let name: String
    /// What it means, for whoever writes the file.
    let description: String
    let isRequired: Bool
    /// What it may be.
    let schema: JSONObject

    /// A member that has to be there.
    static func required(_ name: String, _ schema: JSONObject, _ description: String) -> Member {
      Member(name: name, description: description, isRequired: true, schema: schema)
    }

    /// A member that may be left out.
    static func optional(_ name: String, _ schema: JSONObject, _ description: String) -> Member {
      Member(name: name, description: description, isRequired: false, schema: schema)
    }
  }

  let members: [Member]
  /// What else holds for the mapping as a whole.
  let conditions: JSONObject

  init(_ members: [Member], conditions: JSONObject = [:]) {
    self.members = members
    self.conditions = conditions
  }

  /// The names of the members, in the order in which they are usually written.
  var names: [String] { members.map(\.name) }

  /// The JSON Schema of such a mapping.
  var schema: JSONObject {
    let properties = members.map { member in
      let description: JSONObject = ["description": .string(member.description)]
      return (member.name, JSONValue.object(description.merging(member.schema)))
    }
    let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
    var schema: JSONObject = ["type": "object", "additionalProperties": false]
    if !required.isEmpty { schema["required"] = .array(required) }
    schema["properties"] = .object(JSONObject(properties))
    return schema.merging(conditions)
  }
}

/// What single members may be.
extension JSONObject {
  /// Text.
  static let text = definition("text")

  /// A JMESPath expression.
  static let expression = definition("expression")

  /// One of these words.
  static func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> JSONObject
  where Choice.RawValue == String {
    ["enum": .array(Choice.allCases.map { .string($0.rawValue) })]
  }

  /// A list.
  static func list(of element: JSONObject, atLeast count: Int = 0) -> JSONObject {
    let list: JSONObject = ["type": "array", "items": .object(element)]
    return count == 0 ? list : list.merging(["minItems": .integer(count)])
  }

  /// One or the other.
  static func either(_ schemas: JSONObject...) -> JSONObject { ["anyOf": .array(schemas.map(JSONValue.object))] }

  /// A part of the schema that stands under `definitions`.
  static func definition(_ name: String) -> JSONObject { ["$ref": .string("#/definitions/\(name)")] }

  /// The definitions that every schema may refer to. YAML lets text stand without quotes, so what looks like a number is
  /// text as well.
  static let commonDefinitions: JSONObject = [
    "text": ["type": ["string", "number", "boolean", "null"]], "expression": ["type": ["string", "boolean"]],
  ]
}
