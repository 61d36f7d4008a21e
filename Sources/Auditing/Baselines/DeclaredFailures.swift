import Documents
import Estate
import Foundation
import Schema

extension Auditor {
  /// What baselines declare that a rule fails on, whatever the resource is like besides: rule and baseline can never both
  /// be content with it, and no repair makes them so.
  ///
  /// Each resource is judged as far as it is declared, all else being unknown: what fails then is sure to.
  ///
  /// - Parameter time: The time at which waivers are in force.
  public func declaredFailures(at time: Date) -> [FileIssue] {
    if rules.isEmpty { return [] }
    let judge = with(filter: ResourceFilter(), declarations: [], closures: [], context: [])
    // Of several declarations of a resource each is looked at by itself.
    var rounds: [[Declaration]] = []
    var seen: [ResourceKey: Int] = [:]
    for declaration in declarations where declaration.isJudgedAlone {
      let round = seen[declaration.likely.key, default: 0]
      seen[declaration.likely.key] = round + 1
      if round == rounds.count { rounds.append([]) }
      rounds[round].append(declaration)
    }
    let failures = Dictionary(grouping: rounds.flatMap { judge.failures(of: $0, at: time) }, by: \.rule)
    return failures.values.flatMap { Self.told($0.map(\.issue)) }.sorted { $0.description < $1.description }
  }

  /// How many places are told of each rule: what was captured of a large estate fails in thousands.
  private static let placesTold = 8

  private static func told(_ issues: [FileIssue]) -> [FileIssue] {
    var told = issues.sorted { $0.description < $1.description }.prefix(placesTold)
    if let last = told.popLast() {
      let rest = issues.count - placesTold
      told.append(FileIssue(last.mark, rest > 0 ? "\(last.message) So are \(rest) more." : last.message))
    }
    return Array(told)
  }

  private func failures(of declarations: [Declaration], at time: Date) -> [(rule: String, issue: FileIssue)] {
    let types = Set(declarations.map(\.selector.type))
    let rules = rules.filter { !types.isDisjoint(with: $0.resources) }
    if rules.isEmpty { return [] }
    var estate = Estate(coverage: RequiredAttributes.everything.groups)
    let gap = estate.addGap(.undeclared)
    var byKey: [ResourceKey: Declaration] = [:]
    for declaration in declarations {
      let resource = declaration.likely
      let names = resource.type.schema.identity
      let identity = JSONObject(
        (declaration.selector.key.map { names.members(id: $0.id, arn: "") } ?? [:]).filter { $0.name != names.arn }
          .map { ($0.name, $0.value) })
      let members = JSONValue.object(identity.merging(declaration.expect))
        .completed(by: .unread(gap), resource.type.schema.root)
      estate.add(Resource(reference: resource, properties: members.object ?? [:]))
      byKey[resource.key] = declaration
    }
    let found = with(rules: rules).audit(estate, at: time).findings
    return found.compactMap { finding in
      guard finding.status == .fail, let declaration = byKey[finding.resource.key], declaration.says(finding.place)
      else { return nil }
      let issue = FileIssue(
        declaration.mark(named: finding.place),
        "What is declared of \(finding.place) of \(finding.resource.type.rawValue) \(declaration.selector) is what "
          + "\(finding.rule) fails on: \(finding.message) Change it, or waive the rule there.")
      return (finding.rule, issue)
    }
  }
}

extension Declaration {
  /// Whether it can be judged without its resource: it is of a baseline, and says what its resource is like.
  fileprivate var isJudgedAlone: Bool {
    !isAbsent && !expect.isEmpty && address.isEmpty && doubt.isEmpty && doubts.isEmpty
  }

  /// The resource that it means, as far as it says which.
  fileprivate var likely: ResourceReference {
    ResourceReference(
      type: selector.type, id: selector.id ?? selector.description, account: account,
      region: selector.region ?? (selector.type.schema.isRegional ? "us-east-1" : "global"))
  }

  /// Whether it says all that is at a place: of a list that others may add to, it does not.
  fileprivate func says(_ place: DocumentPath) -> Bool {
    guard !place.steps.isEmpty else { return false }
    let value = JSONValue.object(expect)[place, of: selector.type.schema.root]
    return !value.isNull && (value.array == nil || only.contains { $0.contains(place) })
  }
}

extension Gap {
  fileprivate static let undeclared = Gap(
    operation: "audit:declared", resource: ResourceReference(type: .distribution, id: "*"), group: "",
    code: "NotDeclared", message: "It is not declared.", advice: "", hides: ResourceType.allCases)
}

extension JSONValue {
  /// This with a value in the place of each member that a structure may have and that is not said here.
  fileprivate func completed(by value: JSONValue, _ node: SchemaNode) -> JSONValue {
    switch (node.shape, self) {
    case (.structure(let known), .object(let object)):
      var members = JSONObject(object.map { ($0.name, $0.value.completed(by: value, node.member($0.name))) })
      for name in known.keys.sorted() where members[name] == nil { members[name] = value }
      return .object(members)
    case (.list(_, let element), .array(let elements)):
      return .array(elements.map { $0.completed(by: value, element) })
    // A digest in the place of a text says nothing of it.
    case (.scalar, .object): return value
    default: return self
    }
  }
}
