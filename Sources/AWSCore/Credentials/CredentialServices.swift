/// The services that give credentials; the tables of `AWSServices` lie above this room.
extension Service {
  static let securityTokenService = Service(
    name: "sts", endpointID: "STS", wireProtocol: .query, apiVersion: "2011-06-15", signingName: "sts")
  static let singleSignOn = Service(
    name: "sso", endpointID: "SSO", wireProtocol: .restJSON, apiVersion: "2019-06-10", signingName: "awsssoportal",
    signature: .unsigned)
  static let singleSignOnOIDC = Service(
    name: "sso-oidc", endpointID: "SSO_OIDC", wireProtocol: .restJSON, apiVersion: "2019-06-10",
    signingName: "sso-oauth", signature: .unsigned)
  static let signIn = Service(
    name: "signin", endpointID: "SIGNIN", wireProtocol: .restJSON, apiVersion: "2023-01-01", signingName: "signin",
    signature: .unsigned)
}
