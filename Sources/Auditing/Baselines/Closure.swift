import Documents
import Estate
import Schema

/// That of a kind of resource nothing may be there but what is declared.
public struct Closure: Sendable, Hashable {
  /// The kinds of which all resources are known, and of log groups those of edge functions: of the others only those are
  /// read that something leads to.
  public static let types = ResourceType.allCases.filter {
    $0.schema.isListed && $0.schema.leads == nil || $0.schema.listedOnes != nil
  }

  /// The kinds that `audit baseline capture --exact` closes.
  public static let captured: [ResourceType] = [.distribution, .cloudFrontFunction, .keyValueStore, .logGroup]

  /// The kind.
  public let type: ResourceType
  /// Where it is written.
  public let source: SourceMark
  /// Which accounts the file is for, where it says so.
  public let accounts: AccountPatterns

  /// That nothing else of a kind may be there.
  public init(_ type: ResourceType, in accounts: AccountPatterns = AccountPatterns(), source: SourceMark) {
    self.type = type
    self.accounts = accounts
    self.source = source
  }

  /// Whether a resource counts: somebody made it, and a log group is one that an edge function writes to.
  static func counts(_ resource: Resource) -> Bool {
    if resource.isManaged { return false }
    return resource.reference.type.schema.listedOnes?(resource.reference.id, resource.reference.region) ?? true
  }

  /// What has to be read: which resources there are, and what decides which of them are declared.
  func needs(besides declarations: [Declaration]) -> RequiredAttributes {
    let concerned = declarations.filter { $0.selector.type == type }
    let use = concerned.reduce(FieldUse.itself) { $0.union($1.selector.fieldUse) }
    return RequiredAttributes(type, reading: use)
  }
}

extension Auditor {
  /// What is there and not declared, of the kinds that are closed.
  func closing(_ view: EstateView) -> (findings: [Finding], gaps: Set<Int>) {
    var findings: [Finding] = []
    var gaps: Set<Int> = []
    var seen: Set<ResourceType> = []
    for closure in closures where seen.insert(closure.type).inserted {
      let declared = declarations.filter { $0.selector.type == closure.type }
      let use = declared.reduce(FieldUse.itself) { $0.union($1.selector.fieldUse) }
      let projection = Projection(closure.type, reading: use)
      for resource in view.estate.resources(of: closure.type) where Closure.counts(resource) {
        guard filter.matches(resource) else { continue }
        let document = view.document(of: resource, through: projection)
        switch Self.meaning(of: declared, resource.reference, document) {
        case .yes: break
        case .no: findings.append(finding(closure, on: resource.reference))
        case .unread(let gap):
          gaps.insert(gap)
          findings.append(finding(closure, on: resource.reference, behind: view.estate.gaps[gap]))
        }
      }
      for gap in view.gaps(hiding: closure.type) {
        gaps.insert(gap)
        let reason = view.estate.gaps[gap]
        findings.append(
          finding(
            closure,
            on: ResourceReference(
              type: closure.type, id: "*", account: view.estate.account, region: reason.resource.region),
            behind: reason))
      }
    }
    return (findings, gaps)
  }

  /// Whether one of these declarations means a resource; what is declared to be absent is judged for itself.
  private static func meaning(
    of declarations: [Declaration], _ resource: ResourceReference, _ document: JSONValue
  ) -> Declaration.Selector.Meaning {
    var gap: Int?
    for declaration in declarations where declaration.selector.names.fit(resource) {
      switch declaration.selector.means(resource, document) {
      case .yes: return .yes
      case .unread(let number): gap = gap ?? number
      case .no: break
      }
    }
    return gap.map(Declaration.Selector.Meaning.unread) ?? .no
  }

  private func finding(_ closure: Closure, on resource: ResourceReference, behind gap: Gap? = nil) -> Finding {
    Finding(
      fingerprint: Fingerprint.of(
        [Declaration.rule, resource.type.rawValue, resource.id, resource.account, resource.region, ""]),
      rule: Declaration.rule, title: "As declared", severity: configuration.baselineSeverity,
      status: gap == nil ? .fail : .unknown, reason: gap == nil ? nil : .unread, resource: resource,
      place: DocumentPath(),
      expected: .null, actual: gap == nil ? ["Id": .string(resource.id)] : .null,
      message: gap.map { "Could not be judged: \($0.operation) failed (\($0.code))." }
        ?? "It is there and not declared, and nothing else of its kind may be there.",
      why: "What nobody declared was made by hand, or by something that nobody reviewed.",
      remediation: "Delete it, or declare it: `audit baseline capture --resource` writes how it is.",
      repair: .none, source: closure.source)
  }
}
