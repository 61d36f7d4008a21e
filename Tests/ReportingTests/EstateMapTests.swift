import Documents
import Estate
import Schema
import Testing

@testable import Reporting

/// The map of an estate.
@Suite struct EstateMapTests {
  private static let arn = "arn:aws:lambda:us-east-1:111122223333:function:resize:3"

  static func estate(distributions: Int = 1) -> Estate {
    var estate = Estate(account: "111122223333", regions: ["eu-west-1", "us-east-1"])
    func add(_ type: ResourceType, _ id: String, arn: String = "", region: String = "global", _ members: JSONObject) {
      estate.add(
        Resource(
          reference: ResourceReference(type: type, id: id, arn: arn, account: "111122223333", region: region),
          properties: members))
    }
    for number in 1...distributions {
      add(
        .distribution, "E\(number)",
        [
          "Aliases": [.string("www\(number).example.com")],
          "Origins": [
            ["Id": "o", "DomainName": "images.s3.eu-west-1.amazonaws.com"],
            ["Id": "p", "DomainName": "api.example.com"],
          ],
          "DefaultCacheBehavior": [
            "TargetOriginId": "o",
            "FunctionAssociations": [
              ["EventType": "viewer-request", "FunctionARN": "arn:aws:cloudfront::111122223333:function/guard"]
            ],
            "LambdaFunctionAssociations": [["EventType": "origin-response", "LambdaFunctionARN": .string(arn)]],
          ],
          "CacheBehaviors": [["PathPattern": "/api/*", "TargetOriginId": "p"]],
        ])
    }
    add(
      .cloudFrontFunction, "guard",
      [
        "LIVE": [
          "FunctionConfig": [
            "KeyValueStoreAssociations": [["KeyValueStoreARN": "arn:aws:cloudfront::111122223333:key-value-store/abc"]]
          ]
        ]
      ])
    add(.keyValueStore, "dates", arn: "arn:aws:cloudfront::111122223333:key-value-store/abc", ["Name": "dates"])
    add(
      .lambdaVersion, "resize:3", arn: arn, region: "us-east-1",
      ["Role": "arn:aws:iam::111122223333:role/edge", "FunctionArn": .string(arn)])
    for region in ["eu-west-1", "us-east-1"] {
      add(.logGroup, "/aws/lambda/us-east-1.resize", region: region, ["logGroupName": "/aws/lambda/us-east-1.resize"])
    }
    estate.addAbsence(ResourceKey(.bucket, "images"))
    return estate
  }

  private func titles(_ map: EstateMap) -> Set<[String]> {
    Set(map.edges.map { [map.nodes[$0.from].title, map.nodes[$0.to].title] })
  }

  @Test func `it leads from distributions by behaviours and events to all that is behind them`() {
    let map = EstateMap(Self.estate())
    #expect(
      titles(map) == [
        ["www1.example.com", "everything else"], ["www1.example.com", "/api/*"], ["everything else", "guard"],
        ["everything else", "resize:3"], ["everything else", "images"], ["/api/*", "api.example.com"],
        ["guard", "dates"],
        ["resize:3", "edge"], ["resize:3", "eu-west-1"], ["resize:3", "us-east-1"],
      ])
    let behaviour = map.nodes.first { $0.title == "everything else" }
    #expect(behaviour?.ports == ["viewer-request", "origin-response", "origin"])
    let events = map.edges.filter { map.nodes[$0.from].title == "everything else" }.compactMap(\.port).sorted()
    #expect(events == [0, 1, 2])
  }

  @Test func `what does not exist is wrong, and what was not read is unknown`() {
    let map = EstateMap(Self.estate())
    func status(_ title: String) -> EstateMap.Status? { map.nodes.first { $0.title == title }?.status }
    #expect(status("images") == .wrong && status("edge") == .unknown && status("guard") == .good)
    let drawn = MapDrawing.document(map)
    #expect(drawn.contains("class=\"edge wrong\"") && drawn.contains("class=\"edge unknown\""))
    #expect(drawn.contains("node unknown") && drawn.contains("node wrong"))
    let graph = MapGraph.document(map)
    #expect(graph.contains("color=red") && graph.contains("style=dashed") && graph.contains("label=\"viewer-request\""))
  }

  @Test func `a finding is where it was found, down to the behaviour`() {
    let distribution = SampleReport.distribution("E1")
    let finding = SampleReport.finding(
      "compression", .low, on: distribution, at: "CacheBehaviors[/api/*].Compress", message: "It does not.")
    let map = EstateMap(Self.estate(), findings: [finding])
    let wrong = map.nodes.filter { $0.finding == finding.fingerprint }.map(\.title)
    #expect(Set(wrong) == ["www1.example.com", "/api/*"])
    #expect(MapDrawing.figure(map) { "#f-\($0)" }.contains("<a href=\"#f-\(finding.fingerprint)\""))
    #expect(!MapDrawing.document(map).contains("<a "))
  }

  @Test func `the same estate is drawn in the same way, and a larger one takes no more for each`() {
    #expect(MapDrawing.document(EstateMap(Self.estate())) == MapDrawing.document(EstateMap(Self.estate())))
    let (few, many) = (EstateMap(Self.estate(distributions: 10)), EstateMap(Self.estate(distributions: 1000)))
    #expect(many.nodes.count - few.nodes.count == 990 * 3 && many.edges.count - few.edges.count == 990 * 6)
    // Nothing stands on anything else.
    let places = MapDrawing.document(many).split(separator: "<rect ").dropFirst().map { $0.prefix { $0 != "w" } }
    #expect(Set(places).count == places.count)
  }

  @Test func `names are text, in both languages`() {
    var estate = Estate(account: "1")
    let id = "a\"</text><script>\\"
    estate.add(Resource(reference: ResourceReference(type: .bucket, id: id), properties: [:]))
    #expect(!MapDrawing.document(EstateMap(estate)).contains("<script"))
    #expect(MapGraph.document(EstateMap(estate)).contains(#"a\"</text><script>\\"#))
  }

  @Test func `nothing is drawn as nothing`() {
    #expect(MapDrawing.document(EstateMap(Estate())).contains("nothing to draw"))
  }
}
