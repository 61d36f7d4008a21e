import Documents
import Foundation
import Signing
import Transport
import XMLReading

/// The calls of STS that give credentials, always to a region's own endpoint: tokens of the global one are not accepted
/// with SigV4A.
///
/// Follows <https://docs.aws.amazon.com/STS/latest/APIReference/>.
struct SecurityTokenService: Sendable {
  let requests: CredentialRequests
  let endpoints: EndpointResolver
  let signer = Signer()

  /// Calls an action and returns the credentials in its answer.
  ///
  /// - Parameters:
  ///   - action: `AssumeRole` or `AssumeRoleWithWebIdentity`.
  ///   - parameters: Its parameters.
  ///   - region: The region whose endpoint is asked; where it is `nil`, the configured one.
  ///   - signingWith: The keys to sign with; `nil` for calls that are not signed.
  /// - Throws: ``CredentialsError`` with what STS answered.
  func credentials(
    _ action: String, _ parameters: [(String, String)], region: String?, signingWith credentials: Credentials?
  ) async throws -> Credentials {
    let service = Service.securityTokenService
    let endpoint = try endpoints.endpoint(for: service, EndpointParameters(region: region))
    var request = HTTPRequest(method: "POST", url: endpoint.url, connectHost: endpoint.connectHost)
    request.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
    request.headers["Accept"] = "application/xml"
    let form = [("Action", action), ("Version", service.apiVersion)] + parameters
    request.body = Array(form.map { "\($0.0)=\($0.1.percentEncoded())" }.joined(separator: "&").utf8)

    let response: HTTPResponse
    do {
      response = try await requests.send(
        request,
        prepare: { request in
          guard let credentials else { return }
          try signer.sign(
            &request, credentials: credentials, service: service.signingName, region: endpoint.signingRegion,
            date: requests.now())
        }, isTransient: Self.isTransient)
    } catch let error as TransportError {
      throw CredentialsError("\(action) at \(endpoint.url.host) failed: \(error.description)")
    }
    return try Self.read(response, action: action, host: endpoint.url.host)
  }

  private static func isTransient(_ response: HTTPResponse) -> Bool {
    if response.status >= 500 || response.status == 429 { return true }
    guard response.status >= 400, let error = error(in: response) else { return false }
    return error.code == "IDPCommunicationError" || error.code.hasPrefix("Throttling")
  }

  private static func error(in response: HTTPResponse) -> (code: String, message: String, requestID: String?)? {
    guard let root = try? XMLReader.read(response.body) else { return nil }
    let error = root.first("Error") ?? root
    guard let code = error.first("Code")?.text else { return nil }
    return (code, error.first("Message")?.text ?? "", (root.first("RequestId") ?? error.first("RequestId"))?.text)
  }

  private static func read(
    _ response: HTTPResponse, action: String, host: String
  ) throws(CredentialsError) -> Credentials {
    guard response.status == 200 else {
      guard let error = error(in: response) else {
        throw CredentialsError("\(action) at \(host) answered status \(response.status) without a reason")
      }
      let request = error.requestID.map { " (request \($0))" } ?? ""
      throw CredentialsError("\(action) at \(host) was refused: \(error.code): \(error.message)\(request)")
    }
    guard let result = (try? XMLReader.read(response.body))?.first("\(action)Result"),
      let keys = result.first("Credentials"), let id = keys.first("AccessKeyId")?.text, !id.isEmpty,
      let secret = keys.first("SecretAccessKey")?.text, !secret.isEmpty,
      let token = keys.first("SessionToken")?.text, !token.isEmpty,
      let expiration = (keys.first("Expiration")?.text).flatMap(Timestamp.parse)
    else { throw CredentialsError("\(action) at \(host) answered without credentials") }
    let parts = (result.first("AssumedRoleUser")?.first("Arn")?.text ?? "").split(separator: ":")
    return Credentials(
      accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: expiration,
      accountID: parts.count > 3 ? String(parts[3]) : nil)
  }
}
