/// The format of dates that every ECMAScript engine parses.
enum DateText {
  /// Whether a text is a date as ECMAScript 5.1, 15.9.1.15, defines it: `YYYY[-MM[-DD]][THH:mm[:ss[.sss]][Z|±HH:mm]]`,
  /// with the year also as six digits and a sign.
  static func isPortable(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    func take(_ character: Character) -> Bool {
      guard rest.first == character.asciiValue else { return false }
      rest.removeFirst()
      return true
    }
    func digits(_ count: Int, in range: ClosedRange<Int>) -> Int? {
      let digits = rest.prefix(count)
      guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      guard let value = Int(String(decoding: digits, as: UTF8.self)), range.contains(value) else { return nil }
      rest.removeFirst(count)
      return value
    }
    let isExpanded = take("+") || take("-")
    guard let year = isExpanded ? digits(6, in: 0...275_760) : digits(4, in: 0...9999) else { return false }
    if take("-") {
      guard let month = digits(2, in: 1...12) else { return false }
      if take("-") {
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard digits(2, in: 1...lengths[month - 1]) != nil else { return false }
      }
    }
    guard take("T") else { return rest.isEmpty }
    guard let hour = digits(2, in: 0...24), take(":"), let minute = digits(2, in: 0...59) else { return false }
    var isPastMidnight = minute > 0
    if take(":") {
      guard let second = digits(2, in: 0...59) else { return false }
      isPastMidnight = isPastMidnight || second > 0
      if take(".") {
        guard let milliseconds = digits(3, in: 0...999) else { return false }
        isPastMidnight = isPastMidnight || milliseconds > 0
      }
    }
    if hour == 24, isPastMidnight { return false }
    if !take("Z"), take("+") || take("-") {
      guard digits(2, in: 0...23) != nil, take(":"), digits(2, in: 0...59) != nil else { return false }
    }
    return rest.isEmpty
  }
}
