import AWSServices

/// `AWS::CloudFront::Distribution`.
///
/// <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html>
public enum DistributionSchema {
  /// What ListDistributions says of each.
  public static let summary = AttributeGroup(
    .distribution, CloudFront.listDistributions, .page(of: 100), validator: .member("ETag", orTime: "LastModifiedTime"),
    members: [
      "Id", "ARN", "ETag", "Status", "LastModifiedTime", "DomainName", "Aliases", "Origins",
      "DefaultCacheBehavior", "CacheBehaviors", "CustomErrorResponses", "Comment", "PriceClass", "Enabled",
      "ViewerCertificate", "Restrictions", "WebACLId", "HttpVersion", "IsIPV6Enabled", "AliasICPRecordals", "Staging",
      "ConnectionMode", "AnycastIpListId", "ViewerMtlsConfig", "ConnectionFunctionAssociation",
    ])
  /// What only its configuration says.
  public static let configuration = AttributeGroup(
    .distribution, CloudFront.getDistributionConfig, validator: .member("ETag", orTime: "LastModifiedTime"))
  /// Its tags.
  public static let tags = AttributeGroup(.distribution, CloudFront.listTagsForResource, members: ["Tags"])
  /// Standard logging v2: deliveries of CloudWatch Logs, which no call about the distribution shows.
  public static let logDeliveries = AttributeGroup(
    .distribution, CloudWatchLogs.describeDeliveries, .page(of: 50),
    after: [.init(operation: CloudWatchLogs.describeDeliverySources, unit: .page(of: 50))], members: ["LogDeliveries"])
  /// Its invalidations of the last day: those of all distributions out of the event history of CloudTrail, where there are
  /// several and that may be read.
  public static let invalidations = AttributeGroup(
    .distribution, CloudFront.listInvalidations,
    then: [.init(operation: CloudFront.getInvalidation, unit: .entry("invalidation"))],
    instead: CloudTrail.lookupEvents,
    members: ["Invalidations"])

