import Documents
import Estate
import Foundation
import PolicyLanguage
import Schema

/// What may be expected of a value. A new one is a case here, its judgement, and its line in ``operandKind`` and
/// ``summary``.
public enum Predicate: String, Sendable, CaseIterable {
  case equals, notEquals, `in`, atMost, atLeast, present, absent, matches, like, unlike, covers, excludes, within
  case notPast, notWithinDays
  case trusts, allows, readableBy
}

extension Predicate {
  /// What it expects, for whoever writes rules.
  var summary: String {
    switch self {
    case .equals: "The same, as JSON compares; the order of lists counts."
    case .notEquals: "Not the same; also where there is no value."
    case .in: "One of a list."
    case .atMost: "A number no greater. No value is not."
    case .atLeast: "A number no smaller. No value is not."
    case .present: "A value that is not null, false or empty."
    case .absent: "Nothing: null, false or empty."
    case .matches: "Text that a regular expression (PCRE2) finds something in."
    case .like: "Text that fits one of some patterns (`*` and `?`, as in IAM's StringLike)."
    case .unlike: "Text that fits none of some patterns; also where there is no value."
    case .covers: "A list that has, for each wanted pattern (`*` and `?`), an element that fits it."
    case .excludes: "A list without any of some values."
    case .within: "A list of nothing but some values."
    case .notPast: "A date, such as 2027-04-30, that is not over. What is no date is."
    case .notWithinDays: "A date that is over, or further away than so many days. What is no date is not."
    case .trusts:
      "A trust policy that lets each of these services assume the role, for each of these functions (ARNs), of an account "
        + "with that path in AWS Organizations."
    case .allows:
      "Policies of a role, by its ARN, that allow each of the actions on everything that the patterns stand for, within "
        + "the role's permissions boundary, of an account with that path in AWS Organizations."
    case .readableBy:
      "A bucket policy that lets each of the origins be read, as origin_access() describes them, by an account with that "
        + "path in AWS Organizations."
    }
  }
}

/// What came of judging a value.
public enum Judgement: Sendable, Hashable {
  case holds
  /// It is not as expected; of an expectation in several parts, those that are not met.
  case fails(unmet: [JSONValue] = [])
  /// It cannot be told from the value alone; the reason is for a person.
  case undecided(String)
  /// It cannot be told, as something was not read; the number names the gap.
  case unread(Int)
}

/// What a predicate takes.
enum OperandKind: Sendable {
  /// Anything.
  case value
  /// A list.
  case list
  /// A number.
  case number
  /// `true`, which only completes the YAML.
  case flag
  /// A regular expression.
  case pattern
  /// What is asked of a policy.
  case question(Parts)

  /// The parts of a question to a policy.
  struct Parts: Sendable {
    /// The part that a list in place of a mapping is.
    var list: String?
    /// The parts that have to be there.
    let required: [String]
    /// The parts that may be left out.
    let optional: [String]

    /// The names of all parts.
    var names: [String] { required + optional }

    /// The parts in a sentence.
    var phrase: String {
      let parts = required.map { "`\($0)`" }.joined(separator: " and ")
      let others = optional.map { "`\($0)`" }.joined(separator: " and ")
      return (list == nil ? "" : "a list, or ") + parts + (others.isEmpty ? "" : ", with \(others) where it matters")
    }
  }
}

extension Predicate {
  /// Whether it takes values of which one has to be there or not, and neither patterns nor whatever may be among others.
  var takesValues: Bool {
    switch self {
    case .equals, .notEquals, .in: true
    case .atMost, .atLeast, .present, .absent, .matches, .like, .unlike, .covers, .excludes, .within, .notPast,
      .notWithinDays, .trusts, .allows, .readableBy:
      false
    }
  }

  /// What it takes.
  var operandKind: OperandKind {
    switch self {
    case .equals, .notEquals: .value
    case .in, .like, .unlike, .covers, .excludes, .within: .list
    case .trusts:
      .question(
        .init(list: "services", required: ["services"], optional: ["functions", "organization", "organizationId"]))
    case .readableBy:
      .question(.init(list: "origins", required: ["origins"], optional: ["organization", "organizationId"]))
    case .allows:
      .question(.init(required: ["actions", "on"], optional: ["boundary", "role", "organization", "organizationId"]))
    case .atMost, .atLeast, .notWithinDays: .number
    case .present, .absent, .notPast: .flag
    case .matches: .pattern
    }
  }

  /// Judges a value as far as it was read.
  ///
  /// - Parameter time: When it is judged; where nobody says so, what depends on it is undecided.
  public func judge(_ actual: JSONValue, against operand: JSONValue, at time: Date? = nil) -> Judgement {
    if let reason = actual.undecidedReason ?? operand.undecidedReason {
      return judgeCertain(actual, against: operand) ?? .undecided(reason)
    }
    // Nothing is within anything, and is covered by anything.
    if self == .within, actual.firstGap == nil, actual.elements.isEmpty { return .holds }
    if self == .covers, operand.firstGap == nil, operand.elements.isEmpty { return .holds }
    guard let gap = actual.firstGap ?? operand.firstGap else {
      return judgeRead(actual, against: operand, at: time)
    }
    // Of lists, what was read may be enough to tell.
    guard let known = actual.withoutUnreadElements, let wanted = operand.withoutUnreadElements else {
      return .unread(gap)
    }
    let judgement = judgeRead(known, against: wanted, at: time)
    switch (self, judgement, operand.firstGap == nil, actual.firstGap == nil) {
    case (.covers, .holds, true, _), (.present, .holds, _, _): return judgement
    case (.covers, .fails, _, true), (.excludes, .fails, _, _), (.within, .fails, true, _), (.absent, .fails, _, _):
      return judgement
    default: return .unread(gap)
    }
  }

