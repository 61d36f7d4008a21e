import AWSCore
import Documents
import Estate

/// Makes the changes of a plan: compares before it writes, and stops where somebody else has changed something.
public struct Applier: Sendable {
  /// Something to show while it works.
  public enum Event: Sendable {
    /// A step begins.
    case begins(Step)
    /// A step is over.
    case ended(Step, StepOutcome)
  }

  private let client: Client
  private let journal: Journal
  private let stop: Stop
  private let observe: @Sendable (Event) -> Void

  /// How often a part is read again after somebody else wrote it in between.
  private static let rounds = 5

  /// An applier.
  ///
  /// - Parameters:
  ///   - client: Makes the calls.
  ///   - journal: Where each is written down before.
  ///   - stop: Whether somebody wants it to stop.
  ///   - observe: Is told how far it has come.
  public init(
    client: Client, journal: Journal, stop: Stop = Stop(), observe: @escaping @Sendable (Event) -> Void = { _ in }
  ) {
    self.client = client
    self.journal = journal
    self.stop = stop
    self.observe = observe
  }

  /// Makes all changes, one step after the other. One that fails takes along only those that wait for it.
  ///
  /// - Returns: What came of each step, in the plan's order.
  public func apply(_ plan: Plan) async -> [(step: Step, outcome: StepOutcome)] {
    var outcomes: [Part: StepOutcome] = [:]
    for step in plan.steps {
      var outcome: StepOutcome
      let (ready, obstacle) = step.resolved(by: outcomes)
      if stop.isAsked {
        outcome = StepOutcome(.stopped, "The run was stopped before it.")
      } else if let obstacle, ready.changes.allSatisfy(\.isGuard) {
        outcome = StepOutcome(.skipped, obstacle)
      } else {
        observe(.begins(step))
        outcome = await apply(ready)
        if let obstacle { outcome = outcome.without(obstacle) }
        try? journal.write(.outcome(step.part, outcome))
      }
      outcomes[step.part] = outcome
      observe(.ended(step, outcome))
    }
    return plan.steps.map { ($0, outcomes[$0.part] ?? StepOutcome(.stopped)) }
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

  private func apply(_ step: Step) async -> StepOutcome {
    let writer = step.part.kind.writer
    let calls = calls(of: step.part)
    var last: ServiceError?
    var hasWritten = false
    for round in 0..<Self.rounds {
      let reading: Reading
      do throws(ServiceError) {
        reading = try await writer.read(step.part, with: calls)
      } catch {
        // What a lost answer did cannot be told without another look.
        return StepOutcome(hasWritten ? .unknown : .failed, (last ?? error).description)
      }
      let members = reading.shown(as: step.part)
      let standings = step.changes.map { ($0, $0.standing(in: members)) }
      let overtaken = standings.overtaken
      if let first = overtaken.first, !step.part.kind.hasIndependentChanges {
        return .overtaken([first], hasWritten: hasWritten)
      }
      let due = standings.filter { $0.1 == .due }.map(\.0)
      // A version may have been asked for that differs in nothing.
      if due.isEmpty, step.part.kind != .version {
        if !overtaken.isEmpty { return .overtaken(overtaken, hasWritten: hasWritten) }
        return StepOutcome(hasWritten ? .applied : .done)
      }
      do {
        try journal.write(.step(step.with(due)))
      } catch {
        return StepOutcome(.failed, "The journal cannot be written: \(error). Nothing was changed.")
      }
      do throws(WriteError) {
        let written = try await writer.write(due, on: reading, of: step, with: calls)
        if !overtaken.isEmpty { return .overtaken(overtaken, hasWritten: true) }
        return StepOutcome(.applied, publishedVersion: written.publishedVersion)
      } catch {
        switch error {
        case .refused(let reason): return StepOutcome(.failed, reason)
        case .stopped: return StepOutcome(.stopped, "The run was stopped while it was being made.")
        case .service(let error):
          hasWritten = true
          last = error
          guard error.mayPass else { return StepOutcome(.failed, error.description) }
          // Somebody else is writing, or the other side is in trouble: a moment helps both.
          if round < Self.rounds - 1 {
            try? await client.configuration.time.sleep(.milliseconds(200 << round))
          }
        }
      }
    }
    return await standing(of: step, writer, calls, after: last)
  }

  /// What came of a step whose last write failed in a way that may have done it all the same.
  private func standing(
    of step: Step, _ writer: any PartWriter, _ calls: Calls, after error: ServiceError?
  ) async -> StepOutcome {
    let reason = error?.description ?? ""
    guard let reading = try? await writer.read(step.part, with: calls) else { return StepOutcome(.unknown, reason) }
    let members = reading.shown(as: step.part)
    if step.part.kind != .version, step.changes.allSatisfy({ $0.standing(in: members) == .done }) {
      return StepOutcome(.applied)
    }
    let overtaken = step.changes.map { ($0, $0.standing(in: members)) }.overtaken
    if !overtaken.isEmpty { return .overtaken(overtaken, hasWritten: true) }
    return StepOutcome(.failed, "given up after \(Self.rounds) rounds: \(reason)")
  }
}

extension ServiceError {
  /// Whether the same may succeed after another look: somebody else wrote, or the answer was lost.
  fileprivate var mayPass: Bool {
    switch kind {
    case .conflict, .throttled, .serviceFault, .unreachable, .malformedResponse: code != "Cancelled"
    case .notFound, .accessDenied, .unauthenticated, .invalidRequest: false
    }
  }
}

extension ServiceError {
  /// Whether the call may have done its work: no answer came, or none that says that it did not.
  fileprivate var isLost: Bool {
    switch kind {
    case .serviceFault, .unreachable, .malformedResponse: true
    // Repeating a call whose first answer was lost is answered so.
    case .conflict: true
    case .throttled, .notFound, .accessDenied, .unauthenticated, .invalidRequest: false
    }
  }
}

extension StepOutcome {
  fileprivate static func overtaken(_ changes: [(Change, JSONValue)], hasWritten: Bool) -> StepOutcome {
    let texts = changes.prefix(3).map { change, now in
      "\(change.place) was \(change.from.shortText) and is \(now.shortText) now"
    }
    let more = changes.count > 3 ? ", and \(changes.count - 3) more" : ""
    return StepOutcome(
      hasWritten ? .partial : .overtaken,
      "\(texts.joined(separator: "; "))\(more): somebody else changed it, and it was not written over."
        + (hasWritten ? "" : " Nothing was written.") + " Look at it, then run audit fix again.")
  }
}

extension StepOutcome {
  /// This outcome of a step of which something was left out.
  fileprivate func without(_ obstacle: String) -> StepOutcome {
    StepOutcome(isGood ? .partial : status, message.isEmpty ? obstacle : "\(message) \(obstacle)")
  }
}

extension JSONValue {
  /// The value for a sentence: what is longer than a few words loses its end.
  fileprivate var shortText: String {
    let text = JSONWriter().string(self)
    return text.count > 100 ? "\(text.prefix(97))..." : text
  }
}

extension [(Change, Change.Standing)] {
  /// Those that somebody else has changed, with what is there now.
  fileprivate var overtaken: [(Change, JSONValue)] {
    compactMap { change, standing in if case .overtaken(let now) = standing { (change, now) } else { nil } }
  }
}

extension Part.Kind {
  /// Whether each change means something by itself: that somebody else has changed one key does not touch the others.
  fileprivate var hasIndependentChanges: Bool { self == .items }
}

extension Step {
  /// This step with only these changes.
  fileprivate func with(_ changes: [Change]) -> Step {
    var step = self
    step.changes = changes
    return step
  }

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

extension Reading {
  /// What was read, without secrets: as an estate has it.
  fileprivate func shown(as part: Part) -> JSONValue {
    .object(Redacted.members(members.object ?? [:], of: part.resource.type))
  }
}

extension JournalRecord {
  fileprivate init(_ note: Calls.CallNote, of part: Part) {
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
