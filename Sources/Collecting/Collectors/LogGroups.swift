import AWSCore
import AWSServices
import Documents
import Estate
import Schema

extension Collection {
  /// The regions of the account that can be used, sorted; none where nothing regional is needed.
  func enabledRegions() async -> [String] {
    guard needs.types.contains(.logGroup) else { return [] }
    do throws(ServiceError) {
      let enabled: JSONObject = ["RegionOptStatusContains": ["ENABLED", "ENABLED_BY_DEFAULT"]]
      return try names(try await items(Account.listRegions, enabled), Account.listRegions)
    } catch {
      // Service control policies that deny one of the two often leave the other.
      if let output = try? await call(EC2.describeRegions),
        let names = try? names(output.value["Regions"].array ?? [], EC2.describeRegions)
      {
        return names
      }
      addGap(LogGroupSchema.group, error, of: ResourceReference(type: .logGroup, id: "*", account: account))
      return []
    }
  }

  /// The names of regions, sorted. No account is without any: an empty list says nothing.
  private func names(_ regions: [JSONValue], _ operation: Operation) throws(ServiceError) -> [String] {
    let names = regions.compactMap { $0["RegionName"].string }
    guard !names.isEmpty, names.count == regions.count else {
      throw .malformed(operation, "the answer names no regions, or some without a name")
    }
    return names.sorted()
  }

  /// Reads the log groups of functions at the edge: those of replicas of Lambda@Edge, in every region, those that the
  /// functions themselves or their configurations name, and those of CloudFront Functions, which are in one region.
  func collectLogGroups(in regions: [String]) async {
    guard needs.groups.contains(LogGroupSchema.group) else { return }
    let versions = resources(of: .lambdaVersion)
    let custom = Set(
      versions.flatMap { EdgeLogGroup.names(of: $0.key, $0.properties) }.filter { !$0.hasPrefix("/aws/lambda/") })
    let own = Dictionary(grouping: versions, by: \.reference.region).mapValues { versions in
      Set(
        versions.flatMap { EdgeLogGroup.names(of: $0.key, $0.properties) }.filter { name in
          !name.hasPrefix(EdgeLogGroup.prefix)
        })
    }
    await forEach(regions) { region in
      for prefix in EdgeLogGroup.prefixes(in: region) {
        await self.collectLogGroups(in: region, prefix: prefix) { $0.hasPrefix(prefix) }
      }
      let named = self.named(.logGroup).filter { $0.region == region && !EdgeLogGroup.isListed($0.id, in: region) }.map(
        \.id)
      for name in custom.union(own[region] ?? []).union(named).sorted() {
        await self.collectLogGroups(in: region, prefix: name) { $0 == name }
      }
    }
    // A list that came whole, and does not have it, says that it is not there.
    for key in named(.logGroup) where regions.contains(key.region) && !isKnown(key) { addAbsence(key) }
    await forEach(resources(of: .logGroup)) { group in
      await self.read(LogGroupSchema.subscriptionFilters, of: group.reference) { () async throws(ServiceError) in
        let filters = try await self.items(
          CloudWatchLogs.describeSubscriptionFilters, ["logGroupName": .string(group.reference.id)],
          region: group.reference.region)
        return ["SubscriptionFilters": .array(filters)]
      }
    }
    await collectAccountSubscriptions()
  }

  private func collectLogGroups(
    in region: String, prefix: String, _ isWanted: @escaping @Sendable (String) -> Bool
  ) async {
    do throws(ServiceError) {
      for group in try await objects(
        CloudWatchLogs.describeLogGroups, ["logGroupNamePrefix": .string(prefix)], region: region)
      {
        guard let name = group["logGroupName"]?.string, !name.isEmpty else {
          throw ServiceError.malformed(
            CloudWatchLogs.describeLogGroups, "an entry of the list has no name", region: region)
        }
        guard isWanted(name) else { continue }
        let arn = group["logGroupArn"]?.string ?? group["arn"]?.string ?? ""
        let reference = ResourceReference(
          type: .logGroup, id: name, arn: arn, account: ARN(arn)?.account ?? account, region: region)
        try check(group, holdAll: LogGroupSchema.group, of: reference)
        add(Resource(reference: reference, properties: group))
      }
    } catch {
      addGap(
        LogGroupSchema.group, error,
        of: ResourceReference(type: .logGroup, id: "*", account: account, region: region))
    }
  }
}
