import Auditing
import Documents
import Estate
import Terraform
import Testing

/// Which account what is declared is in.
@Suite struct AccountTests {
  private static let (own, other, third) = ("111122223333", "444455556666", "777788889999")

  private static func role(_ account: String?, name: String = "edge") -> JSONValue {
    let arn: JSONValue = account.map { .string("arn:aws:iam::\($0):role/\(name)") } ?? .null
    return ["name": .string(name), "arn": arn]
  }

  /// A state file with these resources, each of type, name, the alias of its provider and attributes.
  private func state(_ resources: (String, String, String, JSONValue)...) throws -> [Declaration] {
    try TerraformDocument([
      "version": 4,
      "resources": .array(
        resources.map { type, name, alias, attributes in
          [
            "mode": type == "aws_caller_identity" ? "data" : "managed", "type": .string(type), "name": .string(name),
            "provider": .string("provider[\"registry.terraform.io/hashicorp/aws\"]\(alias)"),
            "instances": [["attributes": attributes]],
          ]
        }),
    ]).state
  }

  @Test func `it is that of the ARN, in states and plans, of each kind that has one`() throws {
    for name in ["provider5.tfstate", "provider5.state.json", "provider6.tfstate"] {
      let accounts = Set(try Sample.read(name).state.map(\.account))
      #expect(accounts.count == 1 && accounts.first?.utf8.count == 12, "\(name): \(accounts)")
    }
    let plan = try Sample.read("provider5.plan.json")
    #expect(Set(plan.planned?.map(\.account) ?? []) == Set(plan.state.map(\.account)))
    #expect(Set(plan.state.map(\.account)).count == 1)
  }

