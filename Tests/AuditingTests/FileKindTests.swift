import Documents
import Testing

@testable import Auditing

/// Files that were given to a command that reads another kind, and the order in which issues are said.
@Suite struct FileKindTests {
  private static let files: [(kind: String, text: String)] = [
    ("rule file", "rules:\n  - id: mine\n    resource: AWS::S3::Bucket\n"),
    ("baseline", "resources:\n  - type: AWS::S3::Bucket\n    id: site\n    expect: {Name: site}\n"),
    ("baseline", "only: [AWS::CloudFront::Distribution]\n"), ("baseline", "variables: {a: b}\ninclude: [other.yaml]\n"),
    ("configuration", "waivers: []\n"), ("configuration", "rules:\n  compression: {enabled: false}\n"),
    ("configuration", "state: audit.state\n"),
    ("cases of rules", "compression:\n  pass:\n    - name: it compresses\n      estate: {}\n"),
  ]

  @Test(arguments: files)
  func `a file of another kind is said to be one, once, with what takes it`(kind: String, text: String) {
    var said: [(String, [FileIssue])] = [("rule file", RuleFile.read(text, file: "f.yaml").issues)]
    let source = RuleSet.Source(file: "f.yaml", text: text)
    do throws(FileIssues) {
      _ = try BaselineFile.declarations(in: [source], BaselineFile.Context(environment: [:]) { _ in "" })
    } catch { said.append(("baseline", error.issues)) }
    do throws(FileIssues) { _ = try Configuration(source, for: RuleSet([])) } catch {
      said.append(("configuration", error.issues))
    }
    for (reader, issues) in said where reader != kind {
      #expect(issues.count == 1 && issues[0].message.contains(kind), "\(reader): \(issues)")
      #expect(issues[0].message.contains("`"))
    }
    #expect(said.filter { $0.0 != kind }.count >= 2)
  }

  @Test(arguments: ["rules: []\nresources: []\n", "anything: 1\n", "[1, 2]\n"])
  func `what shows no kind is read as what was asked for`(text: String) {
    let issues = RuleFile.read(text, file: "f.yaml").issues
    #expect(issues.allSatisfy { !$0.message.hasPrefix("This is a ") && !$0.message.hasPrefix("These are") })
  }

  @Test func `issues stand by file and line, and that there are more at the end of its file`() {
    func issue(_ file: String, _ line: Int, _ message: String = "m") -> FileIssue {
      FileIssue(SourceMark(file: file, line: line), message)
    }
    let issues = FileIssues(issues: [
      issue("b", 7), issue("b", 2), issue("b", 2, YAMLReader.Issues.overflow), issue("a", 9), issue("b", 5),
      issue("a", 1),
    ]).issues
    #expect(issues.map { "\($0.mark.file)\($0.mark.line)" } == ["b2", "b5", "b7", "b2", "a1", "a9"])
    #expect(issues[3].message == YAMLReader.Issues.overflow)
  }

  @Test func `members that nobody knows are said in the order of the file`() {
    let text = "rules:\n  - id: Bad Id\n    titel: x\n    resource: AWS::S3::Bucket\n    severity: worst\nmore: 1\n"
    let lines = { (issues: [FileIssue]) in issues.map(\.mark.line) }
    do throws(FileIssues) {
      _ = try RuleSet([RuleSet.Source(file: "f.yaml", text: text)])
      Issue.record("it was read")
    } catch {
      #expect(lines(error.issues) == lines(error.issues).sorted() && Set(lines(error.issues)).count > 3)
    }
  }
}
