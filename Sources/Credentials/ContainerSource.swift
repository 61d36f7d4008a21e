import AWSCore
import Documents
import Foundation
import Signing
import Transport

/// Asks the agent of a container platform (ECS, EKS Pod Identity) for credentials.
///
/// Follows <https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html>.
struct ContainerSource: Sendable {
  let environment: [String: String]
  let transport: any Transport
  let now: @Sendable () -> Date
  var pause: Duration = .seconds(1)

  private static let name = "the container's credentials endpoint"
  private static let agentHosts: Set<String> = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"]

  func credentials() async throws -> Credentials {
    let service = MetadataService(name: Self.name, transport: transport)
    var request = HTTPRequest(
      url: try url(), timeouts: HTTPTimeouts(connect: .seconds(2), read: .seconds(2), total: .seconds(4)))
    request.headers = ["Accept": "application/json"]
    if let token = try authorization() { request.headers["Authorization"] = token }
    let response: HTTPResponse
    do {
      response = try await service.send(request, attempts: 3, pause: pause) { $0.status == 200 }
    } catch let error as TransportError {
      throw CredentialsError("\(Self.name) did not answer: \(error.description)")
    }
    return try service.credentials(response).unexpired(at: now(), from: Self.name)
  }

  private func url() throws(CredentialsError) -> HTTPURL {
    if let path = environment.value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
      guard path.hasPrefix("/"), let url = HTTPURL("http://169.254.170.2\(path)") else {
        throw CredentialsError("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path that begins with /")
      }
      return url
    }
    let variable = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    guard let url = environment.value(variable).flatMap({ HTTPURL($0) }) else {
      throw CredentialsError("\(variable) is no URL of the form http(s)://host[:port]/path")
    }
    guard url.scheme == "https" || url.isLoopback || Self.agentHosts.contains(url.host.lowercased()) else {
      throw CredentialsError(
        "\(variable) names the host \(url.host.asOneWord), which is not asked for credentials without TLS; allowed are "
          + "https, loopback addresses and the addresses of ECS and EKS")
    }
    return url
  }

  private func authorization() throws(CredentialsError) -> String? {
    let file = environment.value("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
    let token: String
    if let file {
      // Read each time: the platform replaces the token.
      guard let data = try? FileBytes.read(file) else {
        throw CredentialsError("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names \(file), which cannot be read")
      }
      token = String(decoding: data, as: UTF8.self)
    } else if let value = environment.value("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
      token = value
    } else {
      return nil
    }
    guard token.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw CredentialsError(
        "the container's authorization token \(file.map { "in \($0) " } ?? "")has a line break or another control "
          + "character, which a header cannot hold")
    }
    return token
  }
}
