import Documents
import Foundation

extension Folder {
  /// A folder with `estate.json`, a snapshot of one distribution, `E1`, that allows plain HTTP and old TLS.
  static func withEstate() throws -> Folder {
    let folder = try Folder()
    let arn = "arn:aws:cloudfront::111122223333:distribution/E1"
    let snapshot: JSONValue = [
      "schemaVersion": "1", "startedAt": "2026-01-01T00:00:00.000Z", "finishedAt": "2026-01-01T00:00:01.000Z",
      "account": "111122223333", "regions": ["us-east-1"], "apiCalls": ["byOperation": [:], "retries": 0],
      "coverage": ["AWS::CloudFront::Distribution cloudfront:ListDistributions"],
      "resources": [
        [
          "type": "AWS::CloudFront::Distribution", "id": "E1", "arn": .string(arn), "account": "111122223333",
          "region": "global",
          "properties": [
            "Id": "E1", "ARN": .string(arn), "DefaultCacheBehavior": ["ViewerProtocolPolicy": "allow-all"],
            "ViewerCertificate": ["MinimumProtocolVersion": "TLSv1"],
          ],
        ]
      ],
      "absences": [], "gaps": [],
    ]
    try Data(JSONWriter().bytes(snapshot)).write(to: folder.url.appendingPathComponent("estate.json"))
    return folder
  }

  /// The text of a file in it; `nil` where there is none.
  func text(_ name: String) -> String? {
    try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  /// Writes a file in it.
  func write(_ text: String, to name: String) throws {
    try text.write(to: url.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }
}
