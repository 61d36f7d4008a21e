import Documents
import Estate
import Schema

/// One declaration held against an estate.
struct BaselineEvaluation {
  let declaration: Declaration
  let view: EstateView
  let filter: ResourceFilter
  private let principals: KnownPrincipals
  private let accounts: NamedAccounts
  private let severity: Severity

  /// What cannot be of what is declared of a resource.
  var contradictions: (ResourceKey) -> [Contradiction] = { _ in [] }
  /// What came of the tests that are declared; `nil` where they were not run.
  var tests: [FunctionTestOutcome]?
  private(set) var findings: [Finding] = []
  private var known: Set<Finding.Identity> = []
  private(set) var passes = 0
  private(set) var failures: [AuditReport.Failure] = []
  /// The gaps because of which something could not be judged.
  private(set) var gaps: Set<Int> = []
  /// Why something is left as it is that may be meant for another account, with the line of the file.
  private(set) var objections: Set<FileIssue> = []
  /// Whether it is about resources of which there are none.
  private(set) var isIdle = false

  init(
    _ declaration: Declaration, view: EstateView, filter: ResourceFilter, knowing principals: KnownPrincipals,
    naming accounts: NamedAccounts, severity: Severity
  ) {
    self.principals = principals
    self.accounts = accounts
    self.severity = severity
    self.declaration = declaration
    self.view = view
    self.filter = filter
  }

  /// Judges every resource that is meant.
  mutating func judge() {
    if !declaration.doubt.isEmpty { return noteDoubt(declaration.doubt) }
    if let doubt = regionDoubt { return noteDoubt(doubt) }
    let isWhole = declaration.only.contains(DocumentPath())
    let projection = Projection(declaration.selector.type, reading: isWhole ? .whole : declaration.fieldUse)
    var isFound = false
    for resource in candidates {
      let document = view.document(of: resource, through: projection)
      switch declaration.selector.means(resource.reference, document) {
      case .no: continue
      case .unread(let gap):
        isFound = true
        if filter.matches(resource) { noteUnknown(gap, at: DocumentPath(), of: resource.reference) }
      case .yes:
        isFound = true
        if filter.matches(resource) { judge(resource.reference, document) }
      }
    }
    if !isFound { judgeMissing() }
  }

  /// The resources that may be meant, by their names alone.
  private var candidates: [Resource] {
    if let key = declaration.selector.key { return view.estate.resources[key].map { [$0] } ?? [] }
    let names = declaration.selector.names
    return view.estate.resources.values.filter { names.fit($0.reference) }
  }

  private mutating func judge(_ resource: ResourceReference, _ document: JSONValue) {
    let before = findings.count
    let verdict = PlanVerdict(declaration, on: document, knowing: principals)
    if declaration.isBare, let gap = document.firstGap { return noteUnknown(gap, at: DocumentPath(), of: resource) }
    if declaration.isAbsent {
      add(
        .fail, at: DocumentPath(), of: resource, expected: .null, actual: ["Id": .string(resource.id)],
        "\(resource.id) is there.", way: .unwanted,
        by: verdict.map { $0.disagreement(at: DocumentPath()) == .unmanaged ? .unmanaged : .pending })
    }
    for (place, doubt) in declaration.doubts.sorted(by: { $0.key.description < $1.key.description }) {
      noteDoubt(doubt, at: place, of: resource)
    }
    let differences = Comparison.differences(
      of: document, from: declaration.expect, of: resource.type, only: declaration.only, knowing: principals)
    for difference in differences.filter({ !declaration.allows($0) })
    where !declaration.doubts.keys.contains(where: { $0.contains(difference.place) }) {
      report(
        difference, of: resource, Normalization(resource.type, in: document),
        by: verdict?.disagreement(at: difference.place))
    }
    for place in declaration.absent {
      let value = document[place, of: resource.type.schema.root]
      if let gap = value.firstGap ?? document.gap(besides: place, of: resource.type.schema.root) {
        noteUnknown(gap, at: place, of: resource)
      } else if !resource.type.schema.root[place].isEmpty(value, in: .answers) {
        add(
          .fail, at: place, of: resource, expected: .null, actual: value, "\(place) is declared to be absent.",
          way: .unwanted, by: verdict?.disagreement(at: place), repair: .set(.null),
          leftBecause: objection(toTakingAway: value, at: place, of: resource.type))
      }
    }
    judgeTests(of: resource)
    // What nobody has run does not hold.
    let isJudged = declaration.tests.isEmpty || tests != nil
    if findings.count == before, isJudged { passes += 1 }
  }

