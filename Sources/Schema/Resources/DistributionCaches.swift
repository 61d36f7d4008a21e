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

  /// What of a distribution an element of one of its lists concerns.
  public enum Concern: Sendable {
    /// What fits the pattern that tells it from the others.
    case pattern
    /// The behaviours that read from it.
    case origin
    /// The behaviours that read from it or from a group that it is a member of.
    case memberOfGroups
  }

  /// What an element of a list concerns; `nil` of a list any element of which may concern everything.
  public static func concern(ofElementsOf list: String) -> Concern? { concerns[list] }

  private static let concerns: [String: Concern] = [
    behaviors[1]: .pattern, "Origins": .memberOfGroups, "OriginGroups": .origin,
  ]

  /// The members of a behaviour that name what its answers are made by: where from, and by which policies.
  public static let namesOfBehavior = ["TargetOriginId"] + policies.map { "\($0.name)Id" }

  /// How many paths with `*` CloudFront takes at once.
  public static let wildcardsAtOnce = 15
  /// How many other paths it takes at once.
  public static let objectsAtOnce = 3000
  /// How many paths an account may invalidate in a month before each one costs.
  public static let freePathsPerMonth = 1000
}
