import Documents
import Testing
@testable import Schema

/// What the files of the folder `Resources` say by path has to be so in the structures.
@Suite struct ResourceSchemaTests {
  /// Each node below a type's root, by its dotted path.
  static func nodes(of type: ResourceType) -> [String: SchemaNode] {
    var nodes: [String: SchemaNode] = [:]
    var unseen = [type.schema.root]
    while let node = unseen.popLast() {
      if !node.path.isEmpty { nodes[node.path.joined(separator: ".")] = node }
      var inner = node
      while case .list(_, let element) = inner.shape { inner = element }
      unseen += inner.names.map(inner.member)
    }
    return nodes
  }

  @Test(arguments: ResourceType.allCases)
  func `each path of a schema leads to a member`(type: ResourceType) {
    let schema = type.schema
    let nodes = Self.nodes(of: type)
    let relations = Set(schema.relations.filter(\.path.isEmpty).map(\.name))
    for path in Set(schema.lists.keys).union(schema.policies).union(schema.defaults.keys).union(schema.caseless).union(
      schema.alternatives.joined()
    )
    .union(schema.dependentDefaults.keys).union(schema.dependentDefaults.values.flatMap(\.reading))
    .union(schema.assigned).union(schema.groups.flatMap(\.members)).union(schema.parts.flatMap(\.members))
    .union(schema.parts.flatMap(\.excluded))
    where nodes[path] == nil && !schema.policies.contains(path) {
      // A distribution's summary says it only while some are under way.
      #expect(path == "InProgressInvalidationBatches", "\(path) of \(type.rawValue) is in no structure")
    }
    #expect(schema.policies.allSatisfy { nodes[$0]?.isPolicy == true })
    let beside = schema.states.compactMap { path, state in
      state.reason.map { (path.split(separator: ".").dropLast() + [$0[...]]).joined(separator: ".") }
    }
    for path in schema.states.keys + beside + schema.published {
      let names = path.split(separator: ".").map(String.init)
      #expect(nodes[path] != nil, "\(path) of \(type.rawValue) is in no structure")
      #expect(names.indices.contains { schema[Array(names[...$0])].isAssigned }, "\(path) is what people set")
    }
    #expect(schema.published.allSatisfy { nodes[$0]?.list.key != nil })
    #expect(Set(nodes.keys).isDisjoint(with: relations), "a relation hides a member")
    for (path, dependencies) in schema.dependencies {
      var structure = schema[path.split(separator: ".").map(String.init)]
      while case .list(_, let element) = structure.shape { structure = element }
      for member in dependencies.flatMap(\.members) {
        #expect(structure.names.contains(member), "\(path).\(member) of \(type.rawValue) is in no structure")
      }
    }
    for (path, companions) in schema.companions {
      for path in [path] + companions.map({ $0.path.joined(separator: ".") }) {
        #expect(nodes[path] != nil, "\(path) of \(type.rawValue) is in no structure")
      }
    }
    for secret in schema.secretPaths {
      // The names of environment variables are nobody's to know beforehand.
      #expect(schema[secret].isSecret, "\(secret) of \(type.rawValue)")
    }
  }

  @Test(arguments: ResourceType.allCases)
  func `each list of each structure says its key and whether it has an order`(type: ResourceType) {
    let schema = type.schema
    for (path, node) in Self.nodes(of: type) {
      guard case .list(let semantics, let element) = node.shape else { continue }
      #expect(schema.lists[path] == semantics, "\(path) of \(type.rawValue) is in no `lists`")
      guard case .structure = element.shape else {
        #expect(semantics.key == nil, "\(path) of \(type.rawValue) holds scalars, which no member tells apart")
        continue
      }
      guard let key = semantics.key else {
        Issue.record("\(path) of \(type.rawValue) holds structures: say which member tells them apart")
        continue
      }
      switch element.member(key).shape {
      case .scalar, .number: break
      default:
        Issue.record("\(key) is no scalar of \(path) of \(type.rawValue)")
        continue
      }
    }
  }

  /// Members that are called after hosts or headers and hold neither, with what they hold.
  private static let otherNames: Set = [
    "CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.HeaderBehavior",
    "OriginRequestPolicyConfig.HeadersConfig.HeaderBehavior",
  ]

  /// Members that are called otherwise: a host, and a word that S3 answers in other letters.
  private static let words = ["Logging.Bucket", "Filter.Key.FilterRules.Name"]

