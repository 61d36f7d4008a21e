import Documents
import Estate

/// What a repair does about a finding; how, is known to the room that repairs.
public enum RepairAction: Sendable, Hashable {
  /// Sets the value at the finding's place; `null` takes it away.
  case set(JSONValue)
  /// Adds the element at the finding's place to a list whose order counts, among the others as these names say.
  case insert(JSONValue, among: [String])
  /// Puts the elements of the list at the finding's place into this order.
  case order([String])
  /// Does what that name says, so that the value becomes as expected by this operand.
  case perform(Name, expected: JSONValue)

  /// What a rule can ask for beside setting a value.
  public enum Name: String, Sendable, CaseIterable {
    case acceptCompression = "accept-compression"
    case addPrincipals = "add-principals"
    case associateNewestVersion = "associate-newest-version"
    case associateStore = "associate-store"
    case attachLoggingPolicy = "attach-logging-policy"
    case grantRead = "grant-read"
    case publishFunction = "publish-function"
    case publishVersion = "publish-version"
    case putRetention = "put-retention"
    case putSubscription = "put-subscription"
  }
}

extension RepairAction.Name {
  /// What it does, for those who write rules.
  public var summary: String {
    switch self {
    case .acceptCompression: "Lets the cache policy of a behaviour accept gzip and brotli."
    case .addPrincipals: "Adds the services that are expected to a role's trust policy."
    case .associateNewestVersion:
      "Associates the newest published version of the Lambda function at the finding's place."
    case .associateStore: "Associates the key value store that a function's code opens, and publishes the function."
    case .attachLoggingPolicy: "Attaches AWSLambdaBasicExecutionRole to a role."
    case .grantRead: "Adds a statement to a bucket's policy for each distribution that is expected to read."
    case .publishFunction: "Publishes the DEVELOPMENT stage of a CloudFront function."
    case .publishVersion:
      "Publishes a version like the associated one with the value as expected, and associates it in its place."
    case .putRetention: "Sets the longest retention that CloudWatch Logs knows and that is expected at most."
    case .putSubscription: "Puts a subscription filter to each destination that is expected and fed by none."
    }
  }
}

extension Rule.Repair {
  /// What a rule asks for, before it is known on which element.
  public enum Action: Sendable {
    /// The value that is set.
    case set(Operand)
    /// What is done.
    case perform(RepairAction.Name)
  }
}
