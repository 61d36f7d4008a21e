import Documents
import Schema

/// An estate on disk: one JSON document, written and read without loss.
public struct Snapshot: Sendable, Equatable {
  /// The version of the format that this tool writes and reads.
  public static let schemaVersion = "1"

  /// What was read.
  public var estate: Estate
  /// When collecting began, RFC 3339 in UTC.
  public var startedAt: String
  /// When the last call had been answered, RFC 3339 in UTC.
  public var finishedAt: String
  /// How many calls each operation took.
  public var callsByOperation: [String: Int]
  /// How many attempts were retried.
  public var retries: Int

  /// A snapshot of an estate.
  public init(
    estate: Estate, startedAt: String, finishedAt: String, callsByOperation: [String: Int], retries: Int
  ) {
    self.estate = estate
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.callsByOperation = callsByOperation
    self.retries = retries
  }
}

/// What is wrong with a document that was given as a snapshot.
public struct SnapshotError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was expected and where, in one sentence.
  public let description: String
}

extension Snapshot {
  /// The snapshot as a document.
  public var document: JSONValue {
    [
      "schemaVersion": .string(Self.schemaVersion),
      "startedAt": .string(startedAt),
      "finishedAt": .string(finishedAt),
      "account": .string(estate.account),
      "regions": .array(estate.regions.map(JSONValue.string)),
      "apiCalls": [
        "byOperation": .object(
          JSONObject(callsByOperation.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
        "retries": .integer(retries),
      ],
      "coverage": .array(
        estate.coverage.map { "\($0.type.rawValue) \($0.name)" }.sorted().map(JSONValue.string)),
      "resources": .array(estate.resources.values.map(\.document)),
      "absences": .array(
        estate.absences.map { key in
          .object(
            JSONObject(
              [("type", key.type.rawValue), ("id", key.id), ("region", key.region), ("account", key.account)]
                .filter { $0.0 != "account" || !$0.1.isEmpty }.map { ($0.0, JSONValue.string($0.1)) }))
        }),
      "gaps": .array(estate.gaps.map(\.document)),
    ]
  }

  /// Reads a snapshot.
  ///
  /// - Throws: ``SnapshotError`` where the document is none, or one of a version that this tool does not know.
  public init(document: JSONValue) throws(SnapshotError) {
    let reader = DocumentReader(value: document, path: "")
    guard try reader.string("schemaVersion") == Self.schemaVersion else {
      throw SnapshotError(description: "schemaVersion is not \"\(Self.schemaVersion)\": take the snapshot again.")
    }
    startedAt = try reader.string("startedAt")
    finishedAt = try reader.string("finishedAt")
    estate = Estate(account: try reader.string("account"))
    estate.regions = try reader.elements("regions").map { element throws(SnapshotError) in try element.text }
    let calls = try reader.member("apiCalls")
    retries = try calls.integer("retries")
    callsByOperation = [:]
    for member in try calls.member("byOperation").object {
      callsByOperation[member.name] = try DocumentReader(value: member.value, path: "apiCalls.byOperation").number
    }
    for element in try reader.elements("coverage") {
      // A group of a later version means nothing to this one; what is needed and not covered becomes unknown.
      let text = try element.text
      let groups = ResourceType.allCases.flatMap(\.schema.groups)
      if let group = groups.first(where: { "\($0.type.rawValue) \($0.name)" == text }) {
        estate.coverage.insert(group)
      }
    }
    let account = estate.account
    for element in try reader.elements("resources") { estate.add(try Resource(element, readFrom: account)) }
    for element in try reader.elements("absences") {
      // Only what is of another account says which.
      let other = try element.object["account"] == nil ? "" : try element.string("account")
      estate.addAbsence(
        .init(
          try element.type("type"), try element.string("id"), region: try element.string("region"), account: other))
    }
    for element in try reader.elements("gaps") { estate.addGap(try Gap(element, readFrom: account)) }
  }
}

extension ResourceReference {
  fileprivate var members: [(String, JSONValue)] {
    [
      ("type", .string(type.rawValue)), ("id", .string(id)), ("arn", .string(arn)), ("account", .string(account)),
      ("region", .string(region)),
    ]
  }

  fileprivate init(_ reader: DocumentReader, readFrom account: String) throws(SnapshotError) {
    self.init(
      type: try reader.type("type"), id: try reader.string("id"), arn: try reader.string("arn"),
      account: try reader.string("account"), region: try reader.string("region"), readFrom: account)
  }
}

extension Resource {
  fileprivate var document: JSONValue { .object(JSONObject(reference.members + [("properties", .object(properties))])) }

  fileprivate init(_ reader: DocumentReader, readFrom account: String) throws(SnapshotError) {
    let (reference, properties) = (try ResourceReference(reader, readFrom: account), try reader.member("properties"))
    // What is of another kind than the model says, a list as AWS wraps it for one, would be compared with nothing.
    if let fault = MemberKinds.of(reference.type).fault(in: try properties.object) {
      throw properties.error("has \(fault)")
    }
    // Whoever writes a snapshot by hand may leave in what audit takes out.
    self.init(reference: reference, properties: Redacted.members(try properties.object, of: reference.type))
  }
}

extension Gap {
  fileprivate var document: JSONValue {
    [
      "operation": .string(operation), "resource": .object(JSONObject(resource.members)), "facet": .string(group),
      "code": .string(code), "message": .string(message), "advice": .string(advice),
      "hides": .array(hides.map { .string($0.rawValue) }),
    ]
  }

  fileprivate init(_ reader: DocumentReader, readFrom account: String) throws(SnapshotError) {
    var hides: [ResourceType] = []
    for element in try reader.elements("hides") { hides.append(try element.resourceType) }
    self.init(
      operation: try reader.string("operation"),
      resource: try ResourceReference(reader.member("resource"), readFrom: account), group: try reader.string("facet"),
      code: try reader.string("code"), message: try reader.string("message"),
      advice: try reader.string("advice"), hides: hides)
  }
}

/// Takes a document apart, and says where it is not what was expected.
private struct DocumentReader {
  let value: JSONValue
  let path: String

  func member(_ name: String) throws(SnapshotError) -> DocumentReader {
    guard let member = try object[name] else { throw error("has no member \(name)") }
    return DocumentReader(value: member, path: path.isEmpty ? name : "\(path).\(name)")
  }

  func elements(_ name: String) throws(SnapshotError) -> [DocumentReader] {
    let member = try member(name)
    guard let array = member.value.array else { throw member.error("is no list") }
    return array.enumerated().map { DocumentReader(value: $1, path: "\(member.path)[\($0)]") }
  }

  func string(_ name: String) throws(SnapshotError) -> String { try member(name).text }

  func integer(_ name: String) throws(SnapshotError) -> Int { try member(name).number }

  func type(_ name: String) throws(SnapshotError) -> ResourceType { try member(name).resourceType }

  var object: JSONObject {
    get throws(SnapshotError) {
      guard let object = value.object else { throw error("is no object") }
      return object
    }
  }

  var text: String {
    get throws(SnapshotError) {
      guard let text = value.string else { throw error("is no string") }
      return text
    }
  }

  var number: Int {
    get throws(SnapshotError) {
      guard let number = value.integer else { throw error("is no whole number") }
      return number
    }
  }

  var resourceType: ResourceType {
    get throws(SnapshotError) {
      guard let type = ResourceType(rawValue: try text) else { throw error("is no resource type that is known here") }
      return type
    }
  }

  func error(_ reason: String) -> SnapshotError {
    SnapshotError(description: "This is no snapshot: \(path.isEmpty ? "the document" : path) \(reason).")
  }
}
