import AWSCore
import AWSServices
import Documents
import Estate
import Foundation
import Schema

extension Collection {
  /// Lists the distributions.
  func collectDistributions() async {
    await readList(DistributionSchema.summary, by: CloudFront.listDistributions) {
      ResourceReference(type: .distribution, listed: $0, arn: "ARN")
    }
  }

  /// Reads what the list does not say of them.
  func collectDistributionDetails() async {
    async let deliveries = logDeliveries()
    async let history = invalidationHistory()
    // The list has brought these already.
    let known = Set(DistributionSchema.summary.members)
    await forEach(references(of: .distribution)) { reference in
      let seen = self.seen(DistributionSchema.configuration, of: reference)
      await self.read(DistributionSchema.configuration, of: reference, unless: seen) { () async throws(ServiceError) in
        let output = try await self.call(
          CloudFront.getDistributionConfig, ["Id": .string(reference.id)], skipping: known)
        return ReadMembers(members: output.value["DistributionConfig"].object ?? [:], etag: output.etag)
      }
      await self.read(DistributionSchema.tags, of: reference) { () async throws(ServiceError) in
        let output = try await self.call(CloudFront.listTagsForResource, ["Resource": .string(reference.arn)])
        return ["Tags": output.value["Tags"]["Items"].array.map(JSONValue.array) ?? output.value["Tags"]]
      }
    }
    let invalidations = await history
    await forEach(references(of: .distribution)) { reference in
      await self.read(DistributionSchema.invalidations, of: reference) { () async throws(ServiceError) in
        if let invalidations { return ["Invalidations": .array(invalidations[reference.id] ?? [])] }
        return ["Invalidations": .array(try await self.recentInvalidations(of: reference.id))]
      }
    }
    // Last, so that members stand in an order that does not depend on which answer came first.
    for (key, members) in await deliveries { add(Resource(reference: key, properties: members)) }
  }

  /// The invalidations of the last day, with their paths; at most the newest hundred, which the first page holds.
  private func recentInvalidations(of distribution: String) async throws(ServiceError) -> [JSONValue] {
    let input: JSONObject = ["DistributionId": .string(distribution)]
    let newest = try await objects(CloudFront.listInvalidations, input, pageLimit: 1)
    var recent: [JSONValue] = []
    let before = yesterday.formatted(.iso8601)
    // Times in UTC compare as texts do.
    for var invalidation in newest {
      if let time = invalidation["CreateTime"]?.string, time < before { continue }
      let output = try await call(CloudFront.getInvalidation, input.merging(["Id": invalidation["Id"] ?? .null]))
      let paths = output.value["Invalidation"]["InvalidationBatch"]["Paths"]
      guard paths.array != nil else {
        throw .malformed(CloudFront.getInvalidation, "an invalidation has no paths", resource: distribution)
      }
      invalidation["Paths"] = paths
      recent.append(.object(invalidation))
    }
    return recent
  }

  /// A day before distributions were listed, by the clock of the service: that of this machine may be wrong.
  var yesterday: Date { (listDates[.distribution] ?? time.now()).addingTimeInterval(-86_400) }

  /// Standard logging v2 is a delivery of CloudWatch Logs, which no call about the distribution shows.
  ///
  /// Follows <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html>.
  private func logDeliveries() async -> [(ResourceReference, JSONObject)] {
    let group = DistributionSchema.logDeliveries
    let distributions = references(of: .distribution)
    guard needs.groups.contains(group), !distributions.isEmpty else { return [] }
    do throws(ServiceError) {
      let sources = try await objects(CloudWatchLogs.describeDeliverySources, region: self.edgeRegion)
      let deliveries = try await objects(CloudWatchLogs.describeDeliveries, region: self.edgeRegion)
      var bySource: [String: [JSONObject]] = [:]
      for delivery in deliveries {
        guard let name = delivery["deliverySourceName"]?.string else {
          throw ServiceError.malformed(CloudWatchLogs.describeDeliveries, "a delivery names no source")
        }
        bySource[name, default: []].append(delivery)
      }
      var byDistribution: [String: [JSONValue]] = [:]
      for source in sources {
        guard let name = source["name"]?.string, source["logType"]?.string != nil,
          let arns = source["resourceArns"]?.array?.map(\.string), !arns.contains(nil)
        else {
          throw ServiceError.malformed(
            CloudWatchLogs.describeDeliverySources, "a source has no name, no logType, or not the ARNs of what it is of"
          )
        }
        // What is delivered, and whether it is, only the source says.
        let said = JSONObject(
          ["logType", "status", "statusReason"].compactMap { name in source[name].map { (name, $0) } })
        let delivered = (bySource[name] ?? []).map { JSONValue.object($0.merging(said)) }
        for arn in arns { byDistribution[arn ?? "", default: []] += delivered }
      }
      return try distributions.map { distribution throws(ServiceError) in
        let members: JSONObject = ["LogDeliveries": .array(byDistribution[distribution.arn] ?? [])]
        try check(members, holdAll: group, of: distribution)
        return (distribution, members)
      }
    } catch {
      addGap(group, error, of: ResourceReference(type: .distribution, id: "*", account: account))
      return []
    }
  }
}

extension ResourceReference {
  /// The reference of a global resource out of a list, by its ARN.
  init(type: ResourceType, listed summary: JSONObject, id: String = "Id", arn member: String) {
    let arn = summary[member]?.string ?? ""
    self.init(
      type: type, id: summary[id]?.string ?? "", arn: arn, account: ARN(arn)?.account ?? "")
  }
}
