import Auditing
import Documents
import Estate
import Schema

/// Findings as an estate has them that several teams have grown by hand.
enum TroubledFindings {
  static let all: [Finding] =
    (associations + functions + roles + buckets + distributions + logGroups + hostile
    + SampleReport.unknownOnly.findings
    + waived).sorted { $0.severity > $1.severity }

  private static let lambda = "arn:aws:lambda:us-east-1:\(SampleReport.account):function"

  private static let associations = [
    SampleReport.finding(
      "edge-lambda-version-pinned", .critical, on: SampleReport.distribution("E2QWRUHAPOMQZL"),
      at: "CacheBehaviors[/api/*].LambdaFunctionAssociations[viewer-request]",
      expected: .string("\(lambda):viewer-request-authorisation:<version>"),
      actual: .string("\(lambda):viewer-request-authorisation:$LATEST"),
      title: "Every Lambda association names a numbered version",
      message: "The association names $LATEST instead of a numbered version.",
      why: "CloudFront replicates numbered versions only; $LATEST is refused on the next update of the distribution.",
      remediation: "Publish a version of the function and associate it.",
      repair: SampleReport.repair("associate version 7, the newest published one"), line: 12),
    SampleReport.finding(
      "edge-lambda-include-body", .low, on: SampleReport.distribution("E2QWRUHAPOMQZL"),
      at: "CacheBehaviors[/api/*].LambdaFunctionAssociations[viewer-request]",
      expected: [
        "EventType": "viewer-request", "IncludeBody": false,
        "LambdaFunctionARN": .string("\(lambda):viewer-request-authorisation:7"),
      ],
      actual: [
        "EventType": "viewer-request", "IncludeBody": true,
        "LambdaFunctionARN": .string("\(lambda):viewer-request-authorisation:7"),
      ],
      message: "The request body is passed on, which no baseline asks for.",
      remediation: "Set IncludeBody to false, or declare it in a baseline.",
      repair: SampleReport.repair("set IncludeBody to false", isAutomatic: false)),
  ]

  private static let functions = [
    SampleReport.finding(
      "function-kvs-association", .critical, on: SampleReport.function("redirects"), at: "KeyValueStoreAssociations",
      expected: [
        .string("arn:aws:cloudfront::\(SampleReport.account):key-value-store/3b1c9e62-58d4-4f1f-9d6a-0c8a6e1f2b7d")
      ], actual: [], title: "A function has the store associated that its code opens",
      message: "The code opens a key value store, but none is associated in LIVE.",
      why: "cf.kvs() throws at the first request; every viewer of the behaviours that use the function gets a 503.",
      remediation: """
        Associate the store that the code names, publish the function, and make the deployment do both: UpdateFunction \
        without KeyValueStoreAssociations drops what was there.
        """, repair: SampleReport.repair("associate the store redirect-map and publish")),
    SampleReport.finding(
      "function-kvs-association", .critical, on: SampleReport.function("country-router"),
      at: "KeyValueStoreAssociations",
      expected: [
        .string("arn:aws:cloudfront::\(SampleReport.account):key-value-store/77aa0c11-90de-4b0b-8a7e-d6f7a1b2c3d4")
      ], actual: [], title: "A function has the store associated that its code opens",
      message: "The code opens a key value store, but none is associated in LIVE.",
      remediation: """
        Associate the store that the code names, publish the function, and make the deployment do both: UpdateFunction \
        without KeyValueStoreAssociations drops what was there.
        """, repair: SampleReport.repair("associate the store countries and publish")),
    SampleReport.finding(
      "function-date-parsing", .high, on: SampleReport.function("redirects"), at: "FunctionCode:14",
      actual: .string("new Date(\"2026-10-17 09:30 CEST\")"),
      message: "The literal on line 14 cannot be parsed by cloudfront-js and yields an invalid date.",
      remediation: "Write it in UTC: 2026-10-17T07:30:00Z."),
    SampleReport.finding(
      "baseline", .medium, on: SampleReport.function("redirects"), at: "FunctionCode",
      expected: .string(
        "import cf from 'cloudfront';\n\nasync function handler(event) {\n"
          + String(repeating: "  // the declared code goes on and on\n", count: 40) + "  return event.request;\n}\n"),
      actual: .string(
        "function handler(event) {\n" + String(repeating: "  // somebody pasted this into the console\n", count: 30)
          + "  return event.request;\n}\n"),
      message: "The code is not the declared code.",
      remediation: "Deploy the declared code, or capture a new baseline.",
      repair: SampleReport.repair("put the declared code back and publish", isAutomatic: false)),
  ]

