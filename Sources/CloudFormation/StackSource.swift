import Auditing
import Documents
import Schema

/// A template and what is known of the stack that it makes.
public struct StackSource: Sendable {
  /// The file, or what stands for one, as findings name it.
  public var file: String
  /// The template, JSON or YAML.
  public var bytes: [UInt8]
  /// The name of the stack; `nil` where it is not known.
  public var name: String?
  /// The account that it is in; `nil` where it is not known.
  public var account: String?
  /// The region that it is in; `nil` where it is not known.
  public var region: String?
  /// The values of parameters, by name.
  public var parameters: [String: String] = [:]
  /// The physical ids of its resources, by logical id; `nil` where nobody knows whether there are any.
  public var physicalIDs: [String: String]?
  /// The outputs of a stack that is there.
  public var outputs: [String: String] = [:]
  /// The paths of constructs of the CDK, by logical id.
  public var constructs: [String: String] = [:]
  /// The files beside the template by the key that they have in the bucket of assets.
  public var assets: [String: [UInt8]] = [:]
  /// Nested stacks, by logical id.
  public var nested: [String: StackSource] = [:]

  /// A template and no more.
  public init(file: String, bytes: [UInt8], account: String? = nil, region: String? = nil) {
    self.file = file
    self.bytes = bytes
    self.account = account
    self.region = region
  }
}

/// What templates cannot say, and AWS was asked for.
public struct StackFacts: Sendable {
  /// What stacks export, by the name of the export.
  public var exports: [String: String] = [:]
  /// The values of SSM parameters, by `region name`.
  public var ssmParameters: [String: String] = [:]
  /// The members of resources that AWS makes up, such as the ARN of a key value store.
  public var members: [ResourceMember: JSONValue] = [:]

  /// Nothing.
  public init() {}
}

/// A member of a resource that only AWS knows.
public struct ResourceMember: Sendable, Hashable {
  /// The resource.
  public let resource: ResourceKey
  /// The member's name.
  public let name: String
}
