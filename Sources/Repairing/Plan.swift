import Auditing
import Documents
import Estate

/// What is to be done about a part: all changes to it at once, however many findings ask for them.
public struct Step: Sendable, Hashable {
  /// What is written.
  public let part: Part
  /// The changes. One from a value to the same value changes nothing, and has to be so for the others to be made.
  public var changes: [Change]
  /// For a version that is published: the version that it is to be like but for the changes.
  public var base: String?
  /// The parts whose steps have to have succeeded before.
  public var after: Set<Part>
  /// The fingerprints of the findings that it repairs.
  public var findings: Set<String>
  /// What a function has to do before it is published.
  public var tests: [FunctionTest] = []
  /// What is found once it is done, and was as wrong before, a sentence each.
  public var shown: [String] = []

  /// A step of these parts.
  public init(
    _ part: Part, changes: [Change], base: String? = nil, after: Set<Part> = [], findings: Set<String> = []
  ) {
    self.part = part
    self.changes = changes
    self.base = base
    self.after = after
    self.findings = findings
  }
}

/// What is to be done about findings, and what is not.
public struct Plan: Sendable {
  /// A finding that is left as it is.
  public struct Refusal: Sendable {
    /// The finding.
    public let finding: Finding
    /// Why, and what a person can do.
    public let reason: String

    /// A finding, and why it is left.
    public init(finding: Finding, reason: String) {
      self.finding = finding
      self.reason = reason
    }
  }

  /// What is done, those that others wait for first.
  public var steps: [Step]
  /// What has a repair and is left all the same.
  public var refusals: [Refusal]
  /// The findings that steps repair, by fingerprint: why each step is there.
  public var findings: [String: Finding] = [:]
  /// Those of them in whose place something else is declared, and is put back, by fingerprint, each with why.
  var overruled: [String: String] = [:]

  /// A plan of these parts.
  public init(steps: [Step] = [], refusals: [Refusal] = []) {
    self.steps = steps
    self.refusals = refusals
  }

  /// How many values change.
  public var changeCount: Int { steps.reduce(0) { $0 + $1.changeCount } }

  /// How many of the changes could not be taken back by `audit undo`, or only without what is lost by them.
  public var irreversibleCount: Int {
    steps.filter { $0.losesForGood || $0.obstacleToUndo != nil }.reduce(0) { $0 + $1.changeCount }
  }

  /// The findings that a step repairs, worst first.
  public func findings(of step: Step) -> [Finding] {
    step.findings.compactMap { findings[$0] }.sorted(by: Finding.worstFirst)
  }
}

extension Step {
  /// How many values it changes.
  public var changeCount: Int { ownChanges.count }

  /// The changes that a person has to know of: not those that only have to be so, nor those to a draft that follow what
  /// serves.
  public var ownChanges: [Change] { changes.filter { !$0.isGuard && !isOfDraftAlone($0) } }

  /// Whether a change is that of the stage that serves, made to the draft as well.
  private func isOfDraftAlone(_ change: Change) -> Bool {
    guard change.place.root == "DEVELOPMENT" else { return false }
    let live = DocumentPath([.member("LIVE")] + change.place.steps.dropFirst())
    return changes.contains { $0.place == live && $0.from == change.from && $0.to == change.to }
  }
}

extension Change {
  /// Whether it changes nothing and only has to be so.
  public var isGuard: Bool { to == .value(from) }
}
