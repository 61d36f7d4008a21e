import CZlib

/// A ZIP archive in memory, as Lambda packages are; hostile ones are refused.
///
/// Follows PKWARE's APPNOTE 6.3.10 as far as deployment packages need it: stored and deflated entries, no encryption, no
/// parts on other disks, no ZIP64.
public struct ZipArchive: Sendable {
  /// What an archive may cost.
  public struct Limits: Sendable {
    /// The bytes of one entry, unpacked.
    public var entryBytes = 32 << 20
    /// How many entries there may be.
    public var entries = 65_535

    /// The limits of what Lambda@Edge accepts, with room to spare.
    public init() {}
  }

  private struct Entry {
    let name: String
    let method: UInt16
    let crc: UInt32
    let compressedSize: Int
    let size: Int
    let offset: Int
  }

  private let bytes: [UInt8]
  private let limits: Limits
  private let entries: [String: Entry]

  /// The names of the entries, sorted.
  public var names: [String] { entries.keys.sorted() }

  /// Reads the directory of an archive.
  ///
  /// - Throws: ``ZipError`` where the bytes are no archive, or one that is refused.
  public init(_ bytes: [UInt8], limits: Limits = Limits()) throws(ZipError) {
    self.bytes = bytes
    self.limits = limits
    let reader = ByteReader(bytes: bytes)
    let end = try Self.endOfDirectory(reader)
    let count = Int(try reader.uint16(end + 10))
    var offset = Int(try reader.uint32(end + 16))
    guard try reader.uint16(end + 4) == 0, count != 0xffff, offset != 0xffff_ffff else {
      throw ZipError("it is split, or in ZIP64 format")
    }
    guard count <= limits.entries else { throw ZipError("it has \(count) entries") }
    var entries: [String: Entry] = [:]
    for _ in 0..<count {
      guard try reader.uint32(offset) == 0x0201_4b50 else { throw ZipError("its directory is damaged") }
      let nameLength = Int(try reader.uint16(offset + 28))
      let skipped = Int(try reader.uint16(offset + 30)) + Int(try reader.uint16(offset + 32))
      let name = try Self.name(try reader.slice(offset + 46, nameLength))
      guard try reader.uint16(offset + 8) & 1 == 0 else { throw ZipError("\(name) is encrypted") }
      let entry = Entry(
        name: name, method: try reader.uint16(offset + 10), crc: try reader.uint32(offset + 16),
        compressedSize: Int(try reader.uint32(offset + 20)), size: Int(try reader.uint32(offset + 24)),
        offset: Int(try reader.uint32(offset + 42)))
      // Of two entries with one name, which one a program gets depends on the program.
      guard entries.updateValue(entry, forKey: name) == nil else { throw ZipError("it holds \(name) twice") }
      offset += 46 + nameLength + skipped
    }
    self.entries = entries
  }

  /// The bytes of an entry; `nil` where there is none of that name.
  ///
  /// - Throws: ``ZipError`` where it is damaged, or larger than it may be.
  public func entry(_ name: String) throws(ZipError) -> [UInt8]? {
    guard let entry = entries[name] else { return nil }
    guard entry.size <= limits.entryBytes else { throw ZipError("\(name) is larger than \(limits.entryBytes) bytes") }
    let reader = ByteReader(bytes: bytes)
    guard try reader.uint32(entry.offset) == 0x0403_4b50 else { throw ZipError("\(name) is not where it should be") }
    let start = entry.offset + 30 + Int(try reader.uint16(entry.offset + 26)) + Int(try reader.uint16(entry.offset + 28))
    let packed = try reader.slice(start, entry.compressedSize)
    let content: [UInt8]
    switch entry.method {
    case 0: content = Array(packed)
    case 8: content = try Self.inflate(packed, size: entry.size, name: name)
    default: throw ZipError("\(name) is packed by a method that is not known here")
    }
    let crc = content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
    guard content.count == entry.size, UInt32(truncatingIfNeeded: crc) == entry.crc else {
      throw ZipError("\(name) is damaged")
    }
    return content
  }

  /// The directory is named by a record at the very end, before a comment of at most 64 KiB.
  private static func endOfDirectory(_ reader: ByteReader) throws(ZipError) -> Int {
    var position = reader.bytes.count - 22
    let first = max(0, position - 0xffff)
    while position >= first {
      if try reader.uint32(position) == 0x0605_4b50 { return position }
      position -= 1
    }
    throw ZipError("it has no directory")
  }

  /// A name, unless it leads out of the archive.
  private static func name(_ bytes: ArraySlice<UInt8>) throws(ZipError) -> String {
    guard let name = String(validating: bytes, as: UTF8.self) else { throw ZipError("a name in it is not in UTF-8") }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, !name.hasPrefix("/"), !parts.contains(".."), !name.utf8.contains(0), !name.contains("\\") else {
      throw ZipError("a name in it leads elsewhere")
    }
    return name
  }

  /// Unpacks a raw deflate stream that has to give just so many bytes: one that gives more is a bomb.
  private static func inflate(_ packed: ArraySlice<UInt8>, size: Int, name: String) throws(ZipError) -> [UInt8] {
    var stream = z_stream()
    // zlib checks that header and library agree by version and size of this structure.
    guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw ZipError("\(name) cannot be unpacked")
    }
    defer { inflateEnd(&stream) }
    // One byte of room more shows whether there is more than was said.
    var content = [UInt8](repeating: 0, count: size + 1)
    let status = packed.withUnsafeBufferPointer { input in
      content.withUnsafeMutableBufferPointer { output in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return CZlib.inflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END, stream.total_out == size else { throw ZipError("\(name) is damaged") }
    content.removeLast()
    return content
  }
}

/// Why an archive was not read.
public struct ZipError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with it.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Little-endian numbers out of bytes, none of them past the end.
private struct ByteReader {
  let bytes: [UInt8]

  func slice(_ offset: Int, _ count: Int) throws(ZipError) -> ArraySlice<UInt8> {
    guard offset >= 0, count >= 0, offset <= bytes.count - count else { throw ZipError("it is cut off") }
    return bytes[offset..<(offset + count)]
  }

  func uint16(_ offset: Int) throws(ZipError) -> UInt16 {
    try slice(offset, 2).reversed().reduce(0) { $0 << 8 | UInt16($1) }
  }

  func uint32(_ offset: Int) throws(ZipError) -> UInt32 {
    try slice(offset, 4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
