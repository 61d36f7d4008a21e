import AWSCore
import AWSServices
import Documents
import Estate
import OrderedCollections
import Schema

extension Collection {
  /// Reads CloudFront functions in both stages, with their code where it is needed.
  func collectFunctions() async {
    await readList(FunctionSchema.summary) { () async throws(ServiceError) in
      var functions: OrderedDictionary<String, Resource> = [:]
      for stage in ["DEVELOPMENT", "LIVE"] {
        for summary in try await self.items(CloudFront.listFunctions, ["Stage": .string(stage)]) {
          guard var properties = summary.object, let name = properties["Name"]?.string else { continue }
          let arn = properties["FunctionMetadata"]?["FunctionARN"].string ?? ""
          properties["Name"] = nil
          let reference = ResourceReference(
            type: .cloudFrontFunction, id: name, arn: arn, account: ARN(arn)?.account ?? "")
          functions[name, default: Resource(reference: reference, properties: ["Name": .string(name)])]
            .properties[stage] = .object(properties)
        }
      }
      return Array(functions.values)
    }
    await forEach(resources(of: .cloudFrontFunction)) { function in
      await self.read(FunctionSchema.code, of: function.reference) { () async throws(ServiceError) in
        var stages: JSONObject = [:]
        for stage in ["DEVELOPMENT", "LIVE"] {
          guard var properties = function.properties[stage]?.object else { continue }
          let output = try await self.call(
            CloudFront.getFunction, ["Name": .string(function.reference.id), "Stage": .string(stage)])
          properties["FunctionCode"] = .string(String(decoding: output.bytes, as: UTF8.self))
          stages[stage] = .object(properties)
        }
        return stages
      }
    }
  }
}
