import Documents
import YAMLReading

/// The kinds of file that users write, which are taken for one another.
enum FileKind: CaseIterable {
  case rules, baseline, configuration, cases

  /// What a file is by its members; `nil` where they are not those of one kind alone.
  init?(_ root: YAMLReader) {
    guard let mapping = root.node.mapping else { return nil }
    var members: [String: YAMLNode] = [:]
    for (key, value) in mapping { if let name = key.scalar?.string { members[name] = value } }
    let kinds = Self.allCases.filter { kind in
      kind.isShown(by: members) && (kind.names.isEmpty || members.keys.allSatisfy(kind.names.contains))
    }
    guard kinds.count == 1, let kind = kinds.first else { return nil }
    self = kind
  }

  /// The members that a file of this kind may have; none where they are its user's own.
  private var names: [String] {
    switch self {
    case .rules: RuleForm.file.names
    case .baseline: BaselineFile.form.names
    case .configuration: ConfigurationForm.file.names
    case .cases: []
    }
  }

  private func isShown(by members: [String: YAMLNode]) -> Bool {
    switch self {
    case .rules: members["rules"]?.sequence != nil
    case .baseline: ["resources", "only", "variables"].contains { members[$0] != nil }
    case .configuration:
      members["rules"]?.mapping != nil
        || ["builtInRules", "state", "notify", "parameters", "overrides", "waivers"].contains { members[$0] != nil }
    case .cases:
      !members.isEmpty
        && members.values.allSatisfy { node in
          node.mapping?.contains { key, _ in
            key.scalar.map { RuleCase.Verdict(rawValue: $0.string) != nil } == true
          } == true
        }
    }
  }

  /// That a file is of this kind and was taken for another one, and what it is for.
  var advice: String {
    switch self {
    case .rules: "This is a rule file: `audit rules lint` checks it, and `--rules` takes it."
    case .baseline: "This is a baseline: `audit baseline lint` checks it, and `--baseline` takes it."
    case .configuration: "This is a configuration: `audit rules list --config` checks it, and `--config` takes it."
    case .cases: "These are cases of rules: `audit rules test` runs them, beside the file of their rules."
    }
  }
}

extension YAMLReader {
  /// Whether this is a file of the kind that is read here, or of none that is known; notes an issue where it is another.
  func isFile(_ expected: FileKind) -> Bool {
    guard let kind = FileKind(self), kind != expected else { return true }
    note(kind.advice)
    return false
  }
}
