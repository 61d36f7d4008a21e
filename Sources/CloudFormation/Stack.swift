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
      try refuse(value, of: parameter, name)
      try refuse(numbersOrTextIn: value, of: parameter, name)
    }
    source.parameters[name] = value
    return true
  }

  /// Refuses a text, or a list of which an element is, that is not among those that a parameter may be.
  private func refuse(_ value: String, of parameter: TemplateNode, _ name: String) throws(FileIssues) {
    let isList = parameter["Type"]?.text == "CommaDelimitedList"
    guard isList || parameter["Type"]?.text == "String", let written = parameter["AllowedValues"] else { return }
    let allowed = (written.elements ?? []).compactMap(\.plainText)
    let given = isList ? value.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed) : [value]
    guard allowed.count == written.elements?.count, !Set(given).isSubset(of: allowed) else { return }
    // The value may be a secret.
    throw Self.issue(
      written,
      "The parameter \(name) is given another value than it may have: \(allowed.joined(separator: ", ")).")
  }

  /// Refuses a number that is none, or is out of bounds, and a text that is too short or too long.
  ///
  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>
  private func refuse(
    numbersOrTextIn value: String, of parameter: TemplateNode, _ name: String
  ) throws(FileIssues) {
    func bound(_ member: String) -> Double? { parameter[member]?.plainText.flatMap(Double.init) }
    let numbers: [String] =
      switch parameter["Type"]?.text {
      case "Number": [value[...].trimmed]
      case "List<Number>": value.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
      default: []
      }
    for text in numbers {
      guard let number = Double(text), number.isFinite else {
        throw Self.issue(parameter, "The parameter \(name) is a number, and is given something else.")
      }
      if let least = bound("MinValue"), number < least { throw Self.outOfBounds(parameter, name, "MinValue") }
      if let most = bound("MaxValue"), number > most { throw Self.outOfBounds(parameter, name, "MaxValue") }
    }
    guard parameter["Type"]?.text == "String" else { return }
    let length = Double(value.unicodeScalars.count)
    if let least = bound("MinLength"), length < least { throw Self.outOfBounds(parameter, name, "MinLength") }
    if let most = bound("MaxLength"), length > most { throw Self.outOfBounds(parameter, name, "MaxLength") }
  }

  private static func outOfBounds(_ parameter: TemplateNode, _ name: String, _ bound: String) -> FileIssues {
    let most = parameter[bound]?.plainText ?? ""
    return issue(parameter[bound] ?? parameter, "The parameter \(name) is given a value beyond its \(bound), \(most).")
  }

  static func isPseudo(_ name: String) -> Bool { name.hasPrefix("AWS::") }

  static func issue(_ node: TemplateNode, _ message: String) -> FileIssues {
    FileIssues(issues: [FileIssue(node.mark, message)])
  }

  func resource(_ id: String) -> Resource? { byID[id].map { resources[$0] } }

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
  case unknown, sensitive, parameter, condition, cycle, dynamic, large, missing, denied, changed, macro, unquoted, unfit

  /// The numbers of those in whose place nothing may stand.
  static let mayBeNothing = [condition, cycle, macro].map(\.rawValue)

  /// Why, beginning with a verb.
  static func reason(_ number: Int) -> String {
    switch Withheld(rawValue: number) ?? .unknown {
    case .unknown: "is known only when deployed"
    case .sensitive: "is sensitive"
    case .parameter: "hangs on a parameter that has no value: give it with --parameter"
    case .condition: "hangs on a condition that is known only when deployed"
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
