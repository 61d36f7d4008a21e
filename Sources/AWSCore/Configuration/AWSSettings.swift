import Documents

/// What options, environment and shared files say, with their precedence settled: one value that all else is made from.
///
/// Follows <https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html>. Nothing here reads the process's
/// own environment, so that it can be tested.
public struct AWSSettings: Sendable {
  /// The environment variables.
  public let environment: [String: String]
  /// What `~` stands for.
  public let homeDirectory: String
  /// The shared files.
  public let shared: SharedConfiguration
  /// The profile in use; without keys where nobody named one and there is no `default`.
  public let profile: Profile
  /// Whether an option named the profile; keys in the environment are not looked at then.
  public let isProfileExplicit: Bool
  /// The region: option, `AWS_REGION`, `AWS_DEFAULT_REGION`, profile.
  public let region: String?
  /// The endpoint that an option gave for all services.
  public let endpointURL: String?

  /// Settles the settings.
  ///
  /// - Parameters:
  ///   - environment: The environment variables.
  ///   - homeDirectory: What `~` stands for.
  ///   - profile: What `--profile` says.
  ///   - region: What `--region` says.
  ///   - endpointURL: What `--endpoint-url` says.
  /// - Throws: ``ConfigurationError`` where a file cannot be read, or where a profile that was named does not exist.
  public init(
    environment: [String: String], homeDirectory: String, profile: String? = nil, region: String? = nil,
    endpointURL: String? = nil
  ) throws(ConfigurationError) {
    let shared = try SharedConfiguration(environment: environment, homeDirectory: homeDirectory)
    try self.init(
      environment: environment, homeDirectory: homeDirectory, shared: shared, profile: profile, region: region,
      endpointURL: endpointURL)
  }

  /// Settles the settings with shared files that were read before.
  ///
  /// - Throws: ``ConfigurationError`` where a profile that was named does not exist.
  public init(
    environment: [String: String], homeDirectory: String, shared: SharedConfiguration, profile: String? = nil,
    region: String? = nil, endpointURL: String? = nil
  ) throws(ConfigurationError) {
    self.environment = environment
    self.homeDirectory = homeDirectory
    self.shared = shared
    self.endpointURL = endpointURL
    isProfileExplicit = profile != nil
    // The AWS CLI looks at the older variable first.
    if let name = profile ?? environment.value("AWS_DEFAULT_PROFILE") ?? environment.value("AWS_PROFILE") {
      self.profile = try shared.profile(named: name)
    } else {
      self.profile = shared.profiles["default"] ?? Profile(name: "default", fromConfig: [:], fromCredentials: [:])
    }
    self.region =
      region ?? environment.value("AWS_REGION") ?? environment.value("AWS_DEFAULT_REGION") ?? self.profile["region"]
  }

  /// A setting that has a variable and a key in the profile; the variable wins.
  public func setting(variable: String, key: String) -> String? { environment.value(variable) ?? profile[key] }

  /// Whether a setting that has a variable and a key in the profile says `true`.
  package func flag(variable: String, key: String) -> Bool {
    setting(variable: variable, key: key)?.lowercased() == "true"
  }

  /// A path with a leading `~/` made whole.
  package func expandingHome(_ path: String) -> String {
    path.hasPrefix("~/") ? homeDirectory + path.dropFirst() : path
  }
}
