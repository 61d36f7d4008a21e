import AWSCore
import AWSServices
import Documents
import Estate
import Schema
import State
import Synchronization
import Transport

/// An estate while it is being read.
final class Collection: Sendable {
  let needs: RequiredAttributes
  let account: String
  let transport: any Transport
  let time: TimeSource
  /// What earlier runs have read; `nil` where everything is read.
  let stored: StoredParts?
  let listDates = ListDates()
  private let client: Client
  private let filter: ResourceFilter
  private let named: [ResourceKey]
  private let limit: ConcurrencyLimit
  private let state: Mutex<Estate>
  /// What resources have in common: most distributions are made from one template.
  private let parts = Mutex(SharedParts())
  /// The resources that no list names, and of which a call of their own was answered.
  private let answered = Mutex<Set<ResourceKey>>([])

  init(
    client: Client, needs: RequiredAttributes, filter: ResourceFilter, named: [ResourceKey], account: String,
    stored: StoredParts?, concurrency: Int
  ) {
    self.client = client
    self.needs = needs
    self.filter = filter
    self.named = named
    self.account = account
    self.stored = stored
    transport = client.configuration.transport
    time = client.configuration.time
    limit = ConcurrencyLimit(width: 2 * concurrency)
    state = Mutex(Estate(account: account, coverage: needs.groups))
  }

  /// What has been read, in an order of its own.
  func estate(regions: [String]) -> Estate {
    // What nobody asked for may be there all the same.
    let unasked = ResourceType.allCases.filter { $0.schema.isOfItsOwn && !asks(for: $0) }
    return state.withLock { estate in
      estate.regions = regions
      for type in unasked { estate.coverage.subtract(type.schema.groups) }
      if estate.account.isEmpty {
        estate.account = estate.resources.values.lazy.map(\.reference.account).first { !$0.isEmpty } ?? ""
      }
      estate.sort()
      return estate
    }
  }

  /// How many calls are planned, by what has been read so far.
  func plannedCalls(in regions: [String]) -> Int {
    var estate = state.withLock { $0 }
    estate.regions = regions
    // Who asks is asked first.
    return CallPlan(needs, of: estate).entries.compactMap(\.count).reduce(1, +)
  }

  /// What has been read so far of a kind.
  func resources(of type: ResourceType) -> [Resource] { state.withLock { $0.resources(of: type) } }

  /// The resources of a kind that are known so far. Whoever holds their members while more of them are read holds them
  /// twice.
  func references(of type: ResourceType) -> [ResourceReference] {
    state.withLock { estate in
      estate.resources.values.lazy.map(\.reference).filter { $0.type == type }
    }
  }

  /// What has been read so far of a resource.
  func members(of key: ResourceKey) -> JSONObject? { state.withLock { $0.resources[key]?.properties } }

  /// The resources of a kind that were asked for by name.
  func named(_ type: ResourceType) -> [ResourceKey] { named.filter { $0.type == type } }

  /// Whether resources of a type are asked for: where no distribution has to do with any, and nobody declares one, they
  /// are not.
  func asks(for type: ResourceType) -> Bool {
    guard let leads = type.schema.leads else { return true }
    return !named(type).isEmpty
      || state.withLock { estate in
        estate.resources.values.contains { $0.reference.type == .distribution && leads($0.properties) }
      }
  }

  /// Whether a regional resource was read, or may be behind a gap.
  func isKnown(_ key: ResourceKey) -> Bool {
    state.withLock { estate in
      estate.resources[key] != nil
        || estate.gaps.contains { $0.resource.type == key.type && [key.region, "global"].contains($0.resource.region) }
    }
  }

  func add(_ resource: Resource) {
    addKept(
      Resource(reference: resource.reference, properties: parts.withLock { $0.members(of: resource.properties) }))
  }

  private func addKept(_ resource: Resource) {
    state.withLock { state in parts.withLock { state.add(resource, sharing: &$0) } }
  }

  func addAbsence(_ key: ResourceKey) { state.withLock { $0.addAbsence(key) } }

  func addGap(_ group: AttributeGroup, _ error: ServiceError, of reference: ResourceReference) {
    state.withLock { _ = $0.addGap(Gap(error, group: group, of: reference)) }
  }

  func addGap(_ gap: Gap) { state.withLock { _ = $0.addGap(gap) } }

  /// What could not be read so far.
  var gaps: [Gap] { state.withLock(\.gaps) }

