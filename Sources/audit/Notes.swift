import Auditing
import Collecting

extension StandardError {
  /// Says which calls the identity may not make, on one line: a role of an older audit lacks some.
  static func write(deniedIn report: AuditReport) {
    let actions = Set(report.failures.filter(\.isDenied).map { CallPlan.action(of: $0.operation) }).sorted()
    guard !actions.isEmpty else { return }
    write(
      "audit: this identity may not do all that is asked; allow it \(actions.joined(separator: ", ")). "
        + "audit permissions prints the whole policy.")
  }
}

extension AuditReport.Failure {
  /// Whether the service refused it for want of a permission.
  fileprivate var isDenied: Bool {
    ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"].contains(code) && !operation.hasPrefix("audit:")
  }
}
