import Signing
import Synchronization

/// Takes note of the files that are read, by their contents: what a plan was made from.
///
/// Files may be pipes, which cannot be read a second time.
final class FileLog: Sendable {
  /// Who takes note of what this task reads; `nil` where nobody does.
  @TaskLocal static var current: FileLog?

  private let digests = Mutex<[String]>([])

  /// Takes note of the content of a file.
  func note(_ bytes: [UInt8]) {
    let digest = Digest.sha256Hex(bytes)
    digests.withLock { $0.append(digest) }
  }

  /// The SHA-256 of all that was noted, in whichever order.
  var digest: String {
    Digest.sha256Hex(Array(digests.withLock { $0.sorted() }.joined(separator: "\n").utf8))
  }
}
