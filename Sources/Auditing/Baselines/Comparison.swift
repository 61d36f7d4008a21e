import Documents
import Estate
import PolicyLanguage
import Schema
import Signing

/// Compares a resource with what is declared of it.
///
/// Objects compare as subsets, lists whose order means something in order, others by the key of that list or else as
/// multisets, and policies by what they mean. What is empty is the same as what is not there. Repairs compare what they
/// find with what they read before by the same engine, exactly.
struct Comparison {
  /// What AWS fills in by itself for this kind of resource; `nil` where two values are compared exactly.
  private let normalization: Normalization?
  /// Places in which nothing may be but what is declared and what AWS fills in.
  private let only: [DocumentPath]
  private let principals: KnownPrincipals
  private(set) var differences: [Difference] = []

  /// The differences between a resource and a declaration.
  static func differences(
    of actual: JSONValue, from expected: JSONObject, of type: ResourceType, only: [DocumentPath] = [],
    knowing principals: KnownPrincipals = KnownPrincipals()
  ) -> [Difference] {
    var comparison = Comparison(normalization: Normalization(type, in: actual), only: only, principals)
    comparison.compare(.object(expected), actual, at: Position(node: type.schema.root))
    return comparison.differences
  }

  /// Whether two values mean the same: nothing may be in one that is not in the other.
  static func isSame(_ value: JSONValue, as other: JSONValue, of node: SchemaNode) -> Bool {
    if value == other { return true }
    var comparison = Comparison(normalization: nil, only: [], KnownPrincipals())
    comparison.compare(value, other, at: Position(node: node))
    return comparison.differences.isEmpty
  }

  private init(normalization: Normalization?, only: [DocumentPath], _ principals: KnownPrincipals) {
    self.normalization = normalization
    self.only = only
    self.principals = principals
  }

  /// A position in both trees.
  private struct Position {
    /// As a person knows it.
    var place = DocumentPath()
    /// In what is declared.
    var declared = DocumentPath()

    /// What is known of it.
    var node: SchemaNode

    func member(_ name: String) -> Position {
      Position(place: place.member(name), declared: declared.appending(.member(name)), node: node.member(name))
    }

    func element(_ key: String, at index: Int?) -> Position {
      Position(
        place: place.element(key), declared: index.map { declared.appending(.index($0)) } ?? declared,
        node: node.element)
    }
  }

  private func isExclusive(_ position: Position) -> Bool {
    normalization == nil || only.contains { $0.contains(position.place) }
  }

  private var emptiness: Emptiness { normalization == nil ? .writes : .answers }

  private mutating func note(
    _ change: Difference.Change = .changed, at position: Position, _ expected: JSONValue, _ actual: JSONValue,
    order: [String] = [], isNamed: Bool = true
  ) {
    differences.append(
      Difference(
        change: change, place: position.place, declared: position.declared, expected: expected, actual: actual,
        order: order,
        isNamed: isNamed))
  }

  private mutating func compare(_ expected: JSONValue, _ actual: JSONValue, at position: Position) {
    if case .unread(let gap) = actual {
      // What could not be read twice for one reason is the same.
      if normalization == nil, expected == actual { return }
      return note(.unread(gap), at: position, expected, .null)
    }
    let isNothing = position.node.isEmpty(expected, in: emptiness)
    if isNothing, normalization != nil, position.node.path.count > 1, position.node.isAssigned { return }
    if isNothing, position.node.isEmpty(actual, in: emptiness) { return }
    if position.node.isSecret, expected.object == nil, isThere(expected, actual) { return }
    if position.node.isPolicy, !expected.isEmpty(in: emptiness), !actual.isEmpty(in: emptiness) {
      return comparePolicies(expected, actual, at: position)
    }
    switch (expected, actual) {
    case (.object(let expected), _) where expected.count == 1 && expected["sha256"] != nil && actual.string != nil:
      let digest = Digest.sha256Hex(Array((actual.string ?? "").utf8))
      if expected["sha256"]?.string?.lowercased() != digest {
        note(at: position, .object(expected), ["sha256": .string(digest)])
      }
    case (.object(let expected), .object(let actual)): compareMembers(expected, actual, at: position)
    case (.array(let expected), .array(let actual)): compareElements(expected, actual, at: position)
    // A statement's `Service` may be a text or a list of one.
    case (.array(let elements), .string) where normalization == nil && elements == [actual]: break
    case (.string, .array(let elements)) where normalization == nil && elements == [expected]: break
    default:
      if !expected.isSameScalar(as: actual, caseless: position.node.isCaseless) { note(at: position, expected, actual) }
    }
  }

