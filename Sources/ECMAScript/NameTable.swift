/// The texts of a program's names and strings, each once; a name is its number here.
struct NameTable: Sendable {
  /// Where a text stands: in the source, or, where `start` is negative, in ``extra``.
  private struct Entry {
    let start: Int32
    let length: Int32
    let hash: UInt32
  }

  private var entries: [Entry] = []
  /// Indices of entries by hash, -1 where free; a power of two of them.
  private var slots = [Int32](repeating: -1, count: 1024)
  /// Texts that do not stand in the source as they are.
  private var extra: [UInt8] = []

  var count: Int { entries.count }

  /// A table whose first names are the words of the language.
  init() {
    let nothing: [UInt8] = []
    nothing.withUnsafeBufferPointer { source in
      for word in Word.allCases { _ = intern(Array("\(word)".utf8), source: source) }
    }
  }

  func text(_ name: Int32, in source: [UInt8]) -> String {
    let entry = entries[Int(name)]
    if entry.start >= 0 {
      return String(decoding: source[Int(entry.start)..<Int(entry.start + entry.length)], as: UTF8.self)
    }
    return String(decoding: extra[Int(-entry.start - 1)..<Int(-entry.start - 1 + entry.length)], as: UTF8.self)
  }

  static let emptyHash: UInt32 = 2_166_136_261

  @inline(__always)
  static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 16_777_619 }

  /// The name of a text that stands in the source, with its hash.
  @inline(__always)
  mutating func intern(
    _ range: Range<Int>, hash: UInt32, source: UnsafeBufferPointer<UInt8>
  ) -> Int32 {
    let text = UnsafeBufferPointer(rebasing: source[range])
    let slot = slot(of: text, hash: hash, source: source)
    if slots[slot] >= 0 { return slots[slot] }
    return add(Entry(start: Int32(range.lowerBound), length: Int32(range.count), hash: hash), at: slot)
  }

  /// The name of a text that does not stand in the source as it is.
  mutating func intern(_ text: [UInt8], source: UnsafeBufferPointer<UInt8>) -> Int32 {
    let hash = text.reduce(Self.emptyHash, Self.hash)
    let slot = text.withUnsafeBufferPointer { self.slot(of: $0, hash: hash, source: source) }
    if slots[slot] >= 0 { return slots[slot] }
    let start = -Int32(extra.count) - 1
    extra.append(contentsOf: text)
    return add(Entry(start: start, length: Int32(text.count), hash: hash), at: slot)
  }

  /// The slot that a text has, or would get.
  @inline(__always)
  private func slot(of text: UnsafeBufferPointer<UInt8>, hash: UInt32, source: UnsafeBufferPointer<UInt8>) -> Int {
    let mask = slots.count - 1
    // The low bits of this hash alone spread badly.
    var slot = Int(hash ^ (hash >> 15)) & mask
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, Int(entry.length) == text.count, isEqual(entry, text, source) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  @inline(__always)
  private func isEqual(
    _ entry: Entry, _ text: UnsafeBufferPointer<UInt8>, _ source: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    if entry.start >= 0 {
      let start = Int(entry.start)
      for index in 0..<text.count where source[start + index] != text[index] { return false }
    } else {
      let start = Int(-entry.start - 1)
      for index in 0..<text.count where extra[start + index] != text[index] { return false }
    }
    return true
  }

  private mutating func add(_ entry: Entry, at slot: Int) -> Int32 {
    let name = Int32(entries.count)
    entries.append(entry)
    slots[slot] = name
    if entries.count * 2 > slots.count {
      let mask = slots.count * 2 - 1
      slots = Array(repeating: -1, count: mask + 1)
      for (index, entry) in entries.enumerated() {
        var slot = Int(entry.hash ^ (entry.hash >> 15)) & mask
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(index)
      }
    }
    return name
  }
}

/// The words that the grammar knows; the raw value of each is its name.
enum Word: Int32, CaseIterable {
  // Reserved everywhere.
  case `break`, `case`, `catch`, `class`, const, `continue`, debugger, `default`, delete, `do`, `else`, `enum`, export
  case extends, `false`, finally, `for`, function, `if`, `import`, `in`, instanceof, new, null, `return`, `super`
  case `switch`, this, `throw`, `true`, `try`, `typeof`, `var`, void, `while`, with
  // Reserved in strict code.
  case implements, interface, `let`, package, `private`, protected, `public`, `static`, yield
  // Reserved in modules and async functions.
  case await
  // Words that mean something in some places.
  case `as`, `async`, from, get, meta, of, set, target, constructor, arguments, eval, prototype, accessor

  /// The last one that no binding can have.
  static let lastReserved = Word.with.rawValue
  static let firstStrict = Word.implements.rawValue
  static let lastStrict = Word.yield.rawValue
}
