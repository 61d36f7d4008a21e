import AWSCore
import AWSServices
import Documents
import Estate
import Foundation
import Schema
import State

/// Who changed resources, out of CloudTrail's event history of the last ninety days.
///
/// An event name is asked for once a region, whatever there is to find: two lookups a second are all that AWS grants.
public struct Attribution: Sendable {
  /// A change of a resource, with what was asked, and what is known of such events.
  struct Change {
    let change: RecordedChange
    let parameters: JSONValue
    let event: ChangeEvent
  }

  /// How many pages of fifty events of one name are read.
  static let pageLimit = 10
  private static let pageSize = 50
  /// How many changes are told of a resource.
  public static let most = 5

  private let changes: [ResourceKey: [Change]]
  /// The resources that are not there any more.
  private let gone: Set<ResourceKey>
  /// What could not be read, and what to do, a sentence each.
  public let troubles: [String]
  /// Of which events not all were read, as there are too many, a sentence each.
  public let bounds: [String]

  /// Reads the changes of some resources.
  ///
  /// - Parameters:
  ///   - gone: Those that are not there: it is asked who removed them.
  ///   - policies: The ARNs of the managed policies that are attached to roles: what these say changes by themselves.
  ///   - period: When the changes were that are asked about.
  public init(
    of resources: [ResourceReference], gone: Set<ResourceKey> = [], attached policies: [ResourceKey: Set<String>] = [:],
    in period: Period = Period(), by client: Client
  ) async {
    var (changes, troubles, bounds) = ([ResourceKey: [Change]](), Set<String>(), Set<String>())
    func events(_ resource: ResourceReference) -> [ChangeEvent] {
      let schema = resource.type.schema
      if gone.contains(resource.key) { return [ChangeEvent(stringLiteral: schema.removal)] }
      return schema.events.filter { !$0.isOfPolicy || policies[resource.key]?.isEmpty == false }
    }
    let byRegion = Dictionary(grouping: Set(resources)) { Self.region(of: $0, client) }
    for (region, wanted) in byRegion.sorted(by: { $0.key < $1.key }) {
      for name in Set(wanted.flatMap(events).map(\.name)).sorted() {
        do throws(ServiceError) {
          let found = try await Self.events(named: name, in: region, period, by: client)
          if found.count >= Self.pageLimit * Self.pageSize, let oldest = found.last?.time.prefix(10) {
            bounds.insert(
              "Of the events \(name) in \(region) only the newest \(found.count) were read, back to "
                + "\(oldest).")
          }
          for event in found where !event.hasFailed {
            let named = event.names
            for resource in wanted {
              guard let kind = events(resource).first(where: { $0.name == name }),
                event.isAbout(resource, kind, named: named, attached: policies[resource.key] ?? [])
              else { continue }
              changes[resource.key, default: []].append(Change(event, kind))
            }
          }
        } catch {
          troubles.insert(
            "Who changed what could not be read in \(region): \(error.code): \(error.message). "
              + ErrorAdvice.after(error))
          // What is denied once is denied for each name.
          break
        }
      }
    }
    self.changes = changes.mapValues { $0.sorted { $0.change.isNewer(than: $1.change) } }
    self.gone = gone
    self.troubles = troubles.sorted()
    self.bounds = bounds.sorted()
  }

  /// Of nothing, because of a trouble.
  public init(trouble: String) { (changes, gone, troubles, bounds) = ([:], [], [trouble], []) }

  /// When changes were that are asked about; without a bound, of all that the history has.
  public struct Period: Sendable {
    let start, end: Date?

    /// From one moment to another.
    public init(from start: Date? = nil, to end: Date? = nil) { (self.start, self.end) = (start, end) }
  }

  /// Where the events of a resource are: those of services without regions where these answer, us-east-1 as a rule, all
  /// others where it happened.
  ///
  /// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events>
  private static func region(of resource: ResourceReference, _ client: Client) -> String {
    // An origin need not say in which region its bucket is.
    if resource.type == .bucket, let region = client.region(ofBucket: resource.id) { return region }
    guard ["", "global"].contains(resource.region) else { return resource.region }
    return client.home(of: resource.type.schema.existence?.calls.first?.operation.service ?? CloudFront.service)
  }

  private static func events(
    named name: String, in region: String, _ period: Period, by client: Client
  ) async throws(ServiceError) -> [TrailEvent] {
    var input: JSONObject = [
      "LookupAttributes": [["AttributeKey": "EventName", "AttributeValue": .string(name)]]
    ]
    if let start = period.start { input["StartTime"] = .integer(Int(start.timeIntervalSince1970.rounded(.down))) }
    if let end = period.end { input["EndTime"] = .integer(Int(end.timeIntervalSince1970.rounded(.up))) }
    var events: [TrailEvent] = []
    for entry in try await client.items(CloudTrail.lookupEvents, input, region: region, pageLimit: pageLimit) {
      events.append(try TrailEvent(entry, CloudTrail.lookupEvents, region: region))
    }
    return events
  }

