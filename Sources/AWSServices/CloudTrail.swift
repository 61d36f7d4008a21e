import AWSCore

/// AWS CloudTrail: the event history, which every account has, of the last ninety days.
///
/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html>
public enum CloudTrail {
  /// The service.
  public static let service = Service(
    name: "cloudtrail", endpointID: "CLOUDTRAIL", wireProtocol: .json11, apiVersion: "2013-11-01",
    signingName: "cloudtrail", namespace: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101")

  /// All operations of this table.
  public static let operations = [lookupEvents]

  /// Events of a region by one attribute, newest first.
  ///
  /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html>
  public static let lookupEvents = Operation(
    "LookupEvents", of: service, body: .members, answer: .members(),
    pagination: Pagination(
      "Events", token: "NextToken", from: "NextToken", limit: "MaxResults", atMost: 50, mayOmitItems: true))
}
