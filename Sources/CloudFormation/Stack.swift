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

  var source: StackSource
  let root: TemplateNode
  let resources: [Resource]
  let byID: [String: Int]
  /// Nested stacks, by logical id.
  var nested: [String: Stack] = [:]
  /// The values that a stack above this one gives to parameters.
  var given: [String: JSONValue] = [:]
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
    guard let entries = listed.members else { throw Self.issue(listed, "Resources has to hold resources by name.") }
    var resources: [Resource] = []
    for entry in entries where !entry.name.hasPrefix("Fn::") {
      guard let type = entry.value["Type"]?.text else {
        throw Self.issue(entry.value, "The resource \(entry.name) has no Type.")
      }
      resources.append(Resource(logicalID: entry.name, type: type, node: entry.value, mark: entry.value.mark))
    }
    self.resources = resources
    byID = Dictionary(uniqueKeysWithValues: resources.indices.map { (resources[$0].logicalID, $0) })
  }

  /// The names of its parameters.
  var parameterNames: [String] { (root["Parameters"]?.members ?? []).map(\.name) }

  /// Gives a value to a parameter, or to a pseudo parameter such as `AWS::AccountId`, where it has it.
  func give(_ value: String, to name: String) -> Bool {
    switch name {
    case "AWS::AccountId": source.account = value
    case "AWS::Region": source.region = value
    case "AWS::StackName": source.name = value
    default: if !parameterNames.contains(name) { return false }
    }
    source.parameters[name] = value
    return true
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

/// Why a value is not known.
enum Withheld: Int {
  case unknown, sensitive, parameter, condition, cycle, dynamic, large

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
    }
  }

  /// A mark in the place of a value.
  var mark: JSONValue { .unread(rawValue) }
}