  /// The last changes of a resource, newest first.
  ///
  /// - Parameters:
  ///   - place: What is asked about. Where the events tell what they set it to, only those that changed it are given.
  ///   - properties: The resource as it is now: an event that set something else there did not make it so.
  public func changes(
    of key: ResourceKey, at place: DocumentPath = DocumentPath(), in properties: JSONValue = .null
  ) -> [RecordedChange] {
    if isBehind(key, at: place, in: properties) { return [] }
    let now = properties[place, of: key.type.schema.root]
    let schema = key.type.schema
    var all = changes[key] ?? []
    // What was before it was made is of another one of that name.
    if let made = all.firstIndex(where: { $0.event.makesIt }) { all.removeSubrange((made + 1)...) }
    if place.steps.isEmpty || gone.contains(key) { return all.prefix(Self.most).map(\.change) }
    let published = Self.published(&all, at: place, schema)
    all.removeAll { !$0.mayHaveSet(place, schema) }
    let told = all.indices.compactMap { index in
      all[index].told(at: place, of: schema).map { (change: all[index], value: $0, index: index) }
    }
    func with(publication changes: some Sequence<Change>) -> [RecordedChange] {
      let changes = changes.flatMap { change in
        // What was changed serves viewers since it was published next.
        (published.last { $0.change.time >= change.change.time }.map { [$0] } ?? []) + [change]
      }
      var known: Set<String> = []
      return changes.map(\.change).filter { known.insert($0.eventID).inserted }.prefix(Self.most).map { $0 }
    }
    guard let last = told.first else { return with(publication: all) }
    let policies = schema.root[place.withoutStage(schema)].isPolicy
    if last.value.isOther(than: now, isPolicy: policies) { return with(publication: all[..<last.index]) }
    let changing = told.indices.filter { index in
      // The oldest set it where it made the resource; before it nobody knows.
      (index + 1 < told.count
        ? told[index].value.value != told[index + 1].value.value : told[index].change.event.makesIt)
        && !told[index].value.isOther(than: now, isPolicy: policies)
    }
    // Where none of them changed it, all that is known is that the oldest left it so.
    return with(publication: (changing.isEmpty ? [told.count - 1] : changing).map { told[$0].change })
  }

  /// Whether it was changed since the last event that is known of it: who did that CloudTrail does not tell yet.
  public func isBehind(_ key: ResourceKey, at place: DocumentPath, in properties: JSONValue) -> Bool {
    let (schema, all) = (key.type.schema, changes[key] ?? [])
    let members: [String]
    var last = all.first
    switch schema.existence?.validator {
    case .member(_, orTime: let time): members = [time]
    case .stageTime:
      guard case .member(let stage)? = place.steps.first, FunctionStages.names.contains(stage) else { return false }
      members = [stage, "FunctionMetadata", "LastModifiedTime"]
      if stage == "LIVE" { last = all.first { $0.event.name == schema.stages?.publish.name } }
    default: return false
    }
    let time = members.reduce(properties) { $0[$1] }.string.flatMap(ServiceTime.date)
    guard let last, let time else { return false }
    return time.timeIntervalSince(last.change.time) > Self.tolerance
  }

  /// By how many seconds the time of an event may differ from that of the change that it tells of.
  private static let tolerance = 300.0

  /// Takes those that publish a function out of the changes of a place, and, of what viewers are served, those that were not
  /// published since; events have whole seconds.
  private static func published(
    _ all: inout [Change], at place: DocumentPath, _ schema: ResourceSchema
  ) -> [Change] {
    guard let publish = schema.stages?.publish.name else { return [] }
    let published = all.filter { $0.event.name == publish }
    all.removeAll { $0.event.name == publish }
    guard place.steps.first == .member("LIVE") else { return [] }
    let last = published.first?.change.time ?? .distantPast
    all.removeAll { $0.change.time > last }
    return published
  }
}

extension TrailEvent {
  /// The members that name what an event is about.
  private static let names: Set<String> = [
    "arn", "bucketName", "distributionId", "distributionTenantId", "functionArn", "functionName", "id", "logGroupName",
    "name", "roleName", "targetDistributionId",
  ]

  /// What an event says that it is about: what was asked, what was answered, and the resources that it names. Other texts
  /// may be the names of something else: a policy's within a role, a comment.
  fileprivate var names: Set<String> {
    var names: Set<String> = []
    func add(_ object: JSONObject, _ members: Set<String>) {
      for member in object where members.contains(member.name) {
        if let text = member.value.string { names.insert(text) }
      }
    }
    let (asked, answered) = (parameters.object ?? [:], record["responseElements"].object ?? [:])
    add(asked, Self.names)
    // `UpdateDomainAssociation` names where a domain goes one level down.
    add(asked["targetResource"]?.object ?? [:], Self.names)
    add(answered, Self.names)
    // So does an answer what was made: `distribution.id`.
    for member in answered { add(member.value.object ?? [:], Self.names) }
    for resource in record["resources"].array ?? [] {
      for name in ["ARN", "arn"] { if let text = resource[name].string { names.insert(text) } }
    }
    if source == Lambda.service.eventSource {
      for name in names { if let function = LambdaARN.function(named: name)?.name { names.insert(function) } }
    }
    return names
  }

