import Documents
import Schema
import Testing
@testable import Estate

@Suite struct SnapshotTests {
  private var snapshot: Snapshot {
    var estate = Estate(
      account: "111122223333", regions: ["eu-west-1", "us-east-1"],
      coverage: Set(ResourceType.distribution.schema.groups))
    estate.add(
      Resource(
        reference: ResourceReference(
          type: .distribution, id: "E1", arn: "arn:aws:cloudfront::111122223333:distribution/E1",
          account: "111122223333"),
        properties: ["Id": "E1", "Enabled": true, "CacheBehaviors": [["PathPattern": "/api/*", "MinTTL": 0]]]))
    estate.addAbsence(.init(.lambdaVersion, "gone:3", region: "us-east-1"))
    estate.addGap(
      Gap(
        operation: "cloudfront:GetDistributionConfig", resource: ResourceReference(type: .distribution, id: "E1"),
        group: "cloudfront:GetDistributionConfig", code: "AccessDenied", message: "no", advice: "Allow it.",
        hides: [.role]))
    return Snapshot(
      estate: estate, startedAt: "2026-11-21T00:00:00.000Z", finishedAt: "2026-11-21T00:00:01.000Z",
      callsByOperation: ["cloudfront:ListDistributions": 1], retries: 2)
  }

  @Test func `a snapshot reads back as it was written`() throws {
    let text = JSONWriter(.pretty).string(snapshot.document)
    let read = try Snapshot(document: JSONReader.read(Array(text.utf8)))
    #expect(read == snapshot)
  }

  @Test func `a secret that somebody has left in a snapshot is taken out where it is read`() throws {
    var document = snapshot.document.object ?? [:]
    func resource(_ type: ResourceType, _ id: String, _ properties: JSONObject) -> JSONValue {
      [
        "type": .string(type.rawValue), "id": .string(id), "arn": "", "account": "111122223333", "region": "us-east-1",
        "properties": .object(properties),
      ]
    }
    let secret = "hunter2"
    document["resources"] = [
      resource(.lambdaFunction, "f", ["Environment": ["Variables": ["TOKEN": .string(secret)]]]),
      resource(
        .distribution, "E1",
        ["Origins": [["Id": "o", "CustomHeaders": [["HeaderName": "X-Key", "HeaderValue": .string(secret)]]]]]),
    ]
    let text = JSONWriter().string(try Snapshot(document: .object(document)).document)
    #expect(!text.contains(secret) && text.contains("TOKEN") && text.contains("X-Key"))
  }

  @Test func `what is no snapshot is refused, and says where`() throws {
    #expect(throws: SnapshotError.self) { try Snapshot(document: ["resources": []]) }
    guard var document = snapshot.document.object else { return }
    document["schemaVersion"] = "2"
    #expect { try Snapshot(document: .object(document)) } throws: { "\($0)".contains("schemaVersion") }
    document = snapshot.document.object ?? [:]
    document["resources"] = [["type": "AWS::Nope::Nope"]]
    #expect { try Snapshot(document: .object(document)) } throws: { "\($0)".contains("resources[0].type") }
  }

  // As the AWS CLI prints it, or as somebody has edited it: compared, it would be the same as nothing.
  @Test(
    arguments: [
      ("Aliases", ["Quantity": 1, "Items": ["a"]], "Aliases is no list"), ("Aliases", "a", "Aliases is no list"),
      ("Enabled", "true", "Enabled is neither true nor false"), ("Comment", 1, "Comment is no text"),
      ("DefaultCacheBehavior", [], "DefaultCacheBehavior is no structure"),
      ("CacheBehaviors", [["MinTTL": "0"]], "CacheBehaviors.MinTTL is no number"),
      ("CacheBehaviors", ["/a"], "CacheBehaviors has an entry that is no structure"),
    ] as [(String, JSONValue, String)])
  func `a member of another kind is refused, and said`(member: String, value: JSONValue, words: String) throws {
    var resource = (snapshot.document["resources"][0].object ?? [:])
    resource["properties"] = .object((resource["properties"]?.object ?? [:]).merging([member: value]))
    var document = snapshot.document.object ?? [:]
    document["resources"] = [.object(resource)]
    #expect { try Snapshot(document: .object(document)) } throws: {
      "\($0)".contains("resources[0].properties has \(words)")
    }
  }
}
