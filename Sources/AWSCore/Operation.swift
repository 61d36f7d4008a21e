import Documents
import Signing

/// An API operation as a value: where each input member goes on the wire, and how the answer is read.
///
/// Follows the traits of the API models that AWS publishes with its SDKs, described at
/// <https://smithy.io/2.0/aws/protocols/index.html>.
public struct Operation: Sendable {
  /// An input or output member and its name in the query or among the headers.
  public struct Binding: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The member's name in the API.
    public let member: String
    /// Its name on the wire.
    public let wireName: String

    /// A member that goes by another name on the wire.
    public init(_ member: String, as wireName: String) {
      self.member = member
      self.wireName = wireName
    }

    public init(stringLiteral member: String) { self.init(member, as: member) }

    /// The entity tag of what is about to be replaced.
    public static let ifMatch = Binding("IfMatch", as: "If-Match")
    /// The entity tag of what was answered. `ETtag`, as the model misspells it for UpdateFunction, is read as well.
    public static let etag = Binding("ETag", as: "ETag")
  }

  /// What a request carries beside path, query and headers.
  public enum Body: Sendable, Hashable {
    case none
    /// All members without another place: as JSON object, or as form in the query protocols.
    case members
    /// An XML document with that root element.
    case document(root: String)
    /// The text of that member as it stands.
    case text(member: String, contentType: String)
  }

  /// What an answer carries beside its headers.
  public enum Answer: Sendable, Hashable {
    case none
    /// An XML document that is that member; its root has the member's name, or another.
    case payload(String, root: String? = nil)
    /// The members themselves: a JSON object, the result element of the query protocol, or the XML root of that name.
    case members(root: String? = nil)
    /// A JSON text that is that member, parsed.
    case json(member: String)
    /// Bytes that are no document.
    case bytes
    /// Bytes that somebody has stored, of whatever type they are.
    case stored
  }

  /// The service.
  public let service: Service
  /// The name in the API: `GetDistributionConfig`.
  public let name: String
  /// The HTTP method.
  public let method: String
  /// The path with its labels, and the query that never changes: `/2020-05-31/distribution/{Id}/config`,
  /// `/?policy`, `/?a=b&c`.
  public let uri: String
  /// The members that go into the query.
  public let query: [Binding]
  /// The members that go into headers.
  public let headers: [Binding]
  /// What the request carries.
  public let body: Body
  /// The names of members in the form of the `ec2` protocol, where they differ.
  public let formNames: [String: String]
  /// Whether the request must bear a checksum of its body in a header of its own.
  public let needsChecksum: Bool
  /// What the answer carries.
  public let answer: Answer
  /// The headers of the answer that are members.
  public let answerHeaders: [Binding]
  /// The members without which an answer is none.
  public let requires: [String]
  /// The members of a JSON answer that are texts of JSON, which are parsed.
  public let jsonTexts: Set<String>
  /// How XML becomes data.
  public let shapes: XMLShapes
  /// How to get the next page, where answers come in pages.
  public let pagination: Pagination?
  /// The input member that names the thing asked for.
  public let resourceMember: String?
  /// The action that IAM policies have to allow: `s3:ListAllMyBuckets`.
  public let iamAction: String
  /// Whether the request is signed.
  public let isSigned: Bool

  /// An operation of these parts; `iamAction` is the action's name, with its service where that has another name there,
  /// where it differs from `name`.
  public init(
    _ name: String, of service: Service, _ method: String = "POST", _ uri: String = "/", query: [Binding] = [],
    headers: [Binding] = [], body: Body = .none, formNames: [String: String] = [:], needsChecksum: Bool = false,
    answer: Answer = .none, answerHeaders: [Binding] = [], requires: [String] = [], jsonTexts: Set<String> = [],
    shapes: XMLShapes = XMLShapes(), pagination: Pagination? = nil, resource: String? = nil, iamAction: String? = nil,
    isSigned: Bool? = nil
  ) {
    self.service = service
    self.name = name
    self.method = method
    self.uri = uri
    self.query = query
    self.headers = headers
    self.body = body
    self.formNames = formNames
    self.needsChecksum = needsChecksum
    self.answer = answer
    self.answerHeaders = answerHeaders
    self.requires = requires
    self.jsonTexts = jsonTexts
    self.shapes = shapes
    self.pagination = pagination?.of("\(service.name):\(name)")
    resourceMember = resource
    let action = iamAction ?? name
    self.iamAction = action.contains(":") ? action : "\(service.name):\(action)"
    self.isSigned = isSigned ?? (service.signature != .unsigned)
  }

  /// The operation as IAM and the report write it: `cloudfront:GetDistributionConfig`.
  public var identifier: String { "\(service.name):\(name)" }

  /// Whether it only reads, as AWS names operations.
  public var isRead: Bool { ["Get", "List", "Describe", "Head", "Lookup"].contains(where: name.hasPrefix) }

  /// The id, name or ARN in an input that says what is asked for, where it names one thing.
  public func resource(of input: JSONObject) -> String? { resourceMember.flatMap { input[$0]?.string } }

  /// An error about the answer, or about what should have been the answer.
  func malformed(_ message: String, _ call: Call, status: Int? = nil, requestID: String? = nil) -> ServiceError {
    ServiceError(
      operation: identifier, resource: call.resource, region: call.region, category: .malformedResponse, status: status,
      code: "MalformedResponse", message: message, requestID: requestID)
  }

  /// What an error has to say about the call beside its operation.
  struct Call {
    var region: String
    var resource: String?
  }
}

extension Operation: CustomStringConvertible {
  /// The identifier.
  public var description: String { identifier }
}
