import Auditing
import Documents
import Schema

/// A template taken apart, and what is known of its stack. Values are worked out where they are asked for, each once.
final class Stack {
  /// A resource of the template.
  struct Resource {
    let logicalID: String
    let type: String
    let node: TemplateNode
    /// The line that begins it.
    let mark: SourceMark
  }

  /// Where a nested stack comes from. The stacks of a document are held by it.
  struct Parent {
    unowned let stack: Stack
    let resource: Resource
  }

  var source: StackSource
  private(set) var root: TemplateNode
  private(set) var resources: [Resource] = []
  private(set) var byID: [String: Int] = [:]
  /// The parameters and conditions that the template has, and the first keys of its mappings.
  let parameters: [String: TemplateNode]
  private(set) var conditionNodes: [String: TemplateNode] = [:]
  let mappings: [String: TemplateNode]
  /// The macros that the template as a whole goes through.
  let transforms: [String]
  /// What macros make resources or conditions of, by the place where it is written, and why it is not known, as a number
  /// of ``Withheld``.
  private(set) var macros: [(name: String, mark: SourceMark, reason: Int)] = []
  /// Patterns that values of parameters are not held to, and why, by the place where they are written.
  private(set) var unheldPatterns: [(parameter: String, mark: SourceMark, reason: String)] = []
  /// Whether macros may still change what is written here.
  private(set) var isUnprocessed = false
  /// Whether macros may still add to the mappings.
  let hasMacroInMappings: Bool
  /// Nested stacks, by logical id.
  var nested: [String: Stack] = [:]
  /// The resource of another stack that makes this one.
  var parent: Parent?
  /// What was worked out already.
  var conditions: [String: JSONValue] = [:]
  var parameterValues: [String: JSONValue] = [:]
  var properties: [String: TemplateNode] = [:]
  /// What is being worked out: what leads back to itself has no value.
  var open: Set<String> = []

  init(_ source: StackSource) throws(FileIssues) {
    self.source = source
    root = try TemplateNode(source.bytes, file: source.file)
    guard let members = root.members else {
      throw Self.issue(root, "This is no template of CloudFormation, but a single value or a list.")
    }
    guard let listed = root["Resources"] else {
      let names = Set(members.map(\.name))
      if !names.isDisjoint(with: ["terraform_version", "planned_values", "lineage"]) {
        throw Self.issue(root, "This is a document of Terraform: give it with --terraform.")
      }
      if names.contains("artifacts") {
        throw Self.issue(root, "This is the manifest of a CDK app: give the folder that it is in.")
      }
      if names.contains("schemaVersion"), names.contains("coverage") {
        throw Self.issue(root, "This is a snapshot of audit: give it with --snapshot.")
      }
      throw Self.issue(root, "This is no template of CloudFormation: it has no Resources.")
    }
    if listed.members == nil { throw Self.issue(listed, "Resources has to hold resources by name.") }
    parameters = root.section("Parameters")
    mappings = root.section("Mappings")
    transforms =
      root["Transform"].map { node in
        node.text.map { [$0] } ?? (node.elements ?? [node]).compactMap { $0.text ?? $0["Name"]?.text }
      } ?? []
    hasMacroInMappings = root["Mappings"]?.holdsMacro == true
    try takeApart()
  }

  /// Writes out the loops whose values are known, as CloudFormation does before it reads anything else.
  func writeOutLoops(by resolver: Resolver) throws(FileIssues) {
    guard transforms.contains(Self.extensions), let members = root.members else { return }
    var loops = LoopExpansion(self, by: resolver)
    var sections = members
    for index in members.indices where ["Conditions", "Resources", "Outputs"].contains(members[index].name) {
      sections[index].value = try loops.expanded(members[index].value)
    }
    root.content = .object(sections)
    try takeApart(loops.reasons)
    // What was worked out for the values of loops may hang on what they make.
    (conditions, parameterValues, properties) = ([:], [:], [:])
  }

