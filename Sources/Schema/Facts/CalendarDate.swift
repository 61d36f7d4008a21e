import Foundation

/// A day of the calendar, in UTC.
public struct CalendarDate: Sendable, Hashable, CustomStringConvertible {
  /// `2027-03-31`.
  public let description: String
  /// The days from 1 January 1970 to it.
  public let days: Int

  /// Reads `2027-03-31`; `nil` where the text is written otherwise or names a day that the calendar does not have.
  public init?(_ text: String) {
    let digits = text.utf8.map { Int($0) - 48 }
    let dashes = [4, 7]
    guard digits.count == 10, digits.indices.allSatisfy({ dashes.contains($0) || (0...9).contains(digits[$0]) }),
      dashes.allSatisfy({ digits[$0] == -3 })
    else { return nil }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard year > 0, lengths.indices.contains(month - 1), (1...lengths[month - 1]).contains(day) else { return nil }
    let before = year - 1
    description = text
    // 719,162 days of the Gregorian calendar come before 1970.
    days =
      before * 365 + before / 4 - before / 100 + before / 400 + lengths[..<(month - 1)].reduce(0, +) + day - 1 - 719_162
  }

  /// The day of a time.
  public init(of time: Date) {
    description = time.formatted(Date.ISO8601FormatStyle().year().month().day())
    days = Int((time.timeIntervalSince1970 / 86_400).rounded(.down))
  }

  /// Its first second.
  public var start: Date { Date(timeIntervalSince1970: Double(days) * 86_400) }

  /// Whether its last second has passed at a time.
  public func isOver(at time: Date) -> Bool { time.timeIntervalSince1970 >= Double((days + 1) * 86_400) }
}
