import ArgumentParser
import Auditing
import Documents
import JMESPath
import Reporting

/// `audit query`.
struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Run a JMESPath expression over a snapshot, or over any JSON.",
    discussion: """
      The language is that of `aws … --query`, with the functions that rules use beside it.

      EXAMPLES
        audit query --snapshot estate.json "resources[?region=='eu-west-1'].id"
        aws lambda list-functions | audit query --input - "Functions[].Runtime"
      """)

  @Argument(help: "The expression.")
  var expression: String

  @Option(help: ArgumentHelp("The snapshot to query.", valueName: "file"), completion: .file())
  var snapshot: String?

  @Option(
    help: ArgumentHelp("The JSON to query: a file, or - for standard input.", valueName: "file"), completion: .file())
  var input: String?

  func validate() throws {
    if (snapshot == nil) == (input == nil) {
      throw ValidationError("Name what is queried: --snapshot FILE, or --input FILE (- for standard input).")
    }
  }

  func run() throws {
    let query: JMESPath
    do {
      query = try JMESPath(expression, functions: .auditing)
    } catch {
      throw Failure("This is no JMESPath expression: \(error)")
    }
    // A snapshot is shown without the secrets that somebody may have left in it.
    let value =
      try snapshot.map { try Files.readSnapshot($0).document }
      ?? Files.readJSON(input ?? "-", duplicateNames: .lastWins)
    try Files.print(SafeText.json(JSONWriter(.pretty).string(try query.evaluate(value))))
  }
}
