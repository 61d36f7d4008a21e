import AWSCore
import AWSServices
import Documents
import JMESPath
import TestSupport
import Transport
import XMLReading
import YAMLReading

extension Target {
  /// What is read and written again is the same; a text that is edited says what it is edited to.
  static let json = Target(
    name: "json",
    seeds: {
      [
        #"{"a": [1, 2.5, -3e10, true, null, "x\u00e9\ud83d\ude00"], "b": {"c": {}, "d": []}, "": 0}"#,
        "[\n  {\"Id\": \"E1\", \"Enabled\": true},\n  {\"Id\": \"E2\", \"Enabled\": false}\n]\n", "0", "\"\"",
        #"{"n": 12345678901234567890, "m": 0.1e-7, "k": [[[[1]]]]}"#,
      ].map { Array($0.utf8) } + [Project.file("Tests/Fuzz/Corpus/plan.json")]
    },
    words: ["\"\\u00e9\"", "\\ud83d", "1e400", "[[[[", "{\"a\":", "//", ",]"], isJSON: true,
    check: { input, random in
      guard let value = try? JSONReader.read(input) else { return }
      try expect(value == value, "a value does not equal itself")
      for writer in [JSONWriter(), JSONWriter(.pretty), JSONWriter(.compact, sortedNames: true)] {
        let again = try JSONReader.read(writer.bytes(value))
        try expect(again == value, "what was written reads as another value")
        try expect(again.hashValue == value.hashValue, "equal values have other hashes")
      }
      guard let text = try? JSONText(input) else { return }
      try expect(text.value == value, "JSONText reads another value")
      let other = Mutation.tree(value, &random)
      try expect((other == value) == (value == other), "one equals the other, and not the other way round")
      let changed = try text.changed(to: other)
      try expect(changed.value == other, "an edited text says something else")
      try expect(try changed.changed(to: value).value == value, "an edit that is taken back says something else")
    })

  /// What is read and written again is the same.
  static let xml = Target(
    name: "xml",
    seeds: { AnswerSeeds.xml.map { Array($0.utf8) } }, words: AnswerSeeds.xmlWords,
    check: { input, _ in
      guard let element = try? XMLReader.read(input) else { return }
      // Of prefixes that AWS does not use no declaration is kept, as XMLWriter says.
      guard !hasForeignPrefix(element) else { return }
      let again = try XMLReader.read(XMLWriter().bytes(element))
      try expect(joined(again) == joined(element), "what was written reads as another element")
    })

  private static func hasForeignPrefix(_ element: XMLElement) -> Bool {
    element.name.contains(":") || element.attributes.contains { $0.name.contains(":") }
      || element.children.contains(where: hasForeignPrefix)
  }

  /// Texts that stand side by side are one.
  private static func joined(_ element: XMLElement) -> XMLElement {
    var nodes: [XMLElement.Node] = []
    for node in element.nodes {
      switch (node, nodes.last) {
      case (.text(let text), .text(let before)): nodes[nodes.count - 1] = .text(before + text)
      case (.text, _): nodes.append(node)
      case (.element(let child), _): nodes.append(.element(joined(child)))
      }
    }
    return XMLElement(element.name, namespace: element.namespace, attributes: element.attributes, nodes: nodes)
  }

  /// An answer is read or is an error, and a list that is read is as long as its answer says.
  static let answers = Target(
    name: "answers",
    seeds: { (AnswerSeeds.xml + AnswerSeeds.json).map { Array($0.utf8) } },
    words: AnswerSeeds.xmlWords + ["\"Policy\":", "\"NextToken\":", "\"Marker\":", "\"message\":", "\"__type\":"],
    check: { input, random in
      guard let operation = AnswerSeeds.operations.randomElement(using: &random) else { return }
      let type = random.pick(
        ["application/json", "text/xml", "application/x-amz-json-1.1", "text/html", "", ";", "APPLICATION/XML;a=b"],
        or: "")
      let headers: HTTPHeaders = [
        "ETag": random.pick(["E1", "", "W/\"x\""], or: ""), "Content-Type": type, "Date": random.pick(dates, or: ""),
        "Retry-After": random.pick(dates, or: ""), "x-amzn-errortype": random.pick(["", "A:B", "#", "a#b:c"], or: ""),
      ]
      // Most roots are others' roots: give each operation its own more often than chance would.
      var body = input
      if random.happens(onceIn: 2) {
        let names = AnswerSeeds.roots
        for name in names where body.starts(with: "<\(name)".utf8) {
          body = Array(String(lenient: input).replacing(name, with: operation.name + "Response").utf8)
        }
      }
      let status = random.pick([200, 200, 200, 201, 204, 301, 400, 403, 404, 429, 500, 503], or: 200)
      let response = HTTPResponse(status: status, headers: headers, body: body)
      _ = headers.date
      guard let output = try? operation.output(response, region: "us-east-1", resource: "x") else { return }
      guard let pagination = operation.pagination else { return }
      _ = try? pagination.items(in: output)
      _ = pagination.next(after: output)
    })

