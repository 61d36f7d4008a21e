import AWSCore
import Auditing
import Estate

/// The entries that stand under one heading: those of one resource, or one that many share.
struct Block: Comparable {
  let entries: [Entry]
  let resources: [ResourceReference]
  private let worst: Severity

  var resource: ResourceReference { resources[0] }

  /// A block of entries that stand on the same resources.
  init(_ entries: [Entry]) {
    self.entries = entries.stableSorted { $0.finding.severity > $1.finding.severity }
    resources = entries[0].resources
    worst = entries.map(\.finding.severity).max() ?? .info
  }

  /// Worst first, then what is on most resources, then by kind and name.
  static func < (left: Block, right: Block) -> Bool {
    if left.worst != right.worst { return left.worst > right.worst }
    if left.resources.count != right.resources.count { return left.resources.count > right.resources.count }
    return left.sortKey.lexicographicallyPrecedes(right.sortKey)
  }

  static func == (left: Block, right: Block) -> Bool {
    left.worst == right.worst && left.resources == right.resources && left.sortKey == right.sortKey
  }

  private var sortKey: [String] {
    [resource.type.rawValue, resource.id, resource.region, resource.account, entries[0].finding.rule]
  }
}

extension Sequence {
  /// Sorted, equal elements in the order in which they came.
  fileprivate func stableSorted(by precedes: (Element, Element) -> Bool) -> [Element] {
    enumerated().sorted {
      precedes($0.element, $1.element) || (!precedes($1.element, $0.element) && $0.offset < $1.offset)
    }.map(\.element)
  }
}

extension Sequence where Element == Finding {
  /// The findings of each resource, in the order in which they came.
  func groupedByResource() -> [[Finding]] { grouped(by: \.resource) }
}

extension Sequence where Element == Entry {
  /// The entries of each resource, in the order in which they came.
  func groupedByResource() -> [[Entry]] { grouped(by: { $0.resources[0] }) }
}

extension Sequence where Element == AuditReport.Failure {
  /// The failures that one cure would cure, in the order in which they came.
  func groupedByCause() -> [[AuditReport.Failure]] {
    // Where no answer comes from a place, it comes to no call.
    grouped { failure in
      ServiceError.silence.contains(failure.code)
        ? [failure.code, failure.message, failure.advice]
        : [failure.operation, failure.code, failure.resource.type.rawValue, failure.advice] + failure.unjudgedRules
    }
  }
}

extension Sequence {
  fileprivate func grouped<Key: Hashable>(by key: (Element) -> Key) -> [[Element]] {
    var groups: [[Element]] = []
    var positions: [Key: Int] = [:]
    for element in self {
      let key = key(element)
      if let position = positions[key] {
        groups[position].append(element)
      } else {
        positions[key] = groups.count
        groups.append([element])
      }
    }
    return groups
  }
}
