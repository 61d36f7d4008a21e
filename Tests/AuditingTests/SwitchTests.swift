import Documents
import Estate
import Schema
import Testing
@testable import Auditing

/// Structures without members switch something on by being there.
@Suite struct SwitchTests {
  /// Each structure of the schema that has no members, with the path that leads there.
  static let switches: [(ResourceType, DocumentPath)] = ResourceType.allCases.flatMap { type in
    var found: [(ResourceType, DocumentPath)] = []
    var unseen = [type.schema.root]
    while let node = unseen.popLast() {
      if node.isSwitch { found.append((type, DocumentPath(node.path.map(DocumentPath.Step.member)))) }
      // In an element of a list the list would have to be compared: there is none.
      unseen += node.names.map(node.member).filter { if case .structure = $0.shape { true } else { false } }
    }
    return found
  }

  @Test func `the only one is that a bucket sends its events to EventBridge`() {
    #expect(Self.switches.map(\.1) == ["NotificationConfiguration.EventBridgeConfiguration"])
    for type in ResourceType.allCases {
      #expect(
        !type.schema.lists.keys.contains { type.schema[$0.split(separator: ".").map(String.init)].element.isSwitch })
    }
  }

  private func document(_ type: ResourceType, _ path: DocumentPath, _ value: JSONValue) -> JSONValue {
    JSONValue.object([:]).setting(value, at: path, of: type.schema.root)
  }

  @Test(arguments: switches) func `to be there is the value`(type: ResourceType, path: DocumentPath) throws {
    let schema = type.schema.root
    let (on, off) = (document(type, path, [:]), document(type, DocumentPath(Array(path.steps.dropLast())), [:]))
    #expect(!on.means(off, as: schema) && !off.means(on, as: schema) && on.means(on, as: schema))
    func places(_ live: JSONValue, _ declared: JSONValue, only: [DocumentPath] = []) -> [DocumentPath] {
      Comparison.differences(of: live, from: declared.object ?? [:], of: type, only: only).map(\.place)
    }
    #expect(places(on, on) == [] && places(off, off) == [])
    #expect(places(off, on) == [path] && places([:], on).map { $0.contains(path) } == [true])
    #expect(places(on, off) == [])
    for only in [DocumentPath(), path] { #expect(places(on, [:], only: [only]).first?.contains(path) == true) }
    #expect(places(on, off, only: [path]) == [path])
    #expect(places(off, off, only: [path]) == [] && places(on, on, only: [path]) == [])
  }

  @Test(arguments: switches) func `capturing and comparing two estates keep it`(type: ResourceType, path: DocumentPath)
  {
    func estate(_ value: JSONValue) -> Estate {
      let reference = ResourceReference(type: type, id: "a", account: Estates.account)
      return Estates.estate(Resource(reference: reference, properties: document(type, path, value).object ?? [:]))
    }
    let (on, off) = (estate([:]), estate(.null))
    let captured = Capture.declarations(of: on).declarations
    #expect(captured.map { JSONValue.object($0.expect)[path, of: type.schema.root] } == [[:]])
    #expect(Auditor(rules: [], declarations: captured).audit(on).findings.isEmpty)
    #expect(Auditor(rules: [], declarations: captured).audit(off).findings.map(\.path) == [path.description])
    let without = Capture.declarations(of: off).declarations
    #expect(Auditor(rules: [], declarations: without).audit(on).findings.count == 1)
    #expect(EstateDiff(on, off).entries.flatMap(\.changes).map(\.path) == [path.description])
    #expect(EstateDiff(off, on).entries.flatMap(\.changes).count == 1)
    #expect(EstateDiff(on, on).entries.isEmpty)
  }

  @Test(arguments: switches) func `declared to be absent, it may not be there`(type: ResourceType, path: DocumentPath) {
    var declaration = Declaration(.init(type, id: "a"), expect: [:], source: SourceMark(file: "b", line: 1))
    declaration.absent = [path]
    let auditor = Auditor(rules: [], declarations: [declaration])
    for (value, count) in [([:], 1), (.null, 0)] as [(JSONValue, Int)] {
      let reference = ResourceReference(type: type, id: "a", account: Estates.account)
      let properties = document(type, path, value).object ?? [:]
      #expect(
        auditor.audit(Estates.estate(Resource(reference: reference, properties: properties))).findings.count == count)
    }
  }
}
