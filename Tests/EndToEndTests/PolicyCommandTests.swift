import Documents
import Foundation
import Testing

/// `audit policy compare`.
@Suite struct PolicyCommandTests {
  private static let conformance =
    (ProcessInfo.processInfo.environment["AUDIT_CONFORMANCE"].map { URL(filePath: $0) }
    ?? Harness.root.deletingLastPathComponent().appending(path: "shared/conformance"))
    .appending(path: "policy-equivalence/cases.json")

  private static func policy(_ statement: String) -> String {
    #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \#(statement)}]}"#
  }

  private static let narrow = policy(#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*""#)
  private static let wide = policy(#""Resource": "arn:aws:s3:::b/*", "Action": ["s3:PutObject", "s3:getobject"]"#)

  private func compare(_ first: String, _ second: String, _ arguments: String...) async throws -> Finished {
    let folder = try Folder()
    try first.write(to: folder.url.appendingPathComponent("a.json"), atomically: true, encoding: .utf8)
    try second.write(to: folder.url.appendingPathComponent("b.json"), atomically: true, encoding: .utf8)
    return try await Harness.run(
      Harness.binary, ["policy", "compare", "a.json", "b.json"] + arguments, environment: [:], folder: folder.url)
  }

  @Test func `what is wider or narrower, and by what, is said in 80 columns`() async throws {
    let wider = try await compare(Self.narrow, Self.wide)
    #expect(wider.status == 2)
    #expect(
      wider.output == """
                 A  a.json
                 B  b.json

        B is wider than A: it allows all that A allows, and more.

         only in B  Allow s3:putobject on arn:aws:s3:::b/*

        """)
    let narrower = try await compare(Self.wide, Self.narrow)
    #expect(narrower.status == 2)
    #expect(narrower.output.contains("B is narrower than A"))
    #expect(narrower.output.contains("only in A  Allow s3:putobject"))
    let other = try await compare(
      Self.narrow, Self.policy(#""Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*""#))
    #expect(other.status == 2)
    #expect(other.output.contains("neither is known to be the wider one"))
  }

  @Test func `programs get the same as JSON`() async throws {
    let run = try await compare(Self.narrow, Self.wide, "--format", "json")
    #expect(run.status == 2)
    #expect(
      try run.json == [
        "documents": ["A": "a.json", "B": "b.json"], "relation": "wider",
        "differences": [["document": "B", "statement": "Allow s3:putobject on arn:aws:s3:::b/*"]], "problems": [],
      ])
    #expect(try await compare(Self.wide, Self.wide, "--format", "json").json["relation"] == "equivalent")
  }

  @Test func `a document may be text within JSON, or percent-encoded as IAM returns it`() async throws {
    let string = JSONWriter().string(.string(Self.narrow))
    let encoded = try #require(Self.narrow.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    for form in [string, encoded, encoded + "\n", JSONWriter().string(.string(encoded))] {
      let run = try await compare(Self.narrow, form)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("A and B mean the same."))
      #expect(try await compare(form, Self.wide).status == 2)
    }
  }

  @Test func `standard input is one of them`() async throws {
    let folder = try Folder()
    try Self.narrow.write(to: folder.url.appendingPathComponent("b.json"), atomically: true, encoding: .utf8)
    let run = try await Harness.audit("policy", "compare", "-", "b.json", input: Self.narrow, folder: folder.url)
    #expect(run.status == 0)
    #expect(run.output.contains("standard input"))
    let twice = try await Harness.audit("policy", "compare", "-", "-")
    #expect(twice.status == 1)
    #expect(twice.errors.contains("Standard input holds one document"))
  }

  @Test(
    arguments: [
      ("", "a.json: this is no policy document: not JSON: line 1, column 1"),
      ("{\n  \"Statement\": [}", "not JSON: line 2, column 17"),
      (#"{"Statement": [], "Statement": []}"#, "line 1"),
      (#"{"Statement": [{"Effect": "Permit"}]}"#, "Statement[0].Effect: must be \"Allow\" or \"Deny\""),
      (policy(#""Action": "a:b", "Condition": {"StringIs": {"k": "v"}}"#), "Statement[0].Condition.StringIs"),
      ("%7", "percent sign"), (#"{"\u001b[2J": []}"#, #"\u001b[2J: the policy language has no such element"#),
    ])
  func `what cannot be understood is never the same, not even as itself`(text: String, complaint: String) async throws {
    let run = try await compare(text, text)
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(complaint), "\(run.errors)")
    #expect(run.errors.contains("\nb.json: "), "both are said at once")
  }

  @Test func `what IAM would refuse is compared by its plain meaning, and that is said`() async throws {
    let lowercase = Self.narrow.replacingOccurrences(of: "\"Allow\"", with: "\"allow\"")
    let run = try await compare(Self.narrow, lowercase)
    #expect(run.status == 0)
    #expect(run.output.contains("IAM would refuse B"))
    #expect(run.output.contains("in B  Statement[0].Effect"))
    let problems = try await compare(lowercase, Self.wide, "--format", "json").json["problems"]
    #expect(problems[0]["document"] == "A")
    #expect(problems[0]["path"] == "Statement[0].Effect")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: conformance.path), "the conformance cases are not here"))
  func `the exit codes are those that a peer would give`() async throws {
    let cases = try JSONReader.read(Array(Data(contentsOf: Self.conformance))).array ?? []
    #expect(cases.count >= 23)
    for one in cases {
      let expected: Int32 = one["error"] == true ? 1 : one["equivalent"] == true ? 0 : 2
      let run = try await compare(one["a"].string ?? "", one["b"].string ?? "")
      #expect(run.status == expected, "\(one["name"].string ?? ""): \(run.output)\(run.errors)")
    }
  }
}
