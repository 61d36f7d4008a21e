import AWSCore
import AWSServices
import Documents
import Estate
import Schema
import State

/// Reads an estate: makes just the calls that answer the question, and notes what could not be read.
public struct Collector: Sendable {
  private let client: Client
  private let concurrency: Int
  private let stored: @Sendable (String) -> StoredParts?
  private let plan: (@Sendable (Int) -> Void)?

  /// A collector.
  ///
  /// - Parameters:
  ///   - client: Makes the calls.
  ///   - concurrency: How many calls may be under way at once.
  ///   - stored: What earlier runs have read of an account, which is not read again where it is unchanged.
  ///   - plan: Told how many calls are planned in all, as far as can be counted by then; `nil` where
  ///     nobody wants to know, which spares the counting.
  public init(
    client: Client, concurrency: Int = 16, stored: @escaping @Sendable (String) -> StoredParts? = { _ in nil },
    telling plan: (@Sendable (Int) -> Void)? = nil
  ) {
    self.client = client
    self.concurrency = concurrency
    self.stored = stored
    self.plan = plan
  }

  /// Reads what is needed.
  ///
  /// - Parameters:
  ///   - needs: What has to be known.
  ///   - account: The account, where the caller has asked already; else STS is asked.
  ///   - filter: The resources that are asked about; of others only what those lead to is read.
  ///   - named: Resources that are read though nothing may lead to them, as somebody declares them: roles, buckets, Lambda
  ///     functions and log groups.
  /// - Returns: The estate, with a gap for everything that could not be read.
  /// - Throws: ``ServiceError`` where nothing can be read at all, because there are no valid credentials.
  public func collect(
    _ needs: RequiredAttributes, of account: String? = nil, filter: ResourceFilter = ResourceFilter(),
    named: [ResourceKey] = []
  ) async throws(ServiceError) -> Estate {
    // Most answers take less to read than to hand from thread to thread.
    try await withTaskExecutorPreference(client.configuration.transport as? any TaskExecutor) {
      () async throws(ServiceError) in
      try await collectAll(needs, of: account, filter: filter, named: named)
    }
  }

  /// Whether CloudTrail's event history tells of the invalidations of all distributions of an estate, by asking it; `nil`
  /// where ``collect(_:filter:named:)`` would not ask it.
  public func historyTells(of estate: Estate, _ needs: RequiredAttributes, filter: ResourceFilter) async -> Bool? {
    let collection = Collection(
      client: client, needs: needs, filter: filter, named: [], account: estate.account, stored: nil,
      concurrency: concurrency)
    for distribution in estate.resources(of: .distribution) { collection.add(distribution) }
    return collection.asksHistory ? await collection.invalidationHistory() != nil : nil
  }

  private func collectAll(
    _ needs: RequiredAttributes, of known: String?, filter: ResourceFilter, named: [ResourceKey]
  ) async throws(ServiceError) -> Estate {
    let (account, nameless): (String, Gap?) = if let known { (known, nil) } else { try await self.account() }
    let collection = Collection(
      client: client, needs: needs, filter: filter, named: named, account: account,
      stored: account.isEmpty ? nil : stored(account), concurrency: concurrency)
    if let nameless { collection.addGap(nameless) }
    async let functions: Void = collection.collectFunctions()
    async let stores: Void = collection.collectKeyValueStores()
    async let policies: Void = collection.collectPolicies()
    async let regions = collection.enabledRegions()
    await collection.collectDistributions()
    plan?(collection.plannedCalls(in: []))
    // The origins of tenants are known once their distributions are, wholly.
    let hasTenants = collection.asks(for: .distributionTenant)
    if hasTenants { await collection.collectDistributionDetails() }
    async let details: Void = hasTenants ? () : collection.collectDistributionDetails()
    async let connections: Void = collection.collectConnectionFunctions()
    async let buckets: Void = collection.collectListedResourcesAndBuckets()
    await collection.collectVersions()
    let enabled = await regions
    plan?(collection.plannedCalls(in: enabled))
    async let roles: Void = collection.collectRoles(of: .lambdaVersion)
    async let logGroups: Void = collection.collectLogGroups(in: enabled)
    _ = await (buckets, logGroups)
    await collection.collectLambdaFunctions()
    _ = await (functions, stores, policies, connections, details, roles)
    plan?(collection.plannedCalls(in: enabled))
    await collection.collectRoles(of: .lambdaFunction)
    await collection.collectNamedRoles()
    await collection.collectRoleSettingsOfAccount()
    let estate = collection.estate(regions: enabled)
    collection.finishRemembering(estate, isWhole: filter.isEmpty && estate.gaps.isEmpty)
    return estate
  }

  /// The account, or nothing where STS cannot be reached: the ARNs of resources name it too. Where it is reached and what
  /// answers says something else, that is a gap, of all that is read.
  private func account() async throws(ServiceError) -> (String, Gap?) {
    do throws(ServiceError) {
      let account = try await client.call(STS.getCallerIdentity).value["Account"].string ?? ""
      guard account.utf8.count == 12, account.allSatisfy(\.isNumber) else {
        throw .malformed(STS.getCallerIdentity, "the account is no number of twelve digits")
      }
      return (account, nil)
    } catch {
      // With keys that are refused every other call fails as well: one clear error instead of dozens.
      if error.category == .unauthenticated { throw error }
      return ("", error.category == .malformedResponse ? Gap(error) : nil)
    }
  }
}
