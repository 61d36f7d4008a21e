import Foundation

/// Where time comes from, so that what depends on it can be tested without waiting.
public struct TimeSource: Sendable {
  /// The time of day.
  public var now: @Sendable () -> Date
  /// Seconds from any beginning, which no setting of clocks changes.
  public var uptime: @Sendable () -> Double
  /// Waits; throws `CancellationError` as soon as the task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void

  /// A source of these parts.
  public init(
    now: @escaping @Sendable () -> Date, uptime: @escaping @Sendable () -> Double,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.uptime = uptime
    self.sleep = sleep
  }

  /// The clocks of the system.
  public static let system = TimeSource(
    now: { Date() }, uptime: { ProcessInfo.processInfo.systemUptime }, sleep: { try await Task.sleep(for: $0) })
}

extension Duration {
  /// This, in seconds.
  public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
