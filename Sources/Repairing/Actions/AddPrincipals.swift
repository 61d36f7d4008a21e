import Auditing
import Documents
import Estate
import Schema

extension Action {
  static let addPrincipals = Action(
    needs: RequiredAttributes(), parts: [PartOfType(.role, .trustPolicy)],
    plan: { planner, expected, finding throws(Refusal) in try planner.addPrincipals(expected, for: finding) })
}

extension Planner {
  /// Adds the services that may not assume a role yet to its trust policy: to a statement that lets the other one do
  /// just that, else in a statement of their own.
  fileprivate func addPrincipals(_ expected: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
    let place = finding.place
    let role = try members(of: finding.resource)
    let document = role[place, of: finding.resource.type.schema.root]
    guard case .fails(let unmet) = Predicate.trusts.judge(document, against: expected, at: time), !unmet.isEmpty else {
      throw Refusal("Whom the trust policy of \(finding.resource.id) lets in is not known. Change it by hand.")
    }
    guard !finding.resource.arn.contains(":role/aws-service-role/") else {
      throw Refusal("\(finding.resource.id) is a service-linked role, which only its service changes.")
    }
    let schema = finding.resource.type.schema.root
    let change: Change
    if document.isNull {
      throw Refusal(
        role["RoleId"].isNull
          ? "The role \(finding.resource.id) does not exist. Make it, or give the function another one."
          : "The trust policy of \(finding.resource.id) is empty. Write one by hand.")
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
    // Those that may assume it on a condition may so afterwards.
    let question =
      expected["services"].isNull ? .array(unmet) : expected.setting(.array(unmet), at: "services", of: .unknown)
    try verify(change, in: finding) { Predicate.trusts.judge($0, against: question, at: time) }
    return [Proposal(Part(.trustPolicy, of: finding.resource), [change])]
  }
}

extension JSONValue {
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
}
