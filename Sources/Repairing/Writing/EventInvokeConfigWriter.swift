import AWSCore
import AWSServices
import Documents
import Estate
import Schema

/// Writes what becomes of events that a Lambda function could not be called for. What was set beside the changes goes back
/// as it came, as the call replaces all of it.
struct EventInvokeConfigWriter: PartWriter {
  private static let member = "EventInvokeConfig"

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
    let part = step.part
    let value = try changes.applied(to: reading.members, of: part.schema)[Self.member]
    let node = part.schema.member(Self.member)
    // The call replaces all of it, and what it is not told is as if nobody had set it.
    let settings = JSONObject(
      (value.object ?? [:]).filter { setting in
        let unset = part.definition?.unset["\(Self.member).\(setting.name)"]
        return !node.member(setting.name).isAssigned && !setting.value.isEmpty(in: .writes)
          && setting.value != unset?.value
      }.map { ($0.name, $0.value) })
    let (function, region) = (part.functionInput, part.resource.region)
    if settings.isEmpty {
      _ = try await calls.write(Lambda.deleteFunctionEventInvokeConfig, function, region: region)
    } else {
      _ = try await calls.write(Lambda.putFunctionEventInvokeConfig, function.merging(settings), region: region)
    }
    return Written()
  }
}
