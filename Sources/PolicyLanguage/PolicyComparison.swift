/// How a policy document stands to another one.
public enum PolicyComparison: Sendable, Hashable {
  /// Both mean the same.
  case equivalent
  /// The second allows all that the first does, and more.
  case wider(by: [PolicyDifference])
  /// The second allows only what the first does, and less.
  case narrower(by: [PolicyDifference])
  /// They differ, and neither is known to be the wider one.
  case different([PolicyDifference])

  /// How the second document stands to the first.
  ///
  /// `equivalent` is said only where each statement of one is covered by statements of the other; `wider` and
  /// `narrower` only where, besides, a request is found that the two answer differently. `Sid`, `Id` and order say
  /// nothing, nor does `Version` where nothing in a document means something else in the other one: only policy variables
  /// do, which the old version takes as they are written.
  ///
  /// - Parameter names: Other names of principals, which say the same as their ARNs.
  public init(_ first: PolicyDocument, _ second: PolicyDocument, knowing names: PrincipalNames = PrincipalNames()) {
    self.init(first, second, knowing: names, work: Self.maximumWork)
  }

  init(_ first: PolicyDocument, _ second: PolicyDocument, knowing names: PrincipalNames, work: Int) {
    let isEither = !first.mayHaveVariables || !second.mayHaveVariables
    // What has no variables means the same in the version of the other one.
    let version = first.mayHaveVariables ? first.version : second.version
    let left = NormalPolicy(first, version, names)
    let right = NormalPolicy(second, version, names)
    guard isEither || first.version == second.version else {
      self = .different([
        PolicyDifference(
          isAdded: true,
          text: "the policy language of \(second.version.rawValue) instead of \(first.version.rawValue)")
      ])
      return
    }
    if left == right {
      self = .equivalent
      return
    }
    var work = work
    guard let removed = left.statementsMissing(in: right, &work), let added = right.statementsMissing(in: left, &work)
    else {
      self = .different([
        PolicyDifference(isAdded: true, text: "more parts than can be compared: take the documents apart")
      ])
      return
    }
    let differences =
      removed.map { PolicyDifference(isAdded: false, text: $0.description) }
      + added.map { PolicyDifference(isAdded: true, text: $0.description) }
    let opens = added.filter { $0.effect == .allow } + removed.filter { $0.effect == .deny }
    let closes = removed.filter { $0.effect == .allow } + added.filter { $0.effect == .deny }
    switch (opens.isEmpty, closes.isEmpty) {
    case (true, true): self = .equivalent
    case (false, true) where opens.contains { $0.tells(second, from: first) }: self = .wider(by: differences)
    case (true, false) where closes.contains { $0.tells(first, from: second) }: self = .narrower(by: differences)
    default: self = .different(differences)
    }
  }
}

extension PolicyComparison {
  /// How many parts of statements are held against each other: some seconds of work, and far more than documents need
  /// that AWS takes.
  static let maximumWork = 2_000_000
}

/// A statement that one of two policy documents has and the other has not, or the part of it that is missing there.
public struct PolicyDifference: Sendable, Hashable, CustomStringConvertible {
  /// Whether the second document has it.
  public let isAdded: Bool
  /// The statement in words: `Allow s3:getobject on arn:aws:s3:::b/* to everyone`.
  public let text: String

  /// The statement with `+` before what the second document has, `-` before what the first has.
  public var description: String { "\(isAdded ? "+" : "-") \(text)" }
}

extension PolicyDocument {
  /// Whether something in it means something else in another version of the language.
  ///
  /// IAM User Guide, "IAM JSON policy elements: Version": variables came with `2012-10-17`, in the elements that they may
  /// stand in, and before that are text.
  fileprivate var mayHaveVariables: Bool {
    statements.contains { statement in
      ((statement.resources ?? []) + (statement.notResources ?? []) + statement.conditions.flatMap(\.values))
        .contains(where: WildcardPattern.mayHaveVariables)
    }
  }

  /// Whether both documents mean the same. See ``PolicyComparison/init(_:_:knowing:)``.
  public func isEquivalent(to other: PolicyDocument, knowing names: PrincipalNames = PrincipalNames()) -> Bool {
    PolicyComparison(self, other, knowing: names) == .equivalent
  }
}

/// The statements of a document in their normal form.
private struct NormalPolicy: Hashable {
  let version: PolicyDocument.Version
  let statements: Set<NormalStatement>

  init(_ document: PolicyDocument, _ version: PolicyDocument.Version, _ names: PrincipalNames) {
    self.version = version
    statements = Set(document.statements.map { NormalStatement($0, version: version, names) })
  }

  /// What this policy has and the other has not, sorted by their texts; `nil` where that takes more work than is left.
  func statementsMissing(in other: NormalPolicy, _ work: inout Int) -> [NormalStatement]? {
    var missing: [NormalStatement] = []
    for statement in statements.subtracting(other.statements) {
      work -= other.statements.count + statements.count
      // An Allow says nothing where the policy itself denies it.
      let covers = other.statements.filter { $0.effect == statement.effect }
      let denies = statements.filter { statement.effect == .allow && $0.effect == .deny }
      missing += parts(of: statement, notIn: Array(covers.union(denies)), &work)
      if work < 0 { return nil }
    }
    return Set(missing).sorted { $0.description < $1.description }
  }

  /// The parts of a statement that none of the candidates covers, each of which has to cover its conditions. The values of
  /// a condition are alternatives, and may stand in a statement each.
  private func parts(
    of statement: NormalStatement, notIn candidates: [NormalStatement], _ work: inout Int
  ) -> [NormalStatement] {
    work -= candidates.count
    if work < 0 { return [] }
    let able = candidates.filter { $0.coversConditions(of: statement, version: version) }
    let whole = parts(of: statement, notIn: able, elements: NormalStatement.Element.allCases[...], &work)
    if whole.isEmpty || able.count == candidates.count { return whole }
    let parts = statement.partsByCondition
    if parts.isEmpty { return whole }
    let missing = parts.map { self.parts(of: $0, notIn: candidates, &work) }
    return zip(parts, missing).allSatisfy { [$0] == $1 } ? whole : missing.flatMap { $0 }
  }

  /// The parts of a statement that none of the candidates covers: it is taken apart, one element after another, only as
  /// far as some of the parts are covered and others are not.
  private func parts(
    of statement: NormalStatement, notIn candidates: [NormalStatement],
    elements: ArraySlice<NormalStatement.Element>, _ work: inout Int
  ) -> [NormalStatement] {
    work -= candidates.count
    if work < 0 { return [] }
    if candidates.contains(where: { $0.covers(statement, version: version) }) { return [] }
    guard let element = elements.first, !candidates.isEmpty else { return [statement] }
    let parts = statement.parts(by: element)
    work -= parts.count * candidates.count
    if work < 0 { return [] }
    let missing = parts.map { part in
      let rest = candidates.filter { $0.covers(element, of: part, version: version) }
      return self.parts(of: part, notIn: rest, elements: elements.dropFirst(), &work)
    }
    return zip(parts, missing).allSatisfy { [$0] == $1 } ? [statement] : missing.flatMap { $0 }
  }
}
