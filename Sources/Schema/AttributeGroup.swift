import AWSCore

/// Members of a resource that one kind of call brings: what they cost to read.
public final class AttributeGroup: Sendable {
  /// How many calls of an operation it takes.
  public enum Unit: Sendable, Hashable {
    /// One for each page of a list, which holds so many at most.
    case page(of: Int)
    /// One for each region.
    case region
    /// So many for each resource.
    case resource(times: Int = 1)
    /// One for each stage of a function.
    case stage
    /// One for the account, where its answer can change a verdict on some resource.
    case account
    /// One for each thing of this name that the resource has, a policy or an invalidation, which nobody knows beforehand.
    case entry(String)
  }

  /// A kind of call.
  public struct Call: Sendable {
    /// The operation.
    public let operation: Operation
    /// How often it is called.
    public let unit: Unit
  }

  /// What shows without reading the members again that they are as they were.
  public enum Validator: Sendable, Hashable {
    /// A member of the resource's first group that changes whenever they do, such as an ETag; where AWS leaves it out,
    /// the time of the last change.
    case member(String, orTime: String)
    /// The time of the last change, in each stage of a function.
    case stageTime
    /// The ETag that DescribeKeyValueStore of the data answers, of that store: other stores may have the same.
    case dataETag
    /// They never change: a published version's code.
    case immutable
  }

  /// The type of resource.
  public let type: ResourceType
  /// What it takes, in the order in which it is called.
  public let calls: [Call]
  /// The operations that are called where one of those is refused.
  public let fallbacks: [Operation]
  /// The operation that is called for all resources at once, where there are several and where it answers.
  public let substitute: Operation?
  /// The members that it brings, as dotted paths from the resource's root; empty for every member that no other group
  /// and no relation brings.
  public let members: [String]
  /// The same, each as the names of its members.
  public let paths: [[String]]
  /// What shows that nothing has changed; `nil` where only reading does.
  public let validator: Validator?
  /// The members by which it is told of which resources it is asked, where that is not each: whoever reads it without
  /// these wants it of each. None, where only who leads to a resource tells; `nil` where it is asked of each.
  public let condition: [String]?

  /// A group that one operation names.
  ///
  /// - Parameters:
  ///   - earlier: What has to be called before it.
  ///   - later: What has to be called after it.
  ///   - substitute: What is called for all resources at once, where there are several and where it answers.
  ///   - condition: The members by which it is told of which resources it is asked; `nil` for each.
  init(
    _ type: ResourceType, _ operation: Operation, _ unit: Unit = .resource(), after earlier: [Call] = [],
    then later: [Call] = [], orElse fallbacks: [Operation] = [], instead substitute: Operation? = nil,
    validator: Validator? = nil, members: [String] = [], where condition: [String]? = nil
  ) {
    self.type = type
    calls = earlier + [Call(operation: operation, unit: unit)] + later
    self.fallbacks = fallbacks
    self.substitute = substitute
    self.members = members
    paths = members.map { $0.split(separator: ".").map(String.init) }
    self.validator = validator
    self.condition = condition
    self.operation = operation
    name = operation.identifier
  }

  /// The operation that brings it.
  public let operation: Operation
  /// The same, as reports name it: `cloudfront:GetDistributionConfig`.
  public let name: String

  /// Whether an operation asks for the resource as a whole, and not for something that it has.
  public func asksForResource(_ operation: String) -> Bool {
    operation == name
      || calls.contains { call in
        if case .resource = call.unit { call.operation.identifier == operation } else { false }
      }
  }
}

/// Each group stands once, in the schema of its type.
extension AttributeGroup: Hashable {
  public static func == (left: AttributeGroup, right: AttributeGroup) -> Bool { left === right }

  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension AttributeGroup {
  /// The types of which nobody knows what there is while this group is missing, those included that are known only from
  /// resources of such a type.
  public var hiddenTypes: [ResourceType] {
    var hidden = ResourceType.allCases.filter { $0.schema.knownFrom.contains(self) }
    var next = 0
    while next < hidden.count {
      let types = ResourceType.allCases.filter { $0.schema.knownFrom.contains { $0.type == hidden[next] } }
      hidden += types.filter { !hidden.contains($0) }
      next += 1
    }
    return hidden
  }
}

extension AttributeGroup {
  /// Whether it is the list of all resources of its type.
  public var isWholeList: Bool { type.schema.isListed && type.schema.existence == self }
}

extension ResourceType {
  /// What has to be read of others so that all of them are known that lead to a resource of this type.
  public var leadingGroups: Set<AttributeGroup> { Self.leadingGroups[self] ?? [] }

  private static let leadingGroups: [ResourceType: Set<AttributeGroup>] = {
    var groups = Dictionary(uniqueKeysWithValues: allCases.map { ($0, Set($0.schema.knownFrom)) })
    for relation in allCases.flatMap(\.schema.relations) {
      switch relation.target {
      case .key, .named, .arn, .ids, .matching: groups[relation.type, default: []].formUnion(relation.groups)
      // These follow from the others.
      case .inverse, .all: continue
      }
    }
    return groups
  }()
}
