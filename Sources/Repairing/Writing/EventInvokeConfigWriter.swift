import AWSCore
import AWSServices
import Documents
import Estate
import Schema

/// Writes what becomes of events that a Lambda function could not be called for. What was set beside the changes goes back
/// as it came, as the call replaces all of it.
struct EventInvokeConfigWriter: PartWriter {
  private static let member = "EventInvokeConfig"
  /// What the call takes, with what holds where nothing is set, which answers may say all the same.
  ///
  /// <https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html>
  private static let settings: [(name: String, byDefault: JSONValue)] = [
    ("MaximumRetryAttempts", 2), ("MaximumEventAgeInSeconds", 21_600), ("DestinationConfig", [:]),
  ]

  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    do throws(ServiceError) {
      let output = try await calls.read(
        Lambda.getFunctionEventInvokeConfig, part.functionInput, region: part.resource.region)
      return Reading(members: [Self.member: output.value])
    } catch  where error.saysAbsent {
      return Reading(members: [Self.member: .null])
    }
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let value = try changes.applied(to: reading.members, of: step.part.schema)[Self.member]
    let settings = JSONObject(
      Self.settings.compactMap { name, byDefault in
        let setting = value[name]
        return setting.isEmpty(in: .writes) || setting == byDefault ? nil : (name, setting)
      })
    let (function, region) = (step.part.functionInput, step.part.resource.region)
    if settings.isEmpty {
      _ = try await calls.write(Lambda.deleteFunctionEventInvokeConfig, function, region: region)
    } else {
      _ = try await calls.write(Lambda.putFunctionEventInvokeConfig, function.merging(settings), region: region)
    }
    return Written()
  }
}