  private static let roles = [
    SampleReport.finding(
      "edge-role-trust", .critical, on: SampleReport.role("edge-rewrite-role-with-a-name-of-some-length"),
      at: "AssumeRolePolicyDocument.Statement[0].Principal.Service",
      expected: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"], actual: ["lambda.amazonaws.com"],
      message: "The role does not let edgelambda.amazonaws.com assume it.",
      remediation: "Add the missing principal to the trust policy.",
      repair: SampleReport.repair("add edgelambda.amazonaws.com to the trust policy"))
  ]

  private static let buckets = [
    SampleReport.finding(
      "origin-bucket-grant", .high,
      on: ResourceReference(
        type: .bucket, id: "assets.example.com", arn: "arn:aws:s3:::assets.example.com", account: SampleReport.account,
        region: "eu-west-1"), at: "Policy.Statement",
      expected: [
        "Effect": "Allow", "Principal": ["Service": "cloudfront.amazonaws.com"], "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::assets.example.com/*",
        "Condition": [
          "StringEquals": [
            "AWS:SourceArn": .string("arn:aws:cloudfront::\(SampleReport.account):distribution/E2QWRUHAPOMQZL")
          ]
        ],
      ],
      message: "The policy does not let distribution E2QWRUHAPOMQZL read.",
      remediation: "Allow s3:GetObject to cloudfront.amazonaws.com with AWS:SourceArn of the distribution.",
      repair: SampleReport.repair("add the statement"))
  ]

  private static let distributions: [Finding] = (1...31).flatMap { number in
    let resource = SampleReport.distribution("E1AB2CD3EF\(1000 + number)")
    var findings = [
      SampleReport.finding(
        "compression", .low, on: resource, at: "DefaultCacheBehavior.Compress", expected: true, actual: false,
        title: "Behaviours compress", message: "The default behaviour of \(resource.id) does not compress.",
        remediation: "Set Compress to true.", repair: SampleReport.repair("set Compress to true"))
    ]
    if number <= 4 {
      findings += ["/api/*", "/img/*"].map {
        SampleReport.finding(
          "viewer-protocol-https", .high, on: resource, at: "CacheBehaviors[\($0)].ViewerProtocolPolicy",
          expected: ["redirect-to-https", "https-only"], actual: "allow-all",
          title: "Every behaviour redirects to or requires HTTPS", message: "The behaviour \($0) lets plain HTTP pass.",
          remediation: "Set ViewerProtocolPolicy to redirect-to-https.",
          repair: SampleReport.repair("set redirect-to-https"))
      }
    }
    return findings
  }

  private static let logGroups = ["eu-west-1", "eu-central-1", "ap-southeast-2", "sa-east-1"].map {
    SampleReport.finding(
      "edge-log-retention", .medium,
      on: SampleReport.logGroup("/aws/lambda/us-east-1.viewer-request-authorisation", $0),
      at: "retentionInDays", expected: 90, title: "Log groups expire",
      message: "The log group keeps its events for ever.", remediation: "Set a retention of at most 90 days.",
      repair: SampleReport.repair("set a retention of 90 days"))
  }

  /// Names and comments that are not meant well, or not in Latin.
  private static let hostile = [
    SampleReport.finding(
      "baseline", .medium, on: SampleReport.distribution("E3HOSTILE00000"), at: "Comment",
      expected: "配信: 画像と動画のための東京チームのディストリビューション（変更しないでください）— équipe e\u{301}toile 👩‍💻",
      actual: "\u{1B}[2J\u{1B}[1;1HNothing is wrong\r\n\u{9B}31m \u{202E}gnp.exe \u{7F}",
      message: "The comment is \"\u{1B}[2J\u{1B}]0;owned\u{07}\nNothing is wrong\".",
      remediation: "Put the declared comment back.", repair: SampleReport.repair("put the declared comment back"))
  ]

  private static let waived = [
    SampleReport.finding(
      "access-logging", .low, .waived, on: SampleReport.distribution("E2QWRUHAPOMQZL"), at: "Logging.Enabled",
      expected: true, actual: false, message: "Nothing logs the requests.", remediation: "Turn a log on.",
      waiver: CalendarDate("2027-03-31").map {
        Finding.Waiver(reason: "The load balancer behind it logs all of them.\u{7}", expires: $0)
      })
  ]
}
