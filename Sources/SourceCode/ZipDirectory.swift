/// Reads the central directory of an archive and checks each entry against its local header.
struct ZipDirectory {
  let bytes: [UInt8]
  let limits: ZipArchive.Limits
  /// What is wrong with entries, by their names.
  private(set) var faults: [String: ZipArchiveError.Reason] = [:]

  init(bytes: [UInt8], limits: ZipArchive.Limits) {
    self.bytes = bytes
    self.limits = limits
  }

  private static let endSignature = 0x0605_4B50
  private static let entrySignature = 0x0201_4B50
  private static let localSignature = 0x0403_4B50
  private static let end64Signature = 0x0606_4B50
  private static let locator64Signature = 0x0706_4B50

  private func fail(_ reason: ZipArchiveError.Reason, _ entry: String? = nil) -> ZipArchiveError {
    ZipArchiveError(entry: entry, reason: reason)
  }

  /// The little-endian number of so many bytes at an offset; `nil` past the end or beyond 63 bits.
  private func number(_ offset: Int, _ count: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - count else { return nil }
    var value: UInt64 = 0
    for index in (0..<count).reversed() { value = value << 8 | UInt64(bytes[offset + index]) }
    return Int(exactly: value)
  }

  /// The entries, folders included, each with its data where no other entry has any; of those with a fault, the fault is
  /// noted.
  mutating func entries() throws(ZipArchiveError) -> [ZipArchive.Entry] {
    let (start, size, count) = try directory()
    guard count <= limits.entries else { throw fail(.tooManyEntries) }
    // Each entry takes at least 46 bytes: a count that lies allocates nothing.
    guard count <= size / 46 else { throw fail(.damaged) }
    var offset = start
    var result: [ZipArchive.Entry] = []
    result.reserveCapacity(count)
    var total = 0
    for _ in 0..<count {
      guard let next = end(ofEntryAt: offset), next <= start + size else { throw fail(.damaged) }
      do throws(ZipArchiveError) {
        let entry = try entry(at: offset, directory: start)
        result.append(entry)
        total = min(total, limits.totalSize) + entry.size
        guard entry.size <= limits.entrySize else { throw fail(.tooLarge, entry.name) }
        if entry.size > limits.ratioFloor, entry.size / limits.ratio > entry.packedSize {
          throw fail(.tooDense, entry.name)
        }
      } catch {
        // Without a name nobody can ask for it.
        guard let name = error.entry else { throw error }
        faults[name] = error.reason
      }
      guard total <= limits.totalSize else { throw fail(.tooLarge) }
      offset = next
    }
    let ordered = result.sorted { $0.headerOffset < $1.headerOffset }
    for (first, second) in zip(ordered, ordered.dropFirst()) where first.data.upperBound > second.headerOffset {
      faults[first.name] = .overlap
      faults[second.name] = .overlap
    }
    return result
  }

