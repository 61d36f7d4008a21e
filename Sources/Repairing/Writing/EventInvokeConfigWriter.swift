import AWSCore
import AWSServices
import Documents
import Estate
import Schema

/// Writes what becomes of events that a Lambda function, or a version or alias of it, could not be called for, a call for
/// each. What was set beside the changes goes back as it came, as the call replaces all of it.
struct EventInvokeConfigWriter: PartWriter {
  private static let (member, key) = ("EventInvokeConfigs", "FunctionArn")

  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    let configs = try await calls.items(
      Lambda.listFunctionEventInvokeConfigs, part.functionInput, region: part.resource.region)
    // Named as the estate has them: with the version or alias, `$LATEST` where there is none.
    let named = configs.map { config -> JSONValue in
      let arn = config[Self.key].string.flatMap(LambdaARN.init)?.qualifiedARN
      return .object((config.object ?? [:]).merging([Self.key: arn.map(JSONValue.string) ?? .null]))
    }
    return Reading(members: [Self.member: .array(named)])
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let (part, list) = (step.part, DocumentPath(Self.member))
    var before = reading.members
    // One that sets nothing is in no list.
    for case .element(let name)? in changes.map({ $0.place.steps.dropFirst().first }) {
      let place = list.element(name)
      if before[place, of: part.schema].isNull {
        before = before.setting([Self.key: .string(name)], at: place, of: part.schema)
      }
    }
    let after = try changes.applied(to: before, of: part.schema)
    for config in try ElementChange.all(
      from: before[Self.member], to: after[Self.member], by: Self.key, of: part)
    {
      let (old, new) = (settings(of: config.before, part), settings(of: config.after, part))
      if old.isEmpty, new.isEmpty { continue }
      var input = part.functionInput
      if let qualifier = LambdaARN(config.name)?.qualifier, qualifier != "$LATEST" {
        input["Qualifier"] = .string(qualifier)
      }
      let operation = new.isEmpty ? Lambda.deleteFunctionEventInvokeConfig : Lambda.putFunctionEventInvokeConfig
      _ = try await calls.write(operation, input.merging(new), region: part.resource.region)
    }
    return Written()
  }

  /// What is sent of one: what the call is not told is as if nobody had set it.
  private func settings(of config: JSONValue, _ part: Part) -> JSONObject {
    let node = part.schema.member(Self.member).element
    return JSONObject(
      (config.object ?? [:]).filter { setting in
        let unset = part.definition?.unset["\(Self.member).\(setting.name)"]
        return setting.name != Self.key && !node.member(setting.name).isAssigned
          && !setting.value.isEmpty(in: .writes) && setting.value != unset?.value
      }.map { ($0.name, $0.value) })
  }
}
