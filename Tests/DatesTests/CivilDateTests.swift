import Dates
import Foundation
import Testing

struct CivilDateTests {
  @Test(arguments: [
    (-719_528, 0, 1, 1), (-719_162, 1, 1, 1), (-1, 1969, 12, 31), (0, 1970, 1, 1), (11_016, 2000, 2, 29),
    (11_017, 2000, 3, 1), (47_541, 2100, 3, 1), (2_932_896, 9999, 12, 31),
  ])
  func `days and dates are each other's`(days: Int, year: Int, month: Int, day: Int) {
    #expect(CivilDate(daysSince1970: days) == CivilDate(year: year, month: month, day: day))
    #expect(CivilDate(year: year, month: month, day: day).daysSince1970 == days)
  }

  @Test func `each day of four centuries is as Foundation has it`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for days in stride(from: -80_000, to: 80_000, by: 61) {
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
      let date = CivilDate(daysSince1970: days)
      #expect([date.year, date.month, date.day] == [parts.year, parts.month, parts.day])
      #expect(date.daysSince1970 == days && date.isReal)
    }
  }

  @Test(arguments: [
    (2027, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32),
  ])
  func `what no calendar has is not real`(year: Int, month: Int, day: Int) {
    #expect(!CivilDate(year: year, month: month, day: day).isReal)
  }
}
