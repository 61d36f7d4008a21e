import Foundation
import Testing

@testable import Auditing

@Suite struct RuleLintTests {
  /// A rule on distributions with these lines in it.
  private func issues(
    _ lines: String, resource: String = "AWS::CloudFront::Distribution", head: String = ""
  ) -> RuleLint.Issues {
    let text = """
      \(head)rules:
        - resource: \(resource)
      \(lines.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
      """
    return RuleLint.issues(in: .init(file: "my.yaml", text: text))
  }

  /// All that is doubtful, errors and warnings.
  private func doubts(_ lines: String, resource: String = "AWS::CloudFront::Distribution") -> [String] {
    let issues = issues(lines, resource: resource)
    return (issues.errors + issues.warnings).map(\.description)
  }

  @Test(
    arguments: [
      ("value: Commnet", "my.yaml:3:12: \"Commnet\" is not known in", "Did you mean \"Comment\"?"),
      ("where: Origins[].S3OriginConfg", "my.yaml:3:22: \"S3OriginConfg\"", "Did you mean \"S3OriginConfig\"?"),
      ("select: Origins\nvalue: \"Id && DomainNam\"", "my.yaml:4:19: \"DomainNam\"", "Origins of AWS::CloudFront"),
      ("select: Origins\npath: CustomHeders", "my.yaml:4:11: \"CustomHeders\"", ""),
      ("value: >-\n  Comment\n  || Commnet", "my.yaml:5:10: \"Commnet\"", "In: Comment || Commnet"),
      ("value: 'Comment == ''x'' || Commnet'", "my.yaml:3:12: \"Commnet\"", ""),
      ("message: \"ü {id} {actual} {Commnet}\"", "my.yaml:3:32: \"Commnet\"", ""),
      ("expect: {in: {expression: Aliasses}}", "my.yaml:3:31: \"Aliasses\"", "Did you mean \"Aliases\"?"),
      ("checks:\n  - select: Origins\n    value: Idd\nmessage: x", "my.yaml:5:16: \"Idd\"", ""),
      ("checks:\n  - select: Origins\nmessage: \"{Idd}\"", "my.yaml:5:16: \"Idd\"", ""),
      ("value: sort_by(Origins, &Idd)", "my.yaml:3:30: \"Idd\"", ""),
      ("value: max_by(Origins, &Id).Idd", "my.yaml:3:33: \"Idd\"", ""),
      ("value: contains(Commnet, 'x')", "my.yaml:3:21: \"Commnet\"", ""),
      ("value: \"{a: Origins}.b\"", "my.yaml:3:26: \"b\" is not known in what is put together here", ""),
      ("value: Comment.x", "my.yaml:3:20: \"x\" is not known in plain values", ""),
      (
        "value: Origins[].Bucket.Distributions[].DefaultCacheBehavior.Compres", "\"Compres\"",
        "Did you mean \"Compress\"?"
      ),
      // What would judge nothing.
      ("select: \"[Staging, CacheBehaviors][?Compress]\"", "my.yaml:3:41: \"Compress\" of a list", "Flatten"),
      ("select: \"[Logging, CacheBehaviors]\"\nvalue: Compress", "my.yaml:4:12: \"Compress\" of a list", ""),
      ("value: Origins.DomainName", "my.yaml:3:20: \"DomainName\" of a list", ""),
      ("value: DefaultCacheBehavior[].Compress", "my.yaml:3:12: There is no list here but DefaultCacheBehavior of", ""),
      ("value: Origins.Items[].DomainName", "my.yaml:3:20: \"Items\" of a list is always null", "leave `.Items` out"),
      ("value: Aliases.Quantity", "my.yaml:3:20: \"Quantity\" of a list", "here is a list of plain values"),
      ("where: \"!ViewerCertificate.CloudFrontDefaultCertificate\"", "my.yaml:3:14: `!` binds tighter", "`!(a.b)`"),
      ("where: \"!Origins[?Id]\"", "my.yaml:3:14: `!` binds tighter", ""),
      // What stands under any name is known as well.
      ("value: '*.Enabld'", "my.yaml:3:15: \"Enabld\"", "Did you mean \"Enabled\"?"),
      ("value: 'values(@)[].Enabld'", "my.yaml:3:25: \"Enabld\"", "Did you mean \"Enabled\"?"),
      ("value: 'Origins[].*.HTTPort'", "my.yaml:3:25: \"HTTPort\"", "Did you mean \"HTTPPort\"?"),
      ("value: 'Origins[].*.HTTPPort.x'", "\"x\" is not known in plain values", ""),
      ("value: 'Origins[].Bucket.Policy.Statment'", "\"Statment\" is not known in a policy document", "\"Statement\"?"),
      ("value: 'Origins[].Bucket.Policy.Statement[].Effectt'", "in a statement of a policy", "\"Effect\"?"),
      ("value: 'Origins[].Bucket.Policy.Statement[?Efect==`1`]'", "\"Efect\"", "\"Effect\"?"),
      ("value: 'Origins[].Bucket.Policy.Statement[].Principal.Aws'", "\"Aws\"", "\"AWS\"?"),
      // Words that no member of theirs has.
      (
        "value: PriceClass\nexpect: {equals: PriceClass_Al}", "my.yaml:4:22: AWS knows no PriceClass_Al",
        "PriceClass_All"
      ),
      ("value: PriceClass\nexpect: {in: [PriceClass_All, Price]}", "my.yaml:4:35: AWS knows no Price here", ""),
      ("value: HttpVersion\nrepair: {set: http4}", "my.yaml:4:19: AWS knows no http4", "http2and3"),
      (
        "value: ViewerCertificate\nexpect: {equals: {SSLSupportMethod: sni}}", "AWS knows no sni", "sni-only"
      ),
    ])
  func `what can only give nothing is said with its place`(lines: String, place: String, hint: String) {
    let doubts = doubts(lines)
    let isSaid = doubts.first.map { $0.contains(place) && (hint.isEmpty || $0.contains(hint)) }
    #expect(doubts.count == 1 && isSaid == true, "\(doubts)")
  }

