import AWSCore
import AWSServices
import Documents
import Estate

/// Writes the keys of a key value store, as many with one call as it takes, each call on what the one before has made.
///
/// Where somebody else writes in between, what was written stays, and the next round writes what is still missing. Where
/// the store refuses so many keys at once, half as many are written with each call from then on.
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
    let edits = try KeyEdits(changes, on: reading.members["Items"].array ?? [])
    let store: JSONObject = ["KvsARN": .string(step.part.resource.arn)]
    var version = reading.version
    var left = edits.batches()[...]
    while let batch = left.first {
      let input = batch.input.merging(store).merging(["IfMatch": version.map { .string($0) } ?? .null])
      do {
        version = try await calls.write(CloudFrontKeyValueStore.updateKeys, input).etag
        left.removeFirst()
      } catch .service(let error) where error.category == .invalidRequest && batch.values.count > 1 {
        // Stores have been seen to take fewer keys than is documented; nothing of a call that is refused was written.
        left = KeyEdits(joining: left).batches(of: batch.values.count / 2)[...]
      }
    }
    return Written()
  }
}
