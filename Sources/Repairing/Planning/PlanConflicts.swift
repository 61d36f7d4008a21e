import Auditing
import Documents
import Estate
import Foundation
import Schema

extension Planner {
  /// The plan without what AWS would refuse, without what would be in vain, and without what would break a rule that
  /// holds: that is left, each with the reason.
  ///
  /// The estate is taken as it would be once the plan is carried out, and judged again. What breaks something is found by
  /// planning for some of the findings alone. A rule is one that holds on a resource where nothing was found by it there;
  /// of a baseline, each place stands for itself.
  ///
  /// - Parameters:
  ///   - auditor: Judges the estate, whichever resources are asked for.
  ///   - found: What it has found on the estate as it is, by whichever filter.
  ///   - tests: What came of the tests that are declared.
  public func plan(
    heeding auditor: Auditor, having found: [Finding], testing tests: [FunctionTestOutcome] = []
  ) -> Plan {
    var plan = self.plan
    if plan.steps.isEmpty { return plan }
    let judge = auditor.withBystanders(changing: plan.members, in: estate)
    let isWhole =
      auditor.filter.isEmpty && judge.rules.count == auditor.rules.count
      && judge.declarations.count == auditor.declarations.count
    plan = heeding(judge, isWhole ? found : nil, FailedTests(tests), in: plan)
    for index in plan.steps.indices where plan.steps[index].part.name == .stages {
      plan.steps[index].tests = auditor.tests(of: plan.steps[index].part.resource, in: estate)
    }
    return plan
  }

  /// A plan of all findings without what stands in its way.
  private func heeding(_ auditor: Auditor, _ found: [Finding]?, _ failed: FailedTests, in plan: Plan) -> Plan {
    let search = ConflictSearch(auditor, estate, found, failed, given: planning([]), at: time)
    var (conflicts, seen) = (search.conflicts(to: plan), [PlanConflict]())
    if conflicts.isEmpty { return whole(plan, of: findings, in: search) }
    let (fine, refused) = tried(on: conflicts, in: search.narrowed(to: conflicts))
    var kept = fine
    if !refused.isEmpty { conflicts = search.conflicts(to: planning(kept)) }
    let alike = AlikeRepairs(in: plan)
    var (leftAlike, refusedAlike): ([[Plan.Refusal]], [Plan.Refusal]) = ([], [])
    for some in alike.groups(of: kept, leadingTo: conflicts.map(\.resource)) {
      guard let conflict = search.narrowed(to: conflicts).conflicts(to: planning([some[0]])).first else { continue }
      leftAlike.append(some.map { Plan.Refusal(finding: $0, reason: conflict.reason) })
    }
    if !leftAlike.isEmpty {
      let names = Set(leftAlike.joined().map(\.finding.fingerprint))
      kept.removeAll { names.contains($0.fingerprint) }
      seen += conflicts
      conflicts = search.conflicts(to: planning(kept))
    }
    // What is in the way of one resource because of another.
    var left: [Plan.Refusal]
    (kept, left) = fitting(kept, despite: conflicts, in: search, &seen)
    if left.isEmpty, leftAlike.isEmpty, refused.isEmpty { return whole(plan, of: findings, in: search) }
    // What could not be done alone may be done beside what came after it.
    let narrow = search.narrowed(to: seen)
    for some in leftAlike {
      // What is in the way of one of them is in the way of all.
      let isFine = some.first.map { narrow.conflicts(to: planning(kept + [$0.finding])).isEmpty } == true
      left.insert(contentsOf: isFine ? some : [], at: 0)
      if !isFine { refusedAlike += some }
    }
    var stillLeft: [Plan.Refusal] = []
    for group in left.map(\.finding).grouped(wholes: true) {
      let more = planning(kept + group)
      if let conflict = narrow.conflicts(to: more).first ?? search.conflicts(to: more).first {
        // What was in the way alone may not be what is in the way beside the others.
        stillLeft += group.map { Plan.Refusal(finding: $0, reason: conflict.reason) }
      } else {
        kept += group
      }
    }
    var result = planning(kept)
    result.refusals += refused + refusedAlike + stillLeft
    return whole(result, of: kept, in: search)
  }

