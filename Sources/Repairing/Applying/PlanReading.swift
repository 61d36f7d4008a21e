import AWSCore
import Documents
import Estate
import Schema

/// What of a plan is still to be done, by a look at what is there now.
public struct PlanReading: Sendable {
  /// The plan without what is so already, and without what would not be written over since somebody else has changed it.
  public private(set) var plan = Plan()
  /// What a person should know of what was left out.
  public private(set) var remarks: [String] = []
  /// Whether some part could not be read; it stays in the plan.
  public private(set) var isIncomplete = false
  /// Whether something would not be written over.
  public private(set) var leavesSomething = false

  /// Reads each part of a plan.
  public init(of plan: Plan, by client: Client) async {
    self.plan.refusals = plan.refusals
    // A call that changes something would need a journal; none is made.
    let calls = Calls(client: client, stop: Stop()) { _ in }
    // What is written twice is as it is to be where the last time was done.
    let last = Dictionary(plan.steps.map { ($0.part, $0) }) { $1 }
    var (settled, left): (Set<Part>, Set<Part>) = ([], [])
    for (number, step) in plan.steps.enumerated() where !settled.contains(step.part) && !left.contains(step.part) {
      let part = "\(step.part.resource.id): \(step.part.definition?.words ?? "all")"
      do throws(ServiceError) {
        let reading = try await step.part.name.writer.read(step.part, with: calls)
        if let end = last[step.part], end != step,
          end.statuses(in: reading).allSatisfy({ $0.1 == .done || $0.0.isGuard })
        {
          settled.insert(step.part)
          remarks.append("\(part) is as before already.")
          continue
        }
        let statuses = step.statuses(in: reading)
        let changes = statuses.filter { !$0.0.isGuard }
        if changes.allSatisfy({ $0.1 == .done }) {
          remarks.append("\(part) is as before already.")
          continue
        }
        var kept = statuses.filter { $0.1 != .done || $0.0.isGuard }
        // What is written twice need not be yet as the second time finds it.
        let later = plan.steps[number...].filter { $0.part == step.part }.map { $0.statuses(in: reading) }
        if !self.plan.steps.contains(where: { $0.part == step.part }), let other = Step.otherChange(in: statuses),
          later.allSatisfy({ Step.otherChange(in: $0) != nil })
        {
          leavesSomething = true
          remarks.append("\(part) is left: \(other).")
          kept = step.part.name.hasIndependentChanges ? kept.filter { $0.1 == .due } : []
          if kept.isEmpty { left.insert(step.part) }
        }
        if !kept.isEmpty { self.plan.steps.append(step.with(kept.map(\.0))) }
      } catch {
        isIncomplete = true
        remarks.append("\(step.part.resource.id) could not be read: \(error)")
        self.plan.steps.append(step)
      }
    }
  }
}
