import AWSCore

/// AWS Systems Manager: its parameters, which templates of CloudFormation refer to.
///
/// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html>
public enum SSM {
  /// The service.
  public static let service = Service(
    name: "ssm", endpointID: "SSM", wireProtocol: .json11, apiVersion: "2014-11-06", signingName: "ssm",
    namespace: "AmazonSSM")

  /// All operations of this table, none of which changes anything.
  public static let operations = [getParameters]

  /// The values of at most ten parameters; those that are not there are named in `InvalidParameters`.
  ///
  /// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html>
  public static let getParameters = Operation(
    "GetParameters", of: service, body: .members, answer: .members(), requires: ["Parameters"])
}
