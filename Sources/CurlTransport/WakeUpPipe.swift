import Foundation
import Transport

/// Wakes the loop's thread from another one: a byte in a pipe.
final class WakeUpPipe: Sendable {
  /// Where it is heard.
  let descriptor: Int32
  private let rope: Int32

  /// - Throws: ``TransportError`` where no pipe can be opened.
  init() throws(TransportError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw TransportError(.other, "no pipe could be opened") }
    (descriptor, rope) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    close(descriptor)
    close(rope)
  }

  /// To be called once for each sleep, so that the pipe cannot fill.
  func ring() { _ = write(rope, [1], 1) }

  /// To be called where it has rung.
  func quieten() {
    var byte: UInt8 = 0
    _ = read(descriptor, &byte, 1)
  }
}
