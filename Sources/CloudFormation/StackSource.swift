import AWSServices
import Auditing
import Documents
import Schema

/// A template and what is known of the stack that it makes.
public struct StackSource: Sendable {
  /// The file, or what stands for one, as findings name it.
  public var file: String
  /// The folder that was given, of which it is one template; `nil` where the file was.
  public var folder: String?
  /// The template, JSON or YAML.
  public var bytes: [UInt8]
  /// The ARN of a stack that is there.
  public var id: String?
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
  /// When it was last deployed, in seconds since 1970; `nil` where it is not, or nobody knows.
  public var deployed: Double?
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

  /// Whether it is that stack, or one of those nested in it is.
  public func holds(_ id: String) -> Bool { self.id == id || nested.values.contains { $0.holds(id) } }
}

/// What templates leave open, and AWS may be asked for.
public struct StackQuestions: Sendable, Hashable {
  /// Members of resources that AWS makes up.
  public var members: Set<ResourceMember> = []
  /// Parameters of SSM.
  public var parameters: Set<ParameterName> = []
  /// The regions whose stacks export what is imported.
  public var exports: Set<String> = []
  /// Resources that AWS makes an id for, by what they are known by here.
  public var resources: Set<Declaration.Selector> = []

  /// Nothing.
  public init() {}

  /// What IAM has to allow for them to be asked.
  public var actions: Set<String> {
    var actions: Set<String> = exports.isEmpty ? [] : [CloudFormation.listExports.iamAction]
    if !parameters.isEmpty { actions.insert(SSM.getParameters.iamAction) }
    if members.contains(where: { $0.resource.type == .keyValueStore }) {
      actions.insert(CloudFront.describeKeyValueStore.iamAction)
    }
    return actions
  }
}

/// A parameter of SSM.
public struct ParameterName: Sendable, Hashable {
  /// The region that it is in.
  public let region: String
  /// Its name, with `:` and its version where one is asked for.
  public let name: String

  /// A parameter in a region.
  public init(region: String, name: String) {
    self.region = region
    self.name = name
  }
}

/// What was learned of a parameter of SSM.
public enum ParameterAnswer: Sendable, Hashable {
  /// Its value, and since when it has it, in seconds since 1970.
  case value(String, since: Double?)
  /// It is a secure string, which is not read.
  case secret
  /// There is none of that name.
  case missing
  /// It may not be read.
  case denied
}

/// What templates cannot say, and AWS was asked for.
public struct StackFacts: Sendable {
  /// What stacks export, by region and the name of the export.
  public var exports: [String: [String: String]] = [:]
  /// What is known of parameters of SSM.
  public var parameters: [ParameterName: ParameterAnswer] = [:]
  /// The members of resources that AWS makes up, such as the ARN of a key value store.
  public var members: [ResourceMember: JSONValue] = [:]
  /// The ids of resources that are there.
  public var ids: [Declaration.Selector: String] = [:]

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
