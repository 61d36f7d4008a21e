import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// That one run at a time repairs an account from this machine, whichever user, home or folder it is started from. The
/// system gives it up when the process ends, however it ends.
public final class RunLock: Sendable {
  /// Where locks are, unless it is said otherwise: what all users of a machine share, whatever `TMPDIR` and `HOME` say.
  public static let sharedFolder = "/tmp"

  private let descriptor: Int32

  /// Takes the lock of an account.
  ///
  /// - Parameters:
  ///   - account: The account.
  ///   - holder: What the next one is told of whoever holds it: run, process, folder.
  ///   - folder: Where locks are.
  /// - Throws: ``JournalError`` where somebody else holds it, which says who, or where it cannot be made.
  public init(
    account: String, holder: String, in folder: String = RunLock.sharedFolder
  ) throws(JournalError) {
    let path = "\(folder)/audit-\(account.isEmpty ? "unknown" : account).lock"
    descriptor = Self.open(path)
    let refusal = "\(path): this is no lock. Remove it, then run the command again."
    guard descriptor >= 0 else {
      // A link is not followed, since anybody may have put it there.
      if [ELOOP, EISDIR].contains(errno) { throw JournalError(refusal) }
      throw JournalError("\(path): the lock of account \(account) cannot be made: \(String(cString: strerror(errno)))")
    }
    var status = stat()
    // Anybody may write into that folder: what is no plain file of one name is not written to.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink <= 1 else {
      close(descriptor)
      throw JournalError(refusal)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
      let text = count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : "who is not known"
      close(descriptor)
      throw JournalError(
        "Another run is repairing account \(account): \(text). Wait until it is over, then run the command again.")
    }
    ftruncate(descriptor, 0)
    _ = Array(holder.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  deinit { close(descriptor) }

  /// Opens the file, or makes it so that every user can take the lock. Systems refuse to make what is there already and
  /// belongs to somebody else, so it is opened first.
  private static func open(_ path: String) -> Int32 {
    let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW
    for _ in 1...3 {
      let opened = openFile(path, flags, 0)
      if opened >= 0 || errno != ENOENT { return opened }
      let made = openFile(path, flags | O_CREAT | O_EXCL, 0o666)
      if made >= 0 {
        // Whatever the mask of the process leaves.
        fchmod(made, 0o666)
        return made
      }
      if errno != EEXIST { return made }
    }
    return -1
  }
}

private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
