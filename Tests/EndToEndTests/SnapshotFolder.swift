import Documents
import Foundation

extension Folder {
  /// A folder with `estate.json`, a snapshot of distributions, `E1` and so on, that allow plain HTTP and old TLS.
  ///
  /// - Parameter isWhole: Whether all was read of them; else their list alone.
  static func withEstate(of count: Int = 1, isWhole: Bool = false) throws -> Folder {
    let folder = try Folder()
    let distributions = (0..<count).map { index -> JSONValue in
      let id = "E\(index + 1)"
      let arn = "arn:aws:cloudfront::111122223333:distribution/\(id)"
      return [
        "type": "AWS::CloudFront::Distribution", "id": .string(id), "arn": .string(arn), "account": "111122223333",
        "region": "global",
        "properties": [
          "Id": .string(id), "ARN": .string(arn), "DefaultCacheBehavior": ["ViewerProtocolPolicy": "allow-all"],
          "ViewerCertificate": ["MinimumProtocolVersion": "TLSv1"],
        ],
      ]
    }
    let snapshot: JSONValue = [
      "schemaVersion": "1", "startedAt": "2026-01-01T00:00:00.000Z", "finishedAt": "2026-01-01T00:00:01.000Z",
      "account": "111122223333", "regions": ["us-east-1"], "apiCalls": ["byOperation": [:], "retries": 0],
      "coverage": .array(
        (["cloudfront:ListDistributions"] + (isWhole ? Self.others : [])).map {
          .string("AWS::CloudFront::Distribution \($0)")
        }),
      "resources": .array(distributions),
      "absences": [], "gaps": [],
    ]
    try Data(JSONWriter().bytes(snapshot)).write(to: folder.url.appendingPathComponent("estate.json"))
    return folder
  }

  /// What distributions are read by beside their list.
  private static let others = [
    "cloudfront:GetDistributionConfig", "cloudfront:ListInvalidations", "cloudfront:ListTagsForResource",
    "logs:DescribeDeliveries",
  ]
}
