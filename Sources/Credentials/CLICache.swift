import AWSCore
import Documents
import Foundation
import Signing

/// What the AWS CLI keeps of the roles that it has assumed. It is read, so that whoever has just given the code of a
/// device to the AWS CLI is not asked for another; it is not written, as the files hold keys as they are.
///
/// The names and the form of the files are botocore's, `CachedCredentialFetcher`.
struct CLICache: Sendable {
  /// How long credentials still have to be good for to be taken, in seconds.
  private static let enough: TimeInterval = 15 * 60

  private let folder: String

  init(homeDirectory: String) { folder = "\(homeDirectory)/.aws/cli/cache" }

  /// The credentials of a role that was assumed in just this way; `nil` where there are none that last.
  func credentials(of role: AssumedRole, at now: Date) -> Credentials? {
    guard let name = Digest.sha1Hex(Array(arguments(of: role).utf8)),
      let keys = TokenFile(path: "\(folder)/\(name).json")?.content["Credentials"],
      let id = keys["AccessKeyId"].string, let secret = keys["SecretAccessKey"].string,
      let token = keys["SessionToken"].string, let expiration = keys["Expiration"].string.flatMap(Timestamp.parse),
      expiration >= now + Self.enough
    else { return nil }
    return Credentials(
      accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: expiration,
      accountID: keys["AccountId"].string)
  }

  /// The arguments of AssumeRole as Python writes them in JSON, by which a file is named.
  private func arguments(of role: AssumedRole) -> String {
    let arguments: [(String, JSONValue?)] = [
      ("DurationSeconds", role.durationSeconds.map { .integer($0) }),
      ("ExternalId", role.externalID.map { .string($0) }),
      ("RoleArn", .string(role.arn)), ("RoleSessionName", role.sessionName.map { .string($0) }),
      ("SerialNumber", role.mfaSerial.map { .string($0) }),
    ]
    let members = arguments.compactMap { name, value in value.map { "\"\(name)\": \(JSONWriter().string($0))" } }
    return "{\(members.joined(separator: ", "))}"
  }
}
