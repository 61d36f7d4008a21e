import AWSCore
import Documents
import Estate
import Schema
import Synchronization

/// One step on its way: read, compared, written, and the same again where somebody else was faster or an answer was lost.
struct StepWork: Sendable {
  private let step: Step
  private let writer: any PartWriter
  private let calls: Calls
  private let client: Client
  private let journal: Journal
  private let stop: Stop
  private let awaitsRoles: Bool
  private let trace = Trace()

  /// How often a part is read again without anything having come of it.
  private static let rounds = 5

  /// The work on a step, all of whose values are known.
  ///
  /// - Parameter awaitsRoles: Whether it leans on what was just changed of roles, which IAM takes seconds to spread.
  init(_ step: Step, client: Client, journal: Journal, stop: Stop, awaitsRoles: Bool = false) {
    self.step = step
    self.awaitsRoles = awaitsRoles
    self.client = client
    self.journal = journal
    self.stop = stop
    writer = step.part.name.writer
    calls = Calls(client: client, stop: stop) { [trace] note in
      try journal.write(JournalRecord(note, of: step.part))
      if note.mayHaveActed { trace.hasWritten = true }
    }
  }

  /// Does it, and says what came of it. Where the service refuses it as a whole, what does not depend on the refused part
  /// is done all the same.
  func outcome() async -> StepOutcome {
    let outcome = await attempt()
    let groups = step.independentChanges
    guard let refusal = trace.refusal, groups.count > 1 else { return outcome }
    return await Bisection(step: step, client: client, journal: journal, stop: stop).outcome(of: groups, after: refusal)
      ?? outcome
  }

  /// Why the service did not take what was sent, once an attempt was made; `nil` where it was something else.
  var refusal: ServiceError? { trace.refusal }

  /// Does it as it is.
  func attempt() async -> StepOutcome {
    var (round, left) = (0, Int.max)
    while true {
      let reading: Reading
      do throws(ServiceError) { reading = try await writer.read(step.part, with: calls) } catch {
        return StepOutcome(
          trace.hasWritten ? .unknown : .failed, error.description, hasWritten: trace.hasWritten,
          failure: error.category)
      }
      let statuses = step.statuses(in: reading)
      if let overtaken = overtaken(statuses), !step.part.name.hasIndependentChanges { return overtaken }
      let due = statuses.filter { $0.1 == .due }.map(\.0)
      // A version may have been asked for that differs in nothing.
      if due.isEmpty, step.part.name != .version {
        return overtaken(statuses) ?? StepOutcome(trace.hasWritten ? .applied : .done)
      }
      // As long as something comes of it, somebody else's writes in between are no reason to give up.
      if due.count < left { (round, left) = (0, due.count) }
      do { try journal.write(.step(step.with(due))) } catch {
        return await end(.failed, "The journal cannot be written: \(error).")
      }
      do throws(WriteError) {
        let written = try await writer.write(due, on: reading, of: step, with: calls)
        return overtaken(statuses) ?? StepOutcome(.applied, publishedVersion: written.publishedVersion)
      } catch {
        round += 1
        if let outcome = await outcome(after: error, round: round) { return outcome }
      }
    }
  }

  /// What came of a step that could not be written; `nil` where another round may do it, for which it has waited then.
  private func outcome(after error: WriteError, round: Int) async -> StepOutcome? {
    switch error {
    case .refused(let reason): return StepOutcome(.failed, reason, hasWritten: trace.hasWritten)
    case .stopped: return await end(.stopped, "The run was stopped.")
    case .service(let error):
      if error.code == "Cancelled" {
        return StepOutcome(.stopped, "The run was stopped while it was being made.", hasWritten: trace.hasWritten)
      }
      let isTooEarly =
        awaitsRoles && error.code == "InvalidLambdaFunctionAssociation" && round < Self.rounds && !stop.isAsked
      guard error.mayPass || isTooEarly else {
        if error.category == .invalidRequest || error.category == .notFound { trace.refusal = error }
        return await end(.failed, error.description, after: error)
      }
      guard round < Self.rounds else {
        let why = error.category == .conflict ? ", in each of which somebody else was writing it" : ""
        return await end(.failed, "Given up after \(round) rounds\(why): \(error).", after: error)
      }
      // Whoever else is writing needs a moment, a service in trouble a longer one, and IAM half a minute.
      let pause = isTooEarly ? 1_000 : error.category == .conflict ? 100 : 250
      try? await calls.configuration.time.sleep(.milliseconds(pause << round))
      return nil
    }
  }

