import AWSCore
import AWSServices
import Documents
import Estate
import Schema

extension Collection {
  /// Reads what the account sets for buckets, where that can change what is said of one.
  func collectBucketSettingsOfAccount() async {
    let buckets = resources(of: .bucket).filter { !BucketSchema.isOfOtherAccount($0.properties) }
    let isAskedOfAll = needs.everywhere.contains(BucketSchema.accountPublicAccessBlock)
    let open =
      isAskedOfAll
      ? buckets : buckets.filter { !BucketSchema.isWhole($0.properties["PublicAccessBlockConfiguration"] ?? .null) }
    await readForAll(open, BucketSchema.accountPublicAccessBlock, "AccountPublicAccessBlock") {
      () async throws(ServiceError) in
      do throws(ServiceError) {
        // Where STS does not say the account, the ARNs of distributions do.
        let owners = [self.account] + self.references(of: .distribution).map(\.account)
        let owner = owners.first { !$0.isEmpty } ?? ""
        let output = try await self.call(S3Control.getPublicAccessBlock, ["AccountId": .string(owner)])
        return output.value["PublicAccessBlockConfiguration"]
      } catch  where error.code == "NoSuchPublicAccessBlockConfiguration" || error.saysUnknownOperation {
        return .null
      }
    }
    await collectOrganization(buckets, BucketSchema.organization) { [$0["Policy"]] }
  }

  /// Reads the organization of the account, where a policy of a role names one.
  func collectRoleSettingsOfAccount() async {
    await collectOrganization(resources(of: .role), RoleSchema.organization) { role in
      let policies = (role["RolePolicyList"].array ?? []) + (role["AttachedManagedPolicies"].array ?? [])
      return [role["AssumeRolePolicyDocument"], role["PermissionsBoundary"]["PolicyDocument"]]
        + policies.map { $0["PolicyDocument"] }
    }
  }

  private func collectOrganization(
    _ resources: [Resource], _ group: AttributeGroup, policies: (JSONValue) -> [JSONValue]
  ) async {
    let isAskedOfAll = needs.everywhere.contains(group)
    let naming = resources.filter {
      isAskedOfAll || policies(.object($0.properties)).contains(where: Self.namesOrganization)
    }
    await readForAll(naming, group, "OrganizationId") { () async throws(ServiceError) in
      do throws(ServiceError) {
        return try await self.call(Organizations.describeOrganization).value["Organization"]["Id"]
      } catch {
        // An account may be in none, or may not say so: then only a parameter can, and without one what depends on it is
        // undecided.
        if isAskedOfAll, error.code != "AWSOrganizationsNotInUseException" { throw error }
        return ""
      }
    }
  }

  /// Whether a condition of a policy document is on an organization.
  private static func namesOrganization(_ policy: JSONValue) -> Bool {
    let statements = policy["Statement"].array ?? [policy["Statement"]]
    let keys = statements.flatMap { $0["Condition"].object?.values ?? [] }.flatMap { $0.object?.names ?? [] }
    return keys.contains { key in
      let key = key.lowercased()
      return key.hasSuffix("orgid") || key.hasSuffix("orgpaths")
    }
  }

  /// Reads whom all log groups of a region feed, in the regions that have any.
  func collectAccountSubscriptions() async {
    let group = LogGroupSchema.accountSubscriptionFilters
    let byRegion = Dictionary(
      grouping: resources(of: .logGroup).filter { asks(for: group, of: $0.reference) }, by: \.reference.region)
    await forEach(byRegion.sorted { $0.key < $1.key }) { region, groups in
      do throws(ServiceError) {
        let policies = try await self.subscriptionPolicies(in: region)
        for logGroup in groups {
          var filters: [JSONValue] = []
          for policy in policies {
            let policy = try AccountSubscription(policy, region: region)
            if !policy.leavesOut.contains(logGroup.reference.id) { filters.append(policy.filter) }
          }
          self.add(
            Resource(reference: logGroup.reference, properties: ["AccountSubscriptionFilters": .array(filters)]))
        }
      } catch {
        for logGroup in groups { self.addGap(group, error, of: logGroup.reference) }
      }
    }
  }

  private func subscriptionPolicies(in region: String) async throws(ServiceError) -> [JSONObject] {
    do throws(ServiceError) {
      return try await objects(
        CloudWatchLogs.describeAccountPolicies, ["policyType": "SUBSCRIPTION_FILTER_POLICY"], region: region)
    } catch  where error.saysUnknownOperation {
      return []
    }
  }
}

/// A subscription of all log groups of an account in a region.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html>
private struct AccountSubscription {
  /// What it says, as a log group's own filter does.
  let filter: JSONValue
  /// The groups that it does not hold for.
  let leavesOut: Set<String>

  init(_ policy: JSONObject, region: String) throws(ServiceError) {
    let name = policy["policyName"]?.string ?? ""
    func malformed(_ message: String) -> ServiceError {
      .malformed(CloudWatchLogs.describeAccountPolicies, message, resource: name, region: region)
    }
    guard let text = policy["policyDocument"]?.string, let document = try? JSONReader.read(text),
      let destination = document["DestinationArn"].string
    else { throw malformed("the policy names no destination") }
    filter = [
      "policyName": .string(name), "destinationArn": .string(destination), "filterPattern": document["FilterPattern"],
    ]
    // The only criterion there is, as PutAccountPolicy documents it: `LogGroupName NOT IN ["a", "b"]`.
    for member in ["policyName", "selectionCriteria"] where policy[member].map({ $0.string == nil }) == true {
      throw malformed("\(member) is no text")
    }
    let criteria = policy["selectionCriteria"]?.string ?? ""
    let words = criteria.prefix { $0 != "[" }.split(separator: " ").joined(separator: " ")
    guard !criteria.isEmpty else {
      leavesOut = []
      return
    }
    guard words == "LogGroupName NOT IN", let list = criteria.firstIndex(of: "["),
      let names = try? JSONReader.read(String(criteria[list...])).array
    else { throw malformed("its selection criteria are not understood") }
    leavesOut = Set(names.compactMap(\.string))
  }
}