  private static let dates = [
    "Fri, 27 Nov 2026 20:17:00 GMT", "", "120", "-1", "99999999999999999999", "Friday, 27-Nov-26 20:17:00 GMT",
    "Fri, 32 Feb 0000 25:61:61 GMT", "\u{661}",
  ]

  /// Whatever is read can be asked for its value; JSON that YAML 1.2 takes says the same in both.
  static let yaml = Target(
    name: "yaml",
    seeds: { RuleSeeds.rules + RuleSeeds.all + [Array("a: &x [1, 2]\nb: *x\nc: !!str 5\nd: |\n  text\n".utf8)] },
    words: [
      "&a ", "*a", "!!str ", "!!binary ", "<<: ", "? ", "- - - ", "|2-\n", ">+\n", "%YAML 1.1\n", "---\n", "...\n",
    ],
    check: { input, random in
      if let node = try? YAMLDocument.read(String(lenient: input), takesLocalTags: random.happens(onceIn: 2)) {
        _ = plain(node)
      }
      let value = Mutation.value(&random)
      let text = JSONWriter(random.pick([.compact, .pretty], or: .compact)).string(value)
      // YAML takes some characters in no form but an escape.
      guard text.unicodeScalars.allSatisfy({ (0x20...0x7e).contains($0.value) || $0 == "\n" || $0 == "é" }) else {
        return
      }
      guard let node = try YAMLDocument.read(text) else {
        throw Violation(description: "JSON is read as nothing: \(text)")
      }
      try expect(plain(node) == value, "JSON says something else as YAML: \(text)")
    })

  private static func plain(_ node: YAMLNode) -> JSONValue {
    switch node.content {
    case .scalar(let scalar): scalar.value
    case .sequence(let elements): .array(elements.map(plain))
    case .mapping(let pairs): .object(JSONObject(pairs.map { ($0.key.scalar?.string ?? "", plain($0.value)) }))
    }
  }

  /// An expression that is read gives a value or an error on any value, the same each time; and where it gives one, it
  /// gives one too while parts of the value are not known.
  static let jmespath = Target(
    name: "jmespath",
    seeds: { Expressions.seeds.map { Array($0.utf8) } },
    words: [
      "[*]", "[]", ".*", "[?", "]", "(@)", "&", "`1`", "'a'", "length(", "sort_by(", "|", "||", "&&", "!", "[::-1]",
    ],
    check: { input, random in
      guard let expression = try? JMESPath(String(lenient: input)) else { return }
      let again = try JMESPath(expression.text)
      for _ in 0..<3 {
        let value =
          random.happens(onceIn: 2)
          ? Mutation.value(&random) : Mutation.tree(Expressions.estate, &random, names: ["a", "Id"])
        let result = try? expression.evaluate(value)
        try expect((try? again.evaluate(value)) == result, "the text of an expression says something else")
        _ = try? expression.truth(value)
        guard let result else { continue }
        try expect(try expression.select(value).value == result, "select finds something else")
        let hidden = hide(value, &random)
        try expect((try? expression.evaluate(hidden)) != nil, "no answer, though it has one when all is known")
      }
    })

  private static func hide(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
    if random.happens(onceIn: 10) { return .unread(1) }
    switch value {
    case .array(let elements): return .array(elements.map { hide($0, &random) })
    case .object(let object): return .object(JSONObject(object.map { ($0.name, hide($0.value, &random)) }))
    default: return value
    }
  }
}

/// Answers of services.
enum AnswerSeeds {
  static let operations: [AWSCore.Operation] =
    CloudFront.operations + CloudFrontKeyValueStore.operations + Lambda.operations + IAM.operations + S3.operations
    + CloudWatchLogs.operations + STS.operations + Account.operations + EC2.operations + Organizations.operations
    + S3Control.operations + CloudTrail.operations + SNS.operations + EventBridge.operations
    + CloudFormation.operations + SSO.operations + SSOOIDC.operations + SignIn.operations

