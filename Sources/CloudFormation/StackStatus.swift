/// What the status of a stack says of it.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html>, "Stack status codes"
enum StackStatus {
  /// Whether a stack of that status is what its template says.
  static func isSettled(_ status: String) -> Bool { settled.contains(status) }

  /// What to do about a stack that is not, in a sentence or two.
  static func advice(_ status: String) -> String {
    switch status {
    case "REVIEW_IN_PROGRESS": "It has no resources yet: execute its change set, or delete it."
    case "DELETE_IN_PROGRESS", "DELETE_COMPLETE": "Leave it out, or create it anew."
    case "DELETE_FAILED": "Nothing but deleting it again is possible: it then can be created anew."
    case "ROLLBACK_COMPLETE", "ROLLBACK_FAILED":
      "It was never created whole, and can only be deleted and created anew."
    case "UPDATE_ROLLBACK_FAILED": "It is not what its template says: continue its rollback."
    case _ where status.hasSuffix("_IN_PROGRESS"): "Wait until that is over."
    default: "It is not what its template says: deploy it again, or roll it back."
    }
  }

  private static let settled: Set<String> = [
    "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE",
  ]
}
