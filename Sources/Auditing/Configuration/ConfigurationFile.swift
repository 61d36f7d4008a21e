import Documents
import Estate
import Schema

extension Configuration {
  /// Reads a configuration file, and those that it includes.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - rules: The rules that it may name.
  ///   - read: The text of a file that is included; throws what is wrong with it, in a sentence.
  /// - Throws: ``FileIssues`` with everything that is wrong in any of them.
  public init(
    _ source: RuleSet.Source, for rules: RuleSet,
    including read: @escaping (_ path: String) throws -> String = Self.readNothing
  ) throws(FileIssues) {
    let issues = YAMLReader.Issues()
    self.init()
    if let root = YAMLReader(source.text, file: source.file, issues: issues), root.isFile(.configuration) {
      var file = ConfigurationFile(rules: rules.rules, readText: read)
      file.take(root, including: [source.file])
      self = file.configuration
    }
    if issues.list.isEmpty { return }
    throw FileIssues(issues: issues.list)
  }

  /// Reads no file.
  ///
  /// - Throws: ``FileIssue``, always.
  public static func readNothing(_ path: String) throws -> String {
    throw FileIssue(SourceMark(file: path, line: 1), "Files that others include are not read here.")
  }
}

/// What a configuration says before it is known which rules there are.
public struct ConfigurationHead: Sendable {
  /// The file in which runs remember what they read and found, where one is named.
  public let state: String?
  /// Whether the rules are evaluated that ship with the tool.
  public let usesBuiltInRules: Bool

  /// Reads it out of a file.
  ///
  /// - Throws: ``FileIssues`` where the file is no YAML, or says something there that it may not.
  public init(_ source: RuleSet.Source) throws(FileIssues) {
    let issues = YAMLReader.Issues()
    let members = YAMLReader(source.text, file: source.file, issues: issues)?.anyMembers ?? []
    func member(_ name: String) -> YAMLReader? { members.first { $0.0.text == name }?.1 }
    state = member("state")?.words
    usesBuiltInRules = member("builtInRules")?.flag ?? true
    if !issues.list.isEmpty { throw FileIssues(issues: issues.list) }
  }
}

/// Reads a configuration, for these rules.
private struct ConfigurationFile {
  let rules: [Rule]
  let readText: (String) throws -> String
  private(set) var configuration = Configuration()

  init(rules: [Rule], readText: @escaping (String) throws -> String) {
    self.rules = rules
    self.readText = readText
  }

  /// Takes over what a file says; it counts more than what is included by it.
  mutating func take(_ root: YAMLReader, including parents: [String]) {
    let isOwn = parents.count == 1
    let members = root.members(
      known: ConfigurationForm.file.names.filter { isOwn || !["builtInRules", "notify", "state"].contains($0) })
    for name in members["include"]?.elements ?? [] { include(name, parents) }
    configuration.settings.merge(members["rules"].map(settings) ?? [:]) { $1 }
    configuration.parameters.merge(members["parameters"].map { parameters($0, byTag: false) } ?? [:]) { $0.merging($1) }
    configuration.overrides += members["overrides"]?.elements.compactMap(override) ?? []
    configuration.waivers += members["waivers"]?.elements.compactMap(waiver) ?? []
    if let state = members["state"]?.words { configuration.state = state }
    if let notify = members["notify"] {
      let named = notify.node.sequence == nil ? [notify] : notify.elements
      configuration.notify = named.compactMap(\.words)
    }
    _ = members["builtInRules"]?.flag
  }

  private mutating func include(_ reader: YAMLReader, _ parents: [String]) {
    guard let name = reader.words else { return }
    let path = BaselineValues.path(of: name, beside: reader.file)
    if parents.contains(path) { return reader.note("\(path) includes itself.") }
    do {
      let text = try readText(path)
      if let root = YAMLReader(text, file: path, issues: reader.issues) { take(root, including: parents + [path]) }
    } catch {
      reader.note("\(error)")
    }
  }

  private func settings(_ reader: YAMLReader) -> [String: Configuration.Setting] {
    (reader.anyMembers ?? []).reduce(into: [:]) { settings, member in
      let id = member.0.text
      guard id == Declaration.rule || rule(id, at: member.0.reader) != nil else { return }
      let members = member.1.members(known: ConfigurationForm.setting.names)
      settings[id] = Configuration.Setting(
        isEnabled: members["enabled"]?.flag, severity: members["severity"]?.choice(Severity.self))
    }
  }

  private func parameters(_ reader: YAMLReader, byTag: Bool) -> Configuration.Values {
    (reader.anyMembers ?? []).reduce(into: [:]) { values, member in
      let (name, value) = member
      guard let (rule, parameter) = parameter(name) else { return }
      if byTag, let type = rule.resources.first(where: { !$0.hasTags }) {
        name.reader.note("\(type.rawValue) has no tags that are read; name the resources with `resource` instead.")
      }
      let json = value.json
      if let complaint = rule.complaint(about: json, for: parameter) {
        value.note("`\(name.text)` takes \(complaint).")
      } else {
        values[rule.id, default: JSONObject()][parameter.name] = json
      }
    }
  }

