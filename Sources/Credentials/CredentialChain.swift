import AWSCore
import Foundation
import Signing

/// Looks for credentials where the AWS CLI does, in its order.
///
/// The environment (unless an option names the profile), a role to assume, a web identity, IAM Identity Center, the
/// credentials file, a console login, a process, the config file, the container, the instance. The first source that is
/// configured counts: where it fails, that is the error, and no other source is tried. Follows
/// <https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-configure.html#configure-precedence>.
public struct CredentialChain: Sendable {
  private let settings: AWSSettings
  private let client: Client
  private let mfaPrompt: MFAPrompt?

  /// A chain for these settings.
  ///
  /// - Parameters:
  ///   - settings: What options, environment and files say.
  ///   - client: Asks STS, IAM Identity Center and AWS Sign-In; it needs no credentials of its own. Metadata services
  ///     are reached by its transport.
  ///   - mfaPrompt: Asks for the code of an MFA device; `nil` where nobody is there to be asked.
  public init(settings: AWSSettings, client: Client, mfaPrompt: MFAPrompt? = nil) {
    self.settings = settings
    self.client = client
    self.mfaPrompt = mfaPrompt
  }

  private var now: @Sendable () -> Date { client.configuration.time.now }

  /// The provider of the first source that is configured.
  ///
  /// Nothing is asked yet: a source that fails throws when credentials are first wanted.
  ///
  /// - Throws: ``CredentialsError`` where a source is configured wrongly, or where there is none at all, naming each
  ///   place that was looked in.
  public func provider() throws(CredentialsError) -> any CredentialsProvider {
    let environment = settings.environment
    if !settings.isProfileExplicit, let credentials = try environmentCredentials() {
      return StaticCredentialsProvider(credentials)
    }
    if let provider = try profileProvider(settings.profile, visited: []) { return provider }
    if environment.value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") != nil
      || environment.value("AWS_CONTAINER_CREDENTIALS_FULL_URI") != nil
    {
      return containerProvider()
    }
    let instance = InstanceMetadataSource(
      settings: settings, transport: client.configuration.transport, now: now)
    if instance.isDisabled { throw nothingFound(instance: "AWS_EC2_METADATA_DISABLED is true") }
    // Whether this is an EC2 instance shows only when it is asked.
    return refreshing { [self] in
      do {
        return try await instance.credentials()
      } catch let error as CredentialsError {
        throw nothingFound(instance: error.description)
      }
    }
  }

  /// A provider that assumes a role with the credentials of another one, such as a role in each account of an
  /// organization.
  ///
  /// - Parameters:
  ///   - role: The role.
  ///   - base: The credentials to assume it with.
  ///   - region: The region whose STS is asked; where it is `nil`, the configured one.
  public func assuming(
    _ role: AssumedRole, with base: any CredentialsProvider, region: String? = nil
  ) -> any CredentialsProvider {
    let source = AssumedRoleSource(
      role: role, base: base, region: region, client: client, mfaPrompt: mfaPrompt,
      cache: CLICache(homeDirectory: settings.homeDirectory))
    return refreshing { try await source.credentials() }
  }

  // MARK: The environment

  private func environmentCredentials() throws(CredentialsError) -> Credentials? {
    let environment = settings.environment
    guard let id = environment.value("AWS_ACCESS_KEY_ID") else { return nil }
    guard let secret = environment.value("AWS_SECRET_ACCESS_KEY") else {
      throw CredentialsError("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not")
    }
    var expiration: Date?
    if let text = environment.value("AWS_CREDENTIAL_EXPIRATION") {
      guard let date = Timestamp.parse(text) else {
        throw CredentialsError("AWS_CREDENTIAL_EXPIRATION is no timestamp such as 2026-01-02T03:04:05Z")
      }
      expiration = date
    }
    // The AWS CLI looks at the older variable first.
    return try Credentials(
      accessKeyID: id, secretAccessKey: secret,
      sessionToken: environment.value("AWS_SECURITY_TOKEN") ?? environment.value("AWS_SESSION_TOKEN"),
      expiration: expiration, accountID: environment.value("AWS_ACCOUNT_ID")
    ).unexpired(at: now(), from: "the environment")
  }

