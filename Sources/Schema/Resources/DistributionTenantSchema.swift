import AWSServices

/// `AWS::CloudFront::DistributionTenant`: one customer of a multi-tenant distribution.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionTenant.html>
public enum DistributionTenantSchema {
  /// What ListDistributionTenants says of each.
  public static let summary = AttributeGroup(
    .distributionTenant, CloudFront.listDistributionTenants, .page(of: 100),
    validator: .member("ETag", orTime: "LastModifiedTime"),
    members: [
      "Id", "DistributionId", "Name", "Arn", "Domains", "ConnectionGroupId", "Customizations", "CreatedTime",
      "LastModifiedTime", "ETag", "Enabled", "Status",
    ])
  /// What only GetDistributionTenant says: its parameters, and its tags; and the origins of its distribution that are
  /// templates, with the parameters put in.
  public static let tenant = AttributeGroup(
    .distributionTenant, CloudFront.getDistributionTenant, validator: .member("ETag", orTime: "LastModifiedTime"))

  static let schema = ResourceSchema(
    .distributionTenant,
    identity: .init(
      id: ["Id"], arn: "Arn", name: ["Name"], domains: ["Domains", "Domain"],
      form: "cloudfront::{account}:distribution-tenant/{id}"),
    terraform: .init("aws_cloudfront_distribution_tenant", id: ["id"], name: "name"), isDocument: true,
    listing: .init(identifier: "Identifier"),
    leads: { $0["ConnectionMode"]?.string == "tenant-only" },
    station: .entry,
    groups: [summary, tenant], knownFrom: [DistributionSchema.summary, summary],
    events: [
      ChangeEvent(
        "AssociateDistributionTenantWebACL", of: ["Customizations.WebAcl"],
        at: ["Customizations.WebAcl.Arn": "webACLArn"]),
      "CreateDistributionTenant",
      ChangeEvent("DisassociateDistributionTenantWebACL", of: ["Customizations.WebAcl"]),
      "UpdateDistributionTenant",
      ChangeEvent("UpdateDomainAssociation", of: ["Domains"]),
    ],
    removal: "DeleteDistributionTenant",
    // What parameters have for defaults, only the configuration of the distribution says.
    relations: DistributionSchema.originRelations(
      .distributionTenant, from: [tenant, DistributionSchema.configuration]) + [
        Relation(
          .distributionTenant, "Distribution", to: .distribution, from: [summary],
          .key { $0["DistributionId"]?.string.map { .init(.distribution, $0) } }),
        Relation(
          .distributionTenant, "ConnectionGroup", to: .connectionGroup, from: [summary],
          .key { tenant in
            tenant["ConnectionGroupId"]?.string.flatMap { $0.isEmpty ? nil : .init(.connectionGroup, $0) }
          }),
      ],
    lists: [
      "Customizations.GeoRestrictions.Locations": .unordered, "Domains": .keyed(by: "Domain"),
      "Parameters": .keyed(by: "Name"), "Tags": .keyed(by: "Key"),
      "Origins": .keyed(by: "Id"), "Origins.CustomHeaders": .keyed(by: "HeaderName"),
      "Origins.CustomOriginConfig.OriginSslProtocols": .unordered,
    ],
    caseless: ["Domains.Domain", "Origins.CustomHeaders.HeaderName", "Origins.DomainName"],
    // What becomes of them where an update leaves them out, no document says.
    defaults: [
      "Customizations": .unproven(.null, "API reference, UpdateDistributionTenant"),
      "ConnectionGroupId": .unproven(.null, "API reference, UpdateDistributionTenant"),
      "Parameters": .unproven(.null, "API reference, UpdateDistributionTenant"),
      "DistributionId": .unproven(.null, "API reference, UpdateDistributionTenant"),
      "Domains": .unproven(.null, "API reference, UpdateDistributionTenant"),
      "Domains.ServeOn": .unproven("any", "API reference, DomainResult"),
    ],
    secrets: ["Origins.CustomHeaders.HeaderValue"],
    assigned: [
      "Origins", "Id", "Arn", "CreatedTime", "LastModifiedTime", "ETag", "Status", "Domains.Status",
    ],
    states: ["Status": .deployment, "Domains.Status": .init("active")],
    parts: [
      WritablePart(
        .configuration, "configuration",
        document: .init(root: "DistributionTenant", isBare: true, request: "UpdateDistributionTenantRequest"),
        of: ["DistributionId", "Domains", "Customizations", "Parameters", "ConnectionGroupId", "Enabled"],
        reads: [CloudFront.getDistributionTenant], writes: [CloudFront.updateDistributionTenant],
        isDeployed: true,
        effect: "CloudFront deploys it to all edges in about 5 minutes; until then some answer as before.",
        waiter: WritablePart.Waiter(
          operation: CloudFront.getDistributionTenant, input: (id: "Identifier", others: [:]),
          state: ["DistributionTenant", "Status"], done: { $0 == "Deployed" }, mayBeAbsent: false))
    ])
}
