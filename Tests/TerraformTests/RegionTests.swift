import Auditing
import Documents
import Estate
import Schema
import Terraform
import Testing

/// Plans of resources that have no ARN yet: their region is that of their provider's configuration.
@Suite struct RegionTests {
  /// A plan of two log groups of one name, made by two configurations of the provider; `configuration` is what it says of
  /// these and of modules, `prefix` the module in which the resources are.
  private func plan(
    near: JSONValue, far: JSONValue, variables: JSONValue = [:], declared: JSONValue = [:], type: String = "log_group"
  ) throws -> TerraformDocument {
    let isGroup = type == "log_group"
    let (type, name, setting) =
      isGroup
      ? ("aws_cloudwatch_log_group", "name", "retention_in_days")
      : ("aws_lambda_function", "function_name", "memory_size")
    func resource(_ name: String, _ values: JSONValue) -> JSONValue {
      Sample.resource(["type": .string(type), "name": .string(name), "values": values])
    }
    func provider(_ region: JSONValue) -> JSONValue {
      ["expressions": region.isNull ? [:] : ["region": region]]
    }
    func written(_ name: String, _ key: String) -> JSONValue {
      ["address": .string("\(type).\(name)"), "mode": "managed", "provider_config_key": .string(key)]
    }
    return try TerraformDocument([
      "format_version": "1.2", "variables": variables,
      "planned_values": [
        "root_module": [
          "resources": [
            resource("near", [name: "/a", setting: isGroup ? 30 : 128]),
            resource("far", [name: "/a", setting: isGroup ? 7 : 256]),
          ]
        ]
      ],
      "configuration": [
        "provider_config": ["aws": provider(near), "aws.far": provider(far)],
        "root_module": [
          "variables": declared, "resources": [written("near", "aws"), written("far", "aws.far")],
        ],
      ],
    ])
  }

  private static let near: JSONValue = ["constant_value": "us-east-1"]

  /// Expressions that give `eu-central-1`, with the variables that they take.
  static let known: [(String, JSONValue, JSONValue, JSONValue)] = [
    ("a constant", ["constant_value": "eu-central-1"], [:], [:]),
    ("a variable", ["references": ["var.region"]], ["region": ["value": "eu-central-1"]], ["region": [:]]),
    ("a default", ["references": ["var.region"]], [:], ["region": ["default": "eu-central-1"]]),
    (
      "a member of a variable", ["references": ["var.settings.region", "var.settings"]],
      ["settings": ["value": ["region": "eu-central-1"]]], [:]
    ),
    (
      "an element of a variable", ["references": ["var.regions[\"x.y\"][1]", "var.regions[\"x.y\"]", "var.regions"]],
      ["regions": ["value": ["x.y": ["us-west-2", "eu-central-1"]]]], [:]
    ),
  ]

  @Test(arguments: known, ["log_group", "function"])
  func `two of one name in two regions are two, wherever a region that is known is said`(
    _ known: (String, JSONValue, JSONValue, JSONValue), type: String
  ) throws {
    let document = try plan(
      near: Self.near, far: known.1, variables: known.2, declared: known.3, type: type)
    let planned = try #require(document.planned)
    #expect(planned.map(\.selector.region) == ["us-east-1", "eu-central-1"], "\(known.0)")
    #expect(planned.allSatisfy { $0.doubt.isEmpty })
    let member = type == "log_group" ? "retentionInDays" : "MemorySize"
    #expect(planned.map { $0.expect[member] } == (type == "log_group" ? [30, 7] : [128, 256]))
  }

  /// Expressions of which the region is not known.
  static let unknown: [(String, JSONValue, JSONValue, JSONValue)] = [
    ("none", .null, [:], [:]),
    ("a resource", ["references": ["data.aws_region.far.name", "data.aws_region.far"]], [:], [:]),
    ("a local value", ["references": ["local.region"]], [:], [:]),
    ("a variable nobody sets", ["references": ["var.region"]], [:], ["region": [:]]),
    (
      "a secret", ["references": ["var.region"]], ["region": ["value": "eu-central-1"]],
      ["region": ["sensitive": true]]
    ), ("a text of a variable and more", ["references": ["var.area"]], ["area": ["value": "eu-central"]], [:]),
    (
      "two variables", ["references": ["var.region", "var.region_2"]],
      ["region": ["value": "eu-central-1"], "region_2": ["value": "eu-west-1"]], [:]
    ), ("a condition", ["references": ["var.is_far"]], ["is_far": ["value": true]], [:]),
  ]

