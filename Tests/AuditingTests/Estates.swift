import Documents
import Estate
import Schema
@testable import Auditing

/// Small estates to judge.
enum Estates {
  static let account = "111122223333"

  static func distribution(_ properties: JSONObject) -> Resource { distribution("E1", properties) }

  static func distribution(_ id: String, _ properties: JSONObject) -> Resource {
    let arn = "arn:aws:cloudfront::\(account):distribution/\(id)"
    return Resource(
      reference: ResourceReference(type: .distribution, id: id, arn: arn, account: account),
      properties: (["Id": .string(id), "ARN": .string(arn)] as JSONObject).merging(properties))
  }

  static func version(_ id: String, region: String = "us-east-1", _ properties: JSONObject) -> Resource {
    let parts = id.split(separator: ":").map(String.init)
    return Resource(
      reference: ResourceReference(
        type: .lambdaVersion, id: id, arn: lambda(id, region: region), account: account, region: region),
      properties: (["FunctionName": .string(parts[0]), "Version": .string(parts[1])] as JSONObject)
        .merging(properties))
  }

  static func lambda(_ id: String, region: String = "us-east-1") -> String {
    "arn:aws:lambda:\(region):\(account):function:\(id)"
  }

  static func behavior(_ properties: JSONObject, lambdas: [(String, String)] = []) -> JSONValue {
    var behavior = properties
    behavior["LambdaFunctionAssociations"] = .array(
      lambdas.map { ["EventType": .string($0), "LambdaFunctionARN": .string($1)] })
    return .object(behavior)
  }

  static func estate(_ resources: Resource..., gaps: [Gap] = [], absences: [ResourceKey] = []) -> Estate {
    var estate = Estate(account: account, coverage: RequiredAttributes.everything.groups)
    for resource in resources { estate.add(resource) }
    for gap in gaps { estate.addGap(gap) }
    for key in absences { estate.addAbsence(key) }
    return estate
  }

  static func gap(_ group: AttributeGroup, _ reference: ResourceReference) -> Gap {
    Gap(
      operation: group.name, resource: reference, group: group.name, code: "AccessDenied", message: "no",
      advice: "Allow it.", hides: group.hiddenTypes)
  }
}

extension RuleSet {
  /// The rules of a text.
  static func read(_ text: String) throws -> [Rule] {
    try RuleSet([Source(file: "test.yaml", text: text)]).rules
  }

  /// Rules that ship.
  static func shipped(_ ids: String...) throws -> [Rule] { try RuleSet(builtIn).selection(only: ids) }
}
