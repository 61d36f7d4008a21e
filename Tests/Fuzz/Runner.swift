import Foundation
import TestSupport

/// Runs the cases of one target in this process, and leaves word of where it is for whoever finds it dead.
struct Runner {
  let target: Target
  let seed: UInt64
  /// The file that holds the number of the case that is being run.
  let progress: String

  /// The processor time that one case may take, in seconds: some thousand times what the slowest needs.
  static let seconds = 60
  /// The memory that this process may take, in MiB, beside what it may only reserve.
  static let memory = 1536

  /// Runs cases until the time is over.
  ///
  /// - Returns: What did not hold, with the number of its case.
  func run(first: Int, seconds: Double, only: Bool) -> (cases: Int, violation: String?) {
    // Whoever asks for more than a machine has is stopped before it has it.
    var most = rlimit(rlim_cur: rlim_t(Self.memory) << 22, rlim_max: rlim_t(Self.memory) << 22)
    setrlimit(__rlimit_resource_t(9), &most)
    let file = open(progress, O_WRONLY | O_CREAT, 0o644)
    defer { close(file) }
    let seeds = target.seeds()
    let end = Date() + seconds
    var number = first
    repeat {
      var word = Int64(number)
      pwrite(file, &word, MemoryLayout<Int64>.size, 0)
      limitProcessorTime()
      var random = SeededRandom(seed: seed, target: target.name, number: number)
      let input = target.input(seeds, &random)
      if only { FileHandle.standardOutput.write(Data(input + Array("\n".utf8))) }
      do {
        try target.check(input, &random)
        let used = peakMemory()
        try expect(used <= Self.memory, "took \(used) MiB of memory")
      } catch {
        return (number - first + 1, "case \(number): \(error)")
      }
      number += 1
    } while !only && Date() < end
    return (number - first, nil)
  }

  /// A case that takes longer ends the process by SIGPROF.
  private func limitProcessorTime() {
    var timer = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: Self.seconds, tv_usec: 0))
    setitimer(__itimer_which_t(2), &timer, nil)
  }

  private func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(0), &usage)
    return usage.ru_maxrss >> 10
  }
}