  /// Refuses a resource of which an attribute is misspelled, or that has its properties as a list or a text; where macros
  /// still change it, nothing is.
  ///
  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-product-attribute-reference.html>
  private func check(_ resource: TemplateNode, named name: String) throws(FileIssues) {
    if !transforms.allSatisfy({ $0 == Self.extensions }) || resource.holdsMacro { return }
    for member in resource.members ?? [] where !Self.attributes.contains(member.name) && !member.name.isMacro {
      guard let meant = Suggestion.nearest(to: member.name, among: Self.attributes) else { continue }
      throw Self.issue(member.value, "The resource \(name) has \(member.name). Did you mean \"\(meant)\"?")
    }
    guard let properties = resource["Properties"], properties.members == nil, !properties.json.isNull,
      properties.json.firstGap == nil
    else { return }
    throw Self.issue(properties, "The resource \(name) has to have its Properties by name.")
  }

  private static let attributes = [
    "Type", "Properties", "DependsOn", "Condition", "Metadata", "DeletionPolicy", "UpdateReplacePolicy",
    "CreationPolicy", "UpdatePolicy", "Version",
  ]

  /// Finds the resources and conditions.
  ///
  /// - Parameter reasons: Why loops are still there, by their names.
  private func takeApart(_ reasons: [String: Int] = [:]) throws(FileIssues) {
    (resources, macros) = ([], [])
    for section in ["Parameters", "Mappings", "Conditions", "Resources", "Outputs"] {
      for member in root[section]?.members ?? [] where member.name.isMacro {
        macros.append((member.name, member.value.mark, reasons[member.name] ?? Withheld.macro.rawValue))
      }
    }
    for entry in root["Resources"]?.members ?? [] where !entry.name.hasPrefix("Fn::") {
      guard let type = entry.value["Type"]?.text else {
        guard let gap = entry.value["Type"]?.json.firstGap else {
          throw Self.issue(entry.value, "The resource \(entry.name) has no Type.")
        }
        macros.append((entry.name, entry.value.mark, gap))
        continue
      }
      try check(entry.value, named: entry.name)
      resources.append(Resource(logicalID: entry.name, type: type, node: entry.value, mark: entry.value.mark))
    }
    byID = Dictionary(uniqueKeysWithValues: resources.indices.map { (resources[$0].logicalID, $0) })
    conditionNodes = root.section("Conditions")
    // A module is put in the place of its resource, under names of its own.
    for resource in resources where resource.type.isModule {
      macros.append((resource.logicalID, resource.mark, Withheld.macro.rawValue))
    }
    for member in root.members ?? [] where member.name.isMacro {
      macros.append((member.name, member.value.mark, Withheld.macro.rawValue))
    }
    // CloudFormation's own extensions of the language change only what loops make.
    let isChanged = !macros.isEmpty || !Set(transforms).subtracting([Self.extensions]).isEmpty
    isUnprocessed = source.physicalIDs == nil && isChanged
  }

  /// The transform under which functions such as `Fn::Length` and loops are allowed.
  static let extensions = "AWS::LanguageExtensions"

  /// Whether it is a stack that is there, and no template alone.
  var isDeployed: Bool { source.physicalIDs != nil }

  /// Gives a value to a parameter, or to a pseudo parameter such as `AWS::AccountId`, where it has it and is not deployed:
  /// then it has those that it was deployed with.
  ///
  /// - Throws: ``FileIssues`` where the parameter may not have it.
  func give(_ value: String, to name: String) throws(FileIssues) -> Bool {
    if isDeployed { return false }
    switch name {
    case "AWS::AccountId": source.account = value
    case "AWS::Region": source.region = value
    case "AWS::StackName": source.name = value
    default:
      guard let parameter = parameters[name] else { return false }
      try hold(value, to: parameter, "The parameter \(name) is given")
    }
    source.parameters[name] = value
    return true
  }

  /// Refuses defaults that parameters may not have and that nobody gives another value; what the stack above may give is
  /// not looked at.
  func holdDefaults() throws(FileIssues) {
    if isDeployed { return }
    let given = parent?.resource.node["Properties"]
    if let given, given.holdsMacroHere || given["Parameters"]?.call != nil { return }
    for (name, parameter) in parameters.sorted(by: { $0.key < $1.key }) {
      guard source.parameters[name] == nil, given?["Parameters"]?[name] == nil,
        let value = parameter["Default"]?.plainText
      else { continue }
      try hold(value, to: parameter, "The default of the parameter \(name) is")
    }
  }

  /// Refuses a value that a parameter may not have.
  private func hold(_ value: String, to parameter: TemplateNode, _ subject: String) throws(FileIssues) {
    if let doubt = try ParameterConstraints(parameter, subject).hold(value) {
      unheldPatterns.append((parameter: doubt.place, mark: doubt.mark, reason: doubt.reason))
    }
  }

