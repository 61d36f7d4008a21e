import Documents
import Schema

/// Which groups of which kinds of resource have to be read so that expressions can be answered.
public struct RequiredAttributes: Sendable, Equatable {
  /// The groups, those included that only reveal which resources there are.
  public private(set) var groups: Set<AttributeGroup> = []
  /// The groups that are needed of resources that others lead to, not only of those that a rule is about.
  public private(set) var relatedGroups: Set<AttributeGroup> = []

  /// The groups that are needed of each resource, though they are asked of some alone as a rule.
  public private(set) var everywhere: Set<AttributeGroup> = []

  /// The kinds of resource that are looked at.
  public private(set) var types: Set<ResourceType> = []
  /// The kinds of which members are read on resources that others lead to: where a resource of another kind changes, no
  /// answer does.
  public private(set) var relatedTypes: Set<ResourceType> = []

  /// Needs nothing.
  public init() {}

  /// All that can be read, as a snapshot holds it.
  public static let everything: RequiredAttributes = {
    var needs = RequiredAttributes()
    needs.types = Set(ResourceType.allCases)
    needs.groups = Set(ResourceType.allCases.flatMap(\.schema.groups))
    needs.relatedGroups = needs.groups
    needs.relatedTypes = needs.types
    needs.everywhere = needs.groups.filter(\.isPartial)
    return needs
  }()

  /// What an expression on resources of a kind needs that reads these members.
  ///
  /// - Parameter isDeclared: Whether the members are declared, so that they are read whatever else is known of a resource.
  public init(_ type: ResourceType, reading use: FieldUse, isDeclared: Bool = false) {
    add(type, reading: use, isRelated: false)
    if isDeclared { everywhere.formUnion(type.schema.groups.filter { $0.condition != nil && $0.isRead(by: use) }) }
  }

  /// Adds what others need.
  public mutating func formUnion(_ other: RequiredAttributes) {
    types.formUnion(other.types)
    groups.formUnion(other.groups)
    relatedGroups.formUnion(other.relatedGroups)
    relatedTypes.formUnion(other.relatedTypes)
    everywhere.formUnion(other.everywhere)
  }

  /// The same question with only these groups read.
  public func restricted(to groups: Set<AttributeGroup>) -> RequiredAttributes {
    var needs = self
    needs.groups.formIntersection(groups)
    needs.relatedGroups.formIntersection(groups)
    needs.everywhere.formIntersection(groups)
    return needs
  }

  private mutating func add(_ type: ResourceType, reading use: FieldUse, isRelated: Bool) {
    types.insert(type)
    if isRelated { relatedTypes.insert(type) }
    addMembership(of: type, isRelated: isRelated)
    for group in type.schema.groups where group.isRead(by: use) {
      insert(group, isRelated: isRelated)
      if group.isNeededEverywhere(by: use, isRelated: isRelated) { everywhere.insert(group) }
    }
    for relation in type.schema.relations {
      guard let named = relation.use(in: use) else { continue }
      for key in relation.groups { insert(key, isRelated: isRelated || key.type != type) }
      add(relation.type, reading: named, isRelated: true)
    }
  }

  private mutating func addMembership(of type: ResourceType, isRelated: Bool) {
    for group in type.schema.knownFrom where insert(group, isRelated: isRelated || group.type != type) {
      types.insert(group.type)
      if group.type != type { addMembership(of: group.type, isRelated: true) }
    }
    if type.schema.isKnownOnceRead, let group = type.schema.existence { insert(group, isRelated: isRelated) }
  }

  @discardableResult
  private mutating func insert(_ group: AttributeGroup, isRelated: Bool) -> Bool {
    let isNew = groups.insert(group).inserted
    return (isRelated && relatedGroups.insert(group).inserted) || isNew
  }
}

extension AttributeGroup {
  /// Whether an expression that reads these members needs it.
  func isRead(by use: FieldUse) -> Bool { use.isWhole || !missingMembers(in: use).isEmpty }

  /// Whether it is asked of those resources alone that have something to do with it.
  var isPartial: Bool {
    condition != nil && calls.contains { if case .entry = $0.unit { true } else { false } }
  }

  /// Whether an expression that reads it does not see of which resources alone it is asked.
  fileprivate func isNeededEverywhere(by use: FieldUse, isRelated: Bool) -> Bool {
    guard let condition else { return false }
    if condition.isEmpty { return !isRelated }
    let relations = Set(type.schema.relations.map(\.name))
    return !condition.contains { use.members[$0] != nil || use.isWhole && !relations.contains($0) }
  }
}
