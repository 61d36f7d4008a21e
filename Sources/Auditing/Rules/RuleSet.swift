import BuiltInRules
import Documents
import Estate

/// Rules from one or more files, and which of them are evaluated.
public struct RuleSet: Sendable {
  /// All rules, in the order in which they are written.
  public let rules: [Rule]

  /// A text and the name of the file it comes from.
  public struct Source: Sendable {
    /// The file, as the user knows it.
    public let file: String
    /// Its text.
    public let text: String
    /// Whether it ships with the tool, whose tests have looked for members that nobody knows.
    let isBuiltIn: Bool

    /// A file's text.
    public init(file: String, text: String) { self.init(file: file, text: text, isBuiltIn: false) }

    init(file: String, text: String, isBuiltIn: Bool) {
      self.file = file
      self.text = text
      self.isBuiltIn = isBuiltIn
    }
  }

  /// The files that ship with the tool.
  public static var builtIn: [Source] {
    BuiltInRules.files.map {
      Source(file: "built-in/\($0.name)", text: String(decoding: $0.bytes, as: UTF8.self), isBuiltIn: true)
    }
  }

  /// Reads rules from files.
  ///
  /// - Throws: ``FileIssues`` with everything that is wrong in any of them.
  public init(_ sources: [Source]) throws(FileIssues) {
    var rules: [Rule] = []
    var issues: [FileIssue] = []
    for source in sources {
      let read = RuleFile.read(source.text, file: source.file)
      issues += read.issues
      if !source.isBuiltIn { issues += RuleLint.issues(in: source).errors }
      for rule in read.rules {
        if let first = rules.first(where: { $0.id == rule.id }) {
          issues.append(FileIssue(rule.source, "There is a rule \"\(rule.id)\" already, at \(first.source)."))
        } else {
          rules.append(rule)
        }
      }
    }
    if !issues.isEmpty { throw FileIssues(issues: issues) }
    self.rules = rules
  }

  /// The rules that are evaluated: those named, or all that are enabled, less those left out.
  ///
  /// - Parameters:
  ///   - only: Ids of rules; where there are any, no other is evaluated, and one that is off is.
  ///   - skip: Ids of rules that are left out.
  ///   - configuration: Which rules are on, where it says so.
  /// - Throws: ``UnknownRule`` for an id that no rule has.
  public func selection(
    only: [String] = [], skip: [String] = [], configuration: Configuration = Configuration()
  ) throws(UnknownRule) -> [Rule] {
    let known = rules.map(\.id) + [Declaration.rule]
    for id in only + skip where !known.contains(id) { throw UnknownRule(id: id, known: known) }
    return rules.filter { rule in
      (only.isEmpty ? configuration.isEnabled(rule) : only.contains(rule.id)) && !skip.contains(rule.id)
    }
  }

  /// The rule of that id.
  ///
  /// - Throws: ``UnknownRule`` where there is none.
  public func rule(_ id: String) throws(UnknownRule) -> Rule {
    guard let rule = rules.first(where: { $0.id == id }) else { throw UnknownRule(id: id, known: rules.map(\.id)) }
    return rule
  }
}

extension RuleSet {
  /// The cases of these rules in some files.
  ///
  /// - Throws: ``FileIssues`` with everything that is wrong in any of them, cases of rules that are not here included.
  public func cases(_ sources: [Source]) throws(FileIssues) -> [RuleCase] {
    var cases: [RuleCase] = []
    var issues: [FileIssue] = []
    for source in sources {
      let read = RuleCaseFile.read(source.text, file: source.file)
      issues += read.issues
      cases += read.cases
    }
    let known = rules.map(\.id)
    for one in cases {
      guard let rule = rules.first(where: { $0.id == one.rule }) else {
        let suggestion = Suggestion.phrase(for: one.rule, among: known)
        issues.append(FileIssue(one.source, "There is no rule \"\(one.rule)\".\(suggestion)"))
        continue
      }
      let names = rule.parameters.map(\.name)
      for name in one.parameters.map(\.name) where !names.contains(name) {
        let suggestion = Suggestion.phrase(for: name, among: names)
        issues.append(FileIssue(one.source, "The rule has no parameter \"\(name)\".\(suggestion)"))
      }
    }
    if !issues.isEmpty { throw FileIssues(issues: issues) }
    return cases
  }
}

/// All that is wrong in files that a user wrote.
public struct FileIssues: Error, Sendable, CustomStringConvertible {
  /// The issues, in the order of files and lines.
  public let issues: [FileIssue]

  /// One issue a line.
  public var description: String { issues.map(\.description).joined(separator: "\n") }
}

/// An id that no rule has.
public struct UnknownRule: Error, Sendable, CustomStringConvertible {
  /// What was asked for.
  public let id: String
  let known: [String]

  /// What is wrong, what was probably meant, and where to look.
  public var description: String {
    "There is no rule \"\(id)\".\(Suggestion.phrase(for: id, among: known)) `audit rules list` shows all of them."
  }
}
