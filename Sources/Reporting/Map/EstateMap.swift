import Auditing
import Documents
import Estate
import Schema

/// Who leads to whom in an estate, from tenants and distributions by their behaviours and events to functions, stores,
/// versions, roles, buckets and log groups: what a map is drawn from.
public struct EstateMap: Sendable {
  /// How something stands.
  enum Status: Int, Sendable, Comparable {
    case good, unknown, wrong

    static func < (left: Status, right: Status) -> Bool { left.rawValue < right.rawValue }
  }

  /// A resource, a behaviour of a distribution, or a server that is no resource of AWS.
  struct Node: Sendable {
    /// From left to right.
    let column: Int
    let title: String
    var subtitle: String
    /// What it is: a type of resource, a behaviour, a server.
    var kind = ""
    /// What edges begin at: events of a behaviour, and where it sends what they let through.
    var ports: [String] = []
    var status = Status.good
    /// What is wrong, in a few words; empty where nothing is known to be.
    var note = ""
    /// The fingerprint of the worst finding.
    var finding: String?
    /// The rules that it breaks, or that are not known to hold.
    var reasons: [String] = []
    /// How many places are drawn as this one.
    var size = 1
  }

  /// That one leads to the other.
  struct Edge: Sendable, Hashable {
    let from: Int
    /// The number of the port that it begins at.
    let port: Int?
    let to: Int
  }

  var nodes: [Node] = []
  var edges: [Edge] = []
  /// For each node the one that it stands beside; `nil` where none led to it before.
  var parents: [Int?] = []
  /// What is to be said beside the drawing.
  public internal(set) var remarks: [String] = []

  /// What the columns hold.
  static let columns = [
    "Tenants", "Distributions", "Behaviours, by event", "Functions, versions, origins", "Stores, roles, functions",
    "Log groups, by region",
  ]

  private let estate: Estate
  private let findings: [ResourceKey: [Finding]]
  private let gaps: Set<ResourceKey>
  private let logGroups: [String: [Resource]]
  private let stores: [String: ResourceKey]
  private let urls: [String: ResourceKey]
  private var numbers: [ResourceKey: Int] = [:]
  private var servers: [String: Int] = [:]
  private var known: Set<Edge> = []

  /// The map of an estate.
  ///
  /// - Parameter findings: What was found there.
  public init(_ estate: Estate, findings: [Finding] = []) {
    self.estate = estate
    self.findings = Dictionary(grouping: findings.filter { $0.status != .waived }, by: \.resource.key)
    gaps = Set(estate.gaps.map(\.resource.key))
    logGroups = Dictionary(grouping: estate.resources(of: .logGroup).sorted { $0.key < $1.key }, by: \.reference.id)
    stores = Dictionary(estate.resources(of: .keyValueStore).map { ($0.reference.arn, $0.key) }) { first, _ in first }
    urls = Dictionary(
      estate.resources(of: .lambdaFunction).flatMap { function in
        FunctionURL.hosts(of: function.properties).map { ($0, function.key) }
      }
    ) { first, _ in first }
    draw()
  }

  // MARK: What leads where

  private mutating func draw() {
    let tenants = Dictionary(
      grouping: sorted(.distributionTenant), by: { $0.properties["DistributionId"]?.string ?? "" })
    for distribution in sorted(.distribution) {
      let number = add(distribution.key, from: nil)
      for tenant in tenants[distribution.reference.id] ?? [] {
        link(add(tenant.key, from: nil), to: number)
        origins(of: tenant, from: number)
      }
      behaviours(of: distribution, from: number)
    }
    // What nothing leads to; of policies and identities only those on which something was found.
    for type in ResourceType.allCases {
      for resource in sorted(type) where numbers[resource.key] == nil {
        if Self.column(of: type) != nil || findings[resource.key] != nil { add(resource.key, from: nil) }
      }
    }
    // What they in turn lead to comes after them, so that each stands once.
    for type in [ResourceType.cloudFrontFunction, .lambdaVersion, .bucket] {
      for resource in sorted(type) { if let number = numbers[resource.key] { follow(resource.key, from: number) } }
    }
  }

