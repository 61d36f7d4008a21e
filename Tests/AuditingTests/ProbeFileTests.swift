import Documents
import Foundation
import Schema
import Testing
@testable import Auditing

/// What baseline files say of the time after a repair.
@Suite struct ProbeFileTests {
  private func read(_ text: String, environment: [String: String] = [:]) throws -> [Declaration] {
    try BaselineFile.declarations(
      in: [RuleSet.Source(file: "baselines/b.yaml", text: text)],
      BaselineFile.Context(environment: environment) { _ in "" })
  }

  /// A file with these members of a distribution, from line 4 on.
  private static func file(_ members: String, type: String = "AWS::CloudFront::Distribution") -> String {
    "resources:\n  - type: \(type)\n    id: E1\n"
      + members.split(separator: "\n").map { "    \($0)\n" }.joined()
  }

  @Test func `probes and invalidations are read, with variables`() throws {
    let declarations = try read(
      "variables: {host: a.example.com, status: 204, path: /api}\n"
        + Self.file(
          """
          probe:
            - {url: "https://${host}/x?a=b+c", expect: 200}
            - url: http://${host}:8080
              expect: {status: "${status}", headers: {Cache-Control: "max-age=*", Age: 0}, body: "*ok*"}
              times: "${env:TIMES}"
              within: 60
          invalidate: ["${path}/*", /a.css]
          """)
        + "  - {type: AWS::CloudFront::Distribution, id: E2, invalidate: true}\n"
        + "  - {type: AWS::IAM::Role, id: r, probe: {url: http://b/, expect: {body: ''}}}\n",
      environment: ["TIMES": "5"])
    let probes = declarations[0].probes
    #expect(probes.map(\.url) == ["https://a.example.com/x?a=b+c", "http://a.example.com:8080"])
    #expect(probes[0].address.path == "/x?a=b+c" && probes[0].address.query.isEmpty)
    #expect(probes[0].expectation == .init(status: 200) && probes[0].times == 3 && probes[0].within == 300)
    let all = Probe.Expectation(status: 204, headers: ["Cache-Control": "max-age=*", "Age": "0"], body: "*ok*")
    #expect(probes[1].expectation == all && probes[1].times == 5 && probes[1].within == 60)
    #expect(all.description == "204, Age matching 0, Cache-Control matching max-age=*, a body matching *ok*")
    #expect(declarations[0].invalidation == .paths(["/api/*", "/a.css"]))
    #expect(declarations[1].invalidation == .derived && declarations[1].probes.isEmpty)
    #expect(declarations[2].probes.map(\.expectation) == [.init(body: "")])
  }

  @Test func `what is written is read again`() throws {
    let declarations = try read(
      Self.file(
        """
        probe: {url: http://a/, expect: {status: 301, headers: {Location: "https://*"}, body: ""}, times: 2, within: 9}
        invalidate: [/a, "/b*"]
        """) + "  - {type: AWS::CloudFront::Distribution, id: E2, invalidate: true}\n")
    let again = try read(BaselineWriter.text(declarations))
    #expect(again.map(\.probes) == declarations.map(\.probes) && !again[0].probes.isEmpty)
    #expect(again.map(\.invalidation) == [.paths(["/a", "/b*"]), .derived])
  }

  /// Members, the line of the issue in them, and what it says.
  private static let wrong: [(members: String, line: Int, issue: String)] = [
    ("probe:\n  expect: 200", 5, "`url` is missing"),
    ("probe:\n  url: http://a/", 5, "`expect` is missing"),
    ("probe:\n  url: http://a/\n  expct: 200\n  expect: 200", 6, "Did you mean \"expect\"?"),
    ("probe:\n  url: ftp://a/\n  expect: 200", 5, "An http or https URL was expected here"),
    ("probe:\n  url: https://me:secret@a/\n  expect: 200", 5, "An http or https URL was expected here"),
    ("probe:\n  url: http://a/ü\n  expect: 200", 5, "percent-encoded"),
    ("probe:\n  url: http://a/#b\n  expect: 200", 5, "An http or https URL was expected here"),
    ("probe:\n  url: http://a/\n  expect: ok", 6, "A whole number from 100 to 599"),
    ("probe:\n  url: http://a/\n  expect: 999", 6, "A whole number from 100 to 599"),
    ("probe:\n  url: http://a/\n  expect: {}", 6, "Nothing is expected"),
    ("probe:\n  url: http://a/\n  expect: {headers: {}}", 6, "Nothing is expected"),
    ("probe:\n  url: http://a/\n  expect: {code: 200, body: a}", 6, "\"code\" means nothing here"),
    ("probe:\n  url: http://a/\n  expect: 200\n  times: 0", 7, "A whole number from 1 to 100"),
    ("probe:\n  url: http://a/\n  expect: 200\n  within: soon", 7, "A whole number from 1 to 3600"),
    ("probe:\n  url: http://a/\n  expect: 200\n  times: 9\n  within: 8", 5, "do not fit into 8 seconds"),
    ("probe: x", 4, "A mapping was expected here"),
    ("invalidate: all", 4, "A list of paths was expected here, or `true`"),
    ("invalidate: false", 4, "A list of paths was expected here, or `true`"),
    ("invalidate: []", 4, "No path is named"),
    ("invalidate:\n  - /a\n  - api/*", 6, "A path begins with `/`. This is \"api/*\""),
    ("invalidate:\n  - \"/*.jpg\"", 5, "`*` may stand only at the end"),
    ("invalidate:\n  - /a b", 5, "percent-encoded"),
    ("invalidate:\n  - {}", 5, "Text was expected here"),
  ]

  @Test(arguments: wrong)
  func `what is wrong is said with its line`(members: String, line: Int, issue: String) throws {
    let error = #expect(throws: FileIssues.self) { try read(Self.file(members)) }
    let issues = error?.issues ?? []
    #expect(issues.contains { $0.mark.line == line && $0.message.contains(issue) }, "\(issues)")
  }

  @Test func `only distributions have caches`() throws {
    let text = Self.file("invalidate: true", type: "AWS::CloudFront::Function")
    let error = #expect(throws: FileIssues.self) { try read(text) }
    #expect(
      error?.issues.map(\.description) == ["baselines/b.yaml:4:17: Only distributions have caches to invalidate."])
  }

  // Not run without the project's Python, as where `swift test` is called by itself; scripts/test installs it first.
  @Test(.enabled(if: SchemaJudge.python != nil, "needs Python with jsonschema: run scripts/setup"))
  func `the schema accepts what the reader accepts, and refuses what it refuses`() throws {
    let right = [
      "probe: {url: http://a/, expect: 200}", "probe: [{url: http://a/, expect: {status: '${s}', body: x}}]",
      "probe: {url: http://a/, expect: {headers: {A: b}}, times: 2, within: 9}", "invalidate: true",
      "invalidate: [/a, '/b*']",
    ]
    // That a text is a URL or a path, that some member is there and that numbers fit together takes more than a schema.
    let beyond = ["An http", "Nothing is", "percent", "do not fit", "begins with", "at the end"]
    let wrong = Self.wrong.filter { wrong in !beyond.contains { wrong.issue.contains($0) } }.map(\.members)
    let variables = "variables: {s: 200}\n"
    for text in right { _ = try read(variables + Self.file(text)) }
    let verdicts = try SchemaJudge.verdicts(
      (right + wrong).map { variables + Self.file($0) }, schema: BaselineFile.schema)
    #expect(verdicts == right.map { _ in true } + wrong.map { _ in false })
    #expect(wrong.count > 8)
  }
}
