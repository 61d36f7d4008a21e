import Documents
import Estate
import Foundation
import JMESPath
import Schema
import Synchronization

/// Judges an estate by rules: values in, verdicts out.
public struct Auditor: Sendable {
  /// Which resources are judged.
  public let filter: ResourceFilter
  /// The rules that are evaluated.
  public let rules: [Rule]
  /// What is declared.
  public let declarations: [Declaration]
  /// The kinds of resource of which nothing may be there but what is declared.
  public let closures: [Closure]
  /// What is declared for the sake of rules, whether declarations are judged or not: assumptions and tests.
  public let context: [Declaration]
  /// How they are evaluated, and what is accepted.
  public let configuration: Configuration
  /// What has to be read so that every rule and declaration can be judged.
  public let needs: RequiredAttributes
  /// What of the files that declare things is not compared, and why.
  public var notes: [AuditReport.Note] = []
  /// What holds for the project and is not judged here: no repair may break it.
  public var bystanders = Bystanders()
  private let needsByRule: [String: RequiredAttributes]
  /// What all rules together need.
  private let needsOfRules: RequiredAttributes
  /// Which rules look at one document, worked out once for many estates.
  private let sharing: RuleSharing

  /// An auditor of these rules and declarations.
  ///
  /// - Parameter context: What is declared for the sake of rules; `nil` for the declarations.
  public init(
    rules: [Rule], declarations: [Declaration] = [], closures: [Closure] = [], context: [Declaration]? = nil,
    filter: ResourceFilter = ResourceFilter(), configuration: Configuration = Configuration()
  ) {
    let needs = Dictionary(rules.map { ($0.id, Self.needs(of: $0, in: configuration)) }) { first, _ in first }
    self.init(
      rules: rules, declarations: declarations, closures: closures, context: context ?? declarations, filter: filter,
      configuration: configuration, needsByRule: needs, needsOfRules: Self.needs(of: rules, needs),
      sharing: RuleSharing())
  }

  /// An auditor of rules of which it is known what they need, as that takes as long as judging a small estate.
  private init(
    rules: [Rule], declarations: [Declaration], closures: [Closure], context: [Declaration], filter: ResourceFilter,
    configuration: Configuration, needsByRule: [String: RequiredAttributes], needsOfRules: RequiredAttributes,
    sharing: RuleSharing
  ) {
    self.rules = rules
    self.sharing = sharing
    self.declarations = declarations
    self.closures = closures
    self.context = context.filter { $0.assumption != nil || !$0.tests.isEmpty }
    self.filter = filter
    self.configuration = configuration
    var needs = declarations.reduce(into: needsOfRules) { $0.formUnion($1.needs) }
    for closure in closures { needs.formUnion(closure.needs(besides: declarations)) }
    for declaration in self.context { needs.formUnion(declaration.needsOfContext) }
    self.needs = needs
    self.needsByRule = needsByRule
    self.needsOfRules = needsOfRules
  }

  private static func needs(of rules: [Rule], _ known: [String: RequiredAttributes]) -> RequiredAttributes {
    rules.reduce(into: RequiredAttributes()) { $0.formUnion(known[$1.id] ?? RequiredAttributes()) }
  }

  /// The same auditor for other resources, by fewer of its rules, or of other declarations.
  public func with(
    filter: ResourceFilter? = nil, rules: [Rule]? = nil, declarations: [Declaration]? = nil, closures: [Closure]? = nil,
    context: [Declaration]? = nil
  ) -> Auditor {
    with(
      filter: filter, rules: rules, declarations: declarations, closures: closures, context: context,
      configuration: configuration)
  }

  /// The same auditor for an account that people call so: overrides and waivers may name it. What has to be read does not
  /// depend on it.
  public func named(_ accountName: String) -> Auditor {
    var configuration = configuration
    configuration.accountName = accountName
    return with(configuration: configuration)
  }

