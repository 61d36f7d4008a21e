import Auditing
import Documents
import Estate
import Schema

extension Action {
  static let putSubscription = Action(
    needs: .of(.logGroup, "SubscriptionFilters"), parts: [PartOfType(.logGroup, .subscriptionFilters)],
    plan: { planner, expected, finding throws(Refusal) in try planner.putSubscription(expected, for: finding) })
}

extension Planner {
  /// Puts a filter to each destination that is expected and fed by none. How a stream is fed only another filter, which
  /// feeds it already, can tell.
  fileprivate func putSubscription(_ destinations: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
    let filters = try members(of: finding.resource)["SubscriptionFilters"].array ?? []
    let fed = JSONValue.array(filters.map { $0["destinationArn"] })
    guard case .fails(let unmet) = Predicate.covers.judge(fed, against: destinations) else { return [] }
    guard filters.count + unmet.count <= 2 else {
      throw Refusal("\(finding.resource.id) has \(filters.count) filters, and CloudWatch Logs allows two. Remove one.")
    }
    var changes: [Change] = []
    for pattern in unmet { changes.append(try subscription(to: pattern.string ?? "", for: finding)) }
    return [Proposal(Part(.subscriptionFilters, of: finding.resource), changes)]
  }

  private func subscription(to pattern: String, for finding: Finding) throws(Refusal) -> Change {
    let glob = Glob(pattern)
    let known = lookups.filters(in: finding.resource.region).filter {
      $0["destinationArn"].string.map(glob.matches) ?? false
    }
    let destinations = Set(known.compactMap { $0["destinationArn"].string })
    let place = { (name: String) in DocumentPath("SubscriptionFilters").element(name) }
    if destinations.count == 1, let model = known.first, let name = model["filterName"].string {
      var filter = model.object ?? [:]
      for member in ["creationTime", "logGroupName"] { filter[member] = .none }
      return Change(place(name), from: .null, to: .object(filter))
    }
    guard destinations.isEmpty, !pattern.contains("*"), !pattern.contains("?"), let arn = ARN(pattern),
      arn.service == "lambda" || arn.service == "logs", arn.region == finding.resource.region
    else {
      throw Refusal(
        "How \(pattern) is fed from \(finding.resource.region) is not known. Declare the filter, with its roleArn, in "
          + "a baseline.")
    }
    let name = arn.resourceName
    return Change(
      place(name), from: .null,
      to: [
        "filterName": .string(name), "filterPattern": "", "destinationArn": .string(pattern),
        "distribution": "ByLogStream",
      ])
  }
}
