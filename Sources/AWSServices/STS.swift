import AWSCore

/// AWS Security Token Service.
///
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html>
public enum STS {
  /// The service.
  ///
  /// It has a global endpoint too, but its tokens are not accepted with SigV4A: a region's is asked in any case.
  public static let service = Service(
    name: "sts", endpointID: "STS", wireProtocol: .query, apiVersion: "2011-06-15", signingName: "sts",
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/", needsNoRegion: true)

  /// All operations of this table.
  public static let operations = [getCallerIdentity, assumeRole, assumeRoleWithWebIdentity]

  /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
  public static let getCallerIdentity = Operation(
    "GetCallerIdentity", of: service, body: .members, answer: .members(), requires: ["Account", "Arn"])
  /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
  public static let assumeRole = Operation(
    "AssumeRole", of: service, body: .members, answer: .members(), requires: ["Credentials"], shapes: shapes,
    resource: "RoleArn")
  /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html>
  public static let assumeRoleWithWebIdentity = Operation(
    "AssumeRoleWithWebIdentity", of: service, body: .members, answer: .members(), requires: ["Credentials"],
    shapes: shapes, resource: "RoleArn", isSigned: false)

  /// How the XML of STS becomes data.
  public static let shapes = XMLShapes(
    integers: ["PackedPolicySize", "SessionTokenSize", "SessionTokenUtilization"],
    structures: [
      "AssumedRoleUser", "Credentials", "OriginIdentity", "TransactionContext", "TrustedIdentityPropagationContext",
    ],
    maps: ["IdentityProvider"])
}
