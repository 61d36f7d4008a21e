import Documents

/// What CloudFront keeps in its caches, and what takes it out.
///
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Invalidation.html>
extension DistributionSchema {
  /// The members that change nothing of what is in caches, by their paths.
  public static let besidesCaches: Set<String> = Set(
    [
      "Aliases", "AnycastIpListId", "Comment", "HttpVersion", "IsIPV6Enabled", "LogDeliveries", "Logging", "PriceClass",
      "Tags", "ViewerCertificate", "WebACLId",
    ] + behaviors.map { "\($0).RealtimeLogConfigArn" })

  /// Whether a change at a place changes nothing of what is in caches.
  public static func changesNothingInCaches(at place: DocumentPath) -> Bool {
    let names = place.memberNames
    return names.indices.contains { besidesCaches.contains(names[...$0].joined(separator: ".")) }
  }

  /// The members of a behaviour that name what its answers are made by: where from, and by which policies.
  public static let namesOfBehavior = ["TargetOriginId"] + policies.map { "\($0.name)Id" }

  /// How many paths with `*` CloudFront takes at once.
  public static let wildcardsAtOnce = 15
  /// How many other paths it takes at once.
  public static let objectsAtOnce = 3000
  /// How many paths an account may invalidate in a month before each one costs.
  public static let freePathsPerMonth = 1000
}
