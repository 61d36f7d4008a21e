import Dates
import Foundation

/// Timestamps of credentials, in the forms in which their sources write them.
enum Timestamp {
  /// Reads `2026-01-02T03:04:05Z`, with a fraction, an offset or `UTC` where they occur; `nil` where it is none.
  static func parse(_ text: String) -> Date? {
    var rest = text.utf8[...]
    func number(_ digits: Int) -> Int? {
      let part = rest.prefix(digits)
      guard part.count == digits, part.allSatisfy(isDigit) else { return nil }
      rest = rest.dropFirst(digits)
      return part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
    func skip(_ character: Character) -> Bool {
      guard let first = rest.first, first == character.asciiValue else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2),
      skip("T") || skip(" "), let hour = number(2), skip(":"), let minute = number(2), skip(":"),
      let second = number(2), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    if skip(".") { rest = rest.drop(while: isDigit) }

    var offset = 0
    switch String(rest) ?? "" {
    case "Z", "z", "UTC", "": break
    default:
      let isEast = skip("+")
      guard isEast || skip("-"), let hours = number(2) else { return nil }
      _ = skip(":")
      guard let minutes = number(2), rest.isEmpty else { return nil }
      offset = (hours * 60 + minutes) * (isEast ? 60 : -60)
    }
    let days = CivilDate(year: year, month: month, day: day).daysSince1970
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - offset
    return Date(timeIntervalSince1970: Double(seconds))
  }

  /// Writes `2026-01-02T03:04:05Z`.
  static func format(_ date: Date) -> String { date.formatted(.iso8601) }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
