import Dates
import Foundation

/// Points in time as reports write them, without Foundation's formatters, which are slow to start.
public enum Timestamp {
  /// `2026-10-17T09:30:00.250Z`: RFC 3339, UTC, with milliseconds.
  public static func rfc3339(_ date: Date) -> String {
    let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded())
    let (days, ofDay) = floorDivide(milliseconds, by: 86_400_000)
    let date = CivilDate(daysSince1970: days)
    let time =
      "\(padded(ofDay / 3_600_000, 2)):\(padded(ofDay / 60_000 % 60, 2)):"
      + "\(padded(ofDay / 1000 % 60, 2)).\(padded(ofDay % 1000, 3))"
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(time)Z"
  }

  /// A span of time for people: `0.4 s`, `42 s`, `3 min 12 s`.
  static func duration(from start: Date, to end: Date) -> String {
    let tenths = Int((max(0, end.timeIntervalSince(start)) * 10).rounded())
    if tenths < 100 { return "\(tenths / 10).\(tenths % 10) s" }
    let seconds = (tenths + 5) / 10
    return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
  }

  /// An age for people: `40 minutes`, `26 hours`, `12 days`. Where clocks disagree, none is negative.
  static func age(from start: Date, to end: Date) -> String {
    let minutes = Int(max(0, end.timeIntervalSince(start)) / 60)
    if minutes < 60 { return counted(minutes, "minute") }
    return minutes < 48 * 60 ? counted(minutes / 60, "hour") : counted(minutes / (24 * 60), "day")
  }

  /// `2026-10-17`, in UTC.
  static func day(_ date: Date) -> String { String(rfc3339(date).prefix(10)) }

  private static func floorDivide(_ number: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
    let remainder = ((number % divisor) + divisor) % divisor
    return ((number - remainder) / divisor, remainder)
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
