import Auditing
import Documents
import Estate
import Schema

/// Makes the members of a resource, as the API names them, of its properties. The schema says which those are.
struct Mapper {
  let type: ResourceType
  let names: ResourceSchema.CloudFormationNames
  /// Where members are written.
  private(set) var marks: [DocumentPath: SourceMark] = [:]
  /// Properties that are not compared, each with why and where it is written.
  private(set) var notes: [(property: String, reason: String, mark: SourceMark)] = []

  init?(_ type: ResourceType) {
    guard let names = type.schema.cloudFormation else { return nil }
    self.type = type
    self.names = names
  }

  /// The members that properties say.
  mutating func members(of properties: TemplateNode, isPublished: Bool) -> JSONObject {
    var members = JSONValue.object([:])
    let root = type.schema.root
    for property in properties.members ?? [] {
      if property.name == names.settings {
        // The settings are the resource's own members here, or those of a member of that name.
        let settings = map(property.value, as: root, at: DocumentPath(), named: property.name)
        if case .unread(let number) = settings {
          notes.append((property.name, Withheld.reason(number), property.value.mark))
        } else {
          members = members.merging(settings)
        }
      } else if names.unread.contains(property.name) {
        notes.append((property.name, "is not compared", property.value.mark))
      } else if !names.ignored.contains(property.name), property.name != names.name {
        let one = TemplateNode(content: .object([property]), mark: property.value.mark)
        if type.schema.stages != nil {
          for stage in isPublished ? FunctionStages.names : ["DEVELOPMENT"] {
            let path = DocumentPath([.member(stage)])
            let value = map(one, as: root.member(stage), at: path, named: "")
            members = members.merging([stage: value])
          }
        } else {
          members = members.merging(map(one, as: root, at: DocumentPath(), named: ""))
        }
      }
    }
    return members.object ?? [:]
  }

  private mutating func map(
    _ node: TemplateNode, as schema: SchemaNode, at path: DocumentPath, named property: String
  ) -> JSONValue {
    marks[path] = node.mark
    if schema.isSecret { return redacted(node) }
    if schema.isPolicy { return policy(node, property) }
    if case .scalar(.unread(let number)) = node.content { return .unread(number) }
    switch schema.shape {
    case .structure: return structure(node, schema, at: path, named: property)
    case .list(_, let element): return list(node, schema, element, at: path, named: property)
    case .boolean:
      let value = boolean(node.json)
      return schema.fitted(value) ?? unfit(value)
    // CloudFormation converts texts, as parameters and functions give them.
    case .scalar, .number: return schema.fitted(node.json) ?? unfit(node.json)
    case .open, .policy: return node.json
    }
  }

  /// What is known of a value of another type than the member has, which CloudFormation does not take: nothing.
  private func unfit(_ value: JSONValue) -> JSONValue {
    value.isEmpty(in: .answers) || value.firstGap != nil ? value : Withheld.unfit.mark
  }

  private mutating func structure(
    _ node: TemplateNode, _ schema: SchemaNode, at path: DocumentPath, named property: String
  ) -> JSONValue {
    let place = schema.path.joined(separator: ".")
    let implied = JSONValue.object(names.implied[place] ?? [:])
    if node.elements != nil, schema.names.contains("Items") {
      // `AllowedMethods: [GET, HEAD]` is a list in a structure of the API.
      let items = map(node, as: schema.member("Items"), at: path.appending(.member("Items")), named: property)
      return items.array?.isEmpty == true ? .object([:]) : implied.merging(["Items": items])
    }
    guard let members = node.members else { return unfit(node.json) }
    var result = members.isEmpty ? .object([:]) : implied
    for member in members {
      let key =
        schema.path.isEmpty || type.schema.stages != nil && schema.path.count == 1
        ? member.name : "\(place).\(member.name)"
      let steps: [String]
      if let renamed = names.renamed[key] {
        steps = renamed.split(separator: ".").map(String.init)
      } else if let name = name(of: member.name, among: schema.names) {
        steps = [name]
      } else {
        notes.append(
          ([property, member.name].filter { !$0.isEmpty }.joined(separator: "."), "is not compared", member.value.mark))
        continue
      }
      let target = steps.reduce(schema) { $0.member($1) }
      let inner = steps.reduce(path) { $0.appending(.member($1)) }
      let name = [property, member.name].filter { !$0.isEmpty }.joined(separator: ".")
      let value = map(member.value, as: target, at: inner, named: name)
      result = result.merging(steps.reversed().reduce(value) { [$1: $0] })
    }
    return result
  }

  /// The API's name of a property: the same, or the one that differs in nothing but the case of its letters. All properties
  /// begin with a capital.
  private func name(of property: String, among names: [String]) -> String? {
    guard property.first?.isUppercase == true else { return nil }
    if names.contains(property) { return property }
    let similar = names.filter { $0.lowercased() == property.lowercased() }
    return similar.count == 1 ? similar.first : nil
  }

  private mutating func list(
    _ node: TemplateNode, _ schema: SchemaNode, _ element: SchemaNode, at path: DocumentPath, named property: String
  ) -> JSONValue {
    var elements = node.elements
    if elements == nil, let members = node.members, members.allSatisfy({ ["Items", "Quantity"].contains($0.name) }) {
      guard let items = node["Items"] else { return [] }
      if case .scalar(.unread(let number)) = items.content { return .unread(number) }
      elements = items.elements
    }
    guard let elements else { return unfit(node.json) }
    let isOfTexts = names.texts.contains(schema.path.joined(separator: "."))
    return .array(
      elements.enumerated().map { index, value in
        let inner = path.appending(.index(index))
        if case .scalar(.unread(let number)) = value.content { return .unread(number) }
        if isOfTexts, let key = schema.list.key {
          marks[inner] = value.mark
          return value.text == nil ? unfit(value.json) : [key: value.json]
        }
        return map(value, as: element, at: inner, named: "\(property)[\(index)]")
      })
  }

  private func redacted(_ node: TemplateNode) -> JSONValue {
    guard let members = node.members else { return .string(Redacted.mark) }
    return .object(JSONObject(members.map { ($0.name, .string(Redacted.mark)) }))
  }

  /// A policy of which something is not known says something else, so it is not known as a whole.
  private mutating func policy(_ node: TemplateNode, _ property: String) -> JSONValue {
    let value = node.json
    if let gap = value.firstGap { return .unread(gap) }
    guard let text = value.string else { return value }
    if let document = PolicyText.read(text) { return document }
    notes.append((property, PolicyText.complaint, node.mark))
    return .unread(Withheld.unknown.rawValue)
  }

  /// YAML 1.1, which CloudFormation reads, has more words for the two.
  private func boolean(_ value: JSONValue) -> JSONValue {
    switch value.string?.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: value
    }
  }
}

extension JSONValue {
  /// This object with the members of another one, which count more; objects within become one.
  fileprivate func merging(_ other: JSONValue) -> JSONValue {
    guard case .object(var object) = self, let others = other.object else { return other }
    for member in others { object[member.name] = object[member.name]?.merging(member.value) ?? member.value }
    return .object(object)
  }
}
