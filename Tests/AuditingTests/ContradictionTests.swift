import Documents
import Estate
import Schema
import Testing

@testable import Auditing

/// What is declared of a resource and cannot all be is said with file and line, and nothing of it is repaired.
@Suite struct ContradictionTests {
  private static func read(_ files: String...) throws -> [Declaration] {
    try BaselineFile.declarations(
      in: files.enumerated().map { .init(file: "\($0).yaml", text: $1) },
      BaselineFile.Context(environment: [:]) { _ in "" })
  }

  /// A declaration of one distribution, whose settings begin in the fourth line.
  private static func file(_ settings: String, selector: String = "id: E1", more: String = "") -> String {
    """
    resources:
      - type: AWS::CloudFront::Distribution
        \(selector)
    \(settings.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
    \(more)
    """
  }

  private static let live: JSONObject = [
    "Comment": "live", "Aliases": ["a.example"],
    "CacheBehaviors": [["PathPattern": "/a", "Compress": false], ["PathPattern": "/b", "Compress": false]],
  ]

  private static func outcome(_ declarations: [Declaration]) -> Auditor.Outcome {
    Auditor(rules: [], declarations: declarations).audit(Estates.estate(Estates.distribution(live)))
  }

  /// What one declaration says that cannot be: the settings, the lines, and the words.
  static let alone: [(String, [Int], String)] = [
    (
      "expect:\n  CacheBehaviors:\n    - {PathPattern: /a, Compress: true}\n    - {PathPattern: /a, Compress: false}",
      [6, 7], "twice"
    ),
    (
      "expect:\n  CacheBehaviors:\n    - {PathPattern: /a}\n    - {PathPattern: /a}\nonly: [CacheBehaviors]", [6, 7],
      "twice"
    ),
    ("expect:\n  Aliases:\n    - a.example\n    - A.example", [6, 7], "twice"),
    ("expect:\n  Origins:\n    - {Id: o, DomainName: a}\n    - {Id: o, DomainName: b}", [6, 7], "twice"),
    (
      "expect:\n  DefaultCacheBehavior:\n    FunctionAssociations:\n      - {EventType: viewer-request, FunctionARN: a}\n"
        + "      - {EventType: viewer-request, FunctionARN: b}", [7, 8], "twice"
    ),
    (
      "expect:\n  Origins:\n    - Id: o\n      CustomHeaders:\n        - {HeaderName: X-A}\n        - {HeaderName: x-a}",
      [8, 9], "twice"
    ),
    ("expect:\n  Comment: c\nabsent: [Comment]", [2, 5], "absent"),
    ("expect:\n  CacheBehaviors:\n    - {PathPattern: /a}\nabsent: [\"CacheBehaviors[/a]\"]", [2, 6], "absent"),
    ("expect:\n  Comment: c\nabsent: true", [2], "absent"),
    (
      "expect:\n  ViewerCertificate:\n    CloudFrontDefaultCertificate: true\n    ACMCertificateArn: arn", [6, 7],
      "takes one"
    ),
    (
      "expect:\n  ViewerCertificate:\n    IAMCertificateId: i\n    ACMCertificateArn: arn", [6, 7], "takes one"
    ),
    (
      "expect:\n  Origins:\n    - Id: o\n      S3OriginConfig: {OriginAccessIdentity: o}\n"
        + "      CustomOriginConfig: {HTTPPort: 80}", [7, 8], "takes one"
    ),
    (
      "expect:\n  DefaultCacheBehavior:\n    CachePolicyId: p\n    ForwardedValues: {QueryString: false}", [6, 7],
      "takes one"
    ),
  ]

