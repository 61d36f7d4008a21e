import Documents
import Estate
import Schema

/// What AWS says of a resource beside what somebody set: identity, state and times, and the values it fills in.
struct FilledIn: Sendable {
  let type: ResourceType

  /// What AWS fills in for a kind of resource.
  init(_ type: ResourceType) { self.type = type }

  /// Whether a value at a place is one that AWS fills in by itself.
  func contains(_ value: JSONValue, at path: DocumentPath) -> Bool {
    if value.isEmpty || ignores(path) { return true }
    if let name = path.lastName, Self.defaults[name]?.contains(value) == true { return true }
    return value.object.map { object in
      object.allSatisfy { contains($0.value, at: path.appending(.member($0.name))) }
    } ?? false
  }

  /// The value that undoes a difference: what is declared, and for what is not, the value that AWS would fill in, since
  /// not each of its calls does that where nothing is said.
  func restoring(_ difference: Difference) -> JSONValue {
    guard difference.expected.isNull, case .member? = difference.place.steps.last else { return difference.expected }
    return filling(difference.actual, named: difference.place.lastMember)
  }

  private func filling(_ value: JSONValue, named name: String) -> JSONValue {
    if let first = Self.defaults[name]?.first { return first }
    switch value {
    case .bool where isDocument: return false
    case .object(let object) where isDocument:
      let members = object.map { ($0.name, filling($0.value, named: $0.name)) }.filter { !$0.1.isNull }
      return members.isEmpty ? .null : .object(JSONObject(members))
    default: return .null
    }
  }

  /// Whether it is written as one document, where nothing is the same as `false`.
  private var isDocument: Bool {
    switch type {
    case .distribution, .cachePolicy, .originRequestPolicy, .responseHeadersPolicy: true
    default: false
    }
  }

  /// Whether a place holds nothing that anybody sets.
  func ignores(_ path: DocumentPath) -> Bool {
    guard case .member(let first)? = path.steps.first else { return false }
    if path.steps.count == 1 { return names.contains(first) }
    // Of a filter, the service says when it was made, and of what group it is.
    if type == .logGroup, first == "SubscriptionFilters" {
      return ["creationTime", "logGroupName"].contains(path.lastName)
    }
    // A function's stages say of themselves what the root of other resources does.
    guard type == .cloudFrontFunction, path.steps.count == 2 else { return false }
    return ["Status", "FunctionMetadata"].contains(path.lastName)
  }

  /// Every member that somebody may set.
  var fieldUse: FieldUse {
    let groups = type.schema.groups.flatMap(\.members).compactMap { $0.split(separator: ".").first.map(String.init) }
    // Whatever no group names comes from the one that names nothing.
    let members = Set(groups + (type.schema.groups.contains { $0.members.isEmpty } ? ["*"] : [])).subtracting(names)
    return FieldUse(members: Dictionary(uniqueKeysWithValues: members.map { ($0, .whole) }))
  }

  /// The members of the root that hold identity, state, times, and what other resources say.
  private var names: Set<String> {
    switch type {
    case .distribution:
      [
        "Id", "ARN", "ETag", "Status", "LastModifiedTime", "DomainName", "CallerReference", "AliasICPRecordals",
        "InProgressInvalidationBatches", "Invalidations", "LogDeliveries",
      ]
    case .cloudFrontFunction: ["Name"]
    case .keyValueStore:
      ["Name", "Id", "ARN", "Status", "LastModifiedTime", "ItemCount", "TotalSizeInBytes", "FailureReason"]
    case .cachePolicy, .originRequestPolicy, .responseHeadersPolicy: ["Id", "LastModifiedTime", "Type"]
    case .originAccessControl: ["Id"]
    case .originAccessIdentity: ["Id", "S3CanonicalUserId"]
    case .lambdaFunction, .lambdaVersion:
      [
        "FunctionName", "FunctionArn", "Version", "Versions", "MasterArn", "LastModified", "RevisionId", "State",
        "StateReason", "StateReasonCode", "LastUpdateStatus", "LastUpdateStatusReason", "LastUpdateStatusReasonCode",
        "CodeSize", "Code", "RuntimeVersionConfig", "ConfigSha256",
      ]
    case .role: ["RoleName", "RoleId", "Arn", "CreateDate", "RoleLastUsed"]
    case .bucket: ["Name"]
    case .logGroup: ["logGroupName", "arn", "logGroupArn", "creationTime", "storedBytes", "metricFilterCount"]
    }
  }

  /// Values that stand where nobody said anything, by the member's name.
  private static let defaults: [String: [JSONValue]] = [
    "PriceClass": ["PriceClass_All"], "HttpVersion": ["http2"], "IsIPV6Enabled": [true], "ConnectionMode": ["direct"],
    "ConnectionAttempts": [3], "ConnectionTimeout": [10], "OriginReadTimeout": [30], "OriginKeepaliveTimeout": [5],
    "HTTPPort": [80], "HTTPSPort": [443], "RestrictionType": ["none"], "ErrorCachingMinTTL": [10],
    "IpAddressType": ["ipv4"], "Path": ["/"], "MaxSessionDuration": [3600], "PackageType": ["Zip"],
    "Architectures": [["x86_64"]], "Mode": ["PassThrough"], "Size": [512], "ApplyOn": ["None"],
    "OptimizationStatus": ["Off"], "LogFormat": ["Text"], "logGroupClass": ["STANDARD"], "Timeout": [3],
    "MemorySize": [128],
  ]
}

extension DocumentPath {
  /// The name of the last member on the way.
  var lastName: String? {
    for step in steps.reversed() { if case .member(let name) = step { return name } }
    return nil
  }
}
