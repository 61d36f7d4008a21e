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
  public static let operations = [listAccounts]

  /// The accounts of the organization; a page may be empty and still not be the last.
  public static let listAccounts = Operation(
    "ListAccounts", of: service, body: .members, answer: .members(), requires: ["Accounts"],
    pagination: Pagination("Accounts", token: "NextToken", from: "NextToken", limit: "MaxResults", atMost: 20))
}
