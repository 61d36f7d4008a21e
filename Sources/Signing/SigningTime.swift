import Dates
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
    let civil = CivilDate(daysSince1970: days)

    var text: [UInt8] = []
    text.reserveCapacity(16)
    func append(_ value: Int, digits: Int) {
      var divisor = (1..<digits).reduce(1) { product, _ in product * 10 }
      while divisor > 0 {
        text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
        divisor /= 10
      }
    }
    append(civil.year, digits: 4)
    append(civil.month, digits: 2)
    append(civil.day, digits: 2)
    date = String(decoding: text, as: UTF8.self)
    text.append(UInt8(ascii: "T"))
    append(rest / 3_600, digits: 2)
    append(rest / 60 % 60, digits: 2)
    append(rest % 60, digits: 2)
    text.append(UInt8(ascii: "Z"))
    dateTime = String(decoding: text, as: UTF8.self)
  }
}