  /// What came of its tests: nothing of what the function answered or logged.
  private mutating func judgeTests(of resource: ResourceReference) {
    for test in declaration.tests {
      let place = DocumentPath("tests").element(test.name)
      if test.stages.count == 1, let stage = test.stages.first, lacks(stage, resource) {
        add(
          .fail, at: place, of: resource, expected: .null, actual: .null,
          "The test \(test.name) cannot be run: \(resource.id) has no stage \(stage).", leftBecause: Self.testReason,
          source: test.source)
      }
      let outcomes = (tests ?? []).filter { $0.function.key == resource.key && $0.test == test }
      let complaints = outcomes.compactMap(\.complaint)
      if !complaints.isEmpty {
        add(
          .fail, at: place, of: resource, expected: .null, actual: .null,
          "The test \(test.name) does not hold: \(complaints.joined(separator: "; ")).", leftBecause: Self.testReason,
          source: test.source)
      }
      for case .unread(let operation, let code, let message, let advice) in outcomes.map(\.result) {
        add(
          .unknown, .unread, at: place, of: resource, expected: .null, actual: .null,
          "The test \(test.name) could not be run: \(operation) failed (\(code)).", source: test.source)
        failures.append(
          AuditReport.Failure(
            operation: operation, resource: resource, code: code, message: message, advice: advice,
            unjudgedRules: [Declaration.rule]))
      }
    }
  }

  /// Whether a function was never published, or has no draft; where a list of them was not read, nobody knows.
  private func lacks(_ stage: String, _ function: ResourceReference) -> Bool {
    view.gaps(hiding: function.type).isEmpty && view.estate.resources[function.key]?.properties[stage] == nil
  }

  private mutating func report(
    _ difference: Difference, of resource: ResourceReference, _ normalization: Normalization,
    by disagreement: PlanVerdict.Disagreement?
  ) {
    let place = difference.place
    let message: String
    var way = Way.back
    var action: RepairAction?
    var expected = difference.expected
    var reason = ""
    do throws(Normalization.Unrestorable) {
      action = .set(try repaired(difference, by: normalization))
    } catch {
      reason = error.reason
    }
    if !difference.order.isEmpty { action = .insert(difference.expected, among: difference.order) }
    switch difference.change {
    case .unread(let gap): return noteUnknown(gap, at: place, of: resource)
    case .undecided(let reason):
      return add(
        .unknown, .undecided, at: place, of: resource, expected: difference.expected, actual: difference.actual, reason)
    case .extra:
      message = "\(place) is not declared."
      way = .undeclared
      // What was left out of a baseline because AWS fills it in is a value all the same.
      expected = normalization.filledIn(at: place) ?? expected
    case .moved:
      action = .order((difference.expected.array ?? []).compactMap(\.string))
      message = "The order of \(place) is not as declared."
    case .changed where difference.actual.isNull: message = "\(place) is declared, and is not there."
    case .changed: message = "\(place) is not as declared."
    }
    let objection = objection(to: difference.expected)
    if !objection.isEmpty { reason = objection }
    add(
      .fail, at: place, of: resource, expected: expected, actual: difference.actual, message, way: way,
      by: disagreement, repair: difference.isNamed ? action : nil, leftBecause: reason,
      source: declaration.mark(at: difference.declared))
  }

  /// Why a value is left as it is that may be meant for another account; empty where it is not.
  private mutating func objection(to value: JSONValue) -> String {
    let file = declaration.source.file
    guard let reason = accounts.objection(to: value, declaredIn: file) else { return "" }
    objections.insert(FileIssue(SourceMark(file: file, line: 1), reason))
    return reason
  }

  /// Why a value is left as it is that is declared to be absent; empty where it may be taken away.
  private mutating func objection(
    toTakingAway value: JSONValue, at place: DocumentPath, of type: ResourceType
  ) -> String {
    let difference = Difference(change: .extra, place: place, declared: place, expected: .null, actual: value)
    do throws(Normalization.Unrestorable) { _ = try Normalization(type).restoring(difference) } catch {
      if value.object == nil || type.schema.root[place].isRequired { return error.reason }
    }
    return objection(to: .null)
  }

  /// The value that undoes a difference, in the form in which the service keeps it.
  private func repaired(
    _ difference: Difference, by normalization: Normalization
  ) throws(Normalization.Unrestorable) -> JSONValue {
    let value = try normalization.restoring(difference)
    return normalization.type.schema.root[difference.place].isPolicy ? principals.names.naming(in: value) : value
  }

