import AWSCore
import Documents
import Signing

extension Client {
  /// The credentials of a role, as STS answers them.
  ///
  /// - Parameters:
  ///   - operation: `AssumeRole`, or another that answers credentials of a role.
  ///   - input: Its input.
  ///   - region: The region whose STS is asked; where it is `nil`, the configured one.
  /// - Throws: ``CredentialsError`` with what STS answered.
  func roleCredentials(
    _ operation: AWSCore.Operation, _ input: JSONObject, region: String?
  ) async throws(CredentialsError) -> Credentials {
    let parameters = EndpointParameters(region: region)
    let host = (try? configuration.endpoints(operation.service, parameters))?.url.host ?? operation.service.name
    let action = "\(operation.name) at \(host)"
    let answer: JSONValue
    do {
      answer = try await call(operation, input, region: region).value
    } catch {
      throw error.asCredentialsError(of: action)
    }
    let keys = answer["Credentials"]
    guard let id = keys["AccessKeyId"].string, !id.isEmpty, let secret = keys["SecretAccessKey"].string,
      !secret.isEmpty, let token = keys["SessionToken"].string, !token.isEmpty,
      let expiration = keys["Expiration"].string.flatMap(Timestamp.parse)
    else { throw CredentialsError("\(action) answered without credentials") }
    let arn = (answer["AssumedRoleUser"]["Arn"].string ?? "").split(separator: ":")
    return Credentials(
      accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: expiration,
      accountID: arn.count > 3 ? String(arn[3]) : nil)
  }
}

extension ServiceError {
  /// Why there are no credentials, where the call that was to bring them failed.
  fileprivate func asCredentialsError(of action: String) -> CredentialsError {
    switch (category, status) {
    case (.unreachable, _): return CredentialsError("\(action) failed: \(message)")
    case (.malformedResponse, _): return CredentialsError("\(action) answered without credentials")
    // Nothing was asked.
    case (_, nil): return CredentialsError(message)
    case (_, let status?) where code == "\(status)":
      return CredentialsError("\(action) answered status \(status) without a reason")
    case (_, _?):
      let request = requestID.map { " (request \($0))" } ?? ""
      return CredentialsError("\(action) was refused: \(code): \(message)\(request)")
    }
  }
}
