import Documents
import Estate
import Schema

/// An estate in short form: resources by kind and id, where the ids say what ARNs, accounts and regions would.
struct EstateReading {
  private static let account = "111122223333"

  private(set) var estate = Estate(account: account, regions: ["us-east-1"], coverage: Needs.everything.groups)

  /// Adds resources of a kind: a mapping of ids to members, or to nothing for one that is known not to exist. The id of
  /// a regional resource may end in `@` and its region; else it is us-east-1.
  mutating func add(_ type: YAMLReader.Name, _ resources: YAMLReader) {
    guard let kind = ResourceType(rawValue: type.text) else {
      let known = ResourceType.allCases.map(\.rawValue)
      type.reader.note(
        "\"\(type.text)\" is no kind of resource.\(Suggestion.phrase(for: type.text, among: known))")
      return
    }
    for (name, members) in resources.anyMembers ?? [] {
      let value = members.json
      let reference = Self.reference(kind, name.text, value)
      if value.isNull {
        estate.addAbsence(reference.key)
      } else if let object = value.object {
        estate.add(Resource(reference: reference, properties: kind.ownMembers(of: reference).merging(object)))
      } else {
        members.note("A mapping of members was expected here, or nothing for a resource that does not exist.")
      }
    }
  }

  /// Adds a gap: `{operation, type, id}`; without an id the whole list was not read.
  mutating func addGap(_ reader: YAMLReader) {
    let members = reader.members(known: ["operation", "type", "id"])
    let operation = members["operation"]?.text ?? ""
    let type = members["type"]?.text
    let groups: [AttributeGroup] = ResourceType.allCases.flatMap(\.schema.groups)
      .filter { $0.name == operation && type ?? $0.type.rawValue == $0.type.rawValue }
    if groups.isEmpty {
      let known = ResourceType.allCases.flatMap(\.schema.groups).map(\.name)
      reader.note("No operation \"\(operation)\" is called.\(Suggestion.phrase(for: operation, among: known))")
    }
    for group in groups {
      let reference = Self.reference(group.type, members["id"]?.text ?? "*", .null)
      estate.addGap(
        Gap(
          operation: operation, resource: reference, group: operation, code: "AccessDenied",
          message: "It was not read in this case.", advice: "", hides: group.hiddenTypes))
    }
  }

  private static func reference(_ type: ResourceType, _ name: String, _ value: JSONValue) -> ResourceReference {
    let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
    let region = type.schema.isRegional ? (parts.count == 2 ? parts[1] : "us-east-1") : "global"
    let id = type.schema.isRegional ? parts.first ?? name : name
    let arn = value["ARN"].string ?? type.arn(id, region: region, account: account)
    return ResourceReference(type: type, id: id, arn: arn, account: account, region: region)
  }
}

extension ResourceType {
  fileprivate func arn(_ id: String, region: String, account: String) -> String {
    let cloudFront = "arn:aws:cloudfront::\(account)"
    return switch self {
    case .distribution: "\(cloudFront):distribution/\(id)"
    case .cloudFrontFunction: "\(cloudFront):function/\(id)"
    case .keyValueStore: "\(cloudFront):key-value-store/\(id)"
    case .cachePolicy: "\(cloudFront):cache-policy/\(id)"
    case .originRequestPolicy: "\(cloudFront):origin-request-policy/\(id)"
    case .responseHeadersPolicy: "\(cloudFront):response-headers-policy/\(id)"
    case .originAccessControl: "\(cloudFront):origin-access-control/\(id)"
    case .originAccessIdentity: "\(cloudFront):origin-access-identity/\(id)"
    case .lambdaFunction, .lambdaVersion: "arn:aws:lambda:\(region):\(account):function:\(id)"
    case .role: "arn:aws:iam::\(account):role/\(id)"
    case .bucket: "arn:aws:s3:::\(id)"
    case .logGroup: "arn:aws:logs:\(region):\(account):log-group:\(id)"
    }
  }

  /// The members that the id and the ARN say already.
  fileprivate func ownMembers(of reference: ResourceReference) -> JSONObject {
    let (id, arn) = (JSONValue.string(reference.id), JSONValue.string(reference.arn))
    switch self {
    case .distribution: return ["Id": id, "ARN": arn]
    case .cloudFrontFunction: return ["Name": id]
    case .keyValueStore: return ["Name": id, "ARN": arn]
    case .cachePolicy, .originRequestPolicy, .responseHeadersPolicy, .originAccessControl, .originAccessIdentity:
      return ["Id": id]
    case .lambdaFunction: return ["FunctionName": id, "FunctionArn": arn]
    case .lambdaVersion:
      let parts = reference.id.split(separator: ":").map { JSONValue.string(String($0)) }
      return ["FunctionName": parts.first ?? id, "Version": parts.last ?? id, "FunctionArn": arn]
    case .role: return ["RoleName": id, "Arn": arn]
    case .bucket: return ["Name": id]
    case .logGroup: return ["logGroupName": id, "logGroupArn": arn]
    }
  }
}
