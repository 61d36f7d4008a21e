import AWSCore
import AWSServices
import Documents
import Estate
import Schema

extension Collection {
  /// Reads key value stores, with their keys where they are needed.
  func collectKeyValueStores() async {
    await readList(KeyValueStoreSchema.summary, by: CloudFront.listKeyValueStores) {
      ResourceReference(type: .keyValueStore, listed: $0, id: "Name", arn: "ARN")
    }
    await forEach(resources(of: .keyValueStore)) { store in
      let store = store.reference
      // One look at the data tells how much there is and whether the keys are those that are known.
      var described: Output?
      await self.read(KeyValueStoreSchema.contents, of: store) { () async throws(ServiceError) in
        let output = try await self.describe(store)
        described = output
        return JSONObject(KeyValueStoreSchema.contents.members.map { ($0, output.value[$0]) })
      }
      await self.read(KeyValueStoreSchema.items, of: store) { () async throws(ServiceError) in
        try await self.keys(of: store, described)
      }
    }
  }

  private func describe(_ store: ResourceReference) async throws(ServiceError) -> Output {
    try await call(CloudFrontKeyValueStore.describeKeyValueStore, ["KvsARN": .string(store.arn)])
  }

  /// What an ETag shows of the data of one store. It is the number of a version, written otherwise: a store that was made
  /// anew under the name comes to the same.
  private func seen(_ etag: String?, of store: ResourceReference) -> SeenValidator? {
    etag.map { SeenValidator(validator: .tag("\(store.arn) \($0)"), readAt: nil) }
  }

  /// The keys of a store, read between two looks at the ETag of its data.
  ///
  /// - Parameter described: A look at it, where one was taken already.
  private func keys(of store: ResourceReference, _ described: Output?) async throws(ServiceError) -> JSONObject {
    let name = KeyValueStoreSchema.items.name
    var look = described
    if look == nil { look = try await describe(store) }
    if let known = stored(name, of: store.key, seen(look?.etag, of: store)) { return known }
    var count: Int?
    let (items, version) = try await CloudFrontKeyValueStore.listKeys.consistentRead(
      of: store.arn, region: store.region,
      version: { () async throws(ServiceError) in
        defer { look = nil }
        var output = look
        if output == nil { output = try await self.describe(store) }
        count = output?.value["ItemCount"].integer
        return output?.etag
      }
    ) { (_) async throws(ServiceError) in
      try await self.items(CloudFrontKeyValueStore.listKeys, ["KvsARN": .string(store.arn)])
    }
    // Of one state of the data there are as many keys as it says: a list that is empty says nothing of its own.
    if let count, count != items.count {
      throw ServiceError(
        operation: CloudFrontKeyValueStore.listKeys.identifier, resource: store.arn, region: store.region,
        category: .malformedResponse, code: "MalformedResponse",
        message: "it lists \(items.count) keys of a store that says it has \(count)")
    }
    let members: JSONObject = ["Items": .array(items)]
    remember(members, name, of: store.key, seen(version, of: store))
    return members
  }
}
