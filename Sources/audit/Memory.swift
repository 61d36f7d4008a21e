#if os(Linux)
  import CMalloc
#endif

/// How memory is allocated and released.
enum Memory {
  /// Keeps every allocation in one arena. By default each thread gets its own, and what one thread frees, which here is
  /// most of what another has read, the others cannot use: a tenth more memory and time, measured on a large estate.
  ///
  /// To be called before there is a second thread.
  static func useOneArena() {
    #if os(Linux)
      mallopt(M_ARENA_MAX, 1)
    #endif
  }

  /// Keeps a value until the process ends, which gives its memory back at once. To take a large estate apart first is a
  /// twelfth of a check of a snapshot.
  static func keep(_ value: any Sendable) { _ = Unmanaged.passRetained(Retained(value)) }

  private final class Retained: Sendable {
    let value: any Sendable

    init(_ value: any Sendable) { self.value = value }
  }
}
