import Documents
import Estate
import Schema
import Testing
@testable import Auditing

/// Baseline files: what they may say, and what is said of what they may not.
@Suite struct BaselineFileTests {
  private func read(
    _ text: String, files: [String: String] = [:], environment: [String: String] = [:]
  ) throws -> [Declaration] {
    try BaselineFile.declarations(
      in: [RuleSet.Source(file: "baselines/b.yaml", text: text)],
      BaselineFile.Context(environment: environment) { path in
        guard let text = files[path] else { throw Missing(description: "\(path): there is no such file.") }
        return text
      })
  }

  @Test func `the values of secrets are no part of what is declared, and it is said`() throws {
    let text = """
      resources:
        - type: AWS::CloudFront::Distribution
          id: E1
          expect: {Origins: [{Id: a, CustomHeaders: [{HeaderName: X, HeaderValue: s3cret}]}]}
        - type: AWS::Lambda::Function
          id: f
          expect: {Environment: {Variables: {TOKEN: t0ken, OTHER: "(redacted)"}}}
        - type: AWS::Lambda::Function
          id: g
          expect: {Environment: {Variables: {TOKEN: "(redacted)"}}}
      """
    let content = try BaselineFile.read(
      [RuleSet.Source(file: "b.yaml", text: text)], BaselineFile.Context(environment: [:]) { _ in "" })
    #expect(
      content.declarations.map { JSONWriter().string(.object($0.expect)) } == [
        #"{"Origins":[{"Id":"a","CustomHeaders":[{"HeaderName":"X","HeaderValue":"(redacted)"}]}]}"#,
        #"{"Environment":{"Variables":{"TOKEN":"(redacted)","OTHER":"(redacted)"}}}"#,
        #"{"Environment":{"Variables":{"TOKEN":"(redacted)"}}}"#,
      ])
    #expect(content.warnings.map(\.mark.line) == [4, 7])
    #expect(content.warnings.allSatisfy { $0.message.contains("is a secret") && !$0.message.contains("t0ken") })
  }

  private struct Missing: Error, CustomStringConvertible { let description: String }

  @Test func `all that a file may say is read, with the place of each part`() throws {
    let declarations = try read(
      """
      variables: {host: books.example.com, days: 30}
      resources:
        - type: AWS::CloudFront::Distribution
          alias: ${host}
          severity: critical
          expect:
            Comment: "of ${host}, ${env:STAGE}"
            CacheBehaviors:
              - PathPattern: /api/*
                Compress: true
          absent: ["CacheBehaviors[/old/*]"]
          only: [CacheBehaviors]
        - {type: AWS::Logs::LogGroup, id: "/aws/lambda/*", region: eu-*, expect: {retentionInDays: "${days}"}}
        - {type: AWS::IAM::Role, id: gone, absent: true}
        - {type: AWS::S3::Bucket, id: b, only: true}
      """, environment: ["STAGE": "test"])
    #expect(declarations.count == 4)
    let first = declarations[0]
    #expect(first.selector == .init(.distribution, alias: "books.example.com"))
    #expect(first.severity == .critical)
    #expect(first.expect["Comment"] == "of books.example.com, test")
    #expect(first.absent == ["CacheBehaviors[/old/*]"] && first.only == ["CacheBehaviors"])
    let place = DocumentPath([.member("CacheBehaviors"), .index(0), .member("Compress")])
    #expect(first.mark(at: place).line == 10)
    #expect(declarations[1].expect["retentionInDays"] == 30)
    #expect(declarations[1].selector.region == "eu-*")
    #expect(declarations[2].isAbsent)
    #expect(declarations[3].only == [""])
  }

  @Test func `code and keys may stand in files, relative to the baseline`() throws {
    let files = [
      "baselines/guard.js": "function handler() {}\n",
      "baselines/dates.json": #"{"data": [{"key": "a", "value": "1"}]}"#,
      "baselines/dates.csv": "a,1\nb,\"x, \"\"y\"\"\"\n",
      "baselines/map.json": #"{"a": "1"}"#,
    ]
    let declarations = try read(
      """
      resources:
        - {type: AWS::CloudFront::Function, id: guard, expect: {LIVE: {FunctionCode: {file: guard.js}}}}
        - {type: AWS::CloudFront::KeyValueStore, id: s1, expect: {Items: {file: dates.json}}, only: [Items]}
        - {type: AWS::CloudFront::KeyValueStore, id: s2, expect: {Items: {file: dates.csv}}}
        - {type: AWS::CloudFront::KeyValueStore, id: s3, expect: {Items: {file: map.json}}}
        - {type: AWS::CloudFront::KeyValueStore, id: s4, expect: {Items: {a: 1}}}
      """, files: files)
    #expect(declarations[0].expect["LIVE"]?["FunctionCode"] == "function handler() {}\n")
    let one: JSONValue = [["Key": "a", "Value": "1"]]
    #expect(declarations[1].expect["Items"] == one)
    #expect(declarations[2].expect["Items"] == [["Key": "a", "Value": "1"], ["Key": "b", "Value": #"x, "y""#]])
    #expect(declarations[3].expect["Items"] == one)
    #expect(declarations[4].expect["Items"] == one)
  }

  /// Tables of one store, as programs and people write them.
  static let tables = [
    "key,value\na,1\n", "Key,Value\r\na,1\r\n", "KEY,VALUE\na,1", "\u{FEFF}a,1\n", "\u{FEFF}key,value\na,1",
    "\u{FEFF}{\"data\": [{\"key\": \"a\", \"value\": \"1\"}]}", "value,key\n1,a\n",
    #"[{"key":"a","value":"1"}]"#, #" [{"Value": "1", "Key": "a"}]"#, #"{"Items": [{"Key": "a", "Value": 1}]}"#,
  ]

  @Test(arguments: tables)
  func `a header and a byte order mark are no items of a store`(table: String) throws {
    let text = "resources: [{type: AWS::CloudFront::KeyValueStore, id: s, expect: {Items: {file: t.csv}}}]"
    let declarations = try read(text, files: ["baselines/t.csv": table, "t.csv": table])
    #expect(declarations[0].expect["Items"] == [["Key": "a", "Value": "1"]])
  }

  /// Documents that are no items, though a table could be made of their text.
  static let noItems = [
    ("t.csv", #"[{"key":"a","value":"b"}"#), ("t.csv", #"["a","b"]"#), ("t.csv", #"[{"key":"a"},{"value":"b"}]"#),
    ("t.csv", #"{"data": [{"name": "a", "value": "b"}]}"#), ("t.csv", #"{"a": null}"#),
    ("t.csv", #"{"Items": [{"Key": "a", "Value": "b"}], "NextToken": "x"}"#), ("t.json", #""a,b""#), ("t.json", "a,b"),
    ("t.JSON", "7"),
  ]

  @Test(arguments: noItems)
  func `a document that is no items is no table either`(name: String, text: String) throws {
    let baseline = "resources: [{type: AWS::CloudFront::KeyValueStore, id: s, expect: {Items: {file: \(name)}}}]"
    #expect(throws: FileIssues.self) { try read(baseline, files: ["baselines/\(name)": text, name: text]) }
  }

  @Test(arguments: ["{a: }", "[{Key: a}]", "[{Key: a, Value: ~}]", "[a, b]", "text"])
  func `what is written as items and is none is said`(items: String) {
    let baseline = "resources: [{type: AWS::CloudFront::KeyValueStore, id: s, expect: {Items: \(items)}}]"
    #expect(throws: FileIssues.self) { try read(baseline, files: [:]) }
  }

  @Test(arguments: ["", "\n \n", "\u{FEFF}"])
  func `a file of items that is empty is said`(table: String) throws {
    let text = "resources: [{type: AWS::CloudFront::KeyValueStore, id: s, expect: {Items: {file: t.csv}}}]"
    let error = #expect(throws: FileIssues.self) {
      try read(text, files: ["baselines/t.csv": table, "t.csv": table])
    }
    #expect(error?.description.contains("The file is empty") == true)
  }

  @Test func `a file includes another one, whose variables it may set`() throws {
    let declarations = try read(
      """
      include: [common.yaml]
      variables: {days: 7}
      """,
      files: [
        "baselines/common.yaml": """
        variables: {days: 30}
        resources: [{type: AWS::Logs::LogGroup, id: a, expect: {retentionInDays: "${days}"}}]
        """
      ])
    #expect(declarations.map { $0.expect["retentionInDays"] } == [7])
    #expect(declarations[0].source.file == "baselines/common.yaml")
  }

  @Test func `a dollar sign can be written`() throws {
    let declarations = try read(
      "resources: [{type: AWS::CloudFront::Distribution, id: b, expect: {Comment: '$${aws:username}'}}]")
    #expect(declarations[0].expect["Comment"] == "${aws:username}")
  }

  @Test(arguments: [
    (
      "resources: [{type: AWS::CloudFront::Distributon, id: a, expect: {}}]",
      "Did you mean \"AWS::CloudFront::Distribution\"?"
    ),
    ("resources: [{id: a, expect: {A: 1}}]", "`type` is missing"),
    ("resources: [{type: AWS::S3::Bucket, expect: {A: 1}}]", "Which resource is meant is missing"),
    ("resources: [{type: AWS::S3::Bucket, id: a}]", "Nothing is declared"),
    ("resources: [{type: AWS::S3::Bucket, id: a, expects: {A: 1}}]", "Did you mean \"expect\"?"),
    ("resources: [{type: AWS::S3::Bucket, id: a, expect: [1]}]", "A mapping of members was expected"),
    ("resources: [{type: AWS::S3::Bucket, alias: a, expect: {A: 1}}]", "Only distributions have aliases"),
    ("resources: [{type: AWS::S3::Bucket, tag: {a: b}, expect: {A: 1}}]", "has no tags that are read"),
    ("resources: [{type: AWS::S3::Bucket, id: a, only: yes, expect: {A: 1}}]", "A list of places was expected"),
    ("resources: [{type: AWS::S3::Bucket, id: a, open: true, expect: {}}]", "A list of places was expected"),
    ("resources: [{type: AWS::S3::Bucket, id: a, only: true, open: [Polcy], expect: {}}]", "Did you mean \"Policy\"?"),
    ("resources: [{type: AWS::S3::Bucket, id: a, open: [Policy], expect: {}}]", "Nothing is closed at Policy"),
    ("resources: [{type: AWS::S3::Bucket, id: a, only: true, open: [''], expect: {}}]", "Nothing is closed at \"\""),
    ("variables: {ab: 1}\nresources: [{type: AWS::S3::Bucket, id: '${a}', expect: {A: 1}}]", "baselines/b.yaml:2:"),
    (
      "resources: [{type: AWS::S3::Bucket, id: '${env:NOPE}', expect: {A: 1}}]",
      "The environment has no variable \"NOPE\""
    ),
    ("resources: [{type: AWS::S3::Bucket, id: '${a', expect: {A: 1}}]", "A `${` is not closed"),
    ("include: [none.yaml]", "baselines/none.yaml: there is no such file."),
    ("include: [b.yaml]", "includes itself"),
    (
      "resources: [{type: AWS::CloudFront::KeyValueStore, id: a, expect: {Items: {file: no.csv}}}]",
      "there is no such file"
    ),
    (
      "resources: [{type: AWS::CloudFront::KeyValueStore, id: a, expect: {Items: [1]}}]",
      "Keys and values were expected"
    ),
  ])
  func `what is wrong is said with its place and what to do`(text: String, issue: String) throws {
    let error = #expect(throws: FileIssues.self) {
      try read(text, files: ["baselines/b.yaml": text])
    }
    #expect(error?.description.contains(issue) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("baselines/b.yaml:") == true)
  }

  /// What `audit baseline import` writes of a resource of which a document says nothing but its name.
  @Test(arguments: [ResourceType.bucket, .keyValueStore, .logGroup, .distribution, .role, .lambdaFunction])
  func `a resource that just has to be there is written so that it is read`(type: ResourceType) throws {
    let declaration = Declaration(.init(type, id: "a"), expect: [:], source: SourceMark(file: "t", line: 1))
    let written = BaselineWriter.text([declaration])
    #expect(written.hasSuffix("    id: a\n    expect: {}\n"))
    let read = try read(written)
    #expect(read.map(\.selector) == [declaration.selector] && read.map(\.expect.isEmpty) == [true])
    let needed = read.reduce(into: RequiredAttributes()) { $0.formUnion(Auditor(rules: [], declarations: [$1]).needs) }
    #expect(needed.groups.contains { $0 == type.schema.existence })
    let missing = Auditor(rules: [], declarations: read).audit(Estate(coverage: RequiredAttributes.everything.groups))
    #expect(missing.findings.count == 1)
  }

  @Test(arguments: [("tag: {team: shop}", 1), ("id: 'F*'", 1), ("id: 'E*'", 0)])
  func `a declaration by tag or pattern that no resource fits is a warning, and nothing holds`(
    selector: String, warnings: Int
  ) throws {
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(reference: ResourceReference(type: .distribution, id: "E1"), properties: ["Enabled": true, "Tags": [:]]))
    let outcome = try audit(
      "resources: [{type: AWS::CloudFront::Distribution, \(selector), expect: {Enabled: true}}]", estate)
    #expect(outcome.warnings.count == warnings && outcome.passes == 1 - warnings, "\(outcome.warnings)")
    #expect(outcome.idle.count == warnings)
  }

  @Test func `what two files declare alike is found once, and what they declare differently by each`() throws {
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    estate.add(
      Resource(reference: ResourceReference(type: .distribution, id: "E1"), properties: ["Comment": "live"]))
    func count(_ comments: String...) throws -> Int {
      let declarations = comments.map {
        "  - {type: AWS::CloudFront::Distribution, id: E1, expect: {Comment: \($0)}}\n"
      }
      return try audit("resources:\n" + declarations.joined(), estate).findings.filter { $0.path == "Comment" }.count
    }
    #expect(try count("a", "a") == 1)
    let severe =
      "resources:\n"
      + ["low", "critical", "medium"].map {
        "  - {type: AWS::CloudFront::Distribution, id: E1, severity: \($0), expect: {Comment: a}}\n"
      }.joined()
    #expect(try audit(severe, estate).findings.map(\.severity) == [.critical])
    #expect(try count("a", "b") == 2)
  }

  @Test func `within what is closed, a place may be left open`() throws {
    let text = """
      resources:
        - type: AWS::CloudFront::Distribution
          id: E1
          expect: {Origins: [{Id: a, DomainName: a.example.com}]}
          only: [Origins]
          open: ["Origins[a].CustomOriginConfig"]
      """
    var estate = Estate(account: "111122223333", coverage: RequiredAttributes.everything.groups)
    func paths(_ more: JSONObject, besides others: [JSONValue] = []) throws -> [String] {
      let origin: JSONObject = ["Id": "a", "DomainName": "a.example.com"]
      estate.add(
        Resource(
          reference: ResourceReference(type: .distribution, id: "E1"),
          properties: ["Origins": .array([.object(origin.merging(more))] + others)]))
      return try audit(text, estate).findings.map(\.path)
    }
    #expect(try paths(["CustomOriginConfig": ["OriginProtocolPolicy": "https-only"]]).isEmpty)
    #expect(try paths(["OriginPath": "/x"]) == ["Origins[a].OriginPath"])
    // What is declared is compared all the same.
    let declared = text.replacing("example.com}", with: "example.com, CustomOriginConfig: {HTTPPort: 80}}")
    let found = try audit(declared, estate).findings.map(\.path)
    #expect(found.contains { $0.hasPrefix("Origins[a].CustomOriginConfig") }, "\(found)")
    #expect(try paths([:], besides: [["Id": "b", "DomainName": "b.example.com"]]) == ["Origins[b]"])
    let declarations = try read(text)
    #expect(try read(BaselineWriter.text(declarations)).map(\.open) == declarations.map(\.open))
  }

  @Test func `what one file leaves open another one may declare`() throws {
    func contradictions(_ one: String, _ other: String) throws -> Int {
      let declared = [one, other].map { "  - {type: AWS::CloudFront::Distribution, id: E1, \($0)}\n" }.joined()
      return BaselineFile.contradictions(in: try read("resources:\n" + declared)).count
    }
    let open = "expect: {Origins: [{Id: a}]}, only: [Origins], open: ['Origins[a].OriginPath']"
    let said = "expect: {Origins: [{Id: a, OriginPath: /x}]}"
    #expect(try contradictions(open, said) == 0)
    #expect(try contradictions(open.replacing(", open: ['Origins[a].OriginPath']", with: ""), said) > 0)
  }

  // MARK: Against an estate

  private func audit(_ text: String, _ estate: Estate) throws -> Auditor.Outcome {
    Auditor(rules: [], declarations: try read(text)).audit(estate)
  }

  @Test func `a finding names the line of the declaration`() throws {
    let outcome = try audit(
      """
      resources:
        - type: AWS::CloudFront::Distribution
          id: E1
          expect:
            Comment: a
            PriceClass: PriceClass_100
      """, Estates.estate(Estates.distribution(["Comment": "a", "PriceClass": "PriceClass_All"])))
    #expect(outcome.findings.map(\.path) == ["PriceClass"])
    #expect(outcome.findings.first?.source.line == 6)
    #expect(outcome.findings.first?.rule == "baseline")
    #expect(outcome.findings.first?.severity == .high)
  }

  @Test func `a region that there is not is an error, with what was meant`() {
    func group(in region: String) throws {
      _ = try read(
        "resources: [{type: AWS::Logs::LogGroup, id: /a, region: \(region), expect: {retentionInDays: 30}}]")
    }
    let error = #expect(throws: FileIssues.self) { try group(in: "us-esat-1") }
    #expect(error?.description.contains("Did you mean \"us-east-1\"") == true, "\(error?.description ?? "")")
    for region in ["us-east-1", "eu-central-2", "th-central-1", "local"] {
      #expect(throws: Never.self) { try group(in: region) }
    }
  }

  @Test(arguments: [
    ("AWS::Lambda::Version, id: 'gone:1', region: us-east-1", "a distribution associates"),
    ("AWS::Lambda::Version, id: 'gone:1'", "a distribution associates"),
    ("AWS::Lambda::Function, id: gone", "say its `region`"), ("AWS::Logs::LogGroup, id: /app/gone", "say its `region`"),
    ("AWS::Lambda::Function, id: gone, region: eu-west-1", "Check the live estate"),
    ("AWS::IAM::Role, id: gone", "Check the live estate"), ("AWS::S3::Bucket, id: gone", "Check the live estate"),
  ])
  func `what was not looked for says how it would be`(selector: String, advice: String) throws {
    let outcome = try audit(
      "resources: [{type: \(selector), only: true}]", Estates.estate(Estates.distribution([:])))
    #expect(outcome.findings.map(\.status) == [.unknown])
    #expect(outcome.findings.first?.remediation.contains(advice) == true)
    #expect(outcome.failures.first?.advice.contains(advice) == true)
  }

  @Test func `resources are found by alias, name, tag and region`() throws {
    let estate = Estates.estate(
      Estates.distribution(
        "E1", ["Aliases": ["a.example.com"], "Comment": "one", "Tags": [["Key": "team", "Value": "books"]]]),
      Estates.distribution("E2", ["Aliases": ["b.example.com"], "Comment": "two", "Tags": []]),
      Resource(
        reference: ResourceReference(type: .logGroup, id: "/aws/lambda/f", region: "eu-west-1"),
        properties: ["logGroupName": "/aws/lambda/f"]))
    for selector in ["alias: a.example.com", "name: one", "tag: {team: b*}"] {
      let outcome = try audit(
        "resources: [{type: AWS::CloudFront::Distribution, \(selector), expect: {PriceClass: x}}]", estate)
      #expect(outcome.findings.map(\.resource.id) == ["E1"], "\(selector)")
    }
    func groups(_ region: String) throws -> Int {
      try audit(
        "resources: [{type: AWS::Logs::LogGroup, id: '/aws/*', region: \(region), expect: {retentionInDays: 3}}]",
        estate
      ).findings.count
    }
    #expect(try groups("eu-*") == 1)
    #expect(try groups("us-east-1") == 0)
  }

  @Test func `what is declared and missing is drift, what may be hidden is unknown`() throws {
    let text = "resources: [{type: AWS::CloudFront::Distribution, id: E9, expect: {Comment: a}}]"
    #expect(try audit(text, Estates.estate()).findings.map(\.status) == [.fail])
    let gap = Estates.gap(DistributionSchema.summary, ResourceReference(type: .distribution, id: "*"))
    #expect(try audit(text, Estates.estate(gaps: [gap])).findings.map(\.status) == [.unknown])
    let pattern = "resources: [{type: AWS::CloudFront::Distribution, id: 'E9*', expect: {Comment: a}}]"
    #expect(try audit(pattern, Estates.estate()).findings.isEmpty)
  }

  @Test func `what must not be there is drift where it is`() throws {
    let estate = Estates.estate(
      Estates.distribution(["CacheBehaviors": [["PathPattern": "/old/*", "Compress": true]], "WebACLId": ""]))
    let outcome = try audit(
      """
      resources:
        - {type: AWS::CloudFront::Distribution, id: E1, absent: ["CacheBehaviors[/old/*]", WebACLId, "Origins[x]"]}
        - {type: AWS::CloudFront::Distribution, id: "E*", absent: true}
      """, estate)
    #expect(outcome.findings.map(\.path).sorted() == ["", "CacheBehaviors[/old/*]"])
    // Whole resources are neither made nor deleted by a repair.
    #expect(outcome.findings.filter(\.repair.isAvailable).map(\.path) == ["CacheBehaviors[/old/*]"])
  }

  @Test func `only the calls that a declaration needs`() throws {
    let associations = try read(
      "resources: [{type: AWS::CloudFront::Distribution, id: E1, expect: {CacheBehaviors: [{PathPattern: a, Compress: true}]}}]"
    )
    #expect(associations[0].needs.groups == [DistributionSchema.summary])
    let logging = try read(
      "resources: [{type: AWS::CloudFront::Distribution, id: E1, expect: {Logging: {Enabled: true}}}]")
    #expect(logging[0].needs.groups == [DistributionSchema.summary, DistributionSchema.configuration])
    let whole = try read("resources: [{type: AWS::CloudFront::Distribution, id: E1, only: true}]")
    #expect(!whole[0].needs.groups.map(\.name).contains("cloudfront:ListInvalidations"))
    #expect(whole[0].needs.groups.isSuperset(of: ResourceType.distribution.schema.groups[0...2]))
  }
}
