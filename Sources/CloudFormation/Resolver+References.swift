import AWSCore
import Auditing
import Documents
import Schema

extension Resolver {
  /// What `Ref` gives: a parameter's value, a pseudo parameter's, or what CloudFormation calls a resource.
  func reference(_ name: String, at node: TemplateNode, in stack: Stack) throws(FileIssues) -> JSONValue {
    if Stack.isPseudo(name) {
      guard Self.pseudos.contains(name) else {
        let guess = Suggestion.phrase(for: name, among: Self.pseudos.sorted())
        return try refuse(node, "CloudFormation has no parameter \(name) of its own.\(guess)", in: stack)
      }
      return pseudo(name, in: stack)
    }
    if let parameter = stack.parameters[name] { return try self.parameter(name, parameter, in: stack) }
    guard let resource = stack.resource(name) else {
      return try refuse(node, "The template has neither a parameter nor a resource \"\(name)\".", in: stack)
    }
    if let gap = try absence(of: resource, at: node, in: stack) { return gap }
    guard let type = ResourceType(rawValue: resource.type), let names = type.schema.cloudFormation else {
      if let physical = stack.source.physicalIDs?[name] { return .string(physical) }
      // Its name is made up where the template says none.
      let value = resource.type == "AWS::SSM::Parameter" ? try property("Name", of: resource, in: stack) : .null
      return value.isNull ? Withheld.unknown.mark : value
    }
    return try text(names.reference, of: resource, type, in: stack)
  }

