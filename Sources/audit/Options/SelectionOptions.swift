import ArgumentParser
import Auditing
import CloudFormation
import Documents
import Estate
import Foundation
import Repairing
import Terraform

/// Which rules are evaluated on which resources.
struct SelectionOptions: ParsableArguments {
  @OptionGroup var source: RuleSelection

  @Option(
    help: ArgumentHelp(
      "A baseline file, or a folder of them; may be repeated. Default: ./baselines where it exists.", valueName: "path"),
    completion: Completions.yaml)
  var baseline: [String] = []

  @Option(
    help: ArgumentHelp(
      "Hold the estate against a Terraform document: `terraform show -json` of a plan or state, or a state file; may be "
        + "repeated.", valueName: "file"), completion: Completions.json)
  var terraform: [String] = []

  @OptionGroup var templates: TemplateOptions

  @Option(
    help: ArgumentHelp(
      "Evaluate only this rule, or `baseline`, or those that a pattern fits; may be repeated. Repairs on request are made "
        + "for ids that are named in full.", valueName: "id"), completion: Completions.rules)
  var only: [String] = []

  @Option(
    help: ArgumentHelp(
      "Leave this rule, or `baseline`, or those that a pattern fits, out; may be repeated.", valueName: "id"),
    completion: Completions.rules)
  var skip: [String] = []

  @Option(
    help: ArgumentHelp(
      "Judge only resources whose id, name, alias, comment, Lambda function name or ARN fits this pattern (`*`, `?`); may be "
        + "repeated. One that fits nothing is an error.", valueName: "glob"))
  var resource: [String] = []

  @Option(
    help: ArgumentHelp("Evaluate a snapshot offline instead of the live estate.", valueName: "file"),
    completion: Completions.json)
  var snapshot: String?

  /// The auditor of the rules and resources that are chosen. What is given and says nothing is said on standard error.
  ///
  /// - Parameters:
  ///   - templates: What templates and stacks say, where any are given.
  ///   - shard: The part of the one account that is judged; `nil` for all of it.
  func auditor(_ templates: TemplateDocument? = nil, shard: Shard? = nil) throws -> Auditor {
    try chosen(templates, shard: shard).auditor
  }

  /// The auditor of the rules and resources that are chosen, and what it was made from, worked out where it is asked for.
  ///
  /// - Parameter baselines: Has noted the templates, which declare as baselines do.
  func chosen(
    _ templates: TemplateDocument? = nil, shard: Shard? = nil, noting baselines: FileLog = FileLog()
  ) throws -> (auditor: Auditor, inputs: () -> SavedPlan.Inputs) {
    let rules = FileLog()
    let read = try FileLog.$current.withValue(rules) { try self.source.read() }
    let auditor = try FileLog.$current.withValue(baselines) {
      try self.auditor(by: read.rules, read.configuration, templates, shard)
    }
    return (
      auditor,
      {
        if !source.noBuiltInRules { for rule in RuleSet.builtIn { rules.note(Array(rule.text.utf8)) } }
        if let templates {
          let declared = BaselineWriter.text(templates.declarations.map(\.disclosed.writable))
          baselines.note(Array(declared.utf8))
        }
        return SavedPlan.Inputs(
          rules: rules.digest, baselines: baselines.digest, options: sources, choice: choice)
      }
    )
  }

  private func auditor(
    by set: RuleSet, _ configuration: Configuration, _ templates: TemplateDocument?, _ shard: Shard?
  ) throws -> Auditor {
    let rules = try set.selection(only: only, skip: skip, configuration: configuration)
    func isChosen(_ only: [String]) -> Bool {
      RuleSet.isChosen(Declaration.rule, only: only, skip: skip, isEnabled: configuration.isBaselineEnabled)
    }
    let declared = try declared(templates, isWanted: isChosen(only), isHeld: isChosen([]))
    for note in declared.said { StandardError.write("audit: \(note)") }
    if rules.isEmpty, declared.declarations.isEmpty, declared.closures.isEmpty {
      throw Failure(
        "Nothing is left to evaluate: --only, --skip and the configuration leave neither rule nor baseline.")
    }
    var auditor = Auditor(
      rules: rules, declarations: declared.declarations, closures: declared.closures, context: declared.context,
      filter: ResourceFilter(resource, shard: shard), configuration: configuration)
    auditor.notes = declared.notes
    // What is not asked about holds all the same.
    let rulesBeside = only.isEmpty ? [] : try set.selection(skip: skip, configuration: configuration)
    auditor.bystanders = Bystanders(rules: rulesBeside, declarations: declared.bystanders)
    return auditor
  }

  /// What baselines and Terraform documents declare.
  fileprivate struct Declared {
    var declarations: [Declaration] = []
    var closures: [Closure] = []
    /// What is not asked about, and holds all the same.
    var bystanders: [Declaration] = []
    /// What baselines say for the sake of rules, whether they are judged or not.
    var context: [Declaration] = []
    /// What is said at once.
    var said: [String] = []
    /// What reports say.
    var notes: [AuditReport.Note] = []
  }

