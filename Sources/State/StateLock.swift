import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// That one run at a time writes a state. The system gives it up when the process ends, however it ends.
///
/// SQLite's own locks would only say that somebody writes this moment, and not who.
final class StateLock: Sendable {
  private let descriptor: Int32
  private let path: String
  /// The state file itself, by which it is known under any of its names.
  private let own = Mutex<Int32>(-1)

  /// Takes the lock of a state file.
  ///
  /// - Parameters:
  ///   - file: The state file; the lock is a file beside it.
  ///   - holder: What others are told of whoever holds it: command, process, machine.
  /// - Throws: ``StateError``, which says who holds it, or why it cannot be made.
  init(of file: String, holder: String) throws(StateError) {
    path = Self.path(of: file)
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else {
        throw StateError(.unavailable, path, "the lock cannot be made: \(String(cString: strerror(errno))).")
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let reason = errno
        close(descriptor)
        if reason == EWOULDBLOCK {
          if let holder = Self.holder(of: file) { throw StateError(.busy, file, holder) }
          // It is being given up.
          continue
        }
        throw StateError(
          .unavailable, file,
          "this file system knows no locks (\(String(cString: strerror(reason)))). Keep the state on another one.")
      }
      // Whoever held it before may have removed the file between `open` and `flock`.
      if Self.isSame(descriptor, path) {
        self.descriptor = descriptor
        break
      }
      close(descriptor)
    }
    ftruncate(descriptor, 0)
    _ = Array(holder.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Takes the lock of the file itself, too, so that a run that knows it by another name, a link or a mount of it alone,
  /// does not write it meanwhile.
  ///
  /// - Throws: ``StateError`` where such a run has it.
  func hold(_ file: String) throws(StateError) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(descriptor)
      throw StateError(
        .busy, file,
        "another run has this state, by another name of the file: a link to it, or a mount of the file alone. Wait until "
          + "it is over, and give runs one name for it: mount its folder.")
    }
    own.withLock { $0 = descriptor }
  }

  deinit {
    // SQLite has closed the file by now: its own locks on it would end with any descriptor of this process.
    own.withLock { if $0 >= 0 { close($0) } }
    // As long as it is held, nobody else can hold another file of this name.
    unlink(path)
    close(descriptor)
  }

  /// Who holds the lock of a state file, and what to do; `nil` where nobody does.
  static func holder(of file: String) -> String? {
    // Whatever lies there under that name, no more than a line of it is shown.
    guard let handle = FileHandle(forReadingAtPath: path(of: file)) else { return nil }
    let text = (try? handle.read(upToCount: 400)) ?? Data()
    let holder = String(decoding: text, as: UTF8.self).filter { !$0.isNewline }
    return
      "another run has this state: \(holder.isEmpty ? "who is not known" : holder). Wait until it is over, or give "
      + "this one a state of its own."
  }

  private static func path(of file: String) -> String { file + ".lock" }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }
}
