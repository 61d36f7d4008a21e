/// A group of regions with its own accounts, names and credentials.
///
/// Follows the `partitions.json` that AWS publishes with its SDKs.
public struct Partition: Sendable, Hashable {
  /// The partition in ARNs: `aws`, `aws-cn`, …
  public let id: String
  /// The suffix of host names.
  public let dnsSuffix: String
  /// The suffix of dual-stack host names.
  public let dualStackSuffix: String
  /// The region in which its global services are signed where nothing else is said.
  public let globalRegion: String
  /// How the names of its regions begin, before `-<direction>-<number>`.
  let prefixes: [String]

  static let aws = Partition(
    id: "aws", dnsSuffix: "amazonaws.com", dualStackSuffix: "api.aws", globalRegion: "us-east-1",
    prefixes: ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"])

  /// The partitions that are known here.
  public static let all = [
    aws,
    Partition(
      id: "aws-cn", dnsSuffix: "amazonaws.com.cn", dualStackSuffix: "api.amazonwebservices.com.cn",
      globalRegion: "cn-northwest-1", prefixes: ["cn"]),
    Partition(
      id: "aws-us-gov", dnsSuffix: "amazonaws.com", dualStackSuffix: "api.aws", globalRegion: "us-gov-west-1",
      prefixes: ["us-gov"]),
    Partition(
      id: "aws-eusc", dnsSuffix: "amazonaws.eu", dualStackSuffix: "api.amazonwebservices.eu",
      globalRegion: "eusc-de-east-1", prefixes: ["eusc-de"]),
  ]

  /// The partition of a region; `aws` for one that is not known, as the SDKs do.
  public static func of(region: String) -> Partition {
    let parts = region.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts.last?.allSatisfy(\.isNumber) == true else { return aws }
    let prefix = parts.dropLast(2).joined(separator: "-")
    return all.first { $0.prefixes.contains(prefix) } ?? aws
  }
}
