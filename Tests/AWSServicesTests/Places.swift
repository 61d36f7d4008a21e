import AWSCore
import AWSServices
import Documents
import Schema
import XMLReading

extension XMLElement {
  /// What is known of a document of CloudFront, by the name of its root.
  var schema: SchemaNode {
    switch name {
    case "UpdateFunctionRequest": ResourceType.cloudFrontFunction.schema.root.member("LIVE")
    case "CachePolicyConfig", "OriginRequestPolicyConfig", "ResponseHeadersPolicyConfig":
      ResourceType.allCases.map(\.schema.root).first { $0.names.contains(name) }?.member(name) ?? .unknown
    default: ResourceType.distribution.schema.root
    }
  }

  /// The names of the members by which entries of lists are known, wherever they are.
  static let keys = Set(ResourceType.allCases.flatMap { $0.schema.lists.values.compactMap(\.key) })
}

extension XMLShapes {
  /// A copy of an element with one value changed.
  func editing(_ element: XMLElement, setting value: JSONValue, at place: DocumentPath) throws -> XMLElement {
    try editing(
      element, to: self.value(of: element).setting(value, at: place, of: element.schema), keys: element.schema.keys)
  }
}
