import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// Whatever is declared and is not so can be repaired, or the finding says in words why it cannot.
@Suite struct RepairReasonTests {
  /// Paths of a type's schema, lists passed through.
  private static func nodes(of type: ResourceType) -> [SchemaNode] {
    var nodes: [SchemaNode] = []
    var unseen = [type.schema.root]
    while let node = unseen.popLast() {
      if !node.path.isEmpty { nodes.append(node) }
      var inner = node
      while case .list(_, let element) = inner.shape { inner = element }
      unseen += inner.names.map(inner.member)
    }
    return nodes
  }

  /// Some value of a member.
  private static func value(of node: SchemaNode) -> JSONValue {
    switch node.shape {
    case .scalar(let values): return .string(values.last ?? "declared")
    case .number: return 7
    case .boolean: return true
    case .open: return ["declared": "declared"]
    case .policy: return ["Version": "2012-10-17", "Statement": [["Effect": "Deny", "Action": "*", "Resource": "*"]]]
    case .list(let list, let element):
      var value = value(of: element)
      if let key = list.key, var object = value.object {
        object[key] = object[key] ?? Self.value(of: element.member(key))
        value = .object(object)
      }
      return [value]
    case .structure: return .object(JSONObject(node.requiredMembers.map { ($0, value(of: node.member($0))) }))
    }
  }

  /// A document that says this of what a path leads to, by the keys of the lists on the way.
  private static func document(_ value: JSONValue, at path: ArraySlice<String>, in node: SchemaNode) -> JSONValue {
    guard let name = path.first else { return value }
    let member = node.member(name)
    guard case .list(let list, let element) = member.shape, path.count > 1 else {
      return .object([name: document(value, at: path.dropFirst(), in: member)])
    }
    var object = document(value, at: path.dropFirst(), in: element).object ?? [:]
    if let key = list.key, object[key] == nil { object[key] = Self.value(of: element.member(key)) }
    return .object([name: [.object(object)]])
  }

  private static func findings(_ type: ResourceType, declared: JSONValue, live: JSONValue, only: Bool = false)
    -> [Finding]
  {
    var declaration = Declaration(
      .init(type, id: "a", region: type.schema.isRegional ? "us-east-1" : nil), expect: declared.object ?? [:],
      source: SourceMark(file: "b", line: 1))
    if only { declaration.only = [DocumentPath()] }
    let reference = ResourceReference(
      type: type, id: "a", account: Estates.account, region: type.schema.isRegional ? "us-east-1" : "global")
    let estate = Estates.estate(Resource(reference: reference, properties: live.object ?? [:]))
    return Auditor(rules: [], declarations: [declaration]).audit(estate).findings
  }

  private static func check(_ findings: [Finding], _ path: [String], of type: ResourceType) {
    for finding in findings where finding.status == .fail {
      let isSaid = finding.repair.action != nil || finding.repair.isLeft && finding.repair.summary.hasSuffix(".")
      #expect(isSaid, "\(finding.path) of \(type.rawValue), declared at \(path)")
      if finding.repair.action != nil {
        #expect(Part(of: finding.resource, at: finding.place) != nil, "\(finding.path) of \(type.rawValue)")
      }
    }
  }

  @Test(arguments: ResourceType.allCases) func `that something is missing`(type: ResourceType) {
    var count = 0
    for node in Self.nodes(of: type) {
      let declared = Self.document(Self.value(of: node), at: node.path[...], in: type.schema.root)
      let findings = Self.findings(type, declared: declared, live: [:])
      Self.check(findings, node.path, of: type)
      count += findings.count
    }
    #expect(count > 0)
  }

  @Test(arguments: ResourceType.allCases) func `that something else is there`(type: ResourceType) {
    var count = 0
    for node in Self.nodes(of: type) {
      let live = Self.document(Self.value(of: node), at: node.path[...], in: type.schema.root)
      for only in [true, false] {
        let other: JSONValue = only ? [:] : Self.document("other", at: node.path[...], in: type.schema.root)
        let findings = Self.findings(type, declared: other, live: live, only: only)
        Self.check(findings, node.path, of: type)
        count += findings.count
      }
    }
    #expect(count > 0)
  }

  @Test(arguments: ResourceType.allCases) func `that the resource is gone, or there`(type: ResourceType) {
    let region = type.schema.isRegional ? "us-east-1" : nil
    var declaration = Declaration(
      .init(type, id: "a", region: region), expect: ["Comment": "c"], source: SourceMark(file: "b", line: 1))
    let key = ResourceKey(type, "a", region: region ?? "")
    let gone = Auditor(rules: [], declarations: [declaration]).audit(Estates.estate(absences: [key])).findings
    #expect(gone.map(\.repair.isLeft) == [true], "\(type.rawValue)")
    (declaration.expect, declaration.isAbsent) = ([:], true)
    let reference = ResourceReference(type: type, id: "a", account: Estates.account, region: region ?? "global")
    let there = Auditor(rules: [], declarations: [declaration])
      .audit(Estates.estate(Resource(reference: reference, properties: ["Id": "a"]))).findings
    #expect(there.map(\.repair.isLeft) == [true], "\(type.rawValue)")
  }
}
