/// The host names of services and the regions that they sign with.
///
/// Follows the endpoint rule sets that AWS publishes with its SDKs, for the services that are asked here.
struct EndpointHosts {
  let partition: Partition
  let region: String
  let isFIPS: Bool
  let isDualStack: Bool

  /// Services that answer in one region of a partition for all of it.
  static let globalServices: Set<String> = ["cloudfront", "iam", "organizations", "account"]

  /// Services whose plain names in GovCloud are FIPS names.
  private static let plainIsFIPSInGovCloud: Set<String> = [
    "logs", "sts", "ec2", "sso", "sso-oidc", "sns", "organizations", "iam",
  ]

  /// The host of a service other than S3 and the key value store's data plane.
  func host(of service: String) throws(EndpointError) -> String {
    switch service {
    case "cloudfront": try cloudFront()
    case "iam": iam()
    case "signin" where !isDualStack: signIn()
    default: "\(prefix(of: service)).\(signingRegion(of: service)).\(suffix)"
    }
  }

  /// The region in the scope of a service's signatures.
  func signingRegion(of service: String) -> String {
    if service == "iam", partition == .china { return "cn-north-1" }
    return Self.globalServices.contains(service) ? partition.implicitGlobalRegion : region
  }

  /// The host of S3, without a bucket.
  func s3() throws(EndpointError) -> String {
    if isFIPS, partition == .china { throw EndpointError(.notAvailable, "S3 has no FIPS endpoints in China") }
    return "s3\(fips)\(isDualStack ? ".dualstack" : "").\(region).\(partition.dnsSuffix)"
  }

  private var fips: String { isFIPS ? "-fips" : "" }
  private var suffix: String { isDualStack ? partition.dualStackSuffix : partition.dnsSuffix }

  private func prefix(of service: String) -> String {
    let name =
      switch service {
      case "sso": "portal.sso"
      case "sso-oidc": "oidc"
      default: service
      }
    let plainIsFIPS = partition == .usGov && !isDualStack && Self.plainIsFIPSInGovCloud.contains(service)
    return plainIsFIPS ? name : name + fips
  }

  private func cloudFront() throws(EndpointError) -> String {
    switch (partition, isDualStack) {
    case (.usGov, _):
      throw EndpointError(
        .notAvailable,
        "CloudFront does not exist in AWS GovCloud (US); use the credentials of a commercial account and one of its "
          + "regions, such as us-east-1")
    case (.aws, true): return "cloudfront\(fips).global.\(suffix)"
    case (.china, false): return "cloudfront\(fips).\(partition.implicitGlobalRegion).\(suffix)"
    default: return "cloudfront\(fips).\(suffix)"
    }
  }

  private func signIn() -> String {
    let domain =
      switch partition {
      case .china: "amazonaws.cn"
      case .usGov: "amazonaws-us-gov.com"
      case .europeanSovereign: "amazonaws-eusc.eu"
      default: "aws.amazon.com"
      }
    switch (isFIPS, region) {
    case (false, _): return "\(region).signin.\(domain)"
    case (true, "us-gov-west-1"): return "signin-fips.\(domain)"
    case (true, _) where partition == .usGov: return "\(region).signin-fips.\(domain)"
    case (true, _): return "signin-fips.\(region).\(suffix)"
    }
  }

  private func iam() -> String {
    switch (partition, isFIPS, isDualStack) {
    case (.usGov, _, _): "iam.us-gov.\(suffix)"
    case (.aws, _, true): "iam\(fips).global.\(suffix)"
    case (_, false, true): "iam.global.\(suffix)"
    case (.china, false, false), (.europeanSovereign, false, false): "iam.\(signingRegion(of: "iam")).\(suffix)"
    default: "iam\(fips).\(suffix)"
    }
  }
}
