import Auditing
import Documents
import Estate
import Schema

/// A repair that does more than setting a value: one file in this folder each.
struct Action: Sendable {
  /// What has to be read to plan it, beside what its rule needs.
  let needs: RequiredAttributes
  /// What it may write.
  let parts: [PartOfType]
  /// What it asks for, so that the value at the finding's place becomes as expected.
  let plan: @Sendable (Planner, _ expected: JSONValue, Finding) throws(Refusal) -> [Proposal]
}

extension RepairAction.Name {
  /// What is done under that name.
  var action: Action {
    switch self {
    case .acceptCompression: .acceptCompression
    case .addPrincipals: .addPrincipals
    case .associateNewestVersion: .associateNewestVersion
    case .associateStore: .associateStore
    case .attachLoggingPolicy: .attachLoggingPolicy
    case .grantRead: .grantRead
    case .publishFunction: .publishFunction
    case .publishVersion: .publishVersion
    case .putRetention: .putRetention
    case .putSubscription: .putSubscription
    }
  }
}

extension RequiredAttributes {
  /// Members of a type, each as a whole.
  static func of(_ type: ResourceType, _ names: String...) -> RequiredAttributes {
    RequiredAttributes(type, reading: FieldUse(members: Dictionary(uniqueKeysWithValues: names.map { ($0, .whole) })))
  }

  func union(_ other: RequiredAttributes) -> RequiredAttributes {
    var both = self
    both.formUnion(other)
    return both
  }
}
