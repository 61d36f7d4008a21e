import AWSCore
import AWSServices
import Schema

/// A part of a type of resource.
struct PartOfType: Hashable {
  let type: ResourceType
  let name: WritablePart.Name

  init(_ type: ResourceType, _ name: WritablePart.Name) {
    self.type = type
    self.name = name
  }

  var definition: WritablePart? { type.schema.parts.first { $0.name == name } }

  var writeActions: [String] {
    definition.map { ($0.writes + $0.removals).map(\.iamAction) + $0.alsoAllowed } ?? []
  }

  /// What is read again before it is written, and until it serves.
  var readActions: [String] {
    definition.map { ($0.reads + [$0.waiter?.operation].compactMap(\.self)).map(\.iamAction) } ?? []
  }
}
