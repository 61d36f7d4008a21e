import ArgumentParser
import Auditing
import Documents
import Foundation
import Repairing
import Reporting
import Schema

/// The command line.
///
/// Each command says its name, although its type has it too: found out by reflection, the names took half of each start.
@main
struct Audit: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Find drift in AWS edge estates, and put it back: CloudFront, its functions and stores, Lambda@Edge.",
    discussion: """
      audit reads the live estate through signed API calls, compares it with rules, and says exactly what is wrong.

      EXAMPLES
        audit check                              check all, as your credentials may
        audit check --only edge-role-trust       check one thing
        audit check --format json --output report.json
        audit fix --dry-run                      show what would be put back
        audit fix                                put it back, after a question
        audit snapshot -o estate.json            keep the estate, to check it offline
        audit check --snapshot estate.json
        audit rules show function-kvs-association
        audit policy compare deployed.json new.json

      EXIT CODES
        0  everything was read, and nothing at or above --fail-on is wrong
        2  something is wrong
        1  the audit could not be completed; this wins over 2
      """,
    version: version,
    subcommands: [
      Check.self, Merge.self, Fix.self, PlanCommand.self, Undo.self, HistoryCommand.self, StateCommand.self,
      TakeSnapshot.self, Query.self, Calls.self, MapCommand.self, Permissions.self, Diff.self, Baseline.self,
      Rules.self, Policy.self,
      Init.self, Completion.self, Manual.self, Version.self,
    ])

  static func main() async {
    Memory.useOneArena()
    StandardStreams.secure()
    FirstProcess.heedSignals()
    do {
      // Where there is no /proc, as in a bare chroot, Swift finds no argument at all: nothing would be done, and well.
      if CommandLine.arguments.isEmpty { throw Failure("What is to be done is not known: /proc is not mounted here.") }
      if try Version.isAnswer(to: CommandLine.arguments.dropFirst()) { end(0) }
      try refuseUnknownCommand()
      try RepeatedOptions.refuse(Array(CommandLine.arguments.dropFirst()))
      var command = try parsed()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      end(0)
    } catch {
      leave(with: error)
    }
  }

  /// The command with its options. One that it does not have is said before all that it has against the others.
  private static func parsed() throws -> any ParsableCommand {
    do { return try parseAsRoot() } catch {
      guard exitCode(for: error) != .success,
        let complaint = UnknownOptions.complaint(of: Array(CommandLine.arguments.dropFirst()))
      else { throw error }
      throw Failure(complaint)
    }
  }

  /// Ends the process at once, and tears nothing down: at its own end libcrypto frees the locks that threads which are
  /// still at work hold, and they crash.
  static func end(_ code: Int32) -> Never {
    fflush(nil)
    _exit(code)
  }

  /// The parser would call a mistyped command an unexpected argument.
  private static func refuseUnknownCommand() throws {
    var (command, path): (any ParsableCommand.Type, [String]) = (Self.self, [])
    let words = CommandLine.arguments.dropFirst()
    // `help` names a command as well.
    for name in words.first == "help" ? words.dropFirst() : words {
      let known = command.configuration.subcommands
      guard !known.isEmpty, !name.hasPrefix("-"), name != "help" else { return }
      guard let next = known.first(where: { $0._commandName == name }) else {
        let names = known.map { $0._commandName }
        throw Failure(
          "There is no command \"\((path + [name]).joined(separator: " "))\"."
            + "\(Suggestion.phrase(for: name, among: names)) Commands: \(names.joined(separator: ", ")).")
      }
      command = next
      path.append(name)
    }
  }

  /// Ends the process: help goes to standard output with 0, outcomes end with their own code, and everything else is
  /// said on standard error and ends with 1, bad usage included.
  private static func leave(with error: any Error) -> Never {
    if let outcome = error as? Outcome { end(outcome.rawValue) }
    if let issues = error as? FileIssues {
      // Each line begins with its place, as editors and CI systems find it.
      StandardError.write(issues.description)
      end(Outcome.incomplete.rawValue)
    }
    // Of whom is told of findings the URL is the secret, wherever it stands among the arguments.
    let secrets = CommandLine.arguments.filter { $0.contains("https://") || $0.contains("http://") }
    let message = secrets.reduce(fullMessage(for: error)) { $0.replacing($1, with: "(a URL)") }
    if exitCode(for: error) == .success {
      do {
        try Files.print(message)
        end(0)
      } catch {
        StandardError.write("audit: \(error)")
        end(Outcome.incomplete.rawValue)
      }
    }
    StandardError.write(message.hasPrefix("Error: ") ? "audit: \(message.dropFirst("Error: ".count))" : message)
    end(Outcome.incomplete.rawValue)
  }
}

/// The first process of a container, which the kernel ends by no signal that it has no handler for.
enum FirstProcess {
  /// Ends the process by Ctrl-C and SIGTERM, as the kernel ends every other one.
  static func heedSignals() {
    guard getpid() == 1 else { return }
    for number in [SIGINT, SIGTERM] { signal(number) { _exit(128 + $0) } }
  }
}

/// How a command ends, by the contract's exit codes, where it ends otherwise than well.
enum Outcome: Int32, Error {
  /// Something is wrong with the estate, or two policies differ.
  case drift = 2
  /// The audit could not be completed.
  case incomplete = 1
  /// Somebody pressed Ctrl-C.
  case interrupted = 130
  /// Somebody sent SIGTERM.
  case terminated = 143

  /// Which one counts where several do: that it was stopped, then that it is not known, then that something is wrong.
  var rank: Int {
    switch self {
    case .drift: 0
    case .incomplete: 1
    case .interrupted, .terminated: 2
    }
  }

  /// The one that counts; `nil` where all is well.
  static func worst(_ outcomes: Outcome?...) -> Outcome? { worst(outcomes) }

  /// The one that counts; `nil` where all is well.
  static func worst(_ outcomes: [Outcome?]) -> Outcome? { outcomes.compactMap(\.self).max { $0.rank < $1.rank } }
}

extension Outcome {
  /// How a command ends whose run of repairs ended so; `nil` where all is well.
  init?(_ ending: RepairRun.Ending) {
    switch ending {
    case .complete: return nil
    case .left: self = .drift
    case .unknown: self = .incomplete
    case .stopped(let signal): self = signal == SIGINT ? .interrupted : .terminated
    }
  }
}

/// What a person reads beside the results.
enum StandardError {
  /// Writes a line, or several. Where nobody can read it, there is nobody to tell.
  static func write(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { SafeText.inert(String($0)) }
    try? FileHandle.standardError.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
  }
}

extension StandardError {
  /// Says so where what this build knows of AWS is more than a year old.
  static func warnOfOldFacts(at time: Date) {
    if let warning = Facts.warning(at: time) { write("audit: \(warning)") }
  }
}

/// Something that keeps a command from its work, said in full.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
