import Documents
import Estate

/// What audit.yaml may hold, for editors; ``ConfigurationFile`` reads it.
enum ConfigurationForm {
  static let setting = FileForm([
    .optional("enabled", ["type": "boolean"], "Whether the rule is evaluated where nobody asks for it by name."),
    .optional("severity", .choice(Severity.self), "How much it matters here."),
  ])

  static let override = FileForm(
    [
      .optional("account", .text, "The accounts that it is for: a pattern of their number or name."),
      .optional(
        "resource", .text, "The resources that it is for: a pattern (`*`, `?`) of their id, name, alias or ARN."),
      .optional(
        "tag", ["type": "object", "minProperties": 1, "additionalProperties": .object(.text)],
        "The tags that they have: patterns of the values by key."),
      .required("parameters", .definition("parameters"), "The values of parameters there."),
    ], conditions: ["anyOf": [["required": ["account"]], ["required": ["resource"]], ["required": ["tag"]]]])

  static let waiver = FileForm([
    .required("rule", .definition("ruleID"), "The rule."),
    .optional("account", .text, "The accounts: a pattern of their number or name."),
    .required("resource", .text, "The resources: a pattern (`*`, `?`) of their id, name, alias or ARN."),
    .optional("path", .text, "The place of the finding: a pattern, such as `CacheBehaviors[/media/*]*`."),
    .optional("fingerprint", .text, "The finding, where only one is meant."),
    .required("reason", .text, "Why it is accepted."),
    .required(
      "expires", ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"],
      "The last day on which it is, such as 2027-03-31."),
  ])

  static let file = FileForm([
    .optional("include", .list(of: .text), "Other files of this form, beside this one; what stands here counts more."),
    .optional("builtInRules", ["type": "boolean"], "Whether the rules are evaluated that ship with audit."),
    .optional("state", .text, "The file in which runs remember what they read and found."),
    .optional(
      "notify", ["type": ["string", "array"], "items": .object(.text)],
      "Where it is told what appears and goes away: URLs, or what names a topic or an event bus."),
    .optional("rules", .definition("rules"), "Rules on or off, and how much they matter."),
    .optional("parameters", .definition("parameters"), "Values of parameters, named RULE.PARAMETER."),
    .optional(
      "overrides", .list(of: .object(override)),
      "Values of parameters on some resources; of two that fit, the later counts."
    ),
    .optional("waivers", .list(of: .object(waiver)), "Findings that are accepted for a time."),
  ])
}

extension JSONObject {
  fileprivate static func object(_ form: FileForm) -> JSONObject { form.schema }
}

extension Configuration {
  /// The JSON Schema (draft-07) of audit.yaml, for editors.
  ///
  /// - Parameter rules: The rules that editors offer; others may be named as well, as a project has its own.
  public static func schema(for rules: [Rule]) -> JSONValue {
    let ids = [Declaration.rule] + rules.map(\.id)
    let parameters = rules.flatMap { rule in
      rule.parameters.map { parameter -> (String, JSONValue) in
        (
          "\(rule.id).\(parameter.name)",
          .object(
            (["description": .string(parameter.description)] as JSONObject).merging(
              parameter.atLeast.map { ["minimum": .integer($0)] } ?? [:]))
        )
      }
    }
    let setting = JSONValue.object(ConfigurationForm.setting.schema)
    let head: JSONObject = [
      "$schema": "http://json-schema.org/draft-07/schema#", "title": "Configuration of audit (audit.yaml)",
    ]
    let titles = Dictionary(rules.map { ($0.id, $0.title) }) { first, _ in first }
    let definitions: JSONObject = [
      "ruleID": [
        "anyOf": [["enum": .array(ids.map(JSONValue.string))], ["type": "string", "pattern": "^[a-z0-9-]+$"]]
      ],
      "setting": setting,
      "rules": [
        "type": "object",
        "properties": .object(
          JSONObject(
            ids.map { id in
              let description = titles[id] ?? "What baselines and Terraform documents declare."
              return (id, ["description": .string(description), "$ref": "#/definitions/setting"])
            })),
        "patternProperties": ["^[a-z0-9-]+$": ["$ref": "#/definitions/setting"]], "additionalProperties": false,
      ],
      "parameters": [
        "type": "object", "properties": .object(JSONObject(parameters)),
        "propertyNames": ["pattern": "^[a-z0-9-]+\\.[A-Za-z0-9]+$"],
      ],
    ]
    return .object(
      head.merging(ConfigurationForm.file.schema).merging([
        "definitions": .object(definitions.merging(.commonDefinitions))
      ]))
  }
}
