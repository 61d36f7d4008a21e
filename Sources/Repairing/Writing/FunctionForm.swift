import AWSCore
import AWSServices
import Documents
import Schema

/// What the API calls the same things of functions of viewer events and of functions of connections.
struct FunctionForm: Sendable {
  let type: ResourceType
  /// What describes a stage, and its member that does.
  let describe: Operation
  let summary: String
  /// What answers the code of a stage.
  let get: Operation
  /// The input member of both that names a function.
  let nameToRead: String
  /// What replaces DEVELOPMENT, and the elements of its document.
  let update: Operation
  let request: String
  let configuration: String
  let code: String
  /// What copies DEVELOPMENT to LIVE.
  let publish: Operation
  /// The input member of both that names a function.
  let nameToWrite: String

  /// That of a type of function.
  static func of(_ type: ResourceType) -> FunctionForm { type == .connectionFunction ? connection : viewer }

  private static let viewer = FunctionForm(
    type: .cloudFrontFunction, describe: CloudFront.describeFunction, summary: "FunctionSummary",
    get: CloudFront.getFunction, nameToRead: "Name", update: CloudFront.updateFunction,
    request: "UpdateFunctionRequest", configuration: "FunctionConfig", code: "FunctionCode",
    publish: CloudFront.publishFunction, nameToWrite: "Name")

  private static let connection = FunctionForm(
    type: .connectionFunction, describe: CloudFront.describeConnectionFunction, summary: "ConnectionFunctionSummary",
    get: CloudFront.getConnectionFunction, nameToRead: "Identifier", update: CloudFront.updateConnectionFunction,
    request: "UpdateConnectionFunctionRequest", configuration: "ConnectionFunctionConfig",
    code: "ConnectionFunctionCode", publish: CloudFront.publishConnectionFunction, nameToWrite: "Id")
}

extension ResourceType {
  /// The member of a stage that holds the configuration of a function.
  var functionConfiguration: String { FunctionForm.of(self).configuration }
}
