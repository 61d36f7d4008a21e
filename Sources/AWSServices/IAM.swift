import AWSCore

/// AWS Identity and Access Management.
///
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html>
public enum IAM {
  /// The service.
  public static let service = Service(
    name: "iam", endpointID: "IAM", wireProtocol: .query, apiVersion: "2010-05-08", signingName: "iam",
    namespace: "https://iam.amazonaws.com/doc/2010-05-08/")

  /// All operations of this table.
  public static let operations = reads + writes

  /// The operations that change nothing.
  public static let reads = [
    getRole, listRolePolicies, getRolePolicy, listAttachedRolePolicies, getPolicy, getPolicyVersion,

  ]

  /// The operations that change something.
  public static let writes = [
    updateAssumeRolePolicy, putRolePolicy, deleteRolePolicy, attachRolePolicy, detachRolePolicy,
  ]

  /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html>
  public static let getRole = read("GetRole", requires: "Role", resource: "RoleName")
  /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html>
  public static let listRolePolicies = list("ListRolePolicies", "PolicyNames", resource: "RoleName")
  /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html>
  public static let getRolePolicy = read("GetRolePolicy", requires: "PolicyDocument", resource: "RoleName")
  /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html>
  public static let listAttachedRolePolicies = list(
    "ListAttachedRolePolicies", "AttachedPolicies", resource: "RoleName")
  /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html>
  public static let getPolicy = read("GetPolicy", requires: "Policy", resource: "PolicyArn")
  /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html>
  public static let getPolicyVersion = read("GetPolicyVersion", requires: "PolicyVersion", resource: "PolicyArn")

  /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html>
  public static let updateAssumeRolePolicy = write("UpdateAssumeRolePolicy")
  /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html>
  public static let putRolePolicy = write("PutRolePolicy")
  /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html>
  public static let deleteRolePolicy = write("DeleteRolePolicy")
  /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html>
  public static let attachRolePolicy = write("AttachRolePolicy")
  /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html>
  public static let detachRolePolicy = write("DetachRolePolicy")

  private static func read(_ name: String, requires: String, resource: String) -> Operation {
    Operation(
      name, of: service, body: .members, answer: .members(), requires: [requires], shapes: shapes, resource: resource)
  }

  private static func list(_ name: String, _ items: String..., resource: String? = nil) -> Operation {
    Operation(
      name, of: service, body: .members, answer: .members(), shapes: shapes,
      pagination: Pagination(
        items, token: "Marker", from: "Marker", more: "IsTruncated", limit: "MaxItems", atMost: 1000,
        // Of four lists only those that the filter asks for are there.
        mayOmitItems: items.count > 1, mayOmitTruncation: true),
      resource: resource)
  }

  private static func write(_ name: String) -> Operation {
    Operation(name, of: service, body: .members, resource: "RoleName")
  }

  /// How the XML of IAM becomes data.
  public static let shapes = XMLShapes(
    booleans: ["IsAttachable", "IsDefaultVersion", "IsTruncated"],
    integers: [
      "AttachmentCount", "MaxSessionDuration", "MaxSigninSessionDuration", "PermissionsBoundaryUsageCount",
      "TemplateMinorVersion",
    ],
    policies: ["AssumeRolePolicyDocument", "Document", "PolicyDocument"],
    structures: ["PermissionsBoundary", "Policy", "PolicyVersion", "Role", "RoleLastUsed", "SourceRoleTemplate"],
    lists: [
      "AttachedManagedPolicies", "AttachedPolicies", "GroupDetailList", "GroupList", "GroupPolicyList",
      "InstanceProfileList", "Policies", "PolicyNames", "PolicyVersionList", "RoleDetailList", "RolePolicyList",
      "Roles", "Tags", "UserDetailList", "UserPolicyList",
    ])
}
