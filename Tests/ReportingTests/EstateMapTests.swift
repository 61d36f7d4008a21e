import Documents
import Estate
import Foundation
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

  /// What has the name of a resource of the estate's own and is of another account is a place of its own.
  @Test func `names of two accounts are two places`() throws {
    var estate = Self.estate()
    let (other, foreign) = ("999922223333", Self.arn.replacingOccurrences(of: "111122223333", with: "999922223333"))
    let second = Resource(
      reference: ResourceReference(
        type: .lambdaVersion, id: "resize:3", arn: foreign, account: other, region: "us-east-1",
        readFrom: estate.account),
      properties: ["FunctionArn": .string(foreign), "Role": .string("arn:aws:iam::\(other):role/edge")])
    let own = try #require(estate.resources.keys.first { $0.type == .lambdaVersion })
    let members = try #require(estate.resources[own]?.properties)
    estate.add(second)
    #expect(estate.resources[own]?.properties == members)
    estate.add(
      Resource(
        reference: ResourceReference(type: .lambdaFunction, id: "resize", account: estate.account, region: "us-east-1"),
        properties: [:]))
    estate.add(
      Resource(
        reference: ResourceReference(type: .bucket, id: "uploads", account: estate.account),
        properties: [
          "NotificationConfiguration": [
            "LambdaFunctionConfigurations": [
              ["LambdaFunctionArn": .string("arn:aws:lambda:us-east-1:\(other):function:resize")]
            ]
          ]
        ]))
    estate.add(
      Resource(
        reference: ResourceReference(type: .distribution, id: "E9", account: estate.account),
        properties: [
          "DefaultCacheBehavior": [
            "LambdaFunctionAssociations": [["EventType": "origin-response", "LambdaFunctionARN": .string(foreign)]]
          ]
        ]))
    let map = EstateMap(estate)
    let versions = map.nodes.filter { $0.title == "resize:3" || $0.kind == "Version" }
    #expect(versions.map(\.subtitle).filter { $0.hasSuffix(" of account \(other)") }.count == 1 && versions.count == 2)
    let roles = map.nodes.filter { $0.title == "edge" }
    #expect(Set(roles.map(\.subtitle)) == ["Role", "Role of account \(other)"])
    let bucket = try #require(map.nodes.firstIndex { $0.title == "uploads" })
    let started = map.edges.filter { $0.from == bucket }.map { map.nodes[$0.to] }
    #expect(started.map(\.subtitle) == ["Function of account \(other)"])
    #expect(started.map(\.note) == ["not read"])
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

  @Test(arguments: [1, 3, 12]) func `no line passes behind a box`(distributions: Int) throws {
    var estate = Self.estate(distributions: distributions)
    func add(_ type: ResourceType, _ id: String, _ members: JSONObject) {
      estate.add(
        Resource(
          reference: ResourceReference(type: type, id: id, account: "111122223333", region: "eu-west-3"),
          properties: members))
    }
    // Over one column and over two, past few boxes and many: logs, roles, and origins of tenants.
    for number in 1...20 {
      add(.role, "role-\(number)", [:])
      add(.logGroup, "/aws/lambda/us-east-1.resize\(number % 2 == 0 ? "" : "r\(number)")", [:])
      add(.bucket, "bucket-\(number)", [:])
      let origin: JSONValue = ["DomainName": .string("bucket-\(21 - number).s3.eu-west-1.amazonaws.com")]
      add(.distributionTenant, "tenant-\(number)", ["DistributionId": "E1", "Origins": [origin]])
    }
    let drawn = MapDrawing.document(EstateMap(estate))
    func numbers(_ text: Substring) -> [Double] { text.matches(of: #/-?\d+/#).compactMap { Double($0.output) } }
    let boxes = drawn.matches(of: #/<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/#).map { box in
      numbers(box.output.0)
    }
    let lines = drawn.matches(of: #/ d="M([^"]*)"/#).map(\.output.1)
    #expect(lines.count { $0.contains("H") } >= 20 && boxes.count > 60)
    for line in lines {
      var points: [(x: Double, y: Double)] = []
      for part in line.matches(of: #/[CH]?[-\d ]+/#).map(\.output) {
        let n = numbers(part)
        guard let last = points.last else {
          points.append((n[0], n[1]))
          continue
        }
        for step in 1...40 {
          let (t, s) = (Double(step) / 40, 1 - Double(step) / 40)
          if part.hasPrefix("H") {
            points.append((last.x * s + n[0] * t, last.y))
          } else {
            func at(_ axis: Int, _ begin: Double) -> Double {
              begin * s * s * s + 3 * n[axis] * s * s * t + 3 * n[2 + axis] * s * t * t + n[4 + axis] * t * t * t
            }
            points.append((at(0, last.x), at(1, last.y)))
          }
        }
      }
      // Where it begins and ends it touches one.
      let behind = boxes.first { box in
        points.contains {
          $0.x > box[0] + 0.1 && $0.x < box[0] + box[2] - 0.1 && $0.y > box[1] && $0.y < box[1] + box[3]
        }
      }
      #expect(behind == nil, "\(line)")
    }
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

  @Test(.enabled(if: Graphviz.isThere, "no Graphviz to read the graph: apt-get install graphviz"))
  func `Graphviz reads the graph, whatever names there are`() throws {
    var estate = Self.estate(distributions: 50)
    for name in [
      #"a"b"#, #"ends in \"#, #"\N\l\G"#, "<b>bold</b>", "a\nb", "]; evil [", "日本語 😀", "{a|b}", "&amp;&nope;", "--", "",
    ] {
      estate.add(Resource(reference: ResourceReference(type: .bucket, id: name), properties: [:]))
    }
    let map = EstateMap(estate)
    let drawn = try Graphviz.plain(MapGraph.document(map))
    #expect(drawn.nodes == map.nodes.count && drawn.edges == map.edges.count, "\(drawn)")
    #expect(drawn.errors.isEmpty, "\(drawn.errors)")
  }
}

/// Debian's Graphviz.
private enum Graphviz {
  static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/dot")

  /// How many nodes and edges it finds in a graph, and what it complains of.
  static func plain(_ graph: String) throws -> (nodes: Int, edges: Int, errors: String) {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).dot")
    try graph.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/dot")
    process.arguments = ["-Tplain", "-o", "\(file.path).plain", file.path]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let plain = URL(filePath: "\(file.path).plain")
    defer { try? FileManager.default.removeItem(at: plain) }
    let lines = try String(contentsOf: plain, encoding: .utf8).split(separator: "\n")
    return (
      lines.count { $0.hasPrefix("node ") }, lines.count { $0.hasPrefix("edge ") },
      String(decoding: said, as: UTF8.self)
    )
  }
}

/// Maps of more places than a person can look over.
@Suite struct LargeMapTests {
  @Test func `a small map is drawn as it is`() {
    let map = EstateMap(EstateMapTests.estate(distributions: 3))
    #expect(map.grouped().nodes.count == map.nodes.count && map.grouped().remarks.isEmpty)
  }

  @Test func `places that look and lead alike are drawn as one, with their number`() throws {
    let map = EstateMap(EstateMapTests.estate(distributions: 1000))
    let grouped = map.grouped()
    // As one of them is drawn alone, but for the two log groups of a function, which are alike as well.
    #expect(grouped.nodes.count == EstateMap(EstateMapTests.estate()).nodes.count - 1)
    let distribution = try #require(grouped.nodes.first { $0.kind == "Distribution" })
    #expect(distribution.size == 1000 && distribution.subtitle == "and 999 more: Distribution")
    #expect(grouped.nodes.first { $0.title == "/api/*" }?.subtitle == "1000 of that name: behaviour")
    let counts = "\(map.nodes.count) as \(grouped.nodes.count)"
    #expect(grouped.remarks == ["Places that are alike are drawn as one: \(counts)."])
    #expect(MapDrawing.document(grouped).contains("are drawn as one"))
    #expect(MapGraph.document(grouped).contains("are drawn as one"))
  }

  @Test func `what is wrong with some is not said of the others`() throws {
    let odd = SampleReport.finding(
      "compression", .low, on: SampleReport.distribution("E7"), at: "CacheBehaviors[/api/*].Compress", message: "No.")
    let grouped = EstateMap(EstateMapTests.estate(distributions: 500), findings: [odd]).grouped()
    let distributions = grouped.nodes.filter { $0.kind == "Distribution" }
    #expect(distributions.map(\.size).sorted() == [1, 499])
    #expect(distributions.filter { $0.status == .wrong }.map(\.title) == ["www7.example.com"])
    #expect(distributions.first { $0.size == 499 }?.finding == nil)
  }

  @Test func `whoever leads to another place is another`() throws {
    var estate = EstateMapTests.estate(distributions: 400)
    var other = try #require(estate.resources[ResourceKey(.distribution, "E400")])
    other.properties["Origins"] = [["Id": "o", "DomainName": "other.s3.eu-west-1.amazonaws.com"]]
    let reference = ResourceReference(type: .distribution, id: "E401")
    estate.add(Resource(reference: reference, properties: other.properties))
    let grouped = EstateMap(estate).grouped()
    #expect(grouped.nodes.filter { $0.kind == "Distribution" }.map(\.size).sorted() == [1, 400])
  }

  @Test func `each its own function and pattern is still a map to look over`() {
    var estate = EstateMapTests.estate()
    for number in 1...500 {
      let arn = "arn:aws:cloudfront::111122223333:function/f\(number)"
      let behaviour: JSONValue = [
        "PathPattern": .string("/\(number)/*"), "TargetOriginId": "o",
        "FunctionAssociations": [["EventType": "viewer-request", "FunctionARN": .string(arn)]],
      ]
      estate.add(
        Resource(
          reference: ResourceReference(type: .distribution, id: "D\(number)"),
          properties: ["CacheBehaviors": [behaviour]]))
    }
    let grouped = EstateMap(estate).grouped()
    #expect(grouped.nodes.count < 20)
    #expect(grouped.nodes.contains { $0.subtitle == "and 499 more: behaviour" })
  }

  @Test func `what is left out of a map that is too large is said, and is not what is wrong`() {
    var estate = Estate(account: "1")
    for length in 1...12 {
      // Of each another number of behaviours, so that no two are alike.
      let behaviours = (1...length).map { number -> JSONValue in
        [
          "PathPattern": "/", "TargetOriginId": "",
          "FunctionAssociations": .array(
            Array(repeating: ["EventType": .string("e\(number)")], count: number)),
        ]
      }
      estate.add(
        Resource(
          reference: ResourceReference(type: .distribution, id: "D\(length)"),
          properties: ["CacheBehaviors": .array(behaviours)]))
    }
    let odd = SampleReport.finding(
      "compression", .low, on: SampleReport.distribution("D12"), at: "HttpVersion", message: "No.")
    let grouped = EstateMap(estate, findings: [odd]).grouped(atMost: 5)
    #expect(grouped.nodes.count == 5 && grouped.nodes.contains { $0.status == .wrong })
    #expect(grouped.edges.allSatisfy { $0.from < 5 && $0.to < 5 })
    #expect(grouped.remarks.last?.contains("left out, none of them with something wrong") == true, "\(grouped.remarks)")
  }
}