  // MARK: Profiles

  /// The provider that a profile configures; `nil` where it configures none.
  private func profileProvider(
    _ profile: Profile, visited: [String]
  ) throws(CredentialsError) -> (any CredentialsProvider)? {
    let isFirst = visited.isEmpty
    let environment = isFirst && !settings.isProfileExplicit ? settings.environment : [:]
    let tokenFile = environment.value("AWS_WEB_IDENTITY_TOKEN_FILE") ?? profile["web_identity_token_file"]

    if let arn = profile["role_arn"], profile["web_identity_token_file"] == nil {
      return try roleProvider(arn, profile, visited: visited)
    }
    if let tokenFile { return try webIdentityProvider(tokenFile, profile, environment: environment) }
    if profile["sso_account_id"] != nil || profile["sso_role_name"] != nil {
      let source = SSOSource(
        try SSOSettings(profile, in: settings.shared), profile: profile.name, settings: settings, client: client)
      return refreshing { try await source.credentials() }
    }
    if let keys = try staticCredentials(profile, profile.fromCredentials) { return StaticCredentialsProvider(keys) }
    if let session = profile["login_session"] {
      let source = LoginSource(
        session: session, profile: profile.name, region: region(of: profile), settings: settings, client: client)
      return refreshing { try await source.credentials() }
    }
    if let command = profile["credential_process"] {
      let source = ProcessSource(
        command: command, profile: profile.name, environment: settings.environment, now: now)
      return refreshing { try await source.credentials() }
    }
    return try staticCredentials(profile, profile.fromConfig).map { StaticCredentialsProvider($0) }
  }

  private func staticCredentials(
    _ profile: Profile, _ values: [String: ConfigurationFile.Value]
  ) throws(CredentialsError) -> Credentials? {
    func text(_ key: String) -> String? {
      guard let text = values[key]?.text, !text.isEmpty else { return nil }
      return text
    }
    guard let id = text("aws_access_key_id") else { return nil }
    guard let secret = text("aws_secret_access_key") else {
      let place = values["aws_access_key_id"].map { "\($0.mark.file):\($0.mark.line): " } ?? ""
      throw CredentialsError(
        "\(place)profile '\(profile.name)' has aws_access_key_id, but no aws_secret_access_key")
    }
    return Credentials(
      accessKeyID: id, secretAccessKey: secret, sessionToken: text("aws_session_token"),
      accountID: text("aws_account_id"))
  }

  private func webIdentityProvider(
    _ tokenFile: String, _ profile: Profile, environment: [String: String]
  ) throws(CredentialsError) -> any CredentialsProvider {
    guard let arn = environment.value("AWS_ROLE_ARN") ?? profile["role_arn"] else {
      throw CredentialsError(
        "the web identity token file \(tokenFile) is configured, but no role: set AWS_ROLE_ARN, or role_arn in profile "
          + "'\(profile.name)'")
    }
    let source = WebIdentitySource(
      roleARN: arn, sessionName: environment.value("AWS_ROLE_SESSION_NAME") ?? profile["role_session_name"],
      tokenFile: settings.expandingHome(tokenFile), region: region(of: profile), client: client)
    return refreshing { try await source.credentials() }
  }

  // MARK: Roles

  private func roleProvider(
    _ arn: String, _ profile: Profile, visited: [String]
  ) throws(CredentialsError) -> any CredentialsProvider {
    var duration: Int?
    if let text = profile["duration_seconds"] {
      guard let seconds = Int(text), (900...43_200).contains(seconds) else {
        throw CredentialsError("duration_seconds of profile '\(profile.name)' is no number from 900 to 43200")
      }
      duration = seconds
    }
    let role = AssumedRole(
      arn: arn, sessionName: profile["role_session_name"], externalID: profile["external_id"],
      durationSeconds: duration, mfaSerial: profile["mfa_serial"])
    let base =
      switch (profile["source_profile"], profile["credential_source"]) {
      case (let name?, nil): try sourceProvider(name, of: profile, visited: visited)
      case (nil, let source?): try credentialSource(source, of: profile)
      case (nil, nil), (_?, _?):
        throw CredentialsError(
          "profile '\(profile.name)' has role_arn and so needs either source_profile or credential_source")
      }
    return assuming(role, with: base, region: region(of: profile))
  }

