import Foundation

/// A moment as signatures write it, in UTC.
///
/// Formatted by hand, because it stands in every request and Foundation's formatters are slow to start.
public struct SigningTime: Sendable, Hashable {
  /// `YYYYMMDDTHHMMSSZ`, the value of `X-Amz-Date`.
  public let dateTime: String
  /// `YYYYMMDD`, the date in the scope.
  public let date: String

  /// The moment of a date, fractions of a second cut off. Years 0 to 9999.
  public init(_ date: Date) { self.init(secondsSince1970: Int(date.timeIntervalSince1970.rounded(.down))) }

  init(secondsSince1970 seconds: Int) {
    var days = seconds / 86_400
    var rest = seconds % 86_400
    if rest < 0 {
      days -= 1
      rest += 86_400
    }
    // The proleptic Gregorian calendar in eras of 400 years that begin on 1 March.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)

    var text: [UInt8] = []
    text.reserveCapacity(16)
    func append(_ value: Int, digits: Int) {
      var divisor = (1..<digits).reduce(1) { product, _ in product * 10 }
      while divisor > 0 {
        text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
        divisor /= 10
      }
    }
    append(year, digits: 4)
    append(month, digits: 2)
    append(day, digits: 2)
    date = String(decoding: text, as: UTF8.self)
    text.append(UInt8(ascii: "T"))
    append(rest / 3_600, digits: 2)
    append(rest / 60 % 60, digits: 2)
    append(rest % 60, digits: 2)
    text.append(UInt8(ascii: "Z"))
    dateTime = String(decoding: text, as: UTF8.self)
  }
}
