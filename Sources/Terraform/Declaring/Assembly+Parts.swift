import Auditing
import Documents
import Estate
import Schema

/// Terraform resources that are part of another one.
extension Assembly {
  /// Adds what a resource says of another one.
  mutating func addPart(_ instance: ResourceInstance) {
    guard let (type, part) = PartialType.all[instance.type], let owner = part.owner else { return }
    let (values, address) = (instance.values, instance.address)
    let list = type.schema.root.member(part.member)
    var names = [values[owner.attribute]]
    if case .ids = owner { names = self.list(owner.attribute, of: instance) }
    for name in names {
      guard let owner = selector(name, owner, of: type, address) else { continue }
      switch part.content {
      case .value(let attribute):
        guard let value = document(values[attribute] ?? .null, address, attribute) else { continue }
        add([part.member: value], to: owner, of: address)
      case .structure:
        guard let block = Block.ofMembers[part.member] else { continue }
        add([part.member: .object(block.map(values).members)], to: owner, of: address)
      case .element(let attributes): addElement(values, attributes, of: list, to: owner, address)
      case .elements(let attribute, let attributes):
        addElements(values[attribute] ?? .null, attribute, attributes, of: list, to: owner, address)
        if instance.concealed.contains(attribute) {
          conceal([DocumentPath(part.member)], attribute, of: owner, address)
        }
      case .keys(let attribute):
        let names = values[attribute]?.array
        let known = names?.compactMap(\.string)
        close(part.member, to: known?.count == names?.count ? known.map(Set.init) : nil, of: owner, address)
      case .named: break
      }
    }
  }

  /// Says which resources are of types that are not compared: each that belongs to the edge, and of all others the type.
  mutating func noteOtherTypes(_ instances: [ResourceInstance]) {
    var counts: [String: Int] = [:]
    for instance in instances where !MappedType.isCompared(instance.type) {
      if MappedType.isOfEdge(instance.type) {
        notes.add(instance.address, "", "is of a type that is not compared")
      } else {
        counts[instance.type, default: 0] += 1
      }
    }
    for (type, count) in counts.sorted(by: { $0.key < $1.key }) {
      notes.add(type, "", "is a type that is not compared (\(count) of it)")
    }
  }

  /// Declares what a plan takes away of a resource that stays.
  mutating func removeParts(_ change: Change, after: JSONObject) {
    let (before, address) = (change.before, change.address)
    if change.type == ResourceType.role.schema.terraform.type, change.actions == ["update"] {
      guard let role = before["name"]?.string.map({ Declaration.Selector(.role, id: $0) }) else { return }
      // What is in these lists only because AWS says so stays out of a plan that changes something else.
      let kept = after["inline_policy"]?.array.map { Set($0.compactMap { $0["name"].string }) }
      for policy in before["inline_policy"]?.array ?? [] {
        if let name = policy["name"].string, kept?.contains(name) == false {
          removeElement(name, of: "RolePolicyList", role, address)
        }
      }
      let attached = after["managed_policy_arns"]?.array.map(Set.init)
      for arn in before["managed_policy_arns"]?.array ?? [] where attached?.contains(arn) == false {
        if let arn = arn.string { removeElement(arn, of: "AttachedManagedPolicies", role, address) }
      }
    }
    guard change.isDeletion, let (type, part) = PartialType.all[change.type], let owner = part.owner else { return }
    var names = [before[owner.attribute]]
    if case .ids = owner { names = before[owner.attribute]?.array ?? [] }
    for name in names {
      guard let owner = selector(name, owner, of: type, address) else { continue }
      switch part.content {
      case .value, .structure: remove(part.member, of: owner, address)
      case .element(let attributes):
        guard let attribute = attributes.first?.attribute, let key = before[attribute]?.string else { continue }
        removeElement(key, of: part.member, owner, address)
      case .elements, .keys, .named: break
      }
    }
  }

  // MARK: Roles

  /// Adds the policies that a role names itself, which counts as long as no resource of its own does.
  mutating func addPolicies(ofRole instance: ResourceInstance, _ role: Declaration.Selector) {
    let name = role.id ?? ""
    if !parts.contains("RolePolicyList \(name)") {
      for policy in list("inline_policy", of: instance) {
        // An empty block says that there are none.
        guard let name = policy["name"].string, !name.isEmpty else { continue }
        addElement(
          policy.object ?? [:], [("PolicyName", "name"), ("PolicyDocument", "policy")],
          of: ResourceType.role.schema.root.member("RolePolicyList"), to: role, instance.address)
      }
      if instance.concealed.contains("inline_policy") {
        conceal(["RolePolicyList"], "inline_policy", of: role, instance.address)
      }
    }
    if !parts.contains("AttachedManagedPolicies \(name)") {
      for arn in list("managed_policy_arns", of: instance) {
        addElement(
          ["policy_arn": arn], [("PolicyArn", "policy_arn")],
          of: ResourceType.role.schema.root.member("AttachedManagedPolicies"), to: role, instance.address)
      }
    }
  }

