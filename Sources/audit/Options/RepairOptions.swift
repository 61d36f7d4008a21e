import ArgumentParser

/// How repairs are made.
struct RepairOptions: ParsableArguments {
  @Flag(
    name: [.short, .long, .customLong("auto-approve"), .customLong("auto-approve", withSingleDash: true)],
    help: "Do it without asking.")
  var yes = false

  @Flag(
    name: .customLong("no-wait"),
    help: ArgumentHelp(
      "Do not wait until all edges serve what was changed. What has to wait for that, as it would shut out those that do "
        + "not serve it yet, is left.")
  )
  var noWait = false

  @Option(
    name: .customLong("max-changes"),
    help: ArgumentHelp("Refuse a plan of more changes than this.", valueName: "number"))
  var maxChanges: Int?

  /// Where journals are kept unless somebody says otherwise.
  static let defaultJournal = ".audit/journal"

  @Option(
    help: ArgumentHelp("Where journals are kept, one file a run.", valueName: "folder"), completion: .directory)
  var journal = Self.defaultJournal

  func validate() throws {
    if let maxChanges, maxChanges < 1 { throw ValidationError("--max-changes takes a number from 1.") }
  }

  /// Whether a plan makes more changes than are allowed, which is said on standard error.
  @discardableResult
  func refuses(_ count: Int, isDryRun: Bool = false) -> Bool {
    guard let maxChanges, count > maxChanges else { return false }
    StandardError.write(
      "audit: the plan makes \(count) changes, and --max-changes allows \(maxChanges). "
        + (isDryRun ? "Without --dry-run it would be refused." : "Nothing was changed."))
    return true
  }

  /// Refuses where nobody can be asked and nobody has agreed.
  func refuseWithoutConsent() throws {
    if !yes, !TerminalPrompt.canAsk {
      throw ValidationError("There is no terminal to ask: add --yes to change things, or --dry-run to see the plan.")
    }
  }
}

/// What `audit undo` has to be told to find a run that was started with these options, as a shell takes it.
func undoOptions(_ accounts: AccountOptions, _ repairs: RepairOptions, _ aws: AWSOptions) -> String {
  let named: [(String, [String])] = [
    ("--journal", repairs.journal == RepairOptions.defaultJournal ? [] : [repairs.journal]),
    ("--accounts", [accounts.file].compactMap(\.self)), ("--role", [accounts.role].compactMap(\.self)),
    ("--unit", accounts.unit), ("--profile", [aws.profile].compactMap(\.self)),
    ("--region", [aws.region].compactMap(\.self)), ("--endpoint-url", [aws.endpointURL].compactMap(\.self)),
  ]
  let words =
    (accounts.organization ? ["--organization"] : [])
    + named.flatMap { name, values in
      values.flatMap { [name, $0.shellWord] }
    }
  return words.map { " \($0)" }.joined()
}

extension NameSpecification {
  /// `--no-color`, and `-no-color` as Terraform writes it.
  static let noColor: NameSpecification = [
    .customLong("no-color"), .customLong("no-color", withSingleDash: true),
  ]
}
