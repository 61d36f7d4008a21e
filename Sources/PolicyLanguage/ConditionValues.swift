import Dates

/// The values that condition operators compare, read from text.
enum ConditionValues {
  /// A number, or `nil`.
  static func number(_ text: String) -> Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// The instant of an ISO 8601 text or of epoch seconds, in seconds since 1970, or `nil`.
  ///
  /// IAM User Guide, "Date condition operators": the W3C profile of ISO 8601, or epoch (UNIX) time.
  static func instant(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    if bytes.count > 4, let epoch = number(text) { return epoch }
    var position = 0
    func digits(_ count: Int) -> Int? {
      guard position + count <= bytes.count else { return nil }
      let value = Int(String(decoding: bytes[position..<position + count], as: UTF8.self))
      guard let value, bytes[position..<position + count].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      position += count
      return value
    }
    func take(_ character: Character) -> Bool {
      guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
      position += 1
      return true
    }
    guard let year = digits(4) else { return nil }
    var month = 1
    var day = 1
    if take("-") {
      guard let value = digits(2), (1...12).contains(value) else { return nil }
      month = value
      if take("-") {
        guard let value = digits(2), (1...31).contains(value) else { return nil }
        day = value
      }
    }
    var seconds = Double(CivilDate(year: year, month: month, day: day).daysSince1970) * 86_400
    if take("T") {
      guard let hour = digits(2), take(":"), let minute = digits(2), hour <= 24, minute < 60 else { return nil }
      seconds += Double(hour * 3600 + minute * 60)
      if take(":") {
        guard let second = digits(2), second <= 60 else { return nil }
        seconds += Double(second)
        if take(".") {
          let start = position
          while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
          guard let fraction = Double("0." + String(decoding: bytes[start..<position], as: UTF8.self)) else {
            return nil
          }
          seconds += fraction
        }
      }
      if !take("Z"), position < bytes.count {
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hour = digits(2) else { return nil }
        _ = take(":")
        guard let minute = digits(2) else { return nil }
        seconds -= Double(sign * (hour * 3600 + minute * 60))
      }
    }
    return position == bytes.count ? seconds : nil
  }
}

/// A block of IP addresses, `203.0.113.0/24` or `2001:db8::/32`; a single address is a block of one.
struct AddressBlock: Sendable, Hashable, CustomStringConvertible {
  /// The width of an address: 32 bits or 128.
  let width: Int
  /// The first address, as a number.
  let first: UInt128
  /// How many leading bits are fixed.
  let prefix: Int

  init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let (address, width) = Self.address(parts[0]) else { return nil }
    var prefix = width
    if parts.count == 2 {
      guard let value = Int(parts[1]), (0...width).contains(value) else { return nil }
      prefix = value
    }
    let free = UInt128(width - prefix)
    self.width = width
    self.prefix = prefix
    first = free >= 128 ? 0 : (address >> free) << free
  }

  /// The block in its one spelling.
  var description: String {
    let size = width == 32 ? 8 : 16
    let groups = stride(from: width - size, through: 0, by: -size).map { shift in
      String(
        UInt16(truncatingIfNeeded: first >> UInt128(shift)) & (size == 8 ? 0xFF : 0xFFFF), radix: size == 8 ? 10 : 16)
    }
    return groups.joined(separator: width == 32 ? "." : ":") + "/\(prefix)"
  }

  /// Whether a list of blocks fixes from where a request comes: no block is broader than /8 (IPv6: /32), as S3 has it, nor
  /// do all of them together cover more than one such network (IPv6: 256 of them). Private networks do not count.
  ///
  /// S3 User Guide, "Blocking public access: the meaning of public". That lists are added up is a rule of our own: 256
  /// networks of /8 are everybody.
  static func areNarrow(_ texts: [String]) -> Bool {
    var blocks: [AddressBlock] = []
    for text in texts {
      guard let block = AddressBlock(text)?.unmapped, block.prefix >= (block.width == 32 ? 8 : 32) else { return false }
      blocks.append(block)
    }
    let counted = blocks.filter { block in !privateNetworks.contains { $0.contains(block) } }
    return size(of: counted.filter { $0.width == 32 }) <= 1 << 24
      && size(of: counted.filter { $0.width == 128 }) <= 1 << 104
  }

  /// RFC 1918.
  private static let privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].compactMap(AddressBlock.init)

  /// How many addresses some blocks of one width cover together.
  private static func size(of blocks: [AddressBlock]) -> UInt128 {
    var size: UInt128 = 0
    var last: AddressBlock?
    // Of two blocks one holds the other, or they have nothing in common.
    for block in blocks.sorted(by: { ($0.first, $0.prefix) < ($1.first, $1.prefix) }) {
      if let last, last.contains(block) { continue }
      size += 1 << UInt128(block.width - block.prefix)
      last = block
    }
    return size
  }

  /// The block of IPv4 that a block of IPv4-mapped IPv6 addresses stands for (RFC 4291, 2.5.5.2); every other block itself.
  private var unmapped: AddressBlock {
    guard width == 128, prefix >= 96, first >> 32 == 0xFFFF else { return self }
    return AddressBlock(width: 32, first: first & 0xFFFF_FFFF, prefix: prefix - 96)
  }

  private init(width: Int, first: UInt128, prefix: Int) {
    (self.width, self.first, self.prefix) = (width, first, prefix)
  }

  func contains(_ other: AddressBlock) -> Bool {
    guard width == other.width, prefix <= other.prefix else { return false }
    let free = UInt128(width - prefix)
    return free >= 128 || first >> free == other.first >> free
  }

  private static func address(_ text: Substring) -> (UInt128, Int)? {
    if !text.contains(":") { return four(text).map { (UInt128($0), 32) } }
    // "::" stands for as many zero groups as are missing.
    var halves: [[UInt16]] = [[]]
    let groups = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, group) in groups.enumerated() {
      if group.isEmpty {
        if index == 0 || index == groups.count - 1 { continue }
        guard halves.count == 1 else { return nil }
        halves.append([])
      } else if index == groups.count - 1, group.contains(".") {
        guard let tail = four(group) else { return nil }
        halves[halves.count - 1] += [UInt16(tail >> 16), UInt16(tail & 0xFFFF)]
      } else {
        guard group.utf8.count <= 4, let value = UInt16(group, radix: 16) else { return nil }
        halves[halves.count - 1].append(value)
      }
    }
    let given = halves.reduce(0) { $0 + $1.count }
    guard halves.count == 2 ? given < 8 : given == 8 else { return nil }
    let tail = halves.count == 2 ? halves[1] : []
    let all = halves[0] + [UInt16](repeating: 0, count: 8 - given) + tail
    return (all.reduce(UInt128(0)) { $0 << 16 | UInt128($1) }, 128)
  }

  private static func four(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var result: UInt32 = 0
    for part in parts {
      guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = UInt8(part) else { return nil }
      result = result << 8 | UInt32(value)
    }
    return result
  }
}
