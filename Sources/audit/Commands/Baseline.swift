import ArgumentParser
import Auditing
import CloudFormation
import Documents
import Estate
import Foundation
import Reporting
import Terraform

/// `audit baseline`.
struct Baseline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Write and check baselines: what a project declares of its resources.",
    subcommands: [CaptureCommand.self, Import.self, Lint.self])

  /// `audit baseline capture`.
  struct CaptureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "capture",
      abstract: "Write a baseline from the live estate, or from a snapshot.",
      usage: "audit baseline capture [<options>]",
      discussion: """
        What AWS fills in by itself is left out, and nothing but what is written, or filled in, may be there later. \
        With --exact no other distribution, function, store or log group of an edge function may be there either. Versions of \
        Lambda functions, which do not change, and policies that AWS manages are not captured.

        A file that somebody has changed is not written over without --force; folders that are missing are made.

        EXAMPLES
          audit baseline capture -o baselines/edge.yaml
          audit baseline capture --exact -o baselines/edge.yaml
          audit baseline capture --snapshot estate.json --resource 'E1ABC*'
        """)

    @Option(
      name: .shortAndLong, help: ArgumentHelp("The file to write; default: standard output, `-`.", valueName: "file"),
      completion: .file())
    var output = Output.standardName
    @Option(
      help: ArgumentHelp(
        "Capture only resources whose id, name, alias, comment, Lambda function name or ARN fits this pattern (`*`, `?`); "
          + "may be repeated. One that fits nothing is an error.", valueName: "glob"))
    var resource: [String] = []
    @Flag(help: "Close the set: what is new of these kinds of resource is drift as well.") var exact = false
    @Flag(help: "Write over a file that somebody has changed.") var force = false
    @Option(
      help: ArgumentHelp("Capture a snapshot instead of the live estate.", valueName: "file"), completion: .file())
    var snapshot: String?
    @Flag(name: .customLong("no-progress"), help: "Show no progress.") var noProgress = false
    @OptionGroup(title: "AWS") var aws: AWSOptions

    func validate() throws {
      if exact, !resource.isEmpty {
        throw ValidationError("--exact says what all there may be is, and --resource leaves some of it out.")
      }
    }

    func run() async throws {
      let output = try WrittenOutput(output, isForced: force)
      let filter = ResourceFilter(resource)
      let estate: Estate
      if let snapshot {
        estate = try Files.readSnapshot(snapshot).estate
      } else {
        let terminal = Terminal.current(environment: Session.environment, noProgress: noProgress)
        let session = try Session(aws, progress: terminal.showsProgress)
        estate = try await session.collect(.everything, filter: filter).estate
        session.sayIfEmpty(estate)
      }
      let unfit = filter.unfit(in: estate)
      if !unfit.isEmpty { throw Failure(unfit.map { "--resource \($0)" }.joined(separator: "\n")) }
      let captured = Capture.declarations(of: estate, filter: filter)
      if !resource.isEmpty, captured.declarations.isEmpty, captured.isWhole {
        throw Failure(
          "--resource fits nothing that is captured: versions of Lambda functions do not change once they are published, and "
            + "policies that AWS manages, or that are another account's, are not this account's to declare.")
      }
      var comments = [
        "Captured by audit \(Audit.version)\(estate.account.isEmpty ? "" : " in account \(estate.account)")."
      ]
      // Of what may be behind a gap nobody knows whether it is all.
      let unknown = captured.unread.union(estate.gaps.flatMap(\.hides))
      let closed = exact ? Closure.captured.filter { !unknown.contains($0) } : []
      comments += captured.notes
      for note in captured.notes { StandardError.write("audit: \(note)") }
      for gap in estate.failedReads {
        StandardError.write("audit: \(gap.operation) \(gap.resource.id): \(gap.code): \(gap.message) \(gap.advice)")
      }
      if !captured.isWhole, output.hasContent {
        throw Failure(
          "\(self.output): it stays as it is, since not all could be read. Capture into another file to see what was.")
      }
      let text = BaselineWriter.text(
        captured.declarations, of: estate.account, closed: closed, comments: comments)
      try output.write(text)
      if !estate.failedReads.isEmpty || !captured.isWhole { throw Outcome.incomplete }
    }
  }

  /// `audit baseline import`.
  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import",
      abstract: "Write a baseline from Terraform, CloudFormation, the CDK or Serverless.",
      usage: "audit baseline import [<file>] [<options>]",
      discussion: """
        Reads `terraform show -json` of a plan or of a state, and state files of version 4. Of a plan, what is to be \
        after it is written.

        Reads templates of CloudFormation, JSON or YAML; the folders cdk.out and .serverless; and, with --stack, a stack \
        as it is deployed, with the ids of its resources. A template is not deployed: what AWS makes up then, such as \
        the id of a distribution, is not written.

        What is not mapped or not known is said on standard error and in the head of the file.

        EXAMPLES
          terraform show -json tfplan > plan.json && audit baseline import plan.json
          audit baseline import terraform.tfstate
          audit baseline import template.yaml --parameter Stage=prod
          audit baseline import cdk.out
          audit baseline import --stack books-edge -o baselines/edge.yaml
        """)

    @Argument(help: "The document, or a folder cdk.out or .serverless; - for standard input.", completion: .file())
    var file: String?
    @Option(
      help: ArgumentHelp("A stack as it is deployed: its name in --region, or its ARN.", valueName: "name"))
    var stack: String?
    @Option(
      help: ArgumentHelp(
        "The value of a parameter of a template, or of AWS::AccountId or AWS::StackName; may be repeated.",
        valueName: "key=value"))
    var parameter: [String] = []
    @Option(
      help: ArgumentHelp(
        "Of a document of several accounts, the one whose resources are written: its number.", valueName: "number"))
    var account: String?
    @Option(
      name: .shortAndLong, help: ArgumentHelp("The file to write; default: standard output, `-`.", valueName: "file"),
      completion: .file())
    var output = Output.standardName
    @Flag(help: "Write over a file that somebody has changed.") var force = false
    @OptionGroup(title: "AWS") var aws: AWSOptions

    func validate() throws {
      if (file == nil) == (stack == nil) { throw ValidationError("Give either a document or --stack NAME.") }
      if stack != nil, !parameter.isEmpty { throw ValidationError(TemplateOptions.hasParameters) }
      try TemplateOptions.check(parameter)
      if let stack { try TemplateOptions.check(stack: stack) }
    }

    func run() async throws {
      let output = try WrittenOutput(output, isForced: force)
      let (declared, said) = try await read()
      var declarations = declared.filter(\.doubt.isEmpty).map(\.disclosed.writable)
      var notes = said.map(\.description)
      var accounts = Set(declarations.map(\.account)).subtracting([""]).sorted()
      if let account {
        guard accounts.contains(account) else {
          throw Failure(
            "The document declares nothing of account \(account)"
              + (accounts.isEmpty ? "." : ", but of \(accounts.joined(separator: ", "))."))
        }
        accounts = [account]
        declarations.removeAll { $0.account != account }
      } else if accounts.count > 1 {
        throw Failure(
          "What is declared is of several accounts, which one file does not tell apart: "
            + "\(accounts.joined(separator: ", ")). Write one file for each, with --account.")
      }
      if declarations.isEmpty { notes.append("The document declares nothing of an edge estate") }
      for note in notes { StandardError.write("audit: \(note)") }
      let comments =
        ["Imported by audit \(Audit.version) from \(file ?? "the stack \(stack ?? "")")."]
        + (notes.isEmpty ? [] : ["Not compared:"] + notes)
      let text = BaselineWriter.text(
        declarations, of: accounts.count == 1 ? accounts[0] : "", comments: comments)
      try output.write(text)
    }

    /// What the document declares, and what of it is not compared.
    private func read() async throws -> (declarations: [Declaration], notes: [DocumentNote]) {
      var options = TemplateOptions()
      (options.template, options.stack, options.parameter) = ([], [], parameter)
      var session: Session?
      var sources: [StackSource] = []
      if let stack {
        options.stack = [stack]
        session = try Session(aws, progress: false)
      } else if let file {
        if Files.isFolder(file) {
          sources = try TemplateOptions.sources(file)
        } else {
          let bytes = try Files.read(file)
          guard TemplateOptions.isTemplate(bytes) || RuleFiles.isYAML(file) else {
            if !parameter.isEmpty {
              throw Failure("--parameter is for templates of CloudFormation, and \(file) is not one.")
            }
            let document = try TerraformDocument(bytes: bytes, file: file)
            return (document.planned ?? document.state, document.notes)
          }
          sources = [StackSource(file: file, bytes: bytes)]
        }
      }
      let region = try session?.region ?? Session.settings(aws).region
      let document = try await options.document(session, region: region, also: sources)
      return (document?.declarations ?? [], document?.notes ?? [])
    }
  }

  /// `audit baseline lint`.
  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint",
      abstract: "Check baseline files without calling AWS.",
      usage: "audit baseline lint [<paths> ...] [<options>]",
      discussion: """
        What is wrong makes the exit code 1, members included that no resource is known to have, and what cannot all be \
        of one resource: a place that two declarations declare differently, an element that a list has twice. In a file that says \
        `unknownMembers: allow` they are warnings: AWS may know a member that audit does not know yet. What is declared and is \
        sure to fail a rule is a warning too, and what AWS refuses.

        EXAMPLE
          audit baseline lint baselines
        """)

    @Argument(help: "Files or folders; default: ./baselines.", completion: .file())
    var paths: [String] = []
    @OptionGroup(title: "What is declared is held against") var selection: RuleSelection
    @Flag(help: "Let warnings make the exit code 1 too.") var strict = false

    func run() throws {
      let paths = paths.isEmpty ? ["baselines"] : paths
      let sources = try BaselineFiles.sources(paths)
      let content: BaselineFile.Content
      do {
        content = try BaselineFiles.read(sources)
      } catch let error as FileIssues {
        for issue in error.issues { try Files.print("\(issue)") }
        throw Outcome.incomplete
      }
      let declarations = content.declarations
      let contradictions = BaselineFile.contradictions(in: declarations)
      for issue in contradictions { try Files.print("\(issue)") }
      let (rules, configuration) = try selection.read()
      let judge = Auditor(
        rules: try rules.selection(configuration: configuration), declarations: declarations,
        configuration: configuration)
      let now = Date()
      let warnings =
        content.warnings + content.empty + judge.refusedDeclarations(at: now) + judge.declaredFailures(at: now)
      for warning in warnings { try Files.print("\(warning.mark): warning: \(warning.message)") }
      let checked = "\(counted(sources.count, "file")), \(counted(declarations.count, "declaration"))"
      if !contradictions.isEmpty { throw Outcome.incomplete }
      try Files.print("\(checked): \(warnings.isEmpty ? "nothing is wrong" : counted(warnings.count, "warning")).")
      if strict, !warnings.isEmpty { throw Outcome.incomplete }
    }
  }
}
