import Auditing
import Documents
import Estate
import PolicyLanguage
import Schema

extension Planner {
  /// Adds the services that may not assume a role yet to its trust policy: to a statement that lets the other one do
  /// just that, else in a statement of their own.
  func addPrincipals(_ expected: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
    let place = finding.place
    let document = try members(of: finding.resource)[place, of: finding.resource.type.schema.root]
    guard case .fails(let unmet) = Predicate.trusts.judge(document, against: expected), !unmet.isEmpty else {
      throw Refusal("Whom the trust policy of \(finding.resource.id) lets in cannot be told. Change it by hand.")
    }
    guard !finding.resource.arn.contains(":role/aws-service-role/") else {
      throw Refusal("\(finding.resource.id) is a service-linked role, which only its service changes.")
    }
    let schema = finding.resource.type.schema.root
    let change: Change
    if document.isNull {
      throw Refusal("The role \(finding.resource.id) does not exist. Make it, or give the function another one.")
    } else if let (index, statement) = document.statements.enumerated().first(where: { $1.trustsLambdaOnly }) {
      var wider = statement
      let named = statement["Principal"]["Service"]
      wider = wider.setting(.array((named.array ?? [named]) + unmet), at: "Principal.Service", of: .unknown)
      let name = schema[place.member("Statement")].name(of: statement) ?? String(index)
      change = Change(place.member("Statement").element(name), from: statement, to: wider)
    } else {
      let service = unmet.count == 1 ? unmet[0] : .array(unmet)
      change = addition(
        of: ["Effect": "Allow", "Principal": ["Service": service], "Action": "sts:AssumeRole"], to: document, at: place,
        sid: "AllowEdgeLambda")
    }
    try verify(change, in: finding) { Predicate.trusts.judge($0, against: expected) }
    return [Proposal(Part(.trustPolicy, of: finding.resource), [change])]
  }

  /// Adds a statement to a bucket's policy for each distribution or identity that may not read yet.
  func grantRead(_ expected: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
    let place = finding.place
    let document = try members(of: finding.resource)[place, of: finding.resource.type.schema.root]
    guard case .fails(let readers) = Predicate.readableBy.judge(document, against: expected) else {
      throw Refusal("Who may read \(finding.resource.id) cannot be told. Change the policy by hand.")
    }
    var statements: [JSONValue] = []
    for reader in readers {
      let origins = (expected.array ?? expected["origins"].array ?? []).filter {
        $0["OriginAccessIdentity"] == reader || $0["Distribution"] == reader
      }
      let resources = Set(origins.compactMap { $0["Resource"].string }).sorted()
      guard let name = reader.string, !resources.isEmpty else { continue }
      statements.append(.grant(to: name, on: resources))
    }
    let changes: [Change]
    if document.isNull {
      changes = [
        Change(place, from: .null, to: ["Version": "2012-10-17", "Statement": .array(statements)])
      ]
    } else {
      changes = statements.map { addition(of: $0, to: document, at: place, sid: $0["Sid"].string ?? "") }
    }
    let schema = finding.resource.type.schema.root
    let after = changes.reduce(.object([place.root: document.withStatementList])) { $1.applied(to: $0, of: schema) }
    if Predicate.readableBy.judge(after[place, of: schema], against: expected) != .holds {
      throw Refusal("A statement of \(finding.resource.id)'s policy denies it. Change the policy by hand.")
    }
    return [Proposal(Part(.bucketPolicy, of: finding.resource), changes)]
  }

  /// The change that adds a statement under a name that is free.
  private func addition(of statement: JSONValue, to document: JSONValue, at place: Place, sid: String) -> Change {
    let taken = Set(document.statements.compactMap { $0["Sid"].string })
    let names = [sid] + (2...).lazy.prefix(1_000).map { "\(sid)\($0)" }
    let name = names.first { !taken.contains($0) } ?? sid
    let named = JSONObject([("Sid", .string(name))]).merging(statement.object ?? [:]).merging(["Sid": .string(name)])
    return Change(place.member("Statement").element(name), from: .null, to: .object(named))
  }

