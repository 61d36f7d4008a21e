import Foundation

/// Threads whose stacks are large enough for all nesting that is followed, whatever thread asks: those of Swift's
/// concurrency are small on some systems.
public enum LargeStack {
  /// The size in bytes; only what is used of it takes memory.
  private static let size = 256 << 20

  /// Does something on such a thread, and waits for it.
  public static func run<Value>(_ body: @escaping () -> Value) -> Value? {
    let work = Work(body)
    let thread = Thread { work.run() }
    thread.stackSize = size
    thread.start()
    return work.wait()
  }

  /// What is handed to a thread, and back; only one of them has it at a time.
  private final class Work<Value>: @unchecked Sendable {
    private let body: () -> Value
    private let isDone = DispatchSemaphore(value: 0)
    private var value: Value?

    init(_ body: @escaping () -> Value) { self.body = body }

    func run() {
      value = body()
      isDone.signal()
    }

    func wait() -> Value? {
      isDone.wait()
      return value
    }
  }
}
