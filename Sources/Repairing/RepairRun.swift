import Auditing

/// What a run of repairs planned and did: what its report is written from.
public struct RepairRun: Sendable {
  /// What the second look at what was touched said.
  public struct Verification: Sendable {
    /// The findings that are gone.
    public var repaired: [Finding]
    /// The findings that were to be repaired and are still there.
    public var remaining: [Finding]
    /// Findings on what was touched that were not there before.
    public var worse: [Finding]

    /// The look of these parts.
    public init(repaired: [Finding], remaining: [Finding], worse: [Finding]) {
      self.repaired = repaired
      self.remaining = remaining
      self.worse = worse
    }

    /// What a second look says about findings that were to be repaired.
    ///
    /// - Parameters:
    ///   - planned: The fingerprints of the findings that steps were to repair.
    ///   - before: All findings on what was touched, before.
    ///   - after: All findings on what was touched, now.
    public init(planned: Set<String>, before: [Finding], after: [Finding]) {
      let known = Set(before.filter { $0.status == .fail }.map(\.fingerprint))
      let now = Set(after.filter { $0.status != .waived }.map(\.fingerprint))
      let wanted = before.filter { planned.contains($0.fingerprint) }
      repaired = wanted.filter { !now.contains($0.fingerprint) }
      remaining = wanted.filter { now.contains($0.fingerprint) }
      worse = after.filter { $0.status == .fail && !known.contains($0.fingerprint) }
    }
  }

  /// The run's name, which `audit undo` takes; `nil` for a plan alone.
  public var id: String?
  /// What was planned.
  public var plan: Plan
  /// What is to be done, or was, once repairs are made.
  public var aftercare: Aftercare?
  /// What came of invalidations, for a person.
  public var invalidations: [Applier.Invalidated] = []
  /// What viewers get.
  public var probes: [ProbeOutcome] = []
  /// What came of each step, in the plan's order; empty for a plan alone.
  public var outcomes: [(step: Step, outcome: StepOutcome)] = []
  /// How long it took until what was written serves.
  public var waits: [Settling.Wait] = []
  /// What the second look said; `nil` where there was none.
  public var verification: Verification?
  /// What a person should know besides.
  public var remarks: [String] = []

  /// A run that has done nothing yet.
  public init(id: String? = nil, plan: Plan) {
    self.id = id
    self.plan = plan
  }

  /// The steps that changed something.
  public var applied: Plan { Plan(steps: outcomes.filter(\.outcome.hasWritten).map(\.step)) }
}
