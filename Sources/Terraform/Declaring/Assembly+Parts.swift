import Auditing
import Documents
import Estate
import Schema

/// Terraform resources that are part of another one.
extension Assembly {
  /// Adds what a resource says of another one.
  mutating func addPart(_ instance: ResourceInstance) {
    let (values, address) = (instance.values, instance.address)
    switch instance.type {
    case "aws_iam_role_policy":
      guard let role = role(values["role"], address), let name = name(values["name"], address) else { return }
      addInlinePolicy(name, values["policy"] ?? .null, to: role, address)
    case "aws_iam_role_policy_attachment":
      guard let role = role(values["role"], address) else { return }
      attach(values["policy_arn"] ?? .null, to: role, address)
    case "aws_iam_policy_attachment":
      for name in list("roles", of: instance) {
        if let role = role(name, address) { attach(values["policy_arn"] ?? .null, to: role, address) }
      }
    case "aws_iam_role_policies_exclusive":
      if let role = role(values["role_name"], address) {
        let names = values["policy_names"]?.array
        let known = names?.compactMap(\.string)
        close("RolePolicyList", to: known?.count == names?.count ? known.map(Set.init) : nil, of: role, address)
      }
    case "aws_cloudfrontkeyvaluestore_key":
      guard let store = store(values, address), let key = name(values["key"], address) else { return }
      add(["Key": .string(key), "Value": values["value"] ?? .null], for: key, in: "Items", of: store, address)
    case "aws_cloudfrontkeyvaluestore_keys_exclusive":
      guard let store = store(values, address) else { return }
      addKeys(values["resource_key_value_pair"] ?? .null, to: store, address)
      if instance.concealed.contains("resource_key_value_pair") {
        conceal(["Items"], "resource_key_value_pair", of: store, address)
      }
    case "aws_s3_bucket_policy":
      guard let bucket = bucket(values, address) else { return }
      addPolicy(values["policy"] ?? .null, to: bucket, address)
    case "aws_s3_bucket_public_access_block":
      guard let bucket = bucket(values, address) else { return }
      let block = Block.publicAccessBlock.map(values)
      add(["PublicAccessBlockConfiguration": .object(block.members)], to: bucket, of: address)
    default: break
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
    switch change.type {
    case "aws_iam_role" where change.actions == ["update"]:
      guard let role = before["name"]?.string.map({ Declaration.Selector(.role, id: $0) }) else { return }
      // What is in these lists only because AWS says so stays out of a plan that changes something else.
      let kept = after["inline_policy"]?.array.map { Set($0.compactMap { $0["name"].string }) }
      for policy in before["inline_policy"]?.array ?? [] {
        if let name = policy["name"].string, kept?.contains(name) == false { removePolicy(name, of: role, address) }
      }
      let attached = after["managed_policy_arns"]?.array.map(Set.init)
      for arn in before["managed_policy_arns"]?.array ?? [] where attached?.contains(arn) == false {
        detach(arn, of: role, address)
      }
    case _ where !change.isDeletion: break
    case "aws_iam_role_policy":
      guard let role = role(before["role"], address), let name = before["name"]?.string else { return }
      removePolicy(name, of: role, address)
    case "aws_iam_role_policy_attachment":
      if let role = role(before["role"], address) { detach(before["policy_arn"] ?? .null, of: role, address) }
    case "aws_iam_policy_attachment":
      for name in before["roles"]?.array ?? [] {
        if let role = role(name, address) { detach(before["policy_arn"] ?? .null, of: role, address) }
      }
    case "aws_cloudfrontkeyvaluestore_key":
      guard let store = store(before, address), let key = before["key"]?.string else { return }
      remove("Items[\(key)]", of: store, address, element: ("Items", key))
    case "aws_s3_bucket_policy":
      if let bucket = bucket(before, address) { remove("Policy", of: bucket, address) }
    case "aws_s3_bucket_public_access_block":
      if let bucket = bucket(before, address) { remove("PublicAccessBlockConfiguration", of: bucket, address) }
    default: break
    }
  }

  // MARK: Roles

  /// Adds the policies that a role names itself, which counts as long as no resource of its own does.
  mutating func addPolicies(ofRole instance: ResourceInstance, _ role: Declaration.Selector) {
    let name = role.id ?? ""
    if !parts.contains("aws_iam_role_policy \(name)") {
      for policy in list("inline_policy", of: instance) {
        // An empty block says that there are none.
        guard let name = policy["name"].string, !name.isEmpty else { continue }
        addInlinePolicy(name, policy["policy"], to: role, instance.address)
      }
      if instance.concealed.contains("inline_policy") {
        conceal(["RolePolicyList"], "inline_policy", of: role, instance.address)
      }
    }
    if !parts.contains("aws_iam_role_policy_attachment \(name)") {
      for arn in list("managed_policy_arns", of: instance) { attach(arn, to: role, instance.address) }
    }
  }

  private mutating func addInlinePolicy(
    _ name: String, _ policy: JSONValue, to role: Declaration.Selector, _ address: String
  ) {
    guard let document = document(policy, address) else { return }
    add(["PolicyName": .string(name), "PolicyDocument": document], for: name, in: "RolePolicyList", of: role, address)
  }

  private mutating func attach(_ policy: JSONValue, to role: Declaration.Selector, _ address: String) {
    guard let arn = name(policy, address, "policy_arn") else { return }
    var element: JSONObject = ["PolicyArn": .string(arn)]
    element["PolicyDocument"] = policies[arn]?.document
    add(.object(element), for: arn, in: "AttachedManagedPolicies", of: role, address)
    guard let owner = policies[arn]?.address else { return }
    let place = DocumentPath("AttachedManagedPolicies").element(arn).appending(.member("PolicyDocument"))
    self.address(place, of: role, by: owner, address)
  }

  private mutating func removePolicy(_ name: String, of role: Declaration.Selector, _ address: String) {
    remove("RolePolicyList[\(name)]", of: role, address, element: ("RolePolicyList", name))
  }

  private mutating func detach(_ policy: JSONValue, of role: Declaration.Selector, _ address: String) {
    guard let arn = policy.string else { return }
    remove("AttachedManagedPolicies[\(arn)]", of: role, address, element: ("AttachedManagedPolicies", arn))
  }

  private mutating func role(_ value: JSONValue?, _ address: String) -> Declaration.Selector? {
    guard let text = name(value, address, "role"), let name = text.split(separator: "/").last else { return nil }
    return Declaration.Selector(.role, id: String(name))
  }

  // MARK: Key value stores

  private mutating func store(_ values: JSONObject, _ address: String) -> Declaration.Selector? {
    guard let arn = name(values["key_value_store_arn"], address, "key_value_store_arn") else { return nil }
    if let name = stores[arn] { return Declaration.Selector(.keyValueStore, id: name) }
    notes.add(address, "", "is of a key value store that is not in the document, so its name is not known")
    return nil
  }

  private mutating func addKeys(_ pairs: JSONValue, to store: Declaration.Selector, _ address: String) {
    if case .unread(let number) = pairs {
      return notes.add(address, "resource_key_value_pair", WithheldReason.text(of: number))
    }
    var isWhole = true
    var keys: Set<String> = []
    for pair in pairs.array ?? [] {
      isWhole = isWhole && pair["key"].string != nil && pair["value"].string != nil
      if case .unread(let number) = pair {
        notes.add(address, "resource_key_value_pair", WithheldReason.text(of: number))
        continue
      }
      guard let key = name(pair["key"], address, "resource_key_value_pair.key") else { continue }
      keys.insert(key)
      add(["Key": .string(key), "Value": pair["value"]], for: key, in: "Items", of: store, address)
    }
    if isWhole { close("Items", to: keys, of: store, address) }
  }

  // MARK: Buckets

  /// Adds that a bucket is there, and the policy that it holds, which counts as long as no resource of its own says
  /// another.
  mutating func addBucket(_ instance: ResourceInstance) {
    guard let bucket = name(instance.values["bucket"], instance.address, "bucket") else { return }
    add([:], to: .init(.bucket, id: bucket), of: instance.address, isOwn: true)
    guard !parts.contains("aws_s3_bucket_policy \(bucket)"),
      instance.values["policy"]?.string?.isEmpty == false
    else { return }
    addPolicy(instance.values["policy"] ?? .null, to: .init(.bucket, id: bucket), instance.address)
  }

  private mutating func addPolicy(_ policy: JSONValue, to bucket: Declaration.Selector, _ address: String) {
    if let document = document(policy, address) { add(["Policy": document], to: bucket, of: address) }
  }

  private mutating func bucket(_ values: JSONObject, _ address: String) -> Declaration.Selector? {
    name(values["bucket"], address, "bucket").map { Declaration.Selector(.bucket, id: $0) }
  }

  // MARK: Values

  /// A text by which something is found; notes where it is not there.
  private mutating func name(_ value: JSONValue?, _ address: String, _ attribute: String = "name") -> String? {
    if let text = value?.string, !text.isEmpty { return text }
    // A plan leaves out what it does not know yet.
    var reason =
      value?.string == ""
      ? "is empty" : isPlanned && value == nil ? WithheldReason.text(of: WithheldReason.unknown.rawValue) : "is missing"
    if case .unread(let number) = value { reason = WithheldReason.text(of: number) }
    notes.add(address, attribute, reason)
    return nil
  }

  private mutating func document(_ value: JSONValue, _ address: String) -> JSONValue? {
    guard let text = name(value, address, "policy") else { return nil }
    if let document = PolicyText.read(text) { return document }
    notes.add(address, "policy", PolicyText.complaint)
    return nil
  }

  private mutating func list(_ name: String, of instance: ResourceInstance) -> [JSONValue] {
    // What a role itself does not know yet is not set in the configuration, and is whatever AWS says then.
    if case .unread(let number) = instance.values[name],
      number == WithheldReason.sensitive.rawValue || instance.type != "aws_iam_role"
    {
      notes.add(instance.address, name, WithheldReason.text(of: number))
    }
    return instance.values[name]?.array ?? []
  }
}
