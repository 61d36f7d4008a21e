/// A stack whose top part moves out as an array of exactly that size: how a reader builds arrays without growing them.
struct JSONStack<Element>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { base[index] }
    set { base[index] = newValue }
  }

  @inline(__always)
  mutating func push(_ element: consuming Element) {
    if count == capacity { grow() }
    (base + count).initialize(to: element)
    count += 1
  }

  /// Takes off everything from `start` up.
  @inline(__always)
  mutating func popArray(from start: Int) -> [Element] {
    let size = count - start
    if size == 0 { return [] }
    let source = base + start
    count = start
    return Array(unsafeUninitializedCapacity: size) { buffer, initialized in
      buffer.baseAddress.unsafelyUnwrapped.moveInitialize(from: source, count: size)
      initialized = size
    }
  }

  /// What lies from `start` up, as long as the stack is not changed.
  @inline(__always)
  func elements(from start: Int) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: base + start, count: count - start)
  }

  /// Drops everything from `start` up.
  @inline(__always)
  mutating func drop(from start: Int) {
    (base + start).deinitialize(count: count - start)
    count = start
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }
}
