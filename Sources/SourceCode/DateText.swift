import Dates

/// How cloudfront-js reads the text of a date.
///
/// AWS does not say which engine runs CloudFront functions; what is seen of it agrees with njs. A table of spellings
/// that Debian's njs was run on is among the tests (`dates.json`); njs 0.8.0 changed what follows a fraction of seconds.
public enum DateText {
  /// What the engine makes of a text.
  public enum Reading: Sendable, Hashable {
    /// The date that it says.
    case date
    /// A date in some versions of the engine, Invalid Date in others or in other engines; or another date than it says,
    /// such as the 1st of March for the 30th of February.
    case differs
    /// Invalid Date, without an exception.
    case invalid
  }

  /// What `new Date` and `Date.parse` make of a text.
  public static func reading(of text: String) -> Reading {
    var scanner = DateScanner(text)
    guard let date = scanner.date(), abs(date.milliseconds) <= 8_640_000_000_000_000 else { return .invalid }
    return date.isRegular && date.exists ? .date : .differs
  }
}

/// The parts of a date, as they are written.
private struct DateParts {
  var year = 0
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0
  /// The first three digits of the fraction.
  var fraction = 0
  /// The minutes that the clock is ahead of UTC.
  var offset = 0
  /// Whether every engine of the family reads it, and as what it says.
  var isRegular = true

  /// Whether the calendar and the clock have it; njs counts on where they do not.
  var exists: Bool {
    guard minute < 60, second < 60, CivilDate(year: year, month: month, day: day).isReal else { return false }
    return hour < 24 || hour == 24 && minute == 0 && second == 0 && fraction == 0
  }

  /// The milliseconds since 1970, which a Date can hold up to 8.64e15 of; counted on where the date does not exist.
  var milliseconds: Int {
    // A month that no year has belongs to the year before or after.
    let date = CivilDate(year: year + (month + 11) / 12 - 1, month: (month + 11) % 12 + 1, day: day)
    return (((date.daysSince1970 * 24 + hour) * 60 + minute - offset) * 60 + second) * 1000 + fraction
  }
}

