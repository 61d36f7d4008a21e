import AWSCore
import AWSServices
import Documents
import Estate

/// Writes the keys of a key value store, as many with one call as it takes, each call on what the one before has made.
///
/// Where somebody else writes in between, what was written stays, and the next round writes what is still missing.
struct ItemsWriter: PartWriter {
  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    let store: JSONObject = ["KvsARN": .string(part.resource.arn)]
    let (items, version) = try await CloudFrontKeyValueStore.listKeys.consistentRead(
      of: part.resource.arn, region: part.resource.region,
      version: { () async throws(ServiceError) in
        try await calls.read(CloudFrontKeyValueStore.describeKeyValueStore, store).etag
      }
    ) { (_) async throws(ServiceError) in try await calls.items(CloudFrontKeyValueStore.listKeys, store) }
    return Reading(members: ["Items": .array(items)], version: version)
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    var version = reading.version
    for batch in try KeyEdits(changes, on: reading.members["Items"].array ?? []).batches() {
      let input = batch.input.merging([
        "KvsARN": .string(step.part.resource.arn), "IfMatch": version.map { .string($0) } ?? .null,
      ])
      version = try await calls.write(CloudFrontKeyValueStore.updateKeys, input).etag
    }
    return Written()
  }
}
