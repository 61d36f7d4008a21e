import AWSCore

/// AWS Account Management.
///
/// <https://docs.aws.amazon.com/accounts/latest/reference/API_Operations.html>
public enum Account {
  /// The service.
  public static let service = Service(
    name: "account", endpointID: "ACCOUNT", wireProtocol: .restJSON, apiVersion: "2021-02-01", signingName: "account")

  /// All operations of this table.
  public static let operations = [listRegions]

  /// The regions of an account, with whether they are enabled.
  public static let listRegions = Operation(
    "ListRegions", of: service, "POST", "/listRegions", body: .members, answer: .members(), requires: ["Regions"],
    pagination: Pagination("Regions", token: "NextToken", from: "NextToken", limit: "MaxResults", atMost: 50),
    resource: "AccountId")
}
