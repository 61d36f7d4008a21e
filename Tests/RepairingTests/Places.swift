import Documents
import Schema
@testable import Repairing

// Tests write places and values without saying each time of which type of resource they are: the first type that has a
// member of that name at its root is meant, and a policy document where a place begins with a statement.
extension SchemaNode {
  static func having(_ place: Place) -> SchemaNode {
    if place.root == "Statement" { return ResourceType.bucket.schema.root.member("Policy") }
    if place.root == "DistributionConfig" { return .unknown }
    let types = ResourceType.allCases.filter { $0.schema.root.names.contains(place.root) }
    return types.first?.schema.root ?? .unknown
  }
}

extension JSONValue {
  subscript(place: Place) -> JSONValue { self[place, of: .having(place)] }

  func setting(_ value: JSONValue, at place: Place) -> JSONValue { setting(value, at: place, of: .having(place)) }
}

extension Change {
  func standing(in members: JSONValue) -> Standing { standing(in: members, of: .having(place)) }

  func applied(to members: JSONValue) -> JSONValue { applied(to: members, of: .having(place)) }
}

extension [Change] {
  func withCompanions(in members: JSONValue) -> [Change] {
    withCompanions(in: members, of: .having(first?.place ?? Place()))
  }

  func withOrder(in members: JSONValue) -> [Change] { withOrder(in: members, of: .having(first?.place ?? Place())) }

  func applied(to members: JSONValue) throws(WriteError) -> JSONValue {
    try applied(to: members, of: .having(first?.place ?? Place()))
  }
}
