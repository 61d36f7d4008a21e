/// A date of the proleptic Gregorian calendar, which all timestamps of AWS and HTTP are written in.
public struct CivilDate: Sendable, Hashable {
  public let year: Int
  /// From 1 to 12.
  public let month: Int
  /// From 1 to 31. ``isReal`` tells whether the month has it.
  public let day: Int

  /// - Parameters:
  ///   - month: from 1 to 12.
  ///   - day: one past the last of a month is the first of the next, as in ``daysSince1970``.
  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date that is some days after 1 January 1970, or before it.
  public init(daysSince1970 days: Int) {
    // Years begin on 1 March, so that a leap day comes last; 400 of them are an era, and all eras have the same length.
    let shifted = days + Self.daysFromYear0To1970
    let era = Self.floorDivide(shifted, by: Self.daysInEra)
    let dayOfEra = shifted - era * Self.daysInEra
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The days from 1 January 1970 to this date, negative before it.
  public var daysSince1970: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = Self.floorDivide(marchYear, by: 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * Self.daysInEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
      - Self.daysFromYear0To1970
  }

  /// Whether the calendar has this date: there is no 31 April, and 29 February only in leap years.
  public var isReal: Bool {
    (1...12).contains(month) && (1...31).contains(day) && CivilDate(daysSince1970: daysSince1970) == self
  }

  /// From 1 March of the year 0.
  private static let daysFromYear0To1970 = 719_468
  private static let daysInEra = 146_097

  private static func floorDivide(_ number: Int, by divisor: Int) -> Int {
    (number >= 0 ? number : number - (divisor - 1)) / divisor
  }
}
