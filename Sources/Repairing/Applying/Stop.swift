import Synchronization

/// A wish to stop: the call in flight ends as it may, and no other one is begun.
public final class Stop: Sendable {
  private let state = Mutex<(isAsked: Bool, signal: Int32?)>((false, nil))

  /// No wish yet.
  public init() {}

  /// Whether it was asked for.
  public var isAsked: Bool { state.withLock { $0.isAsked } }

  /// The signal by which it was asked for.
  public var signal: Int32? { state.withLock { $0.signal } }

  /// Asks for it.
  ///
  /// - Parameter signal: The signal that says so, where one does.
  public func ask(by signal: Int32? = nil) { state.withLock { $0 = (true, $0.signal ?? signal) } }
}
