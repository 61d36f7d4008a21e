import Documents

/// Which facets of which kinds of resource have to be read so that expressions can be answered.
public struct Needs: Sendable, Equatable {
  /// The facets, those included that only reveal which resources there are.
  public private(set) var facets: Set<Facet> = []
  /// The facets that are needed of resources that others lead to, not only of those that a rule is about.
  public private(set) var relatedFacets: Set<Facet> = []

  /// The kinds of resource that are looked at.
  public private(set) var types: Set<ResourceType> = []

  /// Needs nothing.
  public init() {}

  /// All that can be read, as a snapshot holds it.
  public static let everything: Needs = {
    var needs = Needs()
    needs.types = Set(ResourceType.allCases)
    needs.facets = Set(ResourceType.allCases.flatMap(\.facets))
    needs.relatedFacets = needs.facets
    return needs
  }()

  /// What an expression on resources of a kind needs that reads these members.
  public init(_ type: ResourceType, reading use: FieldUse) {
    add(type, reading: use, isRelated: false)
  }

  /// Adds what others need.
  public mutating func formUnion(_ other: Needs) {
    types.formUnion(other.types)
    facets.formUnion(other.facets)
    relatedFacets.formUnion(other.relatedFacets)
  }

  /// The same question with only these facets read.
  public func restricted(to facets: Set<Facet>) -> Needs {
    var needs = self
    needs.facets.formIntersection(facets)
    needs.relatedFacets.formIntersection(facets)
    return needs
  }

  private mutating func add(_ type: ResourceType, reading use: FieldUse, isRelated: Bool) {
    types.insert(type)
    addMembership(of: type, isRelated: isRelated)
    for facet in type.facets where facet.isRead(by: use) { insert(facet, isRelated: isRelated) }
    for relation in Relation.all where relation.source == type {
      guard let named = relation.use(in: use) else { continue }
      for key in relation.keys { insert(key, isRelated: isRelated || key.type != type) }
      add(relation.target, reading: named, isRelated: true)
    }
  }

  private mutating func addMembership(of type: ResourceType, isRelated: Bool) {
    for facet in type.knownFrom where insert(facet, isRelated: isRelated || facet.type != type) {
      types.insert(facet.type)
      if facet.type != type { addMembership(of: facet.type, isRelated: true) }
    }
    // A version is known to exist only once it has been read.
    if type == .lambdaVersion { insert(type.facets[0], isRelated: isRelated) }
  }

  @discardableResult
  private mutating func insert(_ facet: Facet, isRelated: Bool) -> Bool {
    let isNew = facets.insert(facet).inserted
    return (isRelated && relatedFacets.insert(facet).inserted) || isNew
  }
}

extension Facet {
  /// Whether an expression that reads these members needs it.
  func isRead(by use: FieldUse) -> Bool { use.isWhole || !missingMembers(in: use).isEmpty }
}

extension ResourceType {
  /// The names of the members that relations add to the root of such a resource.
  var relationNames: Set<String> {
    Set(Relation.all.filter { $0.source == self && $0.path.isEmpty }.map(\.name))
  }
}