  /// Where the directory begins, its size in bytes and how many entries it has.
  private func directory() throws(ZipArchiveError) -> (start: Int, size: Int, count: Int) {
    // The end record stands last, before a comment of at most 65535 bytes that reaches to the end.
    let candidates = stride(from: bytes.count - 22, through: max(0, bytes.count - 22 - 65_535), by: -1)
    let end = candidates.first { offset in
      number(offset, 4) == Self.endSignature && number(offset + 20, 2) == bytes.count - offset - 22
    }
    guard bytes.count >= 22, let end else { throw fail(.noArchive) }
    guard let disk = number(end + 4, 2), let firstDisk = number(end + 6, 2), let here = number(end + 8, 2),
      var count = number(end + 10, 2), var size = number(end + 12, 4), var start = number(end + 16, 4)
    else { throw fail(.damaged) }
    var limit = end
    if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
      // ZIP64: the larger record stands where the locator says.
      guard number(end - 20, 4) == Self.locator64Signature, let record = number(end - 12, 8),
        number(record, 4) == Self.end64Signature, record <= end - 76, let count64 = number(record + 32, 8),
        let size64 = number(record + 40, 8), let start64 = number(record + 48, 8)
      else { throw fail(.damaged) }
      (count, size, start, limit) = (count64, size64, start64, record)
    } else if here != count {
      throw fail(.severalDisks)
    }
    guard disk == firstDisk, disk == 0 || disk == 0xFFFF else { throw fail(.severalDisks) }
    guard start <= limit, size <= limit - start else { throw fail(.damaged) }
    return (start, size, count)
  }

  /// Where the entry of the directory at an offset ends; `nil` where none is there.
  private func end(ofEntryAt offset: Int) -> Int? {
    guard number(offset, 4) == Self.entrySignature, let nameSize = number(offset + 28, 2),
      let extraSize = number(offset + 30, 2), let commentSize = number(offset + 32, 2)
    else { return nil }
    return offset + 46 + nameSize + extraSize + commentSize
  }

  /// The entry of the directory at an offset.
  private func entry(at offset: Int, directory: Int) throws(ZipArchiveError) -> ZipArchive.Entry {
    guard number(offset, 4) == Self.entrySignature, let flags = number(offset + 8, 2),
      let method = number(offset + 10, 2), let crc = number(offset + 16, 4), var packed = number(offset + 20, 4),
      var size = number(offset + 24, 4), let nameSize = number(offset + 28, 2), let extraSize = number(offset + 30, 2),
      let commentSize = number(offset + 32, 2), let disk = number(offset + 34, 2), var header = number(offset + 42, 4),
      offset + 46 + nameSize + extraSize + commentSize <= bytes.count
    else { throw fail(.damaged) }
    let nameBytes = bytes[offset + 46..<offset + 46 + nameSize]
    let name = String(decoding: nameBytes, as: UTF8.self)
    guard Self.isSafe(name) else { throw fail(.unsafeName, name) }
    guard flags & 0x2041 == 0 else { throw fail(.encrypted, name) }
    guard disk == 0 || disk == 0xFFFF else { throw fail(.severalDisks, name) }
    if size == 0xFFFF_FFFF || packed == 0xFFFF_FFFF || header == 0xFFFF_FFFF {
      let extra = offset + 46 + nameSize
      try readLargeSizes(extra..<extra + extraSize, name, &size, &packed, &header)
    }
    guard number(header, 4) == Self.localSignature, let localNameSize = number(header + 26, 2),
      let localExtraSize = number(header + 28, 2), let localFlags = number(header + 6, 2),
      let localMethod = number(header + 8, 2)
    else { throw fail(.damaged, name) }
    let start = header + 30 + localNameSize + localExtraSize
    guard header < directory, start <= directory, packed <= directory - start else { throw fail(.damaged, name) }
    // Two names for one entry let two readers see two archives.
    guard bytes[header + 30..<header + 30 + localNameSize] == nameBytes, localMethod == method else {
      throw fail(.damaged, name)
    }
    guard localFlags & 0x2041 == 0 else { throw fail(.encrypted, name) }
    return ZipArchive.Entry(
      name: name, method: UInt16(method), crc: UInt32(truncatingIfNeeded: crc), packedSize: packed, size: size,
      headerOffset: header, data: start..<start + packed)
  }

  /// Takes from the ZIP64 field what does not fit 32 bits: size, packed size, offset, in this order.
  private func readLargeSizes(
    _ extra: Range<Int>, _ name: String, _ size: inout Int, _ packed: inout Int, _ header: inout Int
  ) throws(ZipArchiveError) {
    var offset = extra.lowerBound
    while offset + 4 <= extra.upperBound {
      guard let kind = number(offset, 2), let length = number(offset + 2, 2), offset + 4 + length <= extra.upperBound
      else { break }
      if kind == 1 {
        var place = offset + 4
        let end = place + length
        func take(_ value: inout Int) throws(ZipArchiveError) {
          guard value == 0xFFFF_FFFF else { return }
          guard place + 8 <= end, let large = number(place, 8) else { throw fail(.damaged, name) }
          value = large
          place += 8
        }
        try take(&size)
        try take(&packed)
        try take(&header)
        return
      }
      offset += 4 + length
    }
    throw fail(.damaged, name)
  }

  /// Whether a name stays within the archive on every system.
  private static func isSafe(_ name: String) -> Bool {
    guard !name.isEmpty, !name.hasPrefix("/"), !name.utf8.contains(0), !name.utf8.contains(UInt8(ascii: "\\")) else {
      return false
    }
    // A drive letter.
    if name.utf8.dropFirst().first == UInt8(ascii: ":") { return false }
    return !name.split(separator: "/").contains("..")
  }
}
