import Documents
import Reporting

/// Names an option that a command does not have, and the one that was probably meant. The parser says it last, behind
/// whatever a command has against the others, and looks for no more than a slip of the hand.
enum UnknownOptions {
  /// What to say of the first of them among the arguments behind the name of the program; `nil` where all are known.
  static func complaint(of arguments: [String]) -> String? {
    let options = CommandOption.all(of: arguments)
    let names = options.flatMap(\.names)
    if names.isEmpty { return nil }
    let unknown = arguments.prefix { $0 != "--" }.compactMap { argument in
      argument.split(separator: "=", maxSplits: 1).first.map(String.init)
    }.first {
      // A number below nothing is a value that nothing takes, which the parser says.
      $0.hasPrefix("-") && $0.count > 1 && Double($0) == nil && !names.contains($0) && !isCluster($0, of: options)
    }
    guard let unknown else { return nil }
    let guess = meant(by: unknown, among: names).map { " Did you mean '\($0)'?" } ?? ""
    let command = (["audit"] + arguments.prefix { !$0.hasPrefix("-") }.prefix(2)).joined(separator: " ")
    return "Unknown option '\(unknown)'.\(guess)\nSee '\(command) --help' for all that there are."
  }

  /// Whether an argument is `-qv` or `-qo`: flags of one letter, the last of which may be an option.
  private static func isCluster(_ argument: String, of options: [CommandOption]) -> Bool {
    if argument.hasPrefix("--") { return false }
    for letter in argument.dropFirst() {
      guard let option = options.first(where: { $0.names.contains("-\(letter)") }) else { return false }
      // What stands behind it is its value, or an error of the parser's own.
      if option.takesValue { return true }
    }
    return true
  }

  private static func meant(by written: String, among names: [String]) -> String? {
    let word = String(written.drop { $0 == "-" })
    let known = names.filter { $0.hasPrefix("--") }
    if ReportFormat(rawValue: word) != nil, known.contains("--format") { return "--format \(word)" }
    if known.contains("--\(word)") { return "--\(word)" }
    // In `fix` it is the plan's.
    if word == "o", known.contains("--output") { return "--output" }
    let longer = known.filter { $0.hasPrefix("--\(word)") }
    if word.count > 1, longer.count == 1 { return longer[0] }
    return Suggestion.nearest(to: "--\(word)", among: known)
  }
}