  /// - Parameters:
  ///   - isWanted: Whether it is judged.
  ///   - isHeld: Whether it holds, where it is not.
  private func declared(_ templates: TemplateDocument?, isWanted: Bool, isHeld: Bool) throws -> Declared {
    var declared = Declared()
    let paths = try baselines(&declared)
    let content = try BaselineFiles.read(try BaselineFiles.sources(paths))
    declared.context = content.declarations
    guard isWanted else {
      if !isHeld { return declared }
      declared.bystanders = content.declarations + (templates?.declarations ?? [])
      for file in Files.once(terraform) { declared.bystanders += try TerraformFiles.read(file).declarations }
      return declared
    }
    declared.declarations = content.declarations
    declared.closures = content.closures
    for issue in content.empty { declared.say(issue.message, at: issue.mark) }
    for file in Files.once(terraform) {
      let document = try TerraformFiles.read(file)
      declared.declarations += document.declarations
      declared.notes += document.reportNotes(file: file)
      if document.declarations.isEmpty {
        let why = Self.why(document.notes.map { "\($0)" })
        declared.said.append("\(file):1:1: Nothing is declared here that is compared\(why)")
      } else if !document.notes.isEmpty {
        declared.said.append(
          "\(file): \(document.notes.count) of what it says is not compared; `audit baseline import` tells what.")
      }
    }
    if let templates {
      declared.add(templates, named: (self.templates.template + self.templates.stack).joined(separator: ", "))
    }
    return declared
  }

  /// What a document says that is not compared, at the end of a sentence.
  fileprivate static func why(_ notes: [String]) -> String {
    guard let first = notes.first else { return "." }
    let more = notes.count > 1 ? " And \(notes.count - 1) more: `audit baseline import` tells all." : ""
    return ": \(first).\(more)"
  }

  /// A session for what templates and stacks leave open, where any are given and AWS may be asked.
  func session(_ aws: AWSOptions, progress: Bool, verbose: Bool = false) throws -> Session? {
    templates.isGiven && snapshot == nil ? try Session(aws, progress: progress, verbose: verbose) : nil
  }

  /// The auditor with what templates and stacks say as well.
  func auditor(asking session: Session?, _ aws: AWSOptions, shard: Shard? = nil) async throws -> Auditor {
    try await chosen(asking: session, aws, shard: shard).auditor
  }

  /// The auditor with what templates and stacks say as well, and what it was made from, worked out where it is asked for.
  func chosen(
    asking session: Session?, _ aws: AWSOptions, shard: Shard? = nil
  ) async throws -> (auditor: Auditor, inputs: () -> SavedPlan.Inputs) {
    if snapshot != nil, !templates.stack.isEmpty {
      throw Failure("--stack asks AWS, and --snapshot asks nothing: give the template by --template instead.")
    }
    guard templates.isGiven else { return try chosen(shard: shard) }
    let region = try session?.region ?? Session.settings(aws).region
    let estate = try readSnapshot()?.estate
    let log = FileLog()
    log.note(Array((templates.stack + templates.parameter).joined(separator: "\n").utf8))
    let document = try await FileLog.$current.withValue(log) {
      try await templates.document(session, in: estate, region: region)
    }
    return try chosen(document, shard: shard, noting: log)
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
  var scope: String { narrowing.joined(separator: " ") }

  /// The options that narrow a run.
  var narrowing: [String] { choice.options }

  private var choice: SavedPlan.Choice { SavedPlan.Choice(only: only, skip: skip, resource: resource) }

  /// Takes over what was chosen for a plan, unless something is chosen here, and says so, and what else it was made with.
  mutating func take(_ inputs: SavedPlan.Inputs, of plan: String) {
    if sources != inputs.options {
      let (own, given) = (inputs.options.joined(separator: " "), sources.joined(separator: " "))
      StandardError.write("audit: \(plan) was made with\(own.isEmpty ? "out \(given)" : " \(own)").")
    }
    guard choice.options.isEmpty, !inputs.choice.options.isEmpty else { return }
    (only, skip, resource) = (inputs.choice.only, inputs.choice.skip, inputs.choice.resource)
    StandardError.write("audit: \(plan) was made with \(scope), and is applied so.")
  }

  /// The options that name what is evaluated, as a shell takes them; of parameters their names alone, as some are secret.
  private var sources: [String] {
    let named = [
      ("--rules", source.paths), ("--config", [source.config].compactMap(\.self)), ("--baseline", baseline),
      ("--terraform", terraform), ("--template", templates.template), ("--stack", templates.stack),
      ("--parameter", templates.parameter.map { "\($0.prefix { $0 != "=" })=…" }),
    ]
    return (source.noBuiltInRules ? ["--no-built-in-rules"] : [])
      + named.flatMap { name, values in values.flatMap { [name, $0.shellWord] } }
  }

  /// The snapshot that is named, if there is one.
  func readSnapshot() throws -> Snapshot? {
    try snapshot.map(Files.readSnapshot)
  }
}

extension SelectionOptions.Declared {
  /// Adds what templates declare.
  fileprivate mutating func add(_ document: TemplateDocument, named name: String) {
    declarations += document.declarations
    notes += document.reportNotes(file: name)
    if document.declarations.isEmpty {
      let why = SelectionOptions.why(document.notes.map { "\($0)" })
      said.append("\(name): nothing is declared here that is compared\(why)")
    } else if !document.notes.isEmpty {
      said.append(
        "\(name): \(document.notes.count) of what it says is not compared; `audit baseline import` tells what.")
    }
  }

  /// Says something at once, and in reports.
  fileprivate mutating func say(_ note: String, at mark: SourceMark) {
    said.append("\(mark): \(note)")
    notes.append(AuditReport.Note("", note, source: mark))
  }
}