  // MARK: Elements

  /// Adds an element of a list, by the attributes that say its members, the one that tells it apart first.
  private mutating func addElement(
    _ values: JSONObject, _ attributes: PartialType.Attributes, of list: SchemaNode, to owner: Declaration.Selector,
    _ address: String
  ) {
    guard let first = attributes.first, let key = name(values[first.attribute], address, first.attribute) else {
      return
    }
    var element: JSONObject = [first.member: .string(key)]
    for (member, attribute) in attributes.dropFirst() {
      element[member] = values[attribute] ?? .null
      guard list.element.member(member).isPolicy else { continue }
      guard let document = document(values[attribute] ?? .null, address, attribute) else { return }
      element[member] = document
    }
    let name = list.path.joined(separator: ".")
    let policy = policies[key]
    if let policy { element[policy.member] = policy.document }
    add(.object(element), for: key, in: name, of: owner, address)
    guard let policy else { return }
    let place = DocumentPath(name).element(key).member(policy.member)
    self.address(place, of: owner, by: policy.address, address)
  }

  /// Adds all elements of a list, as an attribute lists them.
  private mutating func addElements(
    _ listed: JSONValue, _ attribute: String, _ attributes: PartialType.Attributes, of list: SchemaNode,
    to owner: Declaration.Selector, _ address: String
  ) {
    if case .unread(let number) = listed { return notes.add(address, attribute, WithheldReason.text(of: number)) }
    guard let first = attributes.first else { return }
    let name = list.path.joined(separator: ".")
    var isWhole = true
    var keys: Set<String> = []
    for values in listed.array ?? [] {
      isWhole = isWhole && attributes.allSatisfy { values[$0.attribute].string != nil }
      if case .unread(let number) = values {
        notes.add(address, attribute, WithheldReason.text(of: number))
        continue
      }
      guard let key = self.name(values[first.attribute], address, "\(attribute).\(first.attribute)") else { continue }
      keys.insert(key)
      let members = attributes.map { ($0.member, values[$0.attribute]) }
      add(.object(JSONObject(members)), for: key, in: name, of: owner, address)
    }
    if isWhole { close(name, to: keys, of: owner, address) }
  }

  private mutating func removeElement(
    _ key: String, of list: String, _ owner: Declaration.Selector, _ address: String
  ) {
    remove("\(list)[\(key)]", of: owner, address, element: (list, key))
  }

  /// The resource that an attribute names; notes where that is not known.
  private mutating func selector(
    _ value: JSONValue?, _ owner: PartialType.Owner, of type: ResourceType, _ address: String
  ) -> Declaration.Selector? {
    guard let text = name(value, address, owner.attribute) else { return nil }
    if case .arn = owner {
      if let id = stores[text] { return Declaration.Selector(type, id: id) }
      notes.add(address, "", "is of a key value store that is not in the document, so its name is not known")
      return nil
    }
    return text.split(separator: "/").last.map { Declaration.Selector(type, id: String($0)) }
  }

  // MARK: Buckets

  /// Adds that a bucket is there, and the policy that it holds, which counts as long as no resource of its own says
  /// another.
  mutating func addBucket(_ instance: ResourceInstance) {
    guard let bucket = name(instance.values["bucket"], instance.address, "bucket") else { return }
    add([:], to: .init(.bucket, id: bucket), of: instance.address, isOwn: true)
    guard !parts.contains("Policy \(bucket)"),
      instance.values["policy"]?.string?.isEmpty == false
    else { return }
    if let document = document(instance.values["policy"] ?? .null, instance.address, "policy") {
      add(["Policy": document], to: .init(.bucket, id: bucket), of: instance.address)
    }
  }

  // MARK: Values

  /// A text by which something is found; notes where it is not there.
  private mutating func name(_ value: JSONValue?, _ address: String, _ attribute: String) -> String? {
    if let text = value?.string, !text.isEmpty { return text }
    // A plan leaves out what it does not know yet.
    var reason =
      value?.string == ""
      ? "is empty" : isPlanned && value == nil ? WithheldReason.text(of: WithheldReason.unknown.rawValue) : "is missing"
    if case .unread(let number) = value { reason = WithheldReason.text(of: number) }
    notes.add(address, attribute, reason)
    return nil
  }

  private mutating func document(_ value: JSONValue, _ address: String, _ attribute: String) -> JSONValue? {
    guard let text = name(value, address, attribute) else { return nil }
    if let document = PolicyText.read(text) { return document }
    notes.add(address, attribute, PolicyText.complaint)
    return nil
  }

  private mutating func list(_ name: String, of instance: ResourceInstance) -> [JSONValue] {
    // What a role itself does not know yet is not set in the configuration, and is whatever AWS says then.
    if case .unread(let number) = instance.values[name],
      number == WithheldReason.sensitive.rawValue || instance.type != ResourceType.role.schema.terraform.type
    {
      notes.add(instance.address, name, WithheldReason.text(of: number))
    }
    return instance.values[name]?.array ?? []
  }
}
