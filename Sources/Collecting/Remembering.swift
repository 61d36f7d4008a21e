import AWSCore
import Documents
import Estate
import Foundation
import Schema
import State
import Synchronization

/// What shows that a part of a resource is unchanged, as this run has read it.
struct SeenValidator {
  /// What the service said.
  let validator: Validator
  /// When it said so, by its own clock; `nil` where it did not say.
  let readAt: Date?

  /// The same as the answer to the reading itself says it, where that bears an ETag: what changed since the list was
  /// read is in that answer.
  func updated(by etag: String?) -> SeenValidator {
    guard case .tag = validator, let etag else { return self }
    return SeenValidator(validator: .tag(etag), readAt: readAt)
  }
}

/// Members of a resource, with the ETag of the answer that brought them.
struct ReadMembers {
  let members: JSONObject
  var etag: String?
}

extension AttributeGroup {
  /// What the list of resources says of whether this group has changed; `nil` where it says nothing.
  ///
  /// - Parameters:
  ///   - properties: What the list has said of the resource.
  ///   - stage: Of which stage of a function.
  func listedValidator(_ properties: JSONObject, stage: String? = nil) -> State.Validator? {
    switch validator {
    case .member(let name, let time):
      if name != time, let tag = properties[name]?.string, !tag.isEmpty { return .tag(tag) }
      return properties[time]?.string.map(State.Validator.lastModified)
    case .stageTime:
      guard let stage, let said = properties[stage] else { return nil }
      let time = said["FunctionMetadata"]["LastModifiedTime"].string ?? said["LastModifiedTime"].string
      return time.map(State.Validator.lastModified)
    // What the resource itself is asked for.
    case .dataETag, .immutable, nil: return nil
    }
  }

  /// How the part of one stage is called in a state.
  func name(of stage: String?) -> String { stage.map { "\(name) \($0)" } ?? name }

  /// What shows that the code of a published version is what it was; `nil` for what is not published, and where Lambda
  /// does not say.
  ///
  /// A version never changes; one of the same number may be another function's, which had the same name.
  static func codeValidator(_ configuration: JSONObject, version: String) -> State.Validator? {
    let marks = [configuration["CodeSha256"], configuration["LastModified"]].compactMap { $0?.string }
    guard Int(version) != nil, marks.count == 2 else { return nil }
    return .tag(([version] + marks).joined(separator: " "))
  }
}

/// When lists were read, by the clocks of the services.
final class ListDates: Sendable {
  private let dates = Mutex<[ResourceType: Date?]>([:])

  /// Notes when a list of resources of a type was answered; of several the first counts, and none where one of them does
  /// not say.
  func note(_ date: Date?, of type: ResourceType) {
    dates.withLock { dates in
      guard let known = dates[type] else { return dates[type] = .some(date) }
      dates[type] = .some(known.flatMap { known in date.map { min(known, $0) } })
    }
  }

  /// When resources of a type were listed.
  subscript(_ type: ResourceType) -> Date? { dates.withLock { $0[type].flatMap(\.self) } }
}

extension Collection {
  /// What the list of resources has said of whether a group has changed.
  func seen(_ group: AttributeGroup, of reference: ResourceReference, stage: String? = nil) -> SeenValidator? {
    members(of: reference.key).flatMap { group.listedValidator($0, stage: stage) }.map {
      SeenValidator(validator: $0, readAt: listDates[group.type])
    }
  }

  /// A part of a resource as an earlier run has read it, where it is proven to be unchanged.
  func stored(_ name: String, of key: ResourceKey, _ seen: SeenValidator?) -> JSONObject? {
    stored?.part(of: key, name, validator: seen?.validator)?.members
  }

  /// Keeps a part that this run has read, without secrets.
  func remember(_ members: JSONObject, _ name: String, of key: ResourceKey, _ seen: SeenValidator?) {
    guard let stored, let seen else { return }
    stored.record(
      Redacted.members(members, of: key.type), of: key, name, validator: seen.validator, readAt: seen.readAt)
  }

  /// Reads one group of a resource, if it is needed and not known to be unchanged.
  ///
  /// - Parameters:
  ///   - seen: What shows that it is unchanged.
  ///   - complete: Adds what stands in other resources, which may have changed by themselves.
  func read(
    _ group: AttributeGroup, of reference: ResourceReference, unless seen: SeenValidator?,
    completing complete: (JSONObject) -> JSONObject = { $0 },
    _ body: () async throws(ServiceError) -> ReadMembers
  ) async {
    guard asks(for: group, of: reference) else { return }
    if let members = stored(group.name, of: reference.key, seen) {
      return add(Resource(reference: reference, properties: Redacted.members(complete(members), of: reference.type)))
    }
    await read(group, of: reference) { () async throws(ServiceError) in
      let read = try await body()
      try check(read.members, holdAll: group, of: reference)
      remember(read.members, group.name, of: reference.key, seen?.updated(by: read.etag))
      return complete(read.members)
    }
  }

  /// Ends the use of what earlier runs have read: what is of resources that are gone is forgotten.
  func finishRemembering(_ estate: Estate, isWhole: Bool) {
    guard let stored else { return }
    stored.flush()
    let hidden = Set(estate.gaps.flatMap(\.hides))
    let types = needs.types.filter { type in
      guard let list = type.schema.existence, !hidden.contains(type) else { return false }
      // What is known only from other resources is all there is where all of those were looked at.
      return type.schema.isListed ? needs.groups.contains(list) && listDates.isListed(type) : isWhole
    }
    stored.keep(only: Set(estate.resources.keys), of: Set(types))
  }
}

extension ListDates {
  /// Whether resources of a type were listed at all.
  func isListed(_ type: ResourceType) -> Bool { dates.withLock { $0[type] != nil } }
}
