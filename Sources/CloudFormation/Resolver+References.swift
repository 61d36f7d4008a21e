import Auditing
import Documents
import Schema

extension Resolver {
  /// What `Ref` gives: a parameter's value, a pseudo parameter's, or what CloudFormation calls a resource.
  func reference(_ name: String, at node: TemplateNode, in stack: Stack) throws(FileIssues) -> JSONValue {
    if Stack.isPseudo(name) { return pseudo(name, in: stack) ?? Withheld.unknown.mark }
    if let parameter = stack.root["Parameters"]?[name] { return try self.parameter(name, parameter, in: stack) }
    guard let resource = stack.resource(name) else {
      throw Stack.issue(node, "The template has neither a parameter nor a resource \"\(name)\".")
    }
    guard let type = ResourceType(rawValue: resource.type), let names = type.schema.cloudFormation else {
      if resource.type == "AWS::SSM::Parameter" { return try property("Name", of: resource, in: stack) }
      return stack.source.physicalIDs?[name].map(JSONValue.string) ?? Withheld.unknown.mark
    }
    return try text(names.reference, of: resource, type, in: stack)
  }

  /// What `Fn::GetAtt` gives.
  func attribute(
    _ attribute: String, of id: String, at node: TemplateNode, in stack: Stack
  ) throws(FileIssues) -> JSONValue {
    guard let resource = stack.resource(id) else {
      throw Stack.issue(node, "The template has no resource \"\(id)\".")
    }
    if resource.type == "AWS::CloudFormation::Stack", attribute.hasPrefix("Outputs.") {
      guard let nested = stack.nested[id] else { return Withheld.unknown.mark }
      return try output(String(attribute.dropFirst("Outputs.".count)), of: nested)
    }
    if resource.type == "AWS::SSM::Parameter", attribute == "Value" {
      return try property("Value", of: resource, in: stack)
    }
    // The CDK's way to a version that is in another region's stack.
    if resource.type == "Custom::CrossRegionStringParameterReader", attribute == "FunctionArn" {
      let (name, region) = (
        try property("ParameterName", of: resource, in: stack), try property("Region", of: resource, in: stack)
      )
      guard let name = name.string, let region = region.string else { return Withheld.unknown.mark }
      return try parameter(ssm: name, region: region)
    }
    guard let type = ResourceType(rawValue: resource.type), let names = type.schema.cloudFormation,
      let value = names.attributes[attribute]
    else { return Withheld.unknown.mark }
    switch value {
    case .text(let pattern): return try text(pattern, of: resource, type, in: stack)
    case .member(let member):
      guard let id = try self.id(of: resource, type, in: stack) else { return Withheld.unknown.mark }
      let key = ResourceMember(resource: ResourceKey(type, id), name: member)
      wanted.insert(key)
      return facts.members[key] ?? Withheld.unknown.mark
    }
  }

  private func text(
    _ pattern: String, of resource: Stack.Resource, _ type: ResourceType, in stack: Stack
  ) throws(FileIssues) -> JSONValue {
    guard let id = try id(of: resource, type, in: stack) else { return Withheld.unknown.mark }
    let (region, account) = (stack.source.region, stack.source.account)
    let form =
      pattern.contains("{arn}")
      ? type.schema.identity.arn("{id}", region: "{region}", account: "{account}").replacing(
        "arn:aws:", with: "arn:{partition}:") : ""
    var text = pattern.replacing("{arn}", with: form)
    // A role's path is part of its ARN.
    if type == .role, text.contains("role/{id}"), let path = try property("Path", of: resource, in: stack).string {
      text = text.replacing("role/{id}", with: "role\(path){id}")
    }
    for (place, value) in [
      ("{region}", region), ("{account}", account), ("{partition}", pseudo("AWS::Partition", in: stack)?.string),
      ("{suffix}", pseudo("AWS::URLSuffix", in: stack)?.string), ("{id}", id),
    ] where text.contains(place) {
      guard let value else { return Withheld.unknown.mark }
      text = text.replacing(place, with: value)
    }
    return .string(text)
  }

  /// The id of a resource: what the stack knows it by, or the name that the template gives it; `nil` where only
  /// deploying makes one.
  func id(of resource: Stack.Resource, _ type: ResourceType, in stack: Stack) throws(FileIssues) -> String? {
    if let physical = stack.source.physicalIDs?[resource.logicalID] { return type.schema.id(physical: physical) }
    guard let name = type.schema.cloudFormation?.name else { return nil }
    return try property(name, of: resource, in: stack).string
  }