  @Test func `without an ARN it is that of others of the same provider, else of all others`() throws {
    let bucket: JSONValue = ["bucket": "b", "policy": "{\"Statement\": []}"]
    let one = try state(
      ("aws_iam_role", "r", "", Self.role(Self.other)), ("aws_s3_bucket_policy", "p", ".far", bucket))
    #expect(one.map(\.account) == [Self.other, Self.other])
    let two = try state(
      ("aws_iam_role", "r", "", Self.role(Self.other)), ("aws_iam_role", "s", ".far", Self.role(Self.own, name: "s")),
      ("aws_s3_bucket_policy", "p", ".far", bucket))
    #expect(two.map(\.account) == [Self.other, Self.own, Self.own])
    let asked = try state(
      ("aws_caller_identity", "me", ".far", ["account_id": .string(Self.own)]),
      ("aws_s3_bucket_policy", "p", ".far", bucket), ("aws_iam_role", "r", "", Self.role(Self.other)))
    #expect(
      Dictionary(uniqueKeysWithValues: asked.map { ($0.selector.id ?? "", $0.account) })
        == ["b": Self.own, "edge": Self.other])
    let unsaid = try state(
      ("aws_iam_role", "r", "", Self.role(Self.other)), ("aws_iam_role", "s", "", Self.role(Self.own, name: "s")),
      ("aws_s3_bucket_policy", "p", ".far", bucket))
    #expect(unsaid.last?.account == "")
    #expect(try state(("aws_s3_bucket_policy", "p", "", bucket)).map(\.account) == [""])
  }

  @Test func `what AWS owns, and what others own, is no account of the document`() throws {
    let declared = try state(
      ("aws_iam_policy", "m", "", ["arn": "arn:aws:iam::aws:policy/X", "policy": "{}"]),
      ("aws_ram_resource_share_accepter", "s", "", ["arn": .string("arn:aws:ram::\(Self.other):share/x")]),
      ("aws_s3_bucket_policy", "p", "", ["bucket": "b", "policy": "{\"Statement\": []}"]))
    #expect(declared.map(\.account) == [""])
  }

  @Test func `resources of one name in two accounts are two, each with its own parts`() throws {
    func policy(_ name: String) -> JSONValue {
      ["role": "edge", "name": .string(name), "policy": "{\"Statement\": []}"]
    }
    let declared = try state(
      ("aws_iam_role", "r", "", Self.role(Self.own)), ("aws_iam_role", "s", ".far", Self.role(Self.other)),
      ("aws_iam_role_policy", "p", ".far", policy("far")), ("aws_iam_role_policy", "q", "", policy("near")))
    #expect(declared.map(\.account) == [Self.own, Self.other])
    #expect(declared.map { $0.expect["RolePolicyList"]?[0]["PolicyName"] } == ["near", "far"])
    #expect(declared.allSatisfy { $0.doubt.isEmpty })
  }

  // MARK: Of what a plan makes

  /// A plan of a role without an ARN, made in a module by a configuration of the provider with these arguments.
  private static func plan(_ arguments: JSONValue) throws -> [Declaration] {
    let role: JSONValue = [
      "address": "aws_iam_role.r", "type": "aws_iam_role", "name": "r", "mode": "managed", "values": ["name": "edge"],
    ]
    return try TerraformDocument([
      "format_version": "1.2",
      "variables": ["account": ["value": .string(other)], "stage": ["value": "live"], "none": ["value": ""]],
      "planned_values": ["root_module": ["resources": [role]]],
      "configuration": [
        "provider_config": ["aws": ["expressions": arguments]],
        "root_module": [
          "variables": ["account": [:], "stage": [:], "none": [:]],
          "resources": [["address": "aws_iam_role.r", "mode": "managed", "provider_config_key": "aws"]],
        ],
      ],
    ]).planned ?? []
  }

  private static func assuming(_ expressions: JSONValue...) -> JSONValue {
    .array(expressions.map { ["role_arn": $0] })
  }

  private static func role(in account: String) -> JSONValue {
    ["constant_value": .string("arn:aws:iam::\(account):role/deploy")]
  }

  private static let put: JSONValue = ["references": ["var.account"]]

  static let located: [(JSONValue, String)] = [
    (["assume_role": assuming(role(in: other))], other),
    // Of a chain of roles the last counts, whatever comes first.
    (["assume_role": assuming(role(in: own), role(in: other))], other),
    (["assume_role": assuming(role(in: other), ["references": ["local.role"]])], ""),
    (["assume_role": assuming(put)], other),
    (["assume_role_with_web_identity": assuming(role(in: other))], other),
    (["assume_role_with_web_identity": assuming(role(in: own)), "assume_role": assuming(role(in: other))], other),
    (["allowed_account_ids": ["constant_value": [.string(other)]]], other),
    (["allowed_account_ids": put], other),
    (["assume_role": assuming(["references": ["var.none"]]), "allowed_account_ids": put], other),
    (["allowed_account_ids": ["constant_value": [.string(own), .string(other)]]], ""),
    (["assume_role": assuming(["references": ["var.stage"]])], ""), ([:], ""),
  ]

  @Test(arguments: located)
  func `what a plan makes is where its provider works`(arguments: JSONValue, account: String) throws {
    #expect(try Self.plan(arguments).map(\.account) == [account], "\(JSONWriter().string(arguments))")
  }

  /// The accounts that a provider may work in, and whether it may in two.
  static let bounded: [(arguments: JSONValue, own: Bool, other: Bool)] = [
    (["allowed_account_ids": ["constant_value": [.string(third), .string(other)]]], false, true),
    (["allowed_account_ids": ["constant_value": [.string(own), .string(other)]]], true, true),
    (["forbidden_account_ids": ["constant_value": [.string(own)]]], false, true),
    (["forbidden_account_ids": ["constant_value": [.string(own), .string(third)]]], false, true),
    (["forbidden_account_ids": put], true, false),
    (
      [
        "allowed_account_ids": ["constant_value": [.string(own), .string(other)]],
        "forbidden_account_ids": ["constant_value": [.string(own)]],
      ], false, true
    ),
    // What is not known of the list is no reason to leave anything out.
    (["allowed_account_ids": ["references": ["local.accounts"]]], true, true),
    (["forbidden_account_ids": ["constant_value": []]], true, true),
    (["allowed_account_ids": ["constant_value": [.string(third), ""]]], true, true),
    // Whoever says where it works says more.
    (["assume_role": assuming(role(in: own)), "forbidden_account_ids": put], true, false),
  ]

  @Test(arguments: bounded)
  func `what a provider may not touch is not judged`(arguments: JSONValue, own: Bool, other: Bool) throws {
    let auditor = Auditor(rules: [], declarations: try Self.plan(arguments))
    for (account, isJudged) in [(Self.own, own), (Self.other, other)] {
      if isJudged {
        #expect(try auditor.leavingOutOtherAccounts(than: account).declarations.count == 1)
      } else {
        #expect(throws: OtherAccountError.self) { try auditor.leavingOutOtherAccounts(than: account) }
      }
      #expect(auditor.leavingOutWhatFitsNot(account).declarations.count == (isJudged ? 1 : 0))
    }
  }
}
