import Documents
import Estate
import Schema

/// What rule files may hold.
enum RuleForm {
  static let file = FileForm([
    .optional(
      UnknownMembers.permissionName, .choice(UnknownMembers.Permission.self), UnknownMembers.permissionSummary),
    .required("rules", .list(of: .definition("rule")), "The rules of this file."),
  ])

  static let rule = FileForm(
    [
      .required(
        "id", ["type": ["string", "integer", "boolean"], "pattern": "^(?!baseline$)[a-z0-9-]+$"],
        "The stable id: lower-case letters, digits and dashes; not `baseline`, which drift from baselines is found by."),
      .required("title", .text, "What holds, in a few words."),
      .required("severity", .choice(Severity.self), "How much it matters where the rule does not hold."),
      .required(
        "resource", .either(.definition("resource"), .list(of: .definition("resource"), atLeast: 1)),
        "The kind of resource that the rule is about, or a list of kinds."),
      .optional("enabled", ["type": "boolean"], "`false` for a rule that is evaluated only with --only."),
      .optional(
        "breakable", ["type": "boolean"],
        "`true` for a rule that only says what is left over or behind: no repair is left because it would break it."),
      .optional(
        "where", .expression,
        "A JMESPath expression on the resource. The rule is only about resources for which it is true."),
    ] + place + [
      .optional("expect", .definition("expect"), "What is expected of the value: one predicate with its operand."),
      .optional(
        "checks", .list(of: .definition("check"), atLeast: 1),
        "Several expectations, in place of `select`, `value`, `path` and `expect`. All of them have to hold."),
      .optional(
        "parameters", ["type": "object", "additionalProperties": .object(parameter.schema)],
        "Values that users may set, by name. `expect` names one as `{parameter: NAME}`, `message` as "
          + "`{parameters.NAME}`."),
      message,
      .required("why", .text, "Why it matters."),
      .optional("symptoms", .text, "How it breaks in the field, and what is then seen of it."),
      .required("remediation", remediation.schema, "What a person can do where the rule does not hold."),
      .optional("references", .list(of: .text), "Where to read on: pages, and controls of standards as `STANDARD/ID`."),
      .required("repair", repair.schema, "What `audit fix` can do where the rule does not hold."),
    ],
    conditions: [
      "if": ["required": ["checks"]],
      "then": [
        // An expectation stands in one place, and each check has a message, its own or the rule's.
        "properties": ["select": false, "value": false, "path": false, "transition": false, "expect": false],
        "anyOf": [
          ["required": ["message"]], ["properties": ["checks": ["items": ["required": ["message"]]]]],
        ],
      ],
      "else": ["required": ["expect", "message"]],
    ])

  static let check = FileForm(
    place + [
      .required("expect", .definition("expect"), "What is expected of the value: one predicate with its operand."),
      message,
      .optional("repair", repair.schema, "What `audit fix` can do where this does not hold, in place of the rule's."),
    ])

  static let expectation = FileForm(
    Predicate.allCases.map { predicate in
      .optional(
        predicate.rawValue, predicate.operandKind.schema,
        "\(predicate.summary) Takes \(predicate.operandKind.phrase).")
    }, conditions: ["minProperties": 1, "maxProperties": 1])

  /// What an operand may be in place of a literal.
  static let reference = FileForm(
    [
      .optional("parameter", .text, "The name of a parameter of the rule."),
      .optional("expression", .expression, "A JMESPath expression on the same element as `value`."),
    ], conditions: ["minProperties": 1, "maxProperties": 1])

  static let parameter = FileForm([
    .required("default", [:], "What it is where nobody sets it."),
    .required("description", .text, "What it means, with its unit."),
    .optional("atLeast", ["type": "integer"], "Of a number, the smallest that it takes."),
  ])

  static let remediation = FileForm([
    .required("recommendation", .text, "What to do, in a sentence or two."),
    .optional("cli", .text, "The commands of the AWS CLI that do it."),
    .optional("terraform", .text, "What to write in Terraform."),
  ])