  /// A plan without what would be left in halves, and without what can only be done where all of it is.
  ///
  /// - Parameter kept: The findings that it was made for.
  private func whole(_ plan: Plan, of kept: [Finding], in search: ConflictSearch) -> Plan {
    var (plan, kept) = (plan, kept)
    while case let halves = plan.settingsByHalf, !halves.isEmpty {
      let planned = Set(kept.map(\.fingerprint))
      var left = plan.refusals.filter { !planned.contains($0.finding.fingerprint) } + halves
      let names = Set(halves.map(\.finding.fingerprint))
      kept.removeAll { names.contains($0.fingerprint) }
      var seen: [PlanConflict] = []
      let (fine, causes) = fitting(kept, despite: search.conflicts(to: planning(kept)), in: search, &seen)
      (kept, left) = (fine, left + causes)
      plan = planning(kept)
      plan.refusals += left
    }
    return search.settled(plan)
  }

  /// Those of findings that can be repaired beside each other, and the others.
  ///
  /// - Parameters:
  ///   - conflicts: What is in the way of all of them.
  ///   - seen: What was in the way of any, to which more is added.
  private func fitting(
    _ findings: [Finding], despite conflicts: [PlanConflict], in search: ConflictSearch, _ seen: inout [PlanConflict]
  ) -> (fine: [Finding], causes: [Plan.Refusal]) {
    var (kept, left, conflicts) = (findings, [Plan.Refusal](), conflicts)
    while !conflicts.isEmpty {
      seen += conflicts
      let (fine, causes) = parted(kept.grouped(wholes: true)[...], beside: [], in: search.narrowed(to: seen))
      // Each round finds one at least, as all that is kept is in the way of itself.
      guard !causes.isEmpty else { break }
      (kept, left) = (fine, left + causes)
      conflicts = search.conflicts(to: planning(kept))
    }
    return (kept, left)
  }

  /// The findings parted by trying those on the resources that something is in the way on: one of each resource at once,
  /// as resources seldom have to do with each other. What is in the way on a resource is so because of the one tried there.
  private func tried(
    on conflicts: [PlanConflict], in search: ConflictSearch
  ) -> (fine: [Finding], causes: [Plan.Refusal]) {
    let concerned = Set(conflicts.map(\.resource.key))
    var fine = findings.filter { !concerned.contains($0.resource.key) }
    let rest = findings.filter { concerned.contains($0.resource.key) }
    var waiting = rest.grouped(wholes: false)
    var causes: [Plan.Refusal] = []
    // Once more, as what could not be done alone may be done beside what came after it, and part of what was together.
    for _ in 1...2 {
      causes = []
      var queues = Dictionary(grouping: waiting) { $0[0].resource.key }.mapValues { $0[...] }
      while !queues.isEmpty {
        let next = queues.values.compactMap(\.first)
        let reasons = Dictionary(
          search.conflicts(to: planning(fine + next.joined())).map { ($0.resource.key, $0.reason) }
        ) { first, _ in first }
        for group in next {
          if let reason = reasons[group[0].resource.key] {
            causes += group.map { Plan.Refusal(finding: $0, reason: reason) }
          } else {
            fine += group
          }
        }
        queues = queues.mapValues { $0.dropFirst() }.filter { !$0.value.isEmpty }
      }
      waiting = causes.map(\.finding).grouped(wholes: true)
      if waiting.isEmpty { break }
    }
    return (fine, causes)
  }

  /// The plan for some of the findings, in their order.
  private func planning(_ some: [Finding]) -> Plan {
    let names = Set(some.map(\.fingerprint))
    return Planner(
      findings.filter { names.contains($0.fingerprint) }, in: estate, after: interrupted, at: time, by: lookups
    ).plan
  }

  /// Findings parted into those that can be repaired beside others and those that cannot, each group whole.
  private func parted(
    _ groups: ArraySlice<[Finding]>, beside others: [Finding], in search: ConflictSearch
  ) -> (fine: [Finding], causes: [Plan.Refusal]) {
    if groups.isEmpty { return (others, []) }
    let all = others + groups.joined()
    guard let conflict = search.conflicts(to: planning(all)).first else { return (all, []) }
    if groups.count == 1, let group = groups.first {
      return (others, group.map { Plan.Refusal(finding: $0, reason: conflict.reason) })
    }
    let middle = groups.startIndex + groups.count / 2
    let first = parted(groups[..<middle], beside: others, in: search)
    let second = parted(groups[middle...], beside: first.fine, in: search)
    return (second.fine, first.causes + second.causes)
  }
}

