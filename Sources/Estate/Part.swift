import Documents
import Schema

/// A part of a resource that is written as one: what one kind of call replaces, as a ``AttributeGroup`` is what one brings.
public struct Part: Sendable, Hashable {
  /// Of which resource; a version's is its function.
  public let resource: ResourceReference
  /// Which part.
  public let name: WritablePart.Name

  /// That part of a resource.
  public init(_ name: WritablePart.Name, of resource: ResourceReference) {
    self.name = name
    self.resource = resource
  }

  /// The part that a place belongs to; `nil` where nothing can be written: what AWS says by itself, what an API has no
  /// call for, and what stands in another resource.
  public init?(of resource: ResourceReference, at place: DocumentPath) {
    let names = place.memberNames
    guard let part = resource.type.schema.part(holding: names), !resource.type.schema.isAssigned(names) else {
      return nil
    }
    // A list that shows what belongs to other resources is written element by element.
    if !part.excluded.isEmpty, place.steps.count == 1 { return nil }
    self.init(part.name, of: resource)
  }
}

extension Part {
  /// What is known of it; `nil` for a part that resources of this type do not have.
  public var definition: WritablePart? { resource.type.schema.parts.first { $0.name == name } }

  /// Why writing this would be in vain, as something above the resource owns the setting, with what a person can do; `nil`
  /// where nothing does.
  ///
  /// - Parameters:
  ///   - members: The members of the resource.
  ///   - place: What is to be written.
  public func owner(in members: JSONObject, of place: DocumentPath) -> String? { definition?.owner?(members, place) }

  /// What is known of the resource.
  public var schema: SchemaNode { resource.type.schema.root }
}

extension Part: CustomStringConvertible {
  /// `E1ABC configuration`.
  public var description: String { "\(resource.id) \(name.rawValue)" }
}