  static let repair = FileForm(
    [
      .required(
        "mode", .choice(Rule.Repair.Mode.self),
        "`auto`: done under `fix --yes`. `asked`: done only when named with --only. `none`: there is no safe repair."),
      .optional(
        "where", .expression,
        "A JMESPath expression on each element. There is a repair only for elements for which it is true."),
      .optional(
        "otherwise", .text,
        "Why the other elements are left to a person, and what that person can do; written as `message` is."),
      .optional(
        "set", .either([:], .definition("reference")),
        "The value that is set at the finding's place, `{parameter: NAME}` or `{expression: JMESPATH}`; `null` takes "
          + "away what is there."),
      .optional(
        "action", .choice(RepairAction.Name.self),
        "What is done in place of `set`. "
          + RepairAction.Name.allCases.map { "`\($0.rawValue)`: \($0.summary)" }.joined(separator: " ")),
      .optional("summary", .text, "What the repair does, in one sentence."),
    ],
    conditions: [
      "if": ["properties": ["mode": ["const": "none"]]],
      "then": ["properties": ["set": false, "action": false]],
      "else": [
        "required": ["summary"], "oneOf": [["required": ["set"]], ["required": ["action"]]],
      ],
    ])

  /// Where a check looks.
  private static let place: [FileForm.Member] = [
    .optional(
      "select", .expression,
      "A JMESPath expression on the resource: what is judged; of a list, each element. Without it, the resource."),
    .optional(
      "value", .expression,
      "A JMESPath expression on each element: the value that is judged. Without it, the element."),
    .optional(
      "path", .text,
      "The place within the element that a finding names, as names with dots between them. Without it, "
        + "that of the value."),
    .optional(
      "transition", .expression,
      "A JMESPath expression on each element: where it is true AWS is still at it, and what does not hold is unknown."),
  ]

  private static let message = FileForm.Member.optional(
    "message", .text,
    "The sentence that a finding says. `{id}`, `{path}`, `{expected}`, `{actual}`, `{unmet}` and `{parameters.NAME}` are filled "
      + "in, and so is any JMESPath expression on the element, such as `{EventType}`.")
}

extension OperandKind {
  /// What an operand of this kind may be.
  fileprivate var schema: JSONObject {
    switch self {
    // One member of such a name makes a mapping a reference; every other mapping is a literal.
    case .value:
      [
        "if": [
          "type": "object", "maxProperties": 1, "anyOf": [["required": ["parameter"]], ["required": ["expression"]]],
        ],
        "then": .object(.definition("reference")),
      ]
    case .list: .either(["type": "array"], .definition("reference"))
    case .number: .either(["type": "number"], .definition("reference"))
    case .flag: .either(["const": true], .definition("reference"))
    case .pattern: .either(["type": "string"], .definition("reference"))
    case .question(let parts): parts.schema
    }
  }

  /// The kind in a sentence.
  var phrase: String {
    switch self {
    case .value: "any value"
    case .list: "a list"
    case .number: "a number"
    case .flag: "`true`"
    case .pattern: "a regular expression"
    case .question(let parts): parts.phrase
    }
  }
}

extension OperandKind.Parts {
  /// A mapping of the parts, a reference, or the list that stands for one part.
  fileprivate var schema: JSONObject {
    // What each part takes is said where it is read; a reference is a mapping as well.
    let mapping: JSONObject = [
      "type": "object", "additionalProperties": false, "required": .array(required.map { .string($0) }),
      "properties": .object(JSONObject(names.map { ($0, [:]) })),
    ]
    let forms = [mapping, .definition("reference")] + (list == nil ? [] : [["type": "array"]])
    return ["anyOf": .array(forms.map(JSONValue.object))]
  }
}

extension RuleFile {
  /// The JSON Schema (draft-07) of rule files, for editors.
  public static var schema: JSONValue {
    let head: JSONObject = ["$schema": "http://json-schema.org/draft-07/schema#", "title": "Rules of audit"]
    let definitions: JSONObject = [
      "rule": .object(RuleForm.rule.schema), "check": .object(RuleForm.check.schema),
      "expect": .object(RuleForm.expectation.schema), "reference": .object(RuleForm.reference.schema),
      "resource": .object(.choice(ResourceType.self)),
    ]
    return .object(
      head.merging(RuleForm.file.schema)
        .merging(["definitions": .object(definitions.merging(.commonDefinitions))]))
  }
}
