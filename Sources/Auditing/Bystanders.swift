import Documents
import Estate
import JMESPath
import Schema

/// What holds for a project and was not asked about.
public struct Bystanders: Sendable {
  /// Rules.
  public var rules: [Rule] = []
  /// What baselines, Terraform documents and templates declare.
  public var declarations: [Declaration] = []

  /// None.
  public init() {}

  /// These.
  public init(rules: [Rule], declarations: [Declaration] = []) {
    (self.rules, self.declarations) = (rules, declarations)
  }

  /// Those of them that may say otherwise once members have changed.
  fileprivate func reading(_ changed: [ResourceType: Set<String>]) -> Bystanders {
    Bystanders(
      rules: rules.filter { rule in rule.resources.contains { rule.fieldUse.reads(from: $0, changed) } },
      declarations: declarations.filter { $0.judgedUse.reads(from: $0.selector.type, changed) })
  }
}

extension Auditor {
  /// Its bystanders, without what it judges itself.
  private var others: Bystanders {
    let own = Set(rules.map(\.id))
    return Bystanders(
      rules: bystanders.rules.filter { !own.contains($0.id) },
      declarations: declarations.isEmpty ? bystanders.declarations : [])
  }

  /// What has to be read so that those of its bystanders can be judged that a change may break.
  ///
  /// - Parameter changed: The members that change, at the root, by the type of resource.
  public func needsOfBystanders(changing changed: [ResourceType: Set<String>]) -> RequiredAttributes {
    if changed.isEmpty { return RequiredAttributes() }
    let concerned = others.reading(changed)
    var needs = concerned.rules.reduce(into: RequiredAttributes()) { $0.formUnion(self.needs(of: $1)) }
    for declaration in concerned.declarations { needs.formUnion(declaration.needs) }
    return needs
  }

  /// This one, which also judges those of its bystanders that a change may break, and those rules that an estate can be
  /// judged by.
  ///
  /// - Parameter changed: The members that change, at the root, by the type of resource. What was not read of what they may
  ///   break has to stand in their way.
  public func withBystanders(
    changing changed: [ResourceType: Set<String>], in estate: Estate
  ) -> Auditor {
    let groups = estate.readGroups
    var others = others
    // What does not say in which region it is may be of another one than what changes.
    if !others.declarations.isEmpty {
      others.declarations = bystandingDeclarations(of: estate.account).filter {
        !$0.saysNoRegion || $0.selector.region != nil
      }
    }
    let concerned = others.reading(changed)
    let names = Set(concerned.rules.map(\.id))
    let rules = others.rules.filter { names.contains($0.id) || needs(of: $0).groups.isSubset(of: groups) }
    if rules.isEmpty, concerned.declarations.isEmpty { return self }
    var auditor = Auditor(
      rules: self.rules + rules, declarations: declarations + concerned.declarations, closures: closures,
      context: context, filter: filter, configuration: configuration)
    auditor.notes = notes
    return auditor
  }

  /// What is read of a resource for the sake of a verdict, which a rule or declarations have given.
  public func fieldUse(of finding: Finding) -> FieldUse {
    if finding.rule != Declaration.rule { return rules.first { $0.id == finding.rule }?.fieldUse ?? .itself }
    return declarations.filter { $0.source.file == finding.source.file && $0.selector.names.fit(finding.resource) }
      .reduce(.itself) { $0.union($1.judgedUse) }
  }
}

extension Declaration {
  /// Which members of the resource are judged.
  fileprivate var judgedUse: FieldUse { only.contains(DocumentPath()) ? .whole : fieldUse }
}
