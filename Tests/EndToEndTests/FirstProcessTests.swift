import Foundation
import Testing

/// `audit` as the first process of a container, which the kernel ends by no signal that it has no handler for.
@Suite struct FirstProcessTests {
  /// What makes a process the first of a namespace; `nil` where that is not allowed.
  private static let command: [String]? = {
    let own = getuid() == 0 ? [] : ["--user", "--map-root-user"]
    let arguments = ["unshare"] + own + ["--pid", "--fork", "--kill-child"]
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments + ["true"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? arguments : nil
  }()

  @Test(.enabled(if: command != nil, "needs unshare and the right to use it"), arguments: [SIGINT, SIGTERM])
  func `a signal ends it, and its exit code says which`(number: Int32) async throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // It waits for its input, which never comes.
    process.arguments = try #require(Self.command) + [Harness.binary.path, "query", "@", "--input", "-"]
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try runUnblocked(process)
    let children = "/proc/\(process.processIdentifier)/task/\(process.processIdentifier)/children"
    var child: pid_t?
    try await wait {
      child = (try? String(contentsOfFile: children, encoding: .utf8))?.split(separator: " ").first.flatMap {
        pid_t($0)
      }
      guard let child, let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(child)/exe")
      else { return false }
      return link == Harness.binary.resolvingSymlinksInPath().path && takes(number, child)
    }
    let audit = try #require(child)
    kill(audit, number)
    try await wait { !process.isRunning }
    let isEnded = !process.isRunning
    if !isEnded { kill(audit, SIGKILL) }
    process.waitUntilExit()
    #expect(isEnded && process.terminationStatus == 128 + number, "\(process.terminationStatus)")
    try input.fileHandleForWriting.close()
  }

  /// Starts a process that may get every signal: threads of Dispatch block them, and hand that on.
  private func runUnblocked(_ process: Process) throws {
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
  }

  /// Whether a process has a handler for a signal.
  private func takes(_ number: Int32, _ process: pid_t) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let mask = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
    return mask.flatMap { UInt64($0, radix: 16) }.map { $0 >> (number - 1) & 1 == 1 } ?? false
  }

  private func wait(until isSo: () -> Bool) async throws {
    for _ in 0..<150 where !isSo() { try await Task.sleep(for: .milliseconds(100)) }
  }
}
