import AWSCore
import Documents

/// An Amazon Resource Name in its parts.
///
/// Follows <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
public struct ARN: Sendable, Hashable {
  /// `aws`, `aws-cn`, …
  public let partition: String
  /// `lambda`, `cloudfront`, …
  public let service: String
  /// The region; empty for global services.
  public let region: String
  /// The account; empty where the service leaves it out.
  public let account: String
  /// All that follows the fifth colon: `function:name:3`, `key-value-store/…`.
  public let resource: String

  /// Takes an ARN apart; `nil` where the text is none.
  public init?(_ text: String) {
    let parts = text.parts(by: ":", maxSplits: 5)
    guard parts.count == 6, parts[0] == "arn" else { return nil }
    (partition, service, region, account, resource) = (parts[1], parts[2], parts[3], parts[4], parts[5])
  }

  /// The last part of the resource behind `/` (its path left out), or behind `:` where there is none.
  public var resourceName: String {
    let separator: Unicode.Scalar = resource.utf8.contains(UInt8(ascii: "/")) ? "/" : ":"
    return resource.parts(by: separator).last { !$0.isEmpty } ?? resource
  }
}

/// The ARN of a Lambda function, with or without a version or alias.
public struct LambdaARN: Sendable, Hashable {
  private let partition: String
  /// The region the function lives in.
  public let region: String
  /// The account it belongs to.
  public let account: String
  /// The name of the function.
  public let functionName: String
  /// The version or alias; `$LATEST` where the ARN names none, as Lambda reads it.
  public let qualifier: String
  /// The ARN without version or alias.
  public var functionARN: String { "arn:\(partition):lambda:\(region):\(account):function:\(functionName)" }
  /// The ARN with version or alias, `$LATEST` where that is meant.
  public var qualifiedARN: String { "\(functionARN):\(qualifier)" }

  /// Takes a Lambda function's ARN apart; `nil` where the text is none.
  public init?(_ text: String) {
    guard let arn = ARN(text), arn.service == "lambda" else { return nil }
    let parts = arn.resource.parts(by: ":")
    guard parts.count == 2 || parts.count == 3, parts[0] == "function", !parts[1].isEmpty else { return nil }
    partition = arn.partition
    region = arn.region
    account = arn.account
    functionName = parts[1]
    qualifier = parts.count == 3 ? parts[2] : "$LATEST"
  }

  /// The function or the version that a key names.
  ///
  /// - Parameter reader: The account that is read, of which it is where the key names no other.
  public init?(_ key: ResourceKey, in reader: String) {
    let account = key.account.isEmpty ? reader : key.account
    self.init("arn:aws:lambda:\(key.region):\(account):function:\(key.id)")
  }

  /// The function that a text names as Lambda's operations take it: its name, its ARN, or the end of that from the account
  /// on, with or without a version or alias.
  ///
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html> (`FunctionName`)
  public static func function(named text: String) -> (name: String, qualifier: String?)? {
    var parts = text.parts(by: ":")
    if parts.first == "arn" {
      guard LambdaARN(text) != nil else { return nil }
      parts.removeFirst(4)
    }
    if parts.count > 2, parts[1] == "function" { parts.removeFirst() }
    if parts.count > 1, parts[0] == "function" { parts.removeFirst() }
    guard let name = parts.first, !name.isEmpty, parts.count <= 2 else { return nil }
    return (name, parts.count == 2 ? parts[1] : nil)
  }

  /// The key of the version that it names.
  public var versionKey: ResourceKey { .init(.lambdaVersion, "\(functionName):\(qualifier)", region: region) }

  /// The key of the function that it names.
  public var functionKey: ResourceKey { .init(.lambdaFunction, functionName, region: region) }
}

/// The endpoint of a bucket, as an origin names it.
///
/// Follows <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html> and, for websites,
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html>. Access points, of one region, of several
/// or of Lambda, are no buckets, whatever their names look like: which buckets they lead to, they do not say.
public struct S3Domain: Sendable, Hashable {
  /// The bucket.
  public let bucket: String
  /// The region, where the name says so.
  public let region: String?
  /// Whether it is a website endpoint: a web server that takes no signatures, so that it answers only what everybody
  /// may read.
  public let isWebsite: Bool

  /// The REST endpoint of a bucket by its name alone.
  public init(bucket: String) {
    self.bucket = bucket
    (region, isWebsite) = (nil, false)
  }

