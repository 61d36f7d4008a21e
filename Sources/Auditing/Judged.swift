import Documents
import Estate
import Schema

/// What an audit judged: which rule on which resource, and which resources are gone.
///
/// A verdict that is not among the findings of an audit says something only where this has it; silence of a run that
/// looked at other rules or resources, or could not read all that it needed, says nothing.
public struct Judged: Sendable {
  /// The rules that were evaluated, each with the kinds of resource that it is about.
  private var rules: [String: Set<ResourceType>] = [:]
  /// The files of which the declarations were evaluated.
  public private(set) var files: Set<String> = []
  private var filter = ResourceFilter()
  /// What was read of all resources, whatever the filter.
  private var relatedGroups: Set<AttributeGroup> = []
  private var estate = Estate()
  /// The rules that could not be judged on a resource, each with the places at which; the root where something is missing.
  private var unknown: [ResourceKey: [String: Set<DocumentPath>]] = [:]
  private var declarations: [Declaration] = []
  private var closed: Set<ResourceType> = []

  /// Nothing was.
  init() {}

  init(_ auditor: Auditor, _ estate: Estate, _ findings: [Finding]) {
    rules = Dictionary(auditor.rules.map { ($0.id, Set($0.resources)) }) { first, _ in first }
    files = Set((auditor.declarations.map(\.source) + auditor.closures.map(\.source)).map(\.file))
    filter = auditor.filter
    relatedGroups = auditor.needs.relatedGroups
    self.estate = estate
    declarations = auditor.declarations
    closed = Set(auditor.closures.map(\.type))
    for finding in findings {
      guard let reason = finding.reason else { continue }
      // What cannot be told at one place was read, and judged at all others.
      let places = reason == .undecided ? [finding.place] + finding.otherPlaces : [DocumentPath()]
      unknown[finding.resource.key, default: [:]][finding.rule, default: []].formUnion(places)
    }
  }

  /// Whether a finding that an earlier audit made would have been made again, were it still there: its rule was judged on
  /// its resource, or the resource is gone, or nothing leads to it any more, so that no rule is about it.
  ///
  /// - Parameters:
  ///   - rule: The rule's id, or `baseline`.
  ///   - place: Where it found it.
  ///   - file: The file in which it is written, which counts for declarations: each file is a baseline of its own, unless
  ///     another one declares the same.
  ///   - resource: The resource; `*` in its id where nobody knew which there are.
  public func settles(
    _ rule: String, at place: DocumentPath, writtenIn file: String, on resource: ResourceReference
  ) -> Bool {
    let isUnknown = unknown[resource.key]?[rule]?.contains { $0.contains(place) || place.contains($0) }
    if isUnknown == true { return false }
    guard isFiltered(in: resource) else { return false }
    if rule == Declaration.rule {
      return (files.contains(file) || isDeclared(place, of: resource))
        && (estate.resources[resource.key] != nil || isGone(resource.key))
    }
    if resource.id == "*" { return rules[rule]?.contains(resource.type) == true }
    if isGone(resource.key) { return true }
    return rules[rule]?.contains(resource.type) == true && estate.resources[resource.key] != nil
  }

  /// Whether a declaration that was judged says what is to be at a place, whatever its file is called.
  private func isDeclared(_ place: DocumentPath, of resource: ResourceReference) -> Bool {
    let document = JSONValue.object(estate.resources[resource.key]?.properties ?? [:])
    return place.steps.isEmpty && closed.contains(resource.type)
      || declarations.contains { declaration in
        guard declaration.selector.names.fit(resource), declaration.judges(place) else { return false }
        if case .no = declaration.selector.means(resource, document) { return false }
        return true
      }
  }

  private func isFiltered(in resource: ResourceReference) -> Bool {
    filter.matches(resource, in: estate)
  }

  private func isGone(_ key: ResourceKey) -> Bool {
    estate.absences.contains(key) && estate.resources[key] == nil
      || estate.isKnownToLack(key)
        && !estate.gaps.contains { gap in
          // A list of one region says nothing of the others.
          gap.hides.contains(key.type)
            && (gap.resource.type != key.type || ["global", key.region].contains(gap.resource.region))
        }
      || isLeft(key)
  }

  /// Whether a resource of a kind that is not listed, such as a version, is one that nothing leads to any more: all that
  /// could was read.
  private func isLeft(_ key: ResourceKey) -> Bool {
    guard !key.type.schema.isListed, estate.resources[key] == nil else { return false }
    // A run that asks nothing of such resources does not look which there are.
    guard key.type.schema.groups.contains(where: estate.coverage.contains) else { return false }
    let groups = key.type.leadingGroups
    let isRead = groups.allSatisfy { group in
      // By a filter some things are read of what it fits alone.
      let isWhole = filter.isEmpty || relatedGroups.contains(group) || group.isWholeList
      return estate.coverage.contains(group) && isWhole
    }
    // Functions, too, are known from log groups, region by region.
    if groups.contains(LogGroupSchema.group), !estate.regions.contains(key.region) { return false }
    return isRead && !estate.lacksLeads(to: key.type)
  }
}

extension Estate {
  /// Whether something could not be read that may lead to a resource of a type; what belongs to other accounts is not
  /// followed.
  func lacksLeads(to type: ResourceType) -> Bool {
    let groups = type.leadingGroups
    return gaps.contains { gap in
      !gap.isOfOtherAccount
        && (gap.group == Gap.everything || gap.hides.contains(type)
          || groups.contains { group in
            gap.hides.contains(group.type) || group.type == gap.resource.type && group.name == gap.group
          })
    }
  }

  /// Whether it was read that a resource does not exist, gaps aside: what is in no list, and what others name in vain. Of
  /// kinds that are not listed, what nothing leads to any more may still be there.
  func isKnownToLack(_ key: ResourceKey) -> Bool {
    if resources[key] != nil { return false }
    if absences.contains(key) { return true }
    let schema = key.type.schema
    let isListed = schema.isListed || schema.listedOnes?(key.id, key.region) == true && regions.contains(key.region)
    return isListed && schema.knownFrom.allSatisfy(coverage.contains)
  }
}
