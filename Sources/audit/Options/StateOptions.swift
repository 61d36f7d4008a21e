import ArgumentParser
import Auditing
import Foundation

/// Where runs remember what they read and found.
struct StateLocation: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The file in which runs remember what they read and found. Default: AUDIT_STATE, else `state` of the configuration.",
      valueName: "file"), completion: .file())
  var state: String?

  func validate() throws {
    if state == "-" { throw ValidationError("--state takes a file, which is read and written, and no stream.") }
  }

  /// The file, by what is said nearest to the command: its option, the environment, the configuration.
  func path(configured: String?) -> String? {
    let variable = Session.environment["AUDIT_STATE"].flatMap { $0.isEmpty ? nil : $0 }
    return state ?? variable ?? configured
  }
}

/// What a run reads in spite of its state.
struct RefreshOption: ParsableArguments {
  @Flag(help: "Read everything anew, whatever the state knows to be unchanged.")
  var refresh = false
}

/// What a run does with its state.
struct StateOptions: ParsableArguments {
  @OptionGroup var location: StateLocation
  @OptionGroup var reading: RefreshOption

  @Option(
    name: .customLong("keep-runs"),
    help: ArgumentHelp("How many runs of an account the state keeps. Default: all.", valueName: "number"))
  var keepRuns: Int?

  func validate() throws {
    if let keepRuns, keepRuns < 1 { throw ValidationError("--keep-runs takes a number from 1.") }
  }
}

/// The state that a command looks at which evaluates no rules.
struct StateFileOptions: ParsableArguments {
  @OptionGroup var location: StateLocation

  @Option(
    help: ArgumentHelp("The configuration. Default: ./audit.yaml or ./audit.yml where it exists.", valueName: "file"),
    completion: Completions.yaml)
  var config: String?

  /// The file; `nil` where none is named.
  func namedPath() throws -> String? {
    location.path(configured: try ConfigurationFiles.source(config).flatMap { try ConfigurationHead($0).state })
  }

  /// The file.
  ///
  /// - Throws: ``Failure`` where none is named.
  func path() throws -> String {
    guard let path = try namedPath() else {
      throw Failure("No state is named: give --state FILE, set AUDIT_STATE, or write `state: FILE` into audit.yaml.")
    }
    return path
  }
}
