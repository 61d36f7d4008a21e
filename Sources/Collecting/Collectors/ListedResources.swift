import AWSCore
import Documents
import Estate
import Schema

extension Collection {
  /// Reads the types of which the schema says all that there is to their collecting: one list, and one call for each
  /// resource and each other group.
  func collectListedResources() async {
    await withTaskGroup(of: Void.self) { group in
      for type in ResourceType.allCases where type.schema.listing != nil && asks(for: type) {
        group.addTask { await self.collectListedResources(of: type) }
      }
    }
  }

  /// The origins of a tenant's distribution that its parameters fill.
  private func origins(of tenant: Resource, with members: JSONObject) -> JSONValue {
    let id = tenant.properties["DistributionId"]?.string ?? ""
    let distribution = self.members(of: ResourceKey(.distribution, id))
    return .array(distribution.map { TenantOrigins.filled(of: $0, for: members) } ?? [])
  }

  /// The members of a resource with what other resources make of them.
  private func completed(_ members: JSONObject, of resource: Resource) -> JSONObject {
    guard resource.reference.type == .distributionTenant else { return members }
    var members = members
    members["Origins"] = origins(of: resource, with: members)
    return members
  }

  private func collectListedResources(of type: ResourceType) async {
    guard let listing = type.schema.listing, let summary = type.schema.existence, let list = summary.calls.first
    else { return }
    await readList(summary, isKept: true) { () async throws(ServiceError) in
      try await listed(type, list.operation).map { entry throws(ServiceError) in
        // Without it nobody would know what a tenant belongs to.
        if type == .distributionTenant, entry["DistributionId"]?.string == nil {
          throw .malformed(list.operation, "an entry of the list has no DistributionId")
        }
        return Resource(
          reference: ResourceReference(type: type, listed: entry, arn: type.schema.identity.arn ?? ""),
          properties: entry)
      }
    }
    await forEach(resources(of: type)) { resource in
      for group in type.schema.groups.dropFirst() {
        guard let operation = group.calls.first?.operation, case .payload(let member, _) = operation.answer else {
          continue
        }
        let seen = self.seen(group, of: resource.reference)
        await self.read(
          group, of: resource.reference, unless: seen,
          completing: { self.completed($0, of: resource) }
        ) { () async throws(ServiceError) in
          let output = try await self.call(operation, listing.input(resource.reference.id))
          guard var members = output.value[member].object else {
            throw .malformed(operation, "\(member) is no structure", resource: resource.reference.id)
          }
          // CloudFront writes tags with a list inside, as in no other place.
          if let tags = members["Tags"]?["Items"].array { members["Tags"] = .array(tags) }
          // What the list has said stays as it is.
          members = JSONObject(members.filter { !summary.members.contains($0.name) }.map { ($0.name, $0.value) })
          return ReadMembers(members: members, etag: output.etag)
        }
      }
    }
  }
}
