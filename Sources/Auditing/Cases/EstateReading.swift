import Documents
import Estate
import Schema

/// An estate in short form: resources by kind and id, where the ids say what ARNs, accounts and regions would.
struct EstateReading {
  private static let account = "111122223333"

  private(set) var estate = Estate(
    account: account, regions: ["us-east-1"], coverage: RequiredAttributes.everything.groups)

  /// Adds resources of a kind: a mapping of ids to members, or to nothing for one that is known not to exist. The id of
  /// a regional resource may end in `@` and its region; else it is us-east-1.
  mutating func add(_ type: YAMLReader.Name, _ resources: YAMLReader) {
    guard let kind = ResourceType(rawValue: type.text) else {
      let known = ResourceType.allCases.map(\.rawValue)
      type.reader.note(
        "\"\(type.text)\" is no kind of resource.\(Suggestion.phrase(for: type.text, among: known))")
      return
    }
    for (name, members) in resources.anyMembers ?? [] {
      let value = members.json
      let reference = Self.reference(kind, name.text, value)
      if value.isNull {
        estate.addAbsence(reference.key)
      } else if let object = value.object {
        estate.add(
          Resource(
            reference: reference,
            properties: kind.schema.identity.members(id: reference.id, arn: reference.arn).merging(object)))
      } else {
        members.note("A mapping of members was expected here, or nothing for a resource that does not exist.")
      }
    }
  }

  /// Adds a gap: `{operation, type, id}`; without an id the whole list was not read.
  mutating func addGap(_ reader: YAMLReader) {
    let members = reader.members(known: ["operation", "type", "id"])
    let operation = members["operation"]?.text ?? ""
    let type = members["type"]?.text
    let groups: [AttributeGroup] = ResourceType.allCases.flatMap(\.schema.groups)
      .filter { $0.name == operation && type ?? $0.type.rawValue == $0.type.rawValue }
    if groups.isEmpty {
      let known = ResourceType.allCases.flatMap(\.schema.groups).map(\.name)
      reader.note("No operation \"\(operation)\" is called.\(Suggestion.phrase(for: operation, among: known))")
    }
    for group in groups {
      let reference = Self.reference(group.type, members["id"]?.text ?? "*", .null)
      estate.addGap(
        Gap(
          operation: operation, resource: reference, group: operation, code: "AccessDenied",
          message: "It was not read in this case.", advice: "", hides: group.hiddenTypes))
    }
  }

  private static func reference(_ type: ResourceType, _ name: String, _ value: JSONValue) -> ResourceReference {
    let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
    let region = type.schema.isRegional ? (parts.count == 2 ? parts[1] : "us-east-1") : "global"
    let id = type.schema.isRegional ? parts.first ?? name : name
    let arn = value["ARN"].string ?? type.schema.identity.arn(id, region: region, account: account)
    return ResourceReference(type: type, id: id, arn: arn, account: account, region: region)
  }
}