  private func with(
    filter: ResourceFilter? = nil, rules: [Rule]? = nil, declarations: [Declaration]? = nil, closures: [Closure]? = nil,
    context: [Declaration]? = nil, configuration: Configuration
  ) -> Auditor {
    var other = Auditor(
      rules: rules ?? self.rules, declarations: declarations ?? self.declarations,
      closures: closures ?? self.closures, context: context ?? self.context, filter: filter ?? self.filter,
      configuration: configuration, needsByRule: needsByRule,
      needsOfRules: rules.map { Self.needs(of: $0, needsByRule) } ?? needsOfRules,
      sharing: rules == nil ? sharing : RuleSharing())
    other.notes = notes
    other.bystanders = bystanders
    return other
  }

  /// Auditors that together judge, by these rules and declarations, all that can be judged otherwise once resources have
  /// changed. What reads other resources than those it is about judges all of these; the rest only what changed.
  public func judging(changesTo resources: Set<ResourceKey>) -> [Auditor] {
    let types = Set(resources.map(\.type))
    func reaches(_ needs: RequiredAttributes?) -> Bool {
      needs.map { !$0.relatedTypes.isDisjoint(with: types) } ?? true
    }
    let parts = [
      with(
        rules: rules.filter { reaches(needsByRule[$0.id]) }, declarations: declarations.filter { reaches($0.needs) },
        closures: []),
      with(
        filter: ResourceFilter(keys: resources),
        rules: rules.filter { !reaches(needsByRule[$0.id]) && !types.isDisjoint(with: $0.resources) },
        declarations: declarations.filter { !reaches($0.needs) && types.contains($0.selector.type) }, closures: []),
    ]
    return parts.filter { !$0.rules.isEmpty || !$0.declarations.isEmpty }
  }

  /// This one, which looks in a region for what is in one that nobody says: where tools that make it would put it, when
  /// they are started as this run is.
  public func looking(in region: String) -> Auditor {
    func isOpen(_ declaration: Declaration) -> Bool { declaration.saysNoRegion && declaration.selector.region == nil }
    guard (declarations + bystanders.declarations).contains(where: isOpen) else { return self }
    func located(_ declaration: Declaration) -> Declaration {
      var declaration = declaration
      if isOpen(declaration) { declaration.selector.region = region }
      return declaration
    }
    var auditor = with(declarations: declarations.map(located))
    auditor.bystanders.declarations = bystanders.declarations.map(located)
    return auditor
  }

  /// What has to be read so that a rule can be judged, with what its parameters depend on.
  public func needs(of rule: Rule) -> RequiredAttributes {
    needsByRule[rule.id] ?? Self.needs(of: rule, in: configuration)
  }

  private static func needs(of rule: Rule, in configuration: Configuration) -> RequiredAttributes {
    var needs = rule.needs
    let parameters = RuleParameters(of: rule, in: configuration)
    for type in rule.resources { needs.formUnion(RequiredAttributes(type, reading: parameters.fieldUse(of: type))) }
    return needs
  }

  /// The resources that declarations name, or that what they declare would lead to, and that nothing else may lead to.
  public var named: [ResourceKey] {
    let named = declarations.compactMap(\.selector.key).filter {
      !$0.type.schema.isListed || $0.type.schema.leads != nil
    }
    return named + declarations.filter { $0.selector.type == .distribution }.flatMap(\.expect.targets)
  }

  /// What came of an audit.
  public struct Outcome: Sendable {
    /// The rules, with how often each held.
    public var rules: [AuditReport.EvaluatedRule] = []
    /// What is wrong or unknown, worst first, then by resource.
    public var findings: [Finding] = []
    /// How many times a rule held on a resource.
    public var passes = 0
    /// What could not be read.
    public var failures: [AuditReport.Failure] = []
    /// What is wrong with the waivers and overrides.
    public var warnings: [AuditReport.Warning] = []
    /// Those of the warnings that say of a waiver, an override or a declaration that it fits nothing of what was judged.
    public var idle: [AuditReport.Warning] = []
    /// What people call the resources that something was found on.
    public var names: [ResourceIdentity: String] = [:]
    /// What was judged.
    public var judged = Judged()
  }

