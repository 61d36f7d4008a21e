import AWSCore
import AWSServices
import Documents
import Estate
import Schema

extension Collection {
  /// Reads key value stores, with their keys where they are needed.
  func collectKeyValueStores() async {
    await readList(KeyValueStoreSchema.summary) { () async throws(ServiceError) in
      try await self.objects(CloudFront.listKeyValueStores).map { summary in
        Resource(
          reference: ResourceReference(type: .keyValueStore, listed: summary, id: "Name", arn: "ARN"),
          properties: summary)
      }
    }
    await forEach(resources(of: .keyValueStore)) { store in
      let store = store.reference
      await self.read(KeyValueStoreSchema.contents, of: store) { () async throws(ServiceError) in
        let value = try await self.describe(store).value
        return JSONObject(KeyValueStoreSchema.contents.members.map { ($0, value[$0]) })
      }
      await self.read(KeyValueStoreSchema.items, of: store) { () async throws(ServiceError) in
        ["Items": .array(try await self.keys(of: store))]
      }
    }
  }

  private func describe(_ store: ResourceReference) async throws(ServiceError) -> Output {
    try await call(CloudFrontKeyValueStore.describeKeyValueStore, ["KvsARN": .string(store.arn)])
  }

  private func keys(of store: ResourceReference) async throws(ServiceError) -> [JSONValue] {
    try await CloudFrontKeyValueStore.listKeys.consistentRead(
      of: store.arn, region: store.region,
      version: { () async throws(ServiceError) in try await self.describe(store).etag }
    ) { (_) async throws(ServiceError) in
      try await self.items(CloudFrontKeyValueStore.listKeys, ["KvsARN": .string(store.arn)])
    }.value
  }
}
