import AWSCore

/// The settings that these texts and variables make.
public func settings(
  _ environment: [String: String] = [:], config: String = "", credentials: String = "", home: String = "/nowhere",
  profile: String? = nil, region: String? = nil, endpointURL: String? = nil
) throws -> AWSSettings {
  try AWSSettings(
    environment: environment, homeDirectory: home,
    shared: SharedConfiguration(config: config, credentials: credentials), profile: profile, region: region,
    endpointURL: endpointURL)
}
