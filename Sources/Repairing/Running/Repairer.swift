import AWSCore
import Auditing
import Estate

/// Makes the changes of a plan that somebody has agreed to, and sees them through: what was written serves, caches are
/// emptied of what was wrong, and probes were asked. Each change is in a journal before it is made.
public struct Repairer: Sendable {
  /// How far a repairer has come, for whoever shows it.
  public enum Progress: Sendable, Hashable {
    /// It begins with this.
    case begins(String)
    /// It is at that step of it.
    case step(String)
    /// It waits, and this is what it waits for.
    case waits(String)
    /// It is over with what it began.
    case ends
  }

  private let client: Client
  private let stop: Stop
  private let isPatient: Bool
  private let tell: @Sendable (Progress) -> Void

  /// A repairer.
  ///
  /// - Parameters:
  ///   - client: Makes the calls.
  ///   - stop: Whether somebody wants it to stop.
  ///   - isPatient: Whether it waits until all edges serve what was written, without which no probe is asked.
  ///   - tell: Gets told how far it has come.
  public init(
    client: Client, stop: Stop, isPatient: Bool, telling tell: @escaping @Sendable (Progress) -> Void = { _ in }
  ) {
    self.client = client
    self.stop = stop
    self.isPatient = isPatient
    self.tell = tell
  }

  /// Makes the changes of a run.
  ///
  /// - Parameters:
  ///   - run: Has the plan, and gets what came of it.
  ///   - record: What its journal begins with.
  ///   - folder: Where journals are.
  ///   - postApply: What a plan, or the part of it that was carried out, entails.
  /// - Throws: ``JournalError`` where no journal can be kept; nothing was done then.
  public func carryOut(
    _ run: inout RepairRun, as record: JournalRecord.Run, journalIn folder: String,
    entailing postApply: (Plan) -> PostApply
  ) async throws(JournalError) {
    let journal = try Journal(record, in: folder)
    let applier = Applier(client: client, journal: journal, stop: stop)
    run.id = record.id
    await apply(&run, by: applier)
    if let failure = journal.failure {
      run.isCutShort = true
      run.remarks.append(
        "\(journal.path): \(failure), so that no further step was begun. Once there is room, run audit fix again; what this "
          + "run did, `audit undo \(record.id)` takes back.")
    }
    let then = postApply(run.applied)
    if isPatient { await settle(&run) }
    run.invalidations = await applier.invalidate(then.invalidations, run: record.id)
    await ask(then.probes, of: &run)
    run.signal = stop.signal
    applier.finish(run)
  }

  private func apply(_ run: inout RepairRun, by applier: Applier) async {
    let count = run.plan.steps.count
    tell(.begins("repairing"))
    run.outcomes = await applier.apply(run.plan) { [tell] in
      tell(.step("step \($0) of \(count)"))
    } deploying: { parts in
      // Who does not want to wait has a look taken.
      await wait(for: parts, atMost: isPatient ? nil : .zero).allSatisfy(\.isSettled)
    }
    tell(.ends)
    if run.outcomes.contains(where: \.outcome.isDenied) {
      run.remarks.append("`audit permissions --fix` prints the policy that these repairs need.")
    }
  }

  private func settle(_ run: inout RepairRun) async {
    tell(.begins("waiting for all edges"))
    run.waits = await wait(for: run.applied.steps.map(\.part))
    tell(.ends)
  }

  private func wait(for parts: [Part], atMost limit: Duration? = nil) async -> [DeploymentWait.Wait] {
    let wait = DeploymentWait(client: client, stop: stop, limit: limit ?? DeploymentWait.limit)
    return await wait.wait(for: parts) { [tell] _, _, state in tell(.waits(state)) }
  }

  private func ask(_ probes: [Probe], of run: inout RepairRun) async {
    guard isPatient, !stop.isAsked else {
      run.remarks += probes.map { "\($0.url) was not asked." }
      return
    }
    tell(.begins("asking as viewers do"))
    let configuration = client.configuration
    run.probes = await Prober(transport: configuration.transport, userAgent: configuration.userAgent, stop: stop)
      .outcomes(of: probes)
    tell(.ends)
  }
}
