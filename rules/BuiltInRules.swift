/// The rule files of this folder as they ship inside the binary, so that `audit` works from any folder.
///
/// A new file is named in `Package.swift`, which embeds it, and here; a test compares both with the folder.
public enum BuiltInRules {
  /// Each file's name and bytes, by topic.
  public static var files: [(name: String, bytes: [UInt8])] {
    [
      ("controls.yaml", PackageResources.controls_yaml),
      ("distributions.yaml", PackageResources.distributions_yaml),
      ("functions.yaml", PackageResources.functions_yaml),
      ("lambda-edge-settings.yaml", PackageResources.lambda_edge_settings_yaml),
      ("lambda-edge.yaml", PackageResources.lambda_edge_yaml),
      ("logs.yaml", PackageResources.logs_yaml),
      ("origins.yaml", PackageResources.origins_yaml),
      ("roles.yaml", PackageResources.roles_yaml),
      ("stores.yaml", PackageResources.stores_yaml),
      ("tenants.yaml", PackageResources.tenants_yaml),
      ("viewers.yaml", PackageResources.viewers_yaml),
    ]
  }
}
