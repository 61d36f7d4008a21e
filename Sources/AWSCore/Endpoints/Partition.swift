/// A part of AWS that shares nothing with the others: accounts, names and addresses are its own.
///
/// Follows the table of partitions that AWS publishes with its SDKs.
public struct Partition: Sendable, Hashable {
  /// The partition in ARNs: `aws`, `aws-cn`.
  public let id: String
  /// What host names end in.
  public let dnsSuffix: String
  /// What dual-stack host names end in.
  public let dualStackSuffix: String
  /// The region in which services without regions are signed, as a rule.
  public let implicitGlobalRegion: String
  /// What the names of its regions begin with.
  let regionPrefix: String

  /// The commercial regions.
  public static let aws = Partition(
    id: "aws", dnsSuffix: "amazonaws.com", dualStackSuffix: "api.aws", implicitGlobalRegion: "us-east-1",
    regionPrefix: "")
  /// China.
  public static let china = Partition(
    id: "aws-cn", dnsSuffix: "amazonaws.com.cn", dualStackSuffix: "api.amazonwebservices.com.cn",
    implicitGlobalRegion: "cn-northwest-1", regionPrefix: "cn-")
  /// GovCloud (US).
  public static let usGov = Partition(
    id: "aws-us-gov", dnsSuffix: "amazonaws.com", dualStackSuffix: "api.aws", implicitGlobalRegion: "us-gov-west-1",
    regionPrefix: "us-gov-")
  /// The European Sovereign Cloud.
  public static let europeanSovereign = Partition(
    id: "aws-eusc", dnsSuffix: "amazonaws.eu", dualStackSuffix: "api.amazonwebservices.eu",
    implicitGlobalRegion: "eusc-de-east-1", regionPrefix: "eusc-")

  private static let others = [china, usGov, europeanSovereign]

  /// The partition of a region; a region that nobody knows yet is taken for a commercial one.
  public static func partition(of region: String) -> Partition {
    others.first { region.hasPrefix($0.regionPrefix) } ?? aws
  }
}
