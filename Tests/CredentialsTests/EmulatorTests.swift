import AWSCore
import CurlTransport
import Documents
import Foundation
import Signing
import TestSupport
import Testing
import Transport

@testable import Credentials

/// Signatures and roles, checked by the emulator, which verifies what a user or a role has signed.
@Suite(Python.needs("ministack, cryptography, boto3"))
struct EmulatorTests {
  /// One emulator for all tests; it ends with the process, when its standard input is closed.
  private static let emulator = Result { try Emulator() }

  private struct Emulator {
    let input = Pipe()
    let facts: JSONValue

    init() throws {
      let process = Process()
      process.executableURL = URL(filePath: try #require(Python.path))
      process.arguments = [CredentialsStub.fixtures + "/credentials_emulator.py"]
      process.standardInput = input
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      var line: [UInt8] = []
      while line.last != UInt8(ascii: "\n") {
        let more = output.fileHandleForReading.availableData
        if more.isEmpty { break }
        line += more
      }
      facts = try JSONReader.read(line)
    }
  }

  private func fact(_ name: String) throws -> String {
    try #require(Self.emulator.get().facts[name].string)
  }

  private func userKey() throws -> Credentials {
    Credentials(accessKeyID: try fact("accessKeyId"), secretAccessKey: try fact("secretAccessKey"))
  }

  private func settings(host: String = "127.0.0.1", config: String = "", profile: String? = nil) throws -> AWSSettings {
    let port = try #require(Self.emulator.get().facts["port"].integer)
    return try TestSupport.settings(
      config: config, profile: profile, region: "eu-west-1", endpointURL: "http://\(host):\(port)")
  }

  /// The status and body of the answer to a signed request.
  private func answer(
    _ path: String, of service: Service, at endpoint: ResolvedEndpoint, with credentials: Credentials,
    query: [HTTPURL.QueryItem] = []
  ) async throws -> (status: Int, text: String) {
    var request = HTTPRequest(url: endpoint.url, connectHost: endpoint.connectHost)
    request.url.path = path
    request.url.query = query
    try Signer().sign(
      &request, credentials: credentials, service: service.signingName, region: endpoint.signingRegion,
      algorithm: service.signature == .sigV4A ? .sigV4A : .sigV4, date: .now)
    let response = try await CurlTransport().send(request)
    return (response.status, String(decoding: response.body, as: UTF8.self))
  }

  private static let keyValueStore = Service(
    name: "cloudfront-keyvaluestore", endpointID: "CLOUDFRONT_KEYVALUESTORE", wireProtocol: .restJSON, apiVersion: "",
    signingName: "cloudfront-keyvaluestore", signature: .sigV4A, hostPrefix: .accountOfStore, needsNoRegion: true)

  private func describeStore(at host: String, with credentials: Credentials) async throws -> (status: Int, text: String)
  {
    let arn = try fact("store")
    let endpoint = try EndpointResolver(settings: settings(host: host))
      .endpoint(for: Self.keyValueStore, EndpointParameters(storeARN: arn))
    return try await answer(
      "/key-value-stores/\(arn.percentEncoded())", of: Self.keyValueStore, at: endpoint, with: credentials)
  }

  @Test(arguments: ["127.0.0.1", "localhost"])
  func theDataOfAKeyValueStoreIsSignedForAllRegions(host: String) async throws {
    let answer = try await describeStore(at: host, with: userKey())
    #expect(answer.status == 200, "\(answer.text)")
    #expect(try JSONReader.read(answer.text)["KvsARN"].string == fact("store"))

    let wrong = Credentials(accessKeyID: try userKey().accessKeyID, secretAccessKey: "another")
    let refused = try await describeStore(at: host, with: wrong)
    #expect(refused.status == 403)
    #expect(refused.text.contains("InvalidSignatureException"))
  }

  @Test func aRoleIsAssumedAndSignsWithItsToken() async throws {
    let config = """
      [profile base]
      aws_access_key_id = \(try userKey().accessKeyID)
      aws_secret_access_key = \(try userKey().secretAccessKey)
      [profile reader]
      role_arn = \(try fact("role"))
      source_profile = base
      """
    let settings = try settings(config: config, profile: "reader")
    let credentials = try await chain(settings, transport: CurlTransport(), now: .now).provider().credentials()
    #expect(credentials.accessKeyID.hasPrefix("ASIA"))
    #expect(credentials.accountID == "111122223333")
    #expect(try #require(credentials.expiration) > .now)
    #expect(try await describeStore(at: "127.0.0.1", with: credentials).status == 200)
    let forged = Credentials(
      accessKeyID: credentials.accessKeyID, secretAccessKey: "another", sessionToken: credentials.sessionToken)
    #expect(try await describeStore(at: "127.0.0.1", with: forged).status == 403)
  }

  @Test(arguments: [
    // A path that is signed as it is encoded once more, and one that is signed as it is.
    ("lambda", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3Afunction%3Anone", 404),
    ("s3", "/no-bucket/a%20b/%2B//c", 404), ("s3", "/", 200), ("iam", "/", 200),
  ])
  func pathsAreSignedAsTheServiceWants(name: String, path: String, status: Int) async throws {
    let service = Service(
      name: name, endpointID: name.uppercased(), wireProtocol: .restXML, apiVersion: "", signingName: name)
    let endpoint = try EndpointResolver(settings: settings()).endpoint(for: service)
    let query: [HTTPURL.QueryItem] =
      name == "iam"
      ? [.init("Version", "2010-05-08"), .init("Action", "ListRoles"), .init("PathPrefix", "/")]
      : [.init("marker", "é +/="), .init("Marker", nil)]
    let good = try await answer(path, of: service, at: endpoint, with: userKey(), query: query)
    #expect(good.status == status, "\(good.text)")
    let wrong = Credentials(accessKeyID: try userKey().accessKeyID, secretAccessKey: "another")
    #expect(try await answer(path, of: service, at: endpoint, with: wrong, query: query).status == 403)
  }
}
