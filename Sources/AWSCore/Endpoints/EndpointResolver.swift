import Transport

/// Finds where the requests of a service go and how they are signed.
///
/// Configured endpoints come first, in the order of
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>, then AWS's own names.
public struct EndpointResolver: Sendable {
  private let settings: AWSSettings
  private let isFIPS: Bool
  private let isDualStack: Bool
  private let ignoresConfigured: Bool

  /// A resolver for these settings.
  public init(settings: AWSSettings) {
    self.settings = settings
    isFIPS = settings.flag(variable: "AWS_USE_FIPS_ENDPOINT", key: "use_fips_endpoint")
    isDualStack = settings.flag(variable: "AWS_USE_DUALSTACK_ENDPOINT", key: "use_dualstack_endpoint")
    ignoresConfigured = settings.flag(
      variable: "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", key: "ignore_configured_endpoint_urls")
  }

  /// Whether a service answers in one region for the whole partition.
  public static func isGlobal(_ service: Service) -> Bool {
    EndpointHosts.globalServices.contains(service.name) || service.name == Self.keyValueStore
  }

  /// The partition of the configured region; `aws` where no region is configured.
  public var partition: Partition { Partition.partition(of: settings.region ?? "") }

  /// Where a request goes.
  ///
  /// - Parameters:
  ///   - service: The service.
  ///   - region: The region to ask; where it is `nil`, the configured one. For a service that is global in its partition
  ///     it says no more than the partition.
  ///   - resourceARN: For the data of a key value store: the store's ARN, whose account is part of the host.
  ///   - bucket: For S3: the bucket, which is part of the host or the path.
  /// - Throws: ``EndpointError`` where no region is known, where the service does not exist in the partition, or where a
  ///   configured endpoint is no URL.
  public func endpoint(
    for service: Service, region: String? = nil, resourceARN: String? = nil, bucket: String? = nil
  ) throws(EndpointError) -> ResolvedEndpoint {
    let hosts = try hosts(for: service, region: region)
    let custom = try customEndpoint(of: service)
    if custom != nil, isFIPS || isDualStack {
      throw EndpointError(
        .invalid, "an endpoint URL for \(service.name) cannot be combined with FIPS or dual-stack endpoints")
    }
    switch service.name {
    case Self.keyValueStore: return try keyValueStore(resourceARN, custom: custom, hosts: hosts)
    case "s3": return try s3(bucket, custom: custom, hosts: hosts)
    default:
      let signingRegion = hosts.signingRegion(of: service.name)
      if let custom { return ResolvedEndpoint(url: custom, signingRegion: signingRegion, isCustom: true) }
      let url = HTTPURL(host: try hosts.host(of: service.name))
      return ResolvedEndpoint(url: url, signingRegion: signingRegion, isCustom: false)
    }
  }

  private static let keyValueStore = "cloudfront-keyvaluestore"

  private func hosts(for service: Service, region: String?) throws(EndpointError) -> EndpointHosts {
    // STS has a global endpoint too, but its tokens are not accepted with SigV4A: ask a region's in any case.
    let fallback = Self.isGlobal(service) || service.name == "sts" ? Partition.aws.implicitGlobalRegion : nil
    guard let region = region ?? settings.region ?? fallback else {
      throw EndpointError(
        .noRegion,
        "no region for \(service.name): give --region, set AWS_REGION, or put 'region' into profile "
          + "'\(settings.profile.name)' of \(settings.shared.configPath)")
    }
    guard Self.isHostLabel(region) else { throw EndpointError(.invalid, "'\(region)' is no name of a region") }
    return EndpointHosts(
      partition: .partition(of: region), region: region, isFIPS: isFIPS, isDualStack: isDualStack)
  }

  private func keyValueStore(
    _ arn: String?, custom: HTTPURL?, hosts: EndpointHosts
  ) throws(EndpointError) -> ResolvedEndpoint {
    guard let arn else { throw EndpointError(.invalid, "the data of a key value store is addressed by its ARN") }
    let account = try KeyValueStoreARN(arn).account
    guard var url = custom else {
      if hosts.partition != .aws {
        throw EndpointError(.notAvailable, "key value stores do not exist in the partition '\(hosts.partition.id)'")
      }
      if isFIPS { throw EndpointError(.notAvailable, "the data of key value stores has no FIPS endpoint") }
      let url = HTTPURL(host: "\(account).cloudfront-kvs.global.api.aws")
      return ResolvedEndpoint(url: url, signingRegion: "*", isCustom: false)
    }
    // Nothing can stand before the bracket of an IPv6 address in a URL.
    if url.host.hasPrefix("[") { return ResolvedEndpoint(url: url, signingRegion: "*", isCustom: true) }
    // No resolver knows an address with a name before it.
    let connectHost = url.isIPv4AddressOrLocal ? url.host : nil
    url.host = "\(account).\(url.host)"
    return ResolvedEndpoint(url: url, connectHost: connectHost, signingRegion: "*", isCustom: true)
  }

  private func s3(
    _ bucket: String?, custom: HTTPURL?, hosts: EndpointHosts
  ) throws(EndpointError) -> ResolvedEndpoint {
    var url: HTTPURL
    if let custom { url = custom } else { url = HTTPURL(host: try hosts.s3()) }
    if let bucket {
      if custom == nil, Self.isVirtualHostable(bucket) {
        url.host = "\(bucket).\(url.host)"
      } else {
        url.path = (url.path == "/" ? "" : url.path) + "/" + bucket.percentEncoded()
      }
    }
    return ResolvedEndpoint(url: url, signingRegion: hosts.region, isCustom: custom != nil)
  }

  /// The endpoint that somebody configured, if anybody did.
  private func customEndpoint(of service: Service) throws(EndpointError) -> HTTPURL? {
    guard let (text, source) = configuredEndpoint(of: service) else { return nil }
    guard let url = HTTPURL(endpoint: text) else {
      throw EndpointError(.invalid, "\(source) is no URL of the form http(s)://host[:port][/path]")
    }
    return url
  }

  private func configuredEndpoint(of service: Service) -> (text: String, source: String)? {
    if let url = settings.endpointURL { return (url, "--endpoint-url") }
    if ignoresConfigured { return nil }
    for variable in ["AWS_ENDPOINT_URL_\(service.endpointID)", "AWS_ENDPOINT_URL"] {
      if let url = settings.environment.value(variable) { return (url, variable) }
    }
    let profile = settings.profile
    if let name = profile["services"],
      let url = settings.shared.services(named: name)?[service.endpointID.lowercased()]?.nested["endpoint_url"]
    {
      return (url, "endpoint_url of \(service.endpointID.lowercased()) in [services \(name)]")
    }
    if let url = profile["endpoint_url"] { return (url, "endpoint_url of profile '\(profile.name)'") }
    return nil
  }

  /// Whether the wildcard certificate of S3 covers a host that begins with this bucket.
  private static func isVirtualHostable(_ bucket: String) -> Bool {
    (3...63).contains(bucket.utf8.count) && isHostLabel(bucket)
  }

  /// Lower-case letters, digits and inner hyphens, 63 at most.
  private static func isHostLabel(_ text: String) -> Bool {
    let bytes = text.utf8
    guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else {
      return false
    }
    return bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
      default: false
      }
    }
  }
}
