import AWSCore
import AWSServices
import Documents
import Estate
import Schema

extension Collection {
  /// Reads the functions behind associated versions, those that buckets start, and those that log groups are named
  /// after.
  func collectLambdaFunctions() async {
    guard needs.types.contains(.lambdaFunction) else { return }
    await collectFunctionURLs()
    // What belongs to another account has a role and settings that are not this one's to read.
    let started = resources(of: .bucket).flatMap(\.properties.startedLambdas).filter { $0.account == account }
    let logging = resources(of: .logGroup).compactMap {
      EdgeLogGroup($0.reference.id)?.function(in: $0.reference.account)
    }
    let named = named(.lambdaFunction).compactMap { LambdaARN($0, in: account) }
    let withURL = resources(of: .lambdaFunction).compactMap { LambdaARN($0.reference.arn) }
    let lambdas = Dictionary((associatedLambdas + started + logging + named + withURL).map { ($0.functionARN, $0) }) {
      first, _ in
      first
    }
    let atEdge = Set(associatedLambdas.map(\.functionARN))
    let startedByBuckets = Dictionary(grouping: started, by: \.functionARN)
    let everywhere = needs.everywhere
    await forEach(lambdas.values.sorted { $0.functionARN < $1.functionARN }) { lambda in
      let reference = ResourceReference(
        type: .lambdaFunction, id: lambda.functionName, arn: lambda.functionARN, account: lambda.account,
        region: lambda.region, readFrom: self.account)
      self.add(Resource(reference: reference, properties: ["FunctionName": .string(lambda.functionName)]))
      let input: JSONObject = ["FunctionName": .string(lambda.functionARN)]
      await self.read(LambdaFunctionSchema.configuration, of: reference) { () async throws(ServiceError) in
        let output = try await self.call(Lambda.getFunctionConfiguration, input, region: lambda.region)
        return try self.settings(output, Lambda.getFunctionConfiguration, input, lambda.region)
      }
      await self.read(LambdaFunctionSchema.versions, of: reference) { () async throws(ServiceError) in
        let versions = try await self.objects(Lambda.listVersionsByFunction, input, region: lambda.region)
        guard versions.allSatisfy({ $0["Version"]?.string != nil }) else {
          throw .malformed(Lambda.listVersionsByFunction, "an entry of the list has no version", region: lambda.region)
        }
        return ["Versions": .array(versions.map(JSONValue.object))]
      }
      await self.read(LambdaFunctionSchema.concurrency, of: reference) { () async throws(ServiceError) in
        let output = try await self.call(Lambda.getFunctionConcurrency, input, region: lambda.region)
        return ["ReservedConcurrentExecutions": output.value["ReservedConcurrentExecutions"]]
      }
      await self.read(LambdaFunctionSchema.policy, of: reference) { () async throws(ServiceError) in
        ["Policy": try await self.policy(of: lambda.functionARN, in: lambda.region)]
      }
      if atEdge.contains(lambda.functionARN) || everywhere.contains(LambdaFunctionSchema.provisionedConcurrency) {
        await self.read(LambdaFunctionSchema.provisionedConcurrency, of: reference) { () async throws(ServiceError) in
          do throws(ServiceError) {
            let configs = try await self.items(
              Lambda.listProvisionedConcurrencyConfigs, input, region: lambda.region)
            return ["ProvisionedConcurrencyConfigs": .array(configs)]
          } catch  where error.saysNoneIsSet {
            return ["ProvisionedConcurrencyConfigs": []]
          }
        }
      }
      if everywhere.contains(LambdaFunctionSchema.url) {
        await self.read(LambdaFunctionSchema.url, of: reference) { () async throws(ServiceError) in
          try await self.urls(of: lambda)
        }
      }
      let starting = startedByBuckets[lambda.functionARN]
      if starting != nil || everywhere.contains(LambdaFunctionSchema.eventInvokeConfigs) {
        await self.read(LambdaFunctionSchema.eventInvokeConfigs, of: reference) { () async throws(ServiceError) in
          try await self.eventInvokeConfigs(of: lambda, startedAs: starting ?? [])
        }
      }
    }
  }

  /// What becomes of the events of a function, its versions and its aliases: of those that set something, and of those that
  /// events start.
  private func eventInvokeConfigs(
    of lambda: LambdaARN, startedAs started: [LambdaARN]
  ) async throws(ServiceError) -> JSONObject {
    let operation = Lambda.listFunctionEventInvokeConfigs
    let input: JSONObject = ["FunctionName": .string(lambda.functionARN)]
    let configs = try await objects(operation, input, region: lambda.region)
    var settings: [String: JSONObject] = [:]
    for config in configs {
      guard let arn = config["FunctionArn"]?.string.flatMap(LambdaARN.init) else {
        throw .malformed(
          operation, "an entry of the list has no ARN", resource: lambda.functionARN, region: lambda.region)
      }
      settings[arn.qualifiedARN] = config
    }
    for arn in started { settings[arn.qualifiedARN] = settings[arn.qualifiedARN] ?? [:] }
    let all = settings.sorted { $0.key < $1.key }.map {
      JSONValue.object($0.value.merging(["FunctionArn": .string($0.key)]))
    }
    return ["EventInvokeConfigs": .array(all)]
  }

  /// Who may call a function; null where nobody was ever allowed to, so that it has no policy.
  private func policy(of arn: String, in region: String) async throws(ServiceError) -> JSONValue {
    do throws(ServiceError) {
      return try await call(Lambda.getPolicy, ["FunctionName": .string(arn)], region: region).value["Policy"]
    } catch  where error.saysNoneIsSet {
      return .null
    }
  }

