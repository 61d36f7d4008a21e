import Documents
import Estate
import Schema

/// Values of parameters on some resources.
struct ParameterOverride: Sendable {
  /// Which resources.
  let resource: ResourceFilter
  /// In which accounts, by number or name; `nil` for all.
  var account: Glob?
  /// Which tags they have, all of them.
  let tags: [(key: String, value: Glob)]
  /// The values, by rule.
  let parameters: Configuration.Values
  /// Where it is written.
  let source: SourceMark

  /// Whether it is about a resource.
  enum Match {
    case fits
    case fitsNot
    /// The tags that decide lie behind a gap.
    case unread(Int)
    /// The tags that decide are not such as AWS gives.
    case undecided(String)
  }

  func fit(of resource: Resource, in accountName: String, tagged tags: JSONValue) -> Match {
    guard self.resource.matches(resource), account.fits(resource.reference.account, accountName) else {
      return .fitsNot
    }
    if self.tags.isEmpty { return .fits }
    guard resource.reference.type.hasTags else { return .fitsNot }
    if case .unread(let gap) = tags { return .unread(gap) }
    guard let tags = tags.array else { return .undecided("Tags is no list, and a parameter depends on it.") }
    let fits = self.tags.allSatisfy { wanted in
      tags.contains { $0["Key"].string == wanted.key && wanted.value.matches($0["Value"].string ?? "") }
    }
    return fits ? .fits : .fitsNot
  }
}

/// What the parameters of one rule are, on one resource after another.
struct RuleParameters: Sendable {
  /// Their values where no override fits.
  let common: JSONObject
  private let accountName: String
  /// What overrides say of the rule, the last one first.
  private let overrides: [(override: ParameterOverride, values: JSONObject)]

  init(of rule: Rule, in configuration: Configuration) {
    accountName = configuration.accountName
    common = JSONObject(rule.parameters.map { ($0.name, $0.defaultValue) })
      .merging(configuration.parameters[rule.id] ?? JSONObject())
    overrides = configuration.overrides.reversed().compactMap { override in
      override.parameters[rule.id].map { (override, $0) }
    }
  }

  /// Whether they are the same on every resource.
  var areCommon: Bool { overrides.isEmpty }

  /// The members of a resource of that kind that they depend on.
  func fieldUse(of type: ResourceType) -> FieldUse {
    let useTags = type.hasTags && overrides.contains { !$0.override.tags.isEmpty }
    return useTags ? FieldUse(members: ["Tags": .whole]) : .itself
  }

  /// What they are on a resource.
  enum Resolution {
    case values(JSONObject)
    /// They depend on what lies behind a gap.
    case unread(Int)
    /// They depend on something that makes no sense.
    case undecided(String)
  }

  /// The values on a resource with these tags.
  func values(on resource: Resource, tagged tags: JSONValue) -> Resolution {
    var values = common
    var decided: Set<String> = []
    for (override, own) in overrides {
      // What a later override has decided, an earlier one cannot make doubtful.
      let open = own.filter { !decided.contains($0.name) }
      if open.isEmpty { continue }
      switch override.fit(of: resource, in: accountName, tagged: tags) {
      case .fitsNot: continue
      case .unread(let gap): return .unread(gap)
      case .undecided(let reason): return .undecided(reason)
      case .fits:
        for member in open {
          values[member.name] = member.value
          decided.insert(member.name)
        }
      }
    }
    return .values(values)
  }
}

extension Rule {
  /// The parameter whose list is all that the rule expects to be covered, and is empty; `nil` where something is expected.
  func emptyList(in parameters: JSONObject) -> String? {
    var name: String?
    for check in checks {
      guard check.predicate == .covers, case .parameter(let list) = check.operand, parameters[list] == [] else {
        return nil
      }
      name = list
    }
    return name
  }
}

extension Auditor {
  /// The rules that expect nothing anywhere, since nobody has said what, a sentence each.
  public var emptyExpectations: [String] {
    rules.compactMap { rule in
      let parameters = RuleParameters(of: rule, in: configuration)
      guard parameters.areCommon, let name = rule.emptyList(in: parameters.common) else { return nil }
      return
        "\(rule.id) expects nothing as long as \(rule.id).\(name) is empty: set it under `parameters` in audit.yaml."
    }
  }
}

extension ResourceType {
  /// Whether tags of such resources are read.
  var hasTags: Bool { schema.groups.contains { $0.members.contains("Tags") } }
}
