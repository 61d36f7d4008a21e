import Documents
import OrderedCollections
import Schema

/// All that was read: resources, what is known not to exist, and what could not be read.
public struct Estate: Sendable, Equatable {
  /// The account that was read; empty where it is not known.
  public var account: String
  /// The regions in which regional resources were looked for, sorted.
  public var regions: [String]
  /// The resources.
  public private(set) var resources: OrderedDictionary<ResourceKey, Resource>
  /// Resources that others name and that do not exist.
  public private(set) var absences: OrderedSet<ResourceKey>
  /// What could not be read.
  public private(set) var gaps: [Gap]
  /// What was to be read, whether it succeeded or not.
  public var coverage: Set<AttributeGroup>

  /// An estate without resources.
  public init(account: String = "", regions: [String] = [], coverage: Set<AttributeGroup> = []) {
    self.account = account
    self.regions = regions
    self.coverage = coverage
    resources = [:]
    absences = []
    gaps = []
  }

  /// Adds a resource, or the members of one group to a resource that is there. What is known not to exist stays so:
  /// another call may have been answered before it went.
  public mutating func add(_ resource: Resource) {
    if !absences.isEmpty, absences.contains(resource.key) { return }
    // In its place, and with room for the groups of one member each that mostly follow: members that move each time leave
    // as many holes behind as they take room.
    let isKnown: Void? = resources[resource.key]?.properties.merge(resource.properties, expecting: 3)
    if isKnown == nil { resources[resource.key] = resource }
  }

  /// Adds it as ``add(_:)`` does; what is put together of several answers shares its names with what else is.
  public mutating func add(_ resource: Resource, sharing parts: inout SharedParts) {
    add(resource)
    if let place = resources.index(forKey: resource.key) { parts.shareNames(of: &resources.values[place].properties) }
  }

  /// Puts other members in the place of those of a resource that is there.
  public mutating func replace(_ properties: JSONObject, of key: ResourceKey) {
    resources[key]?.properties = properties
  }

  /// Notes that a resource that something names does not exist, whatever was known of it before.
  public mutating func addAbsence(_ key: ResourceKey) {
    resources[key] = nil
    absences.append(key)
  }

  /// Notes that something could not be read; gives the number that ``JSONValue/unread(_:)`` carries.
  @discardableResult
  public mutating func addGap(_ gap: Gap) -> Int {
    if let index = gaps.firstIndex(of: gap) { return index }
    gaps.append(gap)
    return gaps.count - 1
  }

  /// Says more of what could not be read; nothing of what verdicts depend on it for changes.
  public mutating func changeGaps(_ change: (Gap) -> Gap) { gaps = gaps.map(change) }

  /// What could not be read and could be: what another account keeps to itself is not among it.
  public var failedReads: [Gap] { gaps.filter { !$0.isOfOtherAccount } }

  /// Puts resources into an order that does not depend on which answer came first.
  public mutating func sort() {
    resources.sort { $0.key < $1.key }
    absences.sort()
    gaps.sort { ($0.operation, $0.resource.key, $0.group) < ($1.operation, $1.resource.key, $1.group) }
  }

  /// The resources of a kind.
  public func resources(of type: ResourceType) -> [Resource] {
    resources.values.filter { $0.reference.type == type }
  }
}

extension Estate {
  /// The domain names of the origins, of distributions and of tenants, that read a bucket without signing their requests.
  public func origins(readingUnsigned bucket: String) -> [String] {
    origins.filter { S3Domain.isUnsigned(withControl($0), reading: bucket) }.compactMap { $0["DomainName"].string }
  }

  /// The same of those that read it by an origin access identity.
  public func origins(readingByIdentity bucket: String) -> [String] {
    origins.filter { origin in
      let signsByControl = origin["OriginAccessControlId"].string?.isEmpty == false
      return !signsByControl && origin["S3OriginConfig"]["OriginAccessIdentity"].string?.isEmpty == false
        && S3Domain(origin: origin).map { $0.bucket == bucket && !$0.isWebsite } == true
    }.compactMap { $0["DomainName"].string }
  }

  private var origins: [JSONValue] {
    (resources(of: .distribution) + resources(of: .distributionTenant)).flatMap {
      $0.properties["Origins"]?.array ?? []
    }
  }

  /// An origin with its access control, as far as that was read.
  private func withControl(_ origin: JSONValue) -> JSONValue {
    guard let id = origin["OriginAccessControlId"].string, !id.isEmpty,
      let control = resources[.init(.originAccessControl, id)]
    else { return origin }
    return .object((origin.object ?? [:]).merging(["OriginAccessControl": .object(control.properties)]))
  }
}
