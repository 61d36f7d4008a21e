import CCurl
import Foundation

/// What a multi handle waits for, as it tells: its sockets, and the time at which it wants to be called. Belongs to the
/// loop's thread.
///
/// `curl_multi_perform` looks at all transfers for each packet that comes, and asks the kernel about each of them; this
/// leads it to the one that the packet is for.
final class Sockets {
  private let multi: UnsafeMutableRawPointer
  private let wakeUp: WakeUpPipe
  /// The wake-up pipe first.
  private var watched: [pollfd]
  private var deadline: ContinuousClock.Instant?

  /// The sockets of a handle that has none yet; the wake-up pipe ends a sleep early.
  init(of multi: UnsafeMutableRawPointer, wakeUp: WakeUpPipe) {
    self.multi = multi
    self.wakeUp = wakeUp
    watched = [pollfd(fd: wakeUp.descriptor, events: Int16(POLLIN), revents: 0)]
    let context = Unmanaged.passUnretained(self).toOpaque()
    curl_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, context)
    curl_multi_set_socket_callback(multi) { _, socket, wanted, context, _ in
      Sockets.of(context)?.watch(socket, wanted)
      return 0
    }
    curl_multi_set_pointer(multi, CURLMOPT_TIMERDATA, context)
    curl_multi_set_timer_callback(multi) { _, milliseconds, context in
      Sockets.of(context)?.deadline = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
      return 0
    }
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> Sockets? {
    context.map { Unmanaged<Sockets>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Sleeps until there is something to do, where the thread may; returns the sockets that are ready.
  func wait(sleeping maySleep: Bool) -> [pollfd] {
    let rest = deadline.map { $0 - .now } ?? .seconds(60)
    if rest <= .zero { return [] }
    // Rounded up: whoever comes too early has to come again.
    let count = poll(&watched, nfds_t(watched.count), maySleep ? Int32(clamping: rest.milliseconds + 1) : 0)
    return count > 0 ? watched.filter { $0.revents != 0 } : []
  }

  /// Lets the handle do what its timer asks for, and what these sockets are ready for.
  func attend(to ready: [pollfd]) {
    var running: Int32 = 0
    if let due = deadline, due <= .now {
      deadline = nil
      curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running)
    }
    for socket in ready {
      if socket.fd == wakeUp.descriptor {
        wakeUp.quieten()
      } else {
        curl_multi_socket_action(multi, socket.fd, Self.actions(socket.revents), &running)
      }
    }
  }

  private func watch(_ socket: curl_socket_t, _ wanted: Int32) {
    let position = watched.firstIndex { $0.fd == socket }
    if wanted == CURL_POLL_REMOVE {
      if let position { watched.remove(at: position) }
      return
    }
    let events = (wanted & CURL_POLL_IN != 0 ? POLLIN : 0) | (wanted & CURL_POLL_OUT != 0 ? POLLOUT : 0)
    let entry = pollfd(fd: socket, events: Int16(events), revents: 0)
    if let position { watched[position] = entry } else { watched.append(entry) }
  }

  private static func actions(_ events: Int16) -> Int32 {
    let events = Int32(events)
    return (events & POLLIN != 0 ? CURL_CSELECT_IN : 0) | (events & POLLOUT != 0 ? CURL_CSELECT_OUT : 0)
      | (events & (POLLERR | POLLHUP | POLLNVAL) != 0 ? CURL_CSELECT_ERR : 0)
  }
}
