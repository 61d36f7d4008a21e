import Estate

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
    /// The facet that it brings.
    public let facet: Facet
  }

  /// What there is one call for.
  private enum Unit {
    case page(of: Int)
    case region
    case resource(Int = 1)
    case stage
    case policy
  }

  /// The calls, by kind of resource.
  public let entries: [Entry]

  /// What has to be read so that calls can be counted: which resources there are, of the kinds that take calls for each.
  public static func counting(_ needs: Needs) -> Needs {
    let counted = needs.facets.filter { facet in
      calls(of: facet).contains { if case .page = $0.unit { false } else { true } }
    }
    var facets: Set<Facet> = []
    var types = Set(counted.map(\.type))
    while let type = types.popFirst() {
      // One call for each region is counted by regions, whatever there is in them.
      let missing = type.knownFrom.filter { $0.type != .logGroup && !facets.contains($0) }
      facets.formUnion(missing)
      types.formUnion(missing.map(\.type).filter { $0 != type })
    }
    return needs.restricted(to: facets)
  }

  /// The calls for what is needed, counted by an estate that holds what ``counting(_:)`` names.
  public init(_ needs: Needs, of estate: Estate) {
    entries = ResourceType.allCases.flatMap { type in
      type.facets.filter(needs.facets.contains).flatMap { facet in
        Self.calls(of: facet).map { call in
          Entry(
            operation: call.operation, count: Self.count(call.unit, of: facet, in: estate),
            unit: Self.description(call.unit, of: facet), facet: facet)
        }
      }
    }
  }

  /// The IAM actions that have to be allowed for what is needed.
  public static func actions(for needs: Needs) -> Set<String> {
    let operations = Set(needs.facets.flatMap { calls(of: $0).map(\.operation) })
    // Where the one is denied, the other one says which regions there are.
    let regions: Set = operations.contains("account:ListRegions") ? ["ec2:DescribeRegions"] : []
    return Set(operations.map(Permissions.action)).union(regions)
  }

  private static func calls(of facet: Facet) -> [(operation: String, unit: Unit)] {
    switch facet.operation {
    case "cloudfront:GetFunction": [(facet.operation, .stage)]
    case "cloudfront-keyvaluestore:ListKeys":
      [("cloudfront-keyvaluestore:DescribeKeyValueStore", .resource(2)), (facet.operation, .page(of: 50))]
    case "cloudfront:ListInvalidations": [(facet.operation, .resource()), ("cloudfront:GetInvalidation", .policy)]
    case "logs:DescribeDeliveries": [("logs:DescribeDeliverySources", .page(of: 50)), (facet.operation, .page(of: 50))]
    case "logs:DescribeLogGroups": [("account:ListRegions", .page(of: 50)), (facet.operation, .region)]
    case "iam:ListRolePolicies": [(facet.operation, .resource()), ("iam:GetRolePolicy", .policy)]
    case "iam:ListAttachedRolePolicies":
      [(facet.operation, .resource()), ("iam:GetPolicy", .policy), ("iam:GetPolicyVersion", .policy)]
    case let operation where operation.hasPrefix("cloudfront:List") && facet != Facet.distribution[2]:
      [(operation, .page(of: 100))]
    case let operation: [(operation, .resource())]
    }
  }

  private static func count(_ unit: Unit, of facet: Facet, in estate: Estate) -> Int? {
    let resources = estate.resources(of: facet.type)
    switch unit {
    case .page(let size):
      // Only lists whose resources were read can be counted, and functions are listed stage by stage.
      guard facet.type.facets.first == facet, estate.coverage.contains(facet) else { return nil }
      if facet.type == .cloudFrontFunction {
        return ["DEVELOPMENT", "LIVE"].reduce(0) { sum, stage in
          sum + pages(resources.filter { $0.properties[stage] != nil }.count, size)
        }
      }
      return pages(resources.count, size)
    case .region: return estate.regions.isEmpty ? nil : estate.regions.count
    case .resource(let times): return resources.count * times
    case .stage: return resources.reduce(0) { $0 + $1.properties.filter { $0.name != "Name" }.count }
    case .policy: return nil
    }
  }

  private static func pages(_ count: Int, _ size: Int) -> Int { max(1, (count + size - 1) / size) }

  private static func description(_ unit: Unit, of facet: Facet) -> String {
    let resource = facet.type.rawValue.split(separator: ":").last.map(String.init) ?? ""
    return switch unit {
    case .page(let size): "a page of \(size)"
    case .region: "a region and a prefix of names"
    case .resource(1): "a \(resource)"
    case .resource(let times): "a \(resource), \(times) times"
    case .stage: "a stage of a \(resource)"
    case .policy: "a policy of a \(resource)"
    }
  }
}
