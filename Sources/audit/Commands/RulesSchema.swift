import ArgumentParser
import Auditing
import Documents
import Schema

extension Rules {
  /// `audit rules schema`.
  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema",
      abstract: "Print the JSON Schema of rule, baseline or configuration files, for editors.",
      discussion: """
        Write it beside your files, and name it in the first line of each file, as editors with yaml-language-server \
        read it:

          # yaml-language-server: $schema=schema.json

        EXAMPLES
          audit rules schema > rules/schema.json
          audit rules schema --of baselines > baselines/schema.json
          audit rules schema --of configuration > audit.schema.json
        """)

    /// The kinds of file that have a schema.
    enum Subject: String, CaseIterable, ExpressibleByArgument {
      case rules, baselines, configuration

      func schema() throws -> JSONValue {
        switch self {
        case .rules: RuleFile.schema
        case .baselines: BaselineFile.schema
        case .configuration: Configuration.schema(for: try RuleSet(RuleSet.builtIn).rules)
        }
      }
    }

    @Option(name: .customLong("of"), help: ArgumentHelp("The kind of file.", valueName: "kind"))
    var subject: Subject = .rules

    func run() throws { try Files.print(JSONWriter(.pretty).string(subject.schema())) }
  }
}
