/// The member names of one document, each made a string once: API answers repeat a few hundred names many thousand times.
///
/// An open hash table over the raw bytes, seeded at random so that no document can be written to make it slow.
struct JSONNameTable: ~Copyable {
  private struct Entry {
    let hash: UInt64
    let bytes: UnsafePointer<UInt8>
    let count: Int
    let name: String
    /// The last object in which the name was seen, to find names that occur twice.
    var object = 0
  }

  private let seed = UInt64.random(in: 1...UInt64.max)
  private var entries: [Entry] = []
  private var slots: [Int32] = Array(repeating: -1, count: 256)
  /// Copies of names whose bytes are not in the document because they were written with escapes.
  private var copies: [UnsafeMutablePointer<UInt8>] = []

  deinit { for copy in copies { copy.deallocate() } }

  /// The number of the name of these bytes, which have to be valid UTF-8 and, unless `copying`, outlive the table.
  @inline(__always)
  mutating func number(of bytes: UnsafePointer<UInt8>, count: Int, copying: Bool) -> Int32 {
    let hash = hash(bytes, count)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let number = slots[slot]
      if number < 0 { return insert(bytes, count, hash, slot, copying) }
      let matches = entries.withUnsafeBufferPointer { entries in
        let entry = entries.baseAddress.unsafelyUnwrapped + Int(number)
        return entry.pointee.hash == hash && entry.pointee.count == count
          && Self.equal(entry.pointee.bytes, bytes, count)
      }
      if matches { return number }
      slot = (slot + 1) & mask
    }
  }

  /// The name of that number.
  @inline(__always)
  func name(_ number: Int32) -> String { entries[Int(number)].name }

  /// Notes that the name stands in that object; `false` where it was noted for that object before.
  @inline(__always)
  mutating func note(_ number: Int32, inObject object: Int) -> Bool {
    entries.withUnsafeMutableBufferPointer { entries in
      let entry = entries.baseAddress.unsafelyUnwrapped + Int(number)
      if entry.pointee.object == object { return false }
      entry.pointee.object = object
      return true
    }
  }

  @inline(never)
  private mutating func insert(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ hash: UInt64, _ slot: Int, _ copying: Bool
  ) -> Int32 {
    let number = Int32(entries.count)
    var kept = bytes
    if copying {
      let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(count, 1))
      copy.initialize(from: bytes, count: count)
      copies.append(copy)
      kept = UnsafePointer(copy)
    }
    let name = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    entries.append(Entry(hash: hash, bytes: kept, count: count, name: name))
    slots[slot] = number
    if entries.count * 2 > slots.count { grow() }
    return number
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 4)
    let mask = slots.count - 1
    for (number, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(number)
    }
  }

  @inline(__always)
  private func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    var state = seed ^ UInt64(truncatingIfNeeded: count)
    var offset = 0
    while offset + 8 <= count {
      state = Self.mix(state ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return Self.mix(state ^ rest)
  }

  /// Spreads what tells values apart over all bits.
  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func equal(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let leftRaw = UnsafeRawPointer(left)
    let rightRaw = UnsafeRawPointer(right)
    var offset = 0
    while offset + 8 <= count {
      if leftRaw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        != rightRaw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      {
        return false
      }
      offset += 8
    }
    while offset < count {
      if left[offset] != right[offset] { return false }
      offset += 1
    }
    return true
  }
}