  /// Reads the functions whose URLs are origins. A URL does not say whose it is, so that the functions of its region are
  /// asked for theirs.
  private func collectFunctionURLs() async {
    let group = LambdaFunctionSchema.url
    guard needs.groups.contains(group) else { return }
    let wanted = (resources(of: .distribution) + resources(of: .distributionTenant)).flatMap {
      $0.properties["Origins"]?.array ?? []
    }
    .compactMap { $0["DomainName"].string.flatMap(FunctionURL.init) }
    for (region, urls) in Dictionary(grouping: wanted, by: \.region).sorted(by: { $0.key < $1.key }) {
      let hosts = Set(urls.map(\.host))
      do throws(ServiceError) {
        let functions = try await items(Lambda.listFunctions, region: region).map { entry throws(ServiceError) in
          guard let lambda = entry["FunctionArn"].string.flatMap(LambdaARN.init) else {
            throw .malformed(Lambda.listFunctions, "an entry of the list has no ARN of a function", region: region)
          }
          return lambda
        }
        await forEach(functions) { lambda in await self.collectURL(of: lambda, among: hosts) }
        let found = resources(of: .lambdaFunction).flatMap { FunctionURL.hosts(of: $0.properties) }
        let others = hosts.subtracting(found)
        if others.isEmpty { continue }
        await forEach(functions) { lambda in await self.collectAliasURLs(of: lambda, among: others) }
      } catch {
        addGap(group, error, of: ResourceReference(type: .lambdaFunction, id: "*", account: account, region: region))
      }
    }
  }

  /// Reads a function, if its URL is one of these hosts.
  private func collectURL(of lambda: LambdaARN, among hosts: Set<String>) async {
    await addURLs(of: lambda, by: Lambda.getFunctionUrlConfig) { () async throws(ServiceError) in
      let config = try await self.call(
        Lambda.getFunctionUrlConfig, ["FunctionName": .string(lambda.functionARN)], region: lambda.region
      ).value
      guard config["FunctionUrl"].string != nil else {
        throw .malformed(
          Lambda.getFunctionUrlConfig, "FunctionUrl is no text", resource: lambda.functionARN, region: lambda.region)
      }
      guard let host = FunctionURL(configuration: config)?.host, hosts.contains(host) else { return [:] }
      return [
        "FunctionUrlConfig": config,
        "FunctionUrlPolicy": try await self.policy(of: lambda.functionARN, in: lambda.region),
      ]
    }
  }

  /// Reads a function, if the URLs of its aliases are among these hosts.
  private func collectAliasURLs(of lambda: LambdaARN, among hosts: Set<String>) async {
    await addURLs(of: lambda, by: Lambda.listFunctionUrlConfigs) { () async throws(ServiceError) in
      let urls = try await self.listedURLs(of: lambda) { hosts.contains($0) }
      return urls.isEmpty ? [:] : ["AliasUrls": .array(urls)]
    }
  }

  /// The URLs of a function and of its aliases, each with who may call it by that.
  private func urls(of lambda: LambdaARN) async throws(ServiceError) -> JSONObject {
    let aliases = try await listedURLs(of: lambda) { _ in true }
      .filter { $0["FunctionArn"].string.flatMap(LambdaARN.init)?.qualifier != "$LATEST" }
    var own: JSONObject = ["FunctionUrlConfig": .null, "FunctionUrlPolicy": .null]
    do throws(ServiceError) {
      own["FunctionUrlConfig"] = try await call(
        Lambda.getFunctionUrlConfig, ["FunctionName": .string(lambda.functionARN)], region: lambda.region
      ).value
      own["FunctionUrlPolicy"] = try await policy(of: lambda.functionARN, in: lambda.region)
    } catch  where error.saysNoneIsSet {}
    return own.merging(["AliasUrls": .array(aliases)])
  }

  /// What the list of a function's URLs has, of those of some hosts.
  private func listedURLs(
    of lambda: LambdaARN, at isWanted: (String) -> Bool
  ) async throws(ServiceError) -> [JSONValue] {
    var urls: [JSONValue] = []
    for config in try await self.objects(
      Lambda.listFunctionUrlConfigs, ["FunctionName": .string(lambda.functionARN)], region: lambda.region)
    {
      guard config["FunctionUrl"]?.string != nil, let arn = config["FunctionArn"]?.string else {
        throw .malformed(
          Lambda.listFunctionUrlConfigs, "an entry of the list has no URL or no ARN", resource: lambda.functionARN,
          region: lambda.region)
      }
      let config = JSONValue.object(config)
      guard let host = FunctionURL(configuration: config)?.host, isWanted(host) else { continue }
      let policy = try await self.policy(of: arn, in: lambda.region)
      urls.append(["FunctionArn": .string(arn), "FunctionUrlConfig": config, "FunctionUrlPolicy": policy])
    }
    return urls
  }

  /// Adds what is read of a function's URLs, where that is anything.
  private func addURLs(
    of lambda: LambdaARN, by operation: Operation, _ read: () async throws(ServiceError) -> JSONObject
  ) async {
    let reference = ResourceReference(
      type: .lambdaFunction, id: lambda.functionName, arn: lambda.functionARN, account: lambda.account,
      region: lambda.region)
    do throws(ServiceError) {
      let members = try await read()
      if members.isEmpty { return }
      try check(members, holdAll: LambdaFunctionSchema.url, of: reference, answering: operation)
      add(
        Resource(
          reference: reference, properties: members.merging(["FunctionName": .string(lambda.functionName)])))
    } catch {
      // Most functions have no URL.
      if !error.saysAbsent { addGap(LambdaFunctionSchema.url, error, of: reference) }
    }
  }
}

extension ServiceError {
  /// Whether it is a setting of a function that is not there, and not the function itself.
  fileprivate var saysNoneIsSet: Bool { saysAbsent && !message.hasPrefix("Function not found") }
}
