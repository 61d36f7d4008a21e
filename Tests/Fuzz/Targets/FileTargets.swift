import AWSCore
import Accounts
import Auditing
import CloudFormation
import Documents
import Estate
import Foundation
import Schema
import SourceCode
import State
import Terraform
import TestSupport
import Transport

extension Target {
  /// A document of Terraform is read, with notes on what is not, or is an error.
  static let terraform = Target(
    name: "terraform",
    seeds: { Project.files(below: "Tests/TerraformTests/Documents", ".tfstate", "state.json", "no-region.plan.json") },
    words: ["resource_changes", "after_unknown", "sensitive_attributes", "values", "address", "mode", "index", "each"],
    isJSON: true,
    check: { input, random in
      guard let document = try? TerraformDocument(bytes: input, file: "t") else { return }
      let declared = (document.planned ?? []) + document.state
      guard !declared.isEmpty, random.happens(onceIn: 4) else { return }
      _ = Auditor(rules: [], declarations: declared).needs
      let text = BaselineWriter.text(declared)
      _ = try? BaselineFile.read(
        [RuleSet.Source(file: "b.yaml", text: text)], BaselineFile.Context(environment: [:]) { _ in "" })
    })

  /// Templates of CloudFormation too.
  static let templates = Target(
    name: "templates", seeds: { [Project.file("Tests/EndToEndTests/Fixtures/stack.yaml")] + jsonTemplates },
    words: [
      "!Ref ", "!Sub ", "!GetAtt ", "!If [", "!Join ['', [", "!Select [", "!Split [", "!FindInMap [", "!Base64 ",
      "!Cidr [",
      "!ImportValue ", "!Transform ", "${AWS::Region}", "${Store.Arn}", "AWS::NoValue", "Fn::ForEach::x:", "!Equals [",
      "!Not [",
      "Condition: ", "DependsOn: ", "{{resolve:ssm:a}}", "&a ", "*a",
    ],
    check: { input, random in
      var source = StackSource(file: "t.yaml", bytes: input, account: "111122223333", region: "us-east-1")
      if random.happens(onceIn: 2) { source.physicalIDs = ["Store": "s-1", "Guard": "books-guard", "Site": "E1"] }
      guard let document = try? TemplateDocument([source], parameters: [:]) else { return }
      _ = document.reportNotes(file: "t.yaml")
      _ = Auditor(rules: [], declarations: document.declarations).needs
    })

  private static let jsonTemplates = [
    """
    {"Parameters": {"N": {"Type": "CommaDelimitedList", "Default": "a,b"}}, "Mappings": {"M": {"a": {"b": "c"}}},
     "Conditions": {"C": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}}, "Resources": {"Store": {"Type":
     "AWS::CloudFront::KeyValueStore", "Properties": {"Name": {"Fn::Join": ["-", {"Ref": "N"}]}, "Comment": {"Fn::If":
     ["C", {"Fn::FindInMap": ["M", "a", "b"]}, {"Ref": "AWS::NoValue"}]}}}, "Role": {"Type": "AWS::IAM::Role", "Properties":
     {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
     "Action": "sts:AssumeRole"}]}}}, "Bucket": {"Type": "AWS::S3::Bucket"}}}
    """
  ].map { Array($0.utf8) }

  /// Lists of accounts, ours and those of c7n-org.
  static let accounts = Target(
    name: "accounts", seeds: { accountLists.map { Array($0.utf8) } },
    words: [
      "account_id: ", "id: ", "role: [", "profile: ", "tags:\n", "regions: []", "external_id: ", "- ", "~", "0x1",
    ],
    check: { input, _ in
      guard let entries = try? AccountFile.read(String(lenient: input), file: "a.yaml") else { return }
      try expect(!entries.isEmpty, "a list without accounts")
      try expect(Set(entries.map(\.id)).count == entries.count, "an account stands twice")
      for entry in entries { _ = entry.assumedRoles(in: "aws") }
      var list = AccountList(entries)
      _ = list.skip(["*a*"])
    })

  private static let accountLists = [
    """
    accounts:
      - {id: "111122223333", name: books, role: edge-audit, externalId: x, region: eu-west-1, tags: {team: books}}
      - {id: 444455556666, profile: music}
    """,
    """
    accounts:
    - account_id: '111122223333'
      name: books
      display_name: Books
      email: a@example.com
      role: [arn:aws:iam::111122223333:role/a, arn:aws:iam::444455556666:role/b]
      regions: [us-east-1, eu-west-1]
      tags: ["team:books", "env:prod"]
      vars: {charge: 1}
    """, #"[{"id": "111122223333", "role": "r", "sessionName": "s"}]"#,
  ]

