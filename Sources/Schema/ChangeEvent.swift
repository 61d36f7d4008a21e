import AWSCore

/// An event of CloudTrail that tells of a change of a resource: what the operation can have set, and where its parameters say
/// to what.
///
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>
public struct ChangeEvent: Sendable, ExpressibleByStringLiteral {
  /// What CloudTrail calls it: `UpdateDistribution`, `UpdateFunctionConfiguration20150331v2`.
  public let name: String
  /// The members that it can have set; none for all.
  public let members: [String]
  /// Members within those that it cannot have set.
  public let excluded: [String]
  /// The parameter that names the one element of a list that it sets: where that is ``qualifier``, a version or alias of
  /// a Lambda function.
  public let element: String?
  /// Where the parameters say what a member was set to, as dotted names, by the member; of the member "" all others. A
  /// parameter of another name says nothing of it; what stands at no place here is looked for under its own name.
  public let parameters: [String: String]
  /// Whether it leaves as it was what its parameters do not name.
  public let isPartial: Bool
  /// The parameter that has to be true, as it changes nothing that is in force else.
  public let flag: String?
  /// Whether it is about a managed policy, and so about each role that this is attached to: the element is the policy.
  public let isOfPolicy: Bool

  init(
    _ name: String, of members: [String] = [], except excluded: [String] = [], element: String? = nil,
    at parameters: [String: String] = [:], isPartial: Bool = false, where flag: String? = nil, isOfPolicy: Bool = false
  ) {
    self.name = name
    self.members = members
    self.excluded = excluded
    self.element = element
    self.parameters = parameters
    self.isPartial = isPartial
    self.flag = flag
    self.isOfPolicy = isOfPolicy
  }

  /// The parameter that names a version or alias; where there is none, `$LATEST` is meant.
  public static let qualifier = "qualifier"

  /// An event that can have set whatever there is.
  public init(stringLiteral name: String) { self.init(name) }

  /// Whether it makes the resource, as AWS names operations: `CreateDistribution`, `CopyDistribution`.
  public var makesIt: Bool { members.isEmpty && ["Create", "Copy"].contains(where: name.hasPrefix) }

  /// Whether it takes away what it is about.
  public var takesAway: Bool { ["Delete", "Detach", "Disassociate"].contains(where: name.hasPrefix) }

  /// Whether it can have set what is at a place, or something of it.
  ///
  /// - Parameter path: The names of members that lead there, lists passed through; none for the resource.
  public func sets(_ path: [String]) -> Bool {
    func names(_ member: String) -> [String] { member.split(separator: ".").map(String.init) }
    if excluded.contains(where: { path.starts(with: names($0)) }) { return false }
    return members.isEmpty
      || members.contains { path.starts(with: names($0)) || names($0).starts(with: path) }
  }
}

extension ResourceSchema {
  /// The service whose events tell of changes: others have operations of the same names, AppSync a `CreateFunction` and
  /// Lightsail a `CreateDistribution`.
  ///
  /// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html> (`eventSource`)
  public var eventSource: String? { existence?.operation.service.eventSource }
}

extension Service {
  /// What CloudTrail calls the service.
  public var eventSource: String { "\(name).amazonaws.com" }
}