/// What is in the way of a plan.
private struct PlanConflict {
  /// Why, and what a person can do.
  let reason: String
  /// The rule that would be broken; `nil` for what AWS refuses.
  var rule: String?
  /// Where.
  let resource: ResourceReference
}

/// An estate, and what would become of it.
private struct ConflictSearch {
  private var auditor: Auditor
  private let estate: Estate
  /// When it is planned.
  private let time: Date?
  /// What holds in it.
  private let held: HeldVerdicts
  /// The declared tests that do not hold in it.
  private let failed: FailedTests
  /// What is in the way of what is done for no finding.
  private var given: Set<String> = []
  /// Whether rules are judged, and not only what AWS refuses.
  private var judgesRules = true

  /// The estate as it is, and as an auditor judges all of it.
  ///
  /// - Parameters:
  ///   - found: What was found on all of it already; `nil` where that is not known.
  ///   - given: What is done for no finding.
  init(
    _ auditor: Auditor, _ estate: Estate, _ found: [Finding]?, _ failed: FailedTests, given: Plan, at time: Date?
  ) {
    (self.time, self.failed) = (time, failed)
    self.auditor = auditor.with(filter: ResourceFilter(), closures: [])
    self.estate = estate
    held = HeldVerdicts(estate, found ?? self.auditor.audit(estate, at: time).findings)
    self.given = given.steps.isEmpty ? [] : Set(conflicts(to: given).map(\.reason))
  }

  /// The same, by those rules and on those resources alone that are concerned.
  func narrowed(to conflicts: [PlanConflict]) -> ConflictSearch {
    let broken = conflicts.filter { $0.rule != nil }
    let rules = Set(broken.compactMap(\.rule))
    var narrow = self
    narrow.auditor = auditor.with(
      filter: ResourceFilter(keys: Set(broken.map(\.resource.key))),
      rules: auditor.rules.filter { rules.contains($0.id) },
      declarations: rules.contains(Declaration.rule) ? auditor.declarations : [])
    narrow.judgesRules = !broken.isEmpty
    return narrow
  }

  /// Those who judge what a plan changes.
  private func judges(of plan: Plan) -> [Auditor] {
    if !judgesRules { return [] }
    return auditor.filter.isEmpty ? auditor.judging(changesTo: Set(plan.steps.map(\.part.resource.key))) : [auditor]
  }

  /// What is in the way of a plan; empty where nothing is.
  func conflicts(to plan: Plan) -> [PlanConflict] {
    let conflicts = conflicts(withEndOf: plan)
    let waiting = plan.steps.compactMap { step in
      step.waitsForDeployments(in: estate).map { PlanConflict(reason: $0, resource: step.part.resource) }
    }
    return (conflicts + tooSoon(plan, beside: conflicts) + waiting).filter { !given.contains($0.reason) }
  }

  /// What is in the way of a plan until CloudFront has deployed what it changes of distributions: until then edges read
  /// buckets and use roles as before.
  private func tooSoon(_ plan: Plan, beside conflicts: [PlanConflict]) -> [PlanConflict] {
    let deployed = plan.steps.filter(\.isDeployed)
    let shutting = Set(plan.steps.filter(\.mayShutOut).map(\.part))
    if deployed.isEmpty || shutting.isEmpty { return [] }
    let known = Set(conflicts.map(\.resource.key))
    let concerned = Set(shutting.map(\.resource.key)).subtracting(known)
    let meanwhile = self.conflicts(withEndOf: plan.beforeDeployment).filter { concerned.contains($0.resource.key) }
    if meanwhile.isEmpty { return [] }
    let canWait = self.conflicts(withEndOf: Plan(steps: plan.steps.filter { !shutting.contains($0.part) })).isEmpty
    return meanwhile.map { PlanConflict($0, until: deployed, canWait: canWait) }
  }

