import Auditing
import Estate

extension SavedPlan {
  /// The plan, with what has to hold before a function is published.
  ///
  /// - Parameters:
  ///   - interrupted: The last run, where it did not come to its end.
  ///   - estate: What is there now.
  ///   - auditor: Knows which tests are declared.
  /// - Throws: ``SavedPlanError`` where the plan does not know of that run.
  public func plan(
    after interrupted: JournalReading?, in estate: Estate, by auditor: Auditor
  ) throws(SavedPlanError) -> Plan {
    if let run = interrupted?.run, run.account == account, run.startedAt > readAt {
      throw SavedPlanError(
        "Run \(run.id) did not come to its end, and the plan is older than that. Make it again, or take the run back by "
          + "`audit undo \(run.id)`.")
    }
    var plan = plan
    for index in plan.steps.indices where plan.steps[index].part.name == .stages {
      plan.steps[index].tests = auditor.tests(of: plan.steps[index].part.resource, in: estate)
    }
    return plan
  }
}
