import Auditing
import Documents
import Estate
import Foundation

/// Reports with the troubles that edge estates have.
enum SampleReport {
  static let account = "123456789012"

  static func distribution(_ id: String) -> ResourceReference {
    ResourceReference(
      type: .distribution, id: id, arn: "arn:aws:cloudfront::\(account):distribution/\(id)", account: account)
  }

  static func function(_ name: String) -> ResourceReference {
    ResourceReference(
      type: .cloudFrontFunction, id: name, arn: "arn:aws:cloudfront::\(account):function/\(name)", account: account)
  }

  static func role(_ name: String) -> ResourceReference {
    ResourceReference(type: .role, id: name, arn: "arn:aws:iam::\(account):role/\(name)", account: account)
  }

  static func logGroup(_ name: String, _ region: String) -> ResourceReference {
    ResourceReference(
      type: .logGroup, id: name, arn: "arn:aws:logs:\(region):\(account):log-group:\(name)", account: account,
      region: region)
  }

  static let noRepair = Finding.Repair.none

  static func repair(_ summary: String, isAutomatic: Bool = true) -> Finding.Repair {
    Finding.Repair(.set(true), summary: summary, isAutomatic: isAutomatic)
  }

  static func finding(
    _ rule: String, _ severity: Severity, _ status: Finding.Status = .fail, on resource: ResourceReference,
    at path: String = "", expected: JSONValue = nil, actual: JSONValue = nil, title: String = "", message: String,
    why: String = "", remediation: String = "", repair: Finding.Repair = noRepair, waiver: Finding.Waiver? = nil,
    line: Int = 1
  ) -> Finding {
    // A stand-in for the real fingerprint: as long, and different for each place.
    let key = "\(rule)|\(resource.type.rawValue)|\(resource.id)|\(resource.region)|\(path)"
    let number = key.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    let digits = String(number, radix: 16)
    let half = String(repeating: "0", count: 16 - digits.count) + digits
    return Finding(
      fingerprint: half + half, rule: rule, title: title, severity: severity, status: status, waiver: waiver,
      resource: resource, place: DocumentPath(path), expected: expected, actual: actual, message: message, why: why,
      remediation: remediation, repair: repair, source: SourceMark(file: "built-in/\(rule).yaml", line: line))
  }

  static func run(
    resources: Int = 41, rules: Int = 18,
    calls: [String: Int] = [
      "cloudfront:ListDistributions": 1, "cloudfront:GetDistributionConfig": 12, "lambda:GetFunctionConfiguration": 9,
      "iam:GetRole": 7, "s3:GetBucketPolicy": 5,
    ], retries: Int = 2
  ) -> AuditReport.Run {
    AuditReport.Run(
      id: "5b0f9a3e-6d0c-4c52-9a77-0f6f5d3c2e11", version: "1.0.0",
      startedAt: Date(timeIntervalSince1970: 1_792_229_400.25),
      finishedAt: Date(timeIntervalSince1970: 1_792_229_404.5),
      accounts: [account], regions: ["us-east-1", "eu-west-1"], resources: resources, rules: rules,
      callsByOperation: calls, retries: retries)
  }

  static let nothingWrong = AuditReport(run: run(), findings: [], passes: 312, failures: [])

  static let nothingFound = AuditReport(
    run: run(resources: 0, calls: ["cloudfront:ListDistributions": 1], retries: 0), findings: [], passes: 0,
    failures: [])

  static let roleDenied = AuditReport.Failure(
    operation: "iam:GetRole", resource: role("edge-auth-role"), code: "AccessDenied",
    message: """
      User: arn:aws:sts::123456789012:assumed-role/ci-auditor/GitHubActions is not authorized to perform: iam:GetRole \
      on resource: role edge-auth-role because no identity-based policy allows the iam:GetRole action \
      (request 8d3f2f0c-7c1c-4d0a-9a45-0be3c1b7a9d2)
      """,
    advice: "Allow iam:GetRole to the caller; `audit permissions` prints the smallest policy that does.",
    unjudgedRules: ["edge-role-logging", "edge-role-trust", "edge-role-trust-open"])

  static let unknownOnly = AuditReport(
    run: run(),
    findings: ["edge-auth-role", "edge-rewrite-role"].flatMap { name in
      roleDenied.unjudgedRules.map { rule in
        finding(
          rule, rule == "edge-role-trust" ? .critical : .high, .unknown, on: role(name), at: "AssumeRolePolicyDocument",
          actual: .unread(0), message: "The role could not be read (iam:GetRole: AccessDenied).")
      }
    },
    passes: 290,
    failures: [
      roleDenied,
      AuditReport.Failure(
        operation: "iam:GetRole", resource: role("edge-rewrite-role"), code: "AccessDenied",
        message: "User: arn:aws:sts::123456789012:assumed-role/ci-auditor/GitHubActions is not authorized",
        advice: roleDenied.advice, unjudgedRules: roleDenied.unjudgedRules),
      AuditReport.Failure(
        operation: "logs:DescribeLogGroups",
        resource: ResourceReference(type: .logGroup, id: "*", account: account, region: "ap-southeast-2"),
        code: "Unreachable", message: "Connection to logs.ap-southeast-2.amazonaws.com timed out after 30 s.",
        advice: "Check the network, or leave the region out with --region.", unjudgedRules: ["edge-log-retention"]),
    ])

  /// Every kind of trouble at once.
  static let troubled = AuditReport(
    run: run(resources: 41, rules: 42), findings: TroubledFindings.all, passes: 512,
    failures: unknownOnly.failures,
    warnings: [
      AuditReport.Warning(
        message: """
          This waiver of compression expired on 2026-09-30 and waives nothing any more, but 2 findings fit it: mend \
          them, or set a new date.
          """, source: SourceMark(file: "ci/audit.yaml", line: 14, column: 5)),
      AuditReport.Warning(
        message: "This waiver of access-logging fits no finding.\u{1B}[2J",
        source: SourceMark(file: "ci/audit.yaml", line: 19)),
    ])
}
