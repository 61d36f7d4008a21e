import AWSCore

/// Amazon EC2, for the list of regions.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html>
public enum EC2 {
  /// The service.
  public static let service = Service(
    name: "ec2", endpointID: "EC2", wireProtocol: .ec2, apiVersion: "2016-11-15", signingName: "ec2",
    namespace: "http://ec2.amazonaws.com/doc/2016-11-15")

  /// All operations of this table.
  public static let operations = [describeRegions]

  /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html>
  public static let describeRegions = Operation(
    "DescribeRegions", of: service, body: .members,
    formNames: ["RegionNames": "RegionName", "Filters": "Filter", "Values": "Value"], answer: .members(),
    requires: ["Regions"], shapes: shapes)

  /// How the XML of EC2 becomes data.
  public static let shapes = XMLShapes(
    lists: ["regionInfo", "geographySet"],
    names: [
      "geographySet": "Geography", "name": "Name", "optInStatus": "OptInStatus", "regionEndpoint": "Endpoint",
      "regionInfo": "Regions", "regionName": "RegionName",
    ])
}
