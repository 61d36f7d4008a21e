import AWSCore
import AWSServices
import Documents
import Estate
import Foundation
import Schema

/// Who changed resources, out of CloudTrail's event history of the last ninety days.
///
/// An event name is asked for once a region, whatever there is to find: two lookups a second are all that AWS grants.
public struct Attribution: Sendable {
  /// A change of a resource, with what was asked.
  struct Change {
    let change: RecordedChange
    let parameters: JSONValue
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
  /// - Parameter gone: Those that are not there: it is asked who removed them.
  public init(of resources: [ResourceReference], gone: Set<ResourceKey> = [], by client: Client) async {
    var (changes, troubles, bounds) = ([ResourceKey: [Change]](), Set<String>(), Set<String>())
    func events(_ resource: ResourceReference) -> [String] {
      let schema = resource.type.schema
      return gone.contains(resource.key) ? [schema.removal] : schema.events
    }
    let byRegion = Dictionary(grouping: Set(resources)) { $0.type.schema.isRegional ? $0.region : "us-east-1" }
    for (region, wanted) in byRegion.sorted(by: { $0.key < $1.key }) {
      for name in Set(wanted.flatMap(events)).sorted() {
        do throws(ServiceError) {
          let found = try await Self.events(named: name, in: region, by: client)
          if found.count >= Self.pageLimit * Self.pageSize, let oldest = found.last?.time.prefix(10) {
            bounds.insert(
              "Of the events \(name) in \(region) only the newest \(found.count) were read, back to "
                + "\(oldest).")
          }
          for event in found where !event.hasFailed {
            let named = event.names
            for resource in wanted where events(resource).contains(name) && event.isAbout(resource, named: named) {
              changes[resource.key, default: []].append(Change(event))
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

  private static func events(
    named name: String, in region: String, by client: Client
  ) async throws(ServiceError) -> [TrailEvent] {
    let input: JSONObject = [
      "LookupAttributes": [["AttributeKey": "EventName", "AttributeValue": .string(name)]]
    ]
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
  ///   - now: What is there now: an event that set something else did not make it so.
  public func changes(
    of key: ResourceKey, at place: DocumentPath = DocumentPath(), now: JSONValue = .null
  ) -> [RecordedChange] {
    var all = changes[key] ?? []
    // What was before it was made is of another one of that name.
    if let made = all.firstIndex(where: { $0.change.event.hasPrefix("Create") }) { all.removeSubrange((made + 1)...) }
    if place.steps.isEmpty || gone.contains(key) { return all.prefix(Self.most).map(\.change) }
    let told = all.indices.compactMap { index in
      all[index].told(at: place, of: key.type.schema.root).map { (change: all[index], value: $0, index: index) }
    }
    guard let last = told.first else { return all.prefix(Self.most).map(\.change) }
    if last.value.isOther(than: now) { return all[..<last.index].prefix(Self.most).map(\.change) }
    let changing = told.indices.filter { index in
      // The oldest set it where it made the resource; before it nobody knows.
      index + 1 < told.count
        ? told[index].value.value != told[index + 1].value.value : told[index].change.change.event.hasPrefix("Create")
    }
    // Where none of them changed it, all that is known is that the oldest left it so.
    return (changing.isEmpty ? [told.count - 1] : changing).prefix(Self.most).map { told[$0].change.change }
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
    for name in names { if let function = LambdaARN(name)?.functionName { names.insert(function) } }
    return names
  }

  /// Whether it is a resource that these names mean.
  fileprivate func isAbout(_ resource: ResourceReference, named names: Set<String>) -> Bool {
    let (number, isRemoval) = (parameters["qualifier"].string, name == resource.type.schema.removal)
    guard resource.type == .lambdaVersion, let version = LambdaARN(resource.arn) else {
      // That takes away one version.
      if isRemoval, number != nil { return false }
      return [resource.id, resource.arn].contains { !$0.isEmpty && names.contains($0) }
        || LambdaARN(resource.arn).map { names.contains($0.functionARN) } == true
    }
    // A version is named by its function. Once it is published it never changes.
    guard names.contains(version.functionName) || names.contains(version.functionARN) else { return false }
    let own = resource.id.split(separator: ":").last.map(String.init)
    return isRemoval ? [nil, own].contains(number) : record["responseElements"]["version"].string == own
  }
}

extension JSONValue {
  /// Whether it is known to be another text, number or truth value: what consists of parts CloudTrail writes otherwise.
  fileprivate func isOther(than value: JSONValue) -> Bool {
    switch (self, value) {
    case (.string(let left), .string(let right)): left != right
    case (.bool(let left), .bool(let right)): left != right
    case (.integer(let left), .integer(let right)): left != right
    // What is not set may be left out.
    case (.string(let left), .null): !left.isEmpty
    case (.bool(let left), .null): left
    case (.integer(let left), .null): left != 0
    default: false
    }
  }
}

extension Attribution.Change {
  fileprivate init(_ event: TrailEvent) {
    let record = event.record
    self.init(
      change: RecordedChange(
        time: event.date, actor: Self.actor(record["userIdentity"]),
        via: record["sessionCredentialFromConsole"].string == "true"
          ? "console" : Self.tool(record["userAgent"].string ?? "", source: record["sourceIPAddress"].string ?? ""),
        event: event.name, eventID: event.id, source: record["sourceIPAddress"].string ?? ""),
      parameters: event.parameters)
  }

  /// Who it was: <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html>
  static func actor(_ identity: JSONValue) -> String {
    let session = identity["sessionContext"]
    switch identity["type"].string {
    case "AssumedRole":
      let arn = identity["arn"].string ?? ""
      let named = arn.split(separator: "/").dropFirst().first.map(String.init)
      let role = session["sessionIssuer"]["userName"].string ?? named
      // Who took the role may have had to say who they are; else what they called the session has to do.
      let person = session["sourceIdentity"].string ?? arn.split(separator: "/").last.map(String.init) ?? ""
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

  /// What an event says of a place.
  struct Told {
    let value: JSONValue
    /// Whether it is the value of that place, and not of one around it.
    let isExact: Bool

    func isOther(than value: JSONValue) -> Bool { isExact && self.value.isOther(than: value) }
  }

  /// What the event set a place to; `nil` where it does not say. Elements of lists are told by what names them; a list
  /// whose elements have no names is taken as a whole.
  fileprivate func told(at place: DocumentPath, of schema: SchemaNode) -> Told? {
    // What is written stands in one member, such as `distributionConfig`, beside what names the resource.
    let roots = [parameters] + (parameters.object?.values.filter { $0.object != nil } ?? [])
    for root in roots {
      var (value, node, count) = (root, schema, 0)
      for step in place.steps {
        let next: JSONValue?
        switch step {
        case .member(let name):
          next = value.object?[Self.camel(name)] ?? value.object?[name]
          node = node.member(name)
        case .element(let name):
          next = Self.element(name, of: value["items"].array ?? value.array, node)
          node = node.element
        case .index: next = nil
        }
        guard let next else { break }
        (value, count) = (next, count + 1)
      }
      // Comments and secrets are not told.
      if value == "HIDDEN_DUE_TO_SECURITY_REASONS" { return nil }
      if count > 0 { return Told(value: value, isExact: count == place.steps.count) }
    }
    return nil
  }

  private static func camel(_ name: String) -> String { name.prefix(1).lowercased() + name.dropFirst() }

  /// The element of that name, `null` where there is none; `nil` where it cannot be told from the others.
  private static func element(_ name: String, of list: [JSONValue]?, _ node: SchemaNode) -> JSONValue? {
    guard let list, let key = node.list.key else { return nil }
    let isCaseless = node.element.member(key).isCaseless
    func folded(_ name: String) -> String { isCaseless ? name.lowercased() : name }
    return list.first { $0[camel(key)].string.map(folded) == folded(name) } ?? .null
  }
}
