import Auditing
import Documents
import Estate
import Foundation
import Schema

/// What a report for people says once: a finding, or several that say the same.
struct Entry {
  /// The finding whose words are used.
  let finding: Finding
  /// The rules that it is about; more than one only where verdicts are missing.
  var rules: [String]
  /// The places in each resource.
  var paths: [String]
  /// The resources.
  var resources: [ResourceReference]
  /// Since when they are so, as far as a state tells.
  private var timelines: [Finding.Timeline]
  /// What is wrong, in words that are true of all of them.
  var message: String

  /// The message without names.
  fileprivate let wording: String
  /// How many findings it stands for.
  private(set) var count = 1

  /// The entries of one resource: findings that differ in their place only are one entry with several places.
  static func entries(of findings: [Finding]) -> [Entry] {
    folded(findings.map { Entry($0) }, by: { GroupKey($0, paths: []) }) { entry, other in
      entry.paths += other.paths
      entry.agree(with: other)
    }
  }

  /// The entries of one resource for verdicts that are missing: rules with one reason are one entry.
  static func unknownEntries(of findings: [Finding]) -> [Entry] {
    folded(findings.map { Entry($0) }, by: \.message) { entry, other in
      if !entry.rules.contains(where: other.rules.contains) { entry.rules += other.rules }
      if !entry.paths.contains(where: other.paths.contains) { entry.paths += other.paths }
    }
  }

  /// Takes out those entries that at least `count` resources share, each as one entry on all of them.
  static func shared(_ entries: inout [Entry], byAtLeast count: Int) -> [Entry] {
    let all = folded(entries, by: { GroupKey($0, paths: $0.paths) }) { entry, other in
      entry.resources += other.resources
      entry.agree(with: other)
    }
    let shared = all.filter { $0.resources.count >= count }
    let taken = Set(shared.map { GroupKey($0, paths: $0.paths) })
    entries.removeAll { taken.contains(GroupKey($0, paths: $0.paths)) }
    return shared
  }

  private init(_ finding: Finding) {
    self.finding = finding
    rules = [finding.rule]
    paths = [finding.path]
    resources = [finding.resource]
    timelines = [finding.timeline].compactMap(\.self)
    message = finding.message
    wording = finding.wording
  }

  /// Since when it is so, at a time; of several, since when the oldest is. Empty where no state tells.
  func since(at time: Date) -> String {
    let phrases = Set(timelines.map { $0.phrase(at: time) })
    if phrases.count <= 1 { return phrases.first ?? "" }
    let (oldest, new) = (timelines.min { $0.since < $1.since }, timelines.count { $0.isNew })
    let age = oldest.map { $0.phrase(at: time) } ?? ""
    return "the oldest \(age)" + (new > 0 ? "; \(new) of \(timelines.count) new" : "")
  }

  /// Where two messages name different things, the words that they share stand for both.
  private mutating func agree(with other: Entry) {
    timelines += other.timelines
    if message != other.message { message = wording }
  }

  private static func folded<Key: Hashable>(
    _ entries: [Entry], by key: (Entry) -> Key, into fold: (inout Entry, Entry) -> Void
  ) -> [Entry] {
    var result: [Entry] = []
    var positions: [Key: Int] = [:]
    for entry in entries {
      let key = key(entry)
      if let position = positions[key] {
        fold(&result[position], entry)
        result[position].count += entry.count
      } else {
        positions[key] = result.count
        result.append(entry)
      }
    }
    return result
  }
}

/// What two findings have in common that say the same of different places.
private struct GroupKey: Hashable {
  let rules: [String]
  let severity: Severity
  let status: Finding.Status
  let waiver: Finding.Waiver?
  let type: ResourceType
  let expected: JSONValue
  let actual: JSONValue
  let remediation: String
  let repair: Finding.Repair
  let paths: [String]
  let wording: String
  let address: String

  init(_ entry: Entry, paths: [String]) {
    let finding = entry.finding
    rules = entry.rules
    severity = finding.severity
    status = finding.status
    waiver = finding.waiver
    type = finding.resource.type
    expected = finding.expected
    actual = finding.actual
    remediation = finding.remediation
    repair = finding.repair
    self.paths = paths
    wording = entry.wording
    address = finding.address
  }
}

extension Finding {
  /// The message without the names of the resource and of the place; an address stays, which is not to be torn.
  fileprivate var wording: String {
    let head = address.isEmpty || !message.hasPrefix(address) ? "" : address
    var names = [resource.arn, resource.id, path]
    names += path.split(separator: "[").dropFirst().compactMap { part in
      part.firstIndex(of: "]").map { String(part[..<$0]) }
    }
    return head
      + names.filter { $0.count > 2 }.sorted { $0.count > $1.count }.reduce(String(message.dropFirst(head.count))) {
        $0.replacing($1, with: "…")
      }
  }
}
