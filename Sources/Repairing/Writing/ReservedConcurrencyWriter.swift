import AWSCore
import AWSServices
import Documents
import Estate
import Schema

/// Writes how many of a Lambda function may run at once.
struct ReservedConcurrencyWriter: PartWriter {
  private static let member = "ReservedConcurrentExecutions"

  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    let output = try await calls.read(
      Lambda.getFunctionConcurrency, part.functionInput, region: part.resource.region)
    return Reading(members: [Self.member: output.value[Self.member]])
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let value = try changes.applied(to: reading.members, of: step.part.schema)[Self.member]
    let (function, region) = (step.part.functionInput, step.part.resource.region)
    if value.isNull {
      _ = try await calls.write(Lambda.deleteFunctionConcurrency, function, region: region)
    } else {
      _ = try await calls.write(Lambda.putFunctionConcurrency, function.merging([Self.member: value]), region: region)
    }
    return Written()
  }
}

extension Part {
  /// The input that names a function: by its ARN, which says the account as well.
  var functionInput: JSONObject {
    ["FunctionName": .string(resource.arn.isEmpty ? resource.id : resource.arn)]
  }
}
