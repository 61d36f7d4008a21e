import AWSCore
import AWSServices
import Documents
import Estate
import Schema
import XMLReading

/// Writes the documents of CloudFront: distributions, and the policies that they name.
///
/// Each update replaces the whole document, so the one that was read goes back with nothing edited but what changes.
struct ConfigurationWriter: PartWriter {
  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    let document = try Document(part)
    let output = try await calls.read(document.get, [document.get.resourceMember ?? "Id": .string(part.resource.id)])
    return Reading(members: document.members(output.value[document.root]), version: output.etag, bytes: output.bytes)
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let document: Document
    do { document = try Document(step.part) } catch { throw .service(error) }
    guard let version = reading.version else {
      throw .refused("AWS gave no ETag for \(step.part), so that a write could undo what others do. Try again.")
    }
    let edited = try document.root(of: reading, of: step.part.schema, with: changes)
    _ = try await calls.write(
      document.update, ["Id": .string(step.part.resource.id), "IfMatch": .string(version)], document: edited)
    return Written()
  }
}

/// A document, and the calls that read and replace it.
private struct Document {
  let root: String
  let get: Operation
  let update: Operation
  /// Whether an estate has its members by themselves, and not within one that is named as the root is.
  let isBare: Bool
  /// The root of what is sent, and the members that it has, where AWS answers more than it takes.
  let request: (root: String, members: [String])?

  /// The document of a part.
  init(_ part: Part) throws(ServiceError) {
    guard let definition = part.definition, let document = definition.document, let get = definition.reads.first,
      let update = definition.writes.first
    else { throw part.noDocument }
    (root, isBare, self.get, self.update) = (document.root, document.isBare, get, update)
    request = document.request.map { ($0, definition.members) }
  }

  /// What the document holds, as an estate has it.
  func members(_ value: JSONValue) -> JSONValue { isBare ? value : [root: value] }

  /// The document that was read, with changes made.
  func root(of reading: Reading, of schema: SchemaNode, with changes: [Change]) throws(WriteError) -> XMLElement {
    var members = reading.members
    for change in changes.valuesFirst {
      guard !change.holdsRedacted else {
        throw .refused(
          "\(change.place) would be set to a secret that is not kept. Nothing was sent; set it by hand.")
      }
      guard change.publishedVersion == nil else {
        throw .refused("\(change.place) waits for a version that was not published. Nothing was sent.")
      }
      members = change.applied(to: members, of: schema)
    }
    members = members.withOneKindOfEachOrigin(besides: reading.members)
    if let request {
      // What is left out of such a request stays as it is, so that to say it was taken away would not be so.
      if let name = request.members.sorted().first(where: { !reading.members[$0].isNull && members[$0].isNull }) {
        throw .refused("\(request.root) leaves \(name) as it is where it does not say it. Take it away by hand.")
      }
      // What AWS says by itself has no place in what is sent.
      for name in members.object?.names ?? [] where request.members.contains(name) {
        members = members.setting(
          members[name].withoutAssigned(schema.member(name)), at: DocumentPath(name), of: schema)
      }
    }
    do {
      let edited = try CloudFront.shapes.editing(
        XMLReader.read(reading.bytes), to: isBare ? members : members[root],
        keys: (isBare ? schema : schema.member(root)).keys)
      guard let request else { return edited }
      return XMLElement(
        request.root, nodes: edited.children.filter { request.members.contains($0.name) }.map { .element($0) })
    } catch {
      throw .refused("The document cannot be edited: \(error). Nothing was sent; change it by hand.")
    }
  }
}

extension Part {
  /// That its type has no part of that name, as where a journal of another version is taken back.
  var noDocument: ServiceError {
    ServiceError(
      operation: "audit:\(name.rawValue)", resource: resource.id, region: "", category: .invalidRequest,
      code: "NoSuchDocument", message: "\(resource.type.rawValue) has no document that can be written")
  }
}

extension Change {
  /// Whether what it sets has a mark where a secret was.
  fileprivate var holdsRedacted: Bool { if case .value(let value) = to { value.holdsSecret } else { false } }

  /// The version whose ARN is not known yet.
  fileprivate var publishedVersion: Part? { if case .versionPublished(let part) = to { part } else { nil } }
}

extension JSONValue {
  /// A copy in which each origin is of one kind. Of S3 without an identity is what an origin is of which nothing is said:
  /// that is written where no other kind is, and goes where one is.
  ///
  /// - Parameter found: What was read: an origin that was of none of these kinds is of one that nobody knows yet.
  fileprivate func withOneKindOfEachOrigin(besides found: JSONValue) -> JSONValue {
    guard var members = object, let origins = members["Origins"]?.array else { return self }
    let kinds = DistributionSchema.originKinds
    let strange = Set(
      (found["Origins"].array ?? []).filter { origin in kinds.allSatisfy { origin[$0].isNull } }.map { $0["Id"] })
    members["Origins"] = .array(
      origins.map { origin in
        guard var members = origin.object, !strange.contains(origin["Id"]) else { return origin }
        let isOther = kinds.dropFirst().contains { !origin[$0].isNull }
        let own = origin["S3OriginConfig"]
        if isOther, own.isEmpty(in: .writes) { members["S3OriginConfig"] = nil }
        if !isOther, own.isNull { members["S3OriginConfig"] = ["OriginAccessIdentity": ""] }
        return .object(members)
      })
    return .object(members)
  }

  /// A copy without the members that AWS sets and nobody else.
  fileprivate func withoutAssigned(_ node: SchemaNode) -> JSONValue {
    switch self {
    case .array(let elements): .array(elements.map { $0.withoutAssigned(node.element) })
    case .object(let object):
      .object(
        JSONObject(
          object.filter { !node.member($0.name).isAssigned }.map {
            ($0.name, $0.value.withoutAssigned(node.member($0.name)))
          }))
    case .null, .bool, .integer, .number, .string, .unread: self
    }
  }
}
