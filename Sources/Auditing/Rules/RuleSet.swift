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

  /// The ids of the rules that ship with the tool and that others of the same id replace, in their order; those of a
  /// file that is a copy of one that ships are no others.
  public let replaced: [String]
  /// The ids of the rules that ship with the tool and that nothing replaces.
  private let shipped: Set<String>

  /// Reads rules from files. Rules of other files come after those that ship with the tool, and replace those of the same
  /// id.
  ///
  /// - Throws: ``FileIssues`` with everything that is wrong in any of them.
  public init(_ sources: [Source]) throws(FileIssues) {
    var rules: [Rule] = []
    var replaced: [String] = []
    var shipped: Set<String> = []
    var issues: [FileIssue] = []
    for source in sources.filter(\.isBuiltIn) + sources.filter({ !$0.isBuiltIn }) {
      let read = RuleFile.read(source.text, file: source.file)
      issues += read.issues
      if !source.isBuiltIn { issues += RuleLint.issues(in: source).errors }
      let isCopy = !source.isBuiltIn && sources.contains { $0.isBuiltIn && $0.text == source.text }
      for rule in read.rules {
        if !source.isBuiltIn, shipped.remove(rule.id) != nil {
          if !isCopy { replaced.append(rule.id) }
          rules.removeAll { $0.id == rule.id }
        }
        if let first = rules.first(where: { $0.id == rule.id }) {
          issues.append(FileIssue(rule.source, "There is a rule \"\(rule.id)\" already, at \(first.source)."))
        } else {
          rules.append(rule)
          if source.isBuiltIn { shipped.insert(rule.id) }
        }
      }
    }
    if !issues.isEmpty { throw FileIssues(issues: issues) }
    (self.rules, self.replaced, self.shipped) = (rules, replaced, shipped)
  }

  private init(_ rules: [Rule]) { (self.rules, replaced, shipped) = (rules, [], []) }

  /// The rules of the project's own files alone.
  public var withoutBuiltIn: RuleSet { RuleSet(rules.filter { !shipped.contains($0.id) }) }

  /// The rules that are evaluated: those named, or all that are enabled, less those left out.
  ///
  /// - Parameters:
  ///   - only: Ids of rules, or patterns; where there are any, no other is evaluated. One that is off is evaluated where
  ///     its id is named, and not where a pattern fits it.
  ///   - skip: Ids of rules that are left out, or patterns.
  ///   - configuration: Which rules are on, where it says so.
  /// - Throws: ``UnknownRule`` for an id that no rule has, and for a pattern that fits none.
  public func selection(
    only: [String] = [], skip: [String] = [], configuration: Configuration = Configuration()
  ) throws(UnknownRule) -> [Rule] {
    let known = rules.map(\.id) + [Declaration.rule]
    for pattern in only + skip where !known.contains(where: Glob(pattern).matches) {
      throw UnknownRule(id: pattern, known: known)
    }
    return rules.filter {
      Self.isChosen($0.id, only: only, skip: skip, isEnabled: configuration.isEnabled($0))
    }
  }

  /// Whether what has an id is evaluated: a rule, or what is declared, by the id that findings about it have.
  ///
  /// - Parameters:
  ///   - only: Ids or patterns, as in ``selection(only:skip:configuration:)``.
  ///   - skip: The same.
  ///   - isEnabled: Whether it is on where nobody names it.
  public static func isChosen(_ id: String, only: [String], skip: [String], isEnabled: Bool) -> Bool {
    if skip.contains(where: { Glob($0).matches(id) }) { return false }
    if only.contains(id) { return true }
    return isEnabled && (only.isEmpty || only.contains { Glob($0).matches(id) })
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
  /// The issues, in the order of files and lines; that there are more stands at the end of its file.
  public let issues: [FileIssue]

  /// These issues, of files in the order in which each is named first.
  public init(issues: [FileIssue]) {
    let files = Dictionary(issues.enumerated().map { ($1.mark.file, $0) }) { first, _ in first }
    self.issues = issues.enumerated().map { index, issue in
      let isEnd = issue.message == YAMLReader.Issues.overflow
      let place = (files[issue.mark.file] ?? 0, isEnd ? 1 : 0, issue.mark.line, issue.mark.column, index)
      return (place, issue)
    }.sorted { $0.0 < $1.0 }.map(\.1)
  }

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
