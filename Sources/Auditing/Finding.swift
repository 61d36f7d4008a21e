import Documents
import Estate
import Foundation
import Schema

/// How much a finding matters; ordered.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  case info, low, medium, high, critical

  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What was found on one resource against one rule.
public struct Finding: Sendable, Hashable {
  /// How it stands.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// The rule does not hold.
    case fail
    /// Whether it holds could not be found out.
    case unknown
    /// The rule does not hold, and a waiver says that this is known and accepted.
    case waived
  }

  /// Why it could not be found out.
  public enum UnknownReason: String, Sendable, Hashable, CaseIterable {
    /// A call failed, or something was not looked for.
    case unread
    /// All was read, and no verdict is certain.
    case undecided
    /// AWS is still at it.
    case transition
  }

  /// What `audit fix` can do about it.
  public struct Repair: Sendable, Hashable {
    /// What it does; where it is left to a person, why and what that person can do. Empty where there is none.
    public let summary: String
    /// Whether `fix --yes` does it, or says why it leaves it, without being asked by `--only`.
    public let isAutomatic: Bool
    /// What it does; `nil` where there is none, or where it is left to a person.
    public let action: RepairAction?

    /// Whether there is a repair.
    public var isAvailable: Bool { action != nil }

    /// Whether a rule or a declaration has a repair that is left to a person here.
    public var isLeft: Bool { action == nil && !summary.isEmpty }

    /// Who does it, for a report.
    public var manner: String { isLeft ? "by hand" : isAutomatic ? "automatic" : "on request" }

    /// There is none.
    public static let none = Repair(nil, summary: "", isAutomatic: false)

    /// A repair that is left to a person, for a reason that says what that person can do.
    public static func left(_ reason: String, isAutomatic: Bool) -> Repair {
      Repair(nil, summary: reason, isAutomatic: isAutomatic)
    }

    /// A repair of these parts.
    public init(_ action: RepairAction?, summary: String, isAutomatic: Bool) {
      self.action = action
      self.summary = summary
      self.isAutomatic = isAutomatic
    }
  }

  /// Why it is accepted, and for how long.
  public struct Waiver: Sendable, Hashable {
    /// Why.
    public let reason: String
    /// The last day on which it is.
    public let expires: CalendarDate

    /// Where it is written; `nil` where it is not written yet.
    public let source: SourceMark?

    /// A waiver with these parts.
    public init(reason: String, expires: CalendarDate, source: SourceMark? = nil) {
      self.reason = reason
      self.expires = expires
      self.source = source
    }
  }

  /// What earlier runs knew of it.
  public struct Timeline: Sendable, Hashable {
    /// When it was seen for the first time.
    public let firstSeen: Date
    /// When it came, or came back the last time.
    public let since: Date
    /// When it was seen last.
    public let lastSeen: Date
    /// How often it came back.
    public let returns: Int
    /// Whether it is this run that found it.
    public let isNew: Bool

    /// A timeline of these times.
    public init(firstSeen: Date, since: Date, lastSeen: Date, returns: Int, isNew: Bool) {
      self.firstSeen = firstSeen
      self.since = since
      self.lastSeen = lastSeen
      self.returns = returns
      self.isNew = isNew
    }
  }

  /// Stable between runs for the same rule, resource and path: 32 hexadecimal digits.
  public let fingerprint: String
  /// The rule's id, or `baseline`.
  public let rule: String
  /// The rule's title.
  public let title: String
  /// How much it matters.
  public let severity: Severity
  /// How it stands.
  public var status: Status
  /// Why it could not be found out, where it is unknown.
  public let reason: UnknownReason?
  /// Why it is accepted, where it is.
  public var waiver: Waiver?
  /// On which resource.
  public let resource: ResourceReference
  /// Where in the resource, such as `CacheBehaviors[/api/*].ViewerProtocolPolicy`; empty for the resource as a whole.
  public let place: DocumentPath
  /// Where in the resource the same cannot be told, for the same reason at the same place in code.
  public internal(set) var otherPlaces: [DocumentPath] = []
  /// What should be there.
  public let expected: JSONValue
  /// What is there; `null` where nothing is.
  public private(set) var actual: JSONValue
  /// The code of the failed call for which it is unknown, as gaps have it; empty elsewhere.
  public internal(set) var cause = ""
  /// Of an expectation in several parts, those that are not met.
  public internal(set) var unmet: [JSONValue] = []
  /// One sentence that says what is wrong.
  public internal(set) var message: String
  /// Why it matters.
  public let why: String
  /// What a person can do next.
  public let remediation: String
  /// What `audit fix` can do.
  public var repair: Repair
  /// Where the rule or baseline is written.
  public let source: SourceMark
  /// Where the verdict comes from in the code of an edge function, where it does.
  public var code: Code?
  /// What earlier runs knew of it, where a state says so.
  public var timeline: Timeline?
  /// Who changed what it is about, newest first, where that was asked for and is known.
  public var changes: [RecordedChange] = []
  /// The address of the Terraform resource that declares what is not so, which its message begins with; empty elsewhere.
  public var address = ""

  /// A finding of these parts.
  public init(
    fingerprint: String, rule: String, title: String, severity: Severity, status: Status,
    reason: UnknownReason? = nil, waiver: Waiver? = nil, resource: ResourceReference, place: DocumentPath,
    expected: JSONValue,
    actual: JSONValue,
    message: String, why: String, remediation: String,
    repair: Repair, source: SourceMark
  ) {
    self.fingerprint = fingerprint
    self.rule = rule
    self.title = title
    self.severity = severity
    self.status = status
    self.reason = reason
    self.waiver = waiver
    self.resource = resource
    self.place = place
    self.expected = expected
    self.actual = actual
    self.message = message
    self.why = why
    self.remediation = remediation
    self.repair = repair
    self.source = source
  }

  /// What tells a finding from all others: that something is wrong may be known, and of another part of it nothing.
  public struct Identity: Sendable, Hashable {
    let fingerprint: String
    let status: Status
  }

  /// Adds what another check of the rule says of the same place. Only a repair that both have puts both right.
  mutating func join(_ other: Finding) {
    message += " \(other.message)"
    unmet += other.unmet
    if let these = actual.array, let those = other.actual.array {
      let known = Set(these)
      actual = .array(these + those.filter { !known.contains($0) })
    }
    guard repair != other.repair else { return }
    repair = repair.isAvailable && other.repair.isAvailable ? .none : repair.isAvailable ? other.repair : repair
  }

  /// What tells it from all others.
  public var identity: Identity { Identity(fingerprint: fingerprint, status: status) }

  /// Whether somebody may accept it: what could not be read is never accepted, nor what AWS is still at.
  public var canBeWaived: Bool { status == .fail || isUndecided }
  /// Whether it was read, and no verdict is certain.
  public var isUndecided: Bool { status == .unknown && reason == .undecided }

  /// The place as a text.
  public var path: String { place.description }
}