  private func sourceProvider(
    _ name: String, of profile: Profile, visited: [String]
  ) throws(CredentialsError) -> any CredentialsProvider {
    guard let source = settings.shared.profiles[name] else {
      throw CredentialsError(
        "source_profile of profile '\(profile.name)': \(settings.shared.missing(name).description)")
    }
    // A profile may name itself: its own keys are meant then.
    if name == profile.name || source["role_arn"] == nil {
      if let keys = try staticCredentials(source, source.fromCredentials) { return StaticCredentialsProvider(keys) }
      if let keys = try staticCredentials(source, source.fromConfig) { return StaticCredentialsProvider(keys) }
    }
    let path = visited + [profile.name]
    if path.contains(name) {
      throw CredentialsError(
        "the source_profile of profiles goes in a circle: \((path + [name]).joined(separator: " → "))")
    }
    guard let provider = try profileProvider(source, visited: path) else {
      throw CredentialsError("profile '\(name)', the source_profile of '\(profile.name)', has no credentials")
    }
    return provider
  }

  private func credentialSource(
    _ name: String, of profile: Profile
  ) throws(CredentialsError) -> any CredentialsProvider {
    switch name.lowercased() {
    case "environment":
      guard let credentials = try environmentCredentials() else {
        throw CredentialsError(
          "credential_source of profile '\(profile.name)' is Environment, but AWS_ACCESS_KEY_ID is not set")
      }
      return StaticCredentialsProvider(credentials)
    case "ecscontainer": return containerProvider()
    case "ec2instancemetadata":
      let source = InstanceMetadataSource(
        settings: settings, transport: client.configuration.transport, now: now)
      return refreshing { try await source.credentials() }
    default:
      throw CredentialsError(
        "credential_source of profile '\(profile.name)' is not one of Environment, EcsContainer and Ec2InstanceMetadata"
      )
    }
  }

  private func containerProvider() -> any CredentialsProvider {
    let source = ContainerSource(
      environment: settings.environment, transport: client.configuration.transport, now: now)
    return refreshing { try await source.credentials() }
  }

  /// The region whose STS a profile's role is asked of.
  private func region(of profile: Profile) -> String? { settings.region ?? profile["region"] }

  private func refreshing(_ fetch: @escaping @Sendable () async throws -> Credentials) -> RefreshingCredentialsProvider
  {
    RefreshingCredentialsProvider(now: now, fetch: fetch)
  }

  // MARK: Nothing

  private func nothingFound(instance: String) -> CredentialsError {
    let name = settings.profile.name
    let shared = settings.shared
    func place(_ path: String, _ keys: [String: ConfigurationFile.Value]) -> String {
      if !FileManager.default.fileExists(atPath: path) { return "\(path) does not exist" }
      return keys.isEmpty
        ? "\(path) says nothing about profile '\(name)'"
        : "profile '\(name)' has no aws_access_key_id in \(path)"
    }
    let environment =
      settings.isProfileExplicit ? "not looked at, because --profile was given" : "AWS_ACCESS_KEY_ID is not set"
    return CredentialsError(
      """
      no credentials were found. These places were looked in:
        environment: \(environment)
        assume role: profile '\(name)' has no role_arn
        web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set, and profile '\(name)' has no web_identity_token_file
        IAM Identity Center: profile '\(name)' has no sso_account_id
        credentials file: \(place(shared.credentialsPath, settings.profile.fromCredentials))
        console login: profile '\(name)' has no login_session
        process: profile '\(name)' has no credential_process
        config file: \(place(shared.configPath, settings.profile.fromConfig))
        container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set
        instance: \(instance)
      Run 'aws login', 'aws sso login' or 'aws configure', name a profile with --profile, or set AWS_ACCESS_KEY_ID and \
      AWS_SECRET_ACCESS_KEY.
      """)
  }
}
