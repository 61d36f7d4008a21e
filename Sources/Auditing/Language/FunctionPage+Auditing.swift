extension FunctionPage {
  /// What audit adds: questions to source code, stores, policies, times, and to what is known of AWS.
  static let auditing = code + lambda + policies + others

  /// What CloudFront functions do. Their code is a text; a value that cannot be known is undecided.
  private static let code: [FunctionPage] = [
    .init(
      "key_value_stores_opened",
      "Patterns of the ARNs of the key value stores that code opens; `*` for the one that is associated.",
      "key_value_stores_opened(FunctionCode)",
      on: #"""
        {"FunctionCode": "import cf from 'cloudfront'; const s = cf.kvs('abc'); async function handler(e) { return s.get('k'); }"}
        """#, gives: #"["*/abc"]"#),
    .init(
      "opened_stores", "The same in words.", "opened_stores(FunctionCode)",
      on: #"""
        {"FunctionCode": "import cf from 'cloudfront'; const s = cf.kvs(); async function handler(e) { return s.get('k'); }"}
        """#, gives: #"["its associated key value store"]"#),
    .init(
      "runtime_features", "What code uses that the runtime which is named does not have.",
      "runtime_features(FunctionCode, 'cloudfront-js-1.0')",
      on: #"{"FunctionCode": "function handler(e) { return e.request; }"}"#, gives: "[]"),
    .init(
      "where_any", "A value where something of a list is certain; undecided where all of it is.",
      "where_any(runtime_features(FunctionCode, 'cloudfront-js-1.0'), Runtime)",
      on: #"{"FunctionCode": "async function handler(e) { return e.request; }", "Runtime": "cloudfront-js-1.0"}"#,
      gives: #""cloudfront-js-1.0""#),
    .init(
      "unparseable_dates", "The date texts that code parses and that are Invalid Date.",
      "unparseable_dates(FunctionCode)",
      on: #"""
        {"FunctionCode": "function handler(e) { var d = new Date('2024-02-15T09:00:00+09:00'); return e.request; }"}
        """#, gives: #"["2024-02-15T09:00:00+09:00"]"#),
    .init(
      "unportable_dates", "The date texts that only some engines read as what they say.",
      "unportable_dates(FunctionCode)",
      on: #"{"FunctionCode": "function handler(e) { var d = new Date('2024-02-15'); return e.request; }"}"#, gives: "[]"
    ),
    .init("utf8_length", "How many bytes a text takes.", "utf8_length(Comment)", on: #"{"Comment": "é"}"#, gives: "2"),
    .init(
      "error_status_tests", "The statuses of 400 and above that code waits for in the origin's response.",
      "error_status_tests(FunctionCode)",
      on: #"""
        {"FunctionCode": "function handler(e) { if (e.response.statusCode == 404) { e.response.statusCode = 200; } return e.response; }"}
        """#, gives: "[404]"),
    .init(
      "generated_caching", "By which bounds of a cache policy the responses are cached that code makes.",
      "generated_caching(FunctionCode)", on: #"{"FunctionCode": "function handler(e) { return e.request; }"}"#,
      gives: "[]"),
    .init(
      "generated_statuses", "The statuses of the responses that code makes.", "generated_statuses(FunctionCode)",
      on: #"{"FunctionCode": "function handler(e) { return {statusCode: 302, headers: {location: {value: '/'}}}; }"}"#,
      gives: "[302]"),
    .init(
      "headers_set",
      "Of some headers, in lower case, those that code sets on each response. As of each function of code, the last "
        + "argument may be the event that it is bound to: `headers_set(…, Version.Code, Version.Handler, EventType)`.",
      "headers_set(['x-frame-options', 'referrer-policy'], FunctionCode)",
      on: #"""
        {"FunctionCode": "function handler(e) { e.response.headers['x-frame-options'] = {value: 'DENY'}; return e.response; }"}
        """#, gives: #"["x-frame-options"]"#),
    .init(
      "headers_kept",
      "Of headers that are set before code gets the response, those that it does not delete; all without code.",
      "headers_kept(['x-frame-options', 'server'], FunctionCode)",
      on: #"""
        {"FunctionCode": "function handler(e) { delete e.response.headers.server; return e.response; }"}
        """#, gives: #"["x-frame-options"]"#),
    .init(
      "headers_left",
      "Of the names of headers those that are not among the removed ones, as of a response headers policy.",
      "headers_left(['x-frame-options', 'server'], Removed[].Header)",
      on: #"""
        {"Removed": [{"Header": "Server"}]}
        """#, gives: #"["x-frame-options"]"#),
    .init(
      "headers_answered", "The same of code that gets requests: none where it passes one on.",
      "headers_answered(['location'], FunctionCode)",
      on: #"{"FunctionCode": "function handler(e) { return {statusCode: 302, headers: {location: {value: '/'}}}; }"}"#,
      gives: #"["location"]"#),
    .init(
      "answers_all", "Whether code that gets requests answers all of them itself.", "answers_all(FunctionCode)",
      on: #"{"FunctionCode": "function handler(e) { return e.request; }"}"#, gives: "false"),
    .init(
      "request_reads", "What code reads of the request: `body`, `queryString`, `cookies`.",
      "request_reads(FunctionCode)",
      on: #"""
        {"FunctionCode": "function handler(e) { if (e.request.querystring.a) { e.request.uri = '/a'; } return e.request; }"}
        """#, gives: #"["queryString"]"#),
  ]

  /// What handlers of Lambda@Edge do: `Code` is `{File, Text, Files}`.
  private static let lambda: [FunctionPage] = [
    .init(
      "handler_exported", "Whether a file of the package exports the handler.", "handler_exported(Code, Handler)",
      on: #"{"Handler": "index.handler", "Code": {"File": "index.js", "Text": "exports.main = async (e) => e;"}}"#,
      gives: "false"),
    .init(
      "api_gateway_responses",
      "Where a handler returns what API Gateway takes and CloudFront does not: `statusCode`, `isBase64Encoded`.",
      "api_gateway_responses(Code, Handler)",
      on: #"""
        {"Handler": "index.handler", "Code": {"File": "index.js", "Text": "exports.handler = async () => ({statusCode: 200});"}}
        """#, gives: #"["index.js:1:33"]"#),
    .init(
      "api_gateway_event_reads", "Where a handler reads the event as API Gateway sends it.",
      "api_gateway_event_reads(Code, Handler)",
      on: #"""
        {"Handler": "index.handler", "Code": {"File": "index.js", "Text": "exports.handler = async (e) => e.Records[0].cf.request;"}}
        """#, gives: "[]"),
    .init(
      "invalid_answers", "Where a handler answers with no request and no response that has a status.",
      "invalid_answers(Code, Handler)",
      on: #"""
        {"Handler": "index.handler", "Code": {"File": "index.js", "Text": "exports.handler = async () => 'OK';"}}
        """#, gives: #"["index.js:1:31"]"#),
    .init(
      "unfit_bodies",
      "Where a handler answers with a body that is no text, or whose encoding CloudFront does not know.",
      "unfit_bodies(Code, Handler)",
      on: #"""
        {"Handler": "index.handler", "Code": {"File": "index.js", "Text": "exports.handler = async () => ({status: 200, body: {}});"}}
        """#, gives: #"["index.js:1:46"]"#),
    .init(
      "unheard_answers", "Where a handler answers in a way that its runtime does not wait for.",
      "unheard_answers(Code, Handler, Runtime)",
      on: #"""
        {"Runtime": "nodejs22.x", "Handler": "index.handler",
         "Code": {"File": "index.js", "Text": "exports.handler = () => ({status: 200});"}}
        """#, gives: #"["index.js:1:26"]"#),
    .init(
      "plain_headers", "Where a handler returns headers that are no lists of `{key, value}`.",
      "plain_headers(Code, Handler)",
      on: #"""
        {"Handler": "index.handler", "Code": {"File": "index.js", "Text": "exports.handler = async (e) => e.Records[0].cf.request;"}}
        """#, gives: "[]"),
    .init(
      "query_parameters",
      "The parameters that a handler asks the query string for by name; undecided where it looks for others in another way.",
      "query_parameters(Code, Handler)",
      on: #"""
        {"Handler": "index.handler", "Code": {"File": "index.js", "Text": "exports.handler = async (e) => \#
        new URLSearchParams(e.Records[0].cf.request.querystring).get('w') && e.Records[0].cf.request;"}}
        """#, gives: #"["w"]"#),
    .init(
      "clients_without_region", "The clients of regional AWS services that a handler makes without a region.",
      "clients_without_region(Code, Handler)",
      on: #"""
        {"Handler": "index.handler", "Code": {"File": "index.js", "Text": "exports.handler = async (e) => e.Records[0].cf.request;"}}
        """#, gives: "[]"),
    .init(
      "edge_log_group", "The log group of a version, as the pattern of what it needs in every region.",
      "edge_log_group(FunctionArn, LoggingConfig.LogGroup)",
      on: #"{"FunctionArn": "arn:aws:lambda:us-east-1:111122223333:function:a:1"}"#,
      gives: #""arn:aws:logs:*:111122223333:log-group:/aws/lambda/us-east-1.a:*""#),
    .init(
      "provisioned_concurrency", "The ARNs that have provisioned concurrency and are, or may lead to, a version.",
      "provisioned_concurrency(Configs, FunctionArn)",
      on: #"""
        {"FunctionArn": "arn:aws:lambda:us-east-1:111122223333:function:a:1",
         "Configs": [{"FunctionArn": "arn:aws:lambda:us-east-1:111122223333:function:a:1"}]}
        """#, gives: #"["arn:aws:lambda:us-east-1:111122223333:function:a:1"]"#),
    .init(
      "url_origin_faults", "What keeps a distribution from calling its origins that are URLs of Lambda functions.",
      "url_origin_faults(ARN, Origins)",
      on: #"{"ARN": "arn:aws:cloudfront::111122223333:distribution/E1", "Origins": []}"#, gives: "[]"),
  ]

  /// What policies say; a policy that cannot be read is an error, and the rule unknown.
  private static let policies: [FunctionPage] = [
    .init(
      "trusted_beyond", "Whom a trust policy lets in beside some services, where no condition says who of them.",
      "trusted_beyond(Policy, ['lambda.amazonaws.com'])",
      on: policy(#""Principal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole""#),
      gives: #"["account 444455556666"]"#),
    .init(
      "public_statements", "The statements that make a bucket policy public, each with why.",
      "length(public_statements(Policy))",
      on: policy(#""Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*""#), gives: "1"),
    .init(
      "statements_open_to_any_customer", "The statements that let a service act for any of its customers.",
      "length(statements_open_to_any_customer(Policy, ['cloudfront.amazonaws.com']))",
      on: policy(
        #""Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*""#
      ),
      gives: "1"),
    .init(
      "unique_ids", "The unique ids that a policy names in the place of ARNs: principals that were deleted.",
      "unique_ids(Policy)",
      on: policy(#""Principal": {"AWS": "AROAEXAMPLEEXAMPLE01"}, "Action": "s3:GetObject", "Resource": "*""#),
      gives: #"["AROAEXAMPLEEXAMPLE01"]"#),
    .init(
      "origin_access_identities", "The ids of the origin access identities that a policy names.",
      "origin_access_identities(Policy)",
      on: policy(
        #""Principal": {"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1ABC"}, "#
          + #""Action": "s3:GetObject", "Resource": "*""#), gives: #"["E1ABC"]"#),
    .init(
      "wildcard_resource_actions",
      "The actions of some services that a policy allows on everything, though they can be held to a resource.",
      "wildcard_resource_actions(Policy, ['s3'])", on: policy(#""Action": "s3:GetObject", "Resource": "*""#),
      gives: #"["s3:GetObject"]"#),
    .init(
      "may_allow",
      "Whether policies may allow an action on some of what a pattern stands for, within a permissions boundary; what depends counts.",
      "may_allow([Policy], 'cloudfront:UpdateDistribution', 'arn:aws:cloudfront::*:distribution/*', `null`)",
      on: policy(#""Action": "cloudfront:*", "Resource": "*""#), gives: "true"),
  ]

  private static let others: [FunctionPage] = [
    .init(
      "unparseable_values", "The keys of a store whose values a function makes dates of and that are Invalid Date.",
      "unparseable_values(Items, ARN, Codes)",
      on: #"""
        {"ARN": "arn:aws:cloudfront::111122223333:key-value-store/abc", "Items": [{"Key": "end", "Value": "tomorrow"}],
         "Codes": ["import cf from 'cloudfront'; const s = cf.kvs('abc'); async function handler(e) { const d = new Date(await s.get('end')); return e.request; }"]}
        """#, gives: #"["end"]"#),
    .init(
      "unportable_values", "Those that only some engines read as what they say.",
      "unportable_values(Items, ARN, Codes)",
      on: #"{"ARN": "arn:aws:cloudfront::111122223333:key-value-store/abc", "Items": [], "Codes": []}"#, gives: "[]"),
    .init(
      "origin_access",
      "How distributions read a bucket: of each origin with an access control or identity, who reads what.",
      "origin_access('site', Distributions)[].Resource",
      on: #"""
        {"Distributions": [{"ARN": "arn:aws:cloudfront::111122223333:distribution/E1", "Origins": [
          {"Id": "a", "DomainName": "site.s3.us-east-1.amazonaws.com", "OriginAccessControlId": "E2"}]}]}
        """#, gives: #"["arn:aws:s3:::site/*"]"#),
    .init(
      "origin_listing", "The same of listing it, of distributions that wait for 404 of it.",
      "origin_listing('site', Distributions)[].Action",
      on: #"""
        {"Distributions": [{"ARN": "arn:aws:cloudfront::111122223333:distribution/E1", "ErrorCodes": [404], "Origins": [
          {"Id": "a", "DomainName": "site.s3.us-east-1.amazonaws.com", "OriginAccessControlId": "E2"}]}]}
        """#, gives: #"["s3:ListBucket"]"#),
    .init(
      "origin_bucket", "The bucket that an origin reads, by whichever endpoint; null where it reads none.",
      "origin_bucket(DomainName, OriginPath)", on: #"{"DomainName": "site.s3.amazonaws.com"}"#, gives: #""site""#),
    .init(
      "unsigned_origins", "The domain names of the origins that read a bucket without signing their requests.",
      "unsigned_origins('site', Origins)",
      on: #"{"Origins": [{"DomainName": "site.s3.amazonaws.com"}]}"#, gives: #"["site.s3.amazonaws.com"]"#),
    .init(
      "support_ends", "The last day of the support of a Lambda runtime.", "support_ends(Runtime)",
      on: #"{"Runtime": "nodejs22.x"}"#, gives: #""2027-04-30""#),
    .init(
      "lambda_state",
      "The state of a Lambda function or version; undecided for one that is newer than what is known, and for none.",
      "lambda_state(State)", on: #"{"State": "Active"}"#, gives: #""Active""#),
    .init(
      "function_runtime",
      "A runtime of CloudFront functions by its name; undecided for one that is newer than what is known.",
      "function_runtime(Runtime)", on: #"{"Runtime": "cloudfront-js-2.0"}"#, gives: #""cloudfront-js-2.0""#),
    .init(
      "on_function_runtime", "What was found in code, unless it runs on a runtime that is newer than what is known.",
      "on_function_runtime(Runtime, unparseable_dates(Code))",
      on: #"{"Runtime": "cloudfront-js-2.0", "Code": "new Date('15 February 2024')"}"#,
      gives: #"["15 February 2024"]"#),
    .init(
      "security_policy", "A security policy's name; undecided for one that is newer than what is known.",
      "security_policy(Name)", on: #"{"Name": "TLSv1.2_2021"}"#, gives: #""TLSv1.2_2021""#),
    .init(
      "is_post_quantum", "Whether all that a security policy takes can have a post-quantum key exchange.",
      "is_post_quantum(Name)", on: #"{"Name": "TLSv1.2_2021"}"#, gives: "false"),
    .init(
      "aws_limit", "A limit of AWS, by its name in audit's facts.", "aws_limit('functionBytes')", on: "{}",
      gives: "10240"),
    .init(
      "lower", "A text in small letters: names of hosts and headers have no case.", "lower(DomainName)",
      on: #"{"DomainName": "WWW.Example.com"}"#, gives: #""www.example.com""#),
    .init(
      "without_empty", "A value without what is empty in it: services leave that out as often as they say it.",
      "without_empty(Config)", on: #"{"Config": {"Comment": "", "Runtime": "cloudfront-js-2.0", "Stores": []}}"#,
      gives: #"{"Runtime": "cloudfront-js-2.0"}"#),
    .init(
      "restricts_framing", "Whether a Content-Security-Policy says who may frame a page.", "restricts_framing(Policy)",
      on: #"{"Policy": "default-src 'self'; frame-ancestors 'none'"}"#, gives: "true"),
    .init(
      "paths_per_hour", "Of invalidations, the most paths that fall within one hour.", "paths_per_hour(@)",
      on: #"""
        [{"CreateTime": "2026-11-27T10:00:00Z", "Paths": ["/a", "/b"]}, {"CreateTime": "2026-11-27T10:30:00Z", "Paths": ["/c"]}]
        """#, gives: "3"),
  ]

  private static func policy(_ statement: String) -> String {
    #"{"Policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \#(statement)}]}}"#
  }
}
