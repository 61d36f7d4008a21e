import AWSCore
import AWSServices
import Documents
import Estate

extension Collection {
  /// Reads key value stores, with their keys where they are needed.
  func collectKeyValueStores() async {
    await readList(Facet.keyValueStore[0]) { () async throws(ServiceError) in
      try await self.items(CloudFront.listKeyValueStores).compactMap(\.object).map { summary in
        Resource(
          reference: ResourceReference(type: .keyValueStore, listed: summary, id: "Name", arn: "ARN"),
          properties: summary)
      }
    }
    await forEach(resources(of: .keyValueStore)) { store in
      let store = store.reference
      await self.read(Facet.keyValueStore[1], of: store) { () async throws(ServiceError) in
        let value = try await self.describe(store).value
        return JSONObject(Facet.keyValueStore[1].members.map { ($0, value[$0]) })
      }
      await self.read(Facet.keyValueStore[2], of: store) { () async throws(ServiceError) in
        ["Items": .array(try await self.keys(of: store))]
      }
    }
  }

  private func describe(_ store: ResourceReference) async throws(ServiceError) -> Output {
    try await call(CloudFrontKeyValueStore.describeKeyValueStore, ["KvsARN": .string(store.arn)])
  }

  /// The keys as they were at one moment. Pages carry no ETag, so the store's is compared before and after: one that
  /// moved means that pages may be of different states.
  private func keys(of store: ResourceReference) async throws(ServiceError) -> [JSONValue] {
    for _ in 1...5 {
      let before = try await describe(store).etag
      let keys = try await items(CloudFrontKeyValueStore.listKeys, ["KvsARN": .string(store.arn)])
      if try await describe(store).etag == before { return keys }
    }
    throw ServiceError(
      operation: CloudFrontKeyValueStore.listKeys.identifier, resource: store.arn, region: store.region,
      kind: .conflict, code: "StoreChanging", message: "The store changed during each of five readings.")
  }
}