  /// No resource is what is meant: drift, unless it may be one that nobody has seen, or only a pattern is declared.
  private mutating func judgeMissing() {
    let (selector, resource) = (declaration.selector, declared)
    guard filter.matches(resource, name: selector.name) else { return }
    if let gap = view.gaps(hiding: selector.type).first { return noteUnknown(gap, at: DocumentPath(), of: resource) }
    if declaration.isAbsent {
      passes += 1
    } else if selector.isPattern {
      isIdle = true
    } else if !isKnownToLack {
      noteUnsought(resource)
    } else {
      add(
        .fail, at: DocumentPath(), of: resource, expected: .object(declaration.disclosed.expect), actual: .null,
        "It is declared, and is not there.", by: declaration.prior.map { $0.exists ? .outside : .unmanaged })
    }
  }

  /// Whether it was read that no such resource exists.
  private var isKnownToLack: Bool {
    let (selector, estate) = (declaration.selector, view.estate)
    if let key = selector.key { return estate.isKnownToLack(key) }
    return selector.type.schema.isListed && selector.type.schema.knownFrom.allSatisfy(estate.coverage.contains)
  }

  /// Why it cannot be told which resource is meant of one that is in a region that nobody says: one of that name is
  /// elsewhere, or several are.
  private var regionDoubt: String? {
    guard declaration.saysNoRegion else { return nil }
    var anywhere = declaration.selector
    anywhere.region = nil
    let regions = view.estate.resources.keys.filter { $0.type == anywhere.type && $0.id == anywhere.id }.map(\.region)
    let others = regions.filter { $0 != declaration.selector.region }.sorted().joined(separator: ", ")
    guard let region = declaration.selector.region else {
      return regions.count > 1 ? "is in a region that is not declared, and there is one in \(others)" : nil
    }
    guard !regions.contains(region), !others.isEmpty else { return nil }
    return "is in a region that is not declared: there is none in \(region), that of this run, and one in \(others)"
  }

  /// The resource as far as it is known from what is declared.
  private var declared: ResourceReference {
    let selector = declaration.selector
    return ResourceReference(
      type: selector.type, id: selector.description, account: view.estate.account,
      region: selector.region ?? (selector.type.schema.isRegional ? "us-east-1" : "global"))
  }

  /// Nobody looked for the resource: only what edge estates lead to is read, and what is named with its region.
  private mutating func noteUnsought(_ resource: ResourceReference) {
    let message = "It was not looked for, so nobody knows whether it is there."
    let advice =
      if declaration.selector.type == .lambdaVersion {
        "Only versions that a distribution associates are read: associate it, or declare the one that is."
      } else if declaration.selector.type.schema.isRegional, declaration.selector.region == nil {
        "Nothing that was read leads to it: say its `region`, so that it is looked for there."
      } else {
        "Check the live estate."
      }
    add(.unknown, .unread, at: DocumentPath(), of: resource, expected: .null, actual: .null, message, advice: advice)
    failures.append(
      AuditReport.Failure(
        operation: "audit:\(Declaration.rule)", resource: resource, code: "NotInSnapshot", message: message,
        advice: advice, unjudgedRules: [Declaration.rule]))
  }

  /// It cannot be told which resource is meant, or what of it.
  private mutating func noteDoubt(_ doubt: String) {
    let resource = declared
    guard filter.matches(resource, name: declaration.selector.name) else { return }
    noteDoubt(doubt, at: DocumentPath(), of: resource)
  }

  private mutating func noteDoubt(_ doubt: String, at place: DocumentPath, of resource: ResourceReference) {
    add(
      .unknown, .undecided, at: place, of: resource, expected: .null, actual: .null,
      "\(place.steps.isEmpty ? "It" : place.description) \(doubt), so what is declared is not known.",
      advice: "Declare it once, or so that the two can be told apart.")
  }

