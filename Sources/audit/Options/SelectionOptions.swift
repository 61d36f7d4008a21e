import ArgumentParser
import Auditing
import Documents
import Estate
import Foundation
import Terraform

/// Which rules are evaluated on which resources.
struct SelectionOptions: ParsableArguments {
  @OptionGroup var source: RuleSelection

  @Option(
    help: ArgumentHelp(
      "A baseline file, or a folder of them; may be repeated. Default: ./baselines where it exists.", valueName: "path")
  )
  var baseline: [String] = []

  @Option(
    help: ArgumentHelp(
      "Hold the estate against a Terraform document: `terraform show -json` of a plan or state, or a state file; may be "
        + "repeated.", valueName: "file"))
  var terraform: [String] = []

  @Option(
    help: ArgumentHelp(
      "Evaluate only this rule, or `baseline`, or those that a pattern fits; may be repeated. Repairs on request are made "
        + "for ids that are named in full.", valueName: "id"))
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "Leave this rule, or `baseline`, or those that a pattern fits, out; may be repeated.", valueName: "id"))
  var skip: [String] = []

  @Option(
    help: ArgumentHelp(
      "Judge only resources whose id, name, alias, comment, Lambda function name or ARN fits this pattern (`*`, `?`); may be "
        + "repeated. One that fits nothing is an error.", valueName: "glob"))
  var resource: [String] = []

  @Option(help: ArgumentHelp("Evaluate a snapshot offline instead of the live estate.", valueName: "file"))
  var snapshot: String?

  /// The auditor of the rules and resources that are chosen. What is given and says nothing is said on standard error.
  ///
  /// - Parameter shard: The part of the one account that is judged; `nil` for all of it.
  func auditor(shard: Shard? = nil) throws -> Auditor {
    let (set, configuration) = try source.read()
    let rules = try set.selection(only: only, skip: skip, configuration: configuration)
    let declared = try declared(
      isWanted: RuleSet.isChosen(
        Declaration.rule, only: only, skip: skip, isEnabled: configuration.isBaselineEnabled))
    for note in declared.said { StandardError.write("audit: \(note)") }
    if rules.isEmpty, declared.declarations.isEmpty, declared.closures.isEmpty {
      throw Failure(
        "Nothing is left to evaluate: --only, --skip and the configuration leave neither rule nor baseline.")
    }
    var auditor = Auditor(
      rules: rules, declarations: declared.declarations, closures: declared.closures, context: declared.context,
      filter: ResourceFilter(resource, shard: shard), configuration: configuration)
    auditor.notes = declared.notes
    return auditor
  }

  /// What baselines and Terraform documents declare.
  fileprivate struct Declared {
    var declarations: [Declaration] = []
    var closures: [Closure] = []
    /// What baselines say for the sake of rules, whether they are judged or not.
    var context: [Declaration] = []
    /// What is said at once.
    var said: [String] = []
    /// What reports say.
    var notes: [AuditReport.Note] = []
  }

  private func declared(isWanted: Bool) throws -> Declared {
    var declared = Declared()
    let paths = try baselines(&declared)
    let content = try BaselineFiles.read(try BaselineFiles.sources(paths))
    declared.context = content.declarations
    guard isWanted else { return declared }
    declared.declarations = content.declarations
    declared.closures = content.closures
    for issue in content.empty { declared.say(issue.message, at: issue.mark) }
    for file in Files.once(terraform) {
      let document = try TerraformFiles.read(file)
      declared.declarations += document.declarations
      declared.notes += document.reportNotes(file: file)
      if document.declarations.isEmpty {
        declared.said.append("\(file): nothing is declared here that is compared.")
      } else if !document.notes.isEmpty {
        declared.said.append(
          "\(file): \(document.notes.count) of what it says is not compared; `audit baseline import` tells what.")
      }
    }
    return declared
  }

  /// The baselines that are named, or ./baselines where it holds any.
  private func baselines(_ declared: inout Declared) throws -> [String] {
    if !baseline.isEmpty || !Files.isFolder("baselines") { return baseline }
    if try Files.list("baselines").contains(where: RuleFiles.isYAML) { return ["baselines"] }
    declared.said.append("baselines: there is no baseline file (*.yaml, *.yml) in this folder.")
    return []
  }

  /// Ends where a pattern for resources fits none.
  func refuseUnfit(_ patterns: [UnfitPattern]) throws {
    if !patterns.isEmpty { throw Failure(patterns.map { "--resource \($0)" }.joined(separator: "\n")) }
  }

  /// What a run with these options is narrowed to, as a person would write it; empty where it is not.
  var scope: String {
    let options = [("--only", only), ("--skip", skip), ("--resource", resource)]
    return options.flatMap { name, values in values.map { "\(name) \($0)" } }.joined(separator: " ")
  }

  /// The snapshot that is named, if there is one.
  func readSnapshot() throws -> Snapshot? {
    try snapshot.map(Files.readSnapshot)
  }
}

extension SelectionOptions.Declared {
  /// Says something at once, and in reports.
  fileprivate mutating func say(_ note: String, at mark: SourceMark) {
    said.append("\(mark): \(note)")
    notes.append(AuditReport.Note("", note, source: mark))
  }
}
