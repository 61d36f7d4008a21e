import AWSCore
import Documents
import Estate

/// Makes the changes of a plan: compares before it writes, and stops where somebody else has changed something.
public struct Applier: Sendable {
  private let client: Client
  private let journal: Journal
  private let stop: Stop

  /// An applier.
  ///
  /// - Parameters:
  ///   - client: Makes the calls.
  ///   - journal: Where each is written down before.
  ///   - stop: Whether somebody wants it to stop.
  public init(client: Client, journal: Journal, stop: Stop = Stop()) {
    self.client = client
    self.journal = journal
    self.stop = stop
  }

  /// Makes all changes, one step after the other. One that fails takes along only those that wait for it.
  ///
  /// - Parameters:
  ///   - begin: Told the number of each step, from 1, before it.
  ///   - deploy: Waits until distributions serve what was written, before a step that may shut them out of what they used
  ///     until then; gives `false` where they do not.
  /// - Returns: What came of each step, in the plan's order.
  public func apply(
    _ plan: Plan, telling begin: @Sendable (Int) -> Void = { _ in },
    deploying deploy: @Sendable ([Part]) async -> Bool = { _ in true }
  ) async -> [(step: Step, outcome: StepOutcome)] {
    var outcomes: [Part: StepOutcome] = [:]
    var all: [StepOutcome] = []
    var deploying: [Part] = []
    let twice = plan.partsWrittenTwice
    for (index, step) in plan.steps.enumerated() {
      begin(index + 1)
      if step.mayShutOut, !deploying.isEmpty, !stop.isAsked, await deploy(deploying) { deploying = [] }
      var outcome: StepOutcome
      let (ready, obstacle) = step.resolved(by: outcomes)
      if stop.isAsked {
        outcome = StepOutcome(.stopped, "The run was stopped before it.")
      } else if let obstacle, ready.changes.allSatisfy(\.isGuard) {
        outcome = StepOutcome(.skipped, obstacle)
      } else if let reason = twice.obstacle(to: index, of: plan, after: all) {
        outcome = StepOutcome(.skipped, reason)
      } else if step.mayShutOut, let first = deploying.first {
        outcome = StepOutcome(
          .skipped,
          "\(first.resource.id) is not deployed yet, and asks as before until it is. Run it again once it is.")
      } else {
        let hasNewTrust = outcomes.contains { $0.key.name == .trustPolicy && $0.value.status == .applied }
        outcome = await StepWork(
          ready, client: client, journal: journal, stop: stop, awaitsRoles: hasNewTrust && step.isDeployed
        ).outcome()
        if let obstacle { outcome = outcome.without(obstacle) }
        try? journal.write(.outcome(step.part, outcome))
      }
      outcomes[step.part] = outcome
      all.append(outcome)
      if step.isDeployed, outcome.isGood || outcome.hasWritten { deploying.append(step.part) }
    }
    return Array(zip(plan.steps, all)).map { ($0, $1) }
  }

  /// Ends the journal.
  public func finish(_ run: RepairRun) {
    try? journal.write(.end(isComplete: run.outcomes.allSatisfy(\.outcome.isGood)))
  }

  /// What came of an invalidation.
  public struct Invalidated: Sendable {
    /// What was asked for.
    public let plan: InvalidationPlan
    /// Its id, where it is under way.
    public let id: String?
    /// Why it is not; empty where it is.
    public let message: String
  }

  /// Takes out of the caches what repairs have made wrong.
  ///
  /// - Parameter run: The name of the run, by which CloudFront knows a repeated request.
  public func invalidate(_ plans: [InvalidationPlan], run: String) async -> [Invalidated] {
    var results: [Invalidated] = []
    for plan in plans {
      let part = Part(.configuration, of: ResourceReference(type: .distribution, id: plan.distribution))
      do throws(WriteError) {
        switch try await Invalidator().invalidate(plan, run: run, with: calls(of: part)) {
        case .begun(let id): results.append(Invalidated(plan: plan, id: id, message: ""))
        case .busy(let message): results.append(Invalidated(plan: plan, id: nil, message: message))
        }
      } catch {
        results.append(Invalidated(plan: plan, id: nil, message: error.description))
      }
    }
    return results
  }

  private func calls(of part: Part) -> Calls {
    Calls(client: client, stop: stop) { [journal] note in try journal.write(JournalRecord(note, of: part)) }
  }
}

extension StepOutcome {
  /// This outcome of a step of which something was left out.
  fileprivate func without(_ obstacle: String) -> StepOutcome {
    StepOutcome(
      isGood ? .partial : status, message.isEmpty ? obstacle : "\(message) \(obstacle)", hasWritten: hasWritten,
      failure: failure)
  }
}

extension Step {
  /// This step with the versions that others have published by now, and without the changes that wait for one that was
  /// not, and why.
  fileprivate func resolved(by outcomes: [Part: StepOutcome]) -> (Step, obstacle: String?) {
    var obstacle: String?
    let changes = changes.compactMap { change in
      guard case .versionPublished(let part) = change.to else { return change }
      guard let arn = outcomes[part]?.publishedVersion else {
        obstacle = "No version of \(part.resource.id) was published, so \(change.place) was left as it is."
        return nil
      }
      return Change(change.place, from: change.from, to: .string(arn))
    }
    return (with(changes), obstacle)
  }
}

extension Plan {
  /// The numbers of the steps on a part that has two: what is let in first, and what is taken away at the end.
  fileprivate var partsWrittenTwice: [Part: ClosedRange<Int>] {
    Dictionary(grouping: steps.indices, by: { steps[$0].part }).compactMapValues { numbers in
      numbers.count > 1 ? numbers[0]...numbers[numbers.count - 1] : nil
    }
  }
}

extension [Part: ClosedRange<Int>] {
  /// Why a step would shut a distribution out, as one before it did not succeed; `nil` where none would.
  fileprivate func obstacle(to index: Int, of plan: Plan, after outcomes: [StepOutcome]) -> String? {
    if isEmpty { return nil }
    if plan.steps[index].isDeployed {
      let first = first { $0.value.contains(index) && !outcomes[$0.value.lowerBound].isGood }
      return first.map { "\($0.key.resource.id) could not be made to let it in first." }
    }
    guard let range = self[plan.steps[index].part], range.upperBound == index else { return nil }
    let between = range.dropLast().first {
      ($0 == range.lowerBound || plan.steps[$0].isDeployed) && !outcomes[$0].isGood
    }
    return between.map {
      "\(plan.steps[$0].part.resource.id) is not as planned, so that it keeps who was let in before."
    }
  }
}

extension JournalRecord {
  init(_ note: Calls.CallNote, of part: Part) {
    switch note {
    case .begins(let operation, let resource, let aside):
      self = .call(part, operation: operation, resource: resource, aside: aside)
    case .succeeded(let operation, let version): self = .answer(part, operation: operation, version: version)
    case .failed(let error):
      self = .error(
        part, operation: error.operation, code: error.code, message: error.description, isLost: error.isLost)
    }
  }
}