  @Test(arguments: alone) func `one declaration`(settings: String, lines: [Int], words: String) throws {
    let declarations = try Self.read(Self.file(settings))
    let issues = BaselineFile.contradictions(in: declarations)
    let issue = try #require(issues.first)
    #expect(issue.mark.file == "0.yaml" && issue.mark.line == lines[0], "\(issue)")
    for line in lines { #expect(issue.message.contains("0.yaml:\(line)"), "\(issue)") }
    #expect(issue.message.contains(words), "\(issue)")
    let outcome = Self.outcome(declarations)
    #expect(outcome.warnings.map(\.message) == issues.map(\.message))
    // What is not in question may be repaired.
    let concerned = outcome.findings.filter { $0.path != "CacheBehaviors[/b]" }
    #expect(concerned.allSatisfy { $0.repair.action == nil && $0.repair.isLeft })
  }

  /// What two declarations say that cannot both be: what each says, and the place.
  static let pairs: [(String, String, String)] = [
    ("expect: {Comment: a}", "expect: {Comment: b}", "Comment"),
    ("expect: {Comment: a}", "expect: {Comment: \"\"}", "Comment"),
    ("expect: {Enabled: true}", "expect: {Enabled: false}", "Enabled"),
    ("expect: {Aliases: [a]}", "expect: {Aliases: [b]}", "Aliases"),
    ("expect: {Aliases: []}", "expect: {Aliases: [b]}", "Aliases"),
    (
      "expect: {CacheBehaviors: [{PathPattern: /a, Compress: true}]}",
      "expect: {CacheBehaviors: [{PathPattern: /a, Compress: false}]}", "CacheBehaviors[/a].Compress"
    ),
    (
      "{expect: {CacheBehaviors: [{PathPattern: /a}, {PathPattern: /b}]}}",
      "{expect: {CacheBehaviors: [{PathPattern: /b}, {PathPattern: /a}]}}", "CacheBehaviors"
    ),
    ("expect: {Comment: a}", "absent: [Comment]", "Comment"),
    ("expect: {Comment: a}", "absent: true", ""),
    ("only: [CacheBehaviors]", "expect: {CacheBehaviors: [{PathPattern: /a}]}", "CacheBehaviors[/a]"),
    ("{expect: {Comment: a}, only: true}", "expect: {Aliases: [a]}", "Aliases"),
    ("expect: {WebACLId: null}", "expect: {WebACLId: x}", "WebACLId"),
  ]

  private static func settings(_ text: String) -> String {
    // In flow style the members of a declaration stand in braces.
    guard text.hasPrefix("{") else { return text }
    return String(text.dropFirst().dropLast()).replacing("}, only", with: "}\nonly")
  }

  @Test(arguments: pairs) func `two declarations`(one: String, two: String, place: String) throws {
    for (first, second) in [(one, two), (two, one)] {
      for selector in ["id: E1", "alias: a.example", "id: \"E*\""] {
        let declarations = try Self.read(
          Self.file(Self.settings(first)), Self.file(Self.settings(second), selector: selector))
        let isSeen = selector == "id: E1"
        // Whether a pattern means a resource at all, nobody says: absent, it contradicts who declares one.
        let issues = BaselineFile.contradictions(in: declarations)
        #expect(issues.isEmpty != isSeen, "\(first) \(second) \(selector)")
        if isSeen {
          #expect(issues[0].message.contains("0.yaml:") && issues[0].message.contains("1.yaml:"), "\(issues)")
          #expect(issues[0].message.hasPrefix(place.isEmpty ? "AWS::" : "\(place) of"), "\(issues)")
        }
        let outcome = Self.outcome(declarations)
        #expect(outcome.warnings.contains { $0.message.contains("1.yaml:") && $0.message.contains("0.yaml:") })
        #expect(outcome.findings.contains { $0.status == .fail }, "\(first) \(second)")
        for finding in outcome.findings where place.isEmpty || finding.path.hasPrefix(place) {
          #expect(finding.repair.action == nil && finding.repair.isLeft, "\(finding.path) \(finding.repair)")
        }
      }
    }
  }

  /// What two declarations may both say.
  static let agreeing: [(String, String)] = [
    ("expect: {Comment: a}", "expect: {Comment: a}"), ("expect: {Comment: a}", "expect: {Enabled: true}"),
    ("expect: {Compress: a, Aliases: [a, B]}", "expect: {Aliases: [b, A]}"),
    (
      "expect: {CacheBehaviors: [{PathPattern: /a, Compress: true}]}",
      "expect: {CacheBehaviors: [{PathPattern: /b, Compress: false}]}"
    ),
    ("expect: {Comment: a}", "only: [CacheBehaviors]"), ("expect: {HttpVersion: http2}", "only: true"),
    ("absent: [Comment]", "expect: {Comment: \"\"}"), ("absent: true", "absent: true"),
    (
      "expect: {CacheBehaviors: [{PathPattern: /a}, {PathPattern: /b}]}",
      "expect: {CacheBehaviors: [{PathPattern: /b}, {PathPattern: /c}]}"
    ),
  ]

  @Test(arguments: agreeing) func `two that agree are no contradiction`(one: String, two: String) throws {
    let text = "unknownMembers: allow\n"
    let declarations = try Self.read(text + Self.file(one), text + Self.file(two))
    #expect(BaselineFile.contradictions(in: declarations) == [])
    #expect(Self.outcome(declarations).warnings == [])
  }

  @Test func `files for different accounts do not meet, and other resources neither`() throws {
    let (one, two) = (Self.file("expect: {Comment: a}"), Self.file("expect: {Comment: b}"))
    #expect(BaselineFile.contradictions(in: try Self.read("account: a\n" + one, "account: b\n" + two)) == [])
    #expect(BaselineFile.contradictions(in: try Self.read("account: a\n" + one, "account: a\n" + two)).count == 1)
    let other = Self.file("expect: {Comment: b}", selector: "id: E2")
    #expect(Self.outcome(try Self.read(one, other)).warnings == [])
  }

  @Test func `a text and its digest are the same, and another digest is not`() throws {
    func file(_ code: String) -> String {
      "resources: [{type: AWS::CloudFront::Function, id: f, expect: {LIVE: {FunctionCode: \(code)}}}]"
    }
    let digest = "{sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae}"
    #expect(BaselineFile.contradictions(in: try Self.read(file("foo"), file(digest))) == [])
    #expect(BaselineFile.contradictions(in: try Self.read(file("bar"), file(digest))).count == 1)
  }

  @Test func `a captured estate contradicts nothing`() {
    let declarations = Capture.declarations(of: Estates.estate(Estates.distribution(Self.live))).declarations
    #expect(Self.outcome(declarations).warnings == [] && Self.outcome(declarations).findings == [])
  }

  /// What many declarations of one resource say: each an origin, each the same, each another comment, and a mixture.
  private static let many: [(String, @Sendable (Int) -> JSONObject)] = [
    ("parts", { ["Origins": [["Id": .string("o\($0)"), "DomainName": "a.example"]]] }),
    ("the same", { _ in ["Comment": "c", "Aliases": ["a.example"]] }),
    ("different", { ["Comment": .string("\($0)")] }),
    (
      "headers of one origin",
      { ["Origins": [["Id": "o", "CustomHeaders": [["HeaderName": .string("X-\($0)"), "HeaderValue": "v"]]]]] }
    ),
    ("two in an order", { ["CacheBehaviors": [["PathPattern": .string("/\($0)")], ["PathPattern": "/b"]]] }),
    ("some differ", { ["Comment": $0 % 100 == 0 ? "d" : "c", "Origins": [["Id": .string("o\($0)")]]] }),
  ]

  @Test(arguments: many.indices) func `many declarations are held against few others each`(index: Int) {
    let count = 400
    let declarations = (0..<count).map {
      Declaration(
        .init(.distribution, id: "E1"), expect: Self.many[index].1($0), source: SourceMark(file: "b", line: $0))
    }
    var compared = 0
    _ = withUnsafeMutablePointer(to: &compared) { counter in
      ContradictionSearch(Array(declarations.indices), of: declarations) { _, _ in
        counter.pointee += 1
        return true
      }.found
    }
    #expect(compared <= 16 * count, "\(Self.many[index].0): \(compared)")
  }

  @Test(arguments: 0..<200) func `whoever contradicts another one is found, as by comparing all`(seed: Int) {
    var state = UInt64(seed + 1) &* 0x9E37_79B9_7F4A_7C15
    func pick(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(count))
    }
    let declarations = (0..<12).map { number in
      var expect: JSONObject = [:]
      if pick(3) == 0 { expect["Comment"] = ["a", "b", .null][pick(3)] }
      if pick(3) == 0 { expect["Aliases"] = [["x"], ["y"], ["X"], []][pick(4)] }
      if pick(2) == 0 {
        let all: [JSONValue] = (0..<3).map {
          ["Id": .string("o\($0)"), "DomainName": .string(["p", "P", "q"][pick(3)])]
        }
        expect["Origins"] = .array(Array(all.dropFirst(pick(3))))
      }
      if pick(3) == 0 {
        let paths: [JSONValue] = ["/a", "/b", "/c"].map { ["PathPattern": $0, "Compress": .bool(pick(2) == 0)] }
        expect["CacheBehaviors"] = .array(pick(2) == 0 ? paths : paths.reversed())
      }
      var declaration = Declaration(
        .init(.distribution, id: "E1"), expect: expect, source: SourceMark(file: "b", line: number))
      if pick(4) == 0 { declaration.only = [["Origins"], ["CacheBehaviors"], [DocumentPath()]][pick(3)] }
      if pick(6) == 0 { declaration.absent = [["Comment"], ["Origins[o1]"], ["Aliases"]][pick(3)] }
      if pick(20) == 0 { (declaration.isAbsent, declaration.expect) = (true, [:]) }
      return declaration
    }
    var wrong: Set<Int> = []
    for one in declarations.indices {
      for two in declarations.indices where two > one {
        if !declarations[one].contradictions(to: declarations[two]).isEmpty { wrong.formUnion([one, two]) }
      }
    }
    let found = ContradictionSearch(Array(declarations.indices), of: declarations).found
    #expect(Set(found.flatMap { [$0.one, $0.two] }) == wrong)
  }
}
