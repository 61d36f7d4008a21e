import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What tells, without reading a part of a resource, that it is as it was; RFC 9110 (8.8) calls it so, too.
public enum Validator: Sendable, Hashable {
  /// Another one after each change: an ETag, the number of a version, a hash of code.
  case tag(String)
  /// When it was changed last, in the words of the service: RFC 3339, or as Lambda writes it. Two changes within a second
  /// may have the same.
  case lastModified(String)

  /// How it is kept.
  var text: String {
    switch self {
    case .tag(let tag): "tag \(tag)"
    case .lastModified(let time): "time \(time)"
    }
  }

  /// Whether it proves that what was read is what is there now, where it was the same before the reading and is now.
  ///
  /// As with git's index: what changed in the second of the reading may have changed once more in it, unseen.
  ///
  /// - Parameter second: The second in which it was seen for the first time, by the service's own clock.
  func proves(readingFrom second: Int?) -> Bool {
    switch self {
    case .tag(let tag): return !tag.isEmpty
    case .lastModified(let time):
      guard let changed = ServiceTime.second(time), let second else { return false }
      return changed < second
    }
  }
}

/// Times as services write them.
public enum ServiceTime {
  /// The second that a text names, fractions left out; `nil` where it is no time.
  public static func date(_ text: String) -> Date? { second(text).map { Date(timeIntervalSince1970: Double($0)) } }

  /// The whole second of `2026-11-27T09:30:00.250Z`, `…+0000` or `…+09:00`, since 1970; `nil` where it is no such time.
  static func second(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), let year = number(bytes[0..<4]),
      let month = number(bytes[5..<7]), let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
      let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]), (1...12).contains(month),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":")
    else { return nil }
    var zone = bytes[19...]
    if zone.first == UInt8(ascii: ".") { zone = zone.dropFirst().drop { isDigit($0) } }
    guard let offset = offset(Array(zone)) else { return nil }
    var parts = tm()
    parts.tm_year = Int32(year - 1900)
    parts.tm_mon = Int32(month - 1)
    parts.tm_mday = Int32(day)
    parts.tm_hour = Int32(hour)
    parts.tm_min = Int32(minute)
    parts.tm_sec = Int32(second)
    let time = timegm(&parts)
    // What is no time of a day is carried over into the next one.
    let isOfTheDay = (parts.tm_mday, parts.tm_hour, parts.tm_min) == (Int32(day), Int32(hour), Int32(minute))
    guard isOfTheDay || second == 60 else { return nil }
    return time - offset
  }

  /// The seconds by which a zone is ahead: `Z`, `+0000`, `-07:00`.
  private static func offset(_ zone: [UInt8]) -> Int? {
    if zone == [UInt8(ascii: "Z")] { return 0 }
    let digits = zone.dropFirst().filter { $0 != UInt8(ascii: ":") }
    guard digits.count == 4, let hours = number(digits[0..<2]), let minutes = number(digits[2..<4]) else { return nil }
    switch zone.first {
    case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
    case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
    default: return nil
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy(isDigit) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