  /// How a step ends that was given up: as another look says, where something may have been written.
  private func end(_ status: StepOutcome.Status, _ reason: String, after error: ServiceError? = nil) async
    -> StepOutcome
  {
    guard trace.hasWritten else {
      return StepOutcome(status, "\(reason) Nothing was written.", failure: error?.category)
    }
    // No look at its settings says whether a version was published.
    guard error?.isLost != true || step.part.name != .version,
      let statuses = (try? await writer.read(step.part, with: calls)).map(step.statuses)
    else { return StepOutcome(.unknown, reason, hasWritten: true) }
    let changes = statuses.filter { !$0.0.isGuard }
    let done = changes.count { $0.1 == .done }
    if done == changes.count, step.part.name != .version { return StepOutcome(.applied) }
    return overtaken(statuses)
      ?? StepOutcome(
        status, "\(reason) \(done) of \(changes.count) changes are made.", hasWritten: true, failure: error?.category)
  }

  /// How a step ends in which somebody else has changed something; `nil` where nobody has.
  private func overtaken(_ statuses: [(Change, Change.Status)]) -> StepOutcome? {
    Step.otherChange(in: statuses).map { change in
      StepOutcome(
        .overtaken,
        "\(change), and it was not written over." + (trace.hasWritten ? "" : " Nothing was written.")
          + " Look at it, then run the command again.", hasWritten: trace.hasWritten)
    }
  }
}

/// What came of the calls so far.
private final class Trace: Sendable {
  private let state = Mutex<(hasWritten: Bool, refusal: ServiceError?)>((false, nil))

  /// Whether something was written, or may have been.
  var hasWritten: Bool {
    get { state.withLock { $0.hasWritten } }
    set { state.withLock { $0.hasWritten = newValue } }
  }

  /// Why the service did not take what was sent.
  var refusal: ServiceError? {
    get { state.withLock { $0.refusal } }
    set { state.withLock { $0.refusal = newValue } }
  }
}

extension ServiceError {
  /// Whether the same may succeed after another look: somebody else wrote, or the answer was lost.
  fileprivate var mayPass: Bool {
    switch category {
    case .conflict, .throttled, .serviceFault, .unreachable, .malformedResponse: true
    case .notFound, .accessDenied, .unauthenticated, .invalidRequest: false
    }
  }
}

extension JSONValue {
  /// This and another value for a sentence: of what is longer than a few words, what differs.
  fileprivate func shortTexts(beside other: JSONValue) -> (String, String) {
    func text(_ value: JSONValue) -> String { value.isNull ? "not set" : JSONWriter().string(value) }
    func cut(_ text: String) -> String { text.count > Self.shortLength ? "\(text.prefix(Self.shortLength))…" : text }
    let whole = (text(self), text(other))
    if max(whole.0.count, whole.1.count) <= Self.shortLength { return whole }
    let parts = Narrowing.parts(self, other)
    return (cut(text(parts.left)), cut(text(parts.right)))
  }

  private static let shortLength = 100
}

extension WritablePart.Name {
  /// Whether each change means something by itself: that somebody else has changed one key does not touch the others.
  var hasIndependentChanges: Bool { self == .items }
}

extension Step {
  /// This step with only these changes.
  func with(_ changes: [Change]) -> Step {
    var step = self
    step.changes = changes
    return step
  }

  /// What somebody else has changed of it, for a person; `nil` where nobody has.
  static func otherChange(in statuses: [(Change, Change.Status)]) -> String? {
    let changes = statuses.compactMap { change, status in
      if case .overtaken(let now) = status { (change, now) } else { nil }
    }
    if changes.isEmpty { return nil }
    let texts = changes.prefix(3).map { change, now in
      let (before, after) = change.from.shortTexts(beside: now)
      return "\(change.place) was \(before) and is \(after) now"
    }
    let more = changes.count > 3 ? ", and \(changes.count - 3) more" : ""
    return "\(texts.joined(separator: "; "))\(more): somebody else changed it"
  }

  /// How its changes stand to what was read.
  func statuses(in reading: Reading) -> [(Change, Change.Status)] {
    // An estate has no secrets either.
    let members = JSONValue.object(Redacted.members(reading.members.object ?? [:], of: part.resource.type))
    guard part.name == .items else { return changes.map { ($0, $0.status(in: members, of: part.schema)) } }
    // Of thousands of keys each is looked up once.
    let list = part.schema.member("Items")
    let items = Dictionary((members["Items"].array ?? []).map { (list.name(of: $0), $0) }) { $1 }
    return changes.map { change in
      guard case .element(let key)? = change.place.steps.dropFirst().first else {
        return (change, change.status(in: members, of: part.schema))
      }
      return (change, change.status(in: ["Items": .array(items[key].map { [$0] } ?? [])], of: part.schema))
    }
  }
}
