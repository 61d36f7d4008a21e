import AWSCore
import Documents
import Foundation
import Signing

extension Credentials {
  /// The credentials in a JSON object with these names, and an `Expiration` where it has one.
  ///
  /// - Throws: ``CredentialsError`` that begins with the name of the source.
  init(
    _ answer: JSONValue, id: String, secret: String, token: String, account: String, from source: String
  ) throws(CredentialsError) {
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
    self.init(
      accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: text(token), expiration: expiration,
      accountID: text(account))
  }

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
