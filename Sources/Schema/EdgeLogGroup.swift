import Documents

/// The log group of a Lambda function's replicas, in whichever region they run: `/aws/lambda/us-east-1.NAME`.
///
/// Follows <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html>.
public struct EdgeLogGroup: Sendable, Hashable {
  /// What all of them begin with: Lambda@Edge replicates from one region.
  public static let prefix = "/aws/lambda/us-east-1."

  /// What the log groups of CloudFront Functions begin with, all of which are in us-east-1.
  public static let functionPrefix = "/aws/cloudfront/function/"

  /// What the groups begin with that are listed in a region.
  public static func prefixes(in region: String) -> [String] {
    region == "us-east-1" ? [prefix, functionPrefix] : [prefix]
  }

  /// Whether a group of that name is among those that are listed in a region, whatever leads to it.
  public static func isListed(_ name: String, in region: String) -> Bool {
    prefixes(in: region).contains(where: name.hasPrefix)
  }

  /// The function.
  public let functionName: String

  /// Takes the name of a log group apart; `nil` where it is none of replicas.
  public init?(_ name: String) {
    guard name.hasPrefix(Self.prefix) else { return nil }
    functionName = String(name.dropFirst(Self.prefix.count))
  }

  /// The function, in the account of the group.
  public func function(in account: String) -> LambdaARN? {
    account.isEmpty ? nil : LambdaARN("arn:aws:lambda:us-east-1:\(account):function:\(functionName)")
  }

  /// The key of the function.
  var functionKey: ResourceKey { .init(.lambdaFunction, functionName, region: "us-east-1") }
}

extension EdgeLogGroup {
  /// The names of the log groups that a Lambda@Edge version writes to: that of its replicas, in whichever region they
  /// run, and that of the function itself, which test invocations use; or the one its configuration names. What a version of
  /// another account writes is in that one.
  ///
  /// - Parameters:
  ///   - version: The key of the version.
  ///   - properties: Its members, of which `LoggingConfig` counts.
  public static func names(of version: ResourceKey, _ properties: JSONObject) -> [String] {
    guard version.type == .lambdaVersion, version.account.isEmpty,
      let name = version.id.split(separator: ":").first
    else { return [] }
    if let custom = properties["LoggingConfig"]?["LogGroup"].string, !custom.isEmpty, custom != "/aws/lambda/\(name)" {
      return [custom]
    }
    return ["/aws/lambda/\(version.region).\(name)", "/aws/lambda/\(name)"]
  }
}
