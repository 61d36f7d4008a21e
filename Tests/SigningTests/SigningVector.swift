import Foundation
import Testing
import Transport

@testable import Signing

/// One case of the published suites.
struct SigningVector: Sendable, CustomTestStringConvertible {
  let algorithm: SigningAlgorithm
  let directory: URL

  var testDescription: String {
    "\(directory.deletingLastPathComponent().lastPathComponent)/\(directory.lastPathComponent)"
  }

  /// The folder of the suites, where it exists.
  static let folder: URL? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder =
      (ProcessInfo.processInfo.environment["AUDIT_CONFORMANCE"].map { URL(filePath: $0) }
      ?? root.appending(path: "../shared/conformance")).appending(path: "sigv4")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  static func all(_ algorithm: SigningAlgorithm) -> [SigningVector] {
    guard let folder = folder?.appending(path: algorithm == .sigV4 ? "v4" : "v4a"),
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return [] }
    // Two directories hold a request without any answer.
    return names.sorted().map { SigningVector(algorithm: algorithm, directory: folder.appending(path: $0)) }
      .filter { (try? FileManager.default.contentsOfDirectory(atPath: $0.directory.path))?.count ?? 0 > 2 }
  }

  func bytes(_ file: String) throws -> [UInt8] {
    var bytes = [UInt8](try Data(contentsOf: directory.appending(path: file)))
    while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return bytes
  }

  func text(_ file: String) throws -> String { String(decoding: try bytes(file), as: UTF8.self) }

  func request() throws -> HTTPRequest {
    try HTTPRequest(raw: String(decoding: Data(contentsOf: directory.appending(path: "request.txt")), as: UTF8.self))
  }

  struct Context {
    let scope: SigningScope
    let form: CanonicalForm
    let date: Date
    let expiresIn: Int
  }

  func context() throws -> Context {
    struct File: Decodable {
      struct Keys: Decodable {
        let access_key_id, secret_access_key: String
        let token: String?
      }
      let credentials: Keys
      let expiration_in_seconds: Int
      let normalize, sign_body: Bool
      let omit_session_token: Bool?
      let region, service: String
      let timestamp: Date
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    let file = try decoder.decode(File.self, from: Data(bytes("context.json")))
    let credentials = Credentials(
      accessKeyID: file.credentials.access_key_id, secretAccessKey: file.credentials.secret_access_key,
      sessionToken: file.credentials.token)
    return Context(
      scope: SigningScope(
        algorithm: algorithm, time: SigningTime(file.timestamp), region: file.region, service: file.service,
        credentials: credentials),
      form: CanonicalForm(
        normalizesPath: file.normalize, sendsPayloadHash: file.sign_body,
        signsSessionToken: file.omit_session_token != true),
      date: file.timestamp, expiresIn: file.expiration_in_seconds)
  }
}

extension HTTPRequest {
  /// Reads a request as it stands in the suites; the request line may hold blanks, a header may be folded.
  init(raw: String) throws {
    let halves = raw.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
    var lines = halves[0].split(separator: "\n").map(String.init)
    let requestLine = lines.removeFirst()
    guard let blank = requestLine.firstIndex(of: " "), let version = requestLine.range(of: " HTTP/1.1") else {
      throw VectorError(description: "no request line: \(requestLine)")
    }
    let target = requestLine[requestLine.index(after: blank)..<version.lowerBound]
      .split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)

    var headers: [HTTPHeader] = []
    for line in lines {
      if line.hasPrefix(" ") {
        headers[headers.count - 1].value += "\n" + line
      } else if let colon = line.firstIndex(of: ":") {
        headers.append(HTTPHeader(String(line[..<colon]), String(line[line.index(after: colon)...])))
      }
    }
    let query: [HTTPURL.QueryItem] =
      target.count < 2
      ? []
      : target[1].split(separator: "&").map { item in
        let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
          .map { $0.removingPercentEncoding ?? String($0) }
        return HTTPURL.QueryItem(parts[0], parts.count > 1 ? parts[1] : nil)
      }
    self.init(
      method: String(requestLine[..<blank]),
      url: HTTPURL(host: "unused.example", path: String(target[0]), query: query), headers: HTTPHeaders(headers),
      body: halves.count > 1 ? Array(halves[1].utf8) : [])
  }
}
