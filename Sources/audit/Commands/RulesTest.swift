import ArgumentParser
import Auditing
import Reporting
import Reporting

extension Rules {
  /// `audit rules test`.
  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Evaluate rules on the cases beside them.",
      discussion: """
        The cases of rules/viewers.yaml stand in rules/viewers.tests.yaml: small estates on which a rule must pass, fail, \
        be unknown, or not apply.

        EXAMPLES
          audit rules test
          audit rules test my-rules
        """)

    @Argument(help: "Rule files or folders; default: ./rules.", completion: Completions.yaml)
    var paths: [String] = []

    func run() throws {
      let rules = try RuleSet(try RuleFiles.sources(paths))
      let files = try RuleFiles.cases(paths)
      guard !files.isEmpty else {
        throw Failure("There are no cases: they stand in files named like viewers.tests.yaml, beside the rules.")
      }
      try report(rules.cases(files), of: rules)
    }

    private func report(_ cases: [RuleCase], of rules: RuleSet) throws {
      var failed = 0
      for one in cases {
        let complaints = one.complaints(about: try rules.rule(one.rule))
        if complaints.isEmpty { continue }
        failed += 1
        try Files.print("\(one.source): \(one.rule), \(one.verdict.rawValue): \(one.name)")
        for complaint in complaints { try Files.print("  \(complaint)") }
      }
      let untested = rules.rules.map(\.id).filter { id in !cases.contains { $0.rule == id } }
      if !untested.isEmpty { try Files.print("Without cases: \(untested.joined(separator: ", ")).") }
      let tested = counted(rules.rules.count - untested.count, "rule")
      try Files.print("\(counted(cases.count, "case")) of \(tested), \(failed) failed.")
      if failed > 0 { throw Outcome.drift }
    }
  }
}
