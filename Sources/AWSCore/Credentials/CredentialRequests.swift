import Documents
import Foundation
import Signing
import Transport

/// Sends the requests that bring credentials, and reads what they answer.
struct CredentialRequests: Sendable {
  let transport: any Transport
  let now: @Sendable () -> Date

  /// Sends a request until it is answered, as often as is worth it.
  ///
  /// - Parameters:
  ///   - request: The request; `prepare` is called on a copy before each attempt, to sign it.
  ///   - attempts: How often at most.
  ///   - pause: The time before the second attempt; it doubles from there.
  ///   - isTransient: Whether an answer is worth another attempt.
  func send(
    _ request: HTTPRequest, attempts: Int = 3, pause: Duration = .milliseconds(200),
    prepare: (inout HTTPRequest) throws -> Void = { _ in }, isTransient: (HTTPResponse) -> Bool = { $0.status >= 500 }
  ) async throws -> HTTPResponse {
    var pause = pause
    var attempt = 1
    while true {
      var prepared = request
      try prepare(&prepared)
      do {
        let response = try await transport.send(prepared)
        if attempt >= attempts || !isTransient(response) { return response }
      } catch {
        if attempt >= attempts || error.kind == .cancelled { throw error }
      }
      try await Task.sleep(for: pause)
      pause *= 2
      attempt += 1
    }
  }

  /// The credentials in the answer of a metadata service: `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration`.
  ///
  /// - Throws: ``CredentialsError`` that begins with the name of the source.
  func metadataCredentials(_ response: HTTPResponse, from source: String) throws(CredentialsError) -> Credentials {
    guard let answer = try? JSONReader.read(response.body) else {
      throw CredentialsError("\(source) answered something that is not JSON (status \(response.status))")
    }
    if let code = answer["Code"].string, code != "Success" {
      throw CredentialsError("\(source) answered \(code.asOneWord)")
    }
    guard response.status == 200 else {
      throw CredentialsError("\(source) answered status \(response.status)")
    }
    return try credentials(
      answer, id: "AccessKeyId", secret: "SecretAccessKey", token: "Token", account: "AccountId", from: source)
  }

  /// The credentials in a JSON object with these names.
  func credentials(
    _ answer: JSONValue, id: String, secret: String, token: String, account: String, from source: String
  ) throws(CredentialsError) -> Credentials {
    func text(_ name: String) -> String? {
      guard let text = answer[name].string, !text.isEmpty else { return nil }
      return text
    }
    guard let accessKeyID = text(id), let secretAccessKey = text(secret) else {
      throw CredentialsError("\(source) answered without \(text(id) == nil ? id : secret)")
    }
    var expiration: Date?
    if let text = text("Expiration") {
      guard let date = Timestamp.parse(text) else {
        throw CredentialsError("\(source) answered an Expiration that is no timestamp")
      }
      expiration = date
    }
    return Credentials(
      accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: text(token), expiration: expiration,
      accountID: text(account))
  }
}

extension Credentials {
  /// These, unless their time is over.
  ///
  /// - Throws: ``CredentialsError`` that begins with the name of the source.
  func unexpired(at now: Date, from source: String) throws(CredentialsError) -> Credentials {
    if let expiration, expiration <= now {
      throw CredentialsError("\(source) gave credentials that expired at \(Timestamp.format(expiration))")
    }
    return self
  }
}

extension String {
  /// Letters, digits and a few marks only, 100 at most: what an error code may be, but no secret and no control
  /// character.
  var asOneWord: String {
    String(prefix(100).filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-:".contains($0)) })
  }
}