  /// Makes sure that a change does what it is for: a statement that denies stays as strong as it was.
  private func verify(
    _ change: Change, in finding: Finding, _ judge: (JSONValue) -> Judgement
  ) throws(Refusal) {
    let document = try members(of: finding.resource)[finding.place, of: finding.resource.type.schema.root]
    let schema = finding.resource.type.schema.root
    let after = change.applied(to: .object([finding.place.root: document.withStatementList]), of: schema)
    if judge(after[finding.place, of: schema]) != .holds {
      throw Refusal("A statement of \(finding.resource.id)'s policy denies it. Change the policy by hand.")
    }
  }

  /// Attaches the policy that AWS keeps for functions that log, unless a Deny or a permissions boundary outweighs it.
  func attachLoggingPolicy(_ expected: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
    let partition = ARN(finding.resource.arn)?.partition ?? "aws"
    let name = "AWSLambdaBasicExecutionRole"
    let role = try members(of: finding.resource)
    let policies = ["RolePolicyList", "AttachedManagedPolicies"].flatMap { role[$0].array ?? [] }
    let added = Facts.managedPolicies["service-role/\(name)"] ?? .null
    let after = JSONValue.array(policies.map { $0["PolicyDocument"] } + [added])
    if case .fails = Predicate.allows.judge(after, against: expected) {
      throw Refusal(
        "A Deny or the permissions boundary of \(finding.resource.id) does not allow it. Change that by hand.")
    }
    let arn = "arn:\(partition):iam::aws:policy/service-role/\(name)"
    let policy: JSONValue = ["PolicyName": .string(name), "PolicyArn": .string(arn)]
    return [
      Proposal(
        Part(.attachedPolicies, of: finding.resource),
        [Change(Place("AttachedManagedPolicies").element(arn), from: .null, to: policy)])
    ]
  }
}

extension JSONValue {
  /// The statements of a policy document; a lone one needs no list.
  fileprivate var statements: [JSONValue] {
    self["Statement"].array ?? (self["Statement"].isNull ? [] : [self["Statement"]])
  }

  /// A policy document whose statements are a list.
  fileprivate var withStatementList: JSONValue {
    guard var document = object else { return self }
    document["Statement"] = .array(statements)
    return .object(document)
  }

  /// Whether this statement lets services of Lambda, and nobody else, assume the role, on no condition.
  fileprivate var trustsLambdaOnly: Bool {
    guard self["Effect"] == "Allow", let principal = self["Principal"].object, principal.names == ["Service"] else {
      return false
    }
    let named = self["Principal"]["Service"].array ?? [self["Principal"]["Service"]]
    let actions = self["Action"].array ?? [self["Action"]]
    return self["Condition"].isNull && actions.compactMap(\.string).map { $0.lowercased() } == ["sts:assumerole"]
      && named.contains { $0 == "lambda.amazonaws.com" || $0 == "edgelambda.amazonaws.com" }
  }

  /// The statement that lets CloudFront read for a distribution, or an origin access identity.
  ///
  /// Follows <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html>.
  fileprivate static func grant(to reader: String, on resources: [String]) -> JSONValue {
    let partition = ARN(resources[0])?.partition ?? "aws"
    let resource: JSONValue = resources.count == 1 ? .string(resources[0]) : .array(resources.map { .string($0) })
    if let distribution = ARN(reader) {
      return [
        "Sid": .string("AllowCloudFrontServicePrincipal\(distribution.resourceName)"), "Effect": "Allow",
        "Principal": ["Service": "cloudfront.amazonaws.com"], "Action": "s3:GetObject", "Resource": resource,
        "Condition": ["StringEquals": ["AWS:SourceArn": .string(reader)]],
      ]
    }
    return [
      "Sid": .string("AllowOriginAccessIdentity\(reader)"), "Effect": "Allow",
      "Principal": [
        "AWS": .string("arn:\(partition):iam::cloudfront:user/CloudFront Origin Access Identity \(reader)")
      ],
      "Action": "s3:GetObject", "Resource": resource,
    ]
  }
}