  static let schema = ResourceSchema(
    .distribution,
    identity: .init(
      id: ["Id"], arn: "ARN", name: ["Comment"], domains: ["Aliases"], form: "cloudfront::{account}:distribution/{id}"),
    terraform: .init("aws_cloudfront_distribution", id: ["id"], aliases: "aliases", name: "comment"),
    cloudFormation: cloudFormation,
    // CloudFront fills in how an origin group chooses, which neither Terraform nor CloudFormation knows.
    wholes: ["Origins", "DefaultCacheBehavior", "CacheBehaviors", "CustomErrorResponses"], isDocument: true,
    station: .distribution,
    groups: [summary, configuration, tags, logDeliveries, invalidations], knownFrom: [summary],
    // The parameters are the API's: <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations.html>.
    events: [
      ChangeEvent("AssociateAlias", of: ["Aliases"]),
      ChangeEvent("AssociateDistributionWebACL", of: ["WebACLId"], at: ["WebACLId": "webACLArn"]),
      "CopyDistribution",
      ChangeEvent("CreateDistribution", at: ["": "distributionConfig"]),
      ChangeEvent("CreateDistributionWithTags", at: ["": "distributionConfigWithTags.distributionConfig"]),
      ChangeEvent("DisassociateDistributionWebACL", of: ["WebACLId"]),
      ChangeEvent("UpdateDistribution", except: besidesConfiguration, at: ["": "distributionConfig"]),
      ChangeEvent("UpdateDistributionWithStagingConfig", except: besidesConfiguration),
      ChangeEvent("UpdateDomainAssociation", of: ["Aliases"]),
    ],
    removal: "DeleteDistribution",
    relations: relations,
    lists: behaviorLists.merging([
      "AliasICPRecordals": .keyed(by: "CNAME"),
      "Aliases": .unordered,
      // The first behaviour whose pattern fits a path is the one that counts.
      "CacheBehaviors": .keyed(by: "PathPattern", ordered: true),
      "CustomErrorResponses": .keyed(by: "ErrorCode"),
      "Invalidations": .keyed(by: "Id"),
      "Invalidations.Paths": .unordered,
      "LogDeliveries": .keyed(by: "id"),
      "LogDeliveries.recordFields": .ordered,
      "OriginGroups": .keyed(by: "Id"),
      "OriginGroups.FailoverCriteria.StatusCodes": .unordered,
      // The first member is the primary origin.
      "OriginGroups.Members": .keyed(by: "OriginId", ordered: true),
      "Origins": .keyed(by: "Id"),
      "Origins.CustomHeaders": .keyed(by: "HeaderName"),
      "Origins.CustomOriginConfig.OriginSslProtocols": .unordered,
      "Restrictions.GeoRestriction.Items": .unordered,
      "Tags": .keyed(by: "Key"),
      "TenantConfig.ParameterDefinitions": .keyed(by: "Name"),
    ]) { $1 },
    caseless: [
      "Aliases", "AliasICPRecordals.CNAME", "CacheTagConfig.HeaderName", "DomainName", "Logging.Bucket",
      "Origins.CustomHeaders.HeaderName", "Origins.DomainName",
      "CacheBehaviors.ForwardedValues.Headers", "DefaultCacheBehavior.ForwardedValues.Headers",
    ],
    defaults: [
      "ConnectionMode": .unproven("direct", "ministack 1.5.33 answers it"),
      "CustomErrorResponses.ErrorCachingMinTTL": .unproven(10, "Developer Guide, HTTP error codes"),
      "HttpVersion": .documented("http2"),
      "IsIPV6Enabled": .unproven(true, "ministack 1.5.33 answers it"),
      "Origins.ConnectionAttempts": .documented(3),
      "Origins.ConnectionTimeout": .documented(10),
      "Origins.CustomOriginConfig.HTTPPort": .unproven(80, "Developer Guide, origin settings"),
      "Origins.CustomOriginConfig.HTTPSPort": .unproven(443, "Developer Guide, origin settings"),
      "Origins.CustomOriginConfig.IpAddressType": .unproven("ipv4", "Developer Guide, origin settings"),
      "Origins.CustomOriginConfig.OriginHttpVersion": .documented("http1.1"),
      "Origins.CustomOriginConfig.OriginKeepaliveTimeout": .documented(5),
      "Origins.CustomOriginConfig.OriginReadTimeout": .documented(30),
      "Origins.S3OriginConfig.OriginReadTimeout": .documented(30),
      "Origins.VpcOriginConfig.OriginHttpVersion": .documented("http1.1"),
      "Origins.VpcOriginConfig.OriginKeepaliveTimeout": .documented(5),
      "Origins.VpcOriginConfig.OriginReadTimeout": .documented(30),
      "PriceClass": .unproven("PriceClass_All", "Developer Guide, distribution settings"),
      "Restrictions.GeoRestriction.RestrictionType": .unproven("none", "Developer Guide, distribution settings"),
    ],
    secrets: ["Origins.CustomHeaders.HeaderValue"],
    assigned: [
      "Id", "ARN", "ETag", "Status", "LastModifiedTime", "DomainName", "CallerReference", "AliasICPRecordals",
      "InProgressInvalidationBatches", "Invalidations", "LogDeliveries.arn", "LogDeliveries.status",
      "LogDeliveries.statusReason",
    ],
    states: [
      "Status": .deployment, "AliasICPRecordals.ICPRecordalStatus": .init("APPROVED", "PENDING"),
      "LogDeliveries.status": .init("ACTIVE", reason: "statusReason"),
    ],
    // An origin without the other two is one of S3.
    exchanged: [
      "Origins.CustomOriginConfig", "Origins.VpcOriginConfig", "DefaultCacheBehavior.ForwardedValues",
      "CacheBehaviors.ForwardedValues",
    ],
    alternatives: [
      originKinds.map { "Origins.\($0)" },
      [
        "ViewerCertificate.CloudFrontDefaultCertificate", "ViewerCertificate.ACMCertificateArn",
        "ViewerCertificate.IAMCertificateId",
      ],
      ["DefaultCacheBehavior.CachePolicyId", "DefaultCacheBehavior.ForwardedValues"],
      ["CacheBehaviors.CachePolicyId", "CacheBehaviors.ForwardedValues"],
    ],
    dependencies: dependencies, companions: companions, constraints: constraints,
    emptied: ["Origins.S3OriginConfig.OriginAccessIdentity"],
    numbers: [
      // Developer Guide, HTTP error codes.
      "CustomErrorResponses.ErrorCode": [400...400, 403...405, 414...414, 416...416, 500...504],
      "CustomErrorResponses.ErrorCachingMinTTL": [0...Int.max],
      "DefaultCacheBehavior.MinTTL": [0...Int.max], "DefaultCacheBehavior.DefaultTTL": [0...Int.max],
      "DefaultCacheBehavior.MaxTTL": [0...Int.max], "CacheBehaviors.MinTTL": [0...Int.max],
      "CacheBehaviors.DefaultTTL": [0...Int.max], "CacheBehaviors.MaxTTL": [0...Int.max],
      "Origins.ConnectionAttempts": [1...3], "Origins.ConnectionTimeout": [1...10],
      // Developer Guide, origin settings.
      "Origins.CustomOriginConfig.HTTPPort": [80...80, 443...443, 1024...65_535],
      "Origins.CustomOriginConfig.HTTPSPort": [80...80, 443...443, 1024...65_535],
      // The reference of the API; up to 180 where the account's quota was raised: Developer Guide, Quotas.
      "Origins.CustomOriginConfig.OriginKeepaliveTimeout": [1...180],
      "Origins.CustomOriginConfig.OriginReadTimeout": [1...180], "Origins.S3OriginConfig.OriginReadTimeout": [1...180],
      "Origins.VpcOriginConfig.OriginKeepaliveTimeout": [1...180],
      "Origins.VpcOriginConfig.OriginReadTimeout": [1...180],
    ],
    // As the service's model has it, or the reference of the API in words.
    lengths: [
      "Comment": 0...128,
      "Origins": 1...Int.max, "OriginGroups.Members": 2...2, "OriginGroups.FailoverCriteria.StatusCodes": 1...Int.max,
    ],
    parts: [configurationPart])

