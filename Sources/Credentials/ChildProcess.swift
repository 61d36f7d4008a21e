import Foundation

/// Runs a program without a shell and collects what it prints.
///
/// By `posix_spawn`, because Foundation's `Process` takes a program for running as long as any descendant of it does.
enum ChildProcess {
  /// How it failed; begins with a verb in the past tense.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What a program prints on standard output; nothing is read from standard input, standard error is discarded.
  ///
  /// - Throws: ``Failure`` where it cannot start, fails, prints more than `limit` bytes or takes longer than `timeout`.
  static func output(
    of path: String, arguments: [String], environment: [String: String], timeout: TimeInterval, limit: Int
  ) async throws(Failure) -> [UInt8] {
    let result: Result<[UInt8], Failure> = await withCheckedContinuation { continuation in
      // A thread of its own: waiting must not hold up the pool that all tasks share.
      Thread.detachNewThread {
        continuation.resume(
          returning: Result { () throws(Failure) in
            let (process, output) = try spawn(path, arguments, environment: environment)
            defer { close(output) }
            return try collect(process, output, until: Date.now + timeout, timeout: timeout, limit: limit)
          })
      }
    }
    return try result.get()
  }

  /// Starts it; returns its id and the end of the pipe that its standard output comes out of.
  private static func spawn(
    _ path: String, _ arguments: [String], environment: [String: String]
  ) throws(Failure) -> (process: pid_t, output: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(description: "could not be started: no pipe could be opened") }
    defer { close(ends[1]) }

    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // Nothing else that is open here is the program's business. Linux forgives closing what is closed already.
    #if os(Linux)
      let open = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
      for descriptor in open.compactMap(Int32.init) where descriptor > 2 {
        posix_spawn_file_actions_addclose(&actions, descriptor)
      }
    #endif

    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var process: pid_t = 0
    let error = posix_spawn(&process, path, &actions, nil, &words, &variables)
    guard error == 0 else {
      close(ends[0])
      throw Failure(description: "could not be started: \(String(cString: strerror(error)))")
    }
    return (process, ends[0])
  }

  /// What it prints until it ends; ends it where that is too much or too late.
  private static func collect(
    _ process: pid_t, _ output: Int32, until deadline: Date, timeout: TimeInterval, limit: Int
  ) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    var isOpen = true
    var status: Int32?
    while true {
      // A descendant that lives on may hold the pipe open: what is there when the program has ended is all.
      if status == nil { status = exitStatus(of: process) }
      var ready = pollfd(fd: isOpen ? output : -1, events: Int16(POLLIN), revents: 0)
      let wait: Int32 = status != nil ? 0 : isOpen ? 20 : 2
      if poll(&ready, 1, wait) > 0 {
        let count = read(output, &buffer, buffer.count)
        if count > 0 { bytes += buffer.prefix(count) } else if count == 0 || errno != EINTR { isOpen = false }
      } else if let status {
        try check(status)
        return bytes
      }
      if bytes.count > limit {
        end(process, status)
        throw Failure(description: "printed too much")
      }
      if Date.now >= deadline {
        end(process, status)
        throw Failure(description: "took longer than \(Int(timeout.rounded(.up))) seconds")
      }
    }
  }

  /// How a program ended, as `waitpid` says; `nil` while it runs.
  private static func exitStatus(of process: pid_t) -> Int32? {
    var status: Int32 = 0
    let ended = waitpid(process, &status, WNOHANG)
    return ended == process || (ended == -1 && errno != EINTR) ? status : nil
  }

  private static func end(_ process: pid_t, _ status: Int32?) {
    guard status == nil else { return }
    kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1, errno == EINTR {}
  }

  private static func check(_ status: Int32) throws(Failure) {
    if status & 0x7F != 0 { throw Failure(description: "was ended by signal \(status & 0x7F)") }
    if status != 0 { throw Failure(description: "failed with exit status \(status >> 8 & 0xFF)") }
  }
}
