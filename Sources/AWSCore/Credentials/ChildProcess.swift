import Foundation

/// Runs a program without a shell and collects what it prints.
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
            try run(path, arguments, environment: environment, timeout: timeout, limit: limit)
          })
      }
    }
    return try result.get()
  }

  private static func run(
    _ path: String, _ arguments: [String], environment: [String: String], timeout: TimeInterval, limit: Int
  ) throws(Failure) -> [UInt8] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { throw Failure(description: "could not be started") }

    let deadline = Date.now + timeout
    guard let output = read(pipe.fileHandleForReading.fileDescriptor, until: deadline, limit: limit) else {
      end(process)
      throw Failure(description: "printed too much, or took longer than \(Int(timeout)) seconds")
    }
    while process.isRunning {
      if Date.now >= deadline {
        end(process)
        throw Failure(description: "took longer than \(Int(timeout)) seconds")
      }
      usleep(2_000)
    }
    guard process.terminationReason == .exit else {
      throw Failure(description: "was ended by signal \(process.terminationStatus)")
    }
    guard process.terminationStatus == 0 else {
      throw Failure(description: "failed with exit status \(process.terminationStatus)")
    }
    return output
  }

  private static func end(_ process: Process) { kill(process.processIdentifier, SIGKILL) }

  /// What comes out of a pipe until its end; `nil` where that is too much or too late.
  private static func read(_ descriptor: Int32, until deadline: Date, limit: Int) -> [UInt8]? {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let milliseconds = Int32(clamping: Int(deadline.timeIntervalSinceNow * 1_000))
      guard milliseconds > 0 else { return nil }
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard Foundation.poll(&poll, 1, milliseconds) > 0 else {
        if errno == EINTR { continue }
        return nil
      }
      let count = Foundation.read(descriptor, &buffer, buffer.count)
      if count == 0 { return output }
      if count < 0 {
        if errno == EINTR { continue }
        return nil
      }
      output += buffer.prefix(count)
      if output.count > limit { return nil }
    }
  }
}
