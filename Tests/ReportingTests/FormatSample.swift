import Auditing
import Documents
import Estate
import Testing

extension SampleReport {
  /// Text that means something in each of the formats.
  static let hostile =
    "</code></script><img src=x onerror=alert(1)> ]]> &amp; @team #12 | `x` [a](https://evil.example) www.evil.example\n"
    + "::error::forged%0A $a$ \u{1B}[2J\u{202E}\u{0}\u{FFFE} {0}"

  /// One finding of each kind, hostile ones among them, and rules that were evaluated.
  static func formats() throws -> AuditReport {
    let wanted = ["edge-lambda-version-pinned", "function-date-parsing", "compression", "access-logging"]
    var findings = wanted.flatMap { rule in TroubledFindings.all.filter { $0.rule == rule }.prefix(2) }
    findings += TroubledFindings.all.filter { $0.resource.id == "E3HOSTILE00000" }
    findings += unknownOnly.findings.prefix(1)
    findings.append(
      Finding(
        fingerprint: "0123456789abcdef0123456789abcdef", rule: "mine", title: hostile, severity: .info, status: .fail,
        resource: ResourceReference(type: .logGroup, id: hostile, region: "eu-west-1"),
        place: DocumentPath("Tags").element(hostile),
        expected: ["in": [.string(hostile)]], actual: .string(hostile), message: hostile, why: hostile,
        remediation: hostile, repair: repair(hostile, isAutomatic: false),
        source: SourceMark(file: "./my rules/ü:1,%.yaml", line: 7)))
    let read = RuleFile.read(rules, file: "rules/example.yaml")
    try #require(read.issues.isEmpty, "\(read.issues)")
    let passes = ["compression": 10, "security-headers": 12]
    return AuditReport(
      run: run(),
      rules: read.rules.map {
        AuditReport.EvaluatedRule(rule: $0, severity: $0.severity, passes: passes[$0.id] ?? 0)
      },
      findings: findings.sorted { $0.severity > $1.severity }, passes: 22, failures: unknownOnly.failures,
      warnings: troubled.warnings)
  }

  private static let rules = """
    rules:
      - id: compression
        title: Behaviours compress
        severity: low
        resource: AWS::CloudFront::Distribution
        select: "[DefaultCacheBehavior, CacheBehaviors][]"
        value: Compress
        expect: {equals: true}
        message: "{path} does not compress."
        why: Viewers wait, and each byte is billed.
        remediation:
          recommendation: Set Compress to true.
          terraform: |
            compress = true
        references: [https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html]
        repair: {mode: auto, set: true, summary: Set Compress to true.}
      - id: security-headers
        title: Every behaviour sets security headers
        severity: medium
        resource: AWS::CloudFront::Distribution
        value: DefaultCacheBehavior.ResponseHeadersPolicyId
        expect: {present: true}
        message: "{id} sets none."
        why: Browsers protect only those that ask for it.
        remediation: {recommendation: Set the managed policy.}
        repair: {mode: none}
      - id: origin-bucket-public
        title: No bucket is public
        severity: critical
        resource: AWS::S3::Bucket
        value: Name
        expect: {present: true}
        message: "{id} is public."
        why: Everybody can read it.
        remediation: {recommendation: Block public access.}
        repair: {mode: none}
    """
}
