/// What decides where a request goes, beside its service.
public struct EndpointParameters: Sendable, Hashable {
  /// The region to ask; `nil` for the configured one. For a service that is global in its partition it says no more than
  /// the partition.
  public var region: String?
  /// The ARN of a key value store, whose account is part of the host of its data.
  public var storeARN: String?
  /// The bucket that S3 is asked about, which is part of the host or of the path.
  public var bucket: String?
  /// The account that S3 Control is asked about, which is part of the host.
  public var accountID: String?

  /// These parameters.
  public init(region: String? = nil, storeARN: String? = nil, bucket: String? = nil, accountID: String? = nil) {
    self.region = region
    self.storeARN = storeARN
    self.bucket = bucket
    self.accountID = accountID
  }
}