  static func isPseudo(_ name: String) -> Bool { name.hasPrefix("AWS::") }

  static func issue(_ node: TemplateNode, _ message: String) -> FileIssues {
    FileIssues(issues: [FileIssue(node.mark, message)])
  }

  func resource(_ id: String) -> Resource? { byID[id].map { resources[$0] } }

  /// A macro of somebody's own that is given all resources, and where it is named; `nil` where there is none. Those of AWS
  /// change nothing but what is written for them.
  var macroOverAll: (name: String, mark: SourceMark)? {
    if isDeployed { return nil }
    var named = [root["Transform"], root["Fn::Transform"], root["Resources"]?["Fn::Transform"]].compactMap { $0 }
    named = named.flatMap { $0.elements ?? [$0] }
    return named.lazy.compactMap { node in (node.text ?? node["Name"]?.text).map { ($0, node.mark) } }
      .first { !$0.0.hasPrefix("AWS::") }
  }

  /// Whether it is deployed and has a resource.
  func lists(_ resource: Resource) -> Bool { source.physicalIDs?[resource.logicalID] != nil }

  /// What was given, which it is in.
  var document: String { parent?.stack.document ?? source.folder ?? source.file }

  /// What a resource is called in findings: its logical id, and its path in a CDK app.
  func address(_ resource: Resource) -> String {
    let path = resource.node["Metadata"]?["aws:cdk:path"]?.text ?? source.constructs[resource.logicalID]
    return path.map { "\(resource.logicalID) (\($0))" } ?? resource.logicalID
  }
}

extension TemplateNode {
  /// The members of a section, by name.
  fileprivate func section(_ name: String) -> [String: TemplateNode] {
    Dictionary((self[name]?.members ?? []).map { ($0.name, $0.value) }) { first, _ in first }
  }
}

extension String {
  /// Whether a member of that name is replaced by what a macro or a loop makes.
  var isMacro: Bool { self == "Fn::Transform" || isLoop }

  /// Whether a member of that name is replaced by what a loop makes.
  var isLoop: Bool { hasPrefix("Fn::ForEach") }

  /// Whether a resource of that type is replaced by those of a module.
  var isModule: Bool { hasSuffix("::MODULE") }
}

/// Why a value is not known.
enum Withheld: Int {
  case unknown, sensitive, parameter, account, region, stackName, cycle, dynamic, large, missing, denied, changed, macro
  case unquoted, unfit

  /// What is added to the number of what a condition hangs on, in the place of what hangs on the condition.
  private static let conditional = 64

  /// A mark in the place of what hangs on a condition.
  ///
  /// - Parameter number: Why it is not known whether the condition holds.
  static func condition(by number: Int?) -> JSONValue { .unread((number ?? unknown.rawValue) | conditional) }

  /// Whether nothing may stand in the place of a mark of that number.
  static func mayBeNothing(_ number: Int) -> Bool {
    number >= conditional || [cycle, macro].map(\.rawValue).contains(number)
  }

  /// Why, beginning with a verb.
  static func reason(_ number: Int) -> String {
    if number >= conditional { return "hangs on a condition that \(reason(number - conditional))" }
    return switch Withheld(rawValue: number) ?? .unknown {
    case .unknown: "is known only when deployed"
    case .sensitive: "is sensitive"
    case .parameter: "hangs on a parameter that has no value: give it with --parameter"
    case .account: "hangs on the account: give it with --parameter AWS::AccountId=NUMBER"
    case .region: "hangs on the region: give it with --region"
    case .stackName: "hangs on the name of the stack: give it with --parameter AWS::StackName=NAME"
    case .cycle: "refers to itself"
    case .dynamic: "is read from elsewhere when the stack is deployed"
    case .large: "is larger than any template may be"
    case .missing: "is a parameter of SSM that is not there"
    case .denied: "is a parameter of SSM that may not be read: ssm:GetParameters was denied"
    case .changed: "is a parameter of SSM that has changed since the stack was deployed"
    case .macro: "is made by a macro, a loop or a module, which CloudFormation runs when it is deployed"
    case .unfit: "is of another type than CloudFormation takes there"
    case .unquoted: "is a number without quotes that can be read in more than one way"
    }
  }

  /// A mark in the place of a value.
  var mark: JSONValue { .unread(rawValue) }
}
