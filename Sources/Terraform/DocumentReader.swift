import Auditing
import Documents

/// Takes a document apart into resources, and says where it is not what was expected.
struct DocumentReader {
  let file: String
  let value: JSONValue
  let path: String

  /// What kind of document it is.
  var form: TerraformDocument.Form {
    get throws(TerraformDocumentError) {
      guard let document = value.object else {
        throw TerraformDocumentError(file: file, "is neither a state nor a plan, but a single value or a list.")
      }
      if let format = document["format_version"] {
        guard let major = format.string?.split(separator: ".").first, major == "0" || major == "1" else {
          throw TerraformDocumentError(file: file, "has a format_version that is not known here: \(text(format)).")
        }
        if document["planned_values"] != nil || document["resource_changes"] != nil { return .plan }
        // Without resources, that is all there is.
        let isEmpty = Set(document.names).isSubset(of: ["format_version", "terraform_version", "checks"])
        if document["values"] != nil || isEmpty { return .state }
      }
      if document["version"]?.integer == 4, document["resources"] != nil { return .rawState }
      throw TerraformDocumentError(other: document, file: file)
    }
  }

  // MARK: terraform show -json

  /// The resources of a member that holds modules, each with marks in the place of what is sensitive or not known yet.
  func instances(
    in name: String, _ changes: [Change] = [], by providers: ProviderConfigurations
  ) throws(TerraformDocumentError) -> [ResourceInstance] {
    let unknown = Dictionary(changes.map { ($0.address, $0.unknown) }) { first, _ in first }
    var instances: [ResourceInstance] = []
    var modules = [member(name).member("root_module")]
    while let module = modules.popLast() {
      for resource in try module.elements("resources") {
        if let instance = try resource.instance(unknown, by: providers) { instances.append(instance) }
      }
      modules += try module.elements("child_modules").reversed()
    }
    return instances
  }

  /// The resources as the state held them before Terraform looked at them for the plan, of those that it found changed or
  /// gone: the state within a plan is the one that it made of what it saw.
  func instancesBeforeDrift(by providers: ProviderConfigurations) throws(TerraformDocumentError) -> [ResourceInstance] {
    var instances: [ResourceInstance] = []
    for element in try elements("resource_drift") where element.value["deposed"].isNull {
      let change = element.value["change"]
      guard var resource = element.value.object, change["before"].object != nil else { continue }
      resource["values"] = change["before"]
      resource["sensitive_values"] = change["before_sensitive"]
      let before = DocumentReader(file: file, value: .object(resource), path: element.path)
      if let instance = try before.instance([:], by: providers) { instances.append(instance) }
    }
    return instances
  }

  private func instance(
    _ unknown: [String: JSONValue], by providers: ProviderConfigurations
  ) throws(TerraformDocumentError) -> ResourceInstance? {
    let (address, type) = (try string("address"), try string("type"))
    guard value["mode"] != "data" || type == ResourceInstance.callerIdentity else { return nil }
    var concealed: Set<String> = []
    let masks = (value["sensitive_values"].object ?? [:]).map { mask in
      let spared = mask.value.sparingBlocks(of: value["values"][mask.name])
      if spared.hasSpared { concealed.insert(mask.name) }
      return (mask.name, spared.mask)
    }
    let mask = value["sensitive_values"] == true ? true : JSONValue.object(JSONObject(masks))
    let values = value["values"].withholding(mask, as: .sensitive)
      .withholding(unknown[address] ?? .null, as: .unknown)
    return ResourceInstance(
      address: address, type: type, values: values.object ?? [:], concealed: concealed,
      provider: providers.key(of: address) ?? "", region: providers.region(of: address))
  }

  /// What a plan does to resources.
  var changes: [Change] {
    get throws(TerraformDocumentError) {
      var changes: [Change] = []
      for element in try elements("resource_changes") {
        // What is deposed goes whatever the plan says of its successor.
        guard element.value["mode"] != "data", element.value["deposed"].isNull else { continue }
        let change = element.value["change"]
        changes.append(
          Change(
            address: try element.string("address"), type: try element.string("type"),
            actions: Set((change["actions"].array ?? []).compactMap(\.string)),
            before: change["before"].withholding(change["before_sensitive"], as: .sensitive).object ?? [:],
            unknown: change["after_unknown"]))
      }
      return changes
    }
  }

  // MARK: State files

  /// The resources of a state file, with marks in the place of what is sensitive.
  func rawInstances(_ notes: inout DocumentNotes) throws(TerraformDocumentError) -> [ResourceInstance] {
    var instances: [ResourceInstance] = []
    for resource in try elements("resources") {
      let (type, name) = (try resource.string("type"), try resource.string("name"))
      guard resource.value["mode"] != "data" || type == ResourceInstance.callerIdentity else { continue }
      let module = resource.value["module"].string.map { "\($0)." } ?? ""
      for element in try resource.elements("instances") {
        let instance = element.value
        let address = "\(module)\(type).\(name)\(ResourceInstance.index(instance["index_key"]))"
        guard instance["deposed"].isNull else {
          notes.add(address, "", "has a deposed object, which the next apply deletes")
          continue
        }
        guard let attributes = instance["attributes"].object else {
          notes.add(address, "", "has no attributes in the layout of today; run `terraform refresh`")
          continue
        }
        let paths = (instance["sensitive_attributes"].array ?? []).map { ($0.array ?? [])[...] }
        let whole = JSONValue.object(attributes)
        let concealed = Set(
          paths.filter(whole.isListOfBlocks).compactMap { $0.first?["value"].string })
        let values = paths.filter { !whole.isListOfBlocks(at: $0) }.reduce(whole) { $0.withholding(at: $1) }
        instances.append(
          ResourceInstance(
            address: address, type: type, values: values.object ?? [:], concealed: concealed,
            provider: resource.value["provider"].string ?? ""))
      }
    }
    return instances
  }

  // MARK: Parts

  private func member(_ name: String) -> DocumentReader {
    DocumentReader(file: file, value: value[name], path: path.isEmpty ? name : "\(path).\(name)")
  }

  private func elements(_ name: String) throws(TerraformDocumentError) -> [DocumentReader] {
    let member = member(name)
    if member.value.isNull { return [] }
    guard let list = member.value.array else { throw member.error("is no list") }
    return list.enumerated().map { DocumentReader(file: file, value: $1, path: "\(member.path)[\($0)]") }
  }

  private func string(_ name: String) throws(TerraformDocumentError) -> String {
    guard let text = value[name].string else { throw member(name).error("is no text") }
    return text
  }

  private func text(_ value: JSONValue) -> String { value.string ?? JSONWriter().string(value) }

  private func error(_ reason: String) -> TerraformDocumentError {
    TerraformDocumentError(file: file, "is damaged: \(path) \(reason).")
  }
}