  @Test(arguments: unknown, ["log_group", "function"])
  func `two of one name of which a region is not known stay two, and are in doubt`(
    _ unknown: (String, JSONValue, JSONValue, JSONValue), type: String
  ) throws {
    let document = try plan(
      near: unknown.1, far: unknown.1, variables: unknown.2, declared: unknown.3, type: type)
    let planned = try #require(document.planned)
    #expect(planned.count == 2 && planned.allSatisfy { $0.selector.region == nil && !$0.doubt.isEmpty }, "\(unknown.0)")
    #expect(document.notes.map(\.reason).allSatisfy { $0.contains("in a region that the document does not say") })
    #expect(document.notes.count == 2)
    // Where the other one's is known, that one can be judged.
    let half = try #require(
      try plan(near: Self.near, far: unknown.1, variables: unknown.2, declared: unknown.3, type: type).planned)
    #expect(half.map(\.doubt.isEmpty) == [true, false], "\(unknown.0)")
  }

  @Test func `a region is followed through the calls of modules`() throws {
    func module(_ call: JSONValue, _ inner: JSONValue) -> JSONValue { ["expressions": call, "module": inner] }
    let group: JSONValue = [
      "address": "aws_cloudwatch_log_group.a", "mode": "managed",
      "provider_config_key": "module.outer.module.inner:aws",
    ]
    let address = #"module.outer["x.y"].module.inner[0].aws_cloudwatch_log_group.a["]"]"#
    func region(_ call: JSONValue, root: JSONValue = ["home": ["value": "eu-west-1"]]) throws -> String? {
      try TerraformDocument([
        "format_version": "1.2", "variables": root,
        "planned_values": [
          "root_module": [
            "child_modules": [
              [
                "child_modules": [
                  [
                    "resources": [
                      Sample.resource([
                        "address": .string(address), "type": "aws_cloudwatch_log_group", "name": "a",
                        "values": ["name": "/a"],
                      ])
                    ]
                  ]
                ]
              ]
            ]
          ]
        ],
        "configuration": [
          "provider_config": [
            "module.outer.module.inner:aws": [
              "module_address": "module.outer.module.inner",
              "expressions": ["region": ["references": ["var.place.region", "var.place"]]],
            ]
          ],
          "root_module": [
            "module_calls": [
              "outer": module(
                call,
                [
                  "variables": ["where": ["default": ["region": "ap-south-1"]]],
                  "module_calls": [
                    "inner": module(
                      ["place": ["references": ["var.where"]]], ["resources": [group], "variables": ["place": [:]]])
                  ],
                ])
            ]
          ],
        ],
      ]).planned?.first?.selector.region
    }
    #expect(try region(["where": ["constant_value": ["region": "eu-north-1"]]]) == "eu-north-1")
    #expect(try region([:]) == "ap-south-1")
    #expect(
      try region(["where": ["references": ["var.home"]]], root: ["home": ["value": ["region": "eu-west-1"]]])
        == "eu-west-1")
    #expect(
      try region(
        ["where": ["references": ["var.homes.a", "var.homes"]]],
        root: ["homes": ["value": ["a": ["region": "eu-west-2"]]]]) == "eu-west-2")
    #expect(try region(["where": ["references": ["local.a"]]]) == nil)
  }

  @Test func `what is replaced keeps its region where nothing else says one`() throws {
    let document = try TerraformDocument([
      "format_version": "1.2",
      "planned_values": [
        "root_module": [
          "resources": [
            Sample.resource([
              "type": "aws_cloudwatch_log_group", "name": "a", "values": ["name": "/a", "retention_in_days": 7],
            ])
          ]
        ]
      ],
      "resource_changes": [
        Sample.resource([
          "type": "aws_cloudwatch_log_group", "name": "a",
          "change": [
            "actions": ["delete", "create"],
            "before": ["name": "/a", "arn": "arn:aws:logs:eu-west-1:111122223333:log-group:/a"],
            "after_unknown": ["arn": true],
          ],
        ])
      ],
    ])
    #expect(document.planned?.map(\.selector) == [.init(.logGroup, id: "/a", region: "eu-west-1")])
    #expect(document.planned?.first?.isAbsent == false)
  }

  @Test func `the recorded plan says its regions`() throws {
    let planned = try #require(try Sample.read("provider5.plan.json").planned)
    for declaration in planned where declaration.selector.type.schema.isRegional {
      #expect(declaration.selector.region != nil, "\(declaration.address)")
    }
  }

  @Test func `two that stand for one resource are not judged where they say different things, else once`() throws {
    func state(_ other: JSONValue) throws -> TerraformDocument {
      try TerraformDocument(
        Sample.state(
          ["type": "aws_cloudfront_function", "name": "a", "values": ["name": "f", "publish": true, "code": "c"]],
          ["type": "aws_cloudfront_function", "name": "b", "values": other]))
    }
    let same = try state(["name": "f", "publish": true, "code": "c"])
    #expect(same.state.map(\.address) == ["aws_cloudfront_function.a"])
    #expect(same.state.allSatisfy { $0.doubt.isEmpty })
    let different = try state(["name": "f", "publish": true, "code": "d"])
    #expect(
      different.state.map(\.doubt) == [
        "is declared differently by aws_cloudfront_function.b", "is declared differently by aws_cloudfront_function.a",
      ])
    #expect(different.notes.count == 2)
    let apart = try state(["name": "g", "publish": true, "code": "d"])
    #expect(apart.state.count == 2 && apart.state.allSatisfy { $0.doubt.isEmpty })
  }
}
