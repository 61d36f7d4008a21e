import AWSServices

/// `AWS::IAM::Role`, with all that it may do.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html>
public enum RoleSchema {
  /// What GetRole says, the trust policy among it.
  public static let role = AttributeGroup(.role, IAM.getRole)
  /// The policies that are written in it.
  public static let inlinePolicies = AttributeGroup(
    .role, IAM.listRolePolicies, then: [.init(operation: IAM.getRolePolicy, unit: .entry("policy"))],
    members: ["RolePolicyList"])
  /// The managed policies that it names, with what they say.
  public static let attachedPolicies = AttributeGroup(
    .role, IAM.listAttachedRolePolicies,
    then: [
      .init(operation: IAM.getPolicy, unit: .entry("policy")),
      .init(operation: IAM.getPolicyVersion, unit: .entry("policy")),
    ], members: ["AttachedManagedPolicies"])

  /// What its permissions boundary says, where it has one.
  public static let permissionsBoundary = AttributeGroup(
    .role, IAM.getPolicyVersion, .entry("permissions boundary"),
    after: [.init(operation: IAM.getPolicy, unit: .entry("permissions boundary"))],
    members: ["PermissionsBoundary.PolicyDocument"])
  /// The organization of the account, which conditions of its policies may name. It is asked for only where one
  /// does, or nobody looks at these.
  public static let organization = AttributeGroup(
    .role, Organizations.describeOrganization, .account, members: ["OrganizationId"],
    where: ["AssumeRolePolicyDocument", "RolePolicyList", "AttachedManagedPolicies", "PermissionsBoundary"])

  static let schema = ResourceSchema(
    .role, identity: .init(id: ["RoleName"], arn: "Arn", name: ["RoleName"], form: "iam::{account}:role/{id}"),
    terraform: .init("aws_iam_role", id: ["name"]),
    cloudFormation: .init(
      name: "RoleName",
      renamed: [
        "ManagedPolicyArns": "AttachedManagedPolicies",
        "PermissionsBoundary": "PermissionsBoundary.PermissionsBoundaryArn",
        "Policies": "RolePolicyList",
      ], texts: ["AttachedManagedPolicies"], attributes: ["Arn": .text("{arn}"), "RoleId": .member("RoleId")]),
    partialTypes: [
      "aws_iam_role_policy": PartialType(
        of: .id("role"), "RolePolicyList", .element([("PolicyName", "name"), ("PolicyDocument", "policy")])),
      "aws_iam_role_policies_exclusive": PartialType(of: .id("role_name"), "RolePolicyList", .keys("policy_names")),
      "aws_iam_role_policy_attachment": PartialType(
        of: .id("role"), "AttachedManagedPolicies", .element([("PolicyArn", "policy_arn")])),
      "aws_iam_policy_attachment": PartialType(
        of: .ids("roles"), "AttachedManagedPolicies", .element([("PolicyArn", "policy_arn")])),
      "aws_iam_policy": PartialType(
        of: nil, "AttachedManagedPolicies", .named(member: "PolicyDocument", attribute: "policy", by: "arn")),
      "AWS::IAM::Policy": PartialType(
        of: .ids("Roles"), "RolePolicyList",
        .element([("PolicyName", "PolicyName"), ("PolicyDocument", "PolicyDocument")])),
      "AWS::IAM::RolePolicy": PartialType(
        of: .id("RoleName"), "RolePolicyList",
        .element([("PolicyName", "PolicyName"), ("PolicyDocument", "PolicyDocument")])),
      "AWS::IAM::ManagedPolicy": PartialType(of: .ids("Roles"), "AttachedManagedPolicies", .element([])),
    ],
    isListed: false,
    station: .support,
    groups: [role, inlinePolicies, attachedPolicies, permissionsBoundary, organization],
    knownFrom: [LambdaVersionSchema.configuration],
    // What an operation's parameters are called: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html>.
    events: [
      ChangeEvent(
        "CreatePolicyVersion", of: [attachedDocument], element: "policyArn", at: [attachedDocument: "policyDocument"],
        where: "setAsDefault", isOfPolicy: true),
      ChangeEvent("SetDefaultPolicyVersion", of: [attachedDocument], element: "policyArn", isOfPolicy: true),
      ChangeEvent("AttachRolePolicy", of: [attached], element: "policyArn", at: [attached: ""]),
      "CreateRole",
      ChangeEvent("DeleteRolePermissionsBoundary", of: ["PermissionsBoundary"]),
      ChangeEvent("DeleteRolePolicy", of: ["RolePolicyList"], element: "policyName"),
      ChangeEvent("DetachRolePolicy", of: [attached], element: "policyArn"),
      ChangeEvent(
        "PutRolePermissionsBoundary", of: ["PermissionsBoundary"],
        at: ["PermissionsBoundary.PermissionsBoundaryArn": "permissionsBoundary"]),
      ChangeEvent("PutRolePolicy", of: ["RolePolicyList"], element: "policyName", at: ["RolePolicyList": ""]),
      ChangeEvent(
        "UpdateAssumeRolePolicy", of: ["AssumeRolePolicyDocument"],
        at: ["AssumeRolePolicyDocument": "policyDocument"]),
    ],
    removal: "DeleteRole",
    relations: [
      Relation(
        .role, "Versions", to: .lambdaVersion, from: [LambdaVersionSchema.configuration], .inverse(["ExecutionRole"]))
    ],
    lists: [
      "AttachedManagedPolicies": .keyed(by: "PolicyArn", alsoCalledBy: "PolicyName"),
      "RolePolicyList": .keyed(by: "PolicyName"),
      "Tags": .keyed(by: "Key"),
    ],
    policies: [
      "AssumeRolePolicyDocument", "AttachedManagedPolicies.PolicyDocument", "PermissionsBoundary.PolicyDocument",
      "RolePolicyList.PolicyDocument",
    ],
    defaults: [
      "MaxSessionDuration": .unproven(3600, "API reference, CreateRole"),
      "Path": .unproven("/", "API reference, CreateRole"),
    ],
    assigned: [
      "RoleName", "RoleId", "Arn", "CreateDate", "RoleLastUsed", "OrganizationId",
      // It follows from the ARN.
      "AttachedManagedPolicies.PolicyName",
    ],
    dependencies: ["RolePolicyList": [MemberDependency("PolicyName", needs: ["PolicyDocument"])]],
    parts: [
      WritablePart(
        .trustPolicy, "trust policy", of: ["AssumeRolePolicyDocument"], reads: [IAM.getRole],
        writes: [IAM.updateAssumeRolePolicy], mayShutOut: true, effect: effect),
      WritablePart(
        .inlinePolicies, "inline policies", of: ["RolePolicyList"], reads: [IAM.listRolePolicies, IAM.getRolePolicy],
        writes: [IAM.putRolePolicy], removals: [IAM.deleteRolePolicy], isWrittenByElement: true, mayShutOut: true,
        effect: effect),
      WritablePart(
        .attachedPolicies, "attached policies", of: ["AttachedManagedPolicies"],
        except: ["AttachedManagedPolicies.PolicyDocument"], reads: [IAM.listAttachedRolePolicies],
        writes: [IAM.attachRolePolicy], removals: [IAM.detachRolePolicy], isWrittenByElement: true, mayShutOut: true,
        effect: effect),
    ])

  private static let attached = "AttachedManagedPolicies"
  private static let attachedDocument = "\(attached).PolicyDocument"

  private static let effect = "IAM needs a few seconds until all regions know of it."
}