  func changeGaps(_ change: (Gap) -> Gap) { state.withLock { $0.changeGaps(change) } }

  /// The region in which CloudFront keeps what it has in other services.
  var edgeRegion: String { client.home(of: CloudFront.service) }

  /// Makes one call when its turn has come.
  func call(
    _ operation: Operation, _ input: JSONObject = [:], region: String? = nil, skipping skipped: Set<String> = []
  ) async throws(ServiceError) -> Output {
    await limit.enter()
    defer { limit.leave() }
    return try await client.call(operation, input, region: region, skipping: skipped)
  }

  /// Follows a list to its end when its turn has come.
  func items(
    _ operation: Operation, _ input: JSONObject = [:], region: String? = nil, pageLimit: Int = .max
  ) async throws(ServiceError) -> [JSONValue] {
    await limit.enter()
    defer { limit.leave() }
    return try await client.items(operation, input, region: region, pageLimit: pageLimit)
  }

  /// Follows the list of the resources of a type to its end, and keeps in mind when it was answered. What is kept of each
  /// is made as its page comes, without secrets.
  func listed(
    _ type: ResourceType, _ operation: Operation, _ input: JSONObject = [:]
  ) async throws(ServiceError) -> [JSONObject] {
    await limit.enter()
    defer { limit.leave() }
    let (items, date) = try await client.datedItems(operation, input) { page in
      parts.withLock { parts in
        page.map { entry in
          entry.object.map { .object(parts.members(of: Redacted.members($0, of: type))) } ?? entry
        }
      }
    }
    listDates.note(date, of: type)
    return try structures(items, operation)
  }

  /// Follows a list whose entries are structures to its end.
  ///
  /// - Throws: ``ServiceError`` of category `malformedResponse` where an entry is none, which must not be overlooked.
  func objects(
    _ operation: Operation, _ input: JSONObject = [:], region: String? = nil, pageLimit: Int = .max
  ) async throws(ServiceError) -> [JSONObject] {
    try structures(
      try await items(operation, input, region: region, pageLimit: pageLimit), operation, region: region)
  }

  private func structures(
    _ items: [JSONValue], _ operation: Operation, region: String? = nil
  ) throws(ServiceError) -> [JSONObject] {
    let objects = items.compactMap(\.object)
    guard objects.count == items.count else {
      throw .malformed(operation, "an entry of the list is no structure", region: region ?? "")
    }
    return objects
  }

  /// Reads one group of a resource, if it is needed: adds the members that come, or notes a gap. The body gives `nil`
  /// where it has added itself what there is to say.
  func read(
    _ group: AttributeGroup, of reference: ResourceReference, _ body: () async throws(ServiceError) -> JSONObject?
  ) async {
    guard asks(for: group, of: reference) else { return }
    do throws(ServiceError) {
      guard let members = try await body() else { return }
      try check(members, holdAll: group, of: reference)
      add(Resource(reference: reference, properties: Redacted.members(members, of: reference.type)))
      if !reference.type.schema.isListed, state.withLock({ !$0.absences.contains(reference.key) }) {
        _ = answered.withLock { $0.insert(reference.key) }
      }
    } catch {
      // What was listed a moment ago is gone; answers that say `none is set` are read as such by the callers. Only calls
      // for the resource itself speak of it: a policy or an invalidation that is gone does not take it along. What others
      // name, and what one call found and the next one does not, was deleted or made anew meanwhile: nobody knows.
      if error.saysAbsent, group.asksForResource(error.operation),
        !answered.withLock({ $0.contains(reference.key) })
      {
        return addAbsence(reference.key)
      }
      addGap(group, error, of: reference)
    }
  }

  /// Whether a group is to be read of a resource.
  func asks(for group: AttributeGroup, of reference: ResourceReference) -> Bool {
    needs.groups.contains(group) && (needs.relatedGroups.contains(group) || isAskedFor(reference))
  }

  /// Reads what an account says of several of its resources with one call, if it is needed of any of them: adds the
  /// member, or notes a gap for each.
  func readForAll(
    _ resources: [Resource], _ group: AttributeGroup, _ member: String,
    _ body: () async throws(ServiceError) -> JSONValue
  ) async {
    let resources = resources.filter { asks(for: group, of: $0.reference) }
    guard !resources.isEmpty else { return }
    do throws(ServiceError) {
      let value = try await body()
      for resource in resources { try check([member: value], holdAll: group, of: resource.reference) }
      for resource in resources { add(Resource(reference: resource.reference, properties: [member: value])) }
    } catch {
      for resource in resources { addGap(group, error, of: resource.reference) }
    }
  }

