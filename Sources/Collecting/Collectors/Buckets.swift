import AWSCore
import AWSServices
import Documents
import Estate
import Schema

extension Collection {
  /// Reads what is listed, tenants among it, and then the buckets behind origins: those of tenants come of them.
  func collectListedResourcesAndBuckets() async {
    await collectListedResources()
    await collectBuckets()
  }

  /// Reads the buckets behind origins, website endpoints included.
  func collectBuckets() async {
    guard needs.types.contains(.bucket) else { return }
    let domains = (resources(of: .distribution) + resources(of: .distributionTenant))
      .flatMap { $0.properties["Origins"]?.array ?? [] }
      .compactMap(S3Domain.init(origin:))
    let named = named(.bucket).map { S3Domain(bucket: $0.id) }
    let buckets = Dictionary((domains + named).map { ($0.bucket, $0) }) { left, right in
      left.region == nil ? right : left
    }
    await forEach(buckets.values.sorted { $0.bucket < $1.bucket }) { domain in
      let reference = ResourceReference(
        type: .bucket, id: domain.bucket, arn: "arn:aws:s3:::\(domain.bucket)", account: self.account,
        region: domain.region ?? self.edgeRegion)
      self.add(Resource(reference: reference, properties: ["Name": .string(domain.bucket)]))
      await self.readBucket(
        BucketSchema.policy, of: reference, S3.getBucketPolicy, "Policy", none: "NoSuchBucketPolicy")
      await self.readBucket(
        BucketSchema.publicAccessBlock, of: reference, S3.getPublicAccessBlock, "PublicAccessBlockConfiguration",
        none: "NoSuchPublicAccessBlockConfiguration")
      await self.read(BucketSchema.notifications, of: reference) { () async throws(ServiceError) in
        let output = try await self.call(
          S3.getBucketNotificationConfiguration, ["Bucket": .string(domain.bucket)], region: reference.region)
        return ["NotificationConfiguration": output.value]
      }
    }
    await tellBucketsOfOtherAccounts()
    await collectFunctionsBehindBucketEvents()
    await collectBucketSettingsOfAccount()
  }

  /// Tells which of the buckets that S3 says nothing of belong to another account: they are there, and are not among this
  /// one's. Where all were answered for, nobody asks.
  private func tellBucketsOfOtherAccounts() async {
    let refused = gaps.filter { $0.resource.type == .bucket && Self.refusals.contains($0.code) }.map(\.resource)
    // What access points are called, no list of buckets has.
    let buckets = Set(refused.map(\.key)).filter { !$0.id.hasSuffix("-s3alias") && !$0.id.hasSuffix("--ol-s3") }
    if buckets.isEmpty { return }
    guard let own = try? await items(S3.listBuckets).map({ $0["Name"].string }), !own.contains(nil) else {
      return changeGaps { gap in
        buckets.contains(gap.resource.key) && Self.refusals.contains(gap.code)
          ? gap.advising("Whether the bucket belongs to another account, s3:ListAllMyBuckets tells.") : gap
      }
    }
    let others = buckets.filter { !own.contains($0.id) }
    for reference in Set(refused) where others.contains(reference.key) {
      add(Resource(reference: reference, properties: [BucketSchema.ofOtherAccount: true]))
    }
    changeGaps { gap in
      others.contains(gap.resource.key) && Self.refusals.contains(gap.code) ? gap.ofOtherAccount() : gap
    }
  }

  /// What S3 answers whoever may not read a part of a bucket, and who may, in another account than the bucket's.
  private static let refusals: Set = ["AccessDenied", "MethodNotAllowed"]

  /// Reads a part of a bucket that may not be set, which S3 calls an error of that code.
  private func readBucket(
    _ group: AttributeGroup, of bucket: ResourceReference, _ operation: Operation, _ member: String, none: String
  ) async {
    await read(group, of: bucket) { () async throws(ServiceError) in
      do throws(ServiceError) {
        let output = try await self.call(operation, ["Bucket": .string(bucket.id)], region: bucket.region)
        let value = output.value[member]
        // A policy that says a member twice is kept as the text that it is. S3 keeps none that says nothing: where there is
        // no policy, it says so.
        let isWritten = member != "Policy" || value.object?.isEmpty != true
        guard isWritten, value.object != nil || value.string?.first(where: { !$0.isWhitespace }) == "{" else {
          throw .malformed(
            operation, "\(member) is \(isWritten ? "no structure" : "empty")", resource: bucket.id,
            region: bucket.region)
        }
        return [member: value]
      } catch  where error.code == none {
        return [member: .null]
      }
    }
  }
}
