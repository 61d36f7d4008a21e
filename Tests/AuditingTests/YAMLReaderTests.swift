import Documents
import Estate
import Schema
import Testing
import YAMLReading

@testable import Auditing

/// What files that users write say in YAML, and what is said of what they hardly mean.
@Suite struct YAMLReaderTests {
  private func read(_ text: String, limits: YAMLDocument.Limits = .init()) -> (value: JSONValue?, issues: [String]) {
    let issues = YAMLReader.Issues()
    let value = YAMLReader(text, file: "a.yaml", issues: issues, limits: limits)?.json
    return (value, issues.list.map(\.description))
  }

  @Test(
    "tags say what a scalar is, whatever it looks like",
    arguments: [
      ("!!str 5", "5"), ("!!str true", "true"), ("!!str", ""), ("! 5", "5"), ("!!int '5'", 5), ("!!int 0o17", 15),
      ("!!float 5", .number(5)), ("!!bool 'True'", true), ("!!null ''", nil), ("!!seq [1]", [1]),
      ("!!map {a: 1}", ["a": 1]),
      ("{!!str a: 1}", ["a": 1]),
    ] as [(String, JSONValue)])
  func followsTags(text: String, expected: JSONValue) {
    let (value, issues) = read(text)
    #expect(value == expected)
    #expect(issues.isEmpty, "\(issues)")
    if case .number = expected { #expect({ if case .number? = value { true } else { false } }()) }
  }

  @Test(
    "a tag that says what a value is not is an issue at its place",
    arguments: [
      ("a: !!int x", "a.yaml:1:4: \"x\" is no !!int."), ("a: !!bool yes", "a.yaml:1:4: \"yes\" is no !!bool."),
      ("a: !!map []", "a.yaml:1:4: This is no !!map."), ("a: !!str {}", "a.yaml:1:4: This is no !!str."),
      ("a: !Ref b", "a.yaml:1:4: This is not read: the tag !Ref means nothing here."),
      ("a: !!binary eA==", "a.yaml:1:4: This is not read: the tag !!binary means nothing here."),
      ("a: .inf", "a.yaml:1:4: JSON has no number .inf. Put text into quotes."),
      ("a: -.Inf", "a.yaml:1:4: JSON has no number -.Inf. Put text into quotes."),
      ("a: .NaN", "a.yaml:1:4: JSON has no number .NaN. Put text into quotes."),
    ])
  func notesWrongTags(text: String, issue: String) { #expect(read(text).issues == [issue]) }

  @Test(
    "a merge key brings members, and is none itself",
    arguments: [
      ("<<: {a: 1}", ["a": 1]), ("b: 2\n<<: {a: 1, b: 1}\nc: 3", ["b": 2, "c": 3, "a": 1]),
      ("<<: [{a: 1}, {a: 2, b: 2}]", ["a": 1, "b": 2]), ("<<: {<<: {a: 1}, b: 2}", ["b": 2, "a": 1]),
      ("!!merge <<: {a: 1}", ["a": 1]), ("<<: []\na: 1", ["a": 1]), ("<<: {}\na: 1", ["a": 1]),
      // In quotes it is a name.
      ("'<<': {a: 1}", ["<<": ["a": 1]]), ("[<<]", ["<<"]), ("!!str <<: 1", ["<<": 1]),
      ("x: &x {a: 1}\ny: {<<: *x, b: 2}", ["x": ["a": 1], "y": ["b": 2, "a": 1]]),
    ] as [(String, JSONValue)])
  func merges(text: String, expected: JSONValue) {
    let (value, issues) = read(text)
    #expect(value == expected)
    #expect(issues.isEmpty, "\(issues)")
  }

  @Test(
    "a merge key of what is no mapping, and a name that stands twice, are issues",
    arguments: [
      ("<<: 1", "a.yaml:1:5: `<<` takes a mapping"), ("<<: [a]", "a.yaml:1:6: `<<` takes a mapping"),
      ("a: 1\nb: 1\na: 2", "a.yaml:3:1: \"a\" stands here twice."),
      ("{x: {a: 1, 'a': 2}}", "a.yaml:1:12: \"a\" stands"),
      ("{[a]: 1}", "a.yaml:1:2: Text was expected here."),
    ])
  func notesWrongMembers(text: String, issue: String) {
    let issues = read(text).issues
    #expect(issues.count == 1 && issues[0].hasPrefix(issue), "\(issues)")
  }

  @Test func `what aliases repeat counts, so that a short file cannot stand for a long one`() {
    let text = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    #expect(read(text, limits: .init(values: 29)).issues.isEmpty)
    #expect(
      read(text, limits: .init(values: 28)).issues == [
        "a.yaml:3:9: This is not read: more than 28 values, with those that aliases repeat."
      ])
  }

  @Test func `of many issues the first thousand are said`() {
    let (_, issues) = read((0..<1_500).map { "- !!int x\($0)\n" }.joined())
    #expect(issues.count == YAMLReader.Issues.maximum + 1)
    #expect(issues.last?.hasSuffix("There are more issues than 1000; the others are not listed.") == true)
  }

  // MARK: Words that are no booleans

  @Test(
    "yes, no, on and off are text, and where a boolean is expected that is said",
    arguments: ["yes", "No", "ON", "off", "y", "N"])
  func remarksOnWords(word: String) throws {
    let remark = "`true` or `false` was expected here. In YAML 1.2 \"\(word)\" is text."
    #expect(read(word).value == .string(word))
    let rules = try RuleSet(RuleSet.builtIn)
    let configuration = #expect(throws: FileIssues.self) {
      try Configuration(.init(file: "audit.yaml", text: "rules: {compression: {enabled: \(word)}}"), for: rules)
    }
    #expect(configuration?.issues.map(\.message) == [remark])
    let baseline = #expect(throws: FileIssues.self) {
      try BaselineFile.declarations(
        in: [
          .init(
            file: "b.yaml",
            text:
              "resources: [{type: 'AWS::CloudFront::Distribution', id: E1, expect: {Enabled: \(word), Comment: \(word)}}]"
          )
        ], .init(environment: [:]) { _ in "" })
    }
    #expect(baseline?.issues.map(\.message) == [remark])
    for (expectation, value) in [
      ("{equals: \(word)}", "DefaultCacheBehavior.Compress"), ("{notEquals: \(word)}", "Enabled && Staging"),
      ("{in: [\(word)]}", "CacheBehaviors[].Compress"), ("{equals: {Compress: \(word)}}", "DefaultCacheBehavior"),
    ] {
      let text =
        "rules:\n  - {resource: 'AWS::CloudFront::Distribution', value: '\(value)', expect: \(expectation)}"
      let warnings = RuleLint.issues(in: .init(file: "my.yaml", text: text)).warnings.map(\.message)
      #expect(warnings == ["`true` or `false` is meant here. In YAML 1.2 \"\(word)\" is text."], "\(expectation)")
    }
  }

  @Test func `text where text is expected is no doubt`() {
    let text = """
      rules:
        - {resource: 'AWS::CloudFront::Distribution', value: Comment, expect: {equals: yes}}
        - {resource: 'AWS::CloudFront::Distribution', value: Enabled, expect: {equals: True}}
        - {resource: 'AWS::CloudFront::Distribution', value: Aliases, expect: {covers: [no]}}
      """
    #expect(RuleLint.issues(in: .init(file: "my.yaml", text: text)) == RuleLint.Issues())
  }

  // MARK: Variables of the environment

  @Test(
    "an address with a password in it is not read, whatever the variable is called",
    arguments: [
      ("http://user:hush@proxy.example.com:3128", true), ("https://:hush@example.com", true),
      ("at postgresql://u:hush@db/x", true), ("http://proxy.example.com:3128", false),
      ("https://example.com/a:b@c", false),
      ("ops@example.com", false), ("arn:aws:iam::111122223333:role/x@y", false),
    ])
  func refusesAddresses(value: String, isRefused: Bool) throws {
    let text = "resources: [{type: 'AWS::CloudFront::Distribution', id: E1, expect: {Comment: '${env:HTTPS_PROXY}'}}]"
    let context = BaselineFile.Context(environment: ["HTTPS_PROXY": value]) { _ in "" }
    func read() throws -> [Declaration] {
      try BaselineFile.declarations(in: [.init(file: "b.yaml", text: text)], context)
    }
    guard isRefused else {
      #expect(try read().first?.expect["Comment"]?.string == value)
      return
    }
    let error = #expect(throws: FileIssues.self) { try read() }
    #expect(error?.description.contains("HTTPS_PROXY} holds a password in an address") == true)
    #expect(error?.description.contains("hush") == false)
  }

  @Test(
    "a variable that holds a credential by its name is not read",
    arguments: [
      ("AWS_SECRET_ACCESS_KEY", true), ("AWS_ACCESS_KEY_ID", true), ("AWS_SESSION_TOKEN", true),
      ("AWS_SECURITY_TOKEN", true), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", true), ("aws_secret_access_key", true),
      ("GITHUB_TOKEN", true), ("GH_PAT", true), ("NPM_PASSWORD", true), ("DB_PASSWD", true), ("STRIPE_API_KEY", true),
      ("DEPLOY_PRIVATE_KEY", true), ("CLIENT_SECRET", true), ("TF_VAR_db_password", true), ("GOOGLE_CREDENTIALS", true),
      ("COMMENT_SIGNING_KEY", true), ("PGPASSWORD", true), ("GITLABTOKEN", true), ("SLACK_WEBHOOK_URL", true),
      ("AUDIT_NOTIFY", true), ("AWS_REGION", false), ("STAGE", false), ("HOME", false), ("PWD", false),
      ("PATH", false), ("KEY_GROUP_ID", false), ("CACHE_KEY", false), ("TOKENIZER", false), ("SECRETARY_NAME", false),
      ("NPM_AUTH", true), ("SSH_KEY", true), ("CI_JOB_JWT", true), ("DB_CREDS", true), ("DATABASE_URL", true),
      ("SENTRY_DSN", true), ("REDIS_URI", true), ("DB_CONNECTION_STRING", true), ("SMTP_PASS", true),
      ("AUTH_TYPE", false), ("PASS", false), ("SITE_URL", false), ("DB_NAME", false), ("BYPASS", false),
      ("SESSION_COOKIE", true), ("TOKENS", true), ("VAULT_PIN", true), ("PROD_SECRETS", true), ("PINS_PER_PAGE", true),
      ("COOKIE_NAMES", true), ("PINTEREST_ID", false), ("HTTPS_PROXY", false),
    ])
  func refusesCredentials(name: String, isRefused: Bool) throws {
    let text = "resources: [{type: 'AWS::CloudFront::Distribution', id: E1, expect: {Comment: 'x ${env:\(name)}'}}]"
    let context = BaselineFile.Context(environment: [name: "hidden-value"]) { _ in "" }
    guard isRefused else {
      let declarations = try BaselineFile.declarations(in: [.init(file: "b.yaml", text: text)], context)
      #expect(declarations.first?.expect["Comment"] == "x hidden-value")
      return
    }
    let issues = try #require(
      #expect(throws: FileIssues.self) {
        try BaselineFile.declarations(in: [.init(file: "b.yaml", text: text)], context)
      }
    ).issues
    #expect(issues.count == 1)
    #expect(issues.first?.message.hasPrefix("${env:\(name)} is not read: by its name it holds a credential") == true)
    #expect(!"\(issues)".contains("hidden-value"))
  }
}