  @Test(
    arguments: [
      "value: \"[DefaultCacheBehavior, CacheBehaviors][].PathPattern\"",
      "value: '*.Enabled'", "value: 'values(@)[].Enabled'", "value: 'values(@)[].PathPattern'",
      "value: 'Origins[].*.HTTPPort'", "value: '*[].Id'", "value: '*.*.Enabled'", "value: 'Origins[].*[][].HeaderName'",
      "value: 'Origins[].Bucket.Policy.Statement[].Principal.AWS[]'",
      "value: 'Origins[].Bucket.Policy.Statement.Effect'",
      "value: 'Origins[].Bucket.Policy.Statement[?Principal == `\"*\"`].Condition.StringEquals.any'",
      "value: 'Origins[].Bucket.Policy.Statement[].Action[]'", "value: 'Origins[].Bucket.Policy.*[].Effect'",
      "value: PriceClass\nexpect: {matches: Price, like: [PriceClass_*], notEquals: PriceClass_All}",
      "value: PriceClass\nexpect: {in: [PriceClass_All, ''], equals: ''}", "value: Comment\nexpect: {equals: any}",
      "select: \"[DefaultCacheBehavior, CacheBehaviors][] | [?Compress]\"\nvalue: PathPattern",
      "select: \"[@][?Logging]\"\nvalue: Logging.Enabled",
      "value: Origins[].Bucket.Policy.Statement[?Effect == 'Allow'].Principal.AWS",
      "path: Comment.anything", "value: \"(Aliases || `[]`)[0]\"",
      "value: not_null(DefaultCacheBehavior, CacheBehaviors[0]).Compress",
      "value: map(&Id, Origins)[]", "value: \"merge(DefaultCacheBehavior, {x: Comment}).[x, Compress]\"",
      "value: values(DefaultCacheBehavior)[].Enabled", "value: DefaultCacheBehavior.*.Enabled",
      "where: \"!(ViewerCertificate.CloudFrontDefaultCertificate) && !contains(Comment, 'x')\"",
      "where: \"Tags[?Key == 'x'].Value | [0] == 'y'\"", "value: \"`{\\\"a\\\": 1}`.a\"",
      "value: \"[Origins, OriginGroups][][].Id\"", "value: key_value_stores_opened(Comment)[].x",
      "message: \"{id} {path} {expected} {actual} {parameters.x} {Id}\"",
    ])
  func `what may give something is not doubted`(lines: String) { #expect(doubts(lines) == []) }

  /// Where a rule may name a member, each with one that nobody has, its line and its column.
  static let places: [(String, Int, Int)] = [
    ("where: Staing", 3, 12), ("select: Orgins", 3, 13), ("select: Origins\nvalue: Idd", 4, 12),
    ("select: Origins\npath: Idd", 4, 11), ("message: \"{Idd}\"", 3, 16), ("value: Origins.Id", 3, 20),
    ("value: Origins.Items", 3, 20), ("value: Comment.Text", 3, 20),
    ("value: Comment\nexpect: {equals: {expression: Coment}}", 4, 35),
    ("value: Logging\nexpect: {equals: {Bukcet: x}}", 4, 23),
    ("value: Origins\nexpect: {excludes: [{Idd: x}]}", 4, 26),
    ("value: Logging\nrepair: {mode: auto, set: {Bukcet: x}}", 4, 32),
    ("value: Comment\npath: Logging\nrepair: {mode: auto, set: {Bukcet: x}}", 5, 32),
    ("value: Origins\nrepair: {mode: auto, set: [{Id: a, S3OriginConfig: {OriginAccess: x}}]}", 4, 57),
    ("value: Comment\nrepair: {mode: auto, set: {expression: Coment}}", 4, 44),
    ("value: Comment\nrepair: {mode: auto, where: Staing, set: x}", 4, 33),
    ("checks:\n  - select: Origins\n    repair: {mode: auto, where: Idd, set: x}", 5, 37),
  ]

  @Test(arguments: places)
  func `a member that no schema knows is an error wherever a rule names it`(lines: String, line: Int, column: Int) {
    let issues = issues(lines)
    #expect(issues.errors.map { "\($0.mark)" } == ["my.yaml:\(line):\(column)"], "\(issues)")
    #expect(issues.errors.allSatisfy { $0.message.contains("`unknownMembers: allow`") })
    #expect(issues.warnings == [])
  }

  @Test(arguments: places)
  func `in a file that lets it stand it is a warning`(lines: String, line: Int, column: Int) {
    let issues = issues(lines, head: "unknownMembers: allow\n")
    #expect(issues.errors == [])
    #expect(issues.warnings.map { "\($0.mark)" } == ["my.yaml:\(line + 1):\(column)"], "\(issues)")
  }

  @Test(arguments: ["value: DefaultCacheBehavior[].Compress", "where: \"!Origins[?Id]\""])
  func `what gives nothing for another reason is a warning in every file`(lines: String) {
    #expect(issues(lines).errors == [] && issues(lines).warnings.count == 1)
  }

  @Test(arguments: [
    "value: Logging\nexpect: {equals: {Bucket: x}}\nrepair: {mode: auto, set: {Bucket: x, Enabled: true}}",
    "value: Logging\nparameters: {x: {}}\nexpect: {equals: {parameter: x}}\nrepair: {mode: auto, set: {parameter: x}}",
    "checks:\n  - select: Origins\n    value: Id\n    repair: {mode: none}\n  - value: Comment\nrepair: {mode: auto, where: Staging, set: x}",
    "value: Aliases\nexpect: {excludes: [a]}\nrepair: {mode: auto, set: []}", "value: Comment\nrepair: {set: null}",
    "select: Origins\nvalue: Bucket.Policy\nrepair: {mode: auto, set: {Statement: [{Sid: x}]}}",
    "value: Id\nexpect: {allows: {actions: [a], on: [b]}}",
  ])
  func `literals of known members, parameters and grants are no doubt`(lines: String) { #expect(doubts(lines) == []) }

  @Test func `a name is known where one of the kinds of resource has it`() {
    let both = "[AWS::CloudFront::Function, AWS::Lambda::Version]"
    #expect(doubts("value: LIVE.FunctionCode || Code.Text", resource: both) == [])
    #expect(doubts("value: LIVE.FunctionCode || Code.Txt", resource: both).count == 1)
  }

  @Test func `the rules that ship raise no doubts`() {
    for source in RuleSet.builtIn { #expect(RuleLint.issues(in: source) == RuleLint.Issues()) }
  }

  @Test func `a file that is no list of rules is left to the reader`() {
    for text in ["", "rules: 1", "- x", "rules: [1, {resource: x}, {resource: [[]], checks: 1, expect: x}]"] {
      #expect(RuleLint.issues(in: .init(file: "my.yaml", text: text)) == RuleLint.Issues())
    }
  }
}
