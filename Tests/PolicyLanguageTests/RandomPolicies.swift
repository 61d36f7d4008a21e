import Documents
import TestSupport

/// Policies that AWS would take, some public and some not, over a few principals and condition keys.
struct RandomPolicies {
  /// What a policy stands on.
  enum Place { case bucket, role }

  var generator: SeededRandom

  init(seed: UInt64) { generator = SeededRandom(seed: seed) }

  private mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  private mutating func pick<Element>(_ choices: [Element]) -> Element { choices[number(below: choices.count)] }

  /// A policy of one to three statements.
  mutating func policy(on place: Place) -> JSONValue {
    let statements = (0..<(1 + number(below: 3))).map { _ in statement(on: place) }
    return ["Version": "2012-10-17", "Statement": .array(statements)]
  }

  private mutating func statement(on place: Place) -> JSONValue {
    var statement: JSONObject = ["Effect": number(below: 6) == 0 ? "Deny" : "Allow"]
    let principal = pick(Self.principals + (place == .bucket ? Self.owners : Self.providers))
    if number(below: 12) == 0 {
      statement["NotPrincipal"] = ["AWS": "arn:aws:iam::111122223333:role/reader"]
    } else {
      statement["Principal"] = principal
    }
    switch place {
    case .bucket:
      statement["Action"] = pick(["s3:GetObject", "s3:*", ["s3:GetObject", "s3:ListBucket"]])
      statement["Resource"] = "arn:aws:s3:::b/*"
    case .role: statement["Action"] = pick(["sts:AssumeRole", "sts:*", ["sts:AssumeRole", "sts:TagSession"]])
    }
    let conditions = condition(on: place)
    if !conditions.isEmpty { statement["Condition"] = .object(conditions) }
    return .object(statement)
  }

  private mutating func condition(on place: Place) -> JSONObject {
    var conditions: JSONObject = [:]
    for _ in 0..<pick([0, 1, 1, 1, 2]) {
      let (comparison, key, value) = test(on: place)
      let others = conditions[comparison]?.object ?? [:]
      // IAM does not tell keys apart by case.
      if others.contains(where: { $0.name.lowercased() == key.lowercased() }) { continue }
      conditions[comparison] = .object(others.merging([key: value]))
    }
    return conditions
  }

  private mutating func test(on place: Place) -> (comparison: String, key: String, value: JSONValue) {
    switch number(below: 8) {
    case 0: return pick(Self.weak)
    case 1:
      return (pick(["IpAddress", "NotIpAddress", "IpAddressIfExists"]), "aws:SourceIp", pick(Self.networks))
    default:
      let (key, fixed, open) = pick(place == .bucket ? Self.keys + Self.keysOfBuckets : Self.keys)
      let isARN = fixed.hasPrefix("arn:")
      let comparison = pick(isARN ? Self.comparisons + ["ArnLike", "ArnEquals", "ArnNotLike"] : Self.comparisons)
      let values = pick([[fixed], [fixed], [fixed, fixed], [open], [fixed, open]])
      return (comparison, key, values.count == 1 ? .string(values[0]) : .array(values.map(JSONValue.string)))
    }
  }

  private static let principals: [JSONValue] = [
    "*", "*", ["AWS": "*"], ["AWS": ["*"]], ["AWS": "111122223333"], ["AWS": "arn:aws:iam::444455556666:root"],
    ["AWS": "arn:aws:iam::111122223333:role/reader"], ["AWS": ["arn:aws:iam::444455556666:user/a", "*"]],
    ["AWS": ["111122223333", "arn:aws:iam::111122223333:role/reader"]], ["AWS": "AROAEXAMPLEEXAMPLE123"],
    ["Service": "cloudfront.amazonaws.com"], ["Service": ["cloudfront.amazonaws.com", "logging.s3.amazonaws.com"]],
    ["Service": "lambda.amazonaws.com", "AWS": "111122223333"],
  ]

  private static let owners: [JSONValue] = [["CanonicalUser": "79a59df900b949e55d96a1e698fbaced"]]

  private static let providers: [JSONValue] = [
    ["Federated": "accounts.google.com"], ["Federated": "arn:aws:iam::111122223333:saml-provider/x"],
    ["Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"],
  ]

  private static let comparisons = [
    "StringEquals", "StringEquals", "StringEquals", "StringLike", "StringLike", "StringNotEquals", "StringNotLike",
    "StringEqualsIfExists", "StringEqualsIgnoreCase", "ForAnyValue:StringEquals", "ForAllValues:StringLike",
  ]

  /// Each with a value that names someone, and one that does not.
  private static let keys = [
    ("aws:SourceArn", "arn:aws:cloudfront::111122223333:distribution/E1", "arn:aws:cloudfront::*:distribution/*"),
    ("AWS:SourceArn", "arn:aws:s3:::logs", "arn:aws:s3:::*"),
    ("aws:SourceArn", "arn:aws:lambda:us-east-1:111122223333:function:f", "arn:aws:lambda:*:111122223333:function:*"),
    ("aws:SourceAccount", "111122223333", "*"), ("aws:PrincipalOrgID", "o-a1b2c3d4e5", "o-*"),
    ("aws:PrincipalOrgPaths", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/", "o-a1b2c3d4e5/*"),
    ("aws:SourceVpc", "vpc-91237329", "vpc-*"), ("aws:SourceVpce", "vpce-1a2b3c4d", "${aws:username}"),
    ("aws:PrincipalArn", "arn:aws:iam::111122223333:role/reader", "arn:aws:iam::*:role/reader"),
    ("aws:PrincipalAccount", "111122223333", "1111*"),
    ("aws:userid", "AIDAEXAMPLEEXAMPLE123", "AROAEXAMPLEEXAMPLE123:*"),
    ("aws:username", "reader", "*"),
  ]

  private static let keysOfBuckets = [
    ("s3:DataAccessPointAccount", "111122223333", "*"),
    (
      "s3:DataAccessPointArn", "arn:aws:s3:us-east-1:111122223333:accesspoint/x",
      "arn:aws:s3:us-east-1:*:accesspoint/x"
    ),
    ("aws:ResourceAccount", "111122223333", "*"),
  ]

  /// What holds for whoever asks.
  private static let weak: [(String, String, JSONValue)] = [
    ("Bool", "aws:SecureTransport", "true"), ("Null", "aws:PrincipalOrgID", "false"),
    ("DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z"),
    ("StringLike", "aws:Referer", "https://example.com/*"),
  ]

  private static let networks: [JSONValue] = [
    "9.9.9.0/24", ["9.9.9.0/24", "149.112.112.112/32"], "10.0.0.0/8", "0.0.0.0/0", "8.0.0.0/7", "2001:db8::/32",
    ["0.0.0.0/1", "128.0.0.0/1"], .array((0..<256).map { .string("\($0).0.0.0/8") }),
  ]
}
