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
    // What a plan takes out of the state still stands among what is planned, without any values.
    let forgotten = Set(changes.filter(\.isForgotten).map(\.address))
    var instances: [ResourceInstance] = []
    var modules = [member(name).member("root_module")]
    while let module = modules.popLast() {
      for resource in try module.elements("resources") {
        if let instance = try resource.instance(unknown, by: providers), !forgotten.contains(instance.address) {
          instances.append(instance)
        }
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
    guard isManaged || value["mode"] == "data" && type == ResourceInstance.callerIdentity else { return nil }
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
      provider: providers.key(of: address) ?? "", region: providers.region(of: address),
      providerAccount: providers.account(of: address), providerAccounts: providers.accounts(of: address))
  }

  /// What a plan does to resources.
  var changes: [Change] {
    get throws(TerraformDocumentError) {
      var changes: [Change] = []
      for element in try elements("resource_changes") {
        // What is deposed goes whatever the plan says of its successor.
        guard element.isManaged, element.value["deposed"].isNull else { continue }
        changes.append(try element.change)
      }
      return changes
    }
  }

  /// What a plan would do to resources if it knew more, each with why it does not.
  var deferredChanges: [(change: Change, reason: String)] {
    get throws(TerraformDocumentError) {
      var changes: [(change: Change, reason: String)] = []
      for element in try elements("deferred_changes") {
        let resource = element.member("resource_change")
        guard resource.isManaged else { continue }
        changes.append((try resource.change, element.value["reason"].string ?? ""))
      }
      return changes
    }
  }

  private var change: Change {
    get throws(TerraformDocumentError) {
      let change = value["change"]
      return Change(
        address: try string("address"), type: try string("type"),
        actions: Set((change["actions"].array ?? []).compactMap(\.string)),
        before: change["before"].withholding(change["before_sensitive"], as: .sensitive).object ?? [:],
        unknown: change["after_unknown"])
    }
  }

  /// Whether it is of a resource that Terraform makes: not of one that it only reads, or that lives no longer than a run.
  private var isManaged: Bool { value["mode"].isNull || value["mode"] == "managed" }

  /// What the document says beside resources, or does not say of them.
  func note(_ changes: [Change], _ notes: inout DocumentNotes) throws(TerraformDocumentError) {
    if value["errored"].bool == true { notes.add("", "", "is the plan of a run that failed, so it may lack changes") }
    if value["complete"].bool == false {
      notes.add(
        "", "",
        "is a plan that leaves out some of what the configuration asks for, deferred or by -target, and what it leaves out "
          + "is not compared")
    }
    for (change, reason) in try deferredChanges where MappedType.isOfInterest(change.type) {
      let why = reason.isEmpty ? "" : " (\(reason))"
      notes.add(
        change.address, "", "is deferred to a later plan\(why), and is not compared: how it is to be is not known")
    }
    for change in changes where change.isForgotten && MappedType.isOfInterest(change.type) {
      notes.add(
        change.address, "", "is taken out of Terraform's state and stays as it is, so nothing is declared of it")
    }
    let actions =
      try elements("action_invocations")
      + elements("deferred_action_invocations").map { $0.member("action_invocation") }
    for action in actions where MappedType.isOfEdge(action.value["type"].string ?? "") {
      notes.add(try action.string("address"), "", "is an action, which leaves nothing that could be compared")
    }
    for check in try elements("checks") {
      let address = check.value["address"]["to_display"].string ?? check.path
      switch check.value["status"] {
      case "fail": notes.add(address, "", "is a check that did not hold when Terraform looked")
      case "error": notes.add(address, "", "is a check that Terraform could not make")
      default: break
      }
    }
  }

  // MARK: State files

  /// The resources of a state file, with marks in the place of what is sensitive.
  func rawInstances(_ notes: inout DocumentNotes) throws(TerraformDocumentError) -> [ResourceInstance] {
    var instances: [ResourceInstance] = []
    for resource in try elements("resources") {
      let (type, name) = (try resource.string("type"), try resource.string("name"))
      guard resource.isManaged || resource.value["mode"] == "data" && type == ResourceInstance.callerIdentity else {
        continue
      }
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
