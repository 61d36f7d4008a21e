import Foundation
import Testing
@testable import Repairing

/// One run at a time on a machine, whichever user or home it has.
@Suite struct RunLockTests {
  @Test func `a second run on the machine is told who is at it, until the first is over`() throws {
    let account = "test-\(UUID().uuidString)"
    let path = "\(RunLock.sharedFolder)/audit-\(account).lock"
    defer { unlink(path) }
    var first: RunLock? = try RunLock(account: account, holder: "run 1, in /a")
    let error = #expect(throws: JournalError.self) { try RunLock(account: account, holder: "run 2") }
    #expect(error?.description.contains("Another run is repairing account \(account): run 1, in /a.") == true)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o666)
    withExtendedLifetime(first) {}
    first = nil
    let third = try RunLock(account: account, holder: "3")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "3")
    withExtendedLifetime(third) {}
  }

  @Test func `what somebody else put in its place is not written to`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let victim = "\(folder)/victim"
    try "precious".write(toFile: victim, atomically: true, encoding: .utf8)
    symlink(victim, "\(folder)/audit-1.lock")
    link(victim, "\(folder)/audit-2.lock")
    mkfifo("\(folder)/audit-3.lock", 0o600)
    mkdir("\(folder)/audit-4.lock", 0o700)
    for account in ["1", "2", "3", "4"] {
      let error = #expect(throws: JournalError.self) { try RunLock(account: account, holder: "x", in: folder) }
      #expect(error?.description.contains("this is no lock. Remove it, then run the command again.") == true)
    }
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
    #expect(throws: JournalError.self) { try RunLock(account: "5", holder: "x", in: "/nonexistent") }
  }
}
