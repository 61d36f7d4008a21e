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
  public static let operations = [describeOrganization]

  /// The organization that the account belongs to.
  public static let describeOrganization = Operation(
    "DescribeOrganization", of: service, body: .members, answer: .members(), requires: ["Organization"])

}
