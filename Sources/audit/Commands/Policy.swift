import ArgumentParser
import Documents
import PolicyLanguage
import Reporting

/// `audit policy`.
struct Policy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Compare IAM policy documents.", subcommands: [Compare.self])

  /// `audit policy compare`.
  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "compare",
      abstract: "Say whether two IAM policy documents mean the same.",
      discussion: """
        Trust, identity and resource policies are compared by what they allow and deny: \
        order, Sid, one value or a list of it, and letter case where IAM ignores it \
        make no difference. A document is JSON, a JSON string that holds it, or \
        percent-encoded, as IAM returns it. What cannot be understood is an error, and \
        never the same.

        EXAMPLES
          audit policy compare deployed.json new.json
          audit policy compare - trust.json < deployed.txt

        EXIT CODES
          0  both mean the same
          2  they differ; B may be wider or narrower than A
          1  one of them is no policy document
        """)

    @Argument(
      help: ArgumentHelp("The first document: a file, or - for standard input.", valueName: "a"), completion: .file())
    var first: String

    @Argument(help: ArgumentHelp("The second one.", valueName: "b"), completion: .file())
    var second: String

    @Option(name: .shortAndLong, help: "text or json.") var format: Format = .text
    @Flag(name: .noColor, help: "Write without colour.") var noColor = false

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    func validate() throws {
      if first == "-", second == "-" {
        throw ValidationError("Standard input holds one document: name a file as well.")
      }
    }

    func run() throws {
      var complaints: [String] = []
      let sides = [first, second].compactMap { file in
        do {
          return try side(file)
        } catch {
          complaints.append("\(error)")
          return nil
        }
      }
      guard sides.count == 2 else { throw Failure(complaints.joined(separator: "\n")) }
      let report = PolicyReport(sides[0], sides[1])
      let terminal = Terminal.current(environment: Session.environment, noColor: noColor)
      switch format {
      case .text: try Files.print(report.text(width: terminal.columns, isColored: terminal.colorsOutput))
      case .json: try Files.print(report.json)
      }
      if report.comparison != .equivalent { throw Outcome.drift }
    }

    private func side(_ file: String) throws -> PolicyReport.Side {
      let name = file == "-" ? "standard input" : file
      let text = try Files.readText(file)
      do {
        return PolicyReport.Side(file: name, document: try PolicyDocument(text: text))
      } catch {
        throw Failure(SafeText.sentence("\(name): this is no policy document: \(error)."))
      }
    }
  }
}