  @Test(arguments: ResourceType.allCases)
  func `each member that is called after hosts or headers says whether its names have a case`(type: ResourceType) {
    for (path, node) in Self.nodes(of: type) {
      var inner = node
      while case .list(_, let element) = inner.shape { inner = element }
      guard case .scalar = inner.shape, let name = node.path.last else { continue }
      let isNamed = ["Alias", "CNAME", "Domain", "Header", "Host"].contains(where: name.contains)
      let isValue =
        ["Value", "PolicyId", "RuntimeAlias"].contains(where: name.hasSuffix) || Self.otherNames.contains(path)
      #expect(
        node.isCaseless == (isNamed && !isValue) || Self.words.contains { path.hasSuffix($0) },
        "\(path) of \(type.rawValue)")
      #expect(inner.isCaseless == node.isCaseless)
    }
  }

  @Test(arguments: ResourceType.allCases)
  func `a structure that may hold an error in the place of its members is a refusal`(type: ResourceType) {
    let schema = type.schema
    let places = Self.nodes(of: type).filter { _, node in
      // What AWS says by itself nobody compares.
      node.member("Error").names == ["ErrorCode", "Message"] && !schema.assigned.contains(node.path.last ?? "")
    }
    #expect(Set(places.keys) == Set(schema.refusals.keys))
  }

  @Test(arguments: ResourceType.allCases)
  func `a default is a value of its member`(type: ResourceType) {
    for (path, value) in type.schema.defaults {
      let node = type.schema[path.split(separator: ".").map(String.init)]
      #expect(node.defaultValue == value, "\(path) of \(type.rawValue) is no member")
      guard case .scalar(let values) = node.shape, !values.isEmpty, let text = value.value.string else { continue }
      #expect(values.contains(text), "\(path) of \(type.rawValue) cannot be \(text)")
    }
  }

  @Test(arguments: ResourceType.allCases)
  func `what is exchanged is a structure, what is emptied has to be there, and numbers are of numbers`(
    type: ResourceType
  ) {
    let nodes = Self.nodes(of: type)
    for path in type.schema.exchanged {
      guard case .structure? = nodes[path]?.shape else {
        Issue.record("\(path) is no structure")
        continue
      }
    }
    for path in type.schema.emptied { #expect(nodes[path]?.isRequired == true, "\(path)") }
    for path in type.schema.numbers.keys {
      guard case .number? = nodes[path]?.shape else {
        Issue.record("\(path) is no number")
        continue
      }
    }
  }

  @Test(arguments: ResourceType.allCases)
  func `each part reads, writes and says what that does`(type: ResourceType) {
    let parts = type.schema.parts
    #expect(Set(parts.map(\.name)).count == parts.count)
    for part in parts {
      #expect(
        !part.reads.isEmpty && !part.writes.isEmpty && part.effect.hasSuffix("."), "\(part.name) of \(type.rawValue)")
      let members = part.members.map { $0.split(separator: ".").map(String.init) }
      #expect(members.allSatisfy { schema(type, part.name, holds: $0) }, "\(part.name) of \(type.rawValue)")
    }
  }

  @Test(arguments: ResourceType.allCases.filter { $0.schema.stages != nil })
  func `stages are read and written by the operations of their part`(type: ResourceType) throws {
    let stages = try #require(type.schema.stages)
    let part = try #require(type.schema.parts.first { $0.name == .stages })
    #expect(part.reads.map(\.identifier) == [stages.describe.identifier, stages.get.identifier])
    #expect(part.writes.map(\.identifier) == [stages.update.identifier, stages.publish.identifier])
    #expect(type.schema.groups.first?.operation.identifier == stages.list.identifier)
    for stage in FunctionStages.names {
      #expect(type.schema[[stage, stages.configuration]].names.isEmpty == false)
      #expect(type.schema[[stage] + stages.arn].path == [stage] + stages.arn)
    }
  }

  @Test(arguments: ResourceType.allCases)
  func `each constraint is of a structure, and of a member that is read`(type: ResourceType) {
    for constraint in type.schema.constraints {
      var node = type.schema[constraint.path]
      while case .list(_, let element) = node.shape { node = element }
      #expect(!node.names.isEmpty, "\(constraint.path) of \(type.rawValue)")
      for name in constraint.reading { #expect(type.schema.root.names.contains(name), "\(name) of \(type.rawValue)") }
    }
    for path in type.schema.blockedValues.keys {
      guard case .scalar = type.schema[path.split(separator: ".").map(String.init)].shape else {
        Issue.record("\(path) of \(type.rawValue) is no text")
        continue
      }
    }
  }

  @Test(arguments: ResourceType.allCases)
  func `what is unset is a value of its part, with its source`(type: ResourceType) {
    for part in type.schema.parts {
      for (path, value) in part.unset {
        let names = path.split(separator: ".").map(String.init)
        #expect(type.schema.part(holding: names)?.name == part.name, "\(path) of \(part.name)")
        #expect(type.schema[names].path == names, "\(path) of \(part.name) is in no structure")
        if case .unproven(let source) = value.source { #expect(!source.isEmpty) }
      }
    }
  }

  @Test(arguments: ResourceType.allCases)
  func `what other types of code say is a member, with elements that are told apart by what they say first`(
    type: ResourceType
  ) {
    for (name, part) in type.schema.partialTypes {
      #expect(name != type.rawValue && name != type.schema.terraform.type)
      let node = type.schema.root.member(part.member)
      #expect(node.path == [part.member], "\(part.member) of \(name) is in no structure")
      switch part.content {
      case .value: #expect(node.isPolicy, "\(name)")
      case .structure: #expect(!node.names.isEmpty, "\(name)")
      case .element(let attributes), .elements(_, let attributes):
        #expect(attributes.isEmpty || attributes.first?.member == node.list.key, "\(name)")
        #expect(attributes.allSatisfy { node.element.names.contains($0.member) }, "\(name)")
      case .keys: #expect(node.list.key != nil, "\(name)")
      case .named(let member, _, _): #expect(node.element.names.contains(member), "\(name)")
      }
    }
  }

  private func schema(_ type: ResourceType, _ part: WritablePart.Name, holds path: [String]) -> Bool {
    type.schema.part(holding: path)?.name == part
  }

  /// Operations whose events are called otherwise, or are none of CloudTrail's that can be looked up: what is written into a
  /// key value store.
  private static let events = [
    "s3:PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "s3:DeletePublicAccessBlock": "DeleteBucketPublicAccessBlock", "cloudfront-keyvaluestore:UpdateKeys": nil,
  ]

  @Test(arguments: ResourceType.allCases)
  func `what a repair changes, CloudTrail tells of`(type: ResourceType) {
    #expect(!type.schema.events.isEmpty)
    for part in type.schema.parts where part.name != .version {
      for operation in part.writes + part.removals {
        guard let name = Self.events[operation.identifier, default: operation.name] else { continue }
        // Lambda writes the version of its API behind many names.
        let event = type.schema.events.first { $0.name.prefix { !$0.isNumber } == name }
        guard let event else {
          Issue.record("\(name) of \(type.rawValue)")
          continue
        }
        let excluded = Set(part.excluded)
        for member in part.members where !excluded.contains(member) {
          #expect(event.sets(member.split(separator: ".").map(String.init)), "\(name) sets \(member)")
        }
        // What another part holds another operation writes.
        for other in type.schema.parts where other.name != part.name && !event.members.isEmpty {
          for member in other.members {
            #expect(!event.sets(member.split(separator: ".").map(String.init)), "\(name) sets no \(member)")
          }
        }
      }
    }
  }

  @Test(arguments: ResourceType.allCases)
  func `what an event says stands in members that there are, and is the service's own`(type: ResourceType) {
    let known = Self.nodes(of: type)
    for event in type.schema.events {
      let stages = type.schema.stages.map { _ in FunctionStages.names.map { "\($0)." } } ?? [""]
      for member in event.members + event.excluded + event.parameters.keys where !member.isEmpty {
        #expect(stages.contains { known[$0 + member] != nil }, "\(event.name): \(member) of \(type.rawValue)")
      }
    }
    #expect(type.schema.eventSource?.hasSuffix(".amazonaws.com") == true)
    #expect(FunctionSchema.schema.eventSource == "cloudfront.amazonaws.com")
    #expect(LogGroupSchema.schema.eventSource == "logs.amazonaws.com")
  }

  @Test(arguments: ResourceType.allCases)
  func `each relation leads from what is read to a type that has its inverse`(type: ResourceType) {
    for relation in type.schema.relations {
      #expect(relation.source == type && !relation.groups.isEmpty)
      guard case .inverse(let names) = relation.target else { continue }
      for name in names {
        let forward = relation.type.schema.relations.first { $0.identifier == name }
        #expect(forward?.type == type, "\(relation.identifier) of \(type.rawValue) is the inverse of no \(name)")
      }
    }
  }
}