  /// What is in the way of what a plan leads to.
  private func conflicts(withEndOf plan: Plan) -> [PlanConflict] {
    if plan.steps.isEmpty { return [] }
    let after = estate.applying(plan)
    let refused = plan.steps.flatMap { step in
      (step.conflicts(in: after, from: estate, at: time)
        + [failed.obstacle(to: step, in: after, from: estate)].compactMap(\.self))
        .map { PlanConflict(reason: $0, resource: step.part.resource) }
    }
    let found = judgements(of: after, by: plan)
    let failing = found.filter(\.isFailing)
    let unjudged = auditor.unjudged(found, by: plan, in: after)
    let new = estate.newcomers(by: plan, in: after)
    var broken = held.broken(
      found.filter { $0.isFailing || $0.isUndecided },
      new.replaced.merging(stores(replacedBy: plan, in: after)) { $1 }, in: after)
    let shown = Set(onlyShown(broken, by: plan).map(\.says))
    if !shown.isEmpty { broken.removeAll { shown.contains($0.says) } }
    let vain = failing.filter { plan.findings[$0.fingerprint]?.isSet(in: after) == true }
    let names = Dictionary(new.roles.map { ($0.role, $0.version.id) }) { first, _ in first }
    return refused + new.roles.filter { !after.knows($0.role) }.map { PlanConflict(bringing: $0) }
      + broken.map {
        PlanConflict(
          breaking: $0, isNew: new.versions[$0.resource.key] != nil, broughtBy: names[$0.resource.key],
          isWorse: held.fails(at: $0))
      }
      + unjudged.map(PlanConflict.init(unjudged:)) + vain.map(PlanConflict.init(stillFound:))
  }

  /// A plan that nothing is in the way of, with what it shows said where it gives a function its store back, and without
  /// the findings that it does not repair because something else is declared: these are left.
  func settled(_ plan: Plan) -> Plan {
    if plan.steps.isEmpty { return plan }
    let gives = plan.steps.contains { $0.givesStoreBack(in: estate) }
    if !gives, plan.overruled.isEmpty { return plan }
    var plan = plan
    let after = estate.applying(plan)
    let failing = failing(in: after, by: plan)
    let replaced = estate.newcomers(by: plan, in: after).replaced
    let shown = onlyShown(
      held.broken(failing, replaced.merging(stores(replacedBy: plan, in: after)) { $1 }, in: after), by: plan)
    for index in plan.steps.indices where plan.steps[index].givesStoreBack(in: estate) {
      let step = plan.steps[index]
      plan.steps[index].shown = shown.filter { step.leavesStore($0.resource.arn, in: after) }.map { finding in
        "What \(finding.rule) then finds on \(finding.resource.id) is so already: \(finding.message)"
      }
    }
    for finding in failing { plan.leaveOverruled(finding.fingerprint) }
    return plan
  }

  /// What fails in the estate as a plan would leave it, as far as that plan concerns it.
  private func failing(in after: Estate, by plan: Plan) -> [Finding] {
    judgements(of: after, by: plan).filter(\.isFailing)
  }

  /// What is found in the estate as a plan would leave it, as far as that plan concerns it.
  private func judgements(of after: Estate, by plan: Plan) -> [Finding] {
    let breakable = Set(auditor.rules.filter(\.isBreakable).map(\.id))
    let buckets = estate.buckets(newlyReadBy: plan, in: after)
    return judges(of: plan).flatMap { $0.audit(after, at: time).findings }.filter { finding in
      // What repairs it has to hold afterwards all the same.
      if plan.findings.values.contains(where: { $0.rule == finding.rule }) { return true }
      // Of a bucket that nothing read, nothing was asked: what it lacks is no break, unless it cannot be read.
      return finding.severity > .info && !breakable.contains(finding.rule)
        && (finding.severity >= .high || !buckets.contains(finding.resource.key))
    }
  }

  /// The stores that functions get in the place of others, which may be as wrong as those were.
  private func stores(replacedBy plan: Plan, in after: Estate) -> [ResourceKey: Set<ResourceKey>] {
    plan.steps.reduce(into: [:]) { replaced, step in
      replaced.merge(step.storesReplaced(in: estate, by: after)) { $0.union($1) }
    }
  }