  /// What can be done at a place: what an API can write, and what is declared in full; else why nothing can.
  private func offer(
    _ action: RepairAction?, at place: DocumentPath, of resource: ResourceReference, way: Way
  ) -> Finding.Repair {
    guard let part = Part(of: resource, at: place) else {
      return .left(unwritable(place, of: resource.type), isAutomatic: true)
    }
    if let owner = view.estate.resources[resource.key].flatMap({ part.owner(in: $0.properties, of: place) }) {
      return .left(owner, isAutomatic: true)
    }
    switch action {
    case .set(let value)? where value.isWithheld, .insert(let value, _)? where value.isWithheld:
      return .left(
        "Of \(place) not all is declared that would have to be written: of a secret a file says only that it is there, and "
          + "of a text its digest. Put it back by hand.", isAutomatic: true)
    case let action?: return Finding.Repair(action, summary: way.summary(of: action), isAutomatic: true)
    case nil:
      return .left(
        "Nothing tells the element that is meant at \(place) from the others of its list, so that none is written. Change "
          + "it by hand.", isAutomatic: true)
    }
  }

  /// Why nothing writes a place, and what a person can do.
  private func unwritable(_ place: DocumentPath, of type: ResourceType) -> String {
    if place.steps.isEmpty {
      return "Whole resources are neither made nor deleted here. Do it by hand, or change what is declared."
    }
    let names = place.memberNames
    if type.schema.isAssigned(names) {
      return "\(place) is what AWS says of the resource by itself, and no call sets it. Declare what is there."
    }
    if names.indices.contains(where: { type.schema[Array(names[...$0])].isForeign }) {
      return "\(place) belongs to another resource, which is not written here. Change that one."
    }
    return type.schema.part(holding: names) == nil
      ? "No repair of \(type.rawValue) writes \(place). Change it by hand, or with what made the resource."
      : "\(place) is written element by element. Declare each of its elements."
  }

  private mutating func noteUnknown(_ gap: Int, at place: DocumentPath, of resource: ResourceReference) {
    gaps.insert(gap)
    let cause = view.estate.gaps[gap]
    add(
      .unknown, cause.reason, at: place, of: resource, expected: .null, actual: .null, cause: cause.code, cause.verdict)
  }

  private static let testReason =
    "What a function answers is what its code does. Change the code, or what the test expects."

  private mutating func add(
    _ status: Finding.Status, _ unknown: Finding.UnknownReason? = nil, at place: DocumentPath,
    of resource: ResourceReference,
    expected: JSONValue, actual: JSONValue, cause: String = "",
    _ message: String, way: Way = .back, advice: String? = nil, by disagreement: PlanVerdict.Disagreement? = nil,
    repair action: RepairAction? = nil,
    leftBecause objection: String = "", source: SourceMark? = nil
  ) {
    let contradiction = action.flatMap { action in
      contradictions(resource.key).first { $0.concerns(place, by: action) }
    }
    let reason = contradiction?.reason ?? objection
    let address = declaration.address(at: place)
    let isConcealed = !place.steps.isEmpty && declaration.conceals(place)
    let isPlanned = disagreement?.isAskedByPlanAlone == true
    var parts = address.isEmpty ? [message] : ["\(address): \(message)"]
    if let disagreement { parts.append(disagreement.remark) }
    if isConcealed { parts.append("What is declared is sensitive, so neither is shown.") }
    let repair: Finding.Repair
    switch status {
    case .fail where isPlanned, .unknown, .waived: repair = .none
    case .fail where isConcealed:
      repair = .left(
        "What is declared is sensitive, and nothing sensitive is written. Put it back by hand.", isAutomatic: true)
    case .fail where !reason.isEmpty: repair = .left(reason, isAutomatic: true)
    case .fail: repair = offer(action, at: place, of: resource, way: way)
    }
    let advice = advice ?? way.advice
    func shown(_ value: JSONValue) -> JSONValue { isConcealed && !value.isNull ? .string(Redacted.mark) : value }
    var finding = Finding(
      // Two that declare one resource differently are two findings on it.
      fingerprint: Fingerprint.of(
        [Declaration.rule, resource.type.rawValue, resource.id, resource.account, resource.region, place.description]
          + (declaration.doubt.isEmpty ? [] : [address])),
      rule: Declaration.rule, title: "As declared", severity: severity, status: status,
      reason: unknown, resource: resource,
      place: place, expected: shown(expected), actual: shown(actual), message: parts.joined(separator: " "),
      why: "What is declared was changed by somebody, or was never applied.",
      remediation: isPlanned ? disagreement?.advice ?? advice : advice, repair: repair,
      source: source ?? declaration.source)
    (finding.address, finding.cause) = (address, cause)
    if known.insert(finding.identity).inserted { findings.append(finding) }
  }
}

/// How what is there becomes what is declared.
private enum Way {
  /// A value is put back.
  case back
  /// What is not declared goes.
  case undeclared
  /// What is declared to be absent goes.
  case unwanted