  /// What `Fn::GetAtt` gives.
  func attribute(
    _ attribute: String, of id: String, at node: TemplateNode, in stack: Stack
  ) throws(FileIssues) -> JSONValue {
    guard let resource = stack.resource(id) else {
      return try refuse(node, "The template has no resource \"\(id)\".", in: stack)
    }
    if let gap = try absence(of: resource, at: node, in: stack) { return gap }
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
      return try parameter(ssm: name, region: region, for: stack)
    }
    // Its way to anything else there: references to what a stack of the other region has written beside itself.
    if resource.type == "Custom::CrossRegionExportReader" {
      let imports = try property("ReaderProps", of: resource, in: stack)["imports"]
      return imports[attribute].isNull ? Withheld.unknown.mark : imports[attribute]
    }
    guard let type = ResourceType(rawValue: resource.type), let names = type.schema.cloudFormation else {
      return Withheld.unknown.mark
    }
    guard let value = names.attributes[attribute] else {
      // What is deployed has it.
      if stack.isDeployed { return Withheld.unknown.mark }
      let guess = Suggestion.phrase(for: attribute, among: names.attributes.keys.sorted())
      return try refuse(node, "\(type.rawValue) has no attribute \"\(attribute)\".\(guess)", in: stack)
    }
    switch value {
    case .unread: return Withheld.unknown.mark
    case .text(let pattern): return try text(pattern, of: resource, type, in: stack)
    case .member(let member):
      guard let id = try self.id(of: resource, type, in: stack) else { return Withheld.unknown.mark }
      let key = ResourceMember(resource: ResourceKey(type, id), name: member)
      questions.members.insert(key)
      return facts.members[key] ?? Withheld.unknown.mark
    }
  }

  /// Refuses what refers to a resource that its condition leaves out; `nil` where it is there, or may be.
  private func absence(
    of resource: Stack.Resource, at node: TemplateNode, in stack: Stack
  ) throws(FileIssues) -> JSONValue? {
    guard let condition = resource.node["Condition"], !stack.lists(resource), try isMet(condition, in: stack) == false
    else { return nil }
    if stack.isDeployed { return Withheld.unknown.mark }
    return try refuse(
      node, "This refers to \(resource.logicalID), which its condition leaves out, and CloudFormation refuses that.",
      in: stack)
  }

  private func text(
    _ pattern: String, of resource: Stack.Resource, _ type: ResourceType, in stack: Stack
  ) throws(FileIssues) -> JSONValue {
    guard let id = try id(of: resource, type, in: stack) else { return Withheld.unknown.mark }
    let form =
      pattern.contains("{arn}")
      ? type.schema.identity.arn("{id}", region: "{region}", account: "{account}").replacing(
        "arn:aws:", with: "arn:{partition}:") : ""
    var text = pattern.replacing("{arn}", with: form)
    // A role's path is part of its ARN.
    if type == .role, text.contains("role/{id}") {
      let path = try property("Path", of: resource, in: stack)
      if let gap = path.firstGap { return .unread(gap) }
      text = text.replacing("role/{id}", with: "role\(path.string ?? "/"){id}")
    }
    for (place, name) in [
      ("{region}", "AWS::Region"), ("{account}", "AWS::AccountId"), ("{partition}", "AWS::Partition"),
      ("{suffix}", "AWS::URLSuffix"),
    ] where text.contains(place) {
      let value = pseudo(name, in: stack)
      guard let known = value.string else { return value }
      text = text.replacing(place, with: known)
    }
    let version = id.split(separator: ":").last.map(String.init) ?? id
    return .string(text.replacing("{id}", with: id).replacing("{version}", with: version))
  }

  /// The id of a resource: what the stack knows it by, or the name that the template gives it; `nil` where only
  /// deploying makes one.
  func id(of resource: Stack.Resource, _ type: ResourceType, in stack: Stack) throws(FileIssues) -> String? {
    if let physical = stack.source.physicalIDs?[resource.logicalID] { return type.schema.id(physical: physical) }
    guard let name = type.schema.cloudFormation?.name else {
      guard let selector = try selector(of: resource, type, in: stack) else { return nil }
      questions.resources.insert(selector)
      return facts.ids[selector]
    }
    let value = try property(name, of: resource, in: stack)
    return value.bool != nil || value.integer != nil ? Self.text(value) : value.string
  }

  /// What a resource is known by for which AWS makes an id: its first alias, or its name or comment.
  private func selector(
    of resource: Stack.Resource, _ type: ResourceType, in stack: Stack
  ) throws(FileIssues) -> Declaration.Selector? {
    let (settings, path) = (type.schema.cloudFormation?.settings, type.schema.identity.name)
    guard !stack.isDeployed, type.schema.isListed, let root = settings ?? path.first else { return nil }
    let value = try property(root, of: resource, in: stack)
    if case .unread = value { return nil }
    if let alias = value["Aliases"][0].string { return .init(type, alias: alias) }
    let name = (settings == nil ? path.dropFirst() : path[...]).reduce(value) { $0[$1] }
    return name.string.flatMap { $0.isEmpty || $0 == "*" ? nil : .init(type, name: $0) }
  }

  /// A property of a resource as data; null where it is not there.
  func property(_ name: String, of resource: Stack.Resource, in stack: Stack) throws(FileIssues) -> JSONValue {
    guard let properties = resource.node["Properties"] else { return .null }
    if properties.holdsMacroHere { return Withheld.macro.mark }
    guard let node = properties[name] else { return .null }
    let key = "\(resource.logicalID).\(name)"
    if let known = stack.properties[key] { return known.json }
    guard stack.open.insert(key).inserted else { return Withheld.cycle.mark }
    defer { stack.open.remove(key) }
    let value = try value(node, in: stack)
    stack.properties[key] = value
    return value.json
  }

  // MARK: Parameters

  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html>
  private static let pseudos: Set<String> = [
    "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region", "AWS::StackId",
    "AWS::StackName", "AWS::URLSuffix",
  ]

  private func pseudo(_ name: String, in stack: Stack) -> JSONValue {
    if let given = stack.source.parameters[name] { return .string(given) }
    func known(_ value: String?, else reason: Withheld) -> JSONValue { value.map(JSONValue.string) ?? reason.mark }
    let partition = stack.source.region.map(Partition.partition(of:))
    return switch name {
    case "AWS::Region": known(stack.source.region, else: .region)
    case "AWS::AccountId": known(stack.source.account, else: .account)
    case "AWS::StackName": known(stack.source.name, else: .stackName)
    case "AWS::Partition": known(partition?.id, else: .region)
    case "AWS::URLSuffix": known(partition?.dnsSuffix, else: .region)
    default: Withheld.unknown.mark
    }
  }

  private func parameter(_ name: String, _ node: TemplateNode, in stack: Stack) throws(FileIssues) -> JSONValue {
    if let known = stack.parameterValues[name] { return known }
    let value = try newParameter(name, node, in: stack)
    stack.parameterValues[name] = value
    return value
  }

  private func newParameter(_ name: String, _ node: TemplateNode, in stack: Stack) throws(FileIssues) -> JSONValue {
    // What it is, if it is not certainly false, is shown to nobody.
    if let hidden = node["NoEcho"], hidden.json != false, hidden.text?.lowercased() != "false" {
      return Withheld.sensitive.mark
    }
    let type = node["Type"]?.text ?? "String"
    let own = stack.source.parameters[name].map(JSONValue.string)
    let above = try given(name, in: stack)
    // What it was given of a secret is one, though AWS shows it.
    if above?.firstGap == Withheld.sensitive.rawValue { return Withheld.sensitive.mark }
    // A stack that is there says the values that it has, also where those that it was given are not known.
    let deployed = stack.isDeployed ? own : nil
    guard let value = deployed ?? above ?? own ?? node["Default"]?.json else { return Withheld.parameter.mark }
    if let gap = value.firstGap { return .unread(gap) }
    var text = value.array.map { $0.map(Self.text).joined(separator: ",") } ?? Self.text(value)
    if type.hasPrefix("AWS::SSM::Parameter::Value"), stack.source.physicalIDs == nil {
      let read = try parameter(ssm: text, region: stack.source.region, for: stack)
      guard let value = read.string else { return read.firstGap == nil ? Withheld.dynamic.mark : read }
      text = value
    }
    // `007` is a number, and stays the text that it is.
    if type == "Number", let number = Int(text), String(number) == text { return .integer(number) }
    guard type.contains("List") else { return .string(text) }
    return .array(text.split(separator: ",", omittingEmptySubsequences: false).map { .string($0.trimmed) })
  }

  /// What the stack above a nested one gives to a parameter; `nil` where it gives nothing.
  private func given(_ name: String, in stack: Stack) throws(FileIssues) -> JSONValue? {
    guard let parent = stack.parent, let properties = parent.resource.node["Properties"] else { return nil }
    if properties.holdsMacroHere || properties["Parameters"]?.holdsMacroHere == true { return Withheld.macro.mark }
    // All of them may hang on a condition.
    if properties["Parameters"]?.call != nil {
      let given = try property("Parameters", of: parent.resource, in: parent.stack)
      return given.firstGap.map(JSONValue.unread) ?? given.object?[name]
    }
    guard let node = properties["Parameters"]?[name] else { return nil }
    guard stack.open.insert("Parameter \(name)").inserted else { return Withheld.cycle.mark }
    defer { stack.open.remove("Parameter \(name)") }
    let value = try value(node, in: parent.stack)
    if case .nothing = value.content { return nil }
    return value.json
  }

  /// The value of a parameter of SSM, where one of the templates makes it, or AWS was asked.
  ///
  /// - Parameter stack: Who asks: what a stack got when it was deployed may have changed since.
  func parameter(ssm reference: String, region: String?, for stack: Stack) throws(FileIssues) -> JSONValue {
    guard let region, !isFinding else { return Withheld.dynamic.mark }
    let version = reference.lastIndex(of: ":").flatMap { Int(reference[reference.index(after: $0)...]) }
    let key = ParameterName(region: region, name: reference)
    // A version that is asked for is not the one that a template makes.
    if version == nil, let made = ssmParameters[.init(account: stack.source.account, parameter: key)] {
      return try value(of: made)
    }
    questions.parameters.insert(key)
    switch facts.parameters[key] {
    case .value(let value, let since):
      if version == nil, let since, let deployed = stack.source.deployed, since > deployed {
        return Withheld.changed.mark
      }
      return .string(value)
    case .secret: return Withheld.sensitive.mark
    case .missing: return Withheld.missing.mark
    case .denied: return Withheld.denied.mark
    case nil: return Withheld.dynamic.mark
    }
  }

  /// A parameter of SSM, which each account has its own of.
  struct ParameterOfAccount: Hashable {
    let account: String?
    let parameter: ParameterName
  }

  /// A region of an account.
  struct AccountRegion: Hashable {
    let account: String?
    let region: String
  }

  /// A parameter of SSM that a template makes.
  struct MadeParameter {
    let stack: Stack
    let resource: Stack.Resource
    /// Its name among those that one resource of the CDK writes for a stack of another region.
    var export: String?
  }

  private func value(of made: MadeParameter) throws(FileIssues) -> JSONValue {
    guard let export = made.export else { return try property("Value", of: made.resource, in: made.stack) }
    return try property("WriterProps", of: made.resource, in: made.stack)["exports"][export]
  }

  /// The parameters of SSM that templates make.
  func madeParameters() -> [ParameterOfAccount: MadeParameter] {
    isFinding = true
    defer { isFinding = false }
    var made: [ParameterOfAccount: MadeParameter] = [:]
    for stack in stacks {
      func key(_ region: String, _ name: String) -> ParameterOfAccount {
        .init(account: stack.source.account, parameter: .init(region: region, name: name))
      }
      for resource in stack.resources where (try? presence(of: resource, in: stack)) == true {
        switch resource.type {
        case "AWS::SSM::Parameter":
          guard let region = stack.source.region, let name = try? property("Name", of: resource, in: stack).string
          else {
            continue
          }
          made[key(region, name)] = .init(stack: stack, resource: resource)
        case "Custom::CrossRegionExportWriter":
          let written = resource.node["Properties"]?["WriterProps"]
          guard let region = written?["region"], let region = try? value(region, in: stack).text else { continue }
          for export in written?["exports"]?.members ?? [] {
            made[key(region, export.name)] = .init(stack: stack, resource: resource, export: export.name)
          }
        default: break
        }
      }
    }
    return made
  }

  // MARK: Other stacks

  func output(_ name: String, of stack: Stack) throws(FileIssues) -> JSONValue {
    let known = stack.source.outputs[name].map(JSONValue.string)
    guard let node = stack.root["Outputs"]?[name]?["Value"] else { return known ?? Withheld.unknown.mark }
    guard stack.open.insert("Output \(name)").inserted else { return known ?? Withheld.cycle.mark }
    defer { stack.open.remove("Output \(name)") }
    // What a stack puts out of a secret is one, though AWS shows it.
    let value = try value(node, in: stack).json
    return value.firstGap == Withheld.sensitive.rawValue ? value : known ?? value
  }

  func imported(_ export: String, by stack: Stack) throws(FileIssues) -> JSONValue {
    guard let region = stack.source.region, !isFinding else { return Withheld.unknown.mark }
    if let made = exports[.init(account: stack.source.account, region: region)]?[export] {
      return try output(made.output, of: made.stack)
    }
    questions.exports.insert(region)
    return facts.exports[region]?[export].map(JSONValue.string) ?? Withheld.unknown.mark
  }

  /// What the outputs of templates export that are certainly made, by where and name.
  func madeExports() -> [AccountRegion: [String: (stack: Stack, output: String)]] {
    isFinding = true
    defer { isFinding = false }
    var made: [AccountRegion: [String: (stack: Stack, output: String)]] = [:]
    for stack in stacks where (try? presence(of: stack)) == true {
      guard let region = stack.source.region else { continue }
      for output in stack.root["Outputs"]?.members ?? [] {
        guard let node = output.value["Export"]?["Name"], let name = try? value(node, in: stack).text else { continue }
        if let condition = output.value["Condition"], (try? isMet(condition, in: stack)) != true { continue }
        made[.init(account: stack.source.account, region: region), default: [:]][name] = (stack, output.name)
      }
    }
    return made
  }
}
