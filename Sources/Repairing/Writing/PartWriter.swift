import AWSCore
import Documents
import Estate

/// Reads a part of a resource afresh, and writes it back with changes: the one place that knows the calls of a kind of
/// part. Whether a change is due, repeating after a conflict, and the journal are the applier's.
protocol PartWriter: Sendable {
  /// Reads what is there now.
  ///
  /// - Throws: ``ServiceError``. That nothing is set is no error but a reading without the member.
  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading

  /// Makes changes that are due. What the reading holds beside them goes back as it came.
  ///
  /// - Parameters:
  ///   - changes: Those of the step that are due, to values or orders; what a version's ARN will be is known by now.
  ///   - reading: What ``read(_:with:)`` gave a moment ago.
  ///   - step: The whole step.
  /// - Throws: ``ServiceError``: of category `conflict` where somebody else wrote in between, which is then read again.
  func write(_ changes: [Change], on reading: Reading, of step: Step, with calls: Calls) async throws(WriteError)
    -> Written
}

/// What was read of a part.
struct Reading: Sendable {
  /// The resource's members as an estate has them, secrets included: never to be shown or kept. Places lead from here.
  var members: JSONValue
  /// What a write has to name so that it replaces this and nothing newer.
  var version: String?
  /// The bytes that hold it, where they go back as they came but for the changes.
  var bytes: [UInt8] = []
  /// What else the writer has to know of it.
  var details: JSONValue = .null
}

/// What a write did.
struct Written: Sendable, Hashable {
  /// The ARN of the version that was published, where one was.
  var publishedVersion: String?
}

/// Why a write did not happen, or not wholly.
enum WriteError: Error, Sendable {
  /// The service refused, or its answer was lost.
  case service(ServiceError)
  /// It would not be safe, for this reason, which says what a person can do.
  case refused(String)
  /// Somebody wants the run to stop.
  case stopped
}

extension WriteError: CustomStringConvertible {
  /// What happened, for a person.
  var description: String {
    switch self {
    case .service(let error): error.description
    case .refused(let reason): reason
    case .stopped: "The run was stopped."
    }
  }
}
