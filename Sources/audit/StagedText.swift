import Documents
import Foundation

/// Text that comes piece by piece and is written once all of it is there: in memory while it is short, else in a file
/// that has no name any more, so that nothing of it stays however the process ends.
final class StagedText {
  /// How many bytes are held, and copied at once.
  private static let chunk = 1 << 20

  /// Its bytes so far.
  private(set) var count = 0
  private var held: [UInt8] = []
  private var descriptor: Int32 = -1
  private var last: UInt8?

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Adds a piece.
  ///
  /// - Throws: ``Failure`` where the folder for temporary files has no room for it.
  func append(_ piece: String) throws {
    held += piece.utf8
    count += piece.utf8.count
    last = piece.utf8.last ?? last
    if held.count >= Self.chunk { try putAside() }
  }

  /// Ends it with a line break, unless there is nothing.
  func finish() throws { if let last, last != UInt8(ascii: "\n") { try append("\n") } }

  /// Hands out all of it, as long as that is taken; gives whether it was.
  func forEachChunk(_ body: ([UInt8]) -> Bool) throws -> Bool {
    if descriptor < 0 { return body(held) }
    try putAside()
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure() }
    var buffer = [UInt8](repeating: 0, count: Self.chunk)
    while true {
      let length = read(descriptor, &buffer, buffer.count)
      if length < 0 {
        if errno == EINTR { continue }
        throw failure()
      }
      if length == 0 { return true }
      if !body(Array(buffer[..<length])) { return false }
    }
  }

  private func putAside() throws {
    if descriptor < 0 {
      // Only its owner may open it; mkstemp puts a name of its own in the place of the X.
      var name = Array((FileManager.default.temporaryDirectory.path + "/audit-XXXXXX").utf8CString)
      descriptor = mkstemp(&name)
      guard descriptor >= 0 else { throw failure() }
      unlink(name)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    guard Output.write(held, to: descriptor) else { throw failure() }
    held.removeAll(keepingCapacity: true)
  }

  private func failure() -> Failure {
    Failure(
      "The report is made in a temporary file, which failed: \(FileError(number: errno)). TMPDIR says in which folder it is "
        + "made.")
  }
}
