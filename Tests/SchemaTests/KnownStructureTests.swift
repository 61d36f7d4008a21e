import Testing
@testable import Schema

@Suite struct KnownStructureTests {
  @Test(arguments: ResourceType.allCases)
  func `whatever a call or a tie brings is known`(type: ResourceType) throws {
    let paths = type.schema.groups.flatMap(\.members).map { $0.split(separator: ".").map(String.init) }
    let ties = type.schema.relations.map { $0.path + [$0.name] }
    for path in paths + ties {
      var structure = KnownStructure(type)
      for (index, name) in path.enumerated() {
        let kind = try #require(structure[name], "name \(path) in scripts/members.py and run scripts/members")
        if index < path.count - 1 { structure = try #require(kind.structure) }
      }
    }
  }

  @Test func `every structure that is named is there`() throws {
    var unseen = ResourceType.allCases.map { KnownStructure($0) }
    var seen: Set<String> = []
    while let structure = unseen.popLast() {
      // That events go to EventBridge is all that there is to know of it.
      #expect(!structure.names.isEmpty || structure.path.last == "EventBridgeConfiguration", "\(structure)")
      guard seen.insert(structure.description).inserted else { continue }
      unseen += structure.names.compactMap { structure[$0]?.structure }
    }
    #expect(seen.count > 100)
  }

  @Test(
    arguments: [
      ("CacheBehaviors.AllowedMethods.CachedMethods", "list"), ("CacheBehaviors.AllowedMethods.Items", "list"),
      ("CacheBehaviors.AllowedMethods.Quantity", "unknown"), ("Aliases", "list"), ("Aliases.Items", "unknown"),
      ("Origins.Bucket.Policy", "policy"), ("DefaultCacheBehavior.PathPattern", "unknown"),
      ("Origins.ConnectionAttempts", "number"), ("CacheBehaviors.PathPattern", "scalar"),
      ("CacheBehaviors.Compress", "boolean"), ("Enabled", "boolean"),
      ("CacheBehaviors.LambdaFunctionAssociations.Version.Associations.EventType", "scalar"),
      ("CacheBehaviors.LambdaFunctionAssociations.Version.Code.Text", "scalar"),
      ("CacheBehaviors.LambdaFunctionAssociations.Version.ExecutionRole.RolePolicyList.PolicyDocument", "policy"),
    ])
  func `members are what rules see`(path: String, expected: String) {
    var kind: MemberKind? = .structure(KnownStructure(.distribution))
    for name in path.split(separator: ".") { kind = kind?.structure?[String(name)] }
    let found: String =
      switch kind {
      case .scalar: "scalar"
      case .number: "number"
      case .boolean: "boolean"
      case .open: "open"
      case .policy: "policy"
      case .list: "list"
      case .structure: "structure"
      case nil: "unknown"
      }
    #expect(found == expected)
  }
}

extension MemberKind {
  /// The structure that this is or lists.
  fileprivate var structure: KnownStructure? {
    switch self {
    case .scalar, .number, .boolean, .open, .policy: nil
    case .list(let element): element.structure
    case .structure(let structure): structure
    }
  }
}
