/// The lists of member names that the objects of one document have, each made once.
///
/// An open hash table over the numbers that ``JSONNameTable`` gave the names, in their order, seeded at random.
struct JSONShapeTable: ~Copyable {
  private struct Entry {
    let hash: UInt64
    /// Where its numbers stand in ``numbers``.
    let start: Int
    let names: JSONNames
  }

  private let seed = UInt64.random(in: 1...UInt64.max)
  private var entries: [Entry] = []
  private var numbers: [Int32] = []
  private var slots: [Int32] = Array(repeating: -1, count: 64)

  /// A hash of names that are added one after the other, of none at first.
  @inline(__always)
  var empty: UInt64 { seed }

  /// The hash of those names and one more.
  @inline(__always)
  func adding(_ number: Int32, to hash: UInt64) -> UInt64 {
    JSONNameTable.mix(hash ^ UInt64(UInt32(bitPattern: number)))
  }

  /// The names of these numbers, where an object had them before.
  @inline(__always)
  func names(_ wanted: UnsafeBufferPointer<Int32>, hash: UInt64) -> JSONNames? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, entry.names.list.count == wanted.count, isSame(entry, wanted) { return entry.names }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Remembers what the object of these numbers has for names.
  @inline(never)
  mutating func insert(_ names: JSONNames, _ wanted: UnsafeBufferPointer<Int32>, hash: UInt64) {
    if (entries.count + 1) * 2 > slots.count { grow() }
    let slot = free(hash)
    slots[slot] = Int32(entries.count)
    entries.append(Entry(hash: hash, start: numbers.count, names: names))
    numbers.append(contentsOf: wanted)
  }

  @inline(__always)
  private func isSame(_ entry: Entry, _ wanted: UnsafeBufferPointer<Int32>) -> Bool {
    for place in 0..<wanted.count where numbers[entry.start + place] != wanted[place] { return false }
    return true
  }

  private func free(_ hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 4)
    for (number, entry) in entries.enumerated() { slots[free(entry.hash)] = Int32(number) }
  }
}
