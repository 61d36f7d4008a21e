import Documents
import Foundation
import Testing

/// `audit baseline` and `audit diff`, and what `audit check` makes of baselines.
@Suite struct BaselineCommandTests {
  /// A folder with a snapshot of one distribution, and a copy of it that was changed.
  private func project() throws -> Folder {
    let folder = try Folder()
    func snapshot(_ comment: String, _ isEnabled: Bool) -> String {
      """
      {"schemaVersion": "1", "startedAt": "", "finishedAt": "", "account": "111122223333", "regions": [],
       "apiCalls": {"byOperation": {}, "retries": 0}, "absences": [], "gaps": [],
       "coverage": ["AWS::CloudFront::Distribution cloudfront:ListDistributions",
         "AWS::CloudFront::Distribution cloudfront:GetDistributionConfig",
         "AWS::CloudFront::Distribution cloudfront:ListTagsForResource",
         "AWS::CloudFront::Distribution logs:DescribeDeliveries"],
       "resources": [{"type": "AWS::CloudFront::Distribution", "id": "E1", "account": "111122223333",
         "arn": "arn:aws:cloudfront::111122223333:distribution/E1", "region": "global",
         "properties": {"Id": "E1", "Comment": "\(comment)", "Enabled": \(isEnabled), "Status": "Deployed",
           "Origins": [{"Id": "app", "CustomHeaders": [{"HeaderName": "X", "HeaderValue": "(redacted)"}]}]}}]}
      """
    }
    for (name, text) in [("old.json", snapshot("books", true)), ("new.json", snapshot("films", true))] {
      try text.write(to: folder.url.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    return folder
  }

  @Test func `what is captured is clean, and drift names the line of the baseline`() async throws {
    let folder = try project()
    let capture = try await Harness.audit(
      "baseline", "capture", "--snapshot", "old.json", "-o", "edge.yaml", folder: folder.url)
    #expect(capture.status == 0, "\(capture.errors)")
    let text = try String(contentsOf: folder.url.appendingPathComponent("edge.yaml"), encoding: .utf8)
    #expect(text.contains("HeaderValue: \"(redacted)\"  # a secret"))
    #expect(!text.contains("Status"))
    let lint = try await Harness.audit("baseline", "lint", "edge.yaml", folder: folder.url)
    #expect(lint.status == 0 && lint.output == "1 file, 1 declaration: nothing is wrong.\n", "\(lint.output)")

    let check = ["check", "--baseline", "edge.yaml", "--only", "baseline", "--format", "json", "--snapshot"]
    let clean = try await Harness.audit(check + ["old.json"], folder: folder.url)
    #expect(clean.status == 0, "\(clean.output)")
    let drift = try await Harness.audit(check + ["new.json"], folder: folder.url)
    #expect(drift.status == 2)
    let findings = try drift.json["findings"].array ?? []
    #expect(findings.map { $0["path"] } == ["Comment"])
    #expect(findings.first?["expected"] == "books" && findings.first?["actual"] == "films")
    #expect(findings.first?["source"]["file"] == "edge.yaml")
    let line = text.components(separatedBy: "\n").firstIndex { $0.contains("Comment:") }.map { $0 + 1 }
    #expect(findings.first?["source"]["line"].integer == line)
  }

  @Test func `what is wrong in a baseline is an error, and what is let stand a warning`() async throws {
    let folder = try project()
    func write(_ text: String) throws {
      try text.write(to: folder.url.appendingPathComponent("b.yaml"), atomically: true, encoding: .utf8)
    }
    try write("resources: [{type: AWS::S3::Bucket, id: b, expct: {}}]")
    let wrong = try await Harness.audit("check", "--baseline", "b.yaml", "--snapshot", "old.json", folder: folder.url)
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("b.yaml:1:") && wrong.errors.contains("Did you mean \"expect\"?"), "\(wrong.errors)")
    let unknown = "resources: [{type: AWS::CloudFront::Distribution, id: E1, expect: {Coment: books}}]"
    try write("unknownMembers: allow\n\(unknown)")
    let doubtful = try await Harness.audit("baseline", "lint", "b.yaml", folder: folder.url)
    #expect(doubtful.status == 0)
    #expect(doubtful.output.contains("\"Coment\" is no member") && doubtful.output.contains("Comment"))
    #expect(try await Harness.audit("baseline", "lint", "--strict", "b.yaml", folder: folder.url).status == 1)
  }

  @Test func `the examples of the folder's README are valid`() async throws {
    let folder = try Folder()
    let readme = try String(
      contentsOf: Harness.root.appendingPathComponent("docs/baselines.md"), encoding: .utf8)
    let examples = readme.components(separatedBy: "\n\n").filter { block in
      block.split(separator: "\n").allSatisfy { $0.hasPrefix("    ") }
    }
    #expect(examples.count == 3)
    let files = [("guard.js", "function handler() {}"), ("dates.csv", "a,1\n"), ("events/folder.json", "{}")]
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("events"), withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(to: folder.url.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    for example in examples {
      try example.split(separator: "\n").map { $0.dropFirst(4) }.joined(separator: "\n")
        .replacing("../functions/guard.js", with: "guard.js")
        .replacing("SHA-256 OF THE CODE", with: String(repeating: "0a", count: 32))
        .write(to: folder.url.appendingPathComponent("b.yaml"), atomically: true, encoding: .utf8)
      let lint = try await Harness.audit(
        "baseline", "lint", "--strict", "b.yaml", environment: ["STAGE": "test"], folder: folder.url)
      #expect(lint.status == 0, "\(lint.output)\(lint.errors)\(example)")
    }
  }

  @Test func `diff shows what changed, and by its exit code whether anything did`() async throws {
    let folder = try project()
    let same = try await Harness.audit("diff", "old.json", "old.json", folder: folder.url)
    #expect(same.status == 0 && same.output == "Nothing changed.\n")
    let changed = try await Harness.audit("diff", "old.json", "new.json", "--format", "json", folder: folder.url)
    #expect(changed.status == 2)
    let change = try changed.json["entries"][0]["changes"][0]
    #expect(change["path"] == "Comment" && change["old"] == "books" && change["new"] == "films")
    let text = try await Harness.audit("diff", "old.json", "new.json", folder: folder.url)
    #expect(text.output.contains("1 changed."))
    #expect(try await Harness.audit("diff", "old.json", "none.json", folder: folder.url).status == 1)
  }

  @Test func `new-only reports what an older snapshot does not have`() async throws {
    let folder = try project()
    try "resources: [{type: AWS::CloudFront::Distribution, id: E1, expect: {Comment: books, PriceClass: x}}]"
      .write(to: folder.url.appendingPathComponent("b.yaml"), atomically: true, encoding: .utf8)
    let check = ["check", "--baseline", "b.yaml", "--only", "baseline", "--format", "json", "--snapshot", "new.json"]
    let all = try await Harness.audit(check, folder: folder.url)
    #expect(try all.json["findings"].array?.count == 2)
    let new = try await Harness.audit(check + ["--new-only", "--since", "old.json"], folder: folder.url)
    #expect(try new.json["findings"].array?.map { $0["path"] } == ["Comment"])
    #expect(new.status == 2 && new.errors.contains("1 finding was there before"))
    let none = try await Harness.audit(check + ["--new-only", "--since", "new.json"], folder: folder.url)
    #expect(none.status == 0)
    #expect(try await Harness.audit(check + ["--new-only"], folder: folder.url).status == 1)
  }

  @Test func `what is never captured makes no empty baseline, and a query tells no secret`() async throws {
    let folder = try Folder()
    _ = try folder.write(
      """
      {"schemaVersion": "1", "startedAt": "", "finishedAt": "", "account": "111122223333", "regions": [],
       "apiCalls": {"byOperation": {}, "retries": 0}, "absences": [], "gaps": [],
       "coverage": ["AWS::CloudFront::Distribution cloudfront:ListDistributions"],
       "resources": [{"type": "AWS::Lambda::Version", "id": "f:1", "account": "111122223333", "region": "us-east-1",
         "arn": "arn:aws:lambda:us-east-1:111122223333:function:f:1", "properties": {"FunctionName": "f",
         "Version": "1", "Environment": {"Variables": {"TOKEN": "hunter2"}}}}]}
      """, to: "estate.json")
    let capture = try await Harness.audit(
      "baseline", "capture", "--snapshot", "estate.json", "--resource", "f:1", "-o", "b.yaml", folder: folder.url)
    #expect(capture.status == 1 && capture.errors.contains("fits nothing that is captured"), "\(capture.errors)")
    #expect(folder.text("b.yaml") == nil)
    let query = try await Harness.audit("query", "resources", "--snapshot", "estate.json", folder: folder.url)
    #expect(query.status == 0 && query.output.contains("TOKEN") && !query.output.contains("hunter2"), "\(query)")
  }

  /// The place of what is found in a policy is the whole document.
  @Test(arguments: [["--since", "before.json"], ["--state", "audit.state"]])
  func `what is known and finds more than before is new, and what finds less is not`(known: [String]) async throws {
    let folder = try Folder()
    for (name, services) in [("before.json", ["ec2"]), ("after.json", ["ec2", "sns"])] {
      let trusted = (services + ["lambda", "edgelambda"]).map { "\"\($0).amazonaws.com\"" }.joined(separator: ", ")
      _ = try folder.write(
        """
        {"schemaVersion": "1", "startedAt": "", "finishedAt": "", "account": "111122223333", "regions": [],
         "apiCalls": {"byOperation": {}, "retries": 0}, "absences": [], "gaps": [],
         "coverage": ["AWS::IAM::Role iam:GetRole", "AWS::Lambda::Version lambda:GetFunctionConfiguration",
           "AWS::CloudFront::Distribution cloudfront:ListDistributions"],
         "resources": [{"type": "AWS::IAM::Role", "id": "edge", "account": "111122223333", "region": "global",
           "arn": "arn:aws:iam::111122223333:role/edge", "properties": {"RoleName": "edge",
           "Arn": "arn:aws:iam::111122223333:role/edge", "AssumeRolePolicyDocument": {"Version": "2012-10-17",
           "Statement": [{"Effect": "Allow", "Principal": {"Service": [\(trusted)]}, "Action": "sts:AssumeRole"}]}}}]}
        """, to: name)
    }
    let rules = """
      rules:
        - id: open
          title: T
          severity: high
          resource: AWS::IAM::Role
          value: "trusted_beyond(AssumeRolePolicyDocument, ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'])"
          path: AssumeRolePolicyDocument
          expect: {absent: true}
          message: "It lets in {actual}."
          why: W
          remediation: {recommendation: R}
          repair: {mode: none}
      """
    _ = try folder.write(rules, to: "open.yaml")
    func check(_ snapshot: String, _ more: String...) async throws -> Int32 {
      try await Harness.audit(
        ["check", "--rules", "open.yaml", "--only", "open", "--snapshot", snapshot] + more + known, folder: folder.url
      ).status
    }
    if known[0] == "--state" { _ = try await check("before.json") }
    #expect(try await check("before.json", "--new-only") == 0)
    #expect(try await check("after.json", "--new-only") == 2)
    if known[0] == "--state" { #expect(try await check("before.json", "--new-only") == 0) }
  }

  @Test func `a snapshot of another account, or from after what is judged, is compared with nothing`() async throws {
    let folder = try Folder.withEstate(isWhole: true)
    let text = try String(contentsOf: folder.url.appendingPathComponent("estate.json"), encoding: .utf8)
    _ = try folder.write(text.replacing("111122223333", with: "444455556666"), to: "other.json")
    _ = try folder.write(text.replacing("2026-01-01T", with: "2026-01-02T"), to: "later.json")
    func run(_ arguments: String...) async throws -> Finished {
      try await Harness.audit(arguments, folder: folder.url)
    }
    for arguments in [
      ["check", "--snapshot", "estate.json", "--new-only", "--since", "other.json"],
      ["diff", "other.json", "estate.json"],
    ] {
      let refused = try await Harness.audit(arguments, folder: folder.url)
      #expect(refused.status == 1 && refused.output.isEmpty, "\(refused)")
      #expect(
        refused.errors.contains("other.json is of account 444455556666, and estate.json of account 111122223333."),
        "\(refused.errors)")
    }
    let after = try await run("check", "--snapshot", "estate.json", "--new-only", "--since", "later.json")
    #expect(after.status == 1 && after.errors.contains("2026-01-02T00:00:00.000Z"), "\(after.errors)")
    let before = try await run(
      "check", "--snapshot", "later.json", "--new-only", "--since", "estate.json", "--only", "viewer-protocol-https")
    #expect(before.status == 0, "\(before.errors)")
    let turned = try await run("diff", "later.json", "estate.json")
    #expect(turned.status == 0 && turned.errors.contains("was taken after estate.json"), "\(turned.errors)")
  }

  @Test func `a snapshot from a time that is yet to come is not of this minute`() async throws {
    let folder = try Folder.withEstate()
    let text = try String(contentsOf: folder.url.appendingPathComponent("estate.json"), encoding: .utf8)
    _ = try folder.write(text.replacing("2026-01-01T", with: "2126-01-01T"), to: "ahead.json")
    let run = try await Harness.audit("check", "--snapshot", "ahead.json", folder: folder.url)
    #expect(run.output.contains("2126-01-01") && run.output.contains("yet to come"), "\(run.output)")
    #expect(!run.output.contains(" old."), "\(run.output)")
  }
}
