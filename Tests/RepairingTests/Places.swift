import Documents
import Schema
@testable import Repairing

// Tests write places and values without saying each time of which type of resource they are: the first type that has a
// member of that name at its root is meant, and a policy document where a place begins with a statement.
extension SchemaNode {
  static func having(_ place: DocumentPath) -> SchemaNode {
    if place.root == "Statement" { return ResourceType.bucket.schema.root.member("Policy") }
    if place.root == "DistributionConfig" { return .unknown }
    let types = ResourceType.allCases.filter { $0.schema.root.names.contains(place.root) }
    return types.first?.schema.root ?? .unknown
  }
}

extension JSONValue {
  func value(at place: DocumentPath) -> JSONValue { self[place, of: .having(place)] }

  func setting(_ value: JSONValue, at place: DocumentPath) -> JSONValue {
    setting(value, at: place, of: .having(place))
  }
}

extension Change {
  func status(in members: JSONValue) -> Status { status(in: members, of: .having(place)) }

  func applied(to members: JSONValue) -> JSONValue { applied(to: members, of: .having(place)) }
}

extension [Change] {
  func withCompanions(in members: JSONValue) -> [Change] {
    withCompanions(in: members, of: .having(first?.place ?? DocumentPath()))
  }

  func withOrder(in members: JSONValue) -> [Change] {
    withOrder(in: members, of: .having(first?.place ?? DocumentPath()))
  }

  func applied(to members: JSONValue) throws(WriteError) -> JSONValue {
    try applied(to: members, of: .having(first?.place ?? DocumentPath()))
  }
}
