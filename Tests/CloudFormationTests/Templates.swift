import Auditing
import CloudFormation
import Documents

/// Templates as tests read them.
enum Templates {
  /// What a template of that text says.
  static func read(
    _ text: String, file: String = "t.yaml", account: String? = "111122223333", region: String? = "us-east-1",
    parameters: [String: String] = [:], physicalIDs: [String: String]? = nil, knowing facts: StackFacts = StackFacts()
  ) throws(FileIssues) -> TemplateDocument {
    var source = StackSource(file: file, bytes: Array(text.utf8), account: account, region: region)
    source.physicalIDs = physicalIDs
    return try TemplateDocument([source], parameters: parameters, knowing: facts)
  }
}
