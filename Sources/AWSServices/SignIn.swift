import AWSCore

/// AWS Sign-In, as far as it renews what `aws login` has brought.
///
/// <https://docs.aws.amazon.com/signin/latest/APIReference/API_Operations.html>
public enum SignIn {
  /// The service.
  public static let service = Service(
    name: "signin", endpointID: "SIGNIN", wireProtocol: .restJSON, apiVersion: "2023-01-01", signingName: "signin")

  /// All operations of this table.
  public static let operations = [createOAuth2Token]

  /// Another token for a refresh token, which is good for once. It is not signed: `DPoP` is the proof that whoever sends
  /// it holds the key that the login was bound to, and no member of the API.
  public static let createOAuth2Token = Operation(
    "CreateOAuth2Token", of: service, "POST", "/v1/token", headers: ["DPoP"],
    body: .text(member: "tokenInput", contentType: "application/json"), answer: .json(member: "tokenOutput"),
    requires: ["tokenOutput"], isSigned: false)
}
