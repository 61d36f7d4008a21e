import AWSServices

/// `AWS::CloudFront::VpcOrigin`: a load balancer or instance in a private network that distributions read from.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_VpcOrigin.html>
public enum VpcOriginSchema {
  /// What ListVpcOrigins says of each.
  public static let summary = AttributeGroup(
    .vpcOrigin, CloudFront.listVpcOrigins, .page(of: 100),
    validator: .member("LastModifiedTime", orTime: "LastModifiedTime"),
    members: ["Id", "Arn", "AccountId", "Status", "CreatedTime", "LastModifiedTime"])
  /// What only GetVpcOrigin says: its endpoint.
  public static let origin = AttributeGroup(
    .vpcOrigin, CloudFront.getVpcOrigin, validator: .member("LastModifiedTime", orTime: "LastModifiedTime"))

  static let schema = ResourceSchema(
    .vpcOrigin,
    identity: .init(
      id: ["Id"], arn: "Arn", name: ["VpcOriginEndpointConfig", "Name"], form: "cloudfront::{account}:vpcorigin/{id}"),
    terraform: .init("aws_cloudfront_vpc_origin", id: ["id"]), listing: .init(identifier: "Id"),
    leads: { distribution in
      (distribution["Origins"]?.array ?? []).contains { $0["VpcOriginConfig"]["VpcOriginId"].string != nil }
    },
    station: .edge,
    groups: [summary, origin], knownFrom: [DistributionSchema.summary, summary],
    events: ["CreateVpcOrigin", "UpdateVpcOrigin"],
    removal: "DeleteVpcOrigin",
    relations: [
      Relation(
        .vpcOrigin, "Distributions", to: .distribution, from: [DistributionSchema.summary],
        .inverse(["Origins.VpcOrigin"]))
    ],
    lists: ["VpcOriginEndpointConfig.OriginSslProtocols": .unordered],
    defaults: [
      "VpcOriginEndpointConfig.HTTPPort": .documented(80), "VpcOriginEndpointConfig.HTTPSPort": .documented(443),
    ],
    assigned: ["Id", "Arn", "AccountId", "Status", "CreatedTime", "LastModifiedTime"],
    states: ["Status": .init("Deployed", "Deploying")])
}