  private func parameter(_ name: YAMLReader.Name) -> (Rule, Rule.Parameter)? {
    // Ids of rules have no dots.
    let parts = name.text.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      name.reader.note("A parameter is named with its rule, as in `edge-log-retention.maxDays`.")
      return nil
    }
    guard let rule = rule(parts[0], at: name.reader) else { return nil }
    if let parameter = rule.parameters.first(where: { $0.name == parts[1] }) { return (rule, parameter) }
    let known = rule.parameters.map(\.name)
    name.reader.note(
      "The rule \(rule.id) has no parameter \"\(parts[1])\".\(Suggestion.phrase(for: parts[1], among: known))"
        + (known.isEmpty ? " It has none." : " Known: \(known.joined(separator: ", "))."))
    return nil
  }

  private func override(_ reader: YAMLReader) -> ParameterOverride? {
    let members = reader.members(known: ConfigurationForm.override.names)
    if reader.node.mapping != nil, ["account", "resource", "tag"].allSatisfy({ members[$0] == nil }) {
      reader.note("An override says what it is for: `account`, `resource` or `tag`, or several of them.")
    }
    let tags = members["tag"]?.anyMembers?.compactMap { name, value in
      value.text.map { (key: name.text, value: Glob($0)) }
    }
    if tags?.isEmpty == true { members["tag"]?.note("A tag was expected here, as in `{team: books}`.") }
    let values = reader.required("parameters", in: members) { parameters($0, byTag: members["tag"] != nil) }
    return ParameterOverride(
      resource: ResourceFilter([members["resource"]?.words].compactMap(\.self)),
      account: members["account"]?.words.map(Glob.init), tags: tags ?? [],
      parameters: values ?? [:], source: reader.mark)
  }

  private func waiver(_ reader: YAMLReader) -> Waiver? {
    let members = reader.members(known: ConfigurationForm.waiver.names)
    let rule = reader.required("rule", in: members, waivedRule)
    let resource = reader.required("resource", in: members, \.words)
    let account = members["account"].map(\.words)
    let path = members["path"].map(\.words)
    let fingerprint = members["fingerprint"].map(\.words)
    let reason = reader.required("reason", in: members, \.words)
    let expires = reader.required("expires", in: members, date)
    guard let rule, let resource, let reason, let expires else { return nil }
    return Waiver(
      rule: rule, resource: ResourceFilter([resource]), account: account?.map(Glob.init), path: path?.map(Glob.init),
      fingerprint: fingerprint ?? nil,
      reason: reason,
      expires: expires, source: reader.mark)
  }

  private func waivedRule(_ reader: YAMLReader) -> String? {
    guard let id = reader.words else { return nil }
    if id == Declaration.rule { return id }
    if !id.contains("*") { return rule(id, at: reader)?.id }
    reader.note("A waiver is for one rule: a pattern would accept what nobody has seen yet.")
    return nil
  }

  private func date(_ reader: YAMLReader) -> CalendarDate? {
    guard let text = reader.words else { return nil }
    if let date = CalendarDate(text) { return date }
    reader.note("\"\(text)\" is no day of the calendar, written as in 2027-03-31.")
    return nil
  }

  private func rule(_ id: String, at reader: YAMLReader) -> Rule? {
    if let rule = rules.first(where: { $0.id == id }) { return rule }
    reader.note(UnknownRule(id: id, known: rules.map(\.id) + [Declaration.rule]).description)
    return nil
  }
}

extension Rule {
  /// What a parameter takes instead, where a value is none for it.
  fileprivate func complaint(about value: JSONValue, for parameter: Parameter) -> String? {
    if let complaint = value.complaint(after: parameter.defaultValue) { return complaint }
    if let least = parameter.atLeast, let number = value.double, number < Double(least) {
      return "a number of at least \(least)"
    }
    return checks.lazy.compactMap { check in
      // What a part of an operand takes is not what the whole takes.
      guard case .parameter(parameter.name) = check.operand else { return nil }
      return check.predicate.complaint(about: value)
    }.first
  }
}

extension JSONValue {
  /// What is expected instead, where the value is not of the kind of another; nothing is expected after `null`.
  fileprivate func complaint(after example: JSONValue) -> String? {
    guard let kind = example.kind else { return nil }
    if self.kind != kind { return kind }
    guard let element = example.array?.first?.kind, let elements = array else { return nil }
    return elements.allSatisfy { $0.kind == element } ? nil : "a list in which each element is \(element)"
  }

  private var kind: String? {
    switch self {
    case .null, .unread: nil
    case .bool: "`true` or `false`"
    case .integer, .number: "a number"
    case .string: "text"
    case .array: "a list"
    case .object: "a mapping"
    }
  }
}