  private mutating func compareMembers(_ expected: JSONObject, _ actual: JSONObject, at position: Position) {
    guard let normalization else { return compareExactly(expected, actual, at: position) }
    for member in expected {
      let found = actual[member.name] ?? .null
      if position.node.isSecret, isThere(member.value, found) { continue }
      compare(member.value, found, at: position.member(member.name))
    }
    guard isExclusive(position) else {
      for name in exclusiveMembers(below: position) where expected[name] == nil {
        compareUndeclared(actual[name] ?? .null, at: position.member(name))
      }
      return
    }
    let list = normalization.type.schema[position.node.path].list
    let isCalled = list.alias.map { expected[$0] != nil } == true
    for member in actual where expected[member.name] == nil {
      let inner = position.member(member.name)
      // What another resource says is closed where that one is declared; an element is declared by what people call it.
      if inner.node.isForeign || isCalled && member.name == list.key { continue }
      if case .unread(let gap) = member.value {
        if !normalization.ignores(inner.declared) { note(.unread(gap), at: inner, .null, .null) }
      } else if !normalization.contains(member.value, at: inner.declared) {
        noteExtra(member.value, at: inner)
      }
    }
  }

  /// Whether a secret is on both sides, of which no more is compared.
  private func isThere(_ expected: JSONValue, _ actual: JSONValue) -> Bool {
    normalization != nil && !expected.isEmpty(in: emptiness) && !actual.isEmpty(in: emptiness) && !actual.isUnread
  }

