import Synchronization
import Transport

/// What tasks hand to the thread of the loop.
final class TransferQueue: Sendable {
  /// What came in since the loop last looked.
  struct Post {
    var jobs: [Job] = []
    /// What tasks have to do on the loop's thread.
    var steps: [Step] = []
    var cancelled: [UInt64] = []
    var isStopped = false

    /// Whether there is nothing but jobs.
    var hasOnlyJobs: Bool { steps.isEmpty && cancelled.isEmpty && !isStopped }
  }

  /// A piece of a task, up to where it waits the next time.
  struct Step {
    let job: UnownedJob
    let executor: UnownedTaskExecutor
  }

  /// What has to come in for the loop to be woken: while it is awake it looks by itself before it goes to sleep.
  private enum Sleep {
    case awake
    case light
    /// It has all the jobs under way that it may have; only news of another kind matter.
    case full
  }

  private struct State {
    var post = Post()
    var isOpen = true
    var sleep = Sleep.awake
  }

  /// The handle of the loop, used by its thread alone.
  nonisolated(unsafe) let multi: UnsafeMutableRawPointer
  /// Ends a sleep of the loop.
  let wakeUp: WakeUpPipe
  private let state = Mutex(State())

  init(multi: UnsafeMutableRawPointer) throws(TransportError) {
    self.multi = multi
    wakeUp = try WakeUpPipe()
  }

  /// Hands over a job; returns why not where it was not taken.
  func submit(_ job: Job) -> TransportError? {
    state.withLock { state in
      guard state.isOpen, !state.post.isStopped else { return .stopped }
      // Asked under the lock: a cancellation that this does not see yet can only post after the job.
      guard !Task.isCancelled else { return .cancelled(job.request) }
      add(to: &state, isJob: true) { $0.jobs.append(job) }
      return nil
    }
  }

  /// Hands over a step of a task.
  func submit(_ step: Step) { state.withLock { state in add(to: &state) { $0.steps.append(step) } } }

  /// Asks to abandon a job; without effect once it is done.
  func cancel(_ id: UInt64) { state.withLock { state in add(to: &state) { $0.cancelled.append(id) } } }

  /// Asks the loop to fail what is under way and to end.
  func stop() { state.withLock { state in add(to: &state) { $0.isStopped = true } } }

  /// Takes what has come in.
  func take() -> Post {
    state.withLock { state in
      var post = Post()
      swap(&post, &state.post)
      return post
    }
  }

  /// Says that the loop is awake: what comes in now it finds by itself.
  func wake() { state.withLock { $0.sleep = .awake } }

  /// Whether the loop may go to sleep, which it has to do then: nothing has come in that it could begin with.
  func maySleep(isFull: Bool) -> Bool {
    state.withLock { state in
      let isIdle = state.post.hasOnlyJobs && (isFull || state.post.jobs.isEmpty)
      if isIdle { state.sleep = isFull ? .full : .light }
      return isIdle
    }
  }

  /// Lets nobody in any more; returns what had still come in.
  func close() -> Post {
    state.withLock { state in
      state.isOpen = false
      return state.post
    }
  }

  private func add(to state: inout State, isJob: Bool = false, _ change: (inout Post) -> Void) {
    guard state.isOpen else { return }
    change(&state.post)
    guard state.sleep == .light || state.sleep == .full && !isJob else { return }
    // Only the first letter wakes.
    state.sleep = .awake
    wakeUp.ring()
  }
}
