import AWSCore
import Foundation
import Signing
import Transport

/// Asks the metadata service of an EC2 instance for the credentials of its role.
///
/// Follows <https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html>.
struct InstanceMetadataSource: Sendable {
  let settings: AWSSettings
  let transport: any Transport
  let now: @Sendable () -> Date

  private static let name = "the EC2 instance metadata service"
  private static let rolePath = "/latest/meta-data/iam/security-credentials/"

  private var service: MetadataService { MetadataService(name: Self.name, transport: transport) }

  /// Whether nobody may ask it.
  var isDisabled: Bool { settings.environment.flag("AWS_EC2_METADATA_DISABLED") == true }

  func credentials() async throws -> Credentials {
    if isDisabled { throw CredentialsError("AWS_EC2_METADATA_DISABLED is true") }
    let token = try await token()
    let roles = try await get(Self.rolePath, token: token)
    guard roles.status == 200 else {
      throw CredentialsError(
        roles.status == 404 ? "this EC2 instance has no role" : "\(Self.name) answered status \(roles.status)")
    }
    let text = String(decoding: roles.body, as: UTF8.self)
    guard let role = text.split(whereSeparator: \.isNewline).first else {
      throw CredentialsError("this EC2 instance has no role")
    }
    let response = try await get(Self.rolePath + String(role).percentEncoded(), token: token)
    let credentials = try service.credentials(response)

    // In an outage the service gives credentials whose time is over, which AWS then accepts: ask again in some minutes.
    let now = now()
    guard let expiration = credentials.expiration, expiration <= now else { return credentials }
    return Credentials(
      accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken, expiration: now + .random(in: 180...900),
      accountID: credentials.accountID)
  }

  /// The token of the second version of the service; `nil` where only the first version answers.
  private func token() async throws -> String? {
    var request = try request("/latest/api/token")
    request.method = "PUT"
    request.headers["x-aws-ec2-metadata-token-ttl-seconds"] = "21600"
    do {
      let response = try await send(request)
      switch response.status {
      case 200:
        let token = String(decoding: response.body, as: UTF8.self)
        guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
          throw CredentialsError("\(Self.name) answered no token")
        }
        return token
      case 403, 404, 405: return try firstVersion("the token request was answered with status \(response.status)")
      default: throw CredentialsError("\(Self.name) answered the token request with status \(response.status)")
      }
    } catch let error as TransportError where error.reason == .timedOut {
      // The answer of the second version does not pass some container networks.
      return try firstVersion("the token request was not answered")
    } catch let error as TransportError {
      throw CredentialsError("\(Self.name) is not there: \(error.description)")
    }
  }

  private func firstVersion(_ reason: String) throws(CredentialsError) -> String? {
    let isDisabled = settings.flag(variable: "AWS_EC2_METADATA_V1_DISABLED", key: "ec2_metadata_v1_disabled")
    if isDisabled { throw CredentialsError("\(Self.name): \(reason), and its first version is disabled") }
    return nil
  }

  private func get(_ path: String, token: String?) async throws -> HTTPResponse {
    var request = try request(path)
    if let token { request.headers["x-aws-ec2-metadata-token"] = token }
    do {
      return try await send(request)
    } catch let error as TransportError {
      throw CredentialsError("\(Self.name) did not answer: \(error.description)")
    }
  }

  private func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let attempts =
      settings.setting(variable: "AWS_METADATA_SERVICE_NUM_ATTEMPTS", key: "metadata_service_num_attempts")
      .flatMap(Int.init) ?? 1
    return try await service.send(request, attempts: attempts, pause: .milliseconds(200)) { $0.status < 500 }
  }

  private func request(_ path: String) throws(CredentialsError) -> HTTPRequest {
    var url = try endpoint()
    url.path = (url.path == "/" ? "" : url.path) + path
    let seconds =
      settings.setting(variable: "AWS_METADATA_SERVICE_TIMEOUT", key: "metadata_service_timeout").flatMap(Double.init)
    let limit = Duration.seconds(min(max(seconds ?? 1, 0.001), 3_600))
    return HTTPRequest(
      url: url, timeouts: HTTPTimeouts(connect: limit, read: limit, total: limit))
  }

  private func endpoint() throws(CredentialsError) -> HTTPURL {
    if let text = settings.setting(
      variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT", key: "ec2_metadata_service_endpoint")
    {
      guard let url = HTTPURL(endpoint: text) else {
        throw CredentialsError("AWS_EC2_METADATA_SERVICE_ENDPOINT is no URL of the form http(s)://host[:port]")
      }
      return url
    }
    let mode = settings.setting(
      variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", key: "ec2_metadata_service_endpoint_mode")
    let host = mode?.lowercased() == "ipv6" ? "[fd00:ec2::254]" : "169.254.169.254"
    return HTTPURL(scheme: "http", host: host)
  }
}
