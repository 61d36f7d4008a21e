/// A control of a standard, or of another tool, that asks for what a rule asks for. Rules name them in their references: by
/// the page of AWS Security Hub or Prowler, or as `STANDARD/ID`.
public struct Control: Sendable, Hashable {
  /// The standard or the tool: `AWS Security Hub`.
  public let standard: String
  /// The control's id there: `CloudFront.3`.
  public let id: String

  /// As people write it: `AWS Security Hub CloudFront.3`.
  public var name: String { "\(standard) \(id)" }

  /// As a tag of SARIF, like GitHub's own `external/cwe/cwe-79`: `external/aws-security-hub/cloudfront.3`.
  public var tag: String {
    let words = [standard, id].map { $0.lowercased().replacing(" ", with: "-") }
    return "external/\(words.joined(separator: "/"))"
  }

  /// The names that Security Hub gives to services, by the names of its pages.
  private static let services = [
    "cloudfront": "CloudFront", "cloudwatch": "CloudWatch", "iam": "IAM", "lambda": "Lambda", "s3": "S3",
  ]

  /// The control that a reference names; `nil` where it names none.
  init?(reference: String) {
    if let match = reference.firstMatch(
      of: /securityhub\/latest\/userguide\/[a-z0-9]+-controls\.html#([a-z0-9]+)-([0-9]+)$/),
      let service = Self.services[String(match.1)]
    {
      (standard, id) = ("AWS Security Hub", "\(service).\(match.2)")
    } else if let match = reference.firstMatch(of: /^https:\/\/hub\.prowler\.com\/check\/([a-z0-9_]+)$/) {
      (standard, id) = ("Prowler", String(match.1))
    } else if !reference.contains("://"), let slash = reference.lastIndex(of: "/") {
      (standard, id) = (String(reference[..<slash]), String(reference[reference.index(after: slash)...]))
    } else {
      return nil
    }
  }
}

extension Rule {
  /// The controls of standards and other tools that its references name, in their order.
  public var controls: [Control] { references.compactMap(Control.init) }

  /// The pages that its references name.
  public var pages: [String] { references.filter { $0.contains("://") } }
}