  /// Judges what is certain of a value, where that is enough.
  private func judgeCertain(_ actual: JSONValue, against operand: JSONValue) -> Judgement? {
    let judgement = judge(actual.certain, against: operand.certain)
    switch (self, judgement, operand.undecidedReason == nil, actual.undecidedReason == nil) {
    case (.covers, .holds, true, _), (.present, .holds, _, _), (.covers, .fails, _, true), (.excludes, .fails, _, _),
      (.within, .fails, true, _), (.absent, .fails, _, _):
      return judgement
    case (.excludes, .holds, _, _) where actual.undecidedReason == nil && actual.elements.isEmpty: return .holds
    default: return nil
    }
  }

  private func judgeRead(_ actual: JSONValue, against operand: JSONValue, at time: Date?) -> Judgement {
    switch self {
    case .equals: .of(actual == operand)
    case .notEquals: .of(actual != operand)
    case .in: .of(operand.array?.contains(actual) == true)
    case .atMost: compare(actual, operand, <=)
    case .atLeast: compare(actual, operand, >=)
    case .present: .of(actual.isTruthy)
    case .absent: .of(!actual.isTruthy)
    case .matches: matches(actual, operand)
    case .like: .of(operand.elements.contains(where: actual.fits))
    case .unlike: .of(!operand.elements.contains(where: actual.fits))
    case .covers: .of(unmet: operand.elements.filter { !actual.elements.contains(where: $0.isFit(by:)) })
    case .excludes: .of(unmet: operand.elements.filter(actual.elements.contains).distinct)
    case .within: .of(unmet: actual.elements.filter { !operand.elements.contains($0) })
    case .notPast: judgeDate(actual, at: time) { day, today in day >= today }
    case .notWithinDays:
      judgeDate(actual, at: time) { day, today in day < today || Double(day - today) > operand.double ?? 0 }
    case .trusts: trusts(actual, operand, at: time)
    case .allows: allows(actual, operand, at: time)
    case .readableBy: isReadable(actual, by: operand, at: time)
    }
  }

  /// The expectation as a report shows it: the value itself for `equals`, else the predicate with its operand.
  func expected(_ operand: JSONValue) -> JSONValue {
    switch self {
    case .equals: operand
    case .readableBy: [rawValue: .array(operand.part("origins").elements.map(\.reader).distinct)]
    case .trusts: [rawValue: operand.part("services")]
    case .allows: [rawValue: ["actions": operand["actions"], "on": operand["on"]]]
    default: [rawValue: operand]
    }
  }

  /// Judges a date by the days from 1970 to it and to the day on which it is judged.
  private func judgeDate(_ actual: JSONValue, at time: Date?, _ holds: (Int, Int) -> Bool) -> Judgement {
    guard let date = actual.string.flatMap(CalendarDate.init) else { return .fails() }
    guard let time else { return .undecided("It depends on the date of today, which is not known here.") }
    return .of(holds(date.days, CalendarDate(of: time).days))
  }

  private func compare(_ actual: JSONValue, _ operand: JSONValue, _ holds: (Double, Double) -> Bool) -> Judgement {
    guard let actual = actual.double, let operand = operand.double else { return .fails() }
    return .of(holds(actual, operand))
  }
}

extension PolicyRequestContext {
  /// The context of a request that is made on the day of a time; where that is not known, dates stay unknown.
  func on(dayOf time: Date?) -> PolicyRequestContext {
    guard let day = time.map({ CalendarDate(of: $0).days }) else { return self }
    return between(day * 86_400, and: (day + 1) * 86_400 - 1)
  }
}

extension Judgement {
  static func of(_ holds: Bool) -> Judgement { holds ? .holds : .fails() }

  /// Whether nothing of an expectation is unmet.
  static func of(unmet: [JSONValue]) -> Judgement { unmet.isEmpty ? .holds : .fails(unmet: unmet) }
}

extension JSONValue {
  /// The elements of a list; a value that is none counts as a list of itself, and null as an empty one.
  var elements: [JSONValue] { array ?? (isNull ? [] : [self]) }

  /// A part of what is asked of a policy; the whole, where a list stands for its one part.
  public func part(_ name: String) -> JSONValue { object == nil ? self : self[name] }

  /// A list without the elements that were not read; `nil` where more than such elements is unread.
  fileprivate var withoutUnreadElements: JSONValue? {
    if firstGap == nil { return self }
    let read = array?.filter { if case .unread = $0 { false } else { true } }
    return read.flatMap { read in read.contains { $0.firstGap != nil } ? nil : .array(read) }
  }

  /// Whether this text fits a pattern; what is no text fits what equals it.
  func fits(_ pattern: JSONValue) -> Bool {
    guard let pattern = pattern.string, let text = string else { return self == pattern }
    return Glob(pattern).matches(text)
  }

  /// Whether a value fits this pattern.
  func isFit(by value: JSONValue) -> Bool { value.fits(self) }

  /// Truth as JMESPath sees it: null, false and whatever is empty is false.
  var isTruthy: Bool {
    switch self {
    case .null, .bool(false): false
    case .string(let text): !text.isEmpty
    case .array(let elements): !elements.isEmpty
    case .object(let object): !object.isEmpty
    case .bool, .integer, .number, .unread: true
    }
  }
}
