/// Documents of policies that AWS manages, by name, so that a role that uses one needs no call to read it.
///
/// Only what their statements say of logs is complete; AWS Managed Policy Reference Guide.
public enum WellKnownPolicies {
  /// The document of the AWS managed policy of that ARN, such as
  /// `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`; `nil` where it is not one of these.
  public static func document(arn: String) -> PolicyDocument? {
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[4] == "aws", parts[5].hasPrefix("policy/")
    else { return nil }
    return document(path: String(parts[5].dropFirst("policy/".count)))
  }

  /// The document of the AWS managed policy of that path and name, such as `service-role/AWSLambdaBasicExecutionRole`.
  public static func document(path: String) -> PolicyDocument? {
    texts[path].flatMap { try? PolicyDocument(text: $0) }
  }

  /// The paths and names of the policies that are known here.
  public static var paths: [String] { texts.keys.sorted() }

  private static func allow(_ actions: [String], on resource: String = "*") -> String {
    let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
    return "{\"Effect\":\"Allow\",\"Action\":[\(list)],\"Resource\":\"\(resource)\"}"
  }

  private static func policy(_ statements: String...) -> String {
    "{\"Version\":\"2012-10-17\",\"Statement\":[\(statements.joined(separator: ","))]}"
  }

  private static let logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]

  private static let texts: [String: String] = [
    "AdministratorAccess": policy(allow(["*"])),
    "PowerUserAccess": policy(
      #"{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"}"#),
    "service-role/AWSLambdaBasicExecutionRole": policy(allow(logs)),
    "service-role/AWSLambdaDynamoDBExecutionRole": policy(
      allow(
        ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"] + logs)
    ),
    "service-role/AWSLambdaSQSQueueExecutionRole": policy(
      allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"] + logs)),
    "AWSLambdaExecute": policy(
      allow(["logs:*"], on: "arn:aws:logs:*:*:*"), allow(["s3:GetObject", "s3:PutObject"], on: "arn:aws:s3:::*")),
  ]
}
