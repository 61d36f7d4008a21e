/// Why there is no endpoint to send a request to: what was asked and what to do.
public struct EndpointError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, as far as it matters for what is done next.
  public enum Reason: Sendable, Hashable {
    /// A regional service was asked, and nobody said in which region.
    case noRegion
    /// The service does not exist in that partition, or not in the variant that was asked for.
    case notAvailable
    /// A region, an endpoint URL or an ARN is not what it should be.
    case invalid
  }

  /// What went wrong.
  public let reason: Reason
  /// One sentence for a person.
  public let description: String

  /// An error of that reason.
  public init(_ reason: Reason, _ description: String) {
    self.reason = reason
    self.description = description
  }
}
