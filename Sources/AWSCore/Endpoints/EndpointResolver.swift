import Synchronization
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
  /// What was found already of services that are asked in a region and of nothing else.
  private let known = Found()

  /// A resolver for these settings.
  public init(settings: AWSSettings) {
    self.settings = settings
    isFIPS = settings.flag(variable: "AWS_USE_FIPS_ENDPOINT", key: "use_fips_endpoint")
    isDualStack = settings.flag(variable: "AWS_USE_DUALSTACK_ENDPOINT", key: "use_dualstack_endpoint")
    ignoresConfigured = settings.flag(
      variable: "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", key: "ignore_configured_endpoint_urls")
  }

  /// The partition of the configured region; `aws` where no region is configured.
  public var partition: Partition { Partition.partition(of: settings.region ?? "") }

  /// Where a request goes.
  ///
  /// - Throws: ``EndpointError`` where no region is known, where the service does not exist in the partition or not in the
  ///   variant that is asked for, where a configured endpoint is no URL, or where a parameter is missing or no part of a
  ///   host.
  public func endpoint(
    for service: Service, _ parameters: EndpointParameters = EndpointParameters()
  ) throws(EndpointError) -> ResolvedEndpoint {
    guard parameters == EndpointParameters(region: parameters.region) else { return try find(service, parameters) }
    let key = "\(service.name) \(parameters.region ?? "")"
    if let endpoint = known.endpoints.withLock({ $0[key] }) { return endpoint }
    let endpoint = try find(service, parameters)
    known.endpoints.withLock { $0[key] = endpoint }
    return endpoint
  }

  private final class Found: Sendable {
    let endpoints = Mutex<[String: ResolvedEndpoint]>([:])
  }

  private func find(
    _ service: Service, _ parameters: EndpointParameters
  ) throws(EndpointError) -> ResolvedEndpoint {
    let region = try region(of: service, asked: parameters.region)
    let custom = try customEndpoint(of: service)
    if custom != nil, isFIPS || isDualStack {
      throw EndpointError(
        .invalid, "an endpoint URL for \(service.name) cannot be combined with FIPS or dual-stack endpoints")
    }
    if service.hostPrefix == .accountOfStore {
      return try keyValueStore(parameters.storeARN, custom: custom, partition: .partition(of: region))
    }
    guard
      let (host, signingRegion) = EndpointTable.shared.endpoint(
        of: service.name, in: region, isFIPS: isFIPS, isDualStack: isDualStack)
    else { throw EndpointError(.notAvailable, "nothing is known of the endpoints of \(service.name)") }
    let url: HTTPURL
    if let custom { url = custom } else { url = HTTPURL(host: try self.host(host, of: service, in: region)) }
    let endpoint = ResolvedEndpoint(url: url, signingRegion: signingRegion, isCustom: custom != nil)
    switch service.hostPrefix {
    case .bucket: return parameters.bucket.map { s3(endpoint, bucket: $0) } ?? endpoint
    case .account:
      guard let account = parameters.accountID, Self.isHostLabel(account) else {
        throw EndpointError(
          .invalid, "S3 Control needs an account id, and '\(parameters.accountID ?? "")' is not one")
      }
      return prefixing(account, to: endpoint)
    case .none, .accountOfStore: return endpoint
    }
  }

  /// The region that is asked, or whose partition is asked.
  private func region(of service: Service, asked: String?) throws(EndpointError) -> String {
    let needsNone = service.needsNoRegion || EndpointTable.shared.isGlobal(service.name)
    guard let region = asked ?? settings.region ?? (needsNone ? Partition.aws.implicitGlobalRegion : nil) else {
      throw EndpointError(
        .noRegion,
        "no region for \(service.name): give --region, set AWS_REGION, or put 'region' into profile "
          + "'\(settings.profile.name)' of \(settings.shared.configPath)")
    }
    guard Self.isHostLabel(region) else { throw EndpointError(.invalid, "'\(region)' is no name of a region") }
    return region
  }

  private func host(_ host: String?, of service: Service, in region: String) throws(EndpointError) -> String {
    let partition = Partition.partition(of: region).id
    if let absence = service.absences[partition] { throw EndpointError(.notAvailable, absence) }
    guard let host else {
      let variant = [isFIPS ? "FIPS" : nil, isDualStack ? "dual-stack" : nil].compactMap { $0 }
      throw EndpointError(
        .notAvailable,
        "\(service.name) has no \(variant.joined(separator: " and ")) endpoints in the partition '\(partition)'")
    }
    return host
  }

  private func keyValueStore(
    _ arn: String?, custom: HTTPURL?, partition: Partition
  ) throws(EndpointError) -> ResolvedEndpoint {
    guard let arn else { throw EndpointError(.invalid, "the data of a key value store is addressed by its ARN") }
    let account = try KeyValueStoreARN(arn).account
    if partition != .aws {
      throw EndpointError(.notAvailable, "key value stores do not exist in the partition '\(partition.id)'")
    }
    if isFIPS { throw EndpointError(.notAvailable, "the data of key value stores has no FIPS endpoint") }
    let url = custom ?? HTTPURL(host: "cloudfront-kvs.global.api.aws")
    return prefixing(account, to: ResolvedEndpoint(url: url, signingRegion: "*", isCustom: custom != nil))
  }

  /// A bucket is named in the host where that is known to reach it, else in the path: with an endpoint of one's own, or
  /// where the profile says so.
  private func s3(_ endpoint: ResolvedEndpoint, bucket: String) -> ResolvedEndpoint {
    let style = settings.profile.nested("s3", "addressing_style")?.lowercased()
    let usesHost = endpoint.isCustom ? style == "virtual" : style != "path"
    let isAddress = endpoint.url.isIPAddress
    // The wildcard certificate of S3 covers one label.
    if usesHost, !isAddress, Self.isVirtualHostable(bucket, allowsDots: endpoint.url.scheme == "http") {
      return prefixing(bucket, to: endpoint)
    }
    var endpoint = endpoint
    endpoint.url.path = (endpoint.url.path == "/" ? "" : endpoint.url.path) + "/" + bucket.percentEncoded()
    return endpoint
  }

  /// An endpoint whose host begins with that label.
  private func prefixing(_ label: String, to endpoint: ResolvedEndpoint) -> ResolvedEndpoint {
    let host = endpoint.url.host
    // Nothing can stand before the bracket of an IPv6 address in a URL.
    if host.hasPrefix("[") { return endpoint }
    var endpoint = endpoint
    // No resolver knows an address with a name before it.
    if endpoint.url.isIPAddress || endpoint.url.isLocalhost { endpoint.connectHost = host }
    endpoint.url.host = "\(label).\(host)"
    return endpoint
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

  /// Whether a host may begin with this bucket.
  private static func isVirtualHostable(_ bucket: String, allowsDots: Bool) -> Bool {
    let labels = bucket.split(separator: ".", omittingEmptySubsequences: false)
    return (3...63).contains(bucket.utf8.count) && (labels.count == 1 || allowsDots)
      && labels.allSatisfy { isHostLabel(String($0)) } && !HTTPURL(host: bucket).isIPAddress
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