  /// Judges an estate.
  ///
  /// - Parameters:
  ///   - estate: What was read.
  ///   - time: The time at which waivers and assumptions are in force or not, and dates over; where it is left out, no
  ///     waiver and no assumption is, and what depends on today is undecided.
  ///   - tests: What came of the tests that are declared; `nil` where they were not run.
  public func audit(
    _ estate: Estate, at time: Date? = nil, tests: [FunctionTestOutcome]? = nil
  ) -> Outcome {
    let view = EstateView(self.estate(estate, with: tests), needing: needs)
    let (assumptions, complaints) = assumptions(in: view.estate, at: time ?? .distantFuture)
    var outcome = EdgeSource.$assumptions.withValue(assumptions) { judge(view, tests, at: time) }
    if tests == nil { outcome.warnings += remarks(onTestsOf: view.estate) }
    let waived = waive(&outcome.findings, in: view.estate, at: time ?? .distantFuture)
    let idle = outcome.idle + idleOverrides(in: view)
    outcome.warnings += complaints + waived.warnings + idle
    outcome.idle = waived.idle + idle
    for resource in outcome.findings.lazy.map(\.resource) + outcome.failures.lazy.map(\.resource) {
      outcome.names[resource.identity] = view.estate.resources[resource.key]?.commonName
    }
    outcome.findings.sort(by: Finding.worstFirst)
    return outcome
  }

  private func judge(_ view: EstateView, _ tests: [FunctionTestOutcome]?, at time: Date?) -> Outcome {
    var outcome = Outcome()
    var unjudged: [Int: Set<String>] = [:]
    let resources = Dictionary(grouping: view.estate.resources.values.lazy.filter(filter.matches), by: \.reference.type)
    var evaluations = rules.map { RuleEvaluation(rule: $0, view: view, configuration: configuration, at: time) }
    for type in ResourceType.allCases {
      judge(resources[type] ?? [], of: type, by: &evaluations, in: view)
    }
    // Taken one by one: the findings of all rules are held once.
    evaluations.reverse()
    while var evaluation = evaluations.popLast() {
      evaluation.noteHiddenResources()
      let rule = evaluation.rule
      outcome.rules.append(
        AuditReport.EvaluatedRule(
          rule: rule, severity: configuration.severity(of: rule), passes: evaluation.passes))
      outcome.findings += evaluation.findings
      outcome.passes += evaluation.passes
      outcome.failures += evaluation.failures
      for gap in evaluation.gaps { unjudged[gap, default: []].insert(rule.id) }
    }
    let principals = KnownPrincipals(view)
    let named = NamedAccounts(declarations, reading: view.estate.account)
    var objections: Set<FileIssue> = []
    let contradictions = Contradictions(declarations, in: view)
    // What two declare alike is found once.
    var told: [[String]: Int] = [:]
    outcome.warnings += contradictions.issues.map { AuditReport.Warning(message: $0.message, source: $0.mark) }
    for (number, declaration) in declarations.enumerated() {
      var evaluation = BaselineEvaluation(
        declaration, view: view, filter: filter, knowing: principals, naming: named,
        severity: configuration.severity(of: declaration))
      evaluation.tests = tests
      evaluation.contradictions = { contradictions.of(number, on: $0) }
      evaluation.judge()
      for finding in evaluation.findings {
        let says = [
          finding.fingerprint, finding.status.rawValue, JSONWriter().string(finding.expected), finding.message,
        ]
        if let position = told[says] {
          // It matters as much as the one says to whom it matters most.
          if finding.severity > outcome.findings[position].severity { outcome.findings[position] = finding }
        } else {
          told[says] = outcome.findings.count
          outcome.findings.append(finding)
        }
      }
      outcome.passes += evaluation.passes
      outcome.failures += evaluation.failures
      objections.formUnion(evaluation.objections)
      if evaluation.isIdle {
        outcome.idle.append(
          AuditReport.Warning(
            message: """
              No resource is \(declaration.selector.type.rawValue) \(declaration.selector), so nothing is held against this \
              declaration: what it is for is not in this account, or its pattern or tag is not what was meant.
              """, source: declaration.source))
      }
      for gap in evaluation.gaps { unjudged[gap, default: []].insert(Declaration.rule) }
    }
    outcome.warnings += objections.sorted { $0.description < $1.description }
      .map { AuditReport.Warning(message: $0.message, source: $0.mark) }
    let closing = closing(view)
    outcome.findings += closing.findings
    for gap in closing.gaps { unjudged[gap, default: []].insert(Declaration.rule) }
    outcome.failures += failures(of: view, unjudged: unjudged)
    outcome.judged = Judged(self, view.estate, outcome.findings)
    return outcome
  }

