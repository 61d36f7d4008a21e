import Schema

/// Something that could not be read, and what stays unknown because of it.
public struct Gap: Sendable, Hashable {
  /// In the place of a group: all of them.
  public static let everything = "*"

  /// The operation that failed.
  public let operation: String
  /// What was asked for; `*` in its id where it was a list.
  public let resource: ResourceReference
  /// The group of that resource that is missing, by its operation (``AttributeGroup/name``); ``everything`` for what
  /// stands in the way of all.
  public let group: String
  /// The error code.
  public let code: String
  /// What happened, for a person; with the request id where there is one.
  public let message: String
  /// What to do about it.
  public let advice: String
  /// The kinds of which resources may exist that nobody has seen.
  public let hides: [ResourceType]

  /// A gap of these parts.
  public init(
    operation: String, resource: ResourceReference, group: String, code: String, message: String, advice: String,
    hides: [ResourceType] = []
  ) {
    self.operation = operation
    self.resource = resource
    self.group = group
    self.code = code
    self.message = message
    self.advice = advice
    self.hides = hides
  }
}
