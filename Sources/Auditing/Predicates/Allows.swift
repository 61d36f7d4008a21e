import Dates
import Documents
import Foundation
import PolicyLanguage
import Schema

extension Predicate {
  /// Whether the policies of a role together allow each of the actions on all that the patterns stand for, within its
  /// permissions boundary.
  func allows(_ policies: JSONValue, _ grant: JSONValue, at time: Date?) -> Judgement {
    let known = Self.ofExecutionRole(grant["role"].string, using: grant["on"].elements).onSession(ofDay: time)
      .inOrganization(grant.organization, keys: ["aws:Principal", "aws:Resource"])
    do throws(UnreadablePolicy) {
      let documents = try policies.policyDocuments
      let alone = Self.judge(documents, grant, within: nil, known)
      // What is not allowed anyway, no boundary makes allowed.
      if case .fails = alone { return alone }
      guard let boundary = try PolicyDocument.boundary(grant["boundary"], asked: grant["actions"].elements) else {
        return alone
      }
      let bounded = Self.judge(documents, grant, within: boundary, known)
      guard case .fails(let unmet) = bounded else { return bounded }
      return .fails(unmet: unmet.map { .string("\($0.string ?? "") (barred by its permissions boundary)") })
    } catch {
      return .undecided(error.description)
    }
  }

  /// What each request of a Lambda function says of itself that its execution role makes.
  ///
  /// IAM User Guide, "AWS global condition context keys": nobody who has a device for MFA assumes a role for a service,
  /// and a role is no service: what only the calls of a service principal have, such as `aws:SourceAccount`, its calls
  /// have not. A function and its role are of one account, which what they use names.
  private static func ofExecutionRole(_ role: String?, using resources: [JSONValue]) -> PolicyRequestContext {
    var keys: [String: PolicyRequestContext.Value] = [
      "aws:SecureTransport": .values(["true"]), "aws:MultiFactorAuthPresent": .absent,
      "aws:MultiFactorAuthAge": .absent, "aws:PrincipalIsAWSService": .values(["false"]),
      "aws:PrincipalType": .values(["AssumedRole"]), "aws:FederatedProvider": .absent, "aws:username": .absent,
      "aws:ViaAWSService": .values(["false"]), "aws:AssumedRoot": .absent,
    ]
    for key in keysOfServices { keys[key] = .absent }
    let arns = resources.compactMap { $0.string.flatMap(ARN.init) }
    if let arn = arns.first, arn.account.allSatisfy(\.isNumber), !arn.account.isEmpty,
      Set(arns.map(\.account)).count == 1
    {
      keys["aws:PrincipalAccount"] = .values([arn.account])
      keys["aws:ResourceAccount"] = .values([arn.account])
      keys["aws:PrincipalArn"] = .matching("arn:\(arn.partition):iam::\(arn.account):role/*")
    }
    // Of the session of a role it is the ARN of the role.
    if let role { keys["aws:PrincipalArn"] = .values([role]) }
    return PolicyRequestContext(keys)
  }

  /// The condition keys that only the call of a service has, for itself or for somebody else.
  private static let keysOfServices = [
    "aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast",
  ]

  /// How what a policy depends on can be known; empty where nothing says it.
  private static func settling(_ doubt: String) -> String {
    let isOfOrganization = ["aws:principalorg", "aws:resourceorg"].contains { doubt.lowercased().hasPrefix($0) }
    return isOfOrganization ? " It is known where `organization` says the organization of the account." : ""
  }

  private static func judge(
    _ policies: [PolicyDocument], _ grant: JSONValue, within boundary: PolicyDocument?, _ known: PolicyRequestContext
  ) -> Judgement {
    let actions = grant["actions"].elements.compactMap(\.string)
    var missing: [String] = []
    var doubt: String?
    for pattern in grant["on"].elements.compactMap(\.string) {
      switch policies.grants(actions, on: pattern, within: boundary, knowing: known) {
      case .granted: break
      case .missing(let actions): missing += actions
      case .depends(let reason): doubt = doubt ?? reason
      }
    }
    if missing.isEmpty, let doubt {
      return .undecided("It depends on what cannot be known: \(doubt).\(settling(doubt))")
    }
    return .of(unmet: missing.distinct.map(JSONValue.string))
  }
}

extension JSONValue {
  /// The policies in a list of documents.
  var policyDocuments: [PolicyDocument] {
    get throws(UnreadablePolicy) {
      try elements.map { element throws(UnreadablePolicy) in try PolicyDocument.reading(element) }
    }
  }
}

extension PolicyDocument {
  /// The policy that bounds what a role may do, of its `PermissionsBoundary`; `nil` where it has none.
  ///
  /// - Throws: ``UnreadablePolicy`` where what it says is not known.
  static func boundary(_ value: JSONValue, asked actions: [JSONValue]) throws(UnreadablePolicy) -> PolicyDocument? {
    guard value.object?.isEmpty == false else { return nil }
    if !value["PolicyDocument"].isNull { return try PolicyDocument.reading(value["PolicyDocument"]) }
    let arn = value["PermissionsBoundaryArn"].string ?? ""
    // Of those, only what they say of logs is complete.
    if actions.allSatisfy({ $0.string?.lowercased().hasPrefix("logs:") == true }),
      let document = Facts.managedPolicy(arn: arn)
    {
      return try PolicyDocument.reading(document)
    }
    throw UnreadablePolicy(description: "What the permissions boundary \(arn) allows was not read.")
  }
}

extension PolicyRequestContext {
  /// The context of requests that a role makes on the day of a moment, in a session that Lambda has begun within the day
  /// before or on it: the policy by which the console revokes older sessions denies none of these.
  fileprivate func onSession(ofDay time: Date?) -> PolicyRequestContext {
    guard let day = time.map({ CalendarDate(of: $0).days }) else { return self }
    var context = on(dayOf: time)
    context["aws:TokenIssueTime"] = .oneOf([String((day - 1) * 86_400), String((day + 1) * 86_400 - 1)])
    return context
  }
}
