import AWSCore
import AWSServices
import Documents
import Estate
import Schema
import Transport
import XMLReading

/// Writes who may assume a role. IAM has no version to compare with: it is read as late as can be.
struct TrustPolicyWriter: PartWriter {
  private static let member = "AssumeRolePolicyDocument"

  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    let output = try await calls.read(IAM.getRole, part.roleInput)
    return Reading(
      members: [Self.member: PolicyText.document(output.value["Role"][Self.member])],
      bytes: output.policyBytes("GetRoleResult", "Role", Self.member))
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let after = try changes.applied(to: reading.members, of: step.part.schema)
    if let reason = Self.refusal(making: after, of: step.part) { throw .refused(reason) }
    let owner = step.part.resource.id
    let text = try PolicyText(reading.bytes, of: owner).changed(to: after[Self.member], of: owner)
    try await calls.writeRole(IAM.updateAssumeRolePolicy, ["PolicyDocument": .string(text)], of: step.part)
    return Written()
  }

  /// Why IAM takes no such policy; `nil` where it does, as far as that is known before.
  static func refusal(making members: JSONValue, of part: Part) -> String? {
    guard members[member].isNull || members[member]["Statement"] == [] else { return nil }
    return "A role has to trust somebody: the trust policy of \(part.resource.id) cannot be removed."
  }
}

/// Writes the policies that are written in a role, a call for each.
struct InlinePoliciesWriter: PartWriter {
  private static let member = "RolePolicyList"

  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    var policies: [JSONValue] = []
    var texts = JSONObject()
    for name in try await calls.items(IAM.listRolePolicies, part.roleInput) {
      let output = try await calls.read(IAM.getRolePolicy, part.roleInput.merging(["PolicyName": name]))
      policies.append(["PolicyName": name, "PolicyDocument": PolicyText.document(output.value["PolicyDocument"])])
      let text = String(decoding: output.policyBytes("GetRolePolicyResult", "PolicyDocument"), as: UTF8.self)
      texts[name.string ?? ""] = .string(text)
    }
    return Reading(members: [Self.member: .array(policies)], details: .object(texts))
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let after = try changes.applied(to: reading.members, of: step.part.schema)
    for policy in try ElementChange.all(
      from: reading.members[Self.member], to: after[Self.member], by: "PolicyName", of: step.part)
    {
      let input: JSONObject = ["PolicyName": .string(policy.name)]
      if policy.after.isNull {
        try await calls.writeRole(IAM.deleteRolePolicy, input, of: step.part)
      } else {
        let text = try text(of: policy, texts: reading.details, owner: "\(step.part.resource.id), \(policy.name),")
        try await calls.writeRole(
          IAM.putRolePolicy, input.merging(["PolicyDocument": .string(text)]), of: step.part)
      }
    }
    return Written()
  }

  private func text(of policy: ElementChange, texts: JSONValue, owner: String) throws(WriteError) -> String {
    let document = policy.after["PolicyDocument"]
    guard document.object != nil else {
      throw .refused("The policy of \(owner) would be left without a document. Remove it as a whole.")
    }
    guard let text = texts[policy.name].string else { return PolicyText.new(document) }
    return try PolicyText(Array(text.utf8), of: owner).changed(to: document, of: owner)
  }
}

/// Writes which managed policies a role names. What these say is not read: no call here changes it.
struct AttachedPoliciesWriter: PartWriter {
  private static let member = "AttachedManagedPolicies"

  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    Reading(members: [Self.member: .array(try await calls.items(IAM.listAttachedRolePolicies, part.roleInput))])
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let after = try changes.applied(to: reading.members, of: step.part.schema)
    // By ARN: an account may call a policy of its own as AWS calls one.
    for policy in try ElementChange.all(
      from: reading.members[Self.member], to: after[Self.member], by: "PolicyArn", of: step.part)
    {
      guard policy.before.isNull || policy.after.isNull else {
        throw .refused("What is written in \(policy.name) cannot be changed by way of \(step.part.resource.id).")
      }
      if !policy.after.isNull, ARN(policy.name)?.resourceName != policy.after["PolicyName"].string {
        throw .refused("\(policy.name) is not the ARN of a policy named \(policy.after["PolicyName"].string ?? "so").")
      }
      let operation = policy.after.isNull ? IAM.detachRolePolicy : IAM.attachRolePolicy
      try await calls.writeRole(operation, ["PolicyArn": .string(policy.name)], of: step.part)
    }
    return Written()
  }
}

extension Part {
  fileprivate var roleInput: JSONObject { ["RoleName": .string(resource.id)] }
}

extension Calls {
  /// Makes a call that changes a role; the roles of AWS's own services are refused.
  fileprivate func writeRole(_ operation: Operation, _ input: JSONObject, of part: Part) async throws(WriteError) {
    let refusal = WriteError.refused(
      "\(part.resource.id) belongs to an AWS service, which alone may change it. Change it by way of that service.")
    if part.resource.arn.contains(":role/aws-service-role/") { throw refusal }
    do throws(WriteError) {
      _ = try await write(operation, part.roleInput.merging(input))
    } catch {
      if case .service(let error) = error, error.code == "UnmodifiableEntity" { throw refusal }
      throw error
    }
  }
}

extension Output {
  /// The text of a policy document as IAM keeps it, which it answers percent-encoded.
  fileprivate func policyBytes(_ names: String...) -> [UInt8] {
    var element = try? XMLReader.read(bytes)
    for name in names { element = element?.first(name) }
    guard let text = element?.text else { return [] }
    return Array((text.percentDecoded ?? text).utf8)
  }
}
