import Documents
import Estate
import PolicyLanguage
import Schema

/// What changed between two estates, by the comparison that declarations are held to.
public struct EstateDiff: Sendable {
  /// What became of a resource.
  public enum Status: String, Sendable, CaseIterable {
    case added, removed, changed
    /// It was read on one side alone, and may be there on both: of its kind only what something leads to is read.
    case reached, unreached
    /// What of it was read differs too much to tell: a part is missing on one side.
    case unread
  }

  /// One place that changed.
  public struct Change: Sendable, Hashable {
    /// The place: `CacheBehaviors[/api/*].Compress`.
    public let path: String
    /// What was there; null where nothing was.
    public let old: JSONValue
    /// What is there now; null where nothing is.
    public let new: JSONValue
    /// What the change means, where it is one of a policy or of an order.
    public let remark: String
  }

  /// One resource that is not as it was.
  public struct Entry: Sendable {
    /// Which.
    public let resource: ResourceReference
    /// What became of it.
    public let status: Status
    /// The places that changed; empty for a resource that came or went.
    public let changes: [Change]

    /// Whether all that changed is what AWS says by itself, so that nobody set it.
    public var isOfAWS: Bool {
      !changes.isEmpty
        && changes.allSatisfy { resource.type.schema.isAssigned(DocumentPath($0.path).memberNames) }
    }
  }

  /// The resources that are not as they were, by kind and id.
  public let entries: [Entry]

  /// What changed from one estate to another; what AWS says of a resource beside what somebody set counts where
  /// something failed or was published.
  public init(_ old: Estate, _ new: Estate, filter: ResourceFilter = ResourceFilter()) {
    // What only one of them was to hold is missing in the other, not changed.
    let needs = RequiredAttributes.everything.restricted(to: old.coverage.union(new.coverage))
    let (oldView, newView) = (EstateView(old, needing: needs), EstateView(new, needing: needs))
    let resources = Array(old.resources.values) + Array(new.resources.values)
    var principals = KnownPrincipals(oldView)
    principals.add(new)
    let keys = Set(resources.filter(filter.matches).map(\.key)).sorted()
    let compared = keys.compactMap { key -> Entry? in
      switch (old.resources[key], new.resources[key]) {
      case (let before?, let after?):
        let projection = Projection(key.type, reading: .whole)
        var (earlier, later) = (
          oldView.document(of: before, through: projection), newView.document(of: after, through: projection)
        )
        // What neither asked of it says nothing of it.
        for member in earlier.object ?? [:]
        where member.value.isUnasked(in: oldView) && later[member.name].isUnasked(in: newView) {
          let place = DocumentPath([.member(member.name)])
          (earlier, later) = (
            earlier.setting(.null, at: place, of: .unknown), later.setting(.null, at: place, of: .unknown)
          )
        }
        // What is of another shape than its type says has no elements to compare, but equals itself.
        if earlier == later, earlier.firstGap == nil { return nil }
        if earlier.isUnread || later.isUnread {
          return Entry(resource: after.reference, status: .unread, changes: [])
        }
        var changes =
          Self.changes(from: earlier, to: later, of: key.type, knowing: principals)
          + Self.events(from: earlier, to: later, of: key.type)
        changes += Self.unread(in: [earlier, later], beside: changes)
        if changes.isEmpty { return nil }
        let isUnread = changes.allSatisfy { $0.remark == Self.unreadRemark }
        return Entry(resource: after.reference, status: isUnread ? .unread : .changed, changes: changes)
      case (let before?, nil):
        return Entry(
          resource: before.reference,
          status: Self.status(ofMissing: key, in: newView, known: .removed, else: .unreached),
          changes: [])
      case (nil, let after?):
        return Entry(
          resource: after.reference, status: Self.status(ofMissing: key, in: oldView, known: .added, else: .reached),
          changes: [])
      case (nil, nil): return nil
      }
    }
    entries =
      compared + (filter.isEmpty ? Self.unlisted(oldView, newView, beside: Set(compared.map(\.resource.type))) : [])
  }