  static let roots = ["DistributionList", "GetRoleResponse", "ListAllMyBucketsResult", "DescribeRegionsResponse"]

  static let xmlWords = [
    "<Items>", "</Items>", "<Quantity>2</Quantity>", "<IsTruncated>true</IsTruncated>", "<NextMarker>m</NextMarker>",
    "<![CDATA[", "]]>", "<!--", "-->", "<?x?>", "&amp;", "&#0;", "&#x10FFFF;", "xmlns=\"u\" ", "xmlns:a=\"b\" ",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "a:", " xsi:type=\"x\"", "<Error><Code>AccessDenied</Code></Error>",
  ]

  static let xml = [
    """
    <?xml version="1.0"?>
    <DistributionList xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Marker></Marker><MaxItems>100</MaxItems>\
    <IsTruncated>false</IsTruncated><Quantity>1</Quantity><Items><DistributionSummary><Id>E1</Id><ARN>arn</ARN>\
    <Aliases><Quantity>1</Quantity><Items><CNAME>a.example.com</CNAME></Items></Aliases><Enabled>true</Enabled>\
    </DistributionSummary></Items></DistributionList>
    """,
    """
    <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><RoleName>r</RoleName>\
    <AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%7D</AssumeRolePolicyDocument></Role></GetRoleResult>\
    <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetRoleResponse>
    """,
    """
    <ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name><CreationDate>2026-01-01T00:00:00Z</CreationDate></Bucket>\
    </Buckets><ContinuationToken>t</ContinuationToken></ListAllMyBucketsResult>
    """,
    """
    <DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId><regionInfo><item>\
    <regionName>us-east-1</regionName></item></regionInfo></DescribeRegionsResponse>
    """,
    """
    <Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>1</ID></Grantee>
    """,
    "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>m</Message></Error></ErrorResponse>",
    "<a><b x='1'>t<c/>u</b>&lt;<d xmlns='n'><e xmlns=''>&#233;</e></d></a>",
  ]

  static let json = [
    #"{"logGroups": [{"logGroupName": "/aws/lambda/f", "retentionInDays": 30, "arn": "a"}], "nextToken": "t"}"#,
    #"{"Functions": [{"FunctionName": "f", "Runtime": "nodejs22.x", "Environment": {"Variables": {"A": "b"}}}]}"#,
    #"{"Policy": "{\"Version\": \"2012-10-17\", \"Statement\": []}", "RevisionId": "1"}"#,
    #"{"__type": "com.amazon#AccessDeniedException", "message": "m", "Message": "n"}"#,
    #"{"Items": [{"Key": "k", "Value": "v"}], "NextToken": null}"#,
    #"{"Events": [{"EventId": "1", "EventTime": 1.7e9, "CloudTrailEvent": "{}"}]}"#,
  ]
}

/// Expressions of many kinds, and something to ask.
enum Expressions {
  static let seeds = [
    "DistributionConfig.Origins.Items[?contains(DomainName, '.s3.')].Id | [0]", "a[*].b[]", "a[].{x: b, y: c.d}",
    "a[?b > `1` && !c || d == 'x']", "sort_by(a, &b)[-1].c", "max_by(a, &b)", "length(keys(@))", "*.*[0]",
    "merge(@, {a: b})", "map(&a.b, c)", "not_null(a, b, 'c')", "to_number('1e3')", "join(', ', a[*].to_string(@))",
    "a[1:5:2] | reverse(@)", "@", "\"a b\".\"c\"", "sum(a[*].b)", "starts_with(a, 'b') == ends_with(a, `\"c\"`)",
    "a | b | c", "[a, b][]", "(a || b).c[0]", "type(a)", "values(a)[*]", "group_by(a, &b)",
    "a[?@ == `[1, {\"b\": null}]`]",
  ]

  static let estate: JSONValue = [
    "a": [["b": 1, "c": ["d": "x"], "Id": "E1"], ["b": 2, "c": nil], ["b": "3", "c": [1, 2, [3, [4]]]]],
    "b": ["c": "d", "e": [true, false, nil, 1.5, "a"]], "c": "text", "d": [[1, 2], [3], []],
    "DistributionConfig": ["Origins": ["Items": [["Id": "o", "DomainName": "b.s3.amazonaws.com"]]]],
  ]
}
