import Estate
import Foundation

/// A run, as the history knows it.
public struct RecordedRun: Sendable, Hashable {
  /// Its number in the file: later runs have greater ones, whatever their clocks said. 0 before it is recorded.
  public var number = 0
  /// The id in its report.
  public let id: String
  /// Whose estate it audited.
  public let account: StateAccount
  /// `check`, `fix`, `fix --dry-run`.
  public let command: String
  /// The version of audit.
  public let version: String
  /// What it was narrowed to, such as `--only compression`; empty where it was not.
  public let scope: String
  /// When it began, by the clock of its machine.
  public let startedAt: Date
  /// When the estate had been read, by the clock of its machine: what it found was there then.
  public let finishedAt: Date
  /// Whether everything was read and judged.
  public let isComplete: Bool
  /// How many resources it read.
  public let resources: Int
  /// How many calls it made.
  public let calls: Int
  /// How many parts came out of the state.
  public let taken: Int
  /// What it brought, and what was known to be wrong after it.
  public var counts = Counts()

  /// What a run brought to the history.
  public struct Counts: Sendable, Hashable {
    /// Findings that were not there before, or had been waived or gone.
    public var appeared = 0
    /// Findings that are gone.
    public var gone = 0
    /// What was known to fail after the run, by severity, whoever found it.
    public var open: [String: Int] = [:]
    /// What was known to be waived after it.
    public var waived = 0
    /// What could not be judged, and was not since.
    public var unknown = 0

    /// Nothing.
    public init() {}
  }

  /// A run of these parts, before it is recorded.
  public init(
    id: String, account: StateAccount, command: String, version: String, scope: String = "", startedAt: Date,
    finishedAt: Date, isComplete: Bool, resources: Int = 0, calls: Int = 0, taken: Int = 0
  ) {
    self.id = id
    self.account = account
    self.command = command
    self.version = version
    self.scope = scope
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.isComplete = isComplete
    self.resources = resources
    self.calls = calls
    self.taken = taken
  }
}

/// A finding, as a run saw it.
public struct SeenFinding: Sendable, Hashable {
  /// How it stood.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    case fail, waived, unknown
  }

  /// Its fingerprint.
  public let fingerprint: String
  /// The rule.
  public let rule: String
  /// `critical`, `high`, `medium`, `low`, `info`.
  public let severity: String
  /// How it stood.
  public let status: Status
  /// Whether its verdict is missing: so it is, too, where that is waived.
  public let isUnknown: Bool
  /// Whether it is missing because something could not be read: that is no news of findings.
  public let isUnread: Bool
  /// On which resource.
  public let resource: ResourceReference
  /// Where in it.
  public let path: String
  /// What is wrong.
  public let message: String
  /// The file in which the rule or baseline is written.
  public let file: String

  /// A finding of these parts.
  public init(
    fingerprint: String, rule: String, severity: String, status: Status, isUnknown: Bool, isUnread: Bool = false,
    resource: ResourceReference, path: String, message: String, file: String
  ) {
    self.fingerprint = fingerprint
    self.rule = rule
    self.severity = severity
    self.status = status
    self.isUnknown = isUnknown
    self.isUnread = isUnread
    self.resource = resource
    self.path = path
    self.message = message
    self.file = file
  }

  /// What makes it the same finding in another run. That a verdict is missing is another thing than that it is bad.
  public var identity: Identity { Identity(fingerprint: fingerprint, isUnknown: isUnknown) }

  /// What makes two findings the same.
  public struct Identity: Sendable, Hashable {
    /// The fingerprint.
    public let fingerprint: String
    /// Whether the verdict is missing.
    public let isUnknown: Bool

    /// The identity of a finding.
    public init(fingerprint: String, isUnknown: Bool) {
      self.fingerprint = fingerprint
      self.isUnknown = isUnknown
    }
  }
}

/// A finding, as the history knows it.
public struct RecordedFinding: Sendable, Hashable {
  /// As it was seen last.
  public let seen: SeenFinding
  /// Whose estate it is in.
  public let account: StateAccount
  /// When it was seen for the first time.
  public let firstSeen: Date
  /// When it came, or came back the last time.
  public let since: Date
  /// When it was seen last.
  public let lastSeen: Date
  /// When it was gone; `nil` where it is not known to be.
  public let goneAt: Date?
  /// How often it came back.
  public let returns: Int
  /// Whether a report has told how it stands: not where a run that found it ended before its report was written.
  public let isTold: Bool

  /// A finding with its times.
  public init(
    seen: SeenFinding, account: StateAccount, firstSeen: Date, since: Date, lastSeen: Date, goneAt: Date?, returns: Int,
    isTold: Bool = true
  ) {
    self.seen = seen
    self.account = account
    self.firstSeen = firstSeen
    self.since = since
    self.lastSeen = lastSeen
    self.goneAt = goneAt
    self.returns = returns
    self.isTold = isTold
  }
}

/// What a run did to a finding.
public struct RecordedEvent: Sendable, Hashable {
  /// What happened.
  public enum Transition: String, Sendable, Hashable {
    /// It was seen for the first time.
    case appeared
    /// It was there once more after it had been gone.
    case returned
    /// It is accepted.
    case waived
    /// It is accepted no longer.
    case unwaived
    /// It is no longer there.
    case gone
  }

  /// What happened.
  public let transition: Transition
  /// The run that saw it.
  public let run: RecordedRun

  /// An event in a run.
  public init(transition: Transition, run: RecordedRun) {
    self.transition = transition
    self.run = run
  }
}

/// What a run changed in the history.
public struct HistoryChanges: Sendable, Hashable {
  /// What was not there before, or had been gone or waived; so too what a run found that never told.
  public internal(set) var appeared: [RecordedFinding] = []
  /// What is gone.
  public internal(set) var gone: [RecordedFinding] = []
  /// What could not be judged, as something could not be read, and could be before.
  public internal(set) var unread: [RecordedFinding] = []
  /// What can be judged again.
  public internal(set) var readAgain: [RecordedFinding] = []
  /// Whether no run of this account was known before.
  public internal(set) var isFirst = false
  /// The end of the run before, where it is later than that of this one: a clock was wrong.
  public internal(set) var laterRunBefore: Date?
  /// The numbers of the runs.
  var runs: [Int64] = []

  /// Nothing.
  public init() {}

  mutating func add(_ finding: RecordedFinding) {
    switch (finding.seen.isUnread, finding.goneAt == nil) {
    case (false, true): appeared.append(finding)
    case (false, false): gone.append(finding)
    case (true, true): unread.append(finding)
    case (true, false): readAgain.append(finding)
    }
  }

  /// These and those of another account.
  public func with(_ others: HistoryChanges) -> HistoryChanges {
    var all = self
    all.appeared += others.appeared
    all.gone += others.gone
    all.unread += others.unread
    all.readAgain += others.readAgain
    all.isFirst = isFirst && others.isFirst
    all.laterRunBefore = laterRunBefore ?? others.laterRunBefore
    all.runs += others.runs
    return all
  }
}