  /// A property of a resource as data; null where it is not there.
  func property(_ name: String, of resource: Stack.Resource, in stack: Stack) throws(FileIssues) -> JSONValue {
    guard let node = resource.node["Properties"]?[name] else { return .null }
    let key = "\(resource.logicalID).\(name)"
    if let known = stack.properties[key] { return known.json }
    guard stack.open.insert(key).inserted else { return Withheld.cycle.mark }
    defer { stack.open.remove(key) }
    let value = try value(node, in: stack)
    stack.properties[key] = value
    return value.json
  }

  // MARK: Parameters

  private func pseudo(_ name: String, in stack: Stack) -> JSONValue? {
    if let given = stack.source.parameters[name] { return .string(given) }
    let region = stack.source.region ?? ""
    let isChina = region.hasPrefix("cn-")
    switch name {
    case "AWS::Region": return stack.source.region.map(JSONValue.string)
    case "AWS::AccountId": return stack.source.account.map(JSONValue.string)
    case "AWS::StackName": return stack.source.name.map(JSONValue.string)
    case "AWS::Partition": return .string(isChina ? "aws-cn" : region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws")
    case "AWS::URLSuffix": return .string(isChina ? "amazonaws.com.cn" : "amazonaws.com")
    default: return nil
    }
  }

  private func parameter(_ name: String, _ node: TemplateNode, in stack: Stack) throws(FileIssues) -> JSONValue {
    if let known = stack.parameterValues[name] { return known }
    let value = try newParameter(name, node, in: stack)
    stack.parameterValues[name] = value
    return value
  }

  private func newParameter(_ name: String, _ node: TemplateNode, in stack: Stack) throws(FileIssues) -> JSONValue {
    let isHidden = node["NoEcho"]?.json == true || node["NoEcho"]?.text?.lowercased() == "true"
    if isHidden { return Withheld.sensitive.mark }
    if let given = stack.given[name] { return given }
    let type = node["Type"]?.text ?? "String"
    guard let value = stack.source.parameters[name].map(JSONValue.string) ?? node["Default"]?.json else {
      return Withheld.parameter.mark
    }
    var text = value.string ?? JSONWriter().string(value)
    if type.hasPrefix("AWS::SSM::Parameter::Value"), stack.source.physicalIDs == nil {
      guard let read = try parameter(ssm: text, region: stack.source.region).string else {
        return Withheld.dynamic.mark
      }
      text = read
    }
    if type == "Number", let number = Int(text) { return .integer(number) }
    guard type.contains("List") else { return .string(text) }
    return .array(text.split(separator: ",").map { .string($0.trimmed) })
  }

  /// The value of a parameter of SSM, where one of the templates makes it, or AWS was asked.
  func parameter(ssm name: String, region: String?) throws(FileIssues) -> JSONValue {
    for stack in stacks where stack.source.region == region {
      for resource in stack.resources where resource.type == "AWS::SSM::Parameter" {
        guard try property("Name", of: resource, in: stack).string == name else { continue }
        return try property("Value", of: resource, in: stack)
      }
    }
    guard let region else { return Withheld.dynamic.mark }
    let key = "\(region) \(name)"
    wantedParameters.insert(key)
    return facts.ssmParameters[key].map(JSONValue.string) ?? Withheld.dynamic.mark
  }

  // MARK: Other stacks

  func output(_ name: String, of stack: Stack) throws(FileIssues) -> JSONValue {
    if let known = stack.source.outputs[name] { return .string(known) }
    guard let node = stack.root["Outputs"]?[name]?["Value"] else { return Withheld.unknown.mark }
    guard stack.open.insert("Output \(name)").inserted else { return Withheld.cycle.mark }
    defer { stack.open.remove("Output \(name)") }
    return try value(node, in: stack).json
  }

  func imported(_ export: String, by stack: Stack) throws(FileIssues) -> JSONValue {
    for other in stacks where other.source.region == stack.source.region {
      for output in other.root["Outputs"]?.members ?? [] {
        guard let name = output.value["Export"]?["Name"], try value(name, in: other).text == export else { continue }
        return try self.output(output.name, of: other)
      }
    }
    wantsExports = true
    return facts.exports[export].map(JSONValue.string) ?? Withheld.unknown.mark
  }
}