  /// What became of a resource that one side does not have.
  private static func status(
    ofMissing key: ResourceKey, in view: EstateView, known: Status, else unsought: Status
  ) -> Status {
    // What could not be listed is not gone, and to what was not looked for something may lead that could not be read.
    if !view.gaps(hiding: key.type).isEmpty { return .unread }
    if view.estate.isKnownToLack(key) { return known }
    return view.estate.lacksLeads(to: key.type) ? .unread : unsought
  }

  /// The kinds whose list could be read on one side alone, and had nothing there.
  private static func unlisted(_ old: EstateView, _ new: EstateView, beside told: Set<ResourceType>) -> [Entry] {
    ResourceType.allCases.filter { !told.contains($0) }.compactMap { type in
      let gaps = [old, new].map { view in
        view.gaps(hiding: type).map { view.estate.gaps[$0] }.first { $0.resource.type == type && $0.resource.id == "*" }
      }
      guard gaps.compactMap(\.self).count == 1, let gap = gaps.compactMap(\.self).first else { return nil }
      return Entry(resource: gap.resource, status: .unread, changes: [])
    }
  }

  /// Whether some part could not be compared.
  public var isIncomplete: Bool {
    entries.contains { $0.status == .unread || $0.changes.contains { $0.remark == Self.unreadRemark } }
  }

  static let unreadRemark = "not read on one side"

  private static func changes(
    from old: JSONValue, to new: JSONValue, of type: ResourceType, knowing principals: KnownPrincipals
  ) -> [Change] {
    var unread: [Change] = []
    let pruned = Normalization(type).pruned(old, at: DocumentPath()) { path in
      unread.append(
        Change(
          path: path.named(in: old, of: type.schema.root).description, old: .null, new: .null, remark: unreadRemark))
    }
    let differences = Comparison.differences(
      of: new, from: pruned.object ?? [:], of: type, only: [DocumentPath()], knowing: principals)
    return unread
      + differences.filter { difference in !unread.contains { $0.path == difference.path } }
      .map { difference in
        // What AWS fills in was left out of the comparison, and was read all the same.
        func read(_ value: JSONValue, in document: JSONValue) -> JSONValue {
          guard value.isNull, difference.isNamed else { return value }
          let read = document[difference.place, of: type.schema.root]
          return read.firstGap == nil ? read : value
        }
        return Change(
          path: difference.path, old: read(difference.expected, in: old), new: read(difference.actual, in: new),
          remark: remark(on: difference, knowing: principals))
      }
  }

  /// The members of which something was not read, those included that only AWS says, that no change tells of.
  private static func unread(in documents: [JSONValue], beside changes: [Change]) -> [Change] {
    let told = Set(changes.map { $0.path.prefix { $0 != "." && $0 != "[" } })
    let names = Set(
      documents.flatMap { ($0.object ?? [:]).filter { $0.value.firstGap != nil }.map(\.name) })
    return names.filter { !told.contains($0[...]) }.sorted().map {
      Change(path: $0, old: .null, new: .null, remark: unreadRemark)
    }
  }

  private static func remark(on difference: Difference, knowing principals: KnownPrincipals) -> String {
    switch difference.change {
    case .unread: return unreadRemark
    case .undecided(let reason): return reason
    case .moved: return "another order"
    case .extra, .changed: break
    }
    guard let old = try? PolicyDocument(difference.expected), let new = try? PolicyDocument(difference.actual) else {
      return ""
    }
    switch PolicyComparison(old, new, knowing: principals.names) {
    case .equivalent: return ""
    case .wider(let by): return "wider by \(by.map(\.description).joined(separator: "; "))"
    case .narrower(let by): return "narrower by \(by.map(\.description).joined(separator: "; "))"
    case .different(let by): return by.map(\.description).joined(separator: "; ")
    }
  }
}

extension JSONValue {
  /// Whether it stands for what nobody asked of a resource.
  fileprivate func isUnasked(in view: EstateView) -> Bool {
    if case .unread(let gap) = self { view.estate.gaps[gap].code == Gap.notInSnapshot } else { false }
  }
}
