import Documents
import Transport

/// Why there is no endpoint, in a sentence for a person.
public struct EndpointError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what to do.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Says where the requests of a service go and in which region they are signed: what is configured, else what AWS's
/// partition table says.
///
/// Follows <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html> and the endpoint rule sets that AWS
/// publishes with its SDKs.
public struct EndpointResolver: Sendable {
  private let settings: AWSSettings
  private let usesFIPS: Bool
  private let usesDualStack: Bool

  /// A resolver for these settings.
  public init(settings: AWSSettings) {
    self.settings = settings
    usesFIPS = settings.flag(variable: "AWS_USE_FIPS_ENDPOINT", key: "use_fips_endpoint")
    usesDualStack = settings.flag(variable: "AWS_USE_DUALSTACK_ENDPOINT", key: "use_dualstack_endpoint")
  }

  /// The endpoint of a service.
  ///
  /// - Parameters:
  ///   - service: The service.
  ///   - region: The region to ask; `nil` for the configured one, or `us-east-1`.
  ///   - resourceARN: The ARN of a key value store: its account is part of the host.
  ///   - bucket: The bucket, which becomes part of the host or of the path.
  /// - Throws: ``EndpointError`` where a configured URL is none, or where the partition has no such service.
  public func endpoint(
    for service: Service, region: String? = nil, resourceARN: String? = nil, bucket: String? = nil
  ) throws(EndpointError) -> ResolvedEndpoint {
    let region = region ?? settings.region ?? "us-east-1"
    let partition = Partition.of(region: region)
    var endpoint: ResolvedEndpoint
    if let custom = try customURL(of: service) {
      endpoint = ResolvedEndpoint(
        url: custom, signingRegion: signingRegion(of: service, in: region, partition), isCustom: true)
    } else {
      endpoint = ResolvedEndpoint(
        url: HTTPURL(host: try host(of: service, in: region, partition)),
        signingRegion: signingRegion(of: service, in: region, partition), isCustom: false)
    }
    if service.name == "cloudfront-keyvaluestore" { try putAccount(of: resourceARN, before: &endpoint) }
    if let bucket { put(bucket, into: &endpoint) }
    return endpoint
  }

  // MARK: Configured endpoints

  private func customURL(of service: Service) throws(EndpointError) -> HTTPURL? {
    guard let (text, place) = customText(of: service) else { return nil }
    guard let url = HTTPURL(text), url.query.isEmpty else {
      throw EndpointError("\(place) is no URL: \(text). It should look like https://host or http://localhost:4566.")
    }
    return url
  }

  private func customText(of service: Service) -> (text: String, place: String)? {
    if let text = settings.endpointURL { return (text, "--endpoint-url") }
    if settings.flag(variable: "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", key: "ignore_configured_endpoint_urls") {
      return nil
    }
    for variable in ["AWS_ENDPOINT_URL_\(service.endpointID)", "AWS_ENDPOINT_URL"] {
      if let text = settings.environment[variable], !text.isEmpty { return (text, variable) }
    }
    let profile = settings.profile
    if let name = profile["services"], let section = settings.shared.services(named: name),
      let text = section[service.endpointID.lowercased()]?.nested["endpoint_url"]
    {
      return (text, "endpoint_url of [services \(name)]")
    }
    return profile["endpoint_url"].map { ($0, "endpoint_url of profile \(profile.name)") }
  }

  // MARK: AWS's own endpoints

  private func host(of service: Service, in region: String, _ partition: Partition) throws(EndpointError) -> String {
    if service.name == "cloudfront", partition.id == "aws-us-gov" {
      throw EndpointError("There is no CloudFront in \(partition.id); edge estates there are served from aws.")
    }
    if service.name == "cloudfront-keyvaluestore" {
      guard partition.id == "aws", !usesFIPS else {
        throw EndpointError("Key value stores have no \(usesFIPS ? "FIPS endpoint" : "endpoint in \(partition.id)").")
      }
      return "cloudfront-kvs.global.api.aws"
    }
    let suffix = usesDualStack && service.name != "s3" ? partition.dualStackSuffix : partition.dnsSuffix
    let fips = usesFIPS && !(partition.id == "aws-us-gov" && Self.plainNamesAreFIPS.contains(service.name))
    let name = Self.hostName(of: service) + (fips ? "-fips" : "")
    switch service.name {
    case "cloudfront", "iam":
      if usesDualStack { return "\(name).global.\(suffix)" }
      switch (partition.id, service.name) {
      case ("aws-cn", "iam"): return "\(name).cn-north-1.\(suffix)"
      case ("aws-cn", _): return "\(name).cn-northwest-1.\(suffix)"
      case ("aws-us-gov", _): return "\(name).us-gov.\(suffix)"
      case ("aws-eusc", "iam"): return "\(name).\(partition.globalRegion).\(suffix)"
      default: return "\(name).\(suffix)"
      }
    case "organizations", "account": return "\(name).\(partition.globalRegion).\(suffix)"
    case "s3": return "\(name).\(usesDualStack ? "dualstack." : "")\(region).\(suffix)"
    default: return "\(name).\(region).\(suffix)"
    }
  }

  private static let plainNamesAreFIPS: Set<String> = ["iam", "organizations", "logs", "sts", "ec2", "sso", "sso-oidc"]

  private static func hostName(of service: Service) -> String {
    switch service.name {
    case "sso": "portal.sso"
    case "sso-oidc": "oidc"
    default: service.name
    }
  }

  private func signingRegion(of service: Service, in region: String, _ partition: Partition) -> String {
    switch service.name {
    case "cloudfront-keyvaluestore": "*"
    case "iam" where partition.id == "aws-cn": "cn-north-1"
    case "cloudfront", "iam", "organizations", "account": partition.globalRegion
    default: region
    }
  }

  // MARK: Parts of the host

  /// Puts the store's account before the host, also of a configured endpoint, as the rule set does. A name that no
  /// resolver knows, as of an address, is reached at the host without the account.
  private func putAccount(of resourceARN: String?, before endpoint: inout ResolvedEndpoint) throws(EndpointError) {
    let parts = resourceARN?.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false) ?? []
    guard parts.count == 6, parts[0] == "arn", parts[2] == "cloudfront", parts[3].isEmpty, !parts[4].isEmpty,
      parts[4].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      parts[5].hasPrefix("key-value-store/")
    else { throw EndpointError("\(resourceARN ?? "nothing") is no ARN of a key value store.") }
    guard parts[1] == "aws" else { throw EndpointError("Key value stores have no endpoint in \(parts[1]).") }
    if endpoint.isCustom { endpoint.connectHost = endpoint.url.host }
    endpoint.url.host = "\(parts[4]).\(endpoint.url.host)"
  }

  /// Virtual-host style where the bucket can be part of a host name that the certificate covers, else path style.
  private func put(_ bucket: String, into endpoint: inout ResolvedEndpoint) {
    let isLabel = bucket.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
      default: false
      }
    }
    if !endpoint.isCustom, isLabel, (3...63).contains(bucket.utf8.count), !bucket.hasPrefix("-"), !bucket.hasSuffix("-")
    {
      endpoint.url.host = "\(bucket).\(endpoint.url.host)"
    } else {
      let base = endpoint.url.path.hasSuffix("/") ? String(endpoint.url.path.dropLast()) : endpoint.url.path
      endpoint.url.path = "\(base)/\(bucket.percentEncoded())"
    }
  }
}
