import AWSCore
import Documents
import Estate

/// What of a plan is still to be done, by a look at what is there now.
public struct PlanReading: Sendable {
  /// The plan without what is so already.
  public private(set) var plan = Plan()
  /// What a person should know of what was left out.
  public private(set) var remarks: [String] = []
  /// Whether some part could not be read; it stays in the plan.
  public private(set) var isIncomplete = false

  /// Reads each part of a plan.
  public init(of plan: Plan, by client: Client) async {
    self.plan.refusals = plan.refusals
    // A call that changes something would need a journal; none is made.
    let calls = Calls(client: client, stop: Stop()) { _ in }
    // What is written twice is as it is to be where the last time was done.
    let last = Dictionary(plan.steps.map { ($0.part, $0) }) { $1 }
    var settled: Set<Part> = []
    for step in plan.steps where !settled.contains(step.part) {
      do throws(ServiceError) {
        let reading = try await step.part.name.writer.read(step.part, with: calls)
        if let end = last[step.part], end != step,
          end.statuses(in: reading).allSatisfy({ $0.1 == .done || $0.0.isGuard })
        {
          settled.insert(step.part)
          remarks.append("\(step.part.resource.id): \(step.part.definition?.words ?? "all") is as before already.")
          continue
        }
        let statuses = step.statuses(in: reading)
        let changes = statuses.filter { !$0.0.isGuard }
        if changes.allSatisfy({ $0.1 == .done }) {
          remarks.append("\(step.part.resource.id): \(step.part.definition?.words ?? "all") is as before already.")
        } else {
          self.plan.steps.append(step.with(statuses.filter { $0.1 != .done || $0.0.isGuard }.map(\.0)))
        }
      } catch {
        isIncomplete = true
        remarks.append("\(step.part.resource.id) could not be read: \(error)")
        self.plan.steps.append(step)
      }
    }
  }
}
