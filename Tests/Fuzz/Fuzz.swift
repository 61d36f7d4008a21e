import ArgumentParser
import Foundation

/// Hands what nobody wrote to everything that reads what others write.
///
/// Each case is made of a seed, the name of its target and its number, so that any of them can be had again.
@main
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "fuzz")

  @Option(help: "The targets; all of them by default.") var target: [String] = []
  @Option(help: "What the cases are made of; another one each time by default.") var seed: UInt64?
  @Option(help: "For how many seconds, all targets together.") var seconds = 60.0
  @Option(name: .customLong("case"), help: "Only the case of this number; its input is written too.") var only: Int?
  @Option(help: "How many targets run at a time.") var width = 2
  @Flag(help: "Write the names of the targets.") var list = false
  @Option(help: .hidden) var progress: String?

  func run() throws {
    if list { return say(Target.all.map(\.name).joined(separator: "\n")) }
    let chosen = try target.map { name in
      guard let found = (Target.all + Target.broken).first(where: { $0.name == name }) else {
        throw ValidationError("There is no target \(name): --list names them.")
      }
      return found
    }
    let seed = seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
    if let first = chosen.first, chosen.count == 1, only != nil || progress != nil {
      try run(first, seed)
    } else {
      let held = Supervisor(
        targets: chosen.isEmpty ? Target.all : chosen, seed: seed, seconds: seconds, width: max(width, 1)
      ).run()
      if !held { throw ExitCode.failure }
    }
  }

  private func run(_ target: Target, _ seed: UInt64) throws {
    let runner = Runner(target: target, seed: seed, progress: progress ?? "/dev/null")
    let (cases, violation) = runner.run(first: only ?? 0, seconds: seconds, only: only != nil)
    say(violation ?? "fuzz: \(target.name): \(cases) cases")
    if violation != nil { throw ExitCode.failure }
  }
}