  private func sorted(_ type: ResourceType) -> [Resource] { estate.resources(of: type).sorted { $0.key < $1.key } }

  private mutating func behaviours(of distribution: Resource, from number: Int) {
    let members = distribution.properties
    let origins = Dictionary(
      (members["Origins"]?.array ?? []).map { ($0["Id"].string ?? "", $0) }
    ) { first, _ in first }
    let groups = Dictionary(
      (members["OriginGroups"]?.array ?? []).map { group in
        (group["Id"].string ?? "", (group["Members"].array ?? []).compactMap { $0["OriginId"].string })
      }
    ) { first, _ in first }
    let byPlace = Dictionary(grouping: findings[distribution.key] ?? [], by: { Self.behaviour(at: $0.place) })
    for behaviour in [members["DefaultCacheBehavior"] ?? .null] + (members["CacheBehaviors"]?.array ?? []) {
      guard behaviour.object != nil else { continue }
      let pattern = behaviour["PathPattern"].string
      let associations = DistributionSchema.associations.flatMap { behaviour[$0.list].array ?? [] }
        .sorted { Self.order(of: $0) < Self.order(of: $1) }
      var node = Node(
        column: ResourceSchema.Station.behavior.rawValue, title: pattern ?? "everything else", subtitle: "",
        kind: "behaviour")
      node.ports = associations.map { $0["EventType"].string ?? "" } + ["origin"]
      Self.judge(&node, by: byPlace[pattern ?? ""] ?? [])
      let place = append(node, beside: number)
      link(number, to: place)
      for (port, association) in associations.enumerated() {
        guard let key = target(of: association) else { continue }
        let function = add(key, from: place)
        link(place, port: port, to: function)
        follow(key, from: function)
      }
      let target = behaviour["TargetOriginId"].string ?? ""
      for origin in (groups[target] ?? [target]).compactMap({ origins[$0] }) {
        link(place, port: associations.count, to: add(origin: origin, from: place))
      }
    }
  }

  private mutating func origins(of tenant: Resource, from number: Int) {
    for origin in tenant.properties["Origins"]?.array ?? [] { link(number, to: add(origin: origin, from: number)) }
  }

  /// A bucket, the URL of a function, or a server somewhere.
  private mutating func add(origin: JSONValue, from parent: Int) -> Int {
    let name = origin["DomainName"].string ?? ""
    if let bucket = S3Domain(name, originPath: origin["OriginPath"].string ?? "")?.bucket {
      let key = ResourceKey(.bucket, bucket)
      let number = add(key, from: parent)
      follow(key, from: number)
      return number
    }
    let host = name.lowercased()
    if let function = urls[host] { return add(function, from: parent) }
    if let number = servers[host] { return number }
    let number = append(
      Node(column: ResourceSchema.Station.edge.rawValue, title: name, subtitle: "server", kind: "server"),
      beside: parent)
    servers[host] = number
    return number
  }

  /// What a function, a version or a bucket leads to.
  private mutating func follow(_ key: ResourceKey, from number: Int) {
    guard let members = estate.resources[key]?.properties else { return }
    var targets: [ResourceKey] = []
    if key.type == .cloudFrontFunction {
      for stage in ["LIVE", "DEVELOPMENT"] {
        let associations = members[stage]?["FunctionConfig"]["KeyValueStoreAssociations"].array ?? []
        targets += associations.compactMap { association in
          association["KeyValueStoreARN"].string.flatMap { arn in
            stores[arn] ?? named(.keyValueStore, arn)
          }
        }
      }
      targets += (logGroups[EdgeLogGroup.functionPrefix + key.id] ?? []).map(\.key)
    } else if key.type == .lambdaVersion {
      targets += [members["Role"]?.string.flatMap { named(.role, $0) }].compactMap(\.self)
      let function = members["FunctionArn"]?.string.flatMap(LambdaARN.init).map { place($0, \.functionKey) }
      if let function, estate.resources[function] != nil { targets.append(function) }
      targets += EdgeLogGroup.names(of: key, members).flatMap { (logGroups[$0] ?? []).map(\.key) }
    } else if key.type == .bucket {
      targets += members.startedLambdas.map { place($0, \.functionKey) }
    }
    for target in targets { link(number, to: add(target, from: number)) }
  }

