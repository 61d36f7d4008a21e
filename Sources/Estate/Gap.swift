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

  /// The code of what belongs to another account and was kept from this one: no permission of this one brings it.
  public static let otherAccount = "OtherAccount"

  /// Whether what is missing belongs to another account.
  public var isOfOtherAccount: Bool { code == Self.otherAccount }

  /// The same, of a bucket that turned out to belong to another account.
  public func ofOtherAccount() -> Gap {
    Gap(
      operation: operation, resource: resource, group: group, code: Self.otherAccount,
      message: "The bucket \(resource.id) belongs to another account, and this one is told nothing of it.",
      advice: "See to it there, and waive this with a reason.", hides: hides)
  }

  /// The same with more to do about it.
  public func advising(_ more: String) -> Gap {
    Gap(
      operation: operation, resource: resource, group: group, code: code, message: message,
      advice: "\(advice) \(more)", hides: hides)
  }
}
