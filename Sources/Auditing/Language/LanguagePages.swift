import Documents
import JMESPath

/// What the reference of the language says of a function that expressions may call.
public struct FunctionPage: Sendable {
  /// The function's name.
  public let name: String
  /// What it gives, in a sentence.
  public let summary: String
  /// A call of it.
  public let expression: String
  /// What the call is evaluated on, as JSON.
  public let data: String
  /// What comes of it, as JSON.
  public let result: String

  init(_ name: String, _ summary: String, _ expression: String, on data: String, gives result: String) {
    (self.name, self.summary, self.expression, self.data, self.result) = (name, summary, expression, data, result)
  }

  /// All functions that expressions of rules may call: those of JMESPath itself, then what audit adds.
  public static let all = standard + auditing

  /// How it is called: `starts_with(string, string)`.
  public var signature: String {
    guard let function = FunctionTable.auditing[name] else { return "\(name)()" }
    let types = function.parameters.map(\.description)
    return "\(name)(\(types.joined(separator: ", "))\(function.isVariadic ? ", …" : ""))"
  }
}

/// What the reference of the language says of a predicate.
public struct PredicatePage: Sendable {
  /// The predicate.
  public let predicate: Predicate
  /// What it is held against, as JSON.
  public let operand: String
  /// A value for which it holds, as JSON.
  public let holds: String
  /// A value for which it does not.
  public let fails: String

  init(_ predicate: Predicate, _ operand: String, holds: String, fails: String) {
    (self.predicate, self.operand, self.holds, self.fails) = (predicate, operand, holds, fails)
  }

  /// What it expects, in a sentence.
  public var summary: String { predicate.summary }

  /// What it takes, in a few words.
  public var operandPhrase: String { predicate.operandKind.phrase }

  /// All predicates. The examples of dates are judged on the day ``day``.
  public static let all: [PredicatePage] = [
    .init(.equals, #""sni-only""#, holds: #""sni-only""#, fails: #""vip""#),
    .init(.notEquals, #""$LATEST""#, holds: #""3""#, fails: #""$LATEST""#),
    .init(.in, #"["https-only", "redirect-to-https"]"#, holds: #""https-only""#, fails: #""allow-all""#),
    .init(.atMost, "90", holds: "30", fails: "null"),
    .init(.atLeast, "1", holds: "1", fails: "0"),
    .init(.present, "true", holds: #""index.html""#, fails: #""""#),
    .init(.absent, "true", holds: "[]", fails: #"["x"]"#),
    .init(.matches, #""^TLSv1\\.[23]_""#, holds: #""TLSv1.2_2021""#, fails: #""TLSv1_2016""#),
    .init(
      .like, #"["arn:aws:lambda:us-east-1:*"]"#, holds: #""arn:aws:lambda:us-east-1:1:function:a:1""#, fails: #""arn""#),
    .init(.unlike, #"["*:$LATEST"]"#, holds: "null", fails: #""resize:$LATEST""#),
    .init(.covers, #"["*/abc"]"#, holds: #"["arn:aws:cloudfront::1:key-value-store/abc"]"#, fails: "[]"),
    .init(.excludes, #"["SSLv3"]"#, holds: #"["TLSv1.2"]"#, fails: #"["SSLv3", "TLSv1.2"]"#),
    .init(.within, #"["GET", "HEAD"]"#, holds: #"["GET"]"#, fails: #"["GET", "PUT"]"#),
    .init(.notPast, "true", holds: #""2027-04-30""#, fails: #""2026-04-30""#),
    .init(.notWithinDays, "90", holds: #""2027-04-30""#, fails: #""2027-01-15""#),
    .init(
      .trusts, #"["edgelambda.amazonaws.com"]"#,
      holds: trust(#"["lambda.amazonaws.com", "edgelambda.amazonaws.com"]"#), fails: trust(#""lambda.amazonaws.com""#)),
    .init(
      .allows, #"{"actions": ["logs:PutLogEvents"], "on": ["arn:aws:logs:*:111122223333:log-group:/aws/lambda/a:*"]}"#,
      holds: logs("*"), fails: logs("arn:aws:logs:us-east-1:111122223333:*")),
    .init(
      .readableBy,
      #"""
      [{"Distribution": "arn:aws:cloudfront::111122223333:distribution/E1", "Resource": "arn:aws:s3:::site/*"}]
      """#, holds: bucket("E1"), fails: bucket("E2")),
  ]

  /// The day on which the examples of dates are judged.
  public static let day = "2026-12-01"

  private static func trust(_ services: String) -> String {
    #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": \#(services)}, "#
      + #""Action": "sts:AssumeRole"}]}"#
  }

  private static func logs(_ resource: String) -> String {
    #"[{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "\#(resource)"}]}]"#
  }

  private static func bucket(_ distribution: String) -> String {
    #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "#
      + #""Principal": {"Service": "cloudfront.amazonaws.com"}, "Resource": "arn:aws:s3:::site/*", "#
      + #""Condition": {"StringEquals": {"AWS:SourceArn": "#
      + #""arn:aws:cloudfront::111122223333:distribution/\#(distribution)"}}}]}"#
  }
}

/// One member that rule files may have, for the reference of the language.
public struct RuleMemberPage: Sendable {
  /// Its name.
  public let name: String
  /// Whether it has to be there.
  public let isRequired: Bool
  /// What it means.
  public let summary: String

  /// The members of a rule.
  public static var rule: [RuleMemberPage] { pages(of: RuleForm.rule) }
  /// The members of each of several checks of a rule.
  public static var check: [RuleMemberPage] { pages(of: RuleForm.check) }
  /// The members of a repair.
  public static var repair: [RuleMemberPage] { pages(of: RuleForm.repair) }

  private static func pages(of form: FileForm) -> [RuleMemberPage] {
    form.members.map { RuleMemberPage(name: $0.name, isRequired: $0.isRequired, summary: $0.description) }
  }
}