  /// What is set of a distribution by calls of its own.
  private static let besidesConfiguration = [tags, logDeliveries, invalidations].flatMap(\.members)

  /// The members that hold behaviours: the default one, and those of paths.
  public static let behaviors = ["DefaultCacheBehavior", "CacheBehaviors"]

  /// The members of an origin of which one says of which kind it is; an origin without the others is one of S3.
  public static let originKinds = ["S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig"]

  /// CloudFormation's names where they are not those of the API, of which lists stand without Quantity and Items.
  ///
  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-distribution.html>
  private static let cloudFormation = ResourceSchema.CloudFormationNames(
    settings: "DistributionConfig",
    renamed: [
      "CNAMEs": "Aliases", "IPV6Enabled": "IsIPV6Enabled", "Origins.OriginCustomHeaders": "CustomHeaders",
      "Restrictions.GeoRestriction.Locations": "Items",
      "DefaultCacheBehavior.CachedMethods": "AllowedMethods.CachedMethods",
      "CacheBehaviors.CachedMethods": "AllowedMethods.CachedMethods",
    ],
    implied: [
      "Logging": ["Enabled": true], "DefaultCacheBehavior.TrustedKeyGroups": ["Enabled": true],
      "DefaultCacheBehavior.TrustedSigners": ["Enabled": true], "CacheBehaviors.TrustedKeyGroups": ["Enabled": true],
      "CacheBehaviors.TrustedSigners": ["Enabled": true],
    ],
    filledIn: filledIn,
    attributes: ["Id": .text("{id}"), "DomainName": .member("DomainName")])

