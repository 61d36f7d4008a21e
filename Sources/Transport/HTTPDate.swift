import Dates
import Foundation

extension HTTPHeaders {
  /// When the server sent this, by its own clock: the `Date` header.
  public var date: Date? { self["Date"].flatMap(HTTPDate.read) }

  /// How long the server asks to wait: `x-amz-retry-after` in milliseconds, else `Retry-After` in seconds or as a date.
  ///
  /// - Parameter now: the time, for a `Retry-After` that is a date.
  public func retryAfter(now: Date) -> Duration? {
    if let text = self["x-amz-retry-after"], let milliseconds = Int(text), milliseconds >= 0 {
      return .milliseconds(milliseconds)
    }
    guard let text = self["Retry-After"] else { return nil }
    if let seconds = Int(text) { return seconds >= 0 ? .seconds(seconds) : nil }
    guard let date = HTTPDate.read(text), date > now else { return nil }
    return .seconds(date.timeIntervalSince(now))
  }
}

/// Dates as HTTP writes them.
enum HTTPDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7); `nil` where it is none. The weekday and obsolete
  /// forms, which no server has sent for decades, are not looked at.
  static func read(_ text: String) -> Date? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT", let day = number(words[1], in: 1...31),
      let month = months.firstIndex(where: { $0 == words[2] }), let year = number(words[3], in: 1970...9999)
    else { return nil }
    let clock = words[4].split(separator: ":", omittingEmptySubsequences: false)
    guard clock.count == 3, let hour = number(clock[0], in: 0...23), let minute = number(clock[1], in: 0...59),
      let second = number(clock[2], in: 0...60)
    else { return nil }
    let days = CivilDate(year: year, month: month + 1, day: day).daysSince1970
    return Date(timeIntervalSince1970: Double(((days * 24 + hour) * 60 + minute) * 60 + second))
  }

  private static func number(_ text: Substring, in range: ClosedRange<Int>) -> Int? {
    guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
    return Int(text).flatMap { range.contains($0) ? $0 : nil }
  }
}
