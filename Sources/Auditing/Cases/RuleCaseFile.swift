import Documents
import Estate
import Schema

/// Reads the cases of rules: files named `<topic>.tests.yaml`, beside the rules.
///
///     function-unused:
///       pass:
///         - name: a behaviour uses it
///           estate:
///             AWS::CloudFront::Function:
///               index: {LIVE: {}}
///             …
///       fail:
///         - name: …
///           estate: …
///           findings:
///             - {path: Associations, expected: {present: true}, actual: []}
///       unknown:
///         - name: …
///           estate: …
///           unread:
///             - {operation: cloudfront:ListDistributions}
///
/// A case of a rule that depends on the date of today says the day as `at`.
public enum RuleCaseFile {
  /// Whether a file of that name holds cases.
  public static func isNamed(_ file: String) -> Bool {
    file.hasSuffix(".tests.yaml") || file.hasSuffix(".tests.yml")
  }

  /// Reads the cases of one file.
  ///
  /// - Returns: The cases, and all that is wrong with the file; cases count only where nothing is.
  public static func read(_ text: String, file: String) -> (cases: [RuleCase], issues: [FileIssue]) {
    let issues = YAMLReader.Issues()
    guard let root = YAMLReader(text, file: file, issues: issues), let rules = root.anyMembers else {
      return ([], issues.list)
    }
    let cases = rules.flatMap { rule, reader in
      reader.members(known: RuleCase.Verdict.allCases.map(\.rawValue)).flatMap { name, list in
        RuleCase.Verdict(rawValue: name).map { verdict in list.elements.compactMap { read($0, of: rule.text, verdict) }
        } ?? []
      }
    }
    return (cases.sorted { $0.source.line < $1.source.line }, issues.list)
  }

  private static func read(_ reader: YAMLReader, of rule: String, _ verdict: RuleCase.Verdict) -> RuleCase? {
    let members = reader.members(known: ["name", "at", "estate", "unread", "parameters", "findings"])
    guard let name = members["name"]?.text else {
      reader.note("`name` is missing: what the case shows.")
      return nil
    }
    let expectations = members["findings"]?.elements.compactMap(expectation) ?? []
    if verdict == .fail, expectations.isEmpty {
      reader.note("`findings` is missing: each with `path`, `expected` and `actual`.")
    }
    let day = members["at"]?.text.map(CalendarDate.init)
    if case .some(.none) = day { members["at"]?.note("`at` is a day, such as 2027-04-30.") }
    var estate = EstateReading()
    for (type, resources) in members["estate"]?.anyMembers ?? [] { estate.add(type, resources) }
    for gap in members["unread"]?.elements ?? [] { estate.addGap(gap) }
    return RuleCase(
      rule: rule, name: name, verdict: verdict, source: reader.mark, estate: estate.estate,
      parameters: members["parameters"]?.json.object ?? JSONObject(), expectations: expectations,
      time: day??.start)
  }

  private static func expectation(_ reader: YAMLReader) -> RuleCase.Expectation? {
    let members = reader.members(known: ["id", "path", "expected", "actual"])
    guard let path = members["path"]?.text else {
      reader.note("`path` is missing; it is \"\" for the resource as a whole.")
      return nil
    }
    return RuleCase.Expectation(
      id: members["id"]?.text, path: path, expected: members["expected"]?.json, actual: members["actual"]?.json)
  }
}
