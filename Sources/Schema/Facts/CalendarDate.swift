import Dates
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
    let date = CivilDate(year: number(0..<4), month: number(5..<7), day: number(8..<10))
    guard date.year > 0, date.isReal else { return nil }
    description = text
    days = date.daysSince1970
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
