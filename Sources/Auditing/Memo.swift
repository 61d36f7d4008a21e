import Synchronization

/// What was worked out before: in a large estate many resources ask the same of the same code, names and patterns.
final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let limit: Int
  private let values = Mutex<[Key: Value]>([:])

  /// A memo of at most so many values; it begins anew when it is full.
  init(limit: Int = 10_000) { self.limit = limit }

  /// The value for a key, worked out where it is asked for the first time.
  func callAsFunction(_ key: Key, _ make: () throws -> Value) rethrows -> Value {
    if let known = values.withLock({ $0[key] }) { return known }
    let value = try make()
    values.withLock { values in
      if values.count >= limit { values.removeAll(keepingCapacity: true) }
      values[key] = value
    }
    return value
  }
}