  /// Whether all is there that AWS's model requires of an answer that brings a group, and of the kind that it has there.
  ///
  /// - Parameter operation: What answered, where that is not the group's own operation.
  func check(
    _ members: JSONObject, holdAll group: AttributeGroup, of reference: ResourceReference,
    answering operation: Operation? = nil
  ) throws(ServiceError) {
    func malformed(_ message: String) -> ServiceError {
      .malformed(operation ?? group.operation, message, resource: reference.id, region: reference.region)
    }
    if let path = RequiredMembers.of(group)?.missing(from: members) {
      throw malformed("\(path) is missing from the answer")
    }
    if let fault = MemberKinds.of(group.type).fault(in: members) { throw malformed(fault) }
  }

  /// Whether a resource is asked about, by what its list has said of it: names, comments and aliases.
  private func isAskedFor(_ reference: ResourceReference) -> Bool {
    filter.isEmpty || state.withLock { filter.matches(reference, in: $0) }
  }

  /// Reads the list of the resources of a group, if it is needed, and adds each as the list has it.
  func readList(
    _ group: AttributeGroup, by operation: Operation, _ reference: (JSONObject) -> ResourceReference
  ) async {
    await readList(group, isKept: true) { () async throws(ServiceError) in
      try await listed(group.type, operation).map { Resource(reference: reference($0), properties: $0) }
    }
  }

  /// Reads a list, if it is needed: adds the resources that come, or notes that nobody knows which there are.
  ///
  /// - Parameter isKept: Whether they are as they are kept, as ``listed(_:_:_:)`` makes them.
  func readList(
    _ group: AttributeGroup, isKept: Bool = false, _ body: () async throws(ServiceError) -> [Resource]
  ) async {
    guard needs.groups.contains(group) else { return }
    do throws(ServiceError) {
      let resources = try await body()
      for resource in resources {
        guard !resource.reference.id.isEmpty else {
          throw ServiceError.malformed(group.operation, "an entry of the list has no id")
        }
        try check(resource.properties, holdAll: group, of: resource.reference)
      }
      for resource in resources {
        if isKept {
          addKept(resource)
        } else {
          add(
            Resource(
              reference: resource.reference, properties: Redacted.members(resource.properties, of: group.type)))
        }
      }
    } catch {
      addGap(group, error, of: ResourceReference(type: group.type, id: "*", account: account))
    }
  }

  /// Does something for each element, as many at once as calls may be under way. Tasks go on from element to element:
  /// one for each would have to be woken for each.
  func forEach<Element: Sendable>(_ elements: [Element], _ body: @escaping @Sendable (Element) async -> Void) async {
    let next = Atomic(0)
    let work: @Sendable () async -> Void = {
      while case let index = next.wrappingAdd(1, ordering: .relaxed).oldValue, index < elements.count {
        await body(elements[index])
      }
    }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<min(limit.width, elements.count) { group.addTask(operation: work) }
    }
  }
}

extension ServiceError {
  /// An answer that is not what the API documents, seen only by whoever knows what it is for.
  static func malformed(
    _ operation: Operation, _ message: String, resource: String? = nil, region: String = ""
  ) -> ServiceError {
    ServiceError(
      operation: operation.identifier, resource: resource, region: region, category: .malformedResponse,
      code: "MalformedResponse", message: message)
  }
}

extension Gap {
  /// The gap that a failed call leaves.
  init(_ error: ServiceError, group: AttributeGroup, of reference: ResourceReference) {
    self.init(error, group: group.name, of: reference, hides: group.hiddenTypes)
  }

  /// What stands in the way of knowing whose all of it is.
  init(_ error: ServiceError) {
    self.init(error, group: Gap.everything, of: ResourceReference(type: .distribution, id: "*"))
  }

  private init(
    _ error: ServiceError, group: String, of reference: ResourceReference, hides: [ResourceType] = []
  ) {
    var message = error.message.isEmpty ? error.code : error.message
    if let status = error.status { message += " (HTTP \(status))" }
    if let requestID = error.requestID { message += " (request \(requestID))" }
    self.init(
      operation: error.operation, resource: reference, group: group, code: error.code, message: message,
      advice: ErrorAdvice.after(error), hides: hides)
  }
}
