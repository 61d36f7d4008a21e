import Foundation
import Testing

@testable import Auditing

@Suite struct RuleLintTests {
  /// A rule on distributions with these lines in it.
  private func warnings(_ lines: String, resource: String = "AWS::CloudFront::Distribution") -> [String] {
    let text = """
      rules:
        - resource: \(resource)
      \(lines.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
      """
    return RuleLint.warnings(in: .init(file: "my.yaml", text: text)).map(\.description)
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
      ("value: Origins.Items[].DomainName", "my.yaml:3:20: \"Items\" of a list is nothing", "leave `.Items` out"),
      ("value: Aliases.Quantity", "my.yaml:3:20: \"Quantity\" of a list", "here is a list of plain values"),
      ("where: \"!ViewerCertificate.CloudFrontDefaultCertificate\"", "my.yaml:3:14: `!` binds tighter", "`!(a.b)`"),
      ("where: \"!Origins[?Id]\"", "my.yaml:3:14: `!` binds tighter", ""),
    ])
  func `what can only give nothing is said with its place`(lines: String, place: String, hint: String) {
    let warnings = warnings(lines)
    let isSaid = warnings.first.map { $0.contains(place) && (hint.isEmpty || $0.contains(hint)) }
    #expect(warnings.count == 1 && isSaid == true, "\(warnings)")
  }

  @Test(
    arguments: [
      "value: \"[DefaultCacheBehavior, CacheBehaviors][].PathPattern\"",
      "select: \"[DefaultCacheBehavior, CacheBehaviors][] | [?Compress]\"\nvalue: PathPattern",
      "select: \"[@][?Logging]\"\nvalue: Logging.Enabled",
      "value: Origins[].Bucket.Policy.Statement[?Effect == 'Allow'].Principal.whatever",
      "path: Comment.anything", "value: \"(Aliases || `[]`)[0]\"",
      "value: not_null(DefaultCacheBehavior, CacheBehaviors[0]).Compress",
      "value: map(&Id, Origins)[]", "value: \"merge(DefaultCacheBehavior, {x: Comment}).[x, Compress]\"",
      "value: values(DefaultCacheBehavior)[].anything", "value: DefaultCacheBehavior.*.anything",
      "where: \"!(ViewerCertificate.CloudFrontDefaultCertificate) && !contains(Comment, 'x')\"",
      "where: \"Tags[?Key == 'x'].Value | [0] == 'y'\"", "value: \"`{\\\"a\\\": 1}`.a\"",
      "value: \"[Origins, OriginGroups][][].Id\"", "value: key_value_stores_opened(Comment)[].x",
      "message: \"{id} {path} {expected} {actual} {parameters.x} {Id}\"",
    ])
  func `what may give something is not doubted`(lines: String) { #expect(warnings(lines) == []) }

  @Test func `a name is known where one of the kinds of resource has it`() {
    let both = "[AWS::CloudFront::Function, AWS::Lambda::Version]"
    #expect(warnings("value: LIVE.FunctionCode || Code.Text", resource: both) == [])
    #expect(warnings("value: LIVE.FunctionCode || Code.Txt", resource: both).count == 1)
  }

  @Test func `the rules that ship raise no doubts`() {
    for source in RuleSet.builtIn { #expect(RuleLint.warnings(in: source) == []) }
  }

  @Test func `a file that is no list of rules is left to the reader`() {
    for text in ["", "rules: 1", "- x", "rules: [1, {resource: x}, {resource: [[]], checks: 1, expect: x}]"] {
      #expect(RuleLint.warnings(in: .init(file: "my.yaml", text: text)) == [])
    }
  }
}