  /// The bucket that an origin of a distribution reads; `nil` where it is no bucket's endpoint.
  ///
  /// - Parameters:
  ///   - domainName: Its `DomainName`, which is without the bucket where that stands in the path.
  ///   - originPath: Its `OriginPath`.
  public init?(_ domainName: String, originPath: String) {
    let host = domainName.lowercased()
    // Most origins are no hosts of AWS at all.
    guard let end = Self.end(of: host) else { return nil }
    if let domain = S3Domain(host: host, endingIn: end) {
      self = domain
    } else {
      // https://s3.REGION.amazonaws.com/BUCKET is the older way to ask for the same.
      let path = originPath.split(separator: "/", maxSplits: 1)
      guard host.hasPrefix("s3"), let bucket = path.first,
        let domain = S3Domain("\(bucket).\(host)"),
        !domain.isWebsite
      else { return nil }
      self = domain
    }
  }

  /// Takes the domain name of an origin apart; `nil` where it is no bucket's endpoint.
  public init?(_ domainName: String) {
    let host = domainName.lowercased()
    guard let end = Self.end(of: host) else { return nil }
    self.init(host: host, endingIn: end)
  }

  /// What the name of a host ends in, where it is one of AWS.
  private static func end(of host: String) -> String? { ends.first(where: host.hasSuffix) }

  /// Hosts have no case, and a bucket's name has no capitals. `x-{{client}}.s3.amazonaws.com` becomes a name once a tenant
  /// fills it.
  private init?(host: String, endingIn end: String) {
    if host.contains("{{") { return nil }
    let labels = String(Substring(host.utf8.dropLast(end.utf8.count))).parts(by: ".")
    // bucket.s3, bucket.s3.eu-west-1, bucket.s3-eu-west-1, bucket.s3.dualstack.eu-west-1; a bucket's name may hold dots,
    // even a label `s3`, so the service is looked for from the end.
    guard let service = labels.lastIndex(where: { $0 == "s3" || $0.hasPrefix("s3-") }), service > 0,
      !labels[..<service].contains("")
    else { return nil }
    let rest = labels[(service + 1)...].filter { $0 != "dualstack" }
    // bucket.s3-website-eu-west-1, bucket.s3-website.eu-central-1, bucket.s3-fips-us-gov-west-1, bucket.s3-accelerate
    var kind = labels[service].dropFirst(3)
    let special = ["website", "fips", "accelerate"].first { kind == $0 || kind.hasPrefix("\($0)-") }
    kind = kind.dropFirst(special.map { $0.count + 1 } ?? 0)
    let region = rest.first ?? String(kind)
    let isRegion = region.parts(by: "-").count > 2
    // `s3-external-1` is in us-east-1. What else stands there is another service: s3-accesspoint, s3-object-lambda.
    guard rest.count <= 1, kind.isEmpty || kind == "external-1" || isRegion && rest.isEmpty else { return nil }
    bucket = labels[..<service].joined(separator: ".")
    guard !["-s3alias", "--ol-s3"].contains(where: bucket.hasSuffix) else { return nil }
    isWebsite = special == "website"
    self.region = isRegion ? region : nil
  }

  /// The key of the bucket.
  public var key: ResourceKey { .init(.bucket, bucket) }

  /// What the hosts of a partition end in.
  private static let ends = Partition.dnsSuffixes.map { ".\($0)" }
}

extension S3Domain {
  /// The bucket that an origin reads, by its members in a distribution; `nil` where it is no bucket's endpoint.
  public init?(origin: JSONValue) {
    guard let name = origin["DomainName"].string else { return nil }
    self.init(name, originPath: origin["OriginPath"].string ?? "")
  }

  /// Whether an origin reads a bucket without signing its requests. A website endpoint takes no signature, a bucket that
  /// is named as a host is may be behind that host, and an access control may say that nothing is signed.
  ///
  /// - Parameter origin: Its members, with what is known of its `OriginAccessControl`.
  public static func isUnsigned(_ origin: JSONValue, reading bucket: String) -> Bool {
    guard let domain = S3Domain(origin: origin) else {
      return origin["DomainName"].string?.lowercased() == bucket
    }
    let isSwitchedOff = origin["OriginAccessControl"]["SigningBehavior"] == "never"
    let signers = [
      isSwitchedOff ? .null : origin["OriginAccessControlId"], origin["S3OriginConfig"]["OriginAccessIdentity"],
    ]
    let signs = signers.contains { $0.string?.isEmpty == false }
    return domain.bucket == bucket && (domain.isWebsite || !signs)
  }
}

extension String {
  /// The parts between separators, empty ones included; by bytes, as names of this kind are taken apart by the thousand.
  fileprivate func parts(by separator: Unicode.Scalar, maxSplits: Int = .max) -> [String] {
    var text = self
    var parts: [String] = []
    // As many as an ARN has.
    parts.reserveCapacity(6)
    text.withUTF8 { bytes in
      var rest = bytes[...]
      while parts.count < maxSplits, let end = rest.firstIndex(of: UInt8(ascii: separator)) {
        parts.append(String(decoding: rest[..<end], as: UTF8.self))
        rest = rest[(end + 1)...]
      }
      parts.append(String(decoding: rest, as: UTF8.self))
    }
    return parts
  }
}
