/// Numbers as ECMAScript writes them.
public enum NumberText {
  /// The text of a number in base ten.
  ///
  /// ECMA-262, 6.1.6.1.20.
  public static func text(of number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    if number == 0 { return "0" }
    if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
    if number < 0 { return "-" + text(of: -number) }
    // Swift gives the shortest digits that come back to the same number, as ECMAScript does; only the layout differs.
    let (digits, exponent) = shortest(number)
    let count = digits.count
    if exponent > 0, exponent <= 21 {
      if count <= exponent { return digits + String(repeating: "0", count: exponent - count) }
      return digits.prefix(exponent) + "." + digits.dropFirst(exponent)
    }
    if exponent > -6, exponent <= 0 { return "0." + String(repeating: "0", count: -exponent) + digits }
    let power = exponent - 1
    let tail = count == 1 ? "" : "." + digits.dropFirst()
    return digits.prefix(1) + tail + "e" + (power < 0 ? "-" : "+") + String(abs(power))
  }

  /// The digits without zeros around them, and where the point stands in them.
  private static func shortest(_ number: Double) -> (digits: String, exponent: Int) {
    let parts = "\(number)".split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = mantissa[0]
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    var exponent = whole.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    var digits = Substring(whole + fraction)
    while digits.count > 1, digits.first == "0" {
      digits = digits.dropFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == "0" { digits = digits.dropLast() }
    return (String(digits), exponent)
  }
}
