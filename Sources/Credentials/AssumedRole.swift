import AWSCore
import AWSServices
import Documents
import Foundation
import Signing

/// A role to assume and how.
public struct AssumedRole: Sendable, Hashable {
  /// The role.
  public var arn: String
  /// The name of the session, 2 to 64 characters of `A-Z a-z 0-9 _ + = , . @ -`; `nil` for one with the time in it.
  public var sessionName: String?
  /// What the role's trust policy asks of other accounts.
  public var externalID: String?
  /// How long the credentials are good, in seconds: 900 to 43200, for a role assumed with a role's credentials 3600.
  public var durationSeconds: Int?
  /// The device whose code is asked for.
  public var mfaSerial: String?

  /// A role and how to assume it.
  public init(
    arn: String, sessionName: String? = nil, externalID: String? = nil, durationSeconds: Int? = nil,
    mfaSerial: String? = nil
  ) {
    self.arn = arn
    self.sessionName = sessionName
    self.externalID = externalID
    self.durationSeconds = durationSeconds
    self.mfaSerial = mfaSerial
  }
}

/// Asks a person for the six digits that the device of that serial number shows.
public typealias MFAPrompt = @Sendable (_ serialNumber: String) async throws -> String

/// Assumes a role with other credentials.
struct AssumedRoleSource: Sendable {
  let role: AssumedRole
  let base: any CredentialsProvider
  let region: String?
  let client: Client
  let mfaPrompt: MFAPrompt?
  let cache: CLICache
  private let session = MFASession()

  init(
    role: AssumedRole, base: any CredentialsProvider, region: String?, client: Client, mfaPrompt: MFAPrompt?,
    cache: CLICache
  ) {
    self.role = role
    self.base = base
    self.region = region
    self.client = client
    self.mfaPrompt = mfaPrompt
    self.cache = cache
  }

  func credentials() async throws -> Credentials {
    let now = client.configuration.time.now()
    if role.mfaSerial != nil, let cached = cache.credentials(of: role, at: now) { return cached }
    var input: JSONObject = [
      "RoleArn": .string(role.arn),
      "RoleSessionName": .string(role.sessionName ?? "audit-\(Int(now.timeIntervalSince1970))"),
    ]
    if let externalID = role.externalID { input["ExternalId"] = .string(externalID) }
    if let seconds = role.durationSeconds { input["DurationSeconds"] = .integer(seconds) }
    if let serial = role.mfaSerial {
      input["SerialNumber"] = .string(serial)
      input["TokenCode"] = .string(try await code(of: serial))
    }
    let source = "AssumeRole for \(role.arn)"
    let base = try await base.credentials()
    do {
      return try await client.signing(with: StaticCredentialsProvider(base))
        .roleCredentials(STS.assumeRole, input, region: region).unexpired(at: now, from: source)
    } catch {
      throw CredentialsError("cannot assume \(role.arn): \(error.description)")
    }
  }

  private func code(of serial: String) async throws -> String {
    guard let mfaPrompt else {
      throw CredentialsError(
        "\(role.arn) wants the code of the MFA device \(serial), and there is no terminal to ask for it; "
          + "run this in a terminal, or give credentials of a session in the environment")
    }
    // Nobody may be there any more when a refresh is due.
    guard await session.begin() else {
      throw CredentialsError(
        "the session of \(role.arn) with the MFA device \(serial) is over; run this again, or give the profile a longer "
          + "duration_seconds")
    }
    let code = try await mfaPrompt(serial).filter { !$0.isWhitespace }
    guard code.utf8.count == 6, code.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
      throw CredentialsError("the code of the MFA device \(serial) has six digits")
    }
    return code
  }
}

/// Remembers that a code was asked for.
private actor MFASession {
  private var hasBegun = false

  /// Whether this is the first time.
  func begin() -> Bool {
    defer { hasBegun = true }
    return !hasBegun
  }
}
