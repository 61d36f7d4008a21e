import Auditing

/// What a run of repairs planned and did: what its report is written from.
public struct RepairRun: Sendable {
  /// What the second look at what was touched said.
  public struct Verification: Sendable {
    /// The findings that are gone.
    public var repaired: [Finding]
    /// The findings that were to be repaired and are still there.
    public var remaining: [Finding]
    /// The findings of which the second look could not tell: something that their rules need was not read.
    public var unverified: [Finding]
    /// Findings on what was touched that were not there before.
    public var worse: [Finding]

    /// What a second look says about findings that were to be repaired.
    ///
    /// - Parameters:
    ///   - planned: The fingerprints of the findings that steps were to repair.
    ///   - before: All findings on what was touched, before.
    ///   - after: All findings on what was touched, now.
    ///   - unjudged: The rules that could not be judged everywhere, now.
    public init(planned: Set<String>, before: [Finding], after: [Finding], unjudged: Set<String>) {
      let known = Set(before.filter { $0.status == .fail }.map(\.fingerprint))
      let now = Set(after.filter { $0.status == .fail }.map(\.fingerprint))
      let wanted = before.filter { planned.contains($0.fingerprint) }
      remaining = wanted.filter { now.contains($0.fingerprint) }
      let gone = wanted.filter { !now.contains($0.fingerprint) }
      repaired = gone.filter { !unjudged.contains($0.rule) }
      unverified = gone.filter { unjudged.contains($0.rule) }
      worse = after.filter { $0.status == .fail && !known.contains($0.fingerprint) }
    }
  }

  /// The run's name, which `audit undo` takes; `nil` for a plan alone.
  public var id: String?
  /// What was planned.
  public var plan: Plan
  /// What is to be done, or was, once repairs are made.
  public var postApply: PostApply?
  /// What came of invalidations, for a person.
  public var invalidations: [Applier.Invalidated] = []
  /// What viewers get.
  public var probes: [ProbeOutcome] = []
  /// What came of each step, in the plan's order; empty for a plan alone.
  public var outcomes: [(step: Step, outcome: StepOutcome)] = []
  /// How long it took until what was written serves.
  public var waits: [DeploymentWait.Wait] = []
  /// What the second look said; `nil` where there was none.
  public var verification: Verification?
  /// The signal that stopped it.
  public var signal: Int32?
  /// Whether its journal could not be written to its end, so that steps were left out.
  public var isCutShort = false
  /// What a person should know besides.
  public var remarks: [String] = []

  /// A run that has done nothing yet.
  public init(id: String? = nil, plan: Plan) {
    self.id = id
    self.plan = plan
  }

  /// The steps that changed something.
  public var applied: Plan { Plan(steps: outcomes.filter(\.outcome.hasWritten).map(\.step)) }

  /// How a run ended, as far as that is not what is found afterwards.
  public enum Ending: Sendable, Hashable {
    /// All that was planned is so.
    case complete
    /// Something is left.
    case left
    /// Whether all that was planned is so could not be found out, or a call failed.
    case unknown
    /// A signal of that number stopped it.
    case stopped(Int32)
  }

  /// How it ended.
  public var ending: Ending {
    if let signal { return .stopped(signal) }
    let isUnknown = isCutShort || outcomes.contains { $0.outcome.status == .unknown || $0.outcome.hasCallFailed }
    if isUnknown || waits.contains(where: { !$0.isSettled }) { return .unknown }
    let holds = probes.allSatisfy { $0.status == .held } && invalidations.allSatisfy { $0.id != nil }
    return holds && outcomes.allSatisfy(\.outcome.isGood) ? .complete : .left
  }
}
