import Documents
import PolicyLanguage
import TestSupport

extension Target {
  /// One more Deny allows nothing more, one more Allow nothing less; a policy equals itself, whatever the order of its
  /// statements; and policies that are said to mean the same answer the same.
  static let policies = Target(
    name: "policies",
    seeds: { seeds.map { Array($0.utf8) } },
    words: [
      "\"Effect\":\"Deny\"", "\"NotAction\":", "\"NotPrincipal\":", "\"Principal\":\"*\"", "ForAllValues:", "IfExists",
      "${aws:username}", "${*}", "**", "?", "arn:aws:s3:::", "\"2008-10-17\"", "%7B", "Bool", "Null", "0.0.0.0/0",
      "::/0",
    ], isJSON: true,
    check: { input, random in
      guard let value = try? JSONReader.read(input), let policy = try? PolicyDocument(value) else { return }
      _ = (policy.publicAccess, policy.uniqueIDs, policy.originAccessIdentities)
      _ = (policy.statementsOpenToAnyCustomer(), policy.statementsOpenToAnyCustomer(of: "s3"))
      _ = policy.trustsBeyond(services: ["edgelambda.amazonaws.com"])
      _ = policy.mayAssume(service: "edgelambda.amazonaws.com", account: "111122223333", organization: "o-1/r-1/")
      if case .different = PolicyComparison(policy, policy) {
        throw Violation(description: "a policy differs from itself")
      }

      let statements = value["Statement"].array ?? [value["Statement"]]
      guard let members = value.object, members["Statement"] != nil, !statements.isEmpty else { return }
      func with(_ statements: [JSONValue]) throws(PolicyDocumentError) -> PolicyDocument {
        try PolicyDocument(.object(members.merging(["Statement": .array(statements)])))
      }
      let shuffled = try with(statements.shuffled(using: &random))
      try expect(policy.isEquivalent(to: shuffled), "the order of statements matters")
      let more = random.pick(statements, or: .null).object ?? [:]
      let denied = try? with(statements + [.object(more.merging(["Effect": "Deny"]))])
      let allowed = try? with(statements + [.object(more.merging(["Effect": "Allow"]))])
      let other = try? PolicyDocument(Mutation.tree(value, &random))
      let isSame = other.map { policy.isEquivalent(to: $0) } ?? false
      if let other {
        try expect(other.isEquivalent(to: policy) == isSame, "one equals the other, and not the other way")
      }
      for request in requests {
        let answer = policy.answer(to: request)
        try expect(shuffled.answer(to: request).rank == answer.rank, "the order of statements matters to \(request)")
        if let denied {
          try expect(denied.answer(to: request).rank <= answer.rank, "one more Deny allows \(request)")
        }
        if let allowed {
          try expect(allowed.answer(to: request).rank >= answer.rank, "one more Allow denies \(request)")
        }
        if let other, isSame, other.problems.isEmpty, policy.problems.isEmpty {
          try expect(
            other.answer(to: request).rank == answer.rank, "policies that are equal answer \(request) otherwise")
        }
      }
    })

  private static let requests: [PolicyRequest] = {
    let callers: [PolicyRequest.Caller?] = [
      .anonymous, .service("cloudfront.amazonaws.com"), .aws("arn:aws:iam::111122223333:role/reader"), nil,
      .originAccessIdentity(id: "E1", canonicalUser: "79a59df900b949e55d96a1e698fbaced"),
    ]
    let contexts = [
      PolicyRequestContext([:], others: .absent), PolicyRequestContext(),
      PolicyRequestContext([
        "aws:SourceArn": .values(["arn:aws:cloudfront::111122223333:distribution/E1"]),
        "aws:SourceAccount": .values(["111122223333"]), "aws:SecureTransport": .values(["true"]),
        "aws:SourceIp": .values(["9.9.9.9"]), "s3:TlsVersion": .values(["1.2"]),
        "aws:PrincipalArn": .matching("arn:aws:iam::*:role/*"),
        "aws:RequestedRegion": .oneOf(["us-east-1", "eu-west-1"]),
      ]),
    ]
    return callers.flatMap { caller in
      contexts.flatMap { context in
        [
          PolicyRequest(caller: caller, action: "s3:GetObject", resource: "arn:aws:s3:::b/k", context: context),
          PolicyRequest(caller: caller, action: "sts:AssumeRole", resource: nil, context: context),
          PolicyRequest(
            caller: caller, action: "logs:PutLogEvents",
            resource: "arn:aws:logs:*:111122223333:log-group:/aws/lambda/*",
            context: context, isAnyOfResource: true),
        ]
      }
    }
  }()

  private static let seeds = [
    """
    {"Version": "2012-10-17", "Id": "p", "Statement": [{"Sid": "a", "Effect": "Allow", "Principal": {"Service": \
    "cloudfront.amazonaws.com"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": {"StringEquals": \
    {"AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/E1"}}}]}
    """,
    """
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["s3:Get*", "s3:List*"], \
    "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"], "Condition": {"IpAddress": {"aws:SourceIp": ["9.9.9.0/24", \
    "2001:db8::/32"]}, "Bool": {"aws:SecureTransport": "true"}}}, {"Effect": "Deny", "Principal": {"AWS": "*"}, \
    "NotAction": "s3:GetObject", "Resource": "*", "Condition": {"NumericLessThan": {"s3:TlsVersion": 1.2}}}]}
    """,
    """
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": ["lambda.amazonaws.com", \
    "edgelambda.amazonaws.com"], "AWS": ["111122223333", "arn:aws:iam::444455556666:root"], "Federated": \
    "accounts.google.com"}, "Action": "sts:AssumeRole", "Condition": {"ForAnyValue:StringLikeIfExists": \
    {"aws:PrincipalOrgPaths": ["o-1/*"]}, "DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}}}}
    """,
    """
    {"Version": "2008-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": \
    "arn:aws:logs:*:*:log-group:/aws/lambda/*"}, {"Effect": "Allow", "NotAction": ["iam:*", "s3:?et*"], "NotResource": \
    "arn:aws:s3:::${aws:username}/*"}, {"Effect": "Deny", "NotPrincipal": {"CanonicalUser": "79a5"}, "Action": "*", \
    "Resource": "*", "Condition": {"Null": {"aws:PrincipalOrgID": true}, "ArnNotLike": {"aws:PrincipalArn": \
    "arn:aws:iam::*:role/x"}, "StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-1"]}}}]}
    """,
  ]
}

extension PolicyAnswer {
  /// How much it allows.
  fileprivate var rank: Int {
    switch self {
    case .denied: 0
    case .depends: 1
    case .allowed: 2
    }
  }
}
