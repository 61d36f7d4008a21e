import Foundation

/// Who changed a resource, and when, as CloudTrail tells it.
public struct RecordedChange: Sendable, Hashable {
  /// When it was.
  public let time: Date
  /// Who it was: of an assumed role, the person or program behind it, and the role.
  public let actor: String
  /// By what: `Terraform 1.9.5`, `console`, `AWS CLI 2.17.0`, a service; empty where the event does not say.
  public let via: String
  /// The operation, as CloudTrail names it.
  public let event: String
  /// The event's id.
  public let eventID: String
  /// From where: an address, or a service.
  public let source: String

  /// A change of these parts.
  public init(time: Date, actor: String, via: String, event: String, eventID: String, source: String) {
    self.time = time
    self.actor = actor
    self.via = via
    self.event = event
    self.eventID = eventID
    self.source = source
  }

  /// Whether it came later than another one.
  public func isNewer(than other: RecordedChange) -> Bool { (time, eventID) > (other.time, other.eventID) }
}
