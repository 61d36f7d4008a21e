import Foundation
import Synchronization

/// Runs each target in a process of its own, so that one that crashes, hangs or eats memory is told with its seed.
struct Supervisor {
  let targets: [Target]
  let seed: UInt64
  /// For how long, all targets together.
  let seconds: Double
  /// How many at a time.
  let width: Int

  /// Runs them, writes what came of each, and says whether all held.
  func run() -> Bool {
    say("fuzz: \(targets.count) targets, \(Int(seconds)) s, seed \(seed)")
    let slice = seconds * Double(width) / Double(max(targets.count, 1))
    let state = Mutex((next: 0, failed: 0))
    DispatchQueue.concurrentPerform(iterations: width) { _ in
      while true {
        let index = state.withLock { state in
          state.next += 1
          return state.next - 1
        }
        guard index < targets.count else { return }
        let (line, held) = run(targets[index], for: slice)
        state.withLock { state in
          if !held { state.failed += 1 }
          say(line)
        }
      }
    }
    return state.withLock { $0.failed == 0 }
  }

  private func run(_ target: Target, for slice: Double) -> (String, Bool) {
    let progress = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(UUID().uuidString)").path
    defer { unlink(progress) }
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["--target", target.name, "--seed", "\(seed)", "--seconds", "\(slice)", "--progress", progress]
    let output = Pipe()
    process.standardOutput = output
    do { try process.run() } catch { return ("fuzz: \(target.name): \(error)", false) }
    // A thread that waits for ever takes no processor time; whoever does not end long after it should is one.
    let watchdog = DispatchWorkItem { [process] in kill(process.processIdentifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + slice * 4 + 4 * Double(Runner.seconds), execute: watchdog)
    let said = String(lenient: [UInt8](output.fileHandleForReading.readDataToEndOfFile()))
    process.waitUntilExit()
    watchdog.cancel()
    let words = said.trimmingCharacters(in: .whitespacesAndNewlines)
    if process.terminationReason == .exit, process.terminationStatus == 0 { return (words, true) }
    var number = Int64(-1)
    if let data = FileManager.default.contents(atPath: progress), data.count == 8 {
      number = data.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
    }
    let how =
      process.terminationReason == .exit
      ? words : "case \(number): \(Self.end(by: process.terminationStatus))"
    let again = "scripts/fuzz --target \(target.name) --seed \(seed) --case \(number)"
    return ("fuzz: \(target.name): FAILED, seed \(seed), \(how)\n  again: \(again)", false)
  }

  private static func end(by signal: Int32) -> String {
    switch signal {
    case SIGPROF: "took more than \(Runner.seconds) s of processor time"
    case SIGKILL: "hung"
    default: "crashed by signal \(signal)"
    }
  }
}