  /// The members on the way to places in which nothing may be but what is declared.
  private func exclusiveMembers(below position: Position) -> [String] {
    let depth = position.place.steps.count
    var names: [String] = []
    for path in only where path.steps.count > depth && position.place.contains(path) {
      if case .member(let name) = path.steps[depth], !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// Compares what is there with nothing, in the places in which nothing may be.
  private mutating func compareUndeclared(_ actual: JSONValue, at position: Position) {
    guard let normalization else { return }
    if case .unread(let gap) = actual {
      if !normalization.ignores(position.declared) { note(.unread(gap), at: position, .null, .null) }
      return
    }
    switch actual {
    case .object where position.node.isSwitch: if isExclusive(position) { noteExtra(actual, at: position) }
    case .object(let object): compareMembers([:], object, at: position)
    case .array(let elements) where isExclusive(position): compareElements([], elements, at: position)
    case .array(let elements):
      for element in elements {
        if let name = position.node.name(of: element) {
          compareUndeclared(element, at: position.element(name, at: nil))
        }
      }
    default:
      if isExclusive(position), !normalization.contains(actual, at: position.declared) {
        noteExtra(actual, at: position)
      }
    }
  }

  private mutating func compareExactly(_ left: JSONObject, _ right: JSONObject, at position: Position) {
    for name in left.names + right.names.filter({ left[$0] == nil }) {
      let inner = position.member(name)
      // What a service says of a thing by itself differs when the thing is made again.
      if inner.node.isForeign || inner.node.isAssigned && inner.node.path.count > 1 { continue }
      compare(left[name] ?? .null, right[name] ?? .null, at: inner)
    }
  }

  /// Notes what was not declared: the one thing in it that AWS does not fill in, else the whole.
  private mutating func noteExtra(_ value: JSONValue, at position: Position) {
    guard let normalization, let object = value.object, !normalization.isExchanged(position.node.path) else {
      return note(.extra, at: position, .null, value)
    }
    let own = object.filter { !normalization.contains($0.value, at: position.declared.appending(.member($0.name))) }
    guard own.count == 1, own.count < object.count, let member = own.first else {
      return note(.extra, at: position, .null, value)
    }
    noteExtra(member.value, at: position.member(member.name))
  }

  // MARK: Lists

  private mutating func compareElements(_ expected: [JSONValue], _ actual: [JSONValue], at position: Position) {
    if expected.isEmpty, normalization != nil, !isExclusive(position), !actual.isEmpty {
      // A list that is declared to be empty: nothing may be in it.
      var whole = Comparison(normalization: normalization, only: only + [position.place], principals)
      whole.compareElements(expected, actual, at: position)
      differences += whole.differences
      return
    }
    guard (expected + actual).contains(where: { $0.object != nil }) else {
      let isCaseless = position.node.isCaseless
      let (wanted, found) = (
        expected.map { $0.text(caseless: isCaseless) }, actual.map { $0.text(caseless: isCaseless) }
      )
      let isSame = position.node.list.isOrdered ? wanted == found : wanted.sorted() == found.sorted()
      if !isSame { note(at: position, .array(expected), .array(actual)) }
      return
    }
    if let gap = actual.lazy.compactMap(\.gap).first {
      return comparePart(expected, actual.filter { $0.gap == nil }, missing: gap, at: position)
    }
    if position.node.list.key == nil, position.node.list.isOrdered {
      return compareInOrder(expected, actual, at: position)
    }
    let names = (expected + actual).map(position.node.name)
    if names.contains(nil) {
      compareNameless(
        expected.indices.map { ($0, expected[$0]) }, actual.indices.map { ($0, actual[$0]) }, at: position)
    } else {
      compareByName(expected, actual, at: position)
    }
  }

  /// Compares with what was read of a list: what is missing may be what was not read, and all else is as it is.
  private mutating func comparePart(
    _ expected: [JSONValue], _ actual: [JSONValue], missing gap: Int, at position: Position
  ) {
    let names = (expected + actual).map { position.node.name(of: $0) }
    guard !position.node.list.isOrdered, !names.contains(nil) else {
      return note(.unread(gap), at: position, .array(expected), .null)
    }
    var trial = Comparison(normalization: normalization, only: only, principals)
    trial.compareByName(expected, actual, at: position)
    let missing = expected.compactMap { position.node.name(of: $0) }.filter { name in
      !actual.contains { position.node.name(of: $0) == name }
    }.map { position.place.element($0) }
    let isHidden = isExclusive(position) || !missing.isEmpty
    if isHidden { note(.unread(gap), at: position, .array(expected), .null) }
    differences += trial.differences.filter { !missing.contains($0.place) }
  }

  /// Compares elements by their numbers: of a list whose order means something and that has no key.
  private mutating func compareInOrder(_ expected: [JSONValue], _ actual: [JSONValue], at position: Position) {
    for (index, element) in expected.enumerated() {
      let inner = position.element(String(index), at: index)
      if actual.indices.contains(index) {
        compare(element, actual[index], at: inner)
      } else {
        note(at: inner, element, .null, isNamed: false)
      }
    }
    guard isExclusive(position) else { return }
    for index in actual.indices.dropFirst(expected.count) {
      note(.extra, at: position.element(String(index), at: nil), .null, actual[index], isNamed: false)
    }
  }

  private mutating func compareByName(_ expected: [JSONValue], _ actual: [JSONValue], at position: Position) {
    func name(_ element: JSONValue) -> String { position.node.name(of: element) ?? "" }
    let wanted = expected.map(name)
    let isOrdered = position.node.list.isOrdered
    let (declared, there) = (
      Dictionary(grouping: expected.indices) { wanted[$0] }, Dictionary(grouping: actual.indices) { name(actual[$0]) }
    )
    for (index, element) in expected.enumerated() where declared[wanted[index]]?.first == index {
      let (same, found) = (declared[wanted[index]] ?? [], there[wanted[index]] ?? [])
      // Elements that share what should tell them apart: none of them stands for the others.
      if same.count > 1 || found.count > 1 {
        compareNameless(same.map { ($0, expected[$0]) }, found.map { ($0, actual[$0]) }, at: position)
        continue
      }
      let inner = position.element(wanted[index], at: index)
      if let found = found.first {
        compare(element, actual[found], at: inner)
      } else {
        note(at: inner, element, .null, order: isOrdered ? wanted : [])
      }
    }
    if isOrdered {
      let found = actual.map(name).filter { declared[$0] != nil }
      let both = wanted.filter { there[$0] != nil }
      if Set(both).count == both.count, both != found, Set(found).count == found.count {
        note(.moved, at: position, .array(both.map { .string($0) }), .array(found.map { .string($0) }))
      }
    }
    guard isExclusive(position) else { return }
    for (index, element) in actual.enumerated() where declared[name(element)] == nil {
      let isOnly = there[name(element)]?.count == 1
      note(
        .extra, at: position.element(isOnly ? name(element) : String(index), at: nil), .null, element, isNamed: isOnly)
    }
  }

  /// Compares elements that nothing tells apart as multisets; each has its number in its own list.
  private mutating func compareNameless(
    _ expected: [(index: Int, element: JSONValue)], _ actual: [(index: Int, element: JSONValue)], at position: Position
  ) {
    var rest = actual
    for (index, element) in expected {
      let inner = position.element(String(index), at: index)
      let found = rest.firstIndex { candidate in
        var trial = Comparison(normalization: normalization, only: only, principals)
        trial.compare(element, candidate.element, at: inner)
        return trial.differences.isEmpty
      }
      if let found { rest.remove(at: found) } else { note(at: inner, element, .null, isNamed: false) }
    }
    guard isExclusive(position) else { return }
    for (index, element) in rest {
      note(.extra, at: position.element(String(index), at: nil), .null, element, isNamed: false)
    }
  }

  // MARK: Policies

  private mutating func comparePolicies(_ expected: JSONValue, _ actual: JSONValue, at position: Position) {
    // What nobody can read is at least the same as itself.
    if expected == actual { return }
    do {
      let (declared, found) = (try PolicyDocument(expected), try PolicyDocument(actual))
      if declared.isEquivalent(to: found, knowing: principals.names) { return }
      // Whether a canonical user is the identity that stands in its place, the list of identities would say.
      let named = (declared.statements + found.statements).flatMap(\.namedPrincipals)
      if let gap = principals.gap, !(declared.canonicalUsers + found.canonicalUsers).isEmpty,
        named.contains(where: { $0.originAccessIdentity != nil })
      {
        return note(.unread(gap), at: position, expected, .null)
      }
      if let user = declared.canonicalUser(beingAccountIn: found, knowing: principals.names) {
        return note(
          .undecided(
            "S3 answers the canonical user of an account with the account's ARN, and whose canonical user \(user) is no call "
              + "tells. Declare the account."), at: position, expected, actual)
      }
      note(at: position, expected, actual)
    } catch {
      note(.undecided("The policy cannot be read: \(error)."), at: position, expected, actual)
    }
  }
}

extension JSONValue {
  fileprivate var gap: Int? { if case .unread(let gap) = self { gap } else { nil } }

  /// A scalar as a file says it, where `200` and `"200"` are the same; in small letters where case means nothing.
  fileprivate func text(caseless isCaseless: Bool) -> String {
    let text = string ?? JSONWriter().string(self)
    return isCaseless ? text.lowercased() : text
  }

  fileprivate func isSameScalar(as other: JSONValue, caseless isCaseless: Bool) -> Bool {
    if self == other { return true }
    guard object == nil, array == nil, other.object == nil, other.array == nil else { return false }
    return !isEmpty(in: .answers) && !other.isEmpty(in: .answers)
      && text(caseless: isCaseless) == other.text(caseless: isCaseless)
  }
}

extension JSONValue {
  /// Whether two values mean the same: what is empty is the same as what is not there, lists are the same by what the
  /// schema says of their keys and their order, and policies are equal when they allow the same.
  ///
  /// - Parameter node: What is known of both.
  public func means(_ other: JSONValue, as node: SchemaNode) -> Bool { Comparison.isSame(self, as: other, of: node) }
}