  // MARK: Nodes

  private func target(of association: JSONValue) -> ResourceKey? {
    if let arn = association["LambdaFunctionARN"].string { return LambdaARN(arn).map { place($0, \.versionKey) } }
    return association["FunctionARN"].string.flatMap { named(.cloudFrontFunction, $0) }
  }

  /// What an ARN names, in whichever account that is.
  private func named(_ type: ResourceType, _ arn: String) -> ResourceKey? {
    ARN(arn).map { ResourceKey(type, $0.resourceName).of($0.account, in: estate.account) }
  }

  private func place(_ lambda: LambdaARN, _ name: (LambdaARN) -> ResourceKey) -> ResourceKey {
    name(lambda).of(lambda.account, in: estate.account)
  }

  /// Events in the order in which a request meets them.
  private static func order(of association: JSONValue) -> Int {
    ["viewer-request", "origin-request", "origin-response", "viewer-response"]
      .firstIndex(of: association["EventType"].string ?? "") ?? 4
  }

  private static func column(of type: ResourceType) -> Int? { type.schema.station?.rawValue }

  /// The pattern of the behaviour that a place of a distribution is in, empty for the default one; `nil` elsewhere.
  private static func behaviour(at place: DocumentPath) -> String? {
    if place.root == "DefaultCacheBehavior" { return "" }
    guard place.root == "CacheBehaviors", case .element(let pattern)? = place.steps.dropFirst().first else {
      return nil
    }
    return pattern
  }

  /// The number of a resource's node, which is added where it is missing.
  @discardableResult
  private mutating func add(_ key: ResourceKey, from parent: Int?) -> Int {
    if let number = numbers[key] { return number }
    let resource = estate.resources[key]
    let type = key.type.rawValue.split(separator: ":").last.map(String.init) ?? key.type.rawValue
    let name = resource?.commonName ?? key.id
    var node = Node(
      column: Self.column(of: key.type) ?? ResourceSchema.Station.support.rawValue,
      title: key.type == .logGroup ? key.region : name,
      subtitle: name == key.id && key.type != .logGroup ? type : "\(type) \(key.id)", kind: type)
    if !key.account.isEmpty { node.subtitle += " of account \(key.account)" }
    Self.judge(&node, by: findings[key] ?? [])
    if resource == nil {
      let isAbsent = estate.absences.contains(key)
      node.status = max(node.status, isAbsent ? .wrong : .unknown)
      if node.note.isEmpty { node.note = isAbsent ? "does not exist" : "not read" }
    } else if gaps.contains(key), node.status == .good {
      (node.status, node.note) = (.unknown, "not read wholly")
    }
    let number = append(node, beside: parent)
    numbers[key] = number
    return number
  }

  private static func judge(_ node: inout Node, by findings: [Finding]) {
    let wrong = findings.filter { $0.status == .fail }
    let unknown = findings.count - wrong.count
    node.reasons = Set(findings.map { "\($0.status.rawValue) \($0.rule)" }).sorted()
    node.status = !wrong.isEmpty ? .wrong : unknown > 0 ? .unknown : .good
    node.finding = (wrong.isEmpty ? findings : wrong).min(by: Finding.worstFirst)?.fingerprint
    node.note = !wrong.isEmpty ? "\(wrong.count) wrong" : unknown > 0 ? "\(unknown) unknown" : ""
  }

  private mutating func append(_ node: Node, beside parent: Int?) -> Int {
    nodes.append(node)
    parents.append(parent)
    return nodes.count - 1
  }

  private mutating func link(_ from: Int, port: Int? = nil, to: Int) {
    let edge = Edge(from: from, port: port, to: to)
    if known.insert(edge).inserted { edges.append(edge) }
  }
}
