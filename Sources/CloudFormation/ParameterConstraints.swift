import Auditing
import Documents

/// What a template says of the values that a parameter may have.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>
struct ParameterConstraints {
  private let parameter: TemplateNode
  private let type: String
  /// What is said of a value that is refused, up to its verb. The value itself may be a secret.
  private let subject: String

  init(_ parameter: TemplateNode, _ subject: String) {
    (self.parameter, self.subject) = (parameter, subject)
    type = parameter["Type"]?.text ?? "String"
  }

  /// Refuses a value that the parameter may not have.
  ///
  /// - Returns: The pattern that it could not be held to, and why.
  func hold(_ value: String) throws(FileIssues) -> (place: String, mark: SourceMark, reason: String)? {
    let isList = type == "CommaDelimitedList" || type.hasPrefix("List<")
    let values = isList ? value.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed) : [value]
    try holdToNames(values)
    try holdToList(values)
    try holdToNumbers(values)
    try holdToLength(value)
    return try holdToPattern(values)
  }

  /// A parameter of a type of SSM is given the name of one.
  private func holdToNames(_ values: [String]) throws(FileIssues) {
    guard type.hasPrefix("AWS::SSM::Parameter::") else { return }
    for value in values {
      let isName = value.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
          || "_.-/:".utf8.contains($0)
      }
      // Where nothing is given, nothing is asked for.
      if value.isEmpty || !isName || value.utf8.count > 2048 {
        throw Stack.issue(parameter, "\(subject) no name of a parameter of SSM, as its type \(type) asks for.")
      }
    }
  }

  /// A text, or each element of a list, is one of those that are allowed.
  private func holdToList(_ values: [String]) throws(FileIssues) {
    guard ["String", "CommaDelimitedList", "Number"].contains(type), let written = parameter["AllowedValues"] else {
      return
    }
    let allowed = (written.elements ?? []).compactMap(\.plainText)
    guard allowed.count == written.elements?.count else { return }
    func isAllowed(_ value: String) -> Bool {
      if allowed.contains(value) { return true }
      guard type == "Number", let number = Double(value[...].trimmed) else { return false }
      return allowed.contains { Double($0) == number }
    }
    if !values.allSatisfy(isAllowed) {
      throw Stack.issue(written, "\(subject) another value than it may have: \(allowed.joined(separator: ", ")).")
    }
  }

  /// A number is one, within its bounds.
  private func holdToNumbers(_ values: [String]) throws(FileIssues) {
    guard type == "Number" || type == "List<Number>" else { return }
    for text in values {
      guard let number = Double(text[...].trimmed), number.isFinite else {
        throw Stack.issue(parameter, "\(subject) no number, and it is one.")
      }
      if let least = bound("MinValue"), number < least { throw beyond("MinValue") }
      if let most = bound("MaxValue"), number > most { throw beyond("MaxValue") }
    }
  }

  private func holdToLength(_ value: String) throws(FileIssues) {
    guard type == "String" else { return }
    let length = Double(value.unicodeScalars.count)
    if let least = bound("MinLength"), length < least { throw beyond("MinLength") }
    if let most = bound("MaxLength"), length > most { throw beyond("MaxLength") }
  }

  /// A text, or each element of a list, fits the pattern as a whole.
  private func holdToPattern(
    _ values: [String]
  ) throws(FileIssues) -> (place: String, mark: SourceMark, reason: String)? {
    guard ["String", "CommaDelimitedList"].contains(type), let written = parameter["AllowedPattern"] else { return nil }
    guard let text = written.plainText else { return nil }
    let fits: Bool
    do throws(RegularExpressionError) {
      let pattern = try WholePattern(text)
      var all = true
      for value in values where try !pattern.fits(value) { all = false }
      fits = all
    } catch {
      return ("AllowedPattern", written.mark, "is not held against: \(error)")
    }
    if fits { return nil }
    let why = parameter["ConstraintDescription"]?.text.map { ": \($0)" } ?? "."
    throw Stack.issue(written, "\(subject) a value that does not fit its AllowedPattern, \(text)\(why)")
  }

  private func bound(_ member: String) -> Double? { parameter[member]?.plainText.flatMap(Double.init) }

  private func beyond(_ bound: String) -> FileIssues {
    let limit = parameter[bound]?.plainText ?? ""
    return Stack.issue(parameter[bound] ?? parameter, "\(subject) a value beyond its \(bound), \(limit).")
  }
}
