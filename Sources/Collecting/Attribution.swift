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
  /// How many changes are told of a resource.
  public static let most = 5

  private let changes: [ResourceKey: [Change]]
  /// What could not be read, and what to do, a sentence each.
  public let troubles: [String]

  /// Reads the changes of some resources.
  public init(of resources: [ResourceReference], by client: Client) async {
    var (changes, troubles) = ([ResourceKey: [Change]](), Set<String>())
    let byRegion = Dictionary(grouping: Set(resources)) { $0.type.schema.isRegional ? $0.region : "us-east-1" }
    for (region, wanted) in byRegion.sorted(by: { $0.key < $1.key }) {
      for name in Set(wanted.flatMap(\.type.schema.events)).sorted() {
        do throws(ServiceError) {
          for event in try await Self.events(named: name, in: region, by: client) where !event.hasFailed {
            let named = event.names
            for resource in wanted where resource.type.schema.events.contains(name) {
              if resource.isNamed(among: named) { changes[resource.key, default: []].append(Change(event)) }
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
    self.troubles = troubles.sorted()
  }

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
  /// - Parameter names: The members down to what is asked about. Where the events tell what they set it to, only those
  ///   that changed it are given.
  public func changes(of key: ResourceKey, at names: [String] = []) -> [RecordedChange] {
    let all = changes[key] ?? []
    let values = all.map { $0.value(at: names) }
    let told = zip(all, values).filter { $1 != nil }
    let changing = told.indices.filter { index in
      // The oldest set it where it made the resource; before it nobody knows.
      index + 1 < told.count ? told[index].1 != told[index + 1].1 : told[index].0.change.event.hasPrefix("Create")
    }.map { told[$0].0 }
    return (names.isEmpty || changing.isEmpty ? all : changing).prefix(Self.most).map(\.change)
  }
}

extension TrailEvent {
  /// What an event says that it is about: texts of what was asked and answered, at most a few levels down, and the
  /// resources that it names.
  fileprivate var names: Set<String> {
    var names: Set<String> = []
    for value in [parameters, record["responseElements"]] {
      for member in value.object ?? [:] {
        if let text = member.value.string { names.insert(text) }
        // An answer names what was made one level down: `distribution.id`.
        for inner in member.value.object ?? [:] { if let text = inner.value.string { names.insert(text) } }
      }
    }
    for resource in record["resources"].array ?? [] {
      for name in ["ARN", "arn", "resourceName"] { if let text = resource[name].string { names.insert(text) } }
    }
    return names
  }
}

extension ResourceReference {
  /// Whether one of the names is its own.
  fileprivate func isNamed(among names: Set<String>) -> Bool {
    let arns = [arn].filter { !$0.isEmpty }
    // A version is named by its function.
    let functions = LambdaARN(arn).map { [$0.functionName, $0.functionARN] } ?? []
    return ([id] + arns + functions).contains(where: names.contains)
  }
}

extension Attribution.Change {
  fileprivate init(_ event: TrailEvent) {
    let record = event.record
    self.init(
      change: RecordedChange(
        time: event.date, actor: Self.actor(record["userIdentity"]),
        via: Self.tool(record["userAgent"].string ?? "", source: record["sourceIPAddress"].string ?? ""),
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

  /// What the event set a member to; `nil` where it does not say. Lists are taken as a whole.
  fileprivate func value(at names: [String]) -> JSONValue? {
    // What is written stands in one member, such as `distributionConfig`, beside what names the resource.
    let roots = [parameters] + (parameters.object?.values.filter { $0.object != nil } ?? [])
    for root in roots {
      var (value, isThere) = (root, false)
      for name in names {
        let lower = name.prefix(1).lowercased() + name.dropFirst()
        guard let next = value.object?[lower] ?? value.object?[name] else { break }
        (value, isThere) = (next, true)
        if value["items"].array != nil || value.array != nil { break }
      }
      if isThere { return value }
    }
    return nil
  }
}
