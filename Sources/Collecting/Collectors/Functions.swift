import AWSCore
import Documents
import Estate
import OrderedCollections
import Schema

extension Collection {
  /// Reads the functions of viewer events in both of their stages, with their code where it is needed.
  func collectFunctions() async { await collectFunctions(FunctionSchema.summary, FunctionSchema.code) }

  /// The same for functions of connections.
  func collectConnectionFunctions() async {
    guard asks(for: .connectionFunction) else { return }
    await collectFunctions(ConnectionFunctionSchema.summary, ConnectionFunctionSchema.code)
  }

  private func collectFunctions(_ summary: AttributeGroup, _ code: AttributeGroup) async {
    let type = summary.type
    guard let form = type.schema.stages else { return }
    let ids = type.schema.identity.id
    let names = ids + type.schema.identity.name.filter { !ids.contains($0) }
    await readList(summary) { () async throws(ServiceError) in
      var functions: OrderedDictionary<String, Resource> = [:]
      for stage in FunctionStages.names {
        for summary in try await self.listed(type, form.list, ["Stage": .string(stage)]) {
          var properties = summary
          guard names.allSatisfy({ summary[$0]?.string != nil }) else {
            throw ServiceError.malformed(form.list, "an entry of the list has no name")
          }
          let id = properties[names[0]]?.string ?? ""
          let arn = form.arn.reduce(JSONValue.object(summary)) { $0[$1] }.string ?? ""
          let own = JSONObject(names.compactMap { name in properties[name].map { (name, $0) } })
          for name in names { properties[name] = nil }
          let reference = ResourceReference(type: type, id: id, arn: arn, account: ARN(arn)?.account ?? "")
          functions[id, default: Resource(reference: reference, properties: own)].properties[stage] = .object(
            properties)
        }
      }
      return Array(functions.values)
    }
    await forEach(resources(of: type)) { function in
      await self.read(code, of: function.reference) { () async throws(ServiceError) in
        var stages: JSONObject = [:]
        for stage in FunctionStages.names {
          guard var properties = function.properties[stage]?.object else { continue }
          let (name, key) = (code.name(of: stage), function.key)
          let seen = self.seen(code, of: function.reference, stage: stage)
          if let known = self.stored(name, of: key, seen) {
            properties["FunctionCode"] = known["FunctionCode"]
          } else {
            let output = try await self.call(
              form.get, [form.nameToRead: .string(function.reference.id), "Stage": .string(stage)])
            let text = JSONValue.string(String(decoding: output.bytes, as: UTF8.self))
            properties["FunctionCode"] = text
            self.remember(["FunctionCode": text], name, of: key, seen)
          }
          stages[stage] = .object(properties)
        }
        return stages
      }
    }
  }
}
