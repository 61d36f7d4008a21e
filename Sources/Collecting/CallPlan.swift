import Estate
import Schema

/// Which calls a question takes, before they are made.
public struct CallPlan: Sendable {
  /// The calls of one operation.
  public struct Entry: Sendable, Hashable {
    /// The operation: `cloudfront:GetDistributionConfig`.
    public let operation: String
    /// How many calls, where that can be told beforehand.
    public let count: Int?
    /// What there is one call for.
    public let unit: String
    /// The group that it brings.
    public let group: AttributeGroup
  }

  /// The calls, by kind of resource.
  public let entries: [Entry]

  /// What has to be read so that calls can be counted: which resources there are, of the kinds that take calls for each.
  public static func counting(_ needs: RequiredAttributes) -> RequiredAttributes {
    let counted = needs.groups.filter { group in
      group.calls.contains { if case .page = $0.unit { false } else { true } }
    }
    var groups: Set<AttributeGroup> = []
    var types = Set(counted.map(\.type))
    while let type = types.popFirst() {
      // One call for each region is counted by regions, whatever there is in them.
      let missing = type.schema.knownFrom.filter { $0.type != .logGroup && !groups.contains($0) }
      groups.formUnion(missing)
      types.formUnion(missing.map(\.type).filter { $0 != type })
    }
    return needs.restricted(to: groups)
  }

  /// The calls for what is needed, counted by an estate that holds what ``counting(_:)`` names.
  ///
  /// - Parameters:
  ///   - needs: What is needed.
  ///   - estate: What there is.
  ///   - filter: What is asked about; of other resources only what those lead to is read.
  public init(_ needs: RequiredAttributes, of estate: Estate, filter: ResourceFilter = ResourceFilter()) {
    entries = ResourceType.allCases.flatMap { type in
      type.schema.groups.filter(needs.groups.contains).flatMap { group in
        group.calls.map { call in
          Entry(
            operation: call.operation.identifier,
            count: Self.count(
              call.unit, of: group, in: estate,
              filter: needs.relatedGroups.contains(group) ? ResourceFilter() : filter),
            unit: Self.description(call.unit, of: group), group: group)
        }
      }
    }
  }

  /// The IAM actions that have to be allowed for what is needed.
  public static func actions(for needs: RequiredAttributes) -> Set<String> {
    Set(needs.groups.flatMap { ($0.calls.map(\.operation) + $0.fallbacks).map(\.iamAction) })
  }

  /// The IAM action that an operation takes, such as `s3:GetBucketPublicAccessBlock` for `s3:GetPublicAccessBlock`.
  public static func action(of operation: String) -> String { Permissions.action(of: operation) }

  private static func count(
    _ unit: AttributeGroup.Unit, of group: AttributeGroup, in estate: Estate, filter: ResourceFilter
  ) -> Int? {
    let type = group.type
    let resources = estate.resources(of: type)
    if !estate.leads(to: type) { return 0 }
    switch unit {
    case .page(let size):
      // Only lists whose resources were read can be counted, and functions are listed stage by stage.
      guard group.type.schema.groups.first == group, estate.coverage.contains(group) else { return nil }
      if type.hasStages {
        return ["DEVELOPMENT", "LIVE"].reduce(0) { sum, stage in
          sum + pages(resources.filter { $0.properties[stage] != nil }.count, size)
        }
      }
      return pages(resources.count, size)
    case .region: return estate.regions.isEmpty ? nil : estate.regions.count
    case .resource(let times): return resources.count(where: filter.matches) * times
    case .stage:
      return resources.filter(filter.matches).reduce(0) { sum, resource in
        sum + ["DEVELOPMENT", "LIVE"].count { resource.properties[$0] != nil }
      }
    case .entry, .account: return nil
    }
  }

  private static func pages(_ count: Int, _ size: Int) -> Int { max(1, (count + size - 1) / size) }

  private static func description(_ unit: AttributeGroup.Unit, of group: AttributeGroup) -> String {
    let resource = group.type.rawValue.split(separator: ":").last.map(String.init) ?? ""
    return switch unit {
    case .page(let size): "a page of \(size)"
    case .region: "a region and a prefix of names"
    case .resource(1): "a \(resource)"
    case .resource(let times): "a \(resource), \(times) times"
    case .stage: "a stage of a \(resource)"
    case .account: "an account"
    case .entry(let name): "\(name.first.map { "aeiou".contains($0) } == true ? "an" : "a") \(name) of a \(resource)"
    }
  }
}