  /// Developer Guide, distribution settings: by default CloudFront takes and keeps GET and HEAD, whatever it takes besides,
  /// and where a behaviour has no cache policy, it keeps for a day, and for a year at most. By which versions of TLS it
  /// speaks to an origin, nobody says; for how long it keeps an error, the guide says 10 and CloudFormation's own schema of
  /// the type 300 (as cfn-lint 1.51.0 brings it).
  private static let filledIn: [String: ResourceSchema.CloudFormationNames.Default] = [
    "Origins.CustomOriginConfig.OriginSslProtocols": .init(nil), "CustomErrorResponses.ErrorCachingMinTTL": .init(nil),
  ].merging(
    behaviors.flatMap { behavior in
      [
        ("\(behavior).AllowedMethods", .init(["Items": ["GET", "HEAD"], "CachedMethods": ["GET", "HEAD"]])),
        ("\(behavior).AllowedMethods.CachedMethods", .init(["GET", "HEAD"])),
        ("\(behavior).ForwardedValues.Cookies", .init(["Forward": "none"])),
        ("\(behavior).MinTTL", .init(0, beside: "ForwardedValues")),
        ("\(behavior).DefaultTTL", .init(86_400, beside: "ForwardedValues")),
        ("\(behavior).MaxTTL", .init(31_536_000, beside: "ForwardedValues")),
      ]
    }
  ) { $1 }

  /// The DistributionConfig, which every update replaces.
  static let configurationPart = WritablePart(
    .configuration, "configuration", document: .init(root: "DistributionConfig", isBare: true),
    of: [
      "Aliases", "DefaultRootObject", "Origins", "OriginGroups", "DefaultCacheBehavior", "CacheBehaviors",
      "CustomErrorResponses", "Comment", "Logging", "PriceClass", "Enabled", "ViewerCertificate", "Restrictions",
      "WebACLId", "HttpVersion", "IsIPV6Enabled", "ContinuousDeploymentPolicyId", "Staging", "AnycastIpListId",
      "ViewerMtlsConfig", "ConnectionFunctionAssociation", "TenantConfig", "CacheTagConfig",
    ],
    reads: [CloudFront.getDistributionConfig], writes: [CloudFront.updateDistribution], isDeployed: true,
    // Whoever associates a function lets CloudFront copy it.
    alsoAllowed: ["lambda:GetFunction", "lambda:EnableReplication*", "iam:CreateServiceLinkedRole"],
    effect: "CloudFront deploys it to all edges in about 5 minutes; until then some answer as before.",
    waiter: WritablePart.Waiter(
      operation: CloudFront.getDistribution, input: (id: "Id", others: [:]), state: ["Distribution", "Status"],
      done: { $0 == "Deployed" }, mayBeAbsent: false))

  /// By the API reference of each structure.
  private static let dependencies: [String: [MemberDependency]] = [
    "CustomErrorResponses": [
      MemberDependency("ResponsePagePath", needs: ["ResponseCode"]),
      MemberDependency("ResponseCode", needs: ["ResponsePagePath"]),
    ],
    "Logging": [
      MemberDependency("Enabled", true, needs: ["Bucket"]),
      MemberDependency("Enabled", false, excludes: ["Bucket", "Prefix"]),
    ],
    // Of which kind an origin may be, and by what it lets CloudFront in, follows from where it is.
    "Origins": ["S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig", "OriginAccessControlId"].map {
      MemberDependency($0, needs: ["DomainName"])
    },
    "Origins.OriginShield": [MemberDependency("Enabled", true, needs: ["OriginShieldRegion"])],
    "Restrictions.GeoRestriction": [
      MemberDependency("RestrictionType", "whitelist", "blacklist", needs: ["Items"]),
      MemberDependency("RestrictionType", "none", excludes: ["Items"]),
    ],
    "ViewerMtlsConfig": [
      MemberDependency("Mode", "required", "optional", needs: ["TrustStoreConfig"]),
      MemberDependency("TrustStoreConfig", needs: ["Mode"]),
    ],
    "ViewerCertificate": ["ACMCertificateArn", "IAMCertificateId"].map {
      MemberDependency($0, needs: ["SSLSupportMethod", "MinimumProtocolVersion"])
    },
  ].merging(
    behaviors.flatMap { behavior in
      [
        ("\(behavior).TrustedKeyGroups", [MemberDependency("Enabled", true, needs: ["Items"])]),
        ("\(behavior).TrustedSigners", [MemberDependency("Enabled", true, needs: ["Items"])]),
        (
          "\(behavior).ForwardedValues.Cookies",
          [
            MemberDependency("Forward", "whitelist", needs: ["WhitelistedNames"]),
            MemberDependency("Forward", "all", "none", excludes: ["WhitelistedNames"]),
          ]
        ),
      ]
    }
  ) { $1 }

