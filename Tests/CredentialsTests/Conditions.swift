import Testing
import TestSupport

extension Python {
  /// The condition that the Python of the tests has these modules.
  static func needs(_ modules: String) -> ConditionTrait {
    .enabled(if: has(modules), "needs Python with \(modules): run scripts/setup, or set AUDIT_TEST_PYTHON")
  }
}
