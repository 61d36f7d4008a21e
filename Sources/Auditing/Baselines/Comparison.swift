import Documents
import Estate
import PolicyLanguage
import Signing

/// Compares a resource with what is declared of it.
///
/// Objects compare as subsets, lists of objects by what tells their elements apart, other lists as sets, policies by
/// what they mean. What is empty is the same as what is not there.
struct Comparison {
  /// What AWS fills in by itself for this kind of resource.
  private let filledIn: FilledIn
  /// Places in which nothing may be but what is declared and what AWS fills in.
  private let only: [Place]
  private let principals: KnownPrincipals
  private(set) var differences: [Difference] = []

  /// The differences between a resource and a declaration.
  static func differences(
    of actual: JSONValue, from expected: JSONObject, of type: ResourceType, only: [Place] = [],
    knowing principals: KnownPrincipals = KnownPrincipals()
  ) -> [Difference] {
    var comparison = Comparison(filledIn: FilledIn(type), only: only, principals)
    comparison.compare(.object(expected), actual, at: Spot())
    return comparison.differences
  }

  private init(filledIn: FilledIn, only: [Place], _ principals: KnownPrincipals) {
    self.filledIn = filledIn
    self.only = only
    self.principals = principals
  }

  /// A place in both trees.
  private struct Spot {
    /// As a person knows it.
    var place = Place()
    /// In what is declared.
    var declared = DocumentPath()

    /// The last member's name.
    var name: String { place.lastMember }

    func member(_ name: String) -> Spot { Spot(place: place.member(name), declared: declared.appending(.member(name))) }

    func element(_ key: String, at index: Int?) -> Spot {
      Spot(place: place.element(key), declared: index.map { declared.appending(.index($0)) } ?? declared)
    }
  }

  private func isExclusive(_ spot: Spot) -> Bool {
    only.contains { $0.contains(spot.place) }
  }

  private mutating func note(
    _ kind: Difference.Kind = .changed, at spot: Spot, _ expected: JSONValue, _ actual: JSONValue,
    order: [String] = []
  ) {
    differences.append(
      Difference(
        kind: kind, place: spot.place, declared: spot.declared, expected: expected, actual: actual, order: order))
  }

  private mutating func compare(_ expected: JSONValue, _ actual: JSONValue, at spot: Spot) {
    if case .unread(let gap) = actual { return note(.unread(gap), at: spot, expected, .null) }
    if spot.declared.steps.count > 1, filledIn.ignores(spot.declared) { return }
    if expected.isEmpty, actual.isEmpty { return }
    if Self.isPolicy(spot.name), !expected.isEmpty, !actual.isEmpty {
      return comparePolicies(expected, actual, at: spot)
    }
    switch (expected, actual) {
    case (.object(let expected), _) where expected.count == 1 && expected["sha256"] != nil && actual.string != nil:
      let digest = Digest.sha256Hex(Array((actual.string ?? "").utf8))
      if expected["sha256"]?.string?.lowercased() != digest {
        note(at: spot, .object(expected), ["sha256": .string(digest)])
      }
    case (.object(let expected), .object(let actual)): compareMembers(expected, actual, at: spot)
    case (.array(let expected), .array(let actual)): compareElements(expected, actual, at: spot)
    default: if !expected.isSameScalar(as: actual) { note(at: spot, expected, actual) }
    }
  }

  private mutating func compareMembers(_ expected: JSONObject, _ actual: JSONObject, at spot: Spot) {
    for member in expected { compare(member.value, actual[member.name] ?? .null, at: spot.member(member.name)) }
    guard isExclusive(spot) else { return }
    for member in actual where expected[member.name] == nil {
      let inner = spot.member(member.name)
      if case .unread(let gap) = member.value {
        if !filledIn.ignores(inner.declared) { note(.unread(gap), at: inner, .null, .null) }
      } else if !filledIn.contains(member.value, at: inner.declared) {
        noteExtra(member.value, at: inner)
      }
    }
  }

  /// Notes what was not declared: the one thing in it that AWS does not fill in, else the whole.
  private mutating func noteExtra(_ value: JSONValue, at spot: Spot) {
    guard let object = value.object else { return note(.extra, at: spot, .null, value) }
    let own = object.filter { !filledIn.contains($0.value, at: spot.declared.appending(.member($0.name))) }
    guard own.count == 1, own.count < object.count, let member = own.first else {
      return note(.extra, at: spot, .null, value)
    }
    noteExtra(member.value, at: spot.member(member.name))
  }

  // MARK: Lists

