import AWSCore
import AWSServices
import Documents
import Estate
import Schema

extension Collection {
  /// The Lambda functions that distributions associate, as the associations name them, and those that they are declared to.
  var associatedLambdas: [LambdaARN] {
    let arns = resources(of: .distribution).flatMap(\.properties.edgeAssociations)
      .compactMap { $0.object["LambdaFunctionARN"]?.string }
    let associated = Set(arns).sorted().compactMap(LambdaARN.init)
    let declared = named(.lambdaVersion).compactMap { LambdaARN($0, in: account) }
    return associated + Set(declared).subtracting(associated).sorted { $0.versionKey < $1.versionKey }
  }

  /// Reads the Lambda versions that distributions associate or are declared to, each in the region its ARN names.
  func collectVersions() async {
    guard needs.types.contains(.lambdaVersion) else { return }
    await forEach(associatedLambdas) { lambda in
      let reference = ResourceReference(
        type: .lambdaVersion, id: lambda.versionKey.id, arn: "\(lambda.functionARN):\(lambda.qualifier)",
        account: lambda.account, region: lambda.region, readFrom: self.account)
      // It stands in the estate even where it cannot be read: who is associated is known.
      self.add(
        Resource(
          reference: reference,
          properties: ["FunctionName": .string(lambda.functionName), "FunctionArn": .string(reference.arn)]))
      let input: JSONObject = [
        "FunctionName": .string(lambda.functionARN), "Qualifier": .string(lambda.qualifier),
      ]
      await self.read(LambdaVersionSchema.configuration, of: reference) { () async throws(ServiceError) in
        try await self.configuration(input, region: lambda.region)
      }
      await self.read(LambdaVersionSchema.runtimeManagement, of: reference) { () async throws(ServiceError) in
        // It has an answer for each version, so that one that is not found was deleted meanwhile.
        let output = try await self.call(Lambda.getRuntimeManagementConfig, input, region: lambda.region)
        return ["RuntimeManagementConfig": output.value]
      }
      // The location of the code is presigned anew each time, so its hash has to come from the settings.
      let validator = AttributeGroup.codeValidator(self.members(of: reference.key) ?? [:], version: lambda.qualifier)
      let seen = validator.map { SeenValidator(validator: $0, readAt: nil) }
      await self.read(LambdaVersionSchema.code, of: reference, unless: seen) { () async throws(ServiceError) in
        ReadMembers(members: try await self.code(input, region: lambda.region))
      }
    }
  }

  /// The configuration of a version, once that is no longer `Pending`, which it is for seconds after it was published; as
  /// it is then where that takes longer than a minute.
  private func configuration(_ input: JSONObject, region: String) async throws(ServiceError) -> JSONObject {
    var (waited, pause) = (Duration.zero, Duration.seconds(1))
    while true {
      let output = try await call(Lambda.getFunctionConfiguration, input, region: region)
      guard output.value["State"] == "Pending", waited < Self.patience, (try? await time.sleep(pause)) != nil else {
        return try settings(output, Lambda.getFunctionConfiguration, input, region)
      }
      waited += pause
      pause = min(pause * 2, Self.patience - waited)
    }
  }

  /// The settings that an answer brings.
  ///
  /// - Throws: ``ServiceError`` where no role is among them, without which nothing would be said of it.
  func settings(
    _ output: Output, _ operation: Operation, _ input: JSONObject, _ region: String
  ) throws(ServiceError) -> JSONObject {
    let settings = output.value.object ?? [:]
    guard settings["Role"]?.string?.isEmpty == false else {
      throw .malformed(
        operation, "Role is missing from the answer", resource: input["FunctionName"]?.string, region: region)
    }
    return settings
  }

  /// How long a version that was just published is waited for.
  private static var patience: Duration { .seconds(60) }

  /// What is in the package behind `Code.Location`, and the key that encrypts it. The location itself is a presigned URL, a
  /// secret for ten minutes, and is not kept.
  private func code(_ input: JSONObject, region: String) async throws(ServiceError) -> JSONObject {
    let output = try await call(Lambda.getFunction, input, region: region)
    let configuration = output.value["Configuration"]
    guard output.value["Code"].object != nil else {
      throw .malformed(
        Lambda.getFunction, "Code is missing from the answer", resource: input["FunctionName"]?.string, region: region)
    }
    var members: JSONObject = ["Code": .null, "NativeModules": []]
    if configuration["PackageType"] != "Image" {
      guard let location = output.value["Code"]["Location"].string else {
        throw .malformed(
          Lambda.getFunction, "Code.Location is missing from the answer", resource: input["FunctionName"]?.string,
          region: region)
      }
      members = try await HandlerSource(transport: transport).read(
        location, configuration: configuration, region: region)
    }
    members["SourceKMSKeyArn"] = output.value["Code"]["SourceKMSKeyArn"]
    return members
  }
}
