import Auditing
import Documents
import Estate
import Schema

/// What is to be taken out of a distribution's caches after repairs, in one call.
///
/// Follows <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html>.
public struct InvalidationPlan: Sendable, Hashable {
  /// The id of the distribution.
  public let distribution: String
  /// The paths; one with a `*` at its end stands for all that begin so.
  public let paths: [String]
  /// What a person should know of them.
  public let remarks: [String]

  /// How many paths it costs: a wildcard is one, however many objects it covers.
  public var cost: Int { paths.count }

  /// What has to be invalidated; `nil` where nobody asks for it, or where what viewers get does not change.
  ///
  /// - Parameters:
  ///   - distribution: The id of the distribution.
  ///   - document: Its members, as the estate has them.
  ///   - places: Where steps change it.
  ///   - resources: The ids and ARNs of what else changes: functions, policies. Behaviours that name them are concerned.
  ///   - asked: What baselines ask for.
  public init?(
    _ distribution: String, document: JSONValue, changes places: [DocumentPath], of resources: Set<String> = [],
    asked: [Invalidation]
  ) {
    let behaviours = Behaviours(document)
    let derived = places.reduce(into: behaviours.paths(naming: resources)) { $0.formUnion(behaviours.paths(at: $1)) }
    if derived.isEmpty { return nil }
    let wanted = asked.reduce(into: Set<String>()) { paths, asked in
      switch asked {
      case .derived: paths.formUnion(derived)
      case .paths(let listed): paths.formUnion(listed)
      }
    }
    if wanted.isEmpty { return nil }
    let merged = Self.merged(wanted)
    let excess = Self.excess(merged)
    self.distribution = distribution
    paths = excess == nil ? merged.sorted() : [Behaviours.everything]
    var remarks = excess.map { [$0] } ?? []
    if asked.contains(.derived), !paths.contains(Behaviours.everything), behaviours.rewrite(derived) {
      remarks.append(
        "A function that runs at viewer-request may fetch objects under other paths than viewers ask for: name those "
          + "paths under `invalidate`.")
    }
    self.remarks = remarks
  }

  /// So many single objects of a folder are named, and no more.
  private static let folderLimit = 10

  /// The paths without those that others cover, folders in place of many objects in them.
  private static func merged(_ paths: Set<String>) -> Set<String> {
    let paths = uncovered(paths)
    let objects = Dictionary(grouping: paths.filter { !$0.isWildcard }, by: \.folder)
    return uncovered(paths.union(objects.filter { $0.value.count > folderLimit }.keys.map { "\($0)*" }))
  }

  private static func uncovered(_ paths: Set<String>) -> Set<String> {
    let wildcards = paths.filter(\.isWildcard)
    return paths.filter { path in
      !wildcards.contains { $0 != path && path.hasPrefix($0.dropLast()) }
    }
  }

  /// What is said where CloudFront does not take so many at once.
  private static func excess(_ paths: Set<String>) -> String? {
    let wildcards = paths.count(where: \.isWildcard)
    let instead = "so everything is invalidated instead."
    let (most, mostObjects) = (DistributionSchema.wildcardsAtOnce, DistributionSchema.objectsAtOnce)
    if wildcards > most {
      return "\(wildcards) paths with `*` are more than the \(most) that CloudFront takes, \(instead)"
    }
    let objects = paths.count - wildcards
    return objects > mostObjects
      ? "\(objects) objects are more than the \(mostObjects) that CloudFront takes, \(instead)" : nil
  }
}

extension String {
  fileprivate var isWildcard: Bool { hasSuffix("*") }

  /// The folder that an object lies in, with a slash at its end.
  fileprivate var folder: String {
    let path = prefix { $0 != "?" }
    return String(path[...(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}

/// Which objects the behaviours of a distribution serve.
private struct Behaviours {
  static let everything = "/*"

  private struct Behaviour {
    let path: String
    /// What it names: origins, policies, functions.
    let names: Set<String>
    /// Whether a function may change what is asked for before the cache is looked up.
    let rewrites: Bool
  }

  /// `nil` where they were not read wholly.
  private let list: [Behaviour]?
  private let document: JSONValue

  init(_ document: JSONValue) {
    self.document = document
    let others = document["CacheBehaviors"]
    let all = [document["DefaultCacheBehavior"]] + (others.array ?? [])
    let isRead = all.allSatisfy { $0.object != nil } && (others.array != nil || others.isNull)
    list =
      !isRead ? nil : all.map { Behaviour(path: Self.path($0), names: Self.names($0), rewrites: Self.rewrites($0)) }
  }

  /// The paths that a change there concerns.
  func paths(at place: DocumentPath) -> Set<String> {
    if DistributionSchema.changesNothingInCaches(at: place) { return [] }
    guard place.steps.count > 1, case .element(let name) = place.steps[1] else { return [Self.everything] }
    switch DistributionSchema.concern(ofElementsOf: place.root) {
    case nil: return [Self.everything]
    case .pattern?: return [Self.path(ofPattern: name)]
    case .origin?: return paths(ofOrigins: [name])
    case .memberOfGroups?:
      let groups = (document["OriginGroups"].array ?? []).filter { group in
        (group["Members"].array ?? []).contains { $0["OriginId"] == .string(name) }
      }
      return paths(ofOrigins: [name] + groups.compactMap { $0["Id"].string })
    }
  }

  private func paths(ofOrigins names: [String]) -> Set<String> {
    if case .unread = document["OriginGroups"] { return [Self.everything] }
    let paths = paths(naming: Set(names))
    return paths.count > 1 ? [Self.everything] : paths
  }

  /// The paths of the behaviours that name one of these.
  func paths(naming names: Set<String>) -> Set<String> {
    if names.isEmpty { return [] }
    guard let list else { return [Self.everything] }
    return Set(list.filter { !$0.names.isDisjoint(with: names) }.map(\.path))
  }

  /// Whether some of these paths are of behaviours under which others may be fetched.
  func rewrite(_ paths: Set<String>) -> Bool { list?.contains { $0.rewrites && paths.contains($0.path) } ?? false }

  private static func path(_ behaviour: JSONValue) -> String {
    behaviour["PathPattern"].string.map { path(ofPattern: $0) } ?? everything
  }

  /// The narrowest path for all that fits a pattern. A pattern has wildcards anywhere, and characters that paths need
  /// encoded or may not; with its `*` a path covers every query string too.
  private static func path(ofPattern pattern: String) -> String {
    let path = pattern.hasPrefix("/") ? pattern : "/\(pattern)"
    return path.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "/_-.$'@:+&".contains($0)) } + "*"
  }

  private static func names(_ behaviour: JSONValue) -> Set<String> {
    let functions = DistributionSchema.associations.flatMap { list, member in
      (behaviour[list].array ?? []).compactMap { $0[member].string }
    }
    return Set(DistributionSchema.namesOfBehavior.compactMap { behaviour[$0].string } + functions)
  }

  private static func rewrites(_ behaviour: JSONValue) -> Bool {
    DistributionSchema.associations.contains { list, _ in
      (behaviour[list].array ?? []).contains { $0["EventType"] == "viewer-request" }
    }
  }
}
