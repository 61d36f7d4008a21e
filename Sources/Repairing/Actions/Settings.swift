import Auditing
import Documents
import Estate
import Schema

extension Planner {
  /// Lets the cache policy of a behaviour accept both encodings.
  func acceptCompression(for finding: Finding) throws(Refusal) -> [Proposal] {
    guard let id = try members(of: finding.resource)[finding.place, of: finding.resource.type.schema.root].string,
      let policy = estate.resources[.init(.cachePolicy, id)]
    else { throw Refusal("The cache policy of \(finding.path) was not read.") }
    let key = Place("CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin")
    let members = JSONValue.object(policy.properties)
    let changes = ["EnableAcceptEncodingGzip", "EnableAcceptEncodingBrotli"].flatMap { name in
      change(key.member(name), to: true, in: members, of: finding.resource.type.schema.root)
    }
    return [Proposal(Part(.configuration, of: policy.reference), changes)]
  }

  /// Sets the longest retention that CloudWatch Logs knows and that is expected at most.
  func putRetention(_ days: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
    guard let most = days.double, let retention = Self.retentions.last(where: { Double($0) <= most }) else {
      throw Refusal("CloudWatch Logs keeps events for a day at least.")
    }
    let members = try members(of: finding.resource)
    return [
      Proposal(
        Part(.retention, of: finding.resource),
        change("retentionInDays", to: .integer(retention), in: members, of: finding.resource.type.schema.root))
    ]
  }

  /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
  private static let retentions = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
  ]

  /// Puts a filter to each destination that is expected and fed by none. How a stream is fed only another filter, which
  /// feeds it already, can tell.
  func putSubscription(_ destinations: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
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
    let known = estate.resources(of: .logGroup).filter { $0.reference.region == finding.resource.region }
      .flatMap { $0.properties["SubscriptionFilters"]?.array ?? [] }
      .filter { $0["destinationArn"].string.map(glob.matches) ?? false }
    let destinations = Set(known.compactMap { $0["destinationArn"].string })
    let place = { (name: String) in Place("SubscriptionFilters").element(name) }
    if destinations.count == 1, let model = known.first, let name = model["filterName"].string {
      var filter = model.object ?? [:]
      for member in ["creationTime", "logGroupName"] { filter[member] = .none }
      return Change(place(name), from: .null, to: .object(filter))
    }
    guard destinations.isEmpty, !pattern.contains("*"), !pattern.contains("?"), let arn = ARN(pattern),
      arn.service == "lambda" || arn.service == "logs", arn.region == finding.resource.region
    else {
      throw Refusal(
        "How \(pattern) is fed from \(finding.resource.region) cannot be told. Declare the filter, with its roleArn, in "
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
