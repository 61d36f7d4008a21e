import Estate
import Schema
import State

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
    /// For how many resources, or stages of them, there is no call, as a state knows them to be unchanged.
    public var taken = 0
    /// For how many there is one in spite of the state, and why; those are not in it of which only an answer tells.
    public var reasons: [StoredPartLookup.Reason: Int] = [:]

    /// How many there are at least: what a state may spare is none of them.
    public var least: Int? { count.map { $0 - reasons[.untold, default: 0] } }
  }

  /// What the event history of the account is asked, in the place of calls for each resource.
  public struct History: Sendable, Hashable {
    /// How many calls that takes.
    let calls: Int
    /// Whether it answers, so that there are no others.
    let tells: Bool

    /// So many calls, with or without an answer.
    public init(calls: Int, tells: Bool) {
      self.calls = calls
      self.tells = tells
    }
  }

  /// The calls, by kind of resource.
  public let entries: [Entry]

  /// What has to be read so that calls can be counted: which resources there are, of the kinds that take calls for each,
  /// or whose list takes pages.
  public static func counting(_ needs: RequiredAttributes) -> RequiredAttributes {
    let counted = needs.groups.filter { group in
      group.isList || group.calls.contains { if case .page = $0.unit { false } else { true } }
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
  ///   - stored: What earlier runs have read.
  ///   - history: What the event history is asked; `nil` where it is not asked, or nobody knows.
  public init(
    _ needs: RequiredAttributes, of estate: Estate, filter: ResourceFilter = ResourceFilter(),
    stored: StoredParts? = nil, history: History? = nil
  ) {
    let resources = Dictionary(grouping: estate.resources.values, by: \.reference.type)
    entries = ResourceType.allCases.flatMap { type in
      type.schema.groups.filter(needs.groups.contains).flatMap { group in
        let filter = needs.relatedGroups.contains(group) ? ResourceFilter() : filter
        let history = group.substitute == nil ? nil : history
        let first = history.flatMap { history in
          group.substitute.map {
            Entry(operation: $0.identifier, count: history.calls, unit: "a page of events", group: group)
          }
        }
        let rest = group.calls.map { call in
          var entry = Entry(
            operation: call.operation.identifier,
            count: Self.count(call.unit, of: group, in: estate, resources[type] ?? [], filter: filter),
            unit: Self.description(call.unit, of: group), group: group)
          // What tells that the keys of a store are unchanged is called in any case, and once more beside them.
          let isStored = group == KeyValueStoreSchema.items || call.operation.identifier == group.name
          if let stored, let count = entry.count, count > 0, isStored, group != KeyValueStoreSchema.contents {
            (entry.taken, entry.reasons) = Self.lookups(
              call.unit, of: group, in: (resources[type] ?? []).filter(filter.matches), stored)
            entry = entry.counting(count - entry.taken)
          }
          return history?.tells == true ? entry.counting(0) : entry
        }
        return [first].compactMap(\.self) + rest
      }
    }
  }

  /// What a state says of the parts that would be read.
  private static func lookups(
    _ unit: AttributeGroup.Unit, of group: AttributeGroup, in resources: [Resource], _ stored: StoredParts
  ) -> (taken: Int, reasons: [StoredPartLookup.Reason: Int]) {
    var (taken, reasons) = (0, [StoredPartLookup.Reason: Int]())
    let stages: [String?]
    switch unit {
    case .stage: stages = FunctionStages.names
    case .resource: stages = [nil]
    case .page, .region, .account, .entry: return (taken, reasons)
    }
    for resource in resources {
      for stage in stages {
        if let stage, resource.properties[stage] == nil { continue }
        if group.isValidatedByCall(of: resource) {
          reasons[stored.reasonBeforeValidator(resource.key, group.name), default: 0] += 1
          continue
        }
        let validator = group.listedValidator(resource.properties, stage: stage)
        switch stored.lookup(resource.key, group.name(of: stage), validator: validator) {
        case .unchanged: taken += 1
        case .read(let reason): reasons[reason, default: 0] += 1
        }
      }
    }
    return (taken, reasons)
  }

  /// The IAM actions that have to be allowed for what is needed.
  public static func actions(for needs: RequiredAttributes) -> Set<String> {
    Set(
      needs.groups.flatMap { group in
        (group.calls.map(\.operation) + group.fallbacks + [group.substitute].compactMap(\.self)).map(\.iamAction)
      })
  }

  /// The IAM action that an operation takes, such as `s3:GetBucketPublicAccessBlock` for `s3:GetPublicAccessBlock`.
  public static func action(of operation: String) -> String { Permissions.action(of: operation) }

  private static func count(
    _ unit: AttributeGroup.Unit, of group: AttributeGroup, in estate: Estate, _ resources: [Resource],
    filter: ResourceFilter
  ) -> Int? {
    let type = group.type
    if !estate.leads(to: type) { return 0 }
    switch unit {
    case .page(let size) where group.calls.contains { $0.unit == .region }:
      // The list of regions, which is read before those of each.
      return estate.regions.isEmpty ? nil : pages(estate.regions.count, size)
    case .page(let size):
      // Only lists whose resources were read can be counted, and functions are listed stage by stage.
      guard group.isList, estate.coverage.contains(group) else { return nil }
      if type.schema.stages != nil {
        return FunctionStages.names.reduce(0) { sum, stage in
          sum + pages(resources.filter { $0.properties[stage] != nil }.count, size)
        }
      }
      return pages(resources.count, size)
    case .region:
      if estate.regions.isEmpty { return nil }
      if group != LogGroupSchema.group { return estate.regions.count }
      return estate.regions.reduce(0) { $0 + EdgeLogGroup.prefixes(in: $1).count }
    case .resource(let times): return resources.count(where: filter.matches) * times
    case .stage:
      return resources.lazy.filter(filter.matches).reduce(0) { sum, resource in
        sum + FunctionStages.names.count { resource.properties[$0] != nil }
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

extension AttributeGroup {
  /// Whether it is the list that tells which resources of its type there are.
  fileprivate var isList: Bool { type.schema.existence == self }

  /// Whether it is a call, and no list, that tells whether it has changed.
  fileprivate func isValidatedByCall(of resource: Resource) -> Bool {
    switch validator {
    case .dataETag: true
    // What is not published has no version.
    case .immutable: LambdaARN(resource.reference.arn).map { Int($0.qualifier) != nil } == true
    case .member, .stageTime, nil: false
    }
  }
}

extension CallPlan.Entry {
  /// The same with another count.
  fileprivate func counting(_ count: Int) -> Self {
    CallPlan.Entry(operation: operation, count: count, unit: unit, group: group, taken: taken, reasons: reasons)
  }
}
