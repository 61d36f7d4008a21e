import Auditing
import Testing

@testable import Reporting

@Suite struct RuleManualTests {
  private static let file = """
    rules:
      - id: example-everything
        title: A rule that has `everything` | and more
        severity: high
        resource: [AWS::CloudFront::Distribution, AWS::Lambda::Version]
        enabled: false
        where: "Tags[?Key == 'tier' && Value == `\\"critical\\"`]"
        parameters:
          maxDays:
            default: 90
            description: The longest `retention` that is accepted, in days.
          accepted:
            default: [TLSv1.2_2021, TLSv1.3_2025]
            description: The security policies that are accepted.
        checks:
          - select: "[DefaultCacheBehavior, CacheBehaviors][].LambdaFunctionAssociations[?EventType == 'viewer-request']"
            value: LambdaFunctionARN
            expect: {matches: ":function:[^:]+:[1-9][0-9]*$"}
            message: "The {EventType} association names {actual} instead of a *numbered* version."
          - value: ViewerCertificate.MinimumProtocolVersion
            expect: {in: {parameter: accepted}}
          - value: Timeout
            expect: {atMost: 5}
          - value: Comment
            expect: {notEquals: ""}
          - value: Aliases
            expect: {covers: {expression: "DefaultCacheBehavior.TrustedSigners.Items || `[]`"}}
          - select: Comment
            expect: {equals: {a: [1, null]}}
        message: "{path} is {actual}; {parameters.accepted} are accepted."
        why: >-
          Without it `something` happens that takes a long sentence to explain, one that is longer than a line of eighty
          columns and has <angles>, *stars* and snake_case in it.

          And then something else.
        symptoms: Viewers see a 502 while every dashboard of the account is green.
        remediation:
          recommendation: Publish a version and associate it.
          cli: |
            aws lambda publish-version --function-name NAME --region us-east-1 \\
              --query 'FunctionArn' --output text   # a line that is longer than eighty columns and stays as it is

            echo "```"
          terraform: |
            resource "aws_lambda_function" "edge" {
              publish = true
            }
        references:
          - https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
          - https://example.com/
        repair:
          mode: asked
          action: associate-newest-version
          summary: Associate the newest published version.

      - id: example-least
        title: A rule that has what it must have
        severity: critical
        resource: AWS::S3::Bucket
        value: Name
        expect: {present: true}
        message: "{id} has no name."
        why: Because.
        remediation: {recommendation: Give it one.}
        repair: {mode: none}
    """

  private static func rules() throws -> [Rule] {
    let read = RuleFile.read(file, file: "rules/example.yaml")
    try #require(read.issues.isEmpty, "\(read.issues)")
    return read.rules
  }

  @Test("A page is the one that was looked at", arguments: [(80, false), (80, true), (50, false)])
  func page(width: Int, isColored: Bool) throws {
    let text = RuleManual.page(try Self.rules()[0], width: width, isColored: isColored)
    try Golden.expect(text, matches: "manual-\(isColored ? "color" : "\(width)").txt")
  }

  @Test("The page of a rule with little to say has no empty headings")
  func least() throws {
    let text = RuleManual.page(try Self.rules()[1])
    #expect(!text.contains("IN THE FIELD") && !text.contains("PARAMETERS") && !text.contains("REFERENCES"))
    try Golden.expect(text, matches: "manual-least.txt")
  }

  @Test("The document is the one that was looked at")
  func document() throws {
    try Golden.expect(RuleManual.pages(try Self.rules(), format: .markdown), matches: "manual.md")
  }

  @Test("Only what is copied is wider than the page, and no escape sequence comes without being asked for")
  func widths() throws {
    for rule in try RuleSet(RuleSet.builtIn).rules {
      let copied = [rule.remediation.cli, rule.remediation.terraform] + rule.references
      let lines = RuleManual.page(rule, width: 60).split(separator: "\n")
      for line in lines where line.count > 60 {
        // A name that is longer than the column beside the labels cannot be broken.
        let isLongName = line.split(separator: " ").contains { $0.count > 60 - 14 }
        let isCopied = copied.contains { $0.contains(line.trimmingPrefix { $0 == " " }) }
        #expect(isLongName || isCopied, "\(line)")
      }
      #expect(!lines.contains { $0.contains("\u{1B}") || $0.hasSuffix(" ") })
    }
  }
}
