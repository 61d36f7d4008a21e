import Auditing
import Documents
import Estate
import Schema

extension Action {
  static let grantRead = Action(
    needs: RequiredAttributes(), parts: [PartOfType(.bucket, .bucketPolicy)],
    plan: { planner, expected, finding throws(Refusal) in try planner.grantRead(expected, for: finding) })
}

extension Planner {
  /// Adds a statement to a bucket's policy for each distribution or identity that may not read yet.
  fileprivate func grantRead(_ expected: JSONValue, for finding: Finding) throws(Refusal) -> [Proposal] {
    let place = finding.place
    let document = try members(of: finding.resource)[place, of: finding.resource.type.schema.root]
    guard case .fails(let readers) = Predicate.readableBy.judge(document, against: expected, at: time) else {
      throw Refusal("Who may read \(finding.resource.id) is not known. Change the policy by hand.")
    }
    var statements: [JSONValue] = []
    for reader in readers {
      let origins = (expected.array ?? expected["origins"].array ?? []).filter {
        $0["OriginAccessIdentity"] == reader || $0["Distribution"] == reader
      }
      let resources = Set(origins.compactMap { $0["Resource"].string }).sorted()
      guard let name = reader.string, !resources.isEmpty else { continue }
      statements.append(.grant(to: name, on: resources))
    }
    let changes: [Change]
    if document.isNull {
      changes = [
        Change(place, from: .null, to: ["Version": "2012-10-17", "Statement": .array(statements)])
      ]
    } else {
      changes = statements.map { addition(of: $0, to: document, at: place, sid: $0["Sid"].string ?? "") }
    }
    let schema = finding.resource.type.schema.root
    let after = changes.reduce(.object([place.root: document.withStatementList])) { $1.applied(to: $0, of: schema) }
    if Predicate.readableBy.judge(after[place, of: schema], against: expected, at: time) != .holds {
      throw Refusal("A statement of \(finding.resource.id)'s policy denies it. Change the policy by hand.")
    }
    return [Proposal(Part(.bucketPolicy, of: finding.resource), changes)]
  }
}

extension JSONValue {
  /// The statement that lets CloudFront read for a distribution, or an origin access identity.
  ///
  /// Follows <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html>.
  fileprivate static func grant(to reader: String, on resources: [String]) -> JSONValue {
    let partition = ARN(resources[0])?.partition ?? "aws"
    let resource: JSONValue = resources.count == 1 ? .string(resources[0]) : .array(resources.map { .string($0) })
    if let distribution = ARN(reader) {
      return [
        "Sid": .string("AllowCloudFrontServicePrincipal\(distribution.resourceName)"), "Effect": "Allow",
        "Principal": ["Service": "cloudfront.amazonaws.com"], "Action": "s3:GetObject", "Resource": resource,
        "Condition": ["StringEquals": ["AWS:SourceArn": .string(reader)]],
      ]
    }
    return [
      "Sid": .string("AllowOriginAccessIdentity\(reader)"), "Effect": "Allow",
      "Principal": [
        "AWS": .string("arn:\(partition):iam::cloudfront:user/CloudFront Origin Access Identity \(reader)")
      ],
      "Action": "s3:GetObject", "Resource": resource,
    ]
  }
}
