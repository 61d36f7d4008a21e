import Documents
import Foundation

/// A named set of settings, from the config file and the credentials file together.
public struct Profile: Sendable {
  /// The name.
  public let name: String
  /// What the config file says.
  public let fromConfig: [String: ConfigurationFile.Value]
  /// What the credentials file says; it wins over the config file.
  public let fromCredentials: [String: ConfigurationFile.Value]

  /// The text of a key; `nil` where neither file has it, or where it is empty.
  public subscript(key: String) -> String? {
    guard let text = (fromCredentials[key] ?? fromConfig[key])?.text, !text.isEmpty else { return nil }
    return text
  }

  /// The text of a key on an indented line below another, such as `addressing_style` below `s3 =`.
  func nested(_ key: String, _ inner: String) -> String? {
    (fromCredentials[key] ?? fromConfig[key])?.nested[inner].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// The files that the AWS CLI and the SDKs share.
///
/// Follows <https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html>.
public struct SharedConfiguration: Sendable {
  /// Where the config file is or would be.
  public let configPath: String
  /// Where the credentials file is or would be.
  public let credentialsPath: String
  /// The profiles by name.
  public let profiles: [String: Profile]
  private let config: ConfigurationFile

  /// Reads both files; one that does not exist is as good as empty.
  ///
  /// - Parameters:
  ///   - environment: `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` name other files than those in `~/.aws`.
  ///   - homeDirectory: What `~` stands for.
  /// - Throws: ``ConfigurationError`` where a file cannot be read or understood.
  public init(environment: [String: String], homeDirectory: String) throws(ConfigurationError) {
    func path(_ variable: String, _ name: String) -> String {
      let path = environment.value(variable) ?? "~/.aws/\(name)"
      return path.hasPrefix("~/") ? homeDirectory + path.dropFirst() : path
    }
    let configPath = path("AWS_CONFIG_FILE", "config")
    let credentialsPath = path("AWS_SHARED_CREDENTIALS_FILE", "credentials")
    try self.init(
      config: try Self.read(configPath), configPath: configPath, credentials: try Self.read(credentialsPath),
      credentialsPath: credentialsPath)
  }

  /// The configuration that these two texts make.
  ///
  /// - Throws: ``ConfigurationError`` where one of them cannot be understood.
  public init(
    config: String, configPath: String = "~/.aws/config", credentials: String = "",
    credentialsPath: String = "~/.aws/credentials"
  ) throws(ConfigurationError) {
    self.configPath = configPath
    self.credentialsPath = credentialsPath
    self.config = try ConfigurationFile(config, file: configPath)
    let credentials = try ConfigurationFile(credentials, file: credentialsPath)

    var fromConfig: [String: [String: ConfigurationFile.Value]] = [:]
    // Both spellings of the default profile are accepted. Where both are there, the AWS CLI takes the one that stands last,
    // and some SDKs the one with `profile`.
    for section in self.config.order where section == "default" || section.hasPrefix("profile ") {
      let name = section == "default" ? section : String(section.dropFirst("profile ".count))
      fromConfig[name] = self.config.sections[section]
    }
    var profiles: [String: Profile] = [:]
    for name in Set(fromConfig.keys).union(credentials.sections.keys) {
      profiles[name] = Profile(
        name: name, fromConfig: fromConfig[name] ?? [:], fromCredentials: credentials.sections[name] ?? [:])
    }
    self.profiles = profiles
  }

  /// The profile of that name.
  ///
  /// - Throws: ``ConfigurationError`` that lists the profiles there are.
  public func profile(named name: String) throws(ConfigurationError) -> Profile {
    guard let profile = profiles[name] else { throw missing(name) }
    return profile
  }

  /// The error about a profile that does not exist.
  package func missing(_ name: String) -> ConfigurationError {
    let known = profiles.keys.sorted()
    if known.isEmpty {
      return ConfigurationError(
        "profile '\(name)' does not exist: neither \(configPath) nor \(credentialsPath) has any profile")
    }
    let guess = Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
    return ConfigurationError(
      "profile '\(name)' does not exist in \(configPath) or \(credentialsPath); \(guess)"
        + "known profiles: \(known.joined(separator: ", "))")
  }

  /// The keys of `[sso-session NAME]`; `nil` where there is none.
  public func ssoSession(named name: String) -> [String: ConfigurationFile.Value]? {
    config.sections["sso-session \(name)"]
  }

  /// The keys of `[services NAME]`; `nil` where there is none.
  public func services(named name: String) -> [String: ConfigurationFile.Value]? {
    config.sections["services \(name)"]
  }

  private static func read(_ path: String) throws(ConfigurationError) -> String {
    guard FileManager.default.fileExists(atPath: path) else { return "" }
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path)
    } catch {
      throw ConfigurationError("\(path) cannot be read: \(error)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationError("\(path) is not UTF-8")
    }
    return text
  }
}

extension [String: String] {
  /// The value of an environment variable; `nil` where it is unset or empty.
  package func value(_ name: String) -> String? {
    guard let value = self[name], !value.isEmpty else { return nil }
    return value
  }

  /// Whether a variable says `true`, in whatever case.
  package func flag(_ name: String) -> Bool? { value(name).map { $0.lowercased() == "true" } }
}
