import AWSCore
import AWSServices
import Documents
import Estate
import Schema

extension Collection {
  /// Reads the roles of Lambda versions or functions, those that were not read yet, with all that they are allowed to
  /// do.
  func collectRoles(of type: ResourceType) async {
    guard needs.types.contains(.role) else { return }
    let known = Set(resources(of: .role).map(\.reference.arn))
    // IAM is asked by name: under that of a role of another account, this one may have a role of its own.
    let own = resources(of: type).filter { !$0.reference.isOfOtherAccount }
    await readRoles(Set(own.compactMap { $0.properties["Role"]?.string }).subtracting(known))
  }

  /// Reads the roles that were asked for by name and that nothing led to.
  func collectNamedRoles() async {
    guard needs.types.contains(.role) else { return }
    let known = Set(resources(of: .role).map(\.reference.id))
    let names = Set(named(.role).map(\.id)).subtracting(known)
    await readRoles(Set(names.map { "arn:aws:iam::\(account):role/\($0)" }), mustExist: true)
  }

  private func readRoles(_ arns: Set<String>, mustExist: Bool = false) async {
    await forEach(arns.sorted()) { text in
      guard let arn = ARN(text) else { return }
      let reference = ResourceReference(type: .role, id: arn.resourceName, arn: text, account: arn.account)
      let name = JSONValue.string(reference.id)
      self.add(Resource(reference: reference, properties: ["RoleName": name, "Arn": .string(text)]))
      var isGone = false
      await self.read(RoleSchema.role, of: reference) { () async throws(ServiceError) in
        do throws(ServiceError) {
          let role = try await self.call(IAM.getRole, ["RoleName": name]).value["Role"].object ?? [:]
          guard role["AssumeRolePolicyDocument"] != nil else {
            throw .malformed(IAM.getRole, "Role.AssumeRolePolicyDocument is missing", resource: reference.id)
          }
          return role
        } catch  where error.saysAbsent && !mustExist {
          // A version that names a role that is gone: nobody may assume it, and it has no policies.
          isGone = true
          self.add(
            Resource(
              reference: reference,
              properties: ["AssumeRolePolicyDocument": .null, "RolePolicyList": [], "AttachedManagedPolicies": []]))
          return nil
        }
      }
      if isGone { return }
      await self.readPermissionsBoundary(of: reference)
      await self.read(RoleSchema.inlinePolicies, of: reference) { () async throws(ServiceError) in
        ["RolePolicyList": .array(try await self.inlinePolicies(of: reference))]
      }
      await self.read(RoleSchema.attachedPolicies, of: reference) { () async throws(ServiceError) in
        ["AttachedManagedPolicies": .array(try await self.attachedPolicies(of: reference))]
      }
    }
  }

  private func readPermissionsBoundary(of role: ResourceReference) async {
    guard let bounding = members(of: role.key)?["PermissionsBoundary"], !bounding.isNull else { return }
    await read(RoleSchema.permissionsBoundary, of: role) { () async throws(ServiceError) in
      guard var boundary = bounding.object, let arn = boundary["PermissionsBoundaryArn"] else {
        throw .malformed(IAM.getRole, "the permissions boundary has no ARN", resource: role.id)
      }
      boundary["PolicyDocument"] = try await self.document(ofPolicy: arn, of: role)
      return ["PermissionsBoundary": .object(boundary)]
    }
  }

  /// Each policy by itself: that one cannot be read hides no other.
  private func inlinePolicies(of role: ResourceReference) async throws(ServiceError) -> [JSONValue] {
    var policies: [JSONValue] = []
    for name in try await items(IAM.listRolePolicies, ["RoleName": .string(role.id)]) {
      do throws(ServiceError) {
        let output = try await call(IAM.getRolePolicy, ["RoleName": .string(role.id), "PolicyName": name])
        policies.append(["PolicyName": name, "PolicyDocument": output.value["PolicyDocument"]])
      } catch {
        addGap(RoleSchema.inlinePolicies, error, of: role)
      }
    }
    return policies
  }

  private func attachedPolicies(of role: ResourceReference) async throws(ServiceError) -> [JSONValue] {
    var policies: [JSONValue] = []
    for var policy in try await objects(IAM.listAttachedRolePolicies, ["RoleName": .string(role.id)]) {
      do throws(ServiceError) {
        guard let arn = policy["PolicyArn"] else {
          throw .malformed(IAM.listAttachedRolePolicies, "an entry of the list has no PolicyArn", resource: role.id)
        }
        policy["PolicyDocument"] = try await document(ofPolicy: arn, of: role)
        policies.append(.object(policy))
      } catch {
        addGap(RoleSchema.attachedPolicies, error, of: role)
      }
    }
    return policies
  }

  /// What a managed policy says in the version that holds. A version never changes, and no two policies have one id.
  private func document(
    ofPolicy arn: JSONValue, of role: ResourceReference
  ) async throws(ServiceError) -> JSONValue {
    let policy = try await call(IAM.getPolicy, ["PolicyArn": arn]).value["Policy"]
    let version = policy["DefaultVersionId"]
    let marks = [policy["PolicyId"], version].compactMap(\.string)
    let seen = marks.count == 2 ? SeenValidator(validator: .tag(marks.joined(separator: " ")), readAt: nil) : nil
    let name = "\(IAM.getPolicyVersion.identifier) \(arn.string ?? "")"
    if let known = stored(name, of: role.key, seen)?["PolicyDocument"] { return known }
    let output = try await call(IAM.getPolicyVersion, ["PolicyArn": arn, "VersionId": version])
    let document = output.value["PolicyVersion"]["Document"]
    if document.isNull {
      throw .malformed(IAM.getPolicyVersion, "PolicyVersion.Document is missing from the answer", resource: arn.string)
    }
    remember(["PolicyDocument": document], name, of: role.key, seen)
    return document
  }
}