  /// Whether it is a resource that these names mean.
  fileprivate func isAbout(
    _ resource: ResourceReference, _ kind: ChangeEvent, named names: Set<String>, attached policies: Set<String>
  ) -> Bool {
    guard source == resource.type.schema.eventSource, kind.flag.map({ parameters[$0] == true }) ?? true else {
      return false
    }
    if kind.isOfPolicy { return parameters[kind.element ?? ""].string.map(policies.contains) ?? false }
    let number = parameters.qualifier
    let isRemoval = name == resource.type.schema.removal
    guard resource.type == .lambdaVersion, let version = LambdaARN(resource.arn) else {
      // That is about one version, or what an alias names.
      if resource.type == .lambdaFunction, kind.element != ChangeEvent.qualifier, ![nil, "$LATEST"].contains(number) {
        return false
      }
      return [resource.id, resource.arn].contains { !$0.isEmpty && names.contains($0) }
        || LambdaARN(resource.arn).map { names.contains($0.functionARN) } == true
    }
    // A version is named by its function. Once it is published it never changes.
    guard names.contains(version.functionName) || names.contains(version.functionARN) else { return false }
    let own = resource.id.split(separator: ":").last.map(String.init)
    return isRemoval ? [nil, own].contains(number) : record["responseElements"]["version"].string == own
  }
}

extension Attribution.Change {
  fileprivate init(_ event: TrailEvent, _ kind: ChangeEvent) {
    let record = event.record
    self.init(
      change: RecordedChange(
        time: event.date, actor: Self.actor(record["userIdentity"]),
        via: record["sessionCredentialFromConsole"].string == "true"
          ? "console" : Self.tool(record["userAgent"].string ?? "", source: record["sourceIPAddress"].string ?? ""),
        event: event.name, eventID: event.id, source: record["sourceIPAddress"].string ?? ""),
      parameters: event.parameters, event: kind)
  }

  /// Who it was: <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html>
  static func actor(_ identity: JSONValue) -> String {
    let session = identity["sessionContext"]
    switch identity["type"].string {
    case "AssumedRole":
      let arn = identity["arn"].string ?? ""
      let role =
        session["sessionIssuer"]["userName"].string ?? arn.split(separator: "/").dropFirst().first.map(String.init)
      // Who took the role may have had to say who they are; else what they called the session has to do.
      let named = arn.split(separator: "/").last ?? identity["principalId"].string?.split(separator: ":").last
      let person = session["sourceIdentity"].string ?? named.map(String.init) ?? "somebody"
      return role.map { "\(person) (role \($0))" } ?? person
    case "IdentityCenterUser": return identity["onBehalfOf"]["userId"].string ?? "a user of IAM Identity Center"
    case "Root": return "the root user"
    case "AWSService": return identity["invokedBy"].string ?? "a service of AWS"
    default:
      return identity["userName"].string ?? identity["arn"].string ?? identity["invokedBy"].string
        ?? identity["principalId"].string ?? identity["accountId"].string ?? "somebody"
    }
  }

  /// What was used, by the `User-Agent` that it sent.
  static func tool(_ agent: String, source: String) -> String {
    // A service of AWS that calls on behalf of somebody names itself in both places.
    if agent.hasSuffix(".amazonaws.com") { return agent == "cloudformation.amazonaws.com" ? "CloudFormation" : agent }
    if agent == "AWS Internal", source.hasSuffix(".amazonaws.com") { return source }
    func version(after name: String) -> String? {
      agent.range(of: name).map { found in String(agent[found.upperBound...].prefix { !" ;,)]".contains($0) }) }
    }
    for (mark, name) in [
      ("OpenTofu/", "OpenTofu"), ("Terraform/", "Terraform"), ("Pulumi/", "Pulumi"), ("aws-cli/", "AWS CLI"),
      ("aws-cdk/", "CDK"), ("audit/", "audit"),
    ] {
      if let version = version(after: mark) { return version.isEmpty ? name : "\(name) \(version)" }
    }
    if agent.contains("console.amazonaws.com") || agent.contains("signin.amazonaws.com")
      || agent.contains("AWSCloudFrontConsole") || agent.hasPrefix("Mozilla/") || agent.contains("S3Console/")
    {
      return "console"
    }
    for name in ["Boto3/", "aws-sdk-"] {
      if let word = agent.split(separator: " ").first(where: { $0.hasPrefix(name) }) { return String(word) }
    }
    return agent
  }
}
