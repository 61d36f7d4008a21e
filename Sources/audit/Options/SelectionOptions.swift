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

  @Option(help: ArgumentHelp("Evaluate only this rule, or `baseline`; may be repeated.", valueName: "id"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Leave this rule, or `baseline`, out; may be repeated.", valueName: "id"))
  var skip: [String] = []

  @Option(
    help: ArgumentHelp(
      "Judge only resources whose id, name or ARN fits this pattern (`*`, `?`); may be repeated.", valueName: "glob"))
  var resource: [String] = []

  @Option(help: ArgumentHelp("Evaluate a snapshot offline instead of the live estate.", valueName: "file"))
  var snapshot: String?

  @Option(
    help: ArgumentHelp(
      "The configuration: rules on or off, severities, parameters, waivers. Default: ./audit.yaml where it exists.",
      valueName: "file"))
  var config: String?

  /// The auditor of the rules and resources that are chosen.
  func auditor() throws -> Auditor {
    let set = try source.ruleSet()
    let configuration = try configuration(of: set)
    let rules = try set.selection(only: only, skip: skip, configuration: configuration)
    let documents = try isBaselineWanted ? terraform.map { ($0, try TerraformFiles.read($0)) } : []
    let declarations = try declarations() + documents.flatMap(\.1.declarations)
    if rules.isEmpty, declarations.isEmpty {
      throw Failure(
        "Nothing is left to evaluate: --only, --skip and the configuration leave neither rule nor baseline.")
    }
    var auditor = Auditor(
      rules: rules, declarations: declarations, filter: ResourceFilter(resource), configuration: configuration)
    auditor.notes = documents.flatMap { file, document in document.reportNotes(file: file) }
    return auditor
  }

  private var isBaselineWanted: Bool {
    (only.isEmpty || only.contains(Declaration.rule)) && !skip.contains(Declaration.rule)
  }

  private func declarations() throws -> [Declaration] {
    let paths = baseline.isEmpty && Files.isFolder("baselines") ? ["baselines"] : baseline
    if !isBaselineWanted { return [] }
    return try BaselineFiles.read(try BaselineFiles.sources(paths)).declarations
  }

  private func configuration(of rules: RuleSet) throws -> Configuration {
    guard let source = try ConfigurationFiles.source(config) else { return Configuration() }
    return try Configuration(source, for: rules)
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

/// Finds the configuration.
enum ConfigurationFiles {
  /// The text of the file named, or of ./audit.yaml; `nil` where there is none.
  static func source(_ named: String?) throws -> RuleSet.Source? {
    guard let file = named ?? (Files.exists("audit.yaml") ? "audit.yaml" : nil) else { return nil }
    return RuleSet.Source(file: file, text: try Files.readText(file))
  }
}

/// Finds rule files.
enum RuleFiles {
  /// The texts of the files named, or of ./rules, or of what is built in.
  static func sources(_ paths: [String]) throws -> [RuleSet.Source] {
    if paths.isEmpty {
      let found = Files.isFolder("rules") ? try sources(in: "rules") : []
      return found.isEmpty ? RuleSet.builtIn : found
    }
    return try paths.flatMap { path in
      guard Files.isFolder(path) else { return [try source(path)] }
      let found = try sources(in: path)
      if found.isEmpty { throw Failure("\(path): there is no rule file (*.yaml, *.yml) in this folder.") }
      return found
    }
  }

  /// The texts of the files of cases beside the rules of the files named, or of ./rules.
  static func cases(_ paths: [String]) throws -> [RuleSet.Source] {
    let paths = paths.isEmpty && Files.isFolder("rules") ? ["rules"] : paths
    return try paths.flatMap { path in
      if Files.isFolder(path) { return try Files.list(path).filter(RuleCaseFile.isNamed).map(source) }
      let cases = ["yaml", "yml"].map { Files.stem(path) + ".tests.\($0)" }.filter(Files.exists)
      return try cases.map(source)
    }
  }

  private static func sources(in folder: String) throws -> [RuleSet.Source] {
    try Files.list(folder)
      .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
      .filter { !RuleCaseFile.isNamed($0) }
      .map(source)
  }

  private static func source(_ path: String) throws -> RuleSet.Source {
    RuleSet.Source(file: path, text: try Files.readText(path))
  }
}