  /// What a person can do.
  var advice: String {
    switch self {
    case .back: "Put the declared value back, or declare what is there."
    case .undeclared: "Take it away, or declare it."
    case .unwanted: "Take it away, or no longer declare that it is absent."
    }
  }

  /// What a repair does.
  func summary(of action: RepairAction) -> String {
    switch self {
    case .back: "Put the declared value back."
    case .undeclared where action == .set(.null): "Take away what is not declared."
    case .undeclared: "Put back what AWS has where nothing is declared."
    case .unwanted: "Take away what is declared to be absent."
    }
  }
}

extension Declaration {
  /// Where a place is written, or the nearest one around it.
  func mark(at path: DocumentPath) -> SourceMark {
    var path = path
    while !path.steps.isEmpty {
      if let mark = marks[path] { return mark }
      path.steps.removeLast()
    }
    return source
  }

  /// Which members of the resource are looked at.
  var fieldUse: FieldUse {
    var use = expect.reduce(selector.fieldUse) { use, member in
      use.union(FieldUse(members: [member.name: member.value.fieldUse]))
    }
    for place in absent + only where !place.steps.isEmpty {
      use = use.union(FieldUse(members: [place.root: .whole]))
    }
    if !only.isEmpty {
      for member in selector.type.schema.dependentDefaults.values.flatMap(\.reading) {
        use = use.union(FieldUse(members: [member: .whole]))
      }
    }
    if only.contains(DocumentPath()) { use = use.union(Normalization(selector.type).fieldUse) }
    // That it is there has to be read of something.
    if isBare, let member = selector.type.schema.memberOfExistence {
      use = use.union(FieldUse(members: [member: .whole]))
    }
    return use
  }

  /// Whether nothing is declared but that the resource is there, or is not.
  var isBare: Bool {
    expect.isEmpty && absent.isEmpty && only.isEmpty && !selector.type.schema.isListed
  }

  /// What has to be read to judge it.
  public var needs: RequiredAttributes {
    var needs = RequiredAttributes(selector.type, reading: fieldUse, isDeclared: true)
    needs.formUnion(needsOfPrincipals)
    needs.formUnion(needsOfContext)
    return needs
  }

  /// What has to be read to know which resources its assumption and its tests are about.
  var needsOfContext: RequiredAttributes {
    var use = selector.fieldUse
    if assumption?.code != nil, let digest = selector.type.schema.code.digest {
      use = use.union(FieldUse(members: [digest: .whole]))
    }
    if !tests.isEmpty { use = use.union(FieldUse(members: ["Name": .whole])) }
    return assumption == nil && tests.isEmpty ? RequiredAttributes() : RequiredAttributes(selector.type, reading: use)
  }
}

extension JSONValue {
  /// Whether something in it is not declared in full: of a secret only that it is there, of a text only its digest.
  fileprivate var isWithheld: Bool {
    switch self {
    case .string(let text): text == Redacted.mark
    case .array(let elements): elements.contains(where: \.isWithheld)
    case .object(let object):
      object.count == 1 && object["sha256"] != nil || object.values.contains(where: \.isWithheld)
    default: false
    }
  }

  /// The members of a document, as what an expression reads.
  fileprivate var fieldUse: FieldUse {
    switch self {
    case .object(let object) where !object.isEmpty:
      FieldUse(members: Dictionary(object.map { ($0.name, $0.value.fieldUse) }) { $0.union($1) })
    default: .whole
    }
  }

  /// The gap of an element that was not read, in a list on the way to a place: it may be the one that is named.
  fileprivate func gap(besides place: DocumentPath, of schema: SchemaNode) -> Int? {
    place.steps.indices.lazy.compactMap { index in
      guard case .element = place.steps[index] else { return nil }
      let elements = self[DocumentPath(Array(place.steps[..<index])), of: schema].array ?? []
      return elements.lazy.compactMap { if case .unread(let gap) = $0 { gap } else { nil } }.first
    }.first
  }
}

extension ResourceSchema {
  /// A member that tells by being read that a resource is there; `nil` where none does.
  fileprivate var memberOfExistence: String? {
    guard let existence else { return nil }
    if let member = existence.members.first { return member.split(separator: ".").first.map(String.init) }
    // The group brings all that no other one does.
    let known = Set(groups.flatMap(\.members).map { String($0.prefix { $0 != "." }) })
      .union(identity.members(id: "x", arn: "x").map(\.name))
    return root.names.first { !known.contains($0) }
  }
}
