import AWSCore
import AWSServices
import Documents
import Estate
import Schema

/// Writes the policy of a bucket. S3 has no version of it to compare with: it is read as late as can be.
struct BucketPolicyWriter: PartWriter {
  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    do throws(ServiceError) {
      let output = try await calls.read(S3.getBucketPolicy, part.bucketInput, region: part.resource.region)
      return Reading(members: ["Policy": PolicyText.document(output.value["Policy"])], bytes: output.bytes)
    } catch  where error.code == "NoSuchBucketPolicy" {
      return Reading(members: ["Policy": .null])
    }
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let part = step.part
    let after = try changes.applied(to: reading.members, of: step.part.schema)["Policy"]
    let isWhole = changes.contains { $0.place.steps.count == 1 }
    if isWhole ? after.isNull : try isEmptied(after, of: part) {
      _ = try await calls.write(S3.deleteBucketPolicy, part.bucketInput, region: part.resource.region)
      return Written()
    }
    let text =
      if reading.members["Policy"].isNull {
        PolicyText.new(isWhole ? after : .object(Self.frame.merging(after.object ?? [:])))
      } else {
        try PolicyText(reading.bytes, of: part.resource.id).changed(to: after, of: part.resource.id)
      }
    let input = part.bucketInput.merging(["Policy": .string(text)])
    _ = try await calls.write(S3.putBucketPolicy, input, region: part.resource.region)
    return Written()
  }

  /// What a policy is made of, beside its statements, where there was none.
  private static let frame: JSONObject = ["Version": "2012-10-17"]

  /// Whether a policy has lost its last statement, and with it goes nothing that would not come back with a statement.
  private func isEmptied(_ policy: JSONValue, of part: Part) throws(WriteError) -> Bool {
    guard policy["Statement"] == [] else { return false }
    guard policy.setting(.null, at: "Statement", of: .unknown) == .object(Self.frame) else {
      throw .refused(
        """
        The policy of \(part.resource.id) would be left without a statement and has to be deleted, with a Version or Id \
        that would not come back. Delete the policy as a whole.
        """)
    }
    return true
  }
}

extension Part {
  /// The input that names a bucket, and the account that it has to belong to where that is known.
  var bucketInput: JSONObject {
    let bucket: JSONObject = ["Bucket": .string(resource.id)]
    return resource.account.isEmpty
      ? bucket : bucket.merging(["ExpectedBucketOwner": .string(resource.account)])
  }
}
