/// The services of AWS that answer in one place for all regions, so that the region of a client does not matter.
///
/// <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html>
public enum GlobalServices {
  /// As AWS's SDKs call them.
  private static let names: Set<String> = [
    "cloudfront", "globalaccelerator", "iam", "organizations", "route53", "shield", "sts", "support", "waf",
  ]

  /// Whether a client of an SDK is of one of them: `CloudFrontClient`, `iam`.
  public static func have(client name: String) -> Bool {
    names.contains((name.hasSuffix("Client") ? String(name.dropLast(6)) : name).lowercased())
  }
}