  /// Rules and their cases are read, or everything that is wrong with them is said; what is read can be evaluated.
  static let rules = Target(
    name: "rules", seeds: { RuleSeeds.rules + RuleSeeds.cases }, words: RuleSeeds.words,
    check: { input, random in
      let text = String(lenient: input)
      let read = RuleFile.read(text, file: "r.yaml")
      if read.issues.isEmpty {
        guard let set = try? RuleSet([RuleSet.Source(file: "r.yaml", text: text)]) else { return }
        _ = try? set.selection(only: ["a*"], skip: [])
      }
      for item in RuleCaseFile.read(text, file: "r.tests.yaml").cases.prefix(3) {
        if let rule = try? RuleSeeds.builtIn.get().rule(item.rule) { _ = item.complaints(about: rule) }
      }
      guard random.happens(onceIn: 3), let rule = read.rules.randomElement(using: &random) else { return }
      guard let snapshot = try? Snapshot(document: Estates.some(&random)) else { return }
      _ = Auditor(rules: [rule]).audit(snapshot.estate, at: Estates.time)
    })

  /// Configurations with parameters and waivers too.
  static let configurations = Target(
    name: "configurations", seeds: { [RuleSeeds.configuration] }, words: RuleSeeds.words,
    check: { input, _ in
      let source = RuleSet.Source(file: "audit.yaml", text: String(lenient: input))
      _ = try? ConfigurationHead(source)
      _ = try? Configuration(source, for: RuleSeeds.builtIn.get())
    })

  /// Baselines with includes, variables and tables too.
  static let baselines = Target(
    name: "baselines", seeds: { RuleSeeds.baselines }, words: RuleSeeds.words,
    check: { input, random in
      let text = String(lenient: input)
      let table = Mutation.bytes(Array("\u{feff}key,value\na,\"b,\"\"c\"\nd,e\r\n".utf8), &random, others: [input])
      let context = BaselineFile.Context(environment: ["A": "b", "AWS_SECRET_ACCESS_KEY": "s"]) { path in
        path.hasSuffix(".csv") ? String(lenient: table) : text
      }
      guard let content = try? BaselineFile.read([RuleSet.Source(file: "b.yaml", text: text)], context) else {
        return
      }
      guard let snapshot = try? Snapshot(document: Estates.some(&random)) else { return }
      let auditor = Auditor(rules: [], declarations: content.declarations, closures: content.closures)
      _ = auditor.audit(snapshot.estate, at: Estates.time)
    })

  /// The files of the AWS CLI.
  static let settings = Target(
    name: "settings", seeds: { [Array(profiles.utf8)] },
    words: [
      "[profile a]\n", "[sso-session s]\n", "=", " = ", "\n  ", "#", ";", "source_profile = a\n", "\u{feff}", "]",
    ],
    check: { input, _ in
      _ = try? AWSCore.ConfigurationFile(String(lenient: input), file: "config")
    })

  private static let profiles = """
    [default]
    region = eu-west-1
    s3 =
      addressing_style = path
    # a remark
    [profile books]
    role_arn = arn:aws:iam::111122223333:role/a
    source_profile = default
    [services local]
    cloudfront =
      endpoint_url = http://localhost:4566
    """

  /// Names, addresses and dates.
  static let texts = Target(
    name: "texts",
    seeds: {
      [
        "arn:aws:lambda:us-east-1:111122223333:function:f:7", "arn:aws:s3:::b/k",
        "b.s3-website-us-east-1.amazonaws.com",
        "b.c.s3.dualstack.eu-west-1.amazonaws.com", "https://user@example.com:8443/a%20b?c=d&e#f", "http://[::1]:80/",
        "2024-02-15T09:00:00.000+09:00", "Thu, 15 Feb 2024 00:00:00 +0900", "Thu Feb 15 2024 09:00:00 GMT+0900 (JST)",
        "abc.lambda-url.us-east-1.on.aws", "2026-11-27T20:17:00Z",
      ].map { Array($0.utf8) }
    },
    words: [
      ":", "::", "arn:", "s3", ".amazonaws.com", ".amazonaws.com.cn", "Z", "+00:00", "24:00", "[", "]", "@", "%2",
    ],
    check: { input, _ in
      let text = String(lenient: Array(input.prefix(4096)))
      if let arn = ARN(text) { _ = arn.resourceName }
      if let lambda = LambdaARN(text) { _ = (lambda.functionARN, lambda.versionKey) }
      if let domain = S3Domain(text) { try expect(!domain.bucket.isEmpty, "a bucket without a name") }
      _ = S3Domain(text, originPath: "/a")
      _ = DateText.reading(of: text)
      _ = ServiceTime.date(text)
      if let url = HTTPURL(text) { _ = "\(url)" }
      _ = (HTTPHeaders([HTTPHeader("Date", text)])).date
    })

