import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// That one run at a time repairs an account from this machine. The system gives it up when the process ends, however it
/// ends.
public final class RunLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of an account.
  ///
  /// - Parameters:
  ///   - account: The account.
  ///   - holder: What the next one is told of whoever holds it: run, process, folder.
  ///   - folder: Where locks of this user are; made where it is missing.
  /// - Throws: ``JournalError`` where somebody else holds it, which says who, or where it cannot be made.
  public init(account: String, holder: String, in folder: String) throws(JournalError) {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw JournalError("\(folder): the folder of locks cannot be made: \(error.localizedDescription)")
    }
    let path = "\(folder)/\(account.isEmpty ? "unknown" : account).lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw JournalError("\(path): \(String(cString: strerror(errno)))") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      close(descriptor)
      throw JournalError(
        "Another run is repairing account \(account): \(text.isEmpty ? "who is not known" : text). Wait until it is "
          + "over, then run audit fix again.")
    }
    ftruncate(descriptor, 0)
    _ = Array(holder.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  deinit { close(descriptor) }
}
