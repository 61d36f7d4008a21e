/// One of the ways in which AWS APIs put operations on the wire; `ec2` is the query protocol with names of its own.
public enum WireProtocol: Sendable, Hashable {
  case restXML, restJSON, query, ec2, json11
}

/// How the requests of a service are signed.
public enum SignatureKind: Sendable, Hashable {
  case sigV4, sigV4A, unsigned
}

/// What stands in the host of a request before the host of the service.
public enum HostPrefix: Sendable, Hashable {
  /// Nothing.
  case none
  /// The bucket that is asked about, where a host may hold its name; else it is in the path.
  case bucket
  /// The account that is asked about: the input member `AccountId`.
  case account
  /// The account of the key value store whose ARN is the operation's resource. Its host is one for all regions, and no rule
  /// set has it.
  case accountOfStore
}

/// What all operations of a service have in common.
///
/// Follows the `metadata` of the API models that AWS publishes with its SDKs.
public struct Service: Sendable, Hashable {
  /// The name in IAM actions and reports: `cloudfront`, `cloudfront-keyvaluestore`, `lambda`, `logs`.
  public let name: String
  /// The service id in upper case with `_`, as in `AWS_ENDPOINT_URL_<id>`: `CLOUDFRONT_KEYVALUESTORE`, `CLOUDWATCH_LOGS`.
  public let endpointID: String
  /// How operations go on the wire.
  public let wireProtocol: WireProtocol
  /// The version of the API: `2020-05-31`.
  public let apiVersion: String
  /// The service in the signature's scope.
  public let signingName: String
  /// How requests are signed.
  public let signature: SignatureKind
  /// What stands before the host.
  public let hostPrefix: HostPrefix
  /// Whether it can be asked where no region is configured, though each region has an endpoint of its own.
  public let needsNoRegion: Bool
  /// The partitions that do not have it though its rule set knows a host there, each with what to do instead.
  public let absences: [String: String]
  /// Whether `LimitExceededException` says that a quota is used up, which no second try changes; elsewhere it is a rate.
  public let limitsAreQuotas: Bool
  /// The namespace of XML requests, or the prefix of `X-Amz-Target`, by protocol.
  public let namespace: String?

  /// A service of these parts.
  public init(
    name: String, endpointID: String, wireProtocol: WireProtocol, apiVersion: String, signingName: String,
    signature: SignatureKind = .sigV4, namespace: String? = nil, hostPrefix: HostPrefix = .none,
    needsNoRegion: Bool = false, absences: [String: String] = [:], limitsAreQuotas: Bool = false
  ) {
    self.name = name
    self.endpointID = endpointID
    self.wireProtocol = wireProtocol
    self.apiVersion = apiVersion
    self.signingName = signingName
    self.signature = signature
    self.namespace = namespace
    self.hostPrefix = hostPrefix
    self.needsNoRegion = needsNoRegion
    self.absences = absences
    self.limitsAreQuotas = limitsAreQuotas
  }
}