  /// Of what fails and holds today, what a plan only shows: the values of a store, to a function that gets the store back
  /// which its code opens all the time. Without a store it has none of them, good or bad.
  ///
  /// It is found where nothing but that is done, and is not where all but that is done.
  private func onlyShown(_ broken: [Finding], by plan: Plan) -> [Finding] {
    let values = broken.filter { $0.rule == "kvs-date-values" }
    if values.isEmpty || !plan.steps.contains(where: { $0.givesStoreBack(in: estate) }) { return [] }
    let judge = auditor.with(
      filter: ResourceFilter(keys: Set(values.map(\.resource.key))),
      rules: auditor.rules.filter { $0.id == "kvs-date-values" }, declarations: [])
    func found(by steps: [Step]) -> [Finding] {
      judge.audit(estate.applying(Plan(steps: steps)), at: time).findings.filter { $0.isFailing || $0.isUndecided }
    }
    let alone = Set(found(by: plan.steps.compactMap { $0.givingStoreBack(in: estate) }).map(\.says))
    let beside = Set(found(by: plan.steps.map { $0.withoutGivingStoreBack(in: estate) }).map(\.verdict))
    return values.filter { alone.contains($0.says) && !beside.contains($0.verdict) }
  }
}

extension PlanConflict {
  /// That a rule holds, and would not any more.
  ///
  /// - Parameters:
  ///   - isNew: Whether it is of a version that is not associated yet.
  ///   - version: The version that brings a role along.
  ///   - isWorse: Whether it holds no more as it is, and finds more then.
  init(breaking finding: Finding, isNew: Bool, broughtBy version: String?, isWorse: Bool) {
    (rule, resource) = (finding.rule, finding.resource)
    if let version {
      reason =
        "\(version) would run as the role \(finding.resource.id), which fails \(finding.rule), and no role does that now: "
        + "\(finding.message) Change the role first, then run audit fix again."
      return
    }
    if isNew {
      reason =
        "\(finding.resource.id) fails \(finding.rule), which holds without it: \(finding.message) Publish a version that "
        + "does not, then run audit fix again."
      return
    }
    if finding.isUndecided {
      reason =
        "Nobody could tell afterwards whether \(finding.rule) holds on \(finding.resource.type.rawValue) "
        + "\(finding.resource.id), which it does now: \(finding.message) Change it so that this can be told, or by hand."
      return
    }
    // A baseline that was captured holds what was wrong that day too.
    let advice =
      finding.rule == Declaration.rule
      ? "Change what \(finding.source.file):\(finding.source.line) declares too, or capture it anew after "
        + "`audit fix --skip baseline`."
      : "Change both together, by hand."
    let name = "\(finding.rule) on \(finding.resource.type.rawValue) \(finding.resource.id)"
    reason =
      isWorse
      ? "\(name) fails, and would find more than it does now: \(finding.message) \(advice)"
      : "It would break \(name), which holds: \(finding.message) \(advice)"
  }
}

extension Plan {
  /// Leaves a finding that is not repaired because something else is declared; what only it asks for is not done.
  fileprivate mutating func leaveOverruled(_ fingerprint: String) {
    guard let reason = overruled.removeValue(forKey: fingerprint),
      let finding = findings.removeValue(forKey: fingerprint)
    else { return }
    steps.removeAll { $0.findings == [fingerprint] }
    for index in steps.indices { steps[index].findings.remove(fingerprint) }
    refusals.append(Refusal(finding: finding, reason: reason))
  }
}

extension PlanConflict {
  /// That it is in the way until distributions are deployed.
  ///
  /// - Parameter canWait: Whether these can be changed alone first.
  fileprivate init(_ conflict: PlanConflict, until steps: [Step], canWait: Bool) {
    reason =
      canWait
      ? steps.haveToBeDeployed
      : "Until CloudFront has deployed what this plan changes of \(steps.names), edges ask as before, and neither can be changed "
        + "first. \(conflict.reason)"
    (rule, resource) = (conflict.rule, conflict.resource)
  }
}

extension Plan {
  /// What of it is done before distributions are, as far as that is what they meet until all edges have them: of a part
  /// that is written twice, the first time.
  fileprivate var beforeDeployment: Plan {
    var seen: Set<Part> = []
    return Plan(steps: steps.filter { !$0.isDeployed && seen.insert($0.part).inserted })
  }
}

extension PlanConflict {
  /// That nothing is known of a role that a version would bring along.
  fileprivate init(bringing new: NewRole) {
    reason =
      "\(new.version.id) would run as the role \(new.role.id), another one than now, which was not read, so that nobody knows "
      + "whether CloudFront may assume it and what it may do. Look at it, and associate the version by hand."
    resource = ResourceReference(type: .distribution, id: new.distribution.id)
  }
}

