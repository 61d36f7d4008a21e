import ArgumentParser
import Reporting

extension Rules {
  /// `audit rules language`.
  struct Language: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "language",
      abstract: "Print the reference of the language of rules, as Markdown: predicates and functions, with examples.",
      discussion: """
        EXAMPLE
          audit rules language > docs/rule-language.md
        """)

    func run() throws { try Files.print(LanguageManual.markdown) }
  }
}
