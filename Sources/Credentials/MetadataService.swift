import AWSCore
import Documents
import Foundation
import Signing
import Transport

/// A service beside the machine that hands out its credentials, such as that of EC2 or ECS: plain HTTP, no AWS API.
struct MetadataService: Sendable {
  /// What it is called in errors.
  let name: String
  let transport: any Transport

  /// Sends a request until it is answered, as often as is worth it.
  ///
  /// - Parameters:
  ///   - request: The request; never sent through a proxy.
  ///   - attempts: How often at most.
  ///   - pause: The time before the second attempt; it doubles from there.
  ///   - isFinal: Whether an answer is the last word.
  /// - Throws: ``TransportError`` where the last attempt was not answered, `CancellationError`.
  func send(
    _ request: HTTPRequest, attempts: Int, pause: Duration, isFinal: (HTTPResponse) -> Bool
  ) async throws -> HTTPResponse {
    var request = request
    request.usesProxy = false
    request.maximumResponseBytes = 1 << 20
    var pause = pause
    for _ in 1..<max(attempts, 1) {
      do throws(TransportError) {
        let response = try await transport.send(request)
        if isFinal(response) { return response }
      } catch {
        if error.reason == .cancelled { throw error }
      }
      try await Task.sleep(for: pause)
      pause *= 2
    }
    return try await transport.send(request)
  }

  /// The credentials in an answer: `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration`.
  ///
  /// - Throws: ``CredentialsError`` that begins with the name of the service.
  func credentials(_ response: HTTPResponse) throws(CredentialsError) -> Credentials {
    guard let answer = try? JSONReader.read(response.body) else {
      throw CredentialsError("\(name) answered something that is not JSON (status \(response.status))")
    }
    if let code = answer["Code"].string, code != "Success" {
      throw CredentialsError("\(name) answered \(code.asOneWord)")
    }
    guard response.status == 200 else { throw CredentialsError("\(name) answered status \(response.status)") }
    return try Credentials(
      answer, id: "AccessKeyId", secret: "SecretAccessKey", token: "Token", account: "AccountId", from: name)
  }
}
