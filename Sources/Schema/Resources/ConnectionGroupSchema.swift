import AWSServices

/// `AWS::CloudFront::ConnectionGroup`: how viewers of distribution tenants connect.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ConnectionGroup.html>
public enum ConnectionGroupSchema {
  /// What ListConnectionGroups says of each.
  public static let summary = AttributeGroup(
    .connectionGroup, CloudFront.listConnectionGroups, .page(of: 100),
    validator: .member("ETag", orTime: "LastModifiedTime"),
    members: [
      "Id", "Name", "Arn", "RoutingEndpoint", "CreatedTime", "LastModifiedTime", "ETag", "AnycastIpListId", "Enabled",
      "Status", "IsDefault", "ViewerFallback",
    ])
  /// What only GetConnectionGroup says: whether IPv6 is on, and its tags.
  public static let group = AttributeGroup(
    .connectionGroup, CloudFront.getConnectionGroup, validator: .member("ETag", orTime: "LastModifiedTime"))

  static let schema = ResourceSchema(
    .connectionGroup,
    identity: .init(id: ["Id"], arn: "Arn", name: ["Name"], form: "cloudfront::{account}:connection-group/{id}"),
    terraform: .init("aws_cloudfront_connection_group", id: ["id"], name: "name"), isDocument: true,
    listing: .init(identifier: "Identifier"),
    leads: { $0["ConnectionMode"]?.string == "tenant-only" },
    station: .entry,
    groups: [summary, group], knownFrom: [DistributionSchema.summary, summary],
    events: ["CreateConnectionGroup", "UpdateConnectionGroup"],
    removal: "DeleteConnectionGroup",
    relations: [
      Relation(
        .connectionGroup, "Tenants", to: .distributionTenant, from: [DistributionTenantSchema.summary],
        .inverse(["ConnectionGroup"]))
    ],
    lists: ["Tags": .keyed(by: "Key")],
    assigned: ["Id", "Arn", "RoutingEndpoint", "CreatedTime", "LastModifiedTime", "ETag", "Status", "IsDefault"],
    states: ["Status": .deployment],
    parts: [
      WritablePart(
        .configuration, "configuration",
        document: .init(root: "ConnectionGroup", isBare: true, request: "UpdateConnectionGroupRequest"),
        of: ["Ipv6Enabled", "AnycastIpListId", "Enabled", "ViewerFallback"],
        reads: [CloudFront.getConnectionGroup], writes: [CloudFront.updateConnectionGroup],
        effect: "Every tenant of the group changes, within about 5 minutes.",
        waiter: WritablePart.Waiter(
          operation: CloudFront.getConnectionGroup, input: (id: "Identifier", others: [:]),
          state: ["ConnectionGroup", "Status"], done: { $0 == "Deployed" }, mayBeAbsent: false))
    ])
}