  private mutating func compareElements(_ expected: [JSONValue], _ actual: [JSONValue], at spot: Spot) {
    guard (expected + actual).contains(where: { $0.object != nil }) else {
      if Set(expected.map(\.scalarText)) != Set(actual.map(\.scalarText)) {
        note(at: spot, .array(expected), .array(actual))
      }
      return
    }
    if let gap = actual.lazy.compactMap(\.gap).first { return note(.unread(gap), at: spot, .array(expected), .null) }
    if let key = JSONValue.naming.first(where: { key in (expected + actual).allSatisfy { $0[key].isKey(key) } }) {
      compareByKey(key, expected, actual, at: spot)
    } else {
      compareAsSets(expected, actual, at: spot)
    }
  }

  private mutating func compareByKey(_ key: String, _ expected: [JSONValue], _ actual: [JSONValue], at spot: Spot) {
    let there = Dictionary(actual.map { ($0[key].scalarText, $0) }) { first, _ in first }
    let wanted = expected.map { $0[key].scalarText }
    let isOrdered = Self.ordered.contains(spot.name)
    for (index, element) in expected.enumerated() {
      let inner = spot.element(wanted[index], at: index)
      if let found = there[wanted[index]] {
        compare(element, found, at: inner)
      } else {
        note(at: inner, element, .null, order: isOrdered ? wanted : [])
      }
    }
    if isOrdered {
      let found = actual.map { $0[key].scalarText }.filter(wanted.contains)
      let both = wanted.filter(found.contains)
      if both != found { note(.moved, at: spot, .array(both.map { .string($0) }), .array(found.map { .string($0) })) }
    }
    guard isExclusive(spot) else { return }
    for element in actual where !wanted.contains(element[key].scalarText) {
      note(.extra, at: spot.element(element[key].scalarText, at: nil), .null, element)
    }
  }

  private mutating func compareAsSets(_ expected: [JSONValue], _ actual: [JSONValue], at spot: Spot) {
    var rest = actual
    for (index, element) in expected.enumerated() {
      let inner = spot.element(String(index), at: index)
      let found = rest.firstIndex { candidate in
        var trial = Comparison(filledIn: filledIn, only: only, principals)
        trial.compare(element, candidate, at: inner)
        return trial.differences.isEmpty
      }
      if let found { rest.remove(at: found) } else { note(at: inner, element, .null) }
    }
    guard isExclusive(spot) else { return }
    for element in rest { note(.extra, at: spot.element("", at: nil), .null, element) }
  }

  /// The lists whose order means something: the first behaviour that fits a path is the one that counts.
  private static let ordered: Set<String> = ["CacheBehaviors"]

  // MARK: Policies

  /// Whether a member of that name is a policy.
  static func isPolicy(_ name: String) -> Bool {
    ["AssumeRolePolicyDocument", "PolicyDocument", "Policy"].contains(name)
  }

  private mutating func comparePolicies(_ expected: JSONValue, _ actual: JSONValue, at spot: Spot) {
    do {
      let (declared, found) = (try PolicyDocument(expected), try PolicyDocument(actual))
      if declared.isEquivalent(to: found, knowing: principals.names) { return }
      // Whether a canonical user is the identity that stands in its place, the list of identities would say.
      let named = (declared.statements + found.statements).flatMap(\.namedPrincipals)
      if let gap = principals.gap, !(declared.canonicalUsers + found.canonicalUsers).isEmpty,
        named.contains(where: { $0.originAccessIdentity != nil })
      {
        return note(.unread(gap), at: spot, expected, .null)
      }
      note(at: spot, expected, actual)
    } catch {
      note(.undecided("The policy cannot be read: \(error)."), at: spot, expected, actual)
    }
  }
}

extension JSONValue {
  /// Whether there is nothing in it: what AWS leaves out as often as it says it.
  var isEmpty: Bool {
    switch self {
    case .null, .bool(false): true
    case .string(let text): text.isEmpty
    case .array(let elements): elements.isEmpty
    case .object(let object): object.isEmpty
    default: false
    }
  }

  fileprivate var gap: Int? { if case .unread(let gap) = self { gap } else { nil } }

  /// Whether it can tell an element apart, as the member of that name.
  fileprivate func isKey(_ name: String) -> Bool {
    switch self {
    case .string(let text): !text.isEmpty
    case .integer: name == "ErrorCode"
    default: false
    }
  }

  /// A scalar as a file says it, where `200` and `"200"` are the same.
  fileprivate var scalarText: String { string ?? JSONWriter().string(self) }

  fileprivate func isSameScalar(as other: JSONValue) -> Bool {
    if self == other { return true }
    guard object == nil, array == nil, other.object == nil, other.array == nil else { return false }
    return !isEmpty && !other.isEmpty && scalarText == other.scalarText
  }
}