extension Estate {
  /// Whether it was read whom a role lets in.
  func knows(_ role: ResourceKey) -> Bool {
    guard let trust = resources[role]?.properties["AssumeRolePolicyDocument"] else { return false }
    if case .unread = trust { return false }
    return true
  }
}

extension PlanConflict {
  /// That nobody knows whether a rule holds that reads what is changed.
  init(unjudged finding: Finding) {
    reason =
      "Whether it would break \(finding.rule) on \(finding.resource.type.rawValue) \(finding.resource.id) could not be judged: "
      + "\(finding.message.replacing("Could not be judged: ", with: "", maxReplacements: 1)) Let audit read that, or change it by hand."
    (rule, resource) = (finding.rule, finding.resource)
  }
}

extension PlanConflict {
  /// That a rule would not hold afterwards either, as where its parameters ask for more than its repair does.
  init(stillFound finding: Finding) {
    reason =
      "What the repair sets is not what the rule accepts here, so that it would be in vain: \(finding.message)"
    rule = finding.rule
    resource = finding.resource
  }
}

extension Finding {
  /// Whether it is of a rule that sets a value, and that value is what an estate holds.
  fileprivate func isSet(in estate: Estate) -> Bool {
    guard rule != Declaration.rule, case .set(let value) = repair.action, let resource = estate.resources[resource.key]
    else { return false }
    let schema = resource.reference.type.schema.root
    return JSONValue.object(resource.properties)[place, of: schema].means(value, as: schema[place])
  }

  /// Whether it fails, accepted or not.
  fileprivate var isFailing: Bool { status == .fail || status == .waived && reason == nil }

  /// What is found, and of what.
  fileprivate var says: [String] { verdict + [message] }
}

extension Estate {
  /// This, once a plan is carried out; a version that is yet to be published is not in it.
  func applying(_ plan: Plan) -> Estate {
    var estate = self
    for step in plan.steps where step.part.name != .version {
      guard let resource = estate.resources[step.part.resource.key] else { continue }
      var members = step.changes.valuesFirst.reduce(JSONValue.object(resource.properties)) {
        $1.applied(to: $0, of: step.part.schema)
      }
      for path in step.part.definition?.excluded ?? [] {
        // What a policy says that is to be attached is not known.
        let names = path.split(separator: ".").map(String.init)
        let gap = estate.addGap(.notYetRead(names, of: resource.reference))
        for (place, value) in members.structures(at: names.dropLast(), of: step.part.schema) {
          guard let last = names.last, !value.isNull, value[last].isNull else { continue }
          members = members.setting(.unread(gap), at: place.member(last), of: step.part.schema)
        }
      }
      estate.replace(members.object ?? [:], of: resource.key)
    }
    estate.fillOrigins(ofTenantsIn: plan)
    estate.addVersions(associatedBy: plan)
    return estate
  }
}

extension Estate {
  /// Fills the origins of tenants anew whose parameters a plan changes, or whose distribution.
  private mutating func fillOrigins(ofTenantsIn plan: Plan) {
    let changed = Set(plan.steps.map(\.part.resource.key))
    if changed.isEmpty { return }
    for tenant in resources(of: .distributionTenant) {
      let distribution = ResourceKey(.distribution, tenant.properties["DistributionId"]?.string ?? "")
      guard tenant.properties["Origins"]?.array != nil, changed.contains(tenant.key) || changed.contains(distribution),
        let template = resources[distribution]?.properties
      else { continue }
      let origins = JSONValue.array(TenantOrigins.filled(of: template, for: tenant.properties))
      replace(tenant.properties.merging(["Origins": origins]), of: tenant.key)
    }
  }
}

extension Gap {
  /// What a member says, which belongs to another resource, is known only once the other one is tied to this one.
  fileprivate static func notYetRead(_ names: [String], of resource: ResourceReference) -> Gap {
    let group = resource.type.schema.groups.first { $0.members == Array(names.prefix(1)) }
    return Gap(
      operation: group?.calls.last?.operation.identifier ?? "", resource: resource, group: "", code: Gap.notYetRead,
      message: "\(names.joined(separator: ".")) of what is to be added was not read.",
      advice: "Run the audit again afterwards.")
  }
}
