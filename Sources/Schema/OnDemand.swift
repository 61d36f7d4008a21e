import Synchronization

/// What is made of each key where somebody asks for it first: a run has to do with few of all types and groups.
final class OnDemand<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let make: @Sendable (Key) -> Value
  private let known = Mutex<[Key: Value]>([:])

  init(_ make: @escaping @Sendable (Key) -> Value) { self.make = make }

  subscript(key: Key) -> Value {
    known.withLock { known in
      if let value = known[key] { return value }
      let value = make(key)
      known[key] = value
      return value
    }
  }
}