  private static let companions: [String: [Companion]] = [
    // An origin is of one kind, and of S3 it lets CloudFront in by one of two means.
    "Origins.S3OriginConfig": Companion.gone("Origins.CustomOriginConfig", "Origins.VpcOriginConfig"),
    "Origins.CustomOriginConfig": Companion.gone("Origins.S3OriginConfig", "Origins.VpcOriginConfig"),
    "Origins.VpcOriginConfig": Companion.gone("Origins.S3OriginConfig", "Origins.CustomOriginConfig"),
    "Origins.S3OriginConfig.OriginAccessIdentity": Companion.gone("Origins.OriginAccessControlId"),
    "Origins.OriginAccessControlId": [Companion("Origins.S3OriginConfig.OriginAccessIdentity", .value(""))],
    // CloudFront says a second time, under older names, which certificate it is.
    "ViewerCertificate.ACMCertificateArn": Companion.gone("ViewerCertificate.IAMCertificateId") + [
      Companion("ViewerCertificate.CloudFrontDefaultCertificate", .value(false)),
      Companion("ViewerCertificate.Certificate", .same),
      Companion("ViewerCertificate.CertificateSource", .value("acm")),
    ],
    "ViewerCertificate.IAMCertificateId": Companion.gone("ViewerCertificate.ACMCertificateArn") + [
      Companion("ViewerCertificate.CloudFrontDefaultCertificate", .value(false)),
      Companion("ViewerCertificate.Certificate", .same),
      Companion("ViewerCertificate.CertificateSource", .value("iam")),
    ],
    // With its own certificate CloudFront decides on the version of TLS.
    "ViewerCertificate.CloudFrontDefaultCertificate": Companion.gone(
      "ViewerCertificate.ACMCertificateArn", "ViewerCertificate.IAMCertificateId", "ViewerCertificate.Certificate",
      "ViewerCertificate.SSLSupportMethod", given: [true]) + [
        Companion("ViewerCertificate.CertificateSource", .value("cloudfront"), given: [true]),
        Companion("ViewerCertificate.MinimumProtocolVersion", .value("TLSv1"), given: [true]),
      ],
    "Logging.Enabled": [
      Companion("Logging.Bucket", .value(""), given: [false]), Companion("Logging.Prefix", .value(""), given: [false]),
    ],
    "Restrictions.GeoRestriction.RestrictionType": Companion.gone(
      "Restrictions.GeoRestriction.Items", given: ["none"]),
  ].merging(
    behaviors.flatMap { behavior in
      [
        (
          "\(behavior).CachePolicyId",
          Companion.gone(
            "\(behavior).ForwardedValues", "\(behavior).MinTTL", "\(behavior).DefaultTTL", "\(behavior).MaxTTL")
        ),
        ("\(behavior).ForwardedValues", Companion.gone("\(behavior).CachePolicyId")),
        // What is not accepted is not kept either.
        ("\(behavior).AllowedMethods.Items", [Companion("\(behavior).AllowedMethods.CachedMethods", .common)]),
        (
          "\(behavior).ForwardedValues.Cookies.Forward",
          Companion.gone("\(behavior).ForwardedValues.Cookies.WhitelistedNames", given: ["all", "none"])
        ),
      ]
    }
  ) { $1 }

  /// The lists of a behaviour, which stand in the default one and in the others.
  private static let behaviorLists = Dictionary(
    uniqueKeysWithValues: behaviors.flatMap { behavior in
      let lists: [(String, ListSemantics)] = [
        ("AllowedMethods.CachedMethods", .unordered),
        ("AllowedMethods.Items", .unordered),
        ("ForwardedValues.Cookies.WhitelistedNames", .unordered),
        ("ForwardedValues.Headers", .unordered),
        ("ForwardedValues.QueryStringCacheKeys", .unordered),
        ("FunctionAssociations", .keyed(by: "EventType")),
        ("LambdaFunctionAssociations", .keyed(by: "EventType")),
        ("TrustedKeyGroups.Items", .unordered),
        ("TrustedSigners.Items", .unordered),
      ]
      return lists.map { ("\(behavior).\($0)", $1) }
    })