  /// Judges resources of one kind by all rules on it. Rules share documents: making one costs as much as judging it.
  private func judge(
    _ resources: [Resource], of type: ResourceType, by evaluations: inout [RuleEvaluation], in view: EstateView
  ) {
    if resources.isEmpty { return }
    let groups = sharing.groups(of: type) {
      let concerned = rules.indices.filter { rules[$0].resources.contains(type) }
      return Projection.groups(type, reading: concerned.map { evaluations[$0].fieldUse(of: type) })
        .map { (use: $0.use, rules: $0.readers.map { concerned[$0] }) }
    }
    let projections = groups.map { (Projection(type, reading: $0.use), $0.rules) }
    for resource in resources {
      for (projection, readers) in projections {
        let document = view.document(of: resource, through: projection)
        EdgeSource.$distribution.withValue(JudgedDistribution(resource)) {
          for reader in readers { evaluations[reader].judge(resource, in: document) }
        }
      }
    }
  }

  /// The gaps that matter to what was asked; a snapshot may know of others.
  private func failures(of view: EstateView, unjudged: [Int: Set<String>]) -> [AuditReport.Failure] {
    let needed = Dictionary(grouping: needs.groups, by: \.type)
    return view.estate.gaps.enumerated().compactMap { number, gap in
      // What was not asked about would not have been read for this.
      func isAskedAbout() -> Bool { gap.resource.id == "*" || filter.matches(gap.resource, in: view.estate) }
      let isNeeded =
        gap.group == Gap.everything
        || (needed[gap.resource.type] ?? []).contains {
          $0.name == gap.group && (needs.relatedGroups.contains($0) || isAskedAbout())
        }
      guard isNeeded || unjudged[number] != nil, !gap.isOfOtherAccount else { return nil }
      // What a snapshot does not hold and no verdict wants is missed by nobody.
      if gap.code == Gap.notInSnapshot, unjudged[number] == nil { return nil }
      return AuditReport.Failure(
        operation: gap.operation, resource: gap.resource, code: gap.code, message: gap.message, advice: gap.advice,
        unjudgedRules: (unjudged[number] ?? []).sorted())
    }
  }
}

/// Which of an auditor's rules look at one document of a kind of resource. To find that out takes as long as judging forty
/// distributions, and depends on the rules and overrides alone.
private final class RuleSharing: Sendable {
  typealias Groups = [(use: FieldUse, rules: [Int])]

  private let known = Mutex<[ResourceType: Groups]>([:])

  func groups(of type: ResourceType, _ make: () -> Groups) -> Groups {
    if let groups = known.withLock({ $0[type] }) { return groups }
    let groups = make()
    known.withLock { $0[type] = groups }
    return groups
  }
}

extension Finding {
  /// Worst first; what fails before what is unknown; then by resource, rule and path, so that reports do not jump about.
  public static func worstFirst(_ left: Finding, _ right: Finding) -> Bool {
    if left.severity != right.severity { return left.severity > right.severity }
    return left.sortKey.lexicographicallyPrecedes(right.sortKey)
  }

  /// What sorts as findings do, byte by byte.
  public var orderKey: [UInt8] {
    let rank = UInt8(Severity.allCases.count - (Severity.allCases.firstIndex(of: severity) ?? 0))
    return [rank] + sortKey.joined(separator: "\u{0}").utf8
  }

  private var sortKey: [String] {
    [
      status == .fail ? "0" : status == .unknown ? "1" : "2", resource.type.rawValue, resource.id, resource.region,
      resource.account, rule, path,
    ]
  }
}
