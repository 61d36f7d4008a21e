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
    let started = resources(of: .bucket).flatMap(\.properties.startedLambdas)
    let logging = resources(of: .logGroup).compactMap {
      EdgeLogGroup($0.reference.id)?.function(in: $0.reference.account)
    }
    let named = named(.lambdaFunction).compactMap { key in
      LambdaARN("arn:aws:lambda:\(key.region):\(account):function:\(key.id)")
    }
    let lambdas = Dictionary((associatedLambdas + started + logging + named).map { ($0.functionARN, $0) }) { first, _ in
      first
    }
    await forEach(lambdas.values.sorted { $0.functionARN < $1.functionARN }) { lambda in
      let reference = ResourceReference(
        type: .lambdaFunction, id: lambda.functionName, arn: lambda.functionARN, account: lambda.account,
        region: lambda.region)
      self.add(Resource(reference: reference, properties: ["FunctionName": .string(lambda.functionName)]))
      let input: JSONObject = ["FunctionName": .string(lambda.functionARN)]
      await self.read(LambdaFunctionSchema.configuration, of: reference) { () async throws(ServiceError) in
        try await self.call(Lambda.getFunctionConfiguration, input, region: lambda.region).value.object ?? [:]
      }
      await self.read(LambdaFunctionSchema.versions, of: reference) { () async throws(ServiceError) in
        ["Versions": .array(try await self.items(Lambda.listVersionsByFunction, input, region: lambda.region))]
      }
      await self.read(LambdaFunctionSchema.concurrency, of: reference) { () async throws(ServiceError) in
        let output = try await self.call(Lambda.getFunctionConcurrency, input, region: lambda.region)
        return ["ReservedConcurrentExecutions": output.value["ReservedConcurrentExecutions"]]
      }
      await self.read(LambdaFunctionSchema.policy, of: reference) { () async throws(ServiceError) in
        do throws(ServiceError) {
          return ["Policy": try await self.call(Lambda.getPolicy, input, region: lambda.region).value["Policy"]]
        } catch  where error.saysAbsent {
          // A function that nobody was ever allowed to call has no policy.
          return ["Policy": .null]
        }
      }
    }
  }
}