  private static let relations: [Relation] =
    behaviors.flatMap { behavior in
      [
        Relation(
          .distribution, at: "\(behavior).LambdaFunctionAssociations", "Version", to: .lambdaVersion, from: [summary],
          .named(member: "LambdaFunctionARN") { LambdaARN($0).map { ($0.versionKey, $0.account) } }),
        Relation(
          .distribution, at: "\(behavior).FunctionAssociations", "Function", to: .cloudFrontFunction, from: [summary],
          isEnforced: true,
          .named(member: "FunctionARN", by: Relation.name(.cloudFrontFunction))),
      ] + policies.map { policy(behavior, $0.name, $0.type) }
    } + [
      Relation(
        .distribution, at: "Origins", "VpcOrigin", to: .vpcOrigin, from: [summary],
        .key { $0["VpcOriginConfig"]?["VpcOriginId"].string.map { .init(.vpcOrigin, $0) } }),
      Relation(
        .distribution, at: "ConnectionFunctionAssociation", "ConnectionFunction", to: .connectionFunction,
        from: [summary], .key { $0["Id"]?.string.map { .init(.connectionFunction, $0) } }),
      Relation(
        .distribution, "Tenants", to: .distributionTenant, from: [DistributionTenantSchema.summary],
        .inverse(["Distribution"])),
    ] + originRelations(.distribution, from: [summary])

  /// Where the origins of a resource lead: those of a distribution, or those of a tenant.
  static func originRelations(_ type: ResourceType, from groups: [AttributeGroup]) -> [Relation] {
    [
      Relation(type, at: "Origins", "Bucket", to: .bucket, from: groups, .key { S3Domain(origin: .object($0))?.key }),
      Relation(
        type, at: "Origins", "Functions", to: .lambdaFunction, from: groups + [LambdaFunctionSchema.url],
        .matching(member: "DomainName") { FunctionURL.hosts(of: $0) }),
      Relation(
        type, at: "Origins", "OriginAccessControl", to: .originAccessControl, from: groups, isEnforced: true,
        .key { origin in
          origin["OriginAccessControlId"]?.string.flatMap { $0.isEmpty ? nil : .init(.originAccessControl, $0) }
        }),
      Relation(
        type, at: "Origins", "Identity", to: .originAccessIdentity, from: groups,
        .key { origin in
          origin["S3OriginConfig"]?["OriginAccessIdentity"].string?.split(separator: "/").last
            .map { .init(.originAccessIdentity, String($0)) }
        }),
    ]
  }

  /// The policies of a behaviour, as relations call them.
  static let policies: [(name: String, type: ResourceType)] = [
    ("CachePolicy", .cachePolicy), ("OriginRequestPolicy", .originRequestPolicy),
    ("ResponseHeadersPolicy", .responseHeadersPolicy),
  ]

  private static func policy(_ behavior: String, _ name: String, _ type: ResourceType) -> Relation {
    Relation(
      .distribution, at: behavior, name, to: type, from: [summary], isEnforced: true,
      .named(member: "\(name)Id") { $0.isEmpty ? nil : (.init(type, $0), account: "") })
  }

  /// The lists of a behaviour that bind functions to its events, each with the member that names the function: of all of
  /// them an event calls one.
  public static let associations = [
    (list: "LambdaFunctionAssociations", member: "LambdaFunctionARN"),
    (list: "FunctionAssociations", member: "FunctionARN"),
  ]

  /// What an association says beside whom it ties.
  static let associationMembers: Set<String> = ["EventType", "IncludeBody", "PathPattern"]

  /// The relations by which distributions lead to what is bound to their events.
  static func associations(_ list: String, _ name: String) -> Relation.Target {
    .inverse(behaviors.map { "\($0).\(list).\(name)" })
  }
}