/// Takes texts of dates apart as njs does: byte by byte, with fixed numbers of digits.
private struct DateScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  /// The date that the text says; nil where it is none.
  mutating func date() -> DateParts? {
    let sign = rest.first
    let isSigned = take("-") || take("+")
    if let year = digits(4) { return isoDate(year, sign: isSigned ? sign : nil) }
    if isSigned { return nil }
    if let day = digits(2) { return messageDate(day) }
    if let month = month() { return printedDate(month) }
    // The name of the weekday, or whatever else stands before the first blank.
    rest = rest.drop { $0 != UInt8(ascii: " ") }
    guard takeSpaces() else { return nil }
    if let day = digits(2) { return messageDate(day) }
    return month().flatMap { printedDate($0) }
  }

  /// `2024-02-15T09:00:00.000Z` and shorter forms of it; an offset stands only after a fraction, from 0.8.0 on.
  private mutating func isoDate(_ year: Int, sign: UInt8?) -> DateParts? {
    var date = DateParts()
    date.year = year
    if rest.isEmpty || rest.first == UInt8(ascii: "-") {
      // The standard wants six digits after a sign.
      date.isRegular = sign == nil
    } else {
      guard let more = digits(2) else { return nil }
      date.year = year * 100 + more
      date.isRegular = sign != nil
      if sign == UInt8(ascii: "-") {
        guard date.year > 0 else { return nil }
        date.year.negate()
      }
    }
    if rest.isEmpty { return date }
    guard take("-"), let month = digits(2) else { return nil }
    date.month = month
    if rest.isEmpty { return date }
    guard take("-"), let day = digits(2) else { return nil }
    date.day = day
    if rest.isEmpty { return date }
    guard take("T") else { return nil }
    if rest.last == UInt8(ascii: "Z") { rest.removeLast() }
    guard takeTime(into: &date) else { return nil }
    if rest.isEmpty { return date }
    guard take("."), takeFraction(into: &date) else { return nil }
    if rest.isEmpty { return date }
    let isBehind = rest.first == UInt8(ascii: "-")
    guard take("+") || take("-"), let hours = digits(2), hours < 24 else { return nil }
    _ = take(":")
    guard let minutes = digits(2), minutes < 60 else { return nil }
    date.offset = (hours * 60 + minutes) * (isBehind ? -1 : 1)
    date.isRegular = false
    return date
  }

  /// `Thu, 15 Feb 2024 09:00:00 GMT`, as mail and HTTP have it (RFC 2822, 3.3), after the day.
  private mutating func messageDate(_ day: Int) -> DateParts? {
    guard takeSpaces(), let month = month(), takeSpaces(), let year = digits(4) else { return nil }
    var date = DateParts(year: year, month: month, day: day)
    guard !rest.isEmpty else { return date }
    guard takeSpaces() else { return nil }
    guard !rest.isEmpty else { return date }
    guard takeTime(into: &date) else { return nil }
    guard !rest.isEmpty else { return date }
    guard takeSpaces() else { return nil }
    if rest.isEmpty { return date }
    if takeWord("GMT") || takeWord("UTC") {
      // What follows is not read, not even an offset.
      date.isRegular = rest.isEmpty || rest.first == UInt8(ascii: " ")
      return date
    }
    return takeOffset(into: &date) ? date : nil
  }

  /// `Thu Feb 15 2024 09:00:00 GMT+0900 (JST)`, as `toString` prints it, after the month.
  private mutating func printedDate(_ month: Int) -> DateParts? {
    guard takeSpaces(), let day = digits(2), takeSpaces(), let year = digits(4) else { return nil }
    var date = DateParts(year: year, month: month, day: day)
    guard !rest.isEmpty else { return date }
    guard takeSpaces() else { return nil }
    guard !rest.isEmpty else { return date }
    guard takeTime(into: &date) else { return nil }
    guard !rest.isEmpty else { return date }
    guard takeSpaces() else { return nil }
    return rest.isEmpty || takeWord("GMT") && takeOffset(into: &date) ? date : nil
  }

  // MARK: Parts

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, byte == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard rest.starts(with: word.utf8) else { return false }
    rest.removeFirst(word.utf8.count)
    return true
  }

  private mutating func digits(_ count: Int) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    rest.removeFirst(count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// At least one blank.
  private mutating func takeSpaces() -> Bool {
    guard take(" ") else { return false }
    rest = rest.drop { $0 == UInt8(ascii: " ") }
    return true
  }

  private mutating func month() -> Int? {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard let index = names.firstIndex(where: { rest.starts(with: $0.utf8) }) else { return nil }
    rest.removeFirst(3)
    return index + 1
  }

  /// `09:00` or `09:00:00`.
  private mutating func takeTime(into date: inout DateParts) -> Bool {
    guard let hour = digits(2), take(":"), let minute = digits(2) else { return false }
    date.hour = hour
    date.minute = minute
    if rest.isEmpty { return true }
    guard take(":"), let second = digits(2) else { return false }
    date.second = second
    return true
  }

  /// Digits, of which milliseconds are made of the first three.
  private mutating func takeFraction(into date: inout DateParts) -> Bool {
    guard let first = digits(1) else { return false }
    date.fraction = first * 100 + (digits(1) ?? 0) * 10 + (digits(1) ?? 0)
    while digits(1) != nil {}
    return true
  }

  /// `+0900`; njs takes one minute behind UTC for none.
  private mutating func takeOffset(into date: inout DateParts) -> Bool {
    let isBehind = rest.first == UInt8(ascii: "-")
    guard take("+") || take("-"), let hours = digits(2), let minutes = digits(2) else { return false }
    date.offset = (hours * 60 + minutes) * (isBehind ? -1 : 1)
    return date.offset != -1
  }
}
