import AWSCore

/// The portal of IAM Identity Center. Its requests are not signed: a token stands in for a signature.
///
/// <https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_Operations.html>
public enum SSO {
  /// The service.
  public static let service = Service(
    name: "sso", endpointID: "SSO", wireProtocol: .restJSON, apiVersion: "2019-06-10", signingName: "awsssoportal",
    signature: .unsigned)

  /// All operations of this table.
  public static let operations = [getRoleCredentials]

  /// Credentials of a role in an account, with their expiration in milliseconds.
  public static let getRoleCredentials = Operation(
    "GetRoleCredentials", of: service, "GET", "/federation/credentials",
    query: [.init("roleName", as: "role_name"), .init("accountId", as: "account_id")],
    headers: [.init("accessToken", as: "x-amz-sso_bearer_token")], answer: .members(), requires: ["roleCredentials"],
    resource: "roleName")
}

/// The tokens of IAM Identity Center.
///
/// <https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_Operations.html>
public enum SSOOIDC {
  /// The service.
  public static let service = Service(
    name: "sso-oidc", endpointID: "SSO_OIDC", wireProtocol: .restJSON, apiVersion: "2019-06-10",
    signingName: "sso-oauth", signature: .unsigned)

  /// All operations of this table.
  public static let operations = [createToken]

  /// A new access token for a refresh token; `expiresIn` is in seconds.
  public static let createToken = Operation(
    "CreateToken", of: service, "POST", "/token", body: .members, answer: .members(), requires: ["accessToken"])
}
