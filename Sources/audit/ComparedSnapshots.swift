import Estate
import Foundation
import Reporting
import State

/// Snapshots that something else is held against.
extension Snapshot {
  /// Refuses to be held against what another account has: nothing there is what it was here.
  ///
  /// - Parameter name: What the snapshot is called.
  func refuse(named name: String, beside account: String, of other: String) throws {
    let own = estate.account
    guard own.isEmpty || account.isEmpty || own == account else {
      throw Failure("\(name) is of account \(own), and \(other) of account \(account).")
    }
  }

  /// Refuses to be from before what was read later.
  ///
  /// - Parameters:
  ///   - moment: When that was read.
  ///   - tolerance: By how many seconds the clocks of two machines may differ.
  func refuse(named name: String, before moment: Date?, within tolerance: TimeInterval = 0) throws {
    guard let moment, let taken = ServiceTime.date(startedAt), taken.timeIntervalSince(moment) > tolerance else {
      return
    }
    throw Failure(
      "\(name) was taken at \(Timestamp.rfc3339(taken)), which is after what is judged was read "
        + "(\(Timestamp.rfc3339(moment))): name a snapshot from before.")
  }
}

extension Files {
  /// Reads two snapshots that are compared.
  ///
  /// - Throws: ``Failure`` where one is none, or where they are of two accounts.
  static func readSnapshots(_ old: String, _ new: String) throws -> (old: Snapshot, new: Snapshot) {
    let (older, newer) = (try readSnapshot(old), try readSnapshot(new))
    try older.refuse(named: old, beside: newer.estate.account, of: new)
    if let before = ServiceTime.date(older.startedAt), let after = ServiceTime.date(newer.startedAt), before > after {
      StandardError.write(
        "audit: \(old) was taken after \(new): what is said to be added is what is gone, and the other way round.")
    }
    return (older, newer)
  }
}
