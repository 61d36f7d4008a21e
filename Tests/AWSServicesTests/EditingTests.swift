import AWSCore
import AWSServices
import Documents
import Schema
import Testing
import Transport
import XMLReading

/// Documents as botocore writes them, edited.
// Not run without the project's Python, as where `swift test` is called by itself; scripts/test installs it first.
@Suite(.enabled(if: BotocoreSample.python != nil, BotocoreSample.skipReason))
struct `Documents of botocore` {
  private static let writes = CloudFront.writes.filter { if case .document = $0.body { true } else { false } }
  private static let reads = [
    CloudFront.getDistributionConfig, CloudFront.getCachePolicyConfig, CloudFront.getOriginRequestPolicyConfig,
    CloudFront.getResponseHeadersPolicyConfig,
  ]

  private static func sent(_ operation: AWSCore.Operation) throws -> XMLElement {
    try XMLReader.read(bytes(base64: BotocoreSample.of(operation).request["body"]))
  }

  @Test func `call the entries of lists as the table does`() throws {
    var names: [String: String] = [:]
    func walk(_ element: XMLElement) {
      let entries = (element.first("Items") ?? element).children
      if element.first("Items") != nil
        || entries.contains(where: { $0.name == "member" || $0.name == "Location" && element.name == "Locations" })
      {
        names[element.name] = entries.first?.name
      }
      for child in element.children { walk(child) }
    }
    for operation in Self.writes { walk(try Self.sent(operation)) }
    #expect(names == CloudFront.shapes.itemNames)
  }

  @Test(arguments: writes)
  func `are made of nothing but their data`(operation: AWSCore.Operation) throws {
    let document = try Self.sent(operation)
    let made = try CloudFront.shapes.editing(
      XMLElement(document.name, namespace: document.namespace), to: CloudFront.shapes.value(of: document),
      keys: document.schema.keys)
    #expect(made.sorted == document.sorted)
  }

  @Test(arguments: writes)
  func `hold what is set, and nothing else has changed`(operation: AWSCore.Operation) throws {
    try check(Self.sent(operation))
  }

  @Test(arguments: reads)
  func `that were answered hold what is set, and nothing else has changed`(operation: AWSCore.Operation) throws {
    for answer in try BotocoreSample.of(operation).answers where ["empty lists", "hollow"].contains(answer["label"]) {
      let body = bytes(base64: answer["body"])
      let document = try XMLReader.read(body)
      let response = HTTPResponse(status: 200, headers: ["ETag": "E1"], body: body)
      let output = try operation.output(response, region: "us-east-1", resource: nil)
      #expect(CloudFront.shapes.value(of: document) == output.value[document.name])
      try check(document)
    }
  }

  /// Sets other values at each place, and takes that back.
  private func check(_ document: XMLElement) throws {
    let shapes = CloudFront.shapes
    let before = shapes.value(of: document)
    let schema = document.schema
    for place in before.places(in: schema) {
      let now = before[place, of: schema]
      let parent = before[DocumentPath(Array(place.steps.dropLast())), of: schema]
      // An entry of a list without any member is none.
      for value in now.others where !(value.isNull && parent.object?.count == 1) {
        let expected = before.setting(value, at: place, of: schema)
        let edited = try shapes.editing(document, setting: value, at: place)
        let after = shapes.value(of: edited)
        #expect(after.settled == expected.settled, "\(place)")
        #expect(edited.hasRightQuantities, "\(place)")
        let undone = try shapes.editing(edited, to: before, keys: schema.keys)
        // What was away comes back as the last of its parent.
        if now.isScalar, !value.isNull, !XMLElement.keys.contains(place.lastMember) {
          #expect(undone == document, "\(place)")
        } else {
          #expect(undone.sorted == document.sorted, "\(place)")
        }
      }
    }
  }
}

extension JSONValue {
  fileprivate var isScalar: Bool { array == nil && object == nil }

  /// The places of all that this holds; of lists, whose entries are alike, only in the last one.
  fileprivate func places(in node: SchemaNode) -> [DocumentPath] {
    switch self {
    case .object(let members):
      members.flatMap { member in
        [DocumentPath([.member(member.name)])]
          + member.value.places(in: node.member(member.name)).map { DocumentPath([.member(member.name)] + $0.steps) }
      }
    case .array(let entries):
      entries.enumerated().suffix(1).flatMap { index, entry in
        let step = DocumentPath.Step.element(node.name(of: entry) ?? String(index))
        return [DocumentPath([step])] + entry.places(in: node.element).map { DocumentPath([step] + $0.steps) }
      }
    default: []
    }
  }

  /// Other values that may stand where this one does.
  fileprivate var others: [JSONValue] {
    switch self {
    case .bool(let value): [.bool(!value), .null]
    case .integer(let value): [.integer(value + 1), .null]
    case .number(let value): [.number(value + 1), .null]
    case .string(let value): [.string(value + " & <more>"), .null]
    case .array(let entries) where entries.isEmpty: [.null]
    case .array(let entries):
      [
        .array(entries.reversed()), .array(Array(entries.dropFirst())), .array([entries[0].renamed] + entries), [],
        .null,
      ]
    case .object: [.null]
    case .null, .unread: []
    }
  }

  /// A copy that is another entry of a list.
  private var renamed: JSONValue {
    switch self {
    case .object(var members):
      for name in XMLElement.keys {
        if let text = members[name]?.string { members[name] = .string(text + " too") }
        if let number = members[name]?.integer { members[name] = .integer(number + 1000) }
      }
      return .object(members)
    case .integer(let number): return .integer(number + 1000)
    default: return .string((string ?? "") + " too")
    }
  }

  /// What it says, where nothing and an empty element say the same.
  fileprivate var settled: JSONValue {
    switch self {
    case .object(let members):
      let settled = members.map { ($0.name, $0.value.settled) }.filter { !$0.1.isNull }
      return settled.isEmpty ? .null : .object(JSONObject(settled))
    case .array(let entries): return entries.isEmpty ? .null : .array(entries.map(\.settled))
    case .string(""): return .null
    default: return self
    }
  }
}

extension XMLElement {
  /// A copy whose members are in the order of their names; lists keep theirs, and white space that says nothing goes.
  fileprivate var sorted: XMLElement {
    var copy = self
    copy.nodes = nodes.filter { $0 != .text("\n") }
      .map { if case .element(let child) = $0 { .element(child.sorted) } else { $0 } }
    guard name != "Items", !children.isEmpty, !children.allSatisfy({ $0.name == "member" }) else { return copy }
    copy.nodes = copy.children.sorted { $0.name < $1.name }.map { .element($0) }
    return copy
  }

  fileprivate var hasRightQuantities: Bool {
    let items = first("Items")
    if items?.children.isEmpty ?? false { return false }
    if let quantity = first("Quantity"), quantity.text != String(items?.children.count ?? 0) { return false }
    return children.allSatisfy(\.hasRightQuantities)
  }
}
