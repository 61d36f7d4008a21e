import Synchronization

/// A request that is about to be sent.
public struct CallEvent: Sendable, Hashable {
  /// The operation: `cloudfront:GetDistributionConfig`.
  public var operation: String
  /// What is asked for, where the request names one thing.
  public var resource: String?
  /// The region that is asked.
  public var region: String
  /// Whether it repeats one that failed.
  public var isRetry: Bool
}

/// Counts the requests of a run, for its report and its progress. Share one among all clients.
public final class CallLog: Sendable {
  /// What was counted so far.
  public struct Counts: Sendable, Hashable {
    /// All requests sent, retries included.
    public var total = 0
    /// The same by operation, as the report names it.
    public var byOperation: [String: Int] = [:]
    /// Those that repeated one that had failed.
    public var retries = 0
  }

  private let state = Mutex(Counts())
  private let observer: (@Sendable (CallEvent) -> Void)?

  /// A log of nothing yet.
  ///
  /// - Parameter observer: is told of each request before it is sent, from any thread; it must be quick.
  public init(observer: (@Sendable (CallEvent) -> Void)? = nil) { self.observer = observer }

  /// What was counted so far.
  public var counts: Counts { state.withLock { $0 } }

  /// All requests sent, retries included.
  public var total: Int { state.withLock { $0.total } }

  /// The requests by operation, retries included.
  public var byOperation: [String: Int] { state.withLock { $0.byOperation } }

  /// The requests that repeated one that had failed.
  public var retries: Int { state.withLock { $0.retries } }

  /// Counts a request.
  func record(_ event: CallEvent) {
    state.withLock { counts in
      counts.total += 1
      counts.byOperation[event.operation, default: 0] += 1
      if event.isRetry { counts.retries += 1 }
    }
    observer?(event)
  }
}
