import AWSCore

/// AWS Organizations.
///
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html>
public enum Organizations {
  /// The service.
  public static let service = Service(
    name: "organizations", endpointID: "ORGANIZATIONS", wireProtocol: .json11, apiVersion: "2016-11-28",
    signingName: "organizations", namespace: "AWSOrganizationsV20161128")

  /// All operations of this table.
  public static let operations = [
    describeOrganization, listAccounts, listAccountsForParent, listOrganizationalUnitsForParent,
  ]

  /// The organization that the account belongs to.
  public static let describeOrganization = Operation(
    "DescribeOrganization", of: service, body: .members, answer: .members(), requires: ["Organization"])
  /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html>
  public static let listAccounts = list("ListAccounts", "Accounts")
  /// The accounts that lie in a root or a unit itself, not in the units below it.
  public static let listAccountsForParent = list("ListAccountsForParent", "Accounts", resource: "ParentId")
  /// The units right below a root or a unit.
  public static let listOrganizationalUnitsForParent = list(
    "ListOrganizationalUnitsForParent", "OrganizationalUnits", resource: "ParentId")

  private static func list(_ name: String, _ items: String, resource: String? = nil) -> Operation {
    Operation(
      name, of: service, body: .members, answer: .members(), requires: [items],
      pagination: Pagination(items, token: "NextToken", from: "NextToken", limit: "MaxResults", atMost: 20),
      resource: resource)
  }
}