  /// A state with damage anywhere is an error, or reads as what it was.
  static let states = Target(
    name: "states", seeds: { [StateSeed.bytes] },
    check: { input, _ in
      let path = FileManager.default.temporaryDirectory.appending(path: "fuzz-state-\(getpid())").path
      defer { for suffix in ["", "-wal", "-shm", "-journal", ".lock"] { unlink(path + suffix) } }
      try Data(input).write(to: URL(filePath: path))
      guard let file = try? StateFile.open(path, .reading) else { return }
      let history = History(in: file)
      _ = try? (history.runs(), history.findings(), file.info())
      try? file.check()
      try? file.finish()
    })
}

/// Rules, configurations and baselines as people write them.
enum RuleSeeds {
  static let builtIn = Result { try RuleSet(RuleSet.builtIn) }

  static let rules = Project.files(below: "rules", "s.yaml", "a.yaml", "e.yaml").filter { $0.count < 40 << 10 }
  static let cases = Project.files(below: "rules", "stores.tests.yaml", "tenants.tests.yaml")
  static let all = baselines + [configuration]

  static let words = [
    "when: ", "expect: ", "select: ", "value: ", "message: ", "severity: ", "repair: ", "parameters: ", "resources:\n",
    "${a}", "${env:A}", "include: [b.yaml]\n", "variables: {a: b}\n", "items: {file: a.csv}",
    "only: [AWS::Logs::LogGroup]\n",
    "&a ", "*a", "<<: *a", "!!str ", "[?", "`1`", "matches: \"(a*)*b\"", "absent: [", "id: \"*\"", "- ", "  ",
  ]

  static let configuration = Array(
    """
    rules: {access-logging: {enabled: false}, compression: {severity: info}, baseline: {severity: medium}}
    parameters: {edge-log-retention.maxDays: 30}
    overrides:
      - {resource: "/aws/lambda/*", parameters: {edge-log-retention.maxDays: 3}}
      - {tag: {team: books}, parameters: {minimum-tls-version.accepted: [TLSv1.2_2019, TLSv1.2_2021]}}
    waivers:
      - {rule: compression, resource: E1*, path: "CacheBehaviors[/media/*]*", reason: No., expires: 2027-03-31}

    """.utf8)

  static let baselines = [
    """
    variables: {domain: example.com, region: us-east-1}
    only: [AWS::CloudFront::Function]
    resources:
      - type: AWS::CloudFront::Distribution
        alias: "books.${domain}"
        expect: {Enabled: true, PriceClass: PriceClass_100, DefaultCacheBehavior: {Compress: true}}
        absent: ["CacheBehaviors[/old/*]"]
        probe: {url: "https://${domain}/api/", expect: 200}
      - {type: AWS::CloudFront::KeyValueStore, id: "releases*", expect: {Items: {file: items.csv}}}
      - {type: AWS::Logs::LogGroup, id: "/aws/lambda/us-east-1.*", region: "*", expect: {retentionInDays: 90}}

    """
  ].map { Array($0.utf8) }
}

/// A small state that was written by this build.
enum StateSeed {
  static let bytes: [UInt8] = {
    let path = FileManager.default.temporaryDirectory.appending(path: "fuzz-seed-\(getpid())").path
    defer { for suffix in ["", "-wal", "-shm", "-journal", ".lock"] { unlink(path + suffix) } }
    guard let file = try? StateFile.open(path, .writing(holder: "fuzz")) else { return [] }
    let account = StateAccount(partition: "aws", account: "111122223333")
    let parts = StoredParts(in: file, of: account, schema: "1")
    for number in 0..<40 {
      parts.record(
        ["Number": .integer(number), "Text": .string(String(repeating: "x", count: number * 17))],
        of: ResourceKey(.distribution, "E\(number)"), "cloudfront:GetDistributionConfig", validator: .tag("\(number)"),
        readAt: Estates.time)
    }
    parts.flush()
    try? file.finish()
    return [UInt8]((try? Data(contentsOf: URL(filePath: path))) ?? Data())
  }()
}
