import Synchronization

/// A wish to stop: the call in flight ends as it may, and no other one is begun.
public final class Stop: Sendable {
  private let state = Mutex(false)

  /// No wish yet.
  public init() {}

  /// Whether it was asked for.
  public var isAsked: Bool { state.withLock { $0 } }

  /// Asks for it.
  public func ask() { state.withLock { $0 = true } }
}
